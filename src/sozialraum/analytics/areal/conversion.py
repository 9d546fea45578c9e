"""Values carried from one cut to another: counts add up, rates are weighted, gaps stay gaps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import scipy
from numpy.typing import ArrayLike, NDArray

from sozialraum.analytics.areal.crosswalk import WHOLE, Crosswalk, places_in
from sozialraum.analytics.messages import gettext_noop, shorten
from sozialraum.analytics.tables import (
    ArrowStream,
    BoolArray,
    FloatArray,
    TableError,
    as_table,
    float_column,
    text_column,
)

STATUSES = ("observed", "not_applicable", "missing", "suppressed")
"""Status of a value, from the weakest to the strongest: one suppressed part makes the whole suppressed."""

OBSERVED, NOT_APPLICABLE, MISSING, SUPPRESSED = range(4)

StatusArray = NDArray[np.int8]


@dataclass(frozen=True)
class Carried:
    """Values of the new cut: one row per new area (in the order of `to_codes`), one column per series.

    `values` is NaN unless `status` (place in :data:`STATUSES`) is 0. `estimated_share` says how much of a value came
    from old areas that were divided: 0 for exact, 1 for wholly estimated; NaN without a value. A rate of several old
    areas whose denominators are not known is wholly estimated.
    """

    values: FloatArray
    status: StatusArray
    estimated_share: FloatArray

    @property
    def estimated(self) -> BoolArray:
        """Whether a value is marked as estimated."""
        return self.estimated_share > WHOLE


def carry_counts(crosswalk: Crosswalk, values: ArrayLike, status: ArrayLike | None = None) -> Carried:
    """Carry counts (inhabitants, children in poverty, places, square meters): V_new = sum of w * V_old.

    `values` has one row per old area in the order of `from_codes`, one column per series (or is one series);
    `status` holds places in :data:`STATUSES`, by default observed where a value is known. A part whose value is
    suppressed makes the new value suppressed, a missing one makes it missing; a part to which the count does not
    apply adds nothing, and only where it applies to none is the new value not applicable. A new area without any old
    part is missing. Where all values are observed and nothing is lost, totals are conserved.

    >>> from sozialraum.analytics.areal import crosswalk_from_places
    >>> walk = crosswalk_from_places(["A", "A", "B"], ["1", "2", "2"])
    >>> carry_counts(walk, [10.0, 5.0]).values.tolist()
    [5.0, 10.0]
    """
    amounts, marks, shape = _columns(crosswalk, values, status)
    known = marks == OBSERVED
    weights = crosswalk.weights
    total = weights.T @ np.where(known, amounts, 0.0)
    merged = _merged(weights, marks)
    return _shaped(total, merged, _divided(weights, np.where(known, np.abs(amounts), 0.0)), shape)


def carry_rates(
    crosswalk: Crosswalk,
    rates: ArrayLike,
    denominators: ArrayLike | None = None,
    status: ArrayLike | None = None,
) -> Carried:
    """Carry shares, rates and means: R_new = sum of w * D * R_old / sum of w * D.

    `denominators` (who or what the rate is counted over) has the shape of `rates` or one column for all. Without
    them the amounts of the crosswalk stand for them, and every value of a new area with more than one part is
    wholly estimated. Statuses as for :func:`carry_counts`; an old area whose denominator is zero has no rate to give,
    and one whose denominator is not known counts as missing.

    >>> from sozialraum.analytics.areal import crosswalk_from_places
    >>> walk = crosswalk_from_places(["A", "B"], ["1", "1"])
    >>> carry_rates(walk, [10.0, 40.0], [200, 100]).values.tolist()
    [20.0]
    """
    shares, marks, shape = _columns(crosswalk, rates, status)
    if denominators is None:
        base = np.ones_like(shares)
        pieces: scipy.sparse.csr_array = crosswalk.amounts
    else:
        base = np.asarray(denominators, dtype=np.float64)
        base = np.broadcast_to(base[:, None] if base.ndim == 1 else base, shares.shape)
        pieces = crosswalk.weights
        if (base < 0).any():
            raise TableError(
                gettext_noop("A count or a number of people is negative."), gettext_noop("Check the table.")
            )
        marks = np.where((marks == OBSERVED) & np.isnan(base), MISSING, marks).astype(np.int8)
        marks = np.where((marks == OBSERVED) & (base == 0), NOT_APPLICABLE, marks).astype(np.int8)
    known = marks == OBSERVED
    weight = np.where(known, base, 0.0)
    with np.errstate(invalid="ignore", divide="ignore"):
        mean = (pieces.T @ (weight * np.where(known, shares, 0.0))) / (pieces.T @ weight)
    # a mean of equal rates is that rate, and one part alone hands over its own
    low, high = _extremes(crosswalk.amounts, np.where(known, shares, np.nan))
    mean = np.clip(mean, low, high)
    divided = _divided(crosswalk.weights, weight)
    if denominators is None:
        single = np.diff(crosswalk.amounts.tocsc().indptr) == 1
        divided = np.where(single[:, None], np.where(_taken_whole(crosswalk)[:, None], 0.0, 1.0), 1.0)
    return _shaped(mean, _merged(crosswalk.weights, marks), divided, shape)


def convert_counts(
    table: pa.Table | ArrowStream, crosswalk: Crosswalk, *, by: Sequence[str] = ()
) -> pa.Table:
    """Carry a long table of counts: `area_code`, `value`, optional `status`, and the columns `by` that name a series.

    The result has one row per series and new area, sorted by series in the order of their first row and then by
    `area_code`: the `by` columns, `area_code`, `value` (null unless observed), `status`, `estimated`,
    `estimated_share`. An old area without a row is missing. Raises TableError for areas that the crosswalk does not
    know, for a series with the same area twice, and for a status that is none.
    """
    long = _Long.read(table, crosswalk, by)
    return long.written(carry_counts(crosswalk, long.cells("value"), long.status()), crosswalk)


def convert_rates(
    table: pa.Table | ArrowStream,
    crosswalk: Crosswalk,
    *,
    denominator: str | None = None,
    by: Sequence[str] = (),
) -> pa.Table:
    """Carry a long table of rates, as :func:`convert_counts` carries counts; `denominator` names their base."""
    long = _Long.read(table, crosswalk, by)
    base = long.cells(denominator) if denominator else None
    return long.written(carry_rates(crosswalk, long.cells("value"), base, long.status()), crosswalk)


@dataclass(frozen=True)
class _Long:
    """A long table and where each of its rows stands in the matrix of old areas and series."""

    table: pa.Table
    by: tuple[str, ...]
    series: tuple[tuple[object, ...], ...]
    row: NDArray[np.intp]
    column: NDArray[np.intp]
    areas: int

    @classmethod
    def read(cls, source: pa.Table | ArrowStream, crosswalk: Crosswalk, by: Sequence[str]) -> _Long:
        table = as_table(source)
        for name in ("area_code", "value", *by):
            if name not in table.column_names:
                raise TableError(
                    gettext_noop("The table has no column “{column}”."),
                    gettext_noop(
                        "A table of values names area_code and value, and the columns of its series."
                    ),
                    column=name,
                )
        codes = text_column(table, "area_code")
        row = places_in(crosswalk.from_codes, codes)
        if (row < 0).any():
            strangers = sorted({str(codes[place]) for place in np.flatnonzero(row < 0)})
            raise TableError(
                gettext_noop("The crosswalk does not know these areas: {areas}."),
                gettext_noop("Check that the table and the crosswalk belong to the same cut."),
                areas=shorten(strangers),
            )
        keys = list(zip(*(table.column(name).to_pylist() for name in by), strict=True)) or [()] * len(codes)
        place: dict[tuple[object, ...], int] = {}
        column = np.array([place.setdefault(key, len(place)) for key in keys], dtype=np.intp)
        cell = row * max(1, len(place)) + column
        if np.unique(cell).size != cell.size:
            raise TableError(
                gettext_noop("An area stands twice in one series."),
                gettext_noop("Keep one row per area and series, or name the columns that tell series apart."),
            )
        return cls(table, tuple(by), tuple(place), row, column, len(crosswalk.from_codes))

    def cells(self, name: str) -> FloatArray:
        matrix = np.full((self.areas, len(self.series)), np.nan)
        matrix[self.row, self.column] = float_column(self.table, name)
        return matrix

    def status(self) -> StatusArray | None:
        if "status" not in self.table.column_names:
            return None
        marks = text_column(self.table, "status")
        unknown = sorted({str(mark) for mark in marks} - set(STATUSES))
        if unknown:
            raise TableError(
                gettext_noop("“{status}” is no status of a value."),
                gettext_noop("Use observed, missing, suppressed or not_applicable."),
                status=shorten(unknown),
            )
        matrix = np.full((self.areas, len(self.series)), MISSING, dtype=np.int8)
        matrix[self.row, self.column] = places_in(STATUSES, marks)
        return matrix

    def written(self, carried: Carried, crosswalk: Crosswalk) -> pa.Table:
        areas, count = len(crosswalk.to_codes), len(self.series)
        columns: dict[str, object] = {}
        for position, name in enumerate(self.by):
            values = [key[position] for key in self.series for _ in range(areas)]
            columns[name] = pa.array(values, self.table.schema.field(name).type)
        marks = carried.status.T.reshape(-1)
        unknown = marks != OBSERVED
        columns["area_code"] = pa.array(list(crosswalk.to_codes) * count, pa.string())
        columns["value"] = pa.array(carried.values.T.reshape(-1), pa.float64(), mask=unknown)
        columns["status"] = pa.array([STATUSES[mark] for mark in marks], pa.string())
        columns["estimated"] = pa.array(carried.estimated.T.reshape(-1))
        columns["estimated_share"] = pa.array(
            carried.estimated_share.T.reshape(-1), pa.float64(), mask=unknown
        )
        return pa.table(columns)


def _columns(
    crosswalk: Crosswalk, values: ArrayLike, status: ArrayLike | None
) -> tuple[FloatArray, StatusArray, tuple[int, ...]]:
    """Values and statuses as matrices of old areas and series, and the shape in which the caller thinks."""
    given = np.asarray(values, dtype=np.float64)
    matrix = given[:, None] if given.ndim == 1 else given
    if matrix.shape[0] != len(crosswalk.from_codes):
        raise TableError(
            gettext_noop("{count} values do not fit {areas} areas of the old cut."),
            gettext_noop("Give one value for every old area, in the order of the crosswalk."),
            count=matrix.shape[0],
            areas=len(crosswalk.from_codes),
        )
    if status is None:
        marks = np.where(np.isfinite(matrix), OBSERVED, MISSING).astype(np.int8)
    else:
        marks = np.asarray(status, dtype=np.int8).reshape(matrix.shape)
        marks = np.where((marks == OBSERVED) & ~np.isfinite(matrix), MISSING, marks).astype(np.int8)
    return matrix, marks, given.shape[1:]


def _merged(weights: scipy.sparse.csr_array, marks: StatusArray) -> StatusArray:
    """The status of the new areas: the strongest of their parts', where not applicable yields to observed."""
    links = (weights.T > 0).astype(np.float64)
    parts = links @ np.ones(weights.shape[0])
    merged = np.full((weights.shape[1], marks.shape[1]), OBSERVED, dtype=np.int8)
    idle = links @ (marks == NOT_APPLICABLE).astype(np.float64)
    merged[idle == parts[:, None]] = NOT_APPLICABLE
    for mark in (MISSING, SUPPRESSED):
        merged[links @ (marks == mark).astype(np.float64) > 0] = mark
    merged[parts == 0] = MISSING
    return merged


