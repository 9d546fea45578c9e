"""The recipe as the fields of a page: plain values to and fro. What no field shows stays as the recipe has it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sozialraum.analytics.indices import Recipe
from sozialraum.analytics.indices.recipe.toml import toml_text
from sozialraum.analytics.messages import gettext_noop
from sozialraum.errors import SozialraumError
from sozialraum.foundation.revisions import Plain, Values
from sozialraum.social_structure.queries.dates import StoredDate

AS_IT_IS: Final = "as_it_is"
"""The choice for a treatment that the page's fields cannot say, for example one from a file."""

PEOPLE: Final = ("inhabitants",)
NORMALIZATIONS: Final[Mapping[str, Mapping[str, Any]]] = {
    "z_people": {"method": "z", "weights": PEOPLE},
    "z": {"method": "z"},
    "rank_normal": {"method": "rank_normal"},
    "rank_exponential": {"method": "rank_exponential"},
    "min_max": {"method": "min_max", "low": 1.0, "high": 100.0},
}
OUTLIERS: Final[Mapping[str, Mapping[str, Any] | None]] = {
    "none": None,
    "deviations": {"method": "deviations", "limit": 3.0},
    "fences": {"method": "fences", "limit": 3.0},
    "quantiles": {"method": "quantiles", "lower": 0.025, "upper": 0.975},
    "skewness": {"method": "skewness"},
}
MISSING: Final[Mapping[str, Mapping[str, Any]]] = {
    **{name: {"method": name} for name in ("exclude", "neutral", "median", "mean")},
    "reweight": {"method": "reweight", "minimum_known": 0.5},
}
AGGREGATIONS: Final = ("mean", "geometric", "principal_component", "factor")
GROUPINGS: Final[Mapping[str, Mapping[str, Any] | None]] = {
    "none": None,
    "three": {"method": "ranks", "count": 3},
    "four": {"method": "ranks", "count": 4},
    "five": {"method": "ranks", "count": 5},
    "ten": {"method": "ranks", "count": 10},
}
DATES: Final[Mapping[str, Mapping[str, Any]]] = {
    "catalog": {},
    "same": {"limit_months": 0},
    "year": {"limit_months": 12},
    "two_years": {"limit_months": 24},
    "five_years": {"limit_months": 60},
    "any": {"older": "warn"},
}
FEWEST_FOR_FOUND_WEIGHTS: Final = 3


