"""The recipe of an allocation: every rule and parameter that decides an amount, in one declarative object.

A recipe is what the formula workshop edits, what a file in TOML holds, what a stored scenario keeps, and what stands on
the committee's paper. It names rules and columns and holds no data.
"""

from __future__ import annotations

import hashlib
import json
import math
import tomllib
from collections.abc import Mapping
from decimal import Decimal
from enum import StrEnum
from importlib.resources import files
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator

from sozialraum.analytics.budget.committee.rules import CommitteeRule, read_rules, rules_text
from sozialraum.analytics.budget.money import BudgetError, read_amount
from sozialraum.analytics.messages import gettext_noop, shorten

_SHELF = files("sozialraum.analytics.budget") / "recipes"


def _finite(value: object) -> object:
    if isinstance(value, float) and not math.isfinite(value):
        raise ValueError("must be a finite number")
    return value


Share = Annotated[float, BeforeValidator(_finite), Field(ge=0, le=1)]
Amount = Annotated[Decimal, Field(ge=0, decimal_places=2, max_digits=15)]
Column = Annotated[str, Field(min_length=1, max_length=80)]


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Heads(_Frozen):
    """Need is the number of young people: J_i / ΣJ."""

    method: Literal["heads"] = "heads"


class Blend(_Frozen):
    """Need is part heads, part burden: a·J_i/ΣJ + (1-a)·D_i/ΣD, a being `people_share`."""

    method: Literal["blend"] = "blend"
    people_share: Share = 0.4


class IndexNeed(_Frozen):
    """Need follows a composite index z (more means more burden): J_i·exp(β·z_i), β being `effect`."""

    method: Literal["index"] = "index"
    column: Column = "index"
    effect: Annotated[float, BeforeValidator(_finite), Field(ge=0, le=5)] = 0.3


class PredictorKind(StrEnum):
    """What a column tells. Only conditions of life may enter a regression of need."""

    CONDITION = "condition"  # how people live: income, housing, age, single parents
    INFRASTRUCTURE = "infrastructure"  # what there is: it has a factor of its own
    OUTPUT = "output"  # what the office does: cases, places, spending; it would pay for what is paid already


class Predictor(_Frozen):
    """A column that explains need, with what it tells."""

    column: Column
    kind: PredictorKind


class RegressionNeed(_Frozen):
    """Need as a model predicts it from conditions of life: a regression of `outcome` on `predictors` per young person.

    The outcome (such as the number of helps begun) only calibrates how conditions weigh; its own value in an area never
    becomes that area's need.
    """

    method: Literal["regression"] = "regression"
    outcome: Column
    predictors: Annotated[tuple[Predictor, ...], Field(min_length=1)]
    family: Literal["poisson", "negative_binomial"] = "poisson"

    @model_validator(mode="after")
    def _only_conditions(self) -> Self:
        wrong = [entry.column for entry in self.predictors if entry.kind is not PredictorKind.CONDITION]
        if self.outcome in {entry.column for entry in self.predictors}:
            raise ValueError("the outcome cannot explain itself")
        if wrong:
            raise ValueError(f"only conditions of life may explain need, not {', '.join(wrong)}")
        return self


class InhabitantIndex(_Frozen):
    """One index of the youth-inhabitant value: `count` weighted by where the share of `part` in `whole` stands."""

    count: Column = "young_people"
    part: Column = "burdened"
    whole: Column = "young_people"


class YouthInhabitantValue(_Frozen):
    """U18·(1 + (p - min p)/(max p - min p)), p in percent rounded to `decimals` first; the mean of all `indices`."""

    method: Literal["youth_inhabitant_value"] = "youth_inhabitant_value"
    decimals: Annotated[int, Field(ge=0, le=9)] = 2
    indices: Annotated[tuple[InhabitantIndex, ...], Field(min_length=1)] = (InhabitantIndex(),)


class MedianUnitCost(_Frozen):
    """Last year's cost moved toward quantity times median unit cost by `shared` of the difference."""

    method: Literal["median_unit_cost"] = "median_unit_cost"
    quantity: Column = "young_people"
    shared: Share = 0.5


class QuarterDamping(_Frozen):
    """Federal needs weighting: two halves, each share moved by `damping` of the relative deviation of a rate.

    First half: `cases` per `people`; second half: `long_term` per `cases`. The base of both is the share of `cases`.
    """

    method: Literal["quarter_damping"] = "quarter_damping"
    people: Column = "young_people"
    cases: Column = "burdened"
    long_term: Column | None = None
    damping: Share = 0.25


