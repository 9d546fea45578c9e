"""Which stretch of a street is nearest: marks along all stretches, put into the cells of a grid."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from sozialraum.analytics.tables import FloatArray

IntArray = NDArray[np.int64]
_SHORTEST_STEP: Final = 5.0
_CELLS_AT_ONCE: Final = 20_000


class StretchGrid:
    """Straight stretches (n x 2 x 2, both ends), found by marks that stand at most a step apart on each.

    The cells are a step wide. Whoever looks at all marks in so many rings of cells around a place has met every stretch
    that comes nearer than that many steps less half a one.
    """

    __slots__ = ("_corner", "_ends", "_height", "_keys", "_step", "_stretch", "_width")

    def __init__(self, ends: FloatArray) -> None:
        length = np.hypot(*(ends[:, 1] - ends[:, 0]).T)
        self._ends, self._step = ends, max(float(np.median(length)) / 2, _SHORTEST_STEP)
        many = np.maximum(np.ceil(length / self._step), 1).astype(np.int64)
        stretch = np.repeat(np.arange(length.size, dtype=np.int32), many)
        share = (np.arange(stretch.size) - np.repeat(np.cumsum(many) - many, many) + 0.5) / many[stretch]
        marks = ends[stretch, 0] + share[:, None] * (ends[stretch, 1] - ends[stretch, 0])
        self._corner = marks.min(axis=0)
        column, row = self._cells(marks)
        self._width, self._height = int(column.max()) + 1, int(row.max()) + 1
        key = row * self._width + column
        order = np.argsort(key, kind="stable")
        self._keys, self._stretch = key[order], stretch[order]

    def nearest(self, places: FloatArray, *, within: float) -> IntArray:
        """The stretch nearest to each place (k x 2), the first of equally near ones; -1 where none is within."""
        found, left, rings = np.full(len(places), -1, dtype=np.int64), np.arange(len(places)), 1
        while left.size:
            step = max(1, _CELLS_AT_ONCE // (2 * rings + 1) ** 2)
            doubtful = []
            for first in range(0, left.size, step):
                chosen = left[first : first + step]
                found[chosen], sure = self._among(places[chosen], rings, within)
                doubtful.append(chosen[~sure])
            left, rings = np.concatenate(doubtful), rings * 2
        return found

    def _among(self, places: FloatArray, rings: int, within: float) -> tuple[IntArray, NDArray[np.bool_]]:
        """The nearest of the stretches with a mark in so many rings of cells, and whether no other can be nearer."""
        column, row = self._cells(places)
        rows = row[:, None] + np.arange(-rings, rings + 1)
        west, east = np.maximum(column - rings, 0), np.minimum(column + rings, self._width - 1)
        begin = np.searchsorted(self._keys, rows * self._width + west[:, None], side="left")
        end = np.searchsorted(self._keys, rows * self._width + east[:, None], side="right")
        inside = (rows >= 0) & (rows < self._height) & (west <= east)[:, None]
        many = np.where(inside, end - begin, 0).ravel()
        place = np.repeat(np.repeat(np.arange(len(places)), 2 * rings + 1), many)
        mark = np.arange(place.size) + np.repeat(begin.ravel() - np.cumsum(many) + many, many)
        stretch = self._stretch[mark].astype(np.int64)
        off = foot(places[place], self._ends[stretch])[1]
        best, found = np.full(len(places), np.inf), np.full(len(places), -1, dtype=np.int64)
        if place.size:
            starts = np.flatnonzero(np.concatenate([[True], place[1:] != place[:-1]]))
            best[place[starts]] = np.minimum.reduceat(off, starts)
            numbers = np.where(off == best[place], stretch, len(self._ends))
            found[place[starts]] = np.minimum.reduceat(numbers, starts)
        met = (rings - 0.5) * self._step
        beyond = np.max([column, self._width - 1 - column, row, self._height - 1 - row], axis=0) <= rings
        return np.where(best <= within, found, -1), (best <= met) | (met >= within) | beyond

    def _cells(self, points: FloatArray) -> tuple[IntArray, IntArray]:
        column, row = np.floor((points - self._corner) / self._step).astype(np.int64).T
        return column, row


def foot(places: FloatArray, ends: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Where on a stretch, given by its ends, each place comes nearest (0 to 1), and how far off it is."""
    start, span = ends[..., 0, :], ends[..., 1, :] - ends[..., 0, :]
    with np.errstate(divide="ignore", invalid="ignore"):
        along = ((places - start) * span).sum(axis=-1) / (span**2).sum(axis=-1)
    along = np.clip(np.nan_to_num(along), 0.0, 1.0)
    return along, np.hypot(*np.moveaxis(places - (start + along[..., None] * span), -1, 0))