class RecipeContradiction(SozialraumError):
    """Choices that do not go together."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """An indicator that may be chosen: of the recipe, or of the catalogue.

    ``dates`` are those of its values on or before the date of the index, the newest first.
    """

    code: str
    title_de: str
    title_en: str
    column: str
    direction: str
    dates: tuple[StoredDate, ...] = ()


def values_of(recipe: Recipe, candidates: Sequence[Candidate]) -> dict[str, Plain]:
    """What the fields show of a recipe."""
    root = recipe.roots[0]
    known = {entry.code: entry for entry in recipe.indicators}
    values: dict[str, Plain] = {
        "normalization": _which(NORMALIZATIONS, recipe.normalization, type(recipe.normalization)),
        "outliers": _which(OUTLIERS, recipe.outliers, None),
        "dates": _which(DATES, recipe.dates, type(recipe.dates)),
        "missing": _which(MISSING, recipe.missing, type(recipe.missing)),
        "shrinkage": _plain(recipe.shrinkage.strength) if recipe.shrinkage else 0,
        "aggregation": root.aggregation if root.aggregation in AGGREGATIONS else AS_IT_IS,
        "classes": AS_IT_IS if root.classes else _which(GROUPINGS, root.grouping, None),
        "minimum_population": _plain(recipe.validity.minimum_population),
    }
    for each in candidates:
        entry = known.get(each.code)
        values[f"on_{each.code}"] = entry is not None
        values[f"weight_{each.code}"] = _plain(entry.weight) if entry else 20
        values[f"direction_{each.code}"] = entry.direction if entry else each.direction
        named = entry.reference_date if entry else None
        values[f"date_{each.code}"] = named.isoformat() if named else ""
        stands_for = entry.unknown_as if entry else None
        values[f"unknown_{each.code}"] = None if stands_for is None else _plain(stands_for)
    return values


def recipe_of(values: Values, base: Recipe, candidates: Sequence[Candidate]) -> Recipe:
    """The recipe that the fields say; what they do not show is taken from ``base``.

    Raises :class:`RecipeContradiction` where choices do not go together, and ``RecipeError`` where the recipe says no.
    """
    chosen = [each for each in candidates if values.get(f"on_{each.code}")]
    if not chosen:
        raise RecipeContradiction(
            gettext_noop("No indicator is chosen."), gettext_noop("Choose at least one from the catalog.")
        )
    own = {entry.code for entry in base.indicators}
    kept = own & {each.code for each in chosen}
    document = (base.keeping(kept) if kept else base).model_dump(mode="json", exclude_none=True)
    root = base.roots[0].code
    if not kept:
        document["parts"] = [part for part in document["parts"] if part["code"] == root]
        document.pop("combination", None)
    roots = [part["code"] for part in document["parts"] if not part.get("parent")]
    root = root if root in roots else roots[0]
    document["indicators"] = [_indicator(each, values, base, root) for each in chosen]
    for name, shelf in (
        ("normalization", NORMALIZATIONS),
        ("outliers", OUTLIERS),
        ("missing", MISSING),
        ("dates", DATES),
    ):
        _take(document, name, values.get(name), shelf)
    document.pop("shrinkage", None)
    if strength := _number(values.get("shrinkage")):
        document["shrinkage"] = {"strength": strength}
    validity = dict(document.get("validity", {}))
    validity["minimum_population"] = _number(values.get("minimum_population"))
    validity["population"] = validity.get("population") or list(PEOPLE)
    document["validity"] = validity
    for part in document["parts"]:
        if part["code"] == root:
            _shape(part, values, len(chosen))
    _check(document, values)
    return Recipe.from_toml(toml_text(document))


def _indicator(each: Candidate, values: Values, base: Recipe, root: str) -> dict[str, Any]:
    kept = next((entry for entry in base.indicators if entry.code == each.code), None)
    said: dict[str, Any] = (
        kept.model_dump(mode="json", exclude_none=True)
        if kept
        else {
            "code": each.code, "title_de": each.title_de, "title_en": each.title_en, "columns": [each.column],
            "denominator": [f"{each.column}_denominator"], "part": root,
        }
    )  # fmt: skip
    said["weight"] = _number(values.get(f"weight_{each.code}")) or said.get("weight", 1.0)
    said["direction"] = values.get(f"direction_{each.code}") or each.direction
    said["reference_date"] = values.get(f"date_{each.code}") or None
    if said["reference_date"] is None:
        del said["reference_date"]
    # a zero is a value here, an empty field none
    stands_for = values.get(f"unknown_{each.code}")
    said.pop("unknown_as", None)
    if stands_for is not None and stands_for != "":
        said["unknown_as"] = _number(stands_for)
    return said


def _take(document: dict[str, Any], name: str, value: object, shelf: Mapping[str, Mapping[str, Any] | None]) -> None:  # fmt: skip
    if value == AS_IT_IS or value not in shelf:
        return
    chosen = shelf[str(value)]
    if chosen is None:
        document.pop(name, None)
    else:
        document[name] = {
            key: list(each) if isinstance(each, tuple) else each for key, each in chosen.items()
        }


def _shape(part: dict[str, Any], values: Values, count: int) -> None:
    aggregation = values.get("aggregation")
    if aggregation in AGGREGATIONS:
        part["aggregation"] = aggregation
        if aggregation in {"mean", "geometric"}:
            for name in ("scope", "frequency", "fit_from", "anchor"):
                part.pop(name, None)
        elif count < FEWEST_FOR_FOUND_WEIGHTS:
            raise RecipeContradiction(
                gettext_noop("Weights can be found in the data from three indicators on."),
                gettext_noop("Choose one more, or the weighted mean."),
            )
    classes = values.get("classes")
    if classes in GROUPINGS:
        part.pop("classes", None)
        part.pop("cuts", None)
        part.pop("grouping", None)
        if (grouping := GROUPINGS[str(classes)]) is not None:
            part["grouping"] = dict(grouping)


def _check(document: Mapping[str, Any], values: Values) -> None:
    spread = document.get("missing", {}).get("method") == "reweight"
    if spread and values.get("aggregation") not in {"mean", AS_IT_IS}:
        raise RecipeContradiction(
            gettext_noop("Only a weighted mean can give the weight of a missing value to the others."),
            gettext_noop("Choose “count as average” under “Where a value is missing”, or the weighted mean."),
        )
    if values.get("aggregation") == "geometric" and document["normalization"]["method"] != "min_max":
        raise RecipeContradiction(
            gettext_noop("The geometric mean needs values above zero."),
            gettext_noop("Choose “from 1 to 100” under “Made comparable by”, or the weighted mean."),
        )


def _which(shelf: Mapping[str, Mapping[str, Any] | None], found: Any, kind: Any) -> str:
    """The name under which the page offers a treatment; ``AS_IT_IS`` where it offers none like it."""
    for name, chosen in shelf.items():
        if chosen is None:
            if found is None:
                return name
        elif found is not None and (kind or type(found))(**chosen) == found:
            return name
    return AS_IT_IS


def _plain(value: float) -> int | float:
    """Whole numbers without a decimal point, as people write weights."""
    return int(value) if value.is_integer() else value


def _number(value: object) -> float:
    return float(value) if isinstance(value, int | float | str) and value != "" else 0.0