Need = Annotated[
    Heads | Blend | IndexNeed | RegressionNeed | YouthInhabitantValue | MedianUnitCost | QuarterDamping,
    Field(discriminator="method"),
]


class Infrastructure(_Frozen):
    """A factor on need for what there is already: above 1 where there are fewer offers. Outside the range: an error."""

    column: Column = "infrastructure"
    lowest: Annotated[float, BeforeValidator(_finite), Field(gt=0, le=1)] = 0.9
    highest: Annotated[float, BeforeValidator(_finite), Field(ge=1, le=10)] = 1.1


class Corridor(_Frozen):
    """How much an area may lose and gain against last year's ongoing amount, as shares of it."""

    max_loss: Share = 0.03
    max_gain: Annotated[float, BeforeValidator(_finite), Field(ge=0, le=100)] = 0.2


class BudgetRecipe(_Frozen):
    """An allocation from columns to amounts. Equal recipes have equal `fingerprint`s.

    `floor` in euros goes to every area first. `rounding` is the unit of the amounts. `missing_previous` says what an
    empty cell of last year means where a corridor needs it: an `error`, or a new area whose last year is taken from
    the others by number of young people (`population`). `rules` are what a committee adds to the formula.
    """

    name: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]*$")]
    title_de: str
    title_en: str
    source: str
    need: Need
    infrastructure: Infrastructure | None = None
    floor: Amount = Decimal(0)
    corridor: Corridor | None = None
    rounding: Literal["euro", "cent"] = "euro"
    missing_previous: Literal["error", "population"] = "error"
    rules: tuple[CommitteeRule, ...] = ()

    @classmethod
    def from_toml(cls, text: str) -> Self:
        """Read a recipe from TOML; BudgetError names the first field that is wrong."""
        try:
            return cls.model_validate(tomllib.loads(text, parse_float=Decimal))
        except tomllib.TOMLDecodeError as error:
            raise BudgetError(
                gettext_noop("The recipe is not valid TOML: {detail}."),
                gettext_noop("Mend the file at that place."),
                detail=error,
            ) from error
        except ValidationError as error:
            raise recipe_error(error) from error

    @property
    def canonical(self) -> str:
        """The recipe as JSON with sorted names: what a scenario stores."""
        # a recipe without rules keeps the fingerprint that it had before there were any
        document = self.model_dump(mode="json", exclude=None if self.rules else {"rules"})
        return json.dumps(document, sort_keys=True, ensure_ascii=False)

    @classmethod
    def from_canonical(cls, text: str) -> Self:
        """Read back what `canonical` wrote."""
        return cls.model_validate_json(text)

    @property
    def fingerprint(self) -> str:
        """SHA-256 of the canonical form, in hexadecimal."""
        return hashlib.sha256(self.canonical.encode()).hexdigest()

    @property
    def parameters(self) -> dict[str, object]:
        """Every parameter that can be changed by its short name, with its value.

        >>> shipped_budget_recipe("default").parameters["people_share"]
        0.4
        """
        values: dict[str, object] = {}
        for name, value in self.model_dump(exclude={"name", "title_de", "title_en", "source"}).items():
            if isinstance(value, dict):
                values |= {
                    leaf: entry
                    for leaf, entry in value.items()
                    if leaf != "method" and isinstance(entry, (int, float, str, Decimal))
                }
            elif not isinstance(value, (tuple, type(None))):
                values[name] = value
        return values | ({"rules": rules_text(self.rules)} if self.rules else {})

    def changed(self, changes: Mapping[str, object]) -> BudgetRecipe:
        """The same recipe with other parameters, by short name (`people_share`) or symbol (`a`, `F`, `c_d`, `c_u`).

        Text is read as people write it: `0,4`, `40 %`, `150.000`; `rules` as `Nord + Hafen >= 900.000; each >= 120.000`.
        BudgetError names an unknown or impossible one.

        >>> shipped_budget_recipe("default").changed({"max_loss": "5 %", "F": "120.000"}).parameters["floor"]
        Decimal('120000')
        """
        document = self.model_dump()
        for name, value in changes.items():
            leaf = SYMBOLS.get(name, name)
            home = _home(document, leaf)
            if home is None:
                raise BudgetError(
                    gettext_noop("The recipe “{recipe}” has no parameter “{name}”."),
                    gettext_noop("It has: {names}."),
                    recipe=self.name,
                    name=name,
                    names=shorten(sorted(self.parameters), limit=20),
                )
            home[leaf] = _written(value, name) if isinstance(value, str) else value
        try:
            return BudgetRecipe.model_validate(document)
        except ValidationError as error:
            raise recipe_error(error) from error


