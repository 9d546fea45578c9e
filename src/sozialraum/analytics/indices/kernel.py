"""From a table to an index: validity, z-values, partial indices, ranks, classes.

All sums run over sorted values. That costs a sort and makes the result independent of the order of the rows, to
the last bit: a run that is computed again from a differently sorted table is the same run.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from sozialraum.analytics.indices.recipe import Indicator, Normalization, Part, Recipe
from sozialraum.analytics.messages import gettext_noop, shorten
from sozialraum.analytics.tables import (
    ArrowStream,
    BoolArray,
    FloatArray,
    TableError,
    as_table,
    find_column,
    float_column,
    text_column,
    unique_or_error,
)

EXCLUSION_REASONS = (
    "key_missing",
    "key_malformed",
    "population_unknown",
    "population_below_minimum",
    "marked_invalid",
    "not_in_valid_list",
    "no_values",
    "indicator_unknown",
)


@dataclass(frozen=True)
class IndexResult:
    """What a recipe made of a table.

    `areas`, sorted by `area_code`: `area_code` (text), `population`; for each part `<part>_index` (float64),
    `<part>_rank` (int64, 1 = most disadvantaged, ties share the better rank) and, where the recipe has classes,
    `<part>_class` (stable code); the combination's cell where there is one; `z_<indicator>` (float64).
    `excluded`, sorted likewise: `area_code`, `reason` (one of EXCLUSION_REASONS), `detail`.
    """

    recipe: Recipe
    areas: pa.Table
    excluded: pa.Table


def compute_index(
    table: pa.Table | ArrowStream,
    recipe: Recipe,
    *,
    key: str | None = None,
    valid_areas: Iterable[str] | None = None,
) -> IndexResult:
    """Apply a recipe to a table with one row per area.

    `key` overrides the recipe's key column; `valid_areas` is the publisher's list of valid areas, where there is
    one. Unknown values (null, NaN, the recipe's missing values) exclude the area and are never read as zero.
    The result does not depend on the order of the rows.

    Raises TableError for a missing column, a key twice, fewer than two valid areas, or an indicator without
    any variation.
    """
    source = as_table(table)
    key_column = _require(source, (key,) if key else recipe.key.columns)
    codes = text_column(source, key_column)
    unique_or_error(codes, column=key_column)
    population = float_column(
        source, _require(source, recipe.validity.population), missing_values=recipe.missing_values
    )
    raw = np.column_stack(
        [
            float_column(source, _require(source, indicator.columns), missing_values=recipe.missing_values)
            for indicator in recipe.indicators
        ]
    )
    reasons = _exclusions(source, recipe, codes, population, raw, valid_areas)
    valid = np.array([reason is None for reason in reasons], dtype=np.bool_)
    if int(valid.sum()) < 2:
        raise TableError(
            gettext_noop("Only {count} of {total} areas are valid; an index needs at least two."),
            gettext_noop(
                "Check the recipe's rules of validity against the table; most frequent reason: {reason}."
            ),
            count=int(valid.sum()),
            total=len(codes),
            reason=_most_frequent(reasons),
        )
    area_codes = [code for code, ok in zip(codes, valid, strict=True) if ok and code is not None]
    order = np.array(sorted(range(len(area_codes)), key=area_codes.__getitem__), dtype=np.intp)
    normalized = _normalize(raw[valid][order], recipe)
    columns: dict[str, object] = {
        "area_code": [area_codes[position] for position in order],
        "population": population[valid][order],
    }
    columns |= _part_columns(normalized, recipe)
    columns |= {
        f"z_{indicator.code}": normalized[:, position] for position, indicator in enumerate(recipe.indicators)
    }
    return IndexResult(recipe=recipe, areas=pa.table(columns), excluded=_excluded_table(codes, reasons))


def _require(table: pa.Table, names: Iterable[str]) -> str:
    wanted = tuple(names)
    found = find_column(table, wanted)
    if found is None:
        raise TableError(
            gettext_noop("The table has no column “{column}”."),
            gettext_noop("Its columns are: {columns}. Rename one, or write the name into the recipe."),
            column="” / “".join(wanted),
            columns=shorten(table.column_names, limit=12),
        )
    return found


def _exclusions(
    table: pa.Table,
    recipe: Recipe,
    codes: list[str | None],
    population: FloatArray,
    raw: FloatArray,
    valid_areas: Iterable[str] | None,
) -> list[tuple[str, str] | None]:
    rules = recipe.validity
    listed = None if valid_areas is None else frozenset(valid_areas)
    mark_column = find_column(table, rules.mark_columns) if rules.mark_columns else None
    marks = text_column(table, mark_column) if mark_column else None
    blank: BoolArray = (
        (raw == 0).all(axis=1) if rules.all_zero_is_unknown else np.zeros(len(codes), dtype=np.bool_)
    )
    unknown = np.isnan(raw)

    def reason(row: int) -> tuple[str, str] | None:
        code, inhabitants = codes[row], float(population[row])
        if code is None:
            return "key_missing", str(row + 1)
        if not recipe.key.fits(code):
            return "key_malformed", ""
        if np.isnan(inhabitants):
            return "population_unknown", ""
        if inhabitants < rules.minimum_population:
            return "population_below_minimum", f"{inhabitants:g}"
        if marks is not None and marks[row] != rules.mark_valid:
            return "marked_invalid", marks[row] or ""
        if listed is not None and code not in listed:
            return "not_in_valid_list", ""
        if blank[row]:
            return "no_values", ""
        if unknown[row].any():
            names = [entry.code for entry, gap in zip(recipe.indicators, unknown[row], strict=True) if gap]
            return "indicator_unknown", ", ".join(names)
        return None

    return [reason(row) for row in range(len(codes))]


def _most_frequent(reasons: list[tuple[str, str] | None]) -> str:
    counts = dict.fromkeys(EXCLUSION_REASONS, 0)
    for entry in reasons:
        if entry is not None:
            counts[entry[0]] += 1
    return max(counts, key=lambda name: counts[name])


def _excluded_table(codes: list[str | None], reasons: list[tuple[str, str] | None]) -> pa.Table:
    rows = sorted(
        (code or "", *reason) for code, reason in zip(codes, reasons, strict=True) if reason is not None
    )
    names = ("area_code", "reason", "detail")
    return pa.table(
        {name: pa.array([row[place] for row in rows], pa.string()) for place, name in enumerate(names)}
    )


def ordered_mean(values: FloatArray) -> float:
    """The mean, independent of the order of the values to the last bit.

    >>> ordered_mean(np.array([0.1, 0.2, 0.3])) == ordered_mean(np.array([0.3, 0.1, 0.2]))
    True
    """
    return float(np.sort(values).sum() / values.size)


def ordered_deviation(values: FloatArray, *, sample: bool = False) -> float:
    """The standard deviation around the ordered mean: of the population, or of a sample (n - 1).

    >>> ordered_deviation(np.array([1.0, 2.0, 3.0]), sample=True)
    1.0
    """
    squares = np.sort((values - ordered_mean(values)) ** 2)
    return float(np.sqrt(squares.sum() / (values.size - (1 if sample else 0))))


def _normalize(raw: FloatArray, recipe: Recipe) -> FloatArray:
    normalized = np.empty_like(raw)
    for position, indicator in enumerate(recipe.indicators):
        normalized[:, position] = _z_values(raw[:, position], indicator, recipe.normalization)
    return normalized


def _z_values(values: FloatArray, indicator: Indicator, rule: Normalization) -> FloatArray:
    deviation = ordered_deviation(values, sample=rule.deviation == "sample")
    # rounding alone gives a constant column a deviation of a few units in the last place
    if deviation <= 1e-12 * max(1.0, float(np.abs(values).max())) * np.finfo(np.float64).eps ** 0.25:
        raise TableError(
            gettext_noop("The indicator “{indicator}” has the same value in every valid area."),
            gettext_noop("It cannot tell areas apart: take it out of the recipe, or check its column."),
            indicator=indicator.code,
        )
    z: FloatArray = (values - ordered_mean(values)) / deviation
    return z


def _part_columns(normalized: FloatArray, recipe: Recipe) -> dict[str, object]:
    columns: dict[str, object] = {}
    signs: dict[str, list[str]] = {}
    for part in recipe.parts:
        index = _aggregate(normalized, recipe, part)
        columns[f"{part.code}_index"] = index
        columns[f"{part.code}_rank"] = _ranks(index)
        if part.classes:
            places = classify(index, part)
            columns[f"{part.code}_class"] = [part.classes[place].code for place in places]
            signs[part.code] = [part.classes[place].sign for place in places]
    if recipe.combination is not None:
        first, second = recipe.combination.parts
        columns[recipe.combination.code] = [
            one + two for one, two in zip(signs[first], signs[second], strict=True)
        ]
    return columns


def _aggregate(normalized: FloatArray, recipe: Recipe, part: Part) -> FloatArray:
    total = np.zeros(normalized.shape[0])
    weights = 0.0
    for position, indicator in enumerate(recipe.indicators):
        if indicator.part == part.code:
            sign = 1.0 if indicator.direction == "burden" else -1.0
            total += sign * indicator.weight * normalized[:, position]
            weights += indicator.weight
    if part.aggregation == "mean":
        total /= weights
    if part.restandardize:
        deviation = ordered_deviation(total, sample=recipe.normalization.deviation == "sample")
        if deviation < 1e-9:
            raise TableError(
                gettext_noop("The indicators of the part “{part}” cancel each other out in every area."),
                gettext_noop("Check their directions and weights in the recipe."),
                part=part.code,
            )
        total /= deviation
    return total


def _ranks(index: FloatArray) -> NDArray[np.int64]:
    ascending = np.sort(index)
    return (index.size - np.searchsorted(ascending, index, side="right") + 1).astype(np.int64)


def classify(index: FloatArray, part: Part) -> NDArray[np.intp]:
    """The place of each value among the part's classes, borders read as the recipe closes them."""
    places = np.zeros(index.size, dtype=np.intp)
    for cut in part.cuts:
        places += (index >= cut.at) if cut.belongs_to == "above" else (index > cut.at)
    return places
