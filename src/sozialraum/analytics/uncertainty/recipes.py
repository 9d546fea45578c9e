"""From a recipe and its table to the arrays that draws need, and ranges of ranks in one call."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from sozialraum.analytics.indices import IndexResult, Indicator, Normalization, Part, Recipe, compute_index
from sozialraum.analytics.indices.exclusions import ValidAreas
from sozialraum.analytics.indices.readings import Readings, read
from sozialraum.analytics.indices.treatments import shrink_rates
from sozialraum.analytics.messages import gettext_noop
from sozialraum.analytics.tables import (
    ArrowStream,
    FloatArray,
    TableError,
    as_table,
    find_column,
    float_column,
)
from sozialraum.analytics.uncertainty.composite import Composite, Input, Node
from sozialraum.analytics.uncertainty.scales import Scale
from sozialraum.analytics.uncertainty.simulation import Plan, simulate

Counts = Mapping[str, tuple[str, str]]
"""For an indicator's code the columns of its numerator and its denominator."""

AGREEMENT = 0.006
"""How far, relatively, a published rate may lie from its own numerator and denominator: rounding to three digits."""


def rank_intervals(
    table: pa.Table | ArrowStream,
    recipe: Recipe,
    draws: int = 1_000,
    seed: int = 1,
    *,
    part: str | None = None,
    counts: Counts | None = None,
    plan: Plan | None = None,
    confidence: float = 0.9,
    key: str | None = None,
    valid_areas: ValidAreas | None = None,
) -> pa.Table:
    """How sure the ranks of a recipe's index are, as the table that a recorded run keeps beside its result.

    Every draw takes the inputs anew from their counts and varies every weight by up to one half, unless `plan` says
    otherwise (its draws and seed then count). `part` names the index where a recipe has several; the first one by
    default. For `counts` see :func:`composite_of`. The result has `area_code`, `rank`, `rank_low`, `rank_high`,
    `class_share` and its parameters in the metadata (see :class:`RankIntervals`).

    Raises TableError as :func:`compute_index` does, and for an index that cannot be drawn again.
    """
    composite = composite_of(table, recipe, part=part, counts=counts, key=key, valid_areas=valid_areas)
    simulation = simulate(composite, plan or Plan(draws=draws, seed=seed), pairs=False)
    return simulation.intervals(confidence=confidence).to_arrow()


def composite_of(
    table: pa.Table | ArrowStream,
    recipe: Recipe,
    *,
    part: str | None = None,
    counts: Counts | None = None,
    key: str | None = None,
    valid_areas: ValidAreas | None = None,
    result: IndexResult | None = None,
) -> Composite:
    """An index of a recipe in the form that thousands of draws need. The areas are those of the index, sorted.

    The chance of an indicator is known where the table has its counts: the numerator and denominator that the recipe
    names, or the columns that `counts` names for its code, or columns called like the indicator's own with
    `_numerator` and `_denominator` at the end. An area whose published rate does not agree with its counts keeps its
    rate in every draw, and so does a value that was filled in. `result` spares computing the index again.

    Weights that the data found (principal component, factor) are kept as found. Raises TableError for a table of
    several periods, and wherever the drawn form does not
    give exactly the index that the recipe gives.
    """
    source = as_table(table)
    done = result or compute_index(source, recipe, key=key, valid_areas=valid_areas)
    readings = read(source, done.recipe, key=key, period=None)
    if "period" in done.areas.column_names and len(done.areas.column("period").unique()) > 1:
        raise TableError(
            gettext_noop("The table holds several periods."),
            gettext_noop("Hand in the rows of one period to ask how sure its ranks are."),
        )
    root = done.recipe.part(part) if part else done.recipe.roots[0]
    composite = _Reading(source, done, readings, dict(counts or {})).composite(root)
    published = done.areas.column(f"{root.code}_index").to_numpy()
    if not np.allclose(composite.baseline, published, rtol=1e-9, atol=1e-9):
        raise TableError(
            gettext_noop("The index “{part}” cannot be drawn again from its inputs."),
            gettext_noop(
                "Leave out the treatment that the drawn form does not know; ranks stay as published."
            ),
            part=root.code,
        )
    return composite