SYMBOLS = {
    "a": "people_share",
    "F": "floor",
    "c_d": "max_loss",
    "c_u": "max_gain",
    "beta": "effect",
    "β": "effect",
}


def _home(document: dict[str, Any], leaf: str) -> dict[str, Any] | None:
    if leaf in document and leaf not in {
        "name",
        "title_de",
        "title_en",
        "source",
        "need",
        "infrastructure",
        "corridor",
    }:
        return document
    for part in ("need", "infrastructure", "corridor"):
        group = document[part]
        if (
            isinstance(group, dict)
            and leaf in group
            and leaf != "method"
            and not isinstance(group[leaf], (tuple, list))
        ):
            return group
    return None


def _written(value: str, name: str) -> object:
    if name == "rules":
        return read_rules(value)
    number = read_amount(value)
    if number is not None:
        return number if SYMBOLS.get(name, name) == "floor" else float(number)
    return value.strip()


# the tags of a choice stand in the place of an error and tell the reader nothing
_METHODS = frozenset(
    {
        "heads", "blend", "index", "regression", "youth_inhabitant_value", "median_unit_cost", "quarter_damping",
    }
)  # fmt: skip
FAULTS = {
    "less_than_equal": gettext_noop("“{place}” must be at most {le}."),
    "greater_than_equal": gettext_noop("“{place}” must be at least {ge}."),
    "greater_than": gettext_noop("“{place}” must be greater than {gt}."),
    "missing": gettext_noop("The recipe lacks “{place}”."),
    "extra_forbidden": gettext_noop("The recipe has an entry “{place}” that does not exist."),
    "float_parsing": gettext_noop("“{place}” must be a number."),
    "float_type": gettext_noop("“{place}” must be a number."),
    "decimal_parsing": gettext_noop("“{place}” must be an amount in euros."),
    "decimal_type": gettext_noop("“{place}” must be an amount in euros."),
    "decimal_max_places": gettext_noop("“{place}” must be an amount with at most two decimals."),
    "literal_error": gettext_noop("“{place}” must be one of {expected}."),
    "union_tag_invalid": gettext_noop("There is no method “{tag}” of need; there are {expected_tags}."),
}


def recipe_error(error: ValidationError) -> BudgetError:
    """The first fault of a recipe as a sentence with its place."""
    first = error.errors()[0]
    place = ".".join(str(step) for step in first["loc"] if step not in _METHODS) or "recipe"
    template = FAULTS.get(first["type"])
    if template is None:
        return BudgetError(
            gettext_noop("The recipe is wrong at “{place}”: {detail}."),
            gettext_noop("Compare it with a shipped recipe and the reference of recipes."),
            place=place,
            detail=first["msg"].removeprefix("Value error, "),
        )
    return BudgetError(
        template,
        gettext_noop("Compare it with a shipped recipe and the reference of recipes."),
        place=place,
        **first.get("ctx", {}),
    )


def shipped_budget_recipe_names() -> list[str]:
    """Names of the shipped recipes, the default first.

    >>> shipped_budget_recipe_names()[0]
    'default'
    """
    names = sorted(
        entry.name.removesuffix(".toml") for entry in _SHELF.iterdir() if entry.name.endswith(".toml")
    )
    return sorted(names, key=lambda name: (name != "default", name))


def shipped_budget_recipe(name: str) -> BudgetRecipe:
    """The shipped recipe of that name; BudgetError lists the names there are."""
    names = shipped_budget_recipe_names()
    if name not in names:
        raise BudgetError(
            gettext_noop("There is no budget recipe named “{name}”."),
            gettext_noop("Take one of: {names}; or name a recipe file."),
            name=name,
            names=shorten(names, limit=20),
        )
    return BudgetRecipe.from_toml((_SHELF / f"{name}.toml").read_text(encoding="utf-8"))
