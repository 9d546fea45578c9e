"""Columns of values before they are normalized: small areas smoothed, gaps filled, outliers drawn in; all listed."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from sozialraum.analytics.indices.recipe import Missing, Outliers, Recipe
from sozialraum.analytics.indices.statistics import (
    excess_kurtosis,
    ordered_mean,
    ordered_moments,
    quantiles,
    skewness,
)
from sozialraum.analytics.messages import gettext_noop
from sozialraum.analytics.tables import BoolArray, FloatArray, TableError

Blocks = tuple[slice, ...]


@dataclass
class Changes:
    """What a recipe did to single values: the kind, the row and column, before and after."""

    kinds: list[str] = field(default_factory=list)
    rows: list[int] = field(default_factory=list)
    columns: list[int] = field(default_factory=list)
    before: list[float] = field(default_factory=list)
    after: list[float] = field(default_factory=list)

    def note(self, kind: str, old: FloatArray, new: FloatArray) -> None:
        """Take down every cell in which two matrices differ."""
        differ = ~((old == new) | (np.isnan(old) & np.isnan(new)))
        for row, column in np.argwhere(differ):
            self._add(kind, row, column, old[row, column], new[row, column])

    def unknown(self, kind: str, cells: BoolArray) -> None:
        """Take down unknown cells that are treated later, on the normalized scale or by weights."""
        for row, column in np.argwhere(cells):
            self._add(kind, row, column, np.nan, np.nan)

    def _add(self, kind: str, row: int, column: int, old: float, new: float) -> None:
        self.kinds.append(kind)
        self.rows.append(int(row))
        self.columns.append(int(column))
        self.before.append(float(old))
        self.after.append(float(new))

    def table(self, recipe: Recipe, areas: pa.Table) -> pa.Table:
        """`area_code`, `period` where there is one, `indicator`, `kind`, `before`, `after` (null where unknown)."""
        names = [entry.code for entry in recipe.indicators]
        rows = pa.array(self.rows, pa.int64())
        result = {
            name: areas.column(name).take(rows)
            for name in ("area_code", "period")
            if name in areas.column_names
        }
        result["indicator"] = pa.array([names[column] for column in self.columns], pa.string())
        result["kind"] = pa.array(self.kinds, pa.string())
        result["before"] = pa.array(self.before, pa.float64(), from_pandas=True)
        result["after"] = pa.array(self.after, pa.float64(), from_pandas=True)
        return pa.table(result)


def shrink_rates(rates: FloatArray, sizes: FloatArray, strength: float) -> FloatArray:
    """(n p + m p̄) / (n + m): rates of few people drawn toward the common rate p̄ = Σ n p / Σ n, m = `strength`.

    Rates without a known size stay as they are. After Marshall (1991) with a fixed prior weight.

    >>> shrink_rates(np.array([0.0, 0.2]), np.array([50.0, 150.0]), 50.0).round(4).tolist()
    [0.075, 0.1875]
    """
    known = ~np.isnan(rates) & (sizes > 0)
    if not known.any():
        return rates
    whole = np.sort(rates[known] * sizes[known]).sum() / np.sort(sizes[known]).sum()
    shrunk = rates.copy()
    shrunk[known] = (sizes[known] * rates[known] + strength * whole) / (sizes[known] + strength)
    return shrunk


def logarithms(values: FloatArray, indicator: str) -> FloatArray:
    """Natural logarithms; TableError where a known value is not positive."""
    if (values <= 0).any():
        raise TableError(
            gettext_noop(
                "The indicator “{indicator}” has values that are not positive; they have no logarithm."
            ),
            gettext_noop("Check whether zero means unknown there, or leave out the transformation."),
            indicator=indicator,
        )
    result: FloatArray = np.log(values)
    return result


def outlying(values: FloatArray, rule: Outliers) -> BoolArray:
    """Which values of one column in one period lie beyond the borders of the rule.

    >>> outlying(np.array([1.0, 2.0, 3.0, 4.0, 50.0]), Outliers(method="fences", limit=1.5)).tolist()
    [False, False, False, False, True]
    """
    low, high = borders(values[~np.isnan(values)], rule)
    return (values < low) | (values > high)


def borders(known: FloatArray, rule: Outliers) -> tuple[float, float]:
    """The lowest and the highest value that is no outlier.

    >>> borders(np.array([1.0, 2.0, 3.0, 4.0, 50.0]), Outliers(method="fences", limit=1.5))
    (-1.0, 7.0)
    """
    if known.size == 0:
        return -np.inf, np.inf
    match rule.method:
        case "quantiles":
            low, high = quantiles(known, np.array([rule.lower, rule.upper]), rule.quantile_type)
        case "fences":
            first, third = quantiles(known, np.array([0.25, 0.75]), rule.quantile_type)
            low, high = first - rule.limit * (third - first), third + rule.limit * (third - first)
        case _:
            mean, deviation = ordered_moments(known)
            low, high = mean - rule.limit * deviation, mean + rule.limit * deviation
    return float(low), float(high)


def draw_in(values: FloatArray, rule: Outliers) -> FloatArray:
    """One column in one period with its outliers drawn in to the border, or by skewness one after the other.

    By skewness (Becker et al. 2022, COINr): while |G1| >= `skewness` and G2 >= `kurtosis` and fewer than `points`
    values were drawn in, the highest value (the lowest if the skewness is negative) takes the next one's value.

    >>> draw_in(np.array([1.0, 2.0, 2.0, 3.0, 3.0, 4.0, 90.0]), Outliers(method="skewness")).tolist()
    [1.0, 2.0, 2.0, 3.0, 3.0, 4.0, 4.0]
    """
    if rule.method != "skewness":
        low, high = borders(values[~np.isnan(values)], rule)
        clipped: FloatArray = np.clip(values, low, high)
        return clipped
    result = values.copy()
    places = np.flatnonzero(~np.isnan(values))
    moved = np.zeros(values.size, dtype=np.bool_)
    while moved.sum() < rule.points:
        known = result[places]
        skew = skewness(known)
        if not (abs(skew) >= rule.skewness and excess_kurtosis(known) >= rule.kurtosis):
            break
        edge = known.max() if skew >= 0 else known.min()
        rest = known[known != edge]
        result[places[known == edge]] = rest.max() if skew >= 0 else rest.min()
        moved[places[known == edge]] = True
    return result


def fillable(raw: FloatArray, rule: Missing, blocks: Blocks, groups: pa.Array | None) -> BoolArray:
    """Which cells the rule could fill in if they were unknown: some value of the same group must be known."""
    possible = np.zeros(raw.shape, dtype=np.bool_)
    if rule.method == "exclude":
        return possible
    for rows in _groups(rule, blocks, groups):
        possible[rows] = (~np.isnan(raw[rows])).any(axis=0)
    return possible


def fill(raw: FloatArray, rule: Missing, blocks: Blocks, groups: pa.Array | None) -> FloatArray:
    """Unknown values replaced by the mean or median of their period or group; other rules fill in nothing here."""
    if rule.method not in {"mean", "median", "group_mean", "group_median"}:
        return raw
    if not np.isnan(raw).any():
        return raw
    filled = raw.copy(order="K")
    for rows in _groups(rule, blocks, groups):
        part = filled[rows]
        for column in range(raw.shape[1]):
            gaps = np.isnan(part[:, column])
            if gaps.any() and not gaps.all():
                known = part[~gaps, column]
                middle = ordered_mean(known) if rule.method.endswith("mean") else float(np.median(known))
                part[gaps, column] = middle
        filled[rows] = part
    return filled


def _groups(rule: Missing, blocks: Blocks, groups: pa.Array | None) -> list[np.ndarray]:
    places = [np.arange(block.start, block.stop) for block in blocks]
    if groups is None or not rule.method.startswith("group_"):
        return places
    codes = np.asarray(pc.fill_null(pc.index_in(groups, value_set=pc.unique(groups.drop_null())), -1))
    return [rows[codes[rows] == code] for rows in places for code in np.unique(codes[rows]) if code >= 0]
