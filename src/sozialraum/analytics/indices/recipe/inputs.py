"""What a recipe reads: keys, periods, indicators, and which areas are valid."""

from __future__ import annotations

from datetime import date
from typing import ClassVar, Literal, Self

from pydantic import Field, model_validator

from sozialraum.analytics.indices.recipe.form import Code, Columns, Finite, Piece
from sozialraum.analytics.indices.recipe.treatments import Normalization


class Key(Piece):
    """Where the area key stands, and how it looks when it is whole.

    `digits` is the length of a purely numeric key. A key of another form is no area of this kind: a total, or an
    area of another level.
    """

    columns: Columns
    digits: int | None = Field(default=None, ge=1, le=20)

    def fits(self, code: str) -> bool:
        """Whether a key has the form that the recipe asks for.

        >>> Key(columns=("id",), digits=8).fits("01100101"), Key(columns=("id",), digits=8).fits("Berlin")
        (True, False)
        """
        return self.digits is None or (len(code) == self.digits and code.isdecimal())


class Period(Piece):
    """Where the year or date stands in tables of several periods; a table without the column is one period."""

    columns: Columns


class Dates(Piece):
    """How old a value may be where indicators are delivered at different dates.

    An index has one reference date; each indicator enters with its newest date on or before it. `limit_months` is by
    how much that may be older, 0 for none; without it the rhythm in which the indicator is delivered decides.
    What is older is refused, or with `older = "warn"` taken and named. A plain table has no dates: there it has no
    effect.
    """

    limit_months: int | None = Field(default=None, ge=0, le=600)
    older: Literal["refuse", "warn"] = "refuse"


class Indicator(Piece):
    """One input: the column names it has in the published tables, and which way it points.

    `direction` is `burden` where a higher value means more disadvantage and `relief` where it means less. Instead of
    a ready value a table may carry `numerator` and `denominator` columns; the value is then their quotient times
    `per`. A `*` in a column name stands for any text, such as the year of an edition. `transform = "log"` takes the
    natural logarithm, for which every value must be positive. `normalization` overrides the recipe's own.
    `reference_date` takes the values of that date and of no other (see :class:`Dates`).
    `unknown_as` is the value that an unknown one stands for, where the publisher says so: counts below three that are
    never printed, a share of nobody. Every value filled in by it is listed with the result.
    """

    LATER: ClassVar[frozenset[str]] = frozenset(
        {
            "numerator",
            "denominator",
            "per",
            "target",
            "transform",
            "normalization",
            "reference_date",
            "unknown_as",
        }
    )

    code: Code
    title_de: str
    title_en: str
    columns: Columns
    part: Code
    direction: Literal["burden", "relief"] = "burden"
    weight: Finite = Field(default=1.0, gt=0)
    numerator: tuple[str, ...] = ()
    denominator: tuple[str, ...] = ()
    per: Finite = Field(default=1.0, gt=0)
    target: Finite | None = None
    transform: Literal["none", "log"] = "none"
    normalization: Normalization | None = None
    reference_date: date | None = None
    unknown_as: Finite | None = None

    @model_validator(mode="after")
    def _numerator_has_denominator(self) -> Self:
        if self.numerator and not self.denominator:
            raise ValueError(f"indicator {self.code} has a numerator without a denominator")
        return self


class Validity(Piece):
    """Which areas enter. Every rule that is set must hold; an area that fails one is listed with the reason.

    - `minimum_population` on the `population` column; an unknown population does not pass. Without a `population`
      column the rule is off.
    - `minimum_denominator`: a rate over fewer people is unknown (and treated as the recipe treats the missing).
    - `excluded`: keys that are left out by name.
    - `all_zero_is_unknown`: a row whose indicators are all exactly zero was published without values.
    - `mark_columns` with `mark_valid`: where one of these columns is there, it must say so (as text).
    - `list_columns`: a second table that carries the key and one of these columns, but no indicator, is the
      publisher's list of valid areas.
    """

    LATER: ClassVar[frozenset[str]] = frozenset({"minimum_denominator", "excluded"})

    population: tuple[str, ...] = ()
    minimum_population: Finite = Field(default=0.0, ge=0)
    all_zero_is_unknown: bool = False
    mark_columns: tuple[str, ...] = ()
    mark_valid: str | None = None
    list_columns: tuple[str, ...] = ()
    minimum_denominator: Finite = Field(default=0.0, ge=0)
    excluded: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _minimum_has_its_column(self) -> Self:
        if self.minimum_population and not self.population:
            raise ValueError("minimum_population needs the population column")
        return self
