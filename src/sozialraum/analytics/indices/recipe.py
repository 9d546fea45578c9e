"""The recipe of a composite index: everything that decides a figure, in one declarative object.

A recipe is what a planner edits in the browser, what a file in TOML holds, what a stored run keeps, and what is
printed with every map. It names columns and rules and holds no data.
"""

from __future__ import annotations

import hashlib
import json
import math
import tomllib
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator

from sozialraum.analytics.messages import gettext_noop
from sozialraum.errors import SozialraumError

Code = Annotated[str, Field(pattern=r"^[A-Za-z][A-Za-z0-9_]*$")]
Columns = Annotated[tuple[str, ...], Field(min_length=1)]


def _finite(value: object) -> object:
    if isinstance(value, float) and not math.isfinite(value):
        raise ValueError("must be a finite number")
    return value


Finite = Annotated[float, BeforeValidator(_finite)]


class RecipeError(SozialraumError):
    """A recipe that cannot be read or contradicts itself."""


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Key(_Frozen):
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


class Indicator(_Frozen):
    """One input: the column names it has in the published tables, and which way it points.

    `direction` is `burden` where a higher value means more disadvantage and `relief` where it means less.
    """

    code: Code
    title_de: str
    title_en: str
    columns: Columns
    part: Code
    direction: Literal["burden", "relief"] = "burden"
    weight: Finite = Field(default=1.0, gt=0)


class Validity(_Frozen):
    """Which areas enter. Every rule that is set must hold; an area that fails one is listed with the reason.

    - `minimum_population` on the `population` column; an unknown population does not pass.
    - `all_zero_is_unknown`: a row whose indicators are all exactly zero was published without values.
    - `mark_columns` with `mark_valid`: where one of these columns is there, it must say so (as text).
    - `list_columns`: a second table that carries the key and one of these columns, but no indicator, is the
      publisher's list of valid areas.
    """

    population: Columns
    minimum_population: Finite = Field(ge=0)
    all_zero_is_unknown: bool = False
    mark_columns: tuple[str, ...] = ()
    mark_valid: str | None = None
    list_columns: tuple[str, ...] = ()


class Normalization(_Frozen):
    """How an indicator becomes comparable: z-values over the valid areas, every area counting once."""

    method: Literal["z"] = "z"
    deviation: Literal["population", "sample"] = "population"


class Cut(_Frozen):
    """A border between two neighbouring classes and the class that the border itself belongs to."""

    at: Finite
    belongs_to: Literal["below", "above"]


class ClassDefinition(_Frozen):
    """A class: stable code, the published names, the sign by which combinations are written."""

    code: Code
    name_de: str
    name_en: str
    sign: str


class Part(_Frozen):
    """A partial index: the weighted sum of its indicators' normalized values.

    `restandardize` divides the sum by its own standard deviation (of the same kind as the normalization's).
    `classes` run from the lowest index to the highest, one more than there are `cuts`.
    """

    code: Code
    title_de: str
    title_en: str
    aggregation: Literal["sum", "mean"] = "sum"
    restandardize: bool = False
    cuts: tuple[Cut, ...] = ()
    classes: tuple[ClassDefinition, ...] = ()

    @model_validator(mode="after")
    def _classes_fit_cuts(self) -> Self:
        if self.classes and len(self.classes) != len(self.cuts) + 1:
            raise ValueError(f"part {self.code}: {len(self.cuts)} cuts make {len(self.cuts) + 1} classes")
        if self.cuts and not self.classes:
            raise ValueError(f"part {self.code}: cuts without classes")
        at = [cut.at for cut in self.cuts]
        if at != sorted(set(at)):
            raise ValueError(f"part {self.code}: cuts must rise")
        if len({entry.code for entry in self.classes}) != len(self.classes):
            raise ValueError(f"part {self.code}: a class code stands twice")
        return self


class Combination(_Frozen):
    """Two parts crossed into cells; a cell's code is the sign of the first followed by that of the second."""

    code: Code
    parts: tuple[Code, Code]


class Recipe(_Frozen):
    """A composite index from column names to classes.

    Build it from TOML with `Recipe.from_toml`, or in code. Equal recipes have equal `fingerprint`s.
    """

    name: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]*$")]
    title_de: str
    title_en: str
    source: str
    key: Key
    missing_values: tuple[Finite, ...] = ()
    validity: Validity
    normalization: Normalization = Normalization()
    indicators: Annotated[tuple[Indicator, ...], Field(min_length=1)]
    parts: Annotated[tuple[Part, ...], Field(min_length=1)]
    combination: Combination | None = None

    @model_validator(mode="after")
    def _names_agree(self) -> Self:
        parts = [part.code for part in self.parts]
        codes = [indicator.code for indicator in self.indicators]
        if len(set(parts)) != len(parts):
            raise ValueError("a part code stands twice")
        if len(set(codes)) != len(codes):
            raise ValueError("an indicator code stands twice")
        for indicator in self.indicators:
            if indicator.part not in parts:
                raise ValueError(f"indicator {indicator.code} belongs to the unknown part {indicator.part}")
        for part in parts:
            if all(indicator.part != part for indicator in self.indicators):
                raise ValueError(f"part {part} has no indicator")
        if self.combination is not None:
            for code in self.combination.parts:
                if code not in parts or not self.part(code).classes:
                    raise ValueError(f"the combination needs classes of the part {code}")
        return self

    @classmethod
    def from_toml(cls, text: str) -> Self:
        """Read a recipe from TOML text; RecipeError names the first field that is wrong."""
        try:
            return cls.model_validate(tomllib.loads(text))
        except tomllib.TOMLDecodeError as error:
            raise RecipeError(
                gettext_noop("The recipe is not valid TOML: {detail}."),
                gettext_noop("Mend the file at that place."),
                detail=error,
            ) from error
        except ValidationError as error:
            raise _recipe_error(error.errors()[0]) from error

    def part(self, code: str) -> Part:
        """The part of that code; KeyError where there is none."""
        for part in self.parts:
            if part.code == code:
                return part
        raise KeyError(code)

    @property
    def canonical(self) -> str:
        """The recipe as JSON with sorted names: what a run stores."""
        return json.dumps(self.model_dump(mode="json"), sort_keys=True, ensure_ascii=False)

    def with_any_keys(self) -> Recipe:
        """The same recipe for areas whose keys were matched before, whatever length the series' own keys have.

        >>> from sozialraum.analytics.indices import shipped_recipe
        >>> shipped_recipe("berlin-mss-2019").with_any_keys().key.digits is None
        True
        """
        return self.model_copy(update={"key": self.key.model_copy(update={"digits": None})})

    @property
    def fingerprint(self) -> str:
        """SHA-256 of the canonical form, in hexadecimal."""
        return hashlib.sha256(self.canonical.encode()).hexdigest()


def _recipe_error(first: Any) -> RecipeError:
    place = ".".join(str(step) for step in first["loc"]) or "recipe"
    return RecipeError(
        gettext_noop("The recipe is wrong at “{place}”: {detail}."),
        gettext_noop("Compare it with a shipped recipe and the reference of recipes."),
        place=place,
        detail=first["msg"].removeprefix("Value error, "),
    )