def _divided(weights: scipy.sparse.csr_array, amounts: FloatArray) -> FloatArray:
    """Share of each new value that comes from old areas which were divided."""
    partial = scipy.sparse.csr_array(weights, copy=True)
    partial.data = np.where(partial.data < 1.0, partial.data, 0.0)
    total = weights.T @ amounts
    part = partial.T @ amounts
    # nothing to share out is an estimate only where an area was divided at all
    touched = np.asarray((partial.T > 0).sum(axis=1)).reshape(-1, 1) > 0
    return np.where(total > 0, part / np.where(total > 0, total, 1.0), touched.astype(np.float64))


def _taken_whole(crosswalk: Crosswalk) -> BoolArray:
    """Whether the first part of each new area is a whole old area; only asked for areas with a single part."""
    by_column = crosswalk.weights.tocsc()
    starts = by_column.indptr[:-1]
    taken = np.zeros(by_column.shape[1], dtype=np.bool_)
    filled = np.diff(by_column.indptr) > 0
    taken[filled] = by_column.data[starts[filled]] == 1.0
    return taken


def _extremes(amounts: scipy.sparse.csr_array, rates: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Smallest and greatest known rate among the parts of each new area; NaN where none is known."""
    by_column = amounts.tocsc()
    low = np.full((amounts.shape[1], rates.shape[1]), np.nan)
    high = low.copy()
    filled = np.flatnonzero(np.diff(by_column.indptr))
    if filled.size:
        parts = rates[by_column.indices]
        low[filled] = np.fmin.reduceat(parts, by_column.indptr[filled], axis=0)
        high[filled] = np.fmax.reduceat(parts, by_column.indptr[filled], axis=0)
    return low, high


def _shaped(values: FloatArray, status: StatusArray, divided: FloatArray, series: tuple[int, ...]) -> Carried:
    unknown = status != OBSERVED
    shape = (status.shape[0], *series)
    return Carried(
        values=np.where(unknown, np.nan, values).reshape(shape),
        status=status.reshape(shape),
        estimated_share=np.where(unknown, np.nan, divided).reshape(shape),
    )