@dataclass(frozen=True)
class _Reading:
    """A table, the index made of it, and the columns that went into it."""

    table: pa.Table
    result: IndexResult
    readings: Readings
    counts: Counts

    def composite(self, root: Part) -> Composite:
        recipe = self.result.recipe
        below = self._below(root)
        inputs = []
        for part in below:
            for member in recipe.members(part.code) if part.code not in self.readings.ready else ():
                if isinstance(member, Indicator):
                    inputs.append(self._input(member))
                elif member.code in self.readings.ready:
                    inputs.append(self._ready(member))
        if root.code in self.readings.ready:
            inputs.append(self._ready(root))
        nodes = [self._node(part) for part in below if part.code not in self.readings.ready]
        if not nodes:
            nodes = [Node("index", (root.code,), np.ones(1))]
        grouping = root.grouping
        return Composite(
            codes=tuple(self.result.areas.column("area_code").to_pylist()),
            inputs=tuple(inputs),
            nodes=tuple(nodes),
            highest_first=recipe.points == "burden",
            cuts=tuple((cut.at, cut.belongs_to == "above") for cut in root.cuts),
            groups=grouping.count if grouping else 0,
            quantile_type=grouping.quantile_type if grouping and grouping.method == "quantiles" else 0,
        )

    def _below(self, root: Part) -> list[Part]:
        """The parts that the root is computed from, from below, itself last; nothing below a part that came ready."""
        recipe, ready = self.result.recipe, self.readings.ready
        wanted, grown = {root.code}, True
        while grown:
            more = {
                entry.code for entry in recipe.parts if entry.parent in wanted and entry.parent not in ready
            }
            grown = not more <= wanted
            wanted |= more
        return [part for part in recipe.from_below() if part.code in wanted]

    @property
    def _rows(self) -> NDArray[np.intp]:
        place = {code: row for row, code in enumerate(self.readings.keys.to_pylist())}
        return np.array(
            [place[code] for code in self.result.areas.column("area_code").to_pylist()], dtype=np.intp
        )

    def _node(self, part: Part) -> Node:
        found = {
            row["member"]: row["weight"]
            for row in self.result.weights.to_pylist()
            if row["part"] == part.code
        }
        members = self.result.recipe.members(part.code)
        linear = part.aggregation in {"sum", "mean", "geometric"}
        return Node(
            code=part.code,
            members=tuple(member.code for member in members),
            weights=np.array([member.weight if linear else found[member.code] for member in members]),
            aggregation=part.aggregation if part.aggregation in {"mean", "geometric"} else "sum",
            restandardize=self.result.recipe.normalization.deviation if part.restandardize else "",
            scale=None if part.normalization is None else self._scale(part.normalization),
        )

    def _scale(self, rule: Normalization, *, target: float | None = None) -> Scale:
        weights = self.readings.numbers[rule.weights][self._rows] if rule.weights else None
        return Scale(
            method=rule.method,
            sample=rule.deviation == "sample",
            low=rule.low,
            high=rule.high,
            closed=rule.ranks == "closed",
            constant=rule.constant,
            target=target,
            clip=rule.clip,
            weights=weights,
            ties=rule.ties,
        )

    def _ready(self, part: Part) -> Input:
        scale = Scale("none") if part.normalization is None else self._scale(part.normalization)
        return Input(part.code, self.readings.ready[part.code][self._rows], scale=scale)

    def _input(self, entry: Indicator) -> Input:
        recipe = self.result.recipe
        place = [each.code for each in recipe.indicators].index(entry.code)
        sign = 1.0 if entry.direction == recipe.points else -1.0
        raw, rows = self.readings.raw[self._rows, place], self._rows
        sizes = self.readings.sizes[rows, place]
        if recipe.shrinkage is not None:
            raw = shrink_rates(raw, sizes, recipe.shrinkage.strength)
        values = np.log(raw) if entry.transform == "log" else raw.copy()
        fixed, low, high = self._changed(entry.code, values)
        gaps = np.isnan(values)
        rule = entry.normalization or recipe.normalization
        target = None if entry.target is None else sign * entry.target
        scale = self._scale(rule, target=target)
        counted = self._counted(entry, self.readings.raw[rows, place])
        filling: Literal["middle", "mean", "open"] = "open"
        if recipe.missing.method == "neutral":
            filling = "middle" if rule.method in {"z", "rank_normal"} else "mean"
        plain = Input(
            entry.code, values, sign, scale, gaps=gaps if gaps.any() else None, filling=filling
        )  # fmt: skip
        if counted is None:
            return plain
        shrunk = recipe.shrinkage is not None and (sizes > 0).any()
        return replace(
            plain, counts=counted.counts, sizes=counted.sizes, kind=counted.kind, per=counted.per,
            strength=recipe.shrinkage.strength if shrunk and recipe.shrinkage else 0.0,
            logarithm=entry.transform == "log", low=low, high=high, fixed=fixed | gaps | counted.doubtful,
        )  # fmt: skip

    def _changed(self, code: str, values: FloatArray) -> tuple[NDArray[np.bool_], float, float]:
        """Put what the recipe filled in or drew in into `values`; which areas were filled, and the borders drawn to."""
        place = {area: row for row, area in enumerate(self.result.areas.column("area_code").to_pylist())}
        fixed = np.zeros(values.size, dtype=np.bool_)
        low, high = -np.inf, np.inf
        for change in self.result.changes.to_pylist():
            if change["indicator"] != code or change["after"] is None:
                continue
            row = place[change["area_code"]]
            values[row] = change["after"]
            if change["kind"] == "filled":
                fixed[row] = True
            elif change["before"] > change["after"]:
                high = change["after"]
            else:
                low = change["after"]
        return fixed, low, high

    def _counted(self, entry: Indicator, raw: FloatArray) -> _Counted | None:
        columns = self._count_columns(entry)
        if columns is None:
            return None
        counts, sizes = (
            float_column(self.table, name, missing_values=self.result.recipe.missing_values)[self._rows]
            for name in columns
        )
        with np.errstate(divide="ignore", invalid="ignore"):
            known = np.isfinite(raw) & (counts > 0) & (sizes > 0)
            if not known.any():
                return None
            per = float(np.median(raw[known] * sizes[known] / counts[known]))
            doubtful = np.abs(raw - counts / sizes * per) > AGREEMENT * np.maximum(np.abs(raw), 0.05 * per)
        share = bool((counts[known] <= sizes[known]).all())
        return _Counted(counts, sizes, per, "share" if share else "events", doubtful)

    def _count_columns(self, entry: Indicator) -> tuple[str, str] | None:
        candidates = [self.counts[entry.code]] if entry.code in self.counts else []
        if entry.numerator and entry.denominator:
            found = find_column(self.table, entry.numerator), find_column(self.table, entry.denominator)
            candidates += [(found[0], found[1])] if found[0] and found[1] else []
        own = find_column(self.table, entry.columns)
        if own is not None:
            candidates.append((f"{own}_numerator", f"{own}_denominator"))
        present = set(self.table.column_names)
        return next((pair for pair in candidates if set(pair) <= present), None)


@dataclass(frozen=True)
class _Counted:
    counts: FloatArray
    sizes: FloatArray
    per: float
    kind: Literal["share", "events"]
    doubtful: NDArray[np.bool_]
