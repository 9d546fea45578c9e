"""Streets as a graph: crossings, the stretches between them, and where people and places stand beside them."""

from __future__ import annotations

import sys
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pyarrow as pa
import scipy
from numpy.typing import ArrayLike, NDArray

from sozialraum.analytics.messages import gettext_noop
from sozialraum.analytics.reach.nearest import StretchGrid, foot
from sozialraum.analytics.tables import (
    ArrowStream,
    BoolArray,
    FloatArray,
    TableError,
    as_table,
    float_column,
    text_column,
)

IntArray = NDArray[np.int64]


@dataclass(frozen=True)
class Snapped:
    """Where points stand beside the streets: `edge` (-1: no street near), `along` its share from its first end (0 to
    1) and `access`, the metres to walk up to it.
    """

    edge: IntArray
    along: FloatArray
    access: FloatArray

    def __len__(self) -> int:
        return self.edge.size

    def take(self, places: NDArray[Any]) -> Snapped:
        """Some of the points."""
        return Snapped(self.edge[places], self.along[places], self.access[places])


@dataclass(frozen=True)
class StreetGraph:
    """Crossings `points` (n x 2, metres of a projection), `ends` of every stretch (m x 2, numbers of points), its
    walking length `metres`, and its kind ("street", "bridge", "steps" ...). Every stretch is walked both ways.
    """

    points: FloatArray
    ends: IntArray
    metres: FloatArray
    kinds: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Refuse stretches that lead nowhere or have no length, and crossings without coordinates."""
        size = len(self.points)
        wrong = self.ends.size and (self.ends.min() < 0 or self.ends.max() >= size)
        if wrong or self.points.shape != (size, 2) or self.ends.shape != (self.metres.size, 2):
            raise TableError(
                gettext_noop("A street leads to a crossing that is not there."),
                gettext_noop("Give every crossing that a street names."),
            )
        if not np.isfinite(self.points).all() or not (self.metres >= 0).all():
            raise TableError(
                gettext_noop("A crossing has no coordinates, or a street no length."),
                gettext_noop("Give coordinates in meters, and lengths of zero or more."),
            )

    @classmethod
    def from_arrow(
        cls,
        nodes: pa.Table | ArrowStream,
        edges: pa.Table | ArrowStream,
        *,
        node: str = "node_id",
        x: str = "x",
        y: str = "y",
        start: str = "from_node",
        end: str = "to_node",
        metres: str | None = "metres",
        kind: str | None = "kind",
    ) -> StreetGraph:
        """Read crossings and stretches; without a column of lengths the straight line between both ends counts."""
        crossings, streets = as_table(nodes), as_table(edges)
        numbers = {key: place for place, key in enumerate(crossings.column(node).to_pylist())}
        points = np.stack([float_column(crossings, x), float_column(crossings, y)], axis=1)
        ends = np.array(
            [[numbers.get(key, -1) for key in streets.column(name).to_pylist()] for name in (start, end)],
            dtype=np.int64,
        ).T.reshape(-1, 2)
        if metres is not None:
            length = float_column(streets, metres)
        else:
            length = np.hypot(*(points[ends[:, 0]] - points[ends[:, 1]]).T)
        # one text for all stretches of a kind, not one for each
        kinds = () if kind is None else tuple(sys.intern(each or "") for each in text_column(streets, kind))
        return cls(points, ends, length, kinds)

    @classmethod
    def from_lines(cls, lines: Sequence[bytes], kinds: Sequence[str] = ()) -> StreetGraph:
        """Streets from lines (WKB, metres): they meet where they share a point, and are as long as drawn.

        Every point of a line becomes a crossing, so that bends are walked as they are.
        """
        import shapely

        shapes = np.asarray(shapely.from_wkb(list(lines)), dtype=object)
        drawn, row = shapely.get_coordinates(shapely.get_parts(shapes), return_index=True)
        street = shapely.get_parts(shapes, return_index=True)[1][row] if row.size else row
        points, number = np.unique(np.round(drawn, 3), axis=0, return_inverse=True)
        number = number.ravel()
        onward = np.flatnonzero((row[1:] == row[:-1]) & (number[1:] != number[:-1]))
        pairs = np.stack([number[onward], number[onward + 1]], axis=1).astype(np.int64)
        length = np.hypot(*(points[pairs[:, 0]] - points[pairs[:, 1]]).T)
        return cls(
            points, pairs, length, tuple(kinds[place] for place in street[onward].tolist()) if kinds else ()
        )

    @cached_property
    def matrix(self) -> scipy.sparse.csr_array:
        """Walking lengths between crossings (n x n); of several stretches between two, the shortest."""
        size, order = len(self.points), np.argsort(-self.metres, kind="stable")
        low, high = self.ends.min(axis=1)[order], self.ends.max(axis=1)[order]
        apart = low != high
        key = low[apart] * size + high[apart]
        shortest = dict(zip(key.tolist(), self.metres[order][apart].tolist(), strict=True))
        keys = np.fromiter(shortest, np.int64, len(shortest))
        # a stretch of no length would be no stretch at all in a sparse matrix
        length = np.maximum(np.fromiter(shortest.values(), np.float64, len(shortest)), 1e-6)
        one, other = np.divmod(keys, max(size, 1))
        both = (np.concatenate([one, other]), np.concatenate([other, one]))
        return scipy.sparse.coo_array((np.concatenate([length, length]), both), shape=(size, size)).tocsr()

    def keeping(self, keep: BoolArray) -> StreetGraph:
        """Only some of the stretches; crossings stay."""
        chosen = np.flatnonzero(keep)
        kinds = tuple(self.kinds[place] for place in chosen.tolist()) if self.kinds else ()
        return StreetGraph(self.points, self.ends[chosen], self.metres[chosen], kinds)

    def within(self, bounds: tuple[float, float, float, float]) -> StreetGraph:
        """The stretches that begin or end within bounds (west, south, east, north in metres), with their crossings alone."""
        west, south, east, north = bounds
        x, y = self.points.T
        inside = (x >= west) & (x <= east) & (y >= south) & (y <= north)
        chosen = np.flatnonzero(inside[self.ends].any(axis=1))
        used, ends = np.unique(self.ends[chosen], return_inverse=True)
        kinds = tuple(self.kinds[place] for place in chosen.tolist()) if self.kinds else ()
        return StreetGraph(self.points[used], ends.reshape(-1, 2), self.metres[chosen], kinds)

    def without(self, kinds: Collection[str]) -> StreetGraph:
        """Without stretches of some kinds, such as steps for a wheelchair."""
        return (
            self.keeping(np.array([kind not in kinds for kind in self.kinds], dtype=np.bool_))
            if kinds
            else self
        )

    def cut_by(self, barriers: Sequence[bytes], *, passing: Collection[str] = ()) -> StreetGraph:
        """Without stretches that cross a barrier (lines as WKB: river, railway), but for kinds that pass it.

        For maps whose streets know no bridges of their own: name the kinds that are bridges and underpasses.
        """
        import shapely

        lines = shapely.linestrings(self.points[self.ends])
        crossing = shapely.STRtree(np.asarray(shapely.from_wkb(list(barriers)), dtype=object)).query(
            lines, predicate="intersects"
        )[0]
        keep = np.ones(self.metres.size, dtype=np.bool_)
        keep[crossing] = False
        if self.kinds:
            keep |= np.array([kind in passing for kind in self.kinds], dtype=np.bool_)
        return self.keeping(keep)

    def parts(self) -> tuple[int, IntArray]:
        """How many parts the streets fall into, and the part of every crossing; nobody walks between parts."""
        count, label = scipy.sparse.csgraph.connected_components(self.matrix, directed=False)
        return int(count), np.asarray(label, dtype=np.int64)

    def positions(self, snapped: Snapped) -> FloatArray:
        """The coordinates (k x 2) of snapped points on their stretches."""
        start, end = self.points[self.ends[snapped.edge, 0]], self.points[self.ends[snapped.edge, 1]]
        return np.asarray(start + snapped.along[:, None] * (end - start))

    @cached_property
    def shortest_share(self) -> float:
        """Least walking length of a stretch as a share of the straight line between its ends, at most 1.

        Somebody who walks d metres is at most d / `shortest_share` away as the crow flies.
        """
        straight = np.hypot(*(self.points[self.ends[:, 0]] - self.points[self.ends[:, 1]]).T)
        apart = straight > 0
        return float(min((self.metres[apart] / straight[apart]).min(initial=1.0), 1.0))

    def snap(self, points: ArrayLike, *, within: float = 500.0) -> Snapped:
        """Put points (k x 2) on the nearest stretch, at most `within` metres away."""
        places = np.asarray(points, dtype=np.float64).reshape(-1, 2)
        edge = np.full(len(places), -1, dtype=np.int64)
        if not (len(places) and self.metres.size):
            return Snapped(edge, np.zeros(len(places)), np.full(len(places), np.inf))
        known = np.flatnonzero(np.isfinite(places).all(axis=1))
        edge[known] = self._grid.nearest(places[known], within=within)
        along, access = foot(places, self.points[self.ends[edge]])
        access = np.where((edge >= 0) & (access <= within), access, np.inf)
        return Snapped(np.where(np.isfinite(access), edge, -1), along, access)

    @cached_property
    def _grid(self) -> StretchGrid:
        return StretchGrid(self.points[self.ends])
