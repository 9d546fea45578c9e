"""From a table to an index: validity, treatments, normalization, parts, ranks, classes.

Rows are sorted by period and key before anything is summed. The result is independent of the order of the rows, to the
last bit: a run that is computed again from a differently sorted table is the same run.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from sozialraum.analytics.indices.classes import classify, disadvantage_ranks, group_numbers
from sozialraum.analytics.indices.exclusions import (
    EXCLUSION_REASONS,
    Exclusions,
    ValidAreas,
    basic_exclusions,
    leave_out_unknown,
    require_areas,
)
from sozialraum.analytics.indices.frame import Frame
from sozialraum.analytics.indices.readings import Readings, read
from sozialraum.analytics.indices.recipe import Part, Recipe
from sozialraum.analytics.indices.scores import Scores
from sozialraum.analytics.indices.treatments import fillable, outlying
from sozialraum.analytics.messages import Message, gettext_noop
from sozialraum.analytics.tables import ArrowStream, BoolArray, FloatArray, as_table, unique_or_error

__all__ = ["EXCLUSION_REASONS", "IndexResult", "classify", "compute_index"]


@dataclass(frozen=True)
class IndexResult:
    """What a recipe made of a table.

    `recipe` is the one that was applied: with the indicators that the table has, where the recipe leaves that open.

    `areas`, sorted by `period` (where there are periods) and `area_code`: `area_code` (text), `period`, `population`
    (where the recipe reads it); for each index `<part>_index` (float64), `<part>_rank` (int64, 1 = most
    disadvantaged, ties share the better rank) and, where the recipe has classes, `<part>_class` (stable code); the
    combination's cell where there is one; for each part of an index `<part>_index` after its normalization;
    `z_<indicator>` with the sign of the indicator, or for other normalizations `n_<indicator>`, which rises with
    the index.

    `excluded`, sorted likewise: `area_code`, `period`, `reason` (one of EXCLUSION_REASONS), `detail`.
    `changes`: `area_code`, `period`, `indicator`, `kind` (`filled`, `outlier`, or `reweighted` for
    an unknown value whose weight went to the others), `before`, `after` (null where unknown, and for values that
    are put in the middle of the normalized scale).
    `weights`: `part`, `period` (null where all periods share them), `member`, `weight`: what one unit of the member's
    normalized value adds to the part before the part's own normalization; for a geometric mean the exponent.
    `notes` are sentences that the reader of the result should know.
    """

    recipe: Recipe
    areas: pa.Table
    excluded: pa.Table
    changes: pa.Table
    weights: pa.Table
    notes: tuple[Message, ...] = ()


def compute_index(
    table: pa.Table | ArrowStream,
    recipe: Recipe,
    *,
    key: str | None = None,
    period: str | None = None,
    valid_areas: ValidAreas | None = None,
) -> IndexResult:
    """Apply a recipe to a table with one row per area, or one per area and period.

    `key` and `period` override the recipe's columns; `valid_areas` is the publisher's list of valid areas, where
    there is one; for a table with periods also a mapping from period to list. Unknown values (null, NaN, infinite, the recipe's missing values) are
    never read as zero: the recipe says whether they exclude the area or how they are filled in, and the result lists
    it. The result does not depend on the order of the rows or columns.

    Raises TableError for a missing column, a key twice, fewer than two valid areas, or an indicator without any
    variation.
    """
    readings = read(as_table(table), recipe, key=key, period=period)
    unique_or_error(readings.keys, column=key or recipe.key.columns[0], order=readings.order)
    found = basic_exclusions(readings, valid_areas)
    raw, outliers = _limited(readings, found)
    possible = np.zeros_like(raw, dtype=np.bool_)
    for rows in _row_blocks(readings, found.valid) if readings.recipe.missing.method != "exclude" else ():
        groups = readings.texts.get(readings.recipe.missing.group)
        inside = None if groups is None else groups.take(pa.array(rows))
        possible[rows] = fillable(raw[rows], readings.recipe.missing, (slice(0, len(rows)),), inside)
    leave_out_unknown(found, readings, raw, possible)
    require_areas(found, readings)
    scores = Scores(Frame.sorted(readings, found.valid), raw, outliers)
    scores.compute()
    return _result(readings, found, scores)


def _row_blocks(readings: Readings, valid: BoolArray) -> list[NDArray[np.intp]]:
    """The valid rows of each period."""
    frame = Frame.sorted(readings, valid)
    return [frame.rows[block] for block in frame.blocks]


def _limited(readings: Readings, found: Exclusions) -> tuple[FloatArray, BoolArray]:
    """Values with too small denominators and outliers taken away, where the recipe takes them away."""
    recipe = readings.recipe
    raw = readings.raw
    outliers = np.zeros_like(raw, dtype=np.bool_)
    for place, entry in enumerate(recipe.indicators):
        if recipe.validity.minimum_denominator > 0 and entry.code in readings.denominators:
            small = readings.denominators[entry.code] < recipe.validity.minimum_denominator
            raw = raw.copy(order="K")
            raw[small, place] = np.nan
    rule = recipe.outliers
    if rule is None or rule.action == "clip":
        return raw, outliers
    for rows in _row_blocks(readings, found.valid):
        for column in range(raw.shape[1]):
            outliers[rows, column] = outlying(raw[rows, column], rule)
    if rule.action == "exclude":
        found.leave_out(np.asarray(outliers.any(axis=1)), "outlier")
        for row in found.rows("outlier"):
            names = [entry.code for entry, out in zip(recipe.indicators, outliers[row], strict=True) if out]
            found.details[row] = ", ".join(names)
        return raw, np.zeros_like(outliers)
    return np.where(outliers, np.nan, raw), outliers


def _result(readings: Readings, found: Exclusions, scores: Scores) -> IndexResult:
    frame = scores.frame
    identity: dict[str, object] = {"area_code": frame.codes}
    if frame.periods is not None:
        identity["period"] = frame.periods
    columns = dict(identity)
    if readings.population is not None:
        columns["population"] = readings.population[frame.rows]
    columns |= _index_columns(scores) | _part_columns(scores) | _indicator_columns(scores)
    names = ("part", "period", "member", "weight")
    kinds = (pa.string(), pa.string(), pa.string(), pa.float64())
    return IndexResult(
        recipe=readings.recipe,
        areas=pa.table(columns),
        excluded=found.table(readings),
        changes=scores.changes.table(readings.recipe, pa.table(identity)),
        weights=pa.table(
            {
                name: pa.array([row[place] for row in scores.weights], kinds[place])
                for place, name in enumerate(names)
            }
        ),
        notes=readings.notes + _shrunk_notes(readings),
    )


def _index_columns(scores: Scores) -> dict[str, object]:
    recipe, frame = scores.recipe, scores.frame
    columns: dict[str, object] = {}
    signs: dict[str, list[str]] = {}
    highest_first = recipe.points == "burden"
    for part in recipe.roots:
        index = scores.by_code[part.code]
        columns[f"{part.code}_index"] = index
        columns[f"{part.code}_rank"] = np.concatenate(
            [disadvantage_ranks(index[block], highest_first=highest_first) for block in frame.blocks]
        )
        if classes := part.all_classes:
            places = _places(frame, part, index, highest_first=highest_first)
            codes = pa.array([entry.code for entry in classes], pa.string())
            columns[f"{part.code}_class"] = codes.take(pa.array(places))
            if recipe.combination is not None:
                signs[part.code] = [classes[place].sign for place in places]
    if recipe.combination is not None:
        first, second = recipe.combination.parts
        cells = [one + two for one, two in zip(signs[first], signs[second], strict=True)]
        columns[recipe.combination.code] = cells
    return columns


def _places(frame: Frame, part: Part, index: FloatArray, *, highest_first: bool) -> np.ndarray:
    if part.grouping is None:
        return classify(index, part)
    numbers = [
        group_numbers(index[block], part.grouping, highest_first=highest_first) for block in frame.blocks
    ]
    return np.concatenate(numbers) - 1


def _part_columns(scores: Scores) -> dict[str, object]:
    return {
        f"{part.code}_index": scores.by_code[part.code]
        for part in scores.recipe.parts
        if part.parent is not None and part.code in scores.by_code
    }


def _indicator_columns(scores: Scores) -> dict[str, object]:
    columns: dict[str, object] = {}
    for entry in scores.recipe.indicators:
        if entry.code in scores.by_code:
            is_z = (entry.normalization or scores.recipe.normalization).method == "z"
            turned = is_z and entry.direction != scores.recipe.points
            name = f"{'z' if is_z else 'n'}_{entry.code}"
            columns[name] = -scores.by_code[entry.code] if turned else scores.by_code[entry.code]
    return columns


def _shrunk_notes(readings: Readings) -> tuple[Message, ...]:
    if readings.recipe.shrinkage is None:
        return ()
    sized = [code for code, sizes in readings.denominators.items() if (sizes > 0).any()]
    bare = [entry.code for entry in readings.recipe.indicators if entry.code not in sized]
    notes = []
    if sized:
        notes.append(
            Message(
                gettext_noop("Rates of small areas were drawn toward the rate of all areas: {indicators}."),
                {"indicators": ", ".join(sized)},
            )
        )
    if bare:
        notes.append(
            Message(
                gettext_noop(
                    "Without a denominator in the table, small areas count as they are: {indicators}."
                ),
                {"indicators": ", ".join(bare)},
            )
        )
    return tuple(notes)
