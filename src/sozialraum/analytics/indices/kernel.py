"""From a table to an index: validity, treatments, normalization, parts, ranks, classes.

Rows are sorted by period and key before anything is summed. The result is independent of the order of the rows, to the
last bit: a run that is computed again from a differently sorted table is the same run.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from sozialraum.analytics.indices.aggregation import Blend, found_weights, geometric, joined, linear
from sozialraum.analytics.indices.classes import classify, disadvantage_ranks, group_numbers
from sozialraum.analytics.indices.exclusions import (
    EXCLUSION_REASONS,
    Exclusions,
    ValidAreas,
    basic_exclusions,
    leave_out_unknown,
    require_areas,
)
from sozialraum.analytics.indices.normalization import Constant, normalize
from sozialraum.analytics.indices.readings import Readings, covered, read
from sozialraum.analytics.indices.recipe import Indicator, Normalization, Part, Recipe
from sozialraum.analytics.indices.statistics import ordered_deviation
from sozialraum.analytics.indices.treatments import (
    Blocks,
    Changes,
    draw_in,
    fill,
    fillable,
    logarithms,
    outlying,
    shrink_rates,
)
from sozialraum.analytics.messages import Message, gettext_noop
from sozialraum.analytics.tables import (
    ArrowStream,
    BoolArray,
    FloatArray,
    TableError,
    as_table,
    unique_or_error,
)

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
    `changes`: `area_code`, `period`, `indicator`, `kind` (`filled` or `outlier`), `before`, `after`.
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
    unique_or_error(readings.keys, column=key or recipe.key.columns[0], periods=readings.periods)
    found = basic_exclusions(readings, valid_areas)
    raw, outliers = _limited(readings, found)
    groups = readings.texts.get(readings.recipe.missing.group)
    possible = np.zeros(raw.shape, dtype=np.bool_)
    for rows in _row_blocks(readings, found.valid):
        inside = None if groups is None else groups.take(pa.array(rows))
        block = (slice(0, len(rows)),)
        possible[rows] = fillable(raw[rows], readings.recipe.missing, block, inside)
    leave_out_unknown(found, readings, raw, possible)
    require_areas(found, readings)
    return _Computation(readings, found, raw, outliers).result()


def _row_blocks(readings: Readings, valid: BoolArray) -> list[np.ndarray]:
    rows = np.flatnonzero(valid)
    if readings.periods is None:
        return [rows]
    when = np.asarray(readings.periods.take(pa.array(rows)).to_pylist(), dtype=object)
    return [rows[when == each] for each in sorted(set(when))]


def _limited(readings: Readings, found: Exclusions) -> tuple[FloatArray, BoolArray]:
    """Values with too small denominators and outliers taken away, where the recipe takes them away."""
    recipe = readings.recipe
    raw = readings.raw
    outliers = np.zeros(raw.shape, dtype=np.bool_)
    if recipe.validity.minimum_denominator > 0:
        raw = np.where(readings.sizes < recipe.validity.minimum_denominator, np.nan, raw)
    rule = recipe.outliers
    if rule is None or rule.action == "clip":
        return raw, outliers
    for rows in _row_blocks(readings, found.valid):
        for column in range(raw.shape[1]):
            outliers[rows, column] = outlying(raw[rows, column], rule)
    if rule.action == "exclude":
        found.leave_out(outliers.any(axis=1), "outlier")
        for row in found.rows("outlier"):
            names = [entry.code for entry, out in zip(recipe.indicators, outliers[row], strict=True) if out]
            found.details[row] = ", ".join(names)
        return raw, np.zeros_like(outliers)
    return np.where(outliers, np.nan, raw), outliers


@dataclass
class _Computation:
    """The valid rows, sorted, on their way from values to classes."""

    readings: Readings
    found: Exclusions
    raw: FloatArray
    outliers: BoolArray
    changes: Changes = field(default_factory=Changes)
    scores: dict[str, FloatArray] = field(default_factory=dict)
    weights: list[tuple[str, str | None, str, float]] = field(default_factory=list)

    def result(self) -> IndexResult:
        self._sort()
        recipe = self.recipe
        columns: dict[str, object] = {"area_code": self.codes}
        if self.periods is not None:
            columns["period"] = self.periods
        areas = pa.table(columns)
        if self.readings.population is not None:
            columns["population"] = self.readings.population[self.rows]
        values = self._treated()
        unneeded = covered(recipe, self.readings.ready)
        for place, entry in enumerate(recipe.indicators):
            if entry.code not in unneeded:
                self.scores[entry.code] = self._normalized(values[:, place], entry)
        for part in recipe.from_below():
            if part.code not in unneeded:
                self._score(part)
        columns |= self._index_columns()
        columns |= self._part_columns()
        columns |= self._indicator_columns()
        names = ("part", "period", "member", "weight")
        return IndexResult(
            recipe=recipe,
            areas=pa.table(columns),
            excluded=self.found.table(self.readings),
            changes=self.changes.table(recipe, areas),
            weights=pa.table(
                {
                    name: pa.array(
                        [row[place] for row in self.weights],
                        pa.float64() if name == "weight" else pa.string(),
                    )
                    for place, name in enumerate(names)
                }
            ),
            notes=self.readings.notes + self._shrunk_notes(),
        )

    @property
    def recipe(self) -> Recipe:
        return self.readings.recipe

    def _sort(self) -> None:
        rows = np.flatnonzero(self.found.valid)
        picked = {"code": self.readings.keys.take(pa.array(rows))}
        keys = [("code", "ascending")]
        if self.readings.periods is not None:
            picked["period"] = self.readings.periods.take(pa.array(rows))
            keys.insert(0, ("period", "ascending"))
        order = np.asarray(pc.sort_indices(pa.table(picked), sort_keys=keys))
        self.rows = rows[order]
        self.codes = picked["code"].take(pa.array(order))
        self.periods = picked["period"].take(pa.array(order)) if "period" in picked else None
        self.everything: Blocks = (slice(0, len(rows)),)
        self.blocks: Blocks = self.everything
        self.names: tuple[str | None, ...] = (None,)
        if self.periods is not None:
            counts = pc.value_counts(self.periods)
            ends = np.cumsum(np.asarray(counts.field("counts")))
            self.blocks = tuple(
                slice(int(end - count), int(end))
                for end, count in zip(ends, np.asarray(counts.field("counts")), strict=True)
            )
            self.names = tuple(counts.field("values").to_pylist())

    def _scope(self, scope: str) -> Blocks:
        return self.everything if scope == "pooled" else self.blocks

    def _number(self, names: tuple[str, ...]) -> FloatArray | None:
        return self.readings.numbers[names][self.rows] if names else None

    def _treated(self) -> FloatArray:
        """Smoothed, transformed, filled in, drawn in: in this order; what was changed is taken down."""
        recipe = self.recipe
        before = self.readings.raw[self.rows]
        values = self.raw[self.rows]
        if self.outliers.any():
            self.changes.note("outlier", np.where(self.outliers[self.rows], before, values), values)
        sizes = self.readings.sizes[self.rows]
        values = values.copy() if recipe.shrinkage else values
        for place, entry in enumerate(recipe.indicators):
            for block in self.blocks if recipe.shrinkage else ():
                values[block, place] = shrink_rates(
                    values[block, place], sizes[block, place], recipe.shrinkage.strength
                )
            if entry.transform == "log":
                values = values.copy()
                values[:, place] = logarithms(values[:, place], entry.code)
        groups = self.readings.texts.get(recipe.missing.group)
        filled = fill(
            values, recipe.missing, self.blocks, None if groups is None else groups.take(pa.array(self.rows))
        )
        if filled is not values:
            self.changes.note("filled", values, filled)
        if recipe.outliers is None or recipe.outliers.action != "clip":
            return filled
        drawn = filled.copy()
        for place in range(filled.shape[1]):
            for block in self.blocks:
                drawn[block, place] = draw_in(filled[block, place], recipe.outliers)
        self.changes.note("outlier", filled, drawn)
        return drawn

    def _normalized(self, values: FloatArray, entry: Indicator) -> FloatArray:
        rule = entry.normalization or self.recipe.normalization
        sign = 1.0 if entry.direction == self.recipe.points else -1.0
        scores = self._by_rule(values, rule, entry.code, sign=sign, target=entry.target)
        if self.recipe.missing.method == "neutral":
            middle = rule.method in {"z", "rank_normal"}
            for block in self._scope(rule.scope):
                gaps = np.isnan(scores[block])
                if gaps.any():
                    known = scores[block][~gaps]
                    scores[block] = np.where(gaps, 0.0 if middle else known.mean(), scores[block])
        return scores

    def _by_rule(
        self,
        values: FloatArray,
        rule: Normalization,
        code: str,
        *,
        sign: float = 1.0,
        target: float | None = None,
    ) -> FloatArray:
        scores = np.empty_like(values)
        weights = self._number(rule.weights)
        for block in self._scope(rule.scope):
            try:
                scores[block] = normalize(
                    values[block],
                    rule,
                    sign=sign,
                    weights=None if weights is None else weights[block],
                    target=target,
                )
            except Constant:
                raise _constant(code, rule) from None
        return scores

    def _score(self, part: Part) -> None:
        if part.code in self.readings.ready:
            score = self.readings.ready[part.code][self.rows]
        else:
            score = self._blended(part)
        if part.normalization is not None:
            score = self._by_rule(score, part.normalization, part.code)
        self.scores[part.code] = score

    def _blended(self, part: Part) -> FloatArray:
        found = self.recipe.members(part.code)
        members = joined(
            [entry.code for entry in found],
            [entry.weight for entry in found],
            [self.scores[entry.code] for entry in found],
        )
        shared = part.aggregation in {"sum", "mean", "geometric"}
        match part.aggregation:
            case "sum" | "mean":
                reweight = self.recipe.missing.method == "reweight"
                blend = linear(members, mean=part.aggregation == "mean", reweight=reweight)
            case "geometric":
                blend = geometric(members, part.code)
            case _:
                blend = found_weights(
                    members,
                    part,
                    blocks=self._scope(part.scope),
                    counts=self._number(part.frequency),
                    fit_rows=self._fit_rows(part),
                    anchor=None if part.anchor is None else self.scores.get(part.anchor),
                )
                shared = part.scope == "pooled"
        if part.restandardize:
            return self._restandardized(part, blend, members.codes)
        self._note_weights(part, members.codes, blend.weights, self.everything if shared else self.blocks)
        return blend.values

    def _restandardized(self, part: Part, blend: Blend, codes: tuple[str, ...]) -> FloatArray:
        values = blend.values
        weights = np.empty((len(self.blocks), len(codes)))
        sample = self.recipe.normalization.deviation == "sample"
        for place, block in enumerate(self.blocks):
            deviation = ordered_deviation(values[block], sample=sample)
            if deviation < 1e-9:
                raise TableError(
                    gettext_noop("The indicators of the part “{part}” cancel each other out in every area."),
                    gettext_noop("Check their directions and weights in the recipe."),
                    part=part.code,
                )
            values[block] /= deviation
            weights[place] = blend.weights[min(place, len(blend.weights) - 1)] / deviation
        self._note_weights(part, codes, weights, self.blocks)
        return values

    def _note_weights(self, part: Part, codes: tuple[str, ...], weights: FloatArray, blocks: Blocks) -> None:
        names = self.names if blocks is self.blocks else (None,)
        for name, row in zip(names, weights, strict=True):
            self.weights += [
                (part.code, name, code, float(weight)) for code, weight in zip(codes, row, strict=True)
            ]

    def _fit_rows(self, part: Part) -> BoolArray:
        if part.fit_from is None or self.periods is None:
            return np.ones(len(self.rows), dtype=np.bool_)
        fitting: BoolArray = np.asarray(pc.greater_equal(self.periods, part.fit_from))
        # with nothing but earlier periods these have to decide themselves
        return fitting if fitting.any() else ~fitting

    def _index_columns(self) -> dict[str, object]:
        recipe = self.recipe
        columns: dict[str, object] = {}
        signs: dict[str, list[str]] = {}
        highest_first = recipe.points == "burden"
        for part in recipe.roots:
            index = self.scores[part.code]
            columns[f"{part.code}_index"] = index
            columns[f"{part.code}_rank"] = np.concatenate(
                [disadvantage_ranks(index[block], highest_first=highest_first) for block in self.blocks]
            )
            if classes := part.all_classes:
                places = self._places(part, index, highest_first=highest_first)
                codes = pa.array([entry.code for entry in classes], pa.string())
                columns[f"{part.code}_class"] = codes.take(pa.array(places))
                signs[part.code] = [classes[place].sign for place in places]
        if recipe.combination is not None:
            first, second = recipe.combination.parts
            cells = [one + two for one, two in zip(signs[first], signs[second], strict=True)]
            columns[recipe.combination.code] = cells
        return columns

    def _places(self, part: Part, index: FloatArray, *, highest_first: bool) -> np.ndarray:
        if part.grouping is None:
            return classify(index, part)
        numbers = [
            group_numbers(index[block], part.grouping, highest_first=highest_first) for block in self.blocks
        ]
        return np.concatenate(numbers) - 1

    def _part_columns(self) -> dict[str, object]:
        return {
            f"{part.code}_index": self.scores[part.code]
            for part in self.recipe.parts
            if part.parent is not None and part.code in self.scores
        }

    def _indicator_columns(self) -> dict[str, object]:
        columns: dict[str, object] = {}
        for entry in self.recipe.indicators:
            if entry.code in self.scores:
                is_z = (entry.normalization or self.recipe.normalization).method == "z"
                turned = is_z and entry.direction != self.recipe.points
                name = f"{'z' if is_z else 'n'}_{entry.code}"
                columns[name] = -self.scores[entry.code] if turned else self.scores[entry.code]
        return columns

    def _shrunk_notes(self) -> tuple[Message, ...]:
        if self.recipe.shrinkage is None:
            return ()
        sized = [
            entry.code
            for place, entry in enumerate(self.recipe.indicators)
            if (self.readings.sizes[:, place] > 0).any()
        ]
        bare = [entry.code for entry in self.recipe.indicators if entry.code not in sized]
        notes = []
        if sized:
            notes.append(
                Message(
                    gettext_noop(
                        "Rates of small areas were drawn toward the rate of all areas: {indicators}."
                    ),
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


def _constant(code: str, rule: Normalization) -> TableError:
    if rule.method == "target":
        return TableError(
            gettext_noop(
                "The target of the indicator “{indicator}” is no better than its least favorable value."
            ),
            gettext_noop("Check the target and the direction in the recipe."),
            indicator=code,
        )
    return TableError(
        gettext_noop("The indicator “{indicator}” has the same value in every valid area."),
        gettext_noop("It cannot tell areas apart: take it out of the recipe, or check its column."),
        indicator=code,
    )
