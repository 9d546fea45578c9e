"""The recipe as one object: read from TOML, written to TOML, hashed, fitted to a table.

A recipe is what a planner edits in the browser, what a file in TOML holds, what a stored run keeps, and what is
printed with every map. It names columns and rules and holds no data.
"""

from __future__ import annotations

import hashlib
import json
import re
import tomllib
from collections.abc import Collection, Iterator, Sequence
from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import Field, ValidationError, model_validator

from sozialraum.analytics.indices.recipe.form import Finite, Piece, RecipeError
from sozialraum.analytics.indices.recipe.inputs import Dates, Indicator, Key, Period, Validity
from sozialraum.analytics.indices.recipe.parts import Combination, Part
from sozialraum.analytics.indices.recipe.toml import toml_text
from sozialraum.analytics.indices.recipe.treatments import Missing, Normalization, Outliers, Shrinkage
from sozialraum.analytics.messages import gettext_noop


class Recipe(Piece):
    """A composite index from column names to classes.

    Build it from TOML with `Recipe.from_toml`, or in code. Equal recipes have equal `fingerprint`s.

    `points` says what a high index means: `burden` (more disadvantage) or `relief` (less). Rank 1 is the most
    disadvantaged area either way. `inputs = "all"` asks for every column; `present` takes of the indicators those that
    a table has, `named` asks for every indicator, and both do without inhabitants and weights where there are none. `refused` are columns that may not be made an indicator of it, because they tell what
    the help system does: an area would be in need because it is already helped.
    """

    LATER: ClassVar[frozenset[str]] = frozenset(
        {"points", "inputs", "refused", "period", "dates", "missing", "outliers", "shrinkage"}
    )

    name: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]*$")]
    title_de: str
    title_en: str
    source: str
    key: Key
    missing_values: tuple[Finite, ...] = ()
    validity: Validity = Validity()
    normalization: Normalization = Normalization()
    indicators: Annotated[tuple[Indicator, ...], Field(min_length=1)]
    parts: Annotated[tuple[Part, ...], Field(min_length=1)]
    combination: Combination | None = None
    points: Literal["burden", "relief"] = "burden"
    inputs: Literal["all", "present", "named"] = "all"
    refused: tuple[str, ...] = ()
    period: Period | None = None
    dates: Dates = Dates()
    missing: Missing = Missing()
    outliers: Outliers | None = None
    shrinkage: Shrinkage | None = None

    @model_validator(mode="after")
    def _names_agree(self) -> Self:
        parts = [part.code for part in self.parts]
        codes = [indicator.code for indicator in self.indicators]
        if len(set(parts)) != len(parts):
            raise ValueError("a part code stands twice")
        if len(set(codes)) != len(codes):
            raise ValueError("an indicator code stands twice")
        if both := set(codes) & set(parts):
            raise ValueError(f"{min(both)} is the code of an indicator and of a part")
        for indicator in self.indicators:
            if indicator.part not in parts:
                raise ValueError(f"indicator {indicator.code} belongs to the unknown part {indicator.part}")
            if (
                indicator.normalization or self.normalization
            ).method == "target" and indicator.target is None:
                raise ValueError(f"indicator {indicator.code} has no target to be measured against")
        for part in self.parts:
            self._check_part(part, codes)
        if self.combination is not None:
            for code in self.combination.parts:
                if code not in parts or not self.part(code).all_classes:
                    raise ValueError(f"the combination needs classes of the part {code}")
        return self

    def _check_part(self, part: Part, codes: list[str]) -> None:
        parents = {each.code: each.parent for each in self.parts}
        if part.parent is not None and part.parent not in parents:
            raise ValueError(f"part {part.code} belongs to the unknown part {part.parent}")
        above, seen = part.parent, {part.code}
        while above is not None:
            if above in seen:
                raise ValueError(f"part {part.code} is a part of itself")
            seen.add(above)
            above = parents[above]
        if part.code not in parents.values() and all(each.part != part.code for each in self.indicators):
            raise ValueError(f"part {part.code} has no indicator")
        if part.anchor is not None and part.anchor not in codes:
            raise ValueError(f"part {part.code} is anchored at the unknown indicator {part.anchor}")
        if part.normalization is not None and part.normalization.method == "target":
            raise ValueError(f"part {part.code}: only indicators have targets")
        if self.missing.method == "reweight" and part.aggregation not in {"sum", "mean"}:
            raise ValueError(f"part {part.code}: reweight needs a sum or a mean")

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

    def to_toml(self) -> str:
        """The recipe as TOML text that `from_toml` reads back to an equal recipe.

        >>> from sozialraum.analytics.indices import shipped_recipe
        >>> recipe = shipped_recipe("berlin-mss-2019")
        >>> Recipe.from_toml(recipe.to_toml()) == recipe
        True
        """
        return toml_text(self.model_dump(mode="json", exclude_none=True))

    def part(self, code: str) -> Part:
        """The part of that code; KeyError where there is none."""
        for part in self.parts:
            if part.code == code:
                return part
        raise KeyError(code)

    def indicator(self, code: str) -> Indicator:
        """The indicator of that code; KeyError where there is none."""
        for indicator in self.indicators:
            if indicator.code == code:
                return indicator
        raise KeyError(code)

    @property
    def roots(self) -> tuple[Part, ...]:
        """The parts that are an index of their own and belong to no other part."""
        return tuple(part for part in self.parts if part.parent is None)

    def members(self, code: str) -> tuple[Indicator | Part, ...]:
        """What a part is made of: its indicators, then its parts, in the order of the recipe."""
        indicators = tuple(entry for entry in self.indicators if entry.part == code)
        return indicators + tuple(entry for entry in self.parts if entry.parent == code)

    def below(self, code: str) -> tuple[Indicator, ...]:
        """The indicators of a part and of all its parts, in the order of the recipe."""
        inside = {code}
        for part in reversed(list(self.from_below())):
            if part.parent in inside:
                inside.add(part.code)
        return tuple(entry for entry in self.indicators if entry.part in inside)

    def from_below(self) -> Iterator[Part]:
        """The parts, every one after those that it is made of."""
        done: set[str] = set()
        while len(done) < len(self.parts):
            for part in self.parts:
                below = {entry.code for entry in self.parts if entry.parent == part.code}
                if part.code not in done and below <= done:
                    done.add(part.code)
                    yield part

    def without(self, indicator: str) -> Recipe:
        """The recipe without one indicator, and without parts that have nothing left.

        Raises KeyError for an unknown indicator and RecipeError where nothing would be left.
        """
        self.indicator(indicator)
        return self.keeping({entry.code for entry in self.indicators} - {indicator})

    def keeping(self, indicators: Collection[str]) -> Recipe:
        """The recipe with only those indicators, and the parts that they make up; RecipeError where none is left."""
        kept = [entry for entry in self.indicators if entry.code in indicators]
        filled = self._filled({entry.part for entry in kept})
        data = self.model_dump() | {
            "indicators": [entry.model_dump() for entry in kept],
            "parts": [part.model_dump() for part in self.parts if part.code in filled],
        }
        if self.combination is not None and not set(self.combination.parts) <= filled:
            data["combination"] = None
        for part in data["parts"]:
            if part.get("anchor") is not None and part["anchor"] not in indicators:
                part["anchor"] = None
        try:
            return type(self).model_validate(data)
        except ValidationError as error:
            raise _recipe_error(error.errors()[0]) from error

    def measuring(self, columns: Sequence[str]) -> Recipe:
        """The recipe with other indicators: columns by name, with a minus before those where more means less.

        Only for a recipe with `inputs = "present"` and a single part; RecipeError for others and for a name twice.

        >>> from sozialraum.analytics.indices import shipped_recipe
        >>> [(entry.columns, entry.direction) for entry in shipped_recipe("default").measuring(["a", "-b"]).indicators]
        [(('a',), 'burden'), (('b',), 'relief')]
        """
        if self.inputs != "present" or len(self.parts) != 1:
            raise RecipeError(
                gettext_noop("The recipe “{name}” names its indicators itself."),
                gettext_noop("Leave out --indicator, or take the recipe “default”."),
                name=self.name,
            )
        names = [column.removeprefix("-").strip() for column in columns]
        refused = {name.casefold() for name in self.refused}
        for name in names:
            if name.casefold() in refused:
                raise RecipeError(
                    gettext_noop(
                        "“{column}” cannot be an indicator: it tells what the office does, not what people need."
                    ),
                    gettext_noop("Leave it out; the index would be circular."),
                    column=name,
                )
        indicators = [
            {
                "code": _code(name, place),
                "title_de": name,
                "title_en": name,
                "columns": (name,),
                "denominator": (f"{name}_denominator", f"{name}_nenner"),
                "part": self.parts[0].code,
                "direction": "relief" if column.startswith("-") else "burden",
            }
            for place, (name, column) in enumerate(zip(names, columns, strict=True), start=1)
        ]
        try:
            return type(self).model_validate(
                self.model_dump() | {"indicators": indicators, "inputs": "named"}
            )
        except ValidationError as error:
            raise _recipe_error(error.errors()[0]) from error

    def _filled(self, codes: set[str]) -> set[str]:
        """Those parts and every part above them."""
        filled = set(codes)
        for code in codes:
            above = self.part(code).parent
            while above is not None:
                filled.add(above)
                above = self.part(above).parent
        return filled

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


def _code(name: str, place: int) -> str:
    letters = re.sub(r"\W+", "_", name.strip(), flags=re.ASCII).strip("_")
    return letters if re.match(r"[A-Za-z]", letters) else f"indicator_{place}"


def _recipe_error(first: Any) -> RecipeError:
    place = ".".join(str(step) for step in first["loc"]) or "recipe"
    return RecipeError(
        gettext_noop("The recipe is wrong at “{place}”: {detail}."),
        gettext_noop("Compare it with a shipped recipe and the reference of recipes."),
        place=place,
        detail=first["msg"].removeprefix("Value error, "),
    )
