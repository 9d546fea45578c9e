"""Ways on foot from people to places: which place is nearest, and which are within a distance.

Shortest ways after Dijkstra, over the streets from where somebody stands beside a stretch, both of its ends tried.
Searched from the places, which are fewer than the people, and in batches that hold the memory bounded.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import pyarrow as pa
from numpy.typing import ArrayLike, NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra
from scipy.spatial import cKDTree

from sozialraum.analytics.messages import gettext_noop
from sozialraum.analytics.reach.street_graph import IntArray, Snapped, StreetGraph
from sozialraum.analytics.tables import FloatArray, TableError

DETOUR = 1.3
"""Ways on foot in built-up areas are about 1.2 to 1.4 times as long as the straight line."""
# distances held at once: 64 MB
_BATCH = 8_000_000


class Method(StrEnum):
    """How a way was measured. A straight line knows no river: say so wherever it is shown."""

    STREETS = "streets"
    STRAIGHT_LINE = "straight_line"


@dataclass(frozen=True)
class Nearest:
    """For every origin the nearest place (its number, -1 where none is within the limit) and the metres to it."""

    place: IntArray
    metres: FloatArray
    method: Method


@dataclass(frozen=True)
class Ways:
    """All pairs of an origin and a place within a limit, with the metres between them, ordered by origin.

    `origins` and `places` say how many there are of each, also of those without a way.
    """

    origin: IntArray
    place: IntArray
    metres: FloatArray
    origins: int
    places: int
    method: Method

    def count(self) -> IntArray:
        """How many places every origin reaches."""
        return np.bincount(self.origin, minlength=self.origins).astype(np.int64)

    def cumulated(self, supply: ArrayLike) -> FloatArray:
        """What the reached places of every origin offer together (cumulative opportunities)."""
        offered = np.asarray(supply, dtype=np.float64)
        found = np.bincount(self.origin, weights=offered[self.place], minlength=self.origins)
        return found.astype(np.float64)

    def nearest(self) -> Nearest:
        """The nearest place of every origin."""
        metres = np.full(self.origins, np.inf)
        np.minimum.at(metres, self.origin, self.metres)
        place = np.full(self.origins, -1, dtype=np.int64)
        best = self.metres == metres[self.origin]
        # the first of equally near ones
        place[self.origin[best][::-1]] = self.place[best][::-1]
        return Nearest(place, metres, self.method)

    def to_arrow(self) -> pa.Table:
        """Long form: `origin`, `place` (numbers), `metres`, `method`."""
        methods = pa.array([self.method.value] * self.origin.size, pa.string())
        return pa.table(
            {"origin": self.origin, "place": self.place, "metres": self.metres, "method": methods}
        )


def nearest_place(graph: StreetGraph, origins: Snapped, places: Snapped, *, limit: float = np.inf) -> Nearest:
    """The nearest place of every origin over the streets, in one search for all of them.

    >>> graph = StreetGraph(np.array([[0.0, 0], [100, 0], [100, 100]]), np.array([[0, 1], [1, 2]]), np.array([100.0, 100]))
    >>> found = nearest_place(graph, graph.snap([[50, 0]]), graph.snap([[0, 0], [100, 90]]))
    >>> int(found.place[0]), float(found.metres[0])
    (0, 50.0)
    """
    size = len(graph.points)
    used = np.flatnonzero(places.edge >= 0)
    metres, place = np.full(len(origins), np.inf), np.full(len(origins), -1, dtype=np.int64)
    if used.size and size:
        found, _, source = dijkstra(
            with_places(graph, places.take(used)), directed=True, indices=np.arange(size, size + used.size),
            min_only=True, return_predecessors=True, limit=limit,
        )  # fmt: skip
        for end in (0, 1):
            node, offset = _to_end(graph, origins, end)
            way = found[node] + offset
            better = (way < metres) & (way <= limit) & (origins.edge >= 0)
            metres[better] = way[better]
            place[better] = used[source[node[better]] - size]
    one, other, along = _same_stretch(graph, origins, places)
    order = np.argsort(-along, kind="stable")
    one, other, along = one[order], other[order], along[order]
    better = (along < metres[one]) & (along <= limit)
    # written from the longest to the shortest: the last word is the shortest
    metres[one[better]], place[one[better]] = along[better], other[better]
    return Nearest(place, metres, Method.STREETS)


def ways_within(graph: StreetGraph, origins: Snapped, places: Snapped, *, limit: float) -> Ways:
    """All ways from origins to places over the streets of at most `limit` metres."""
    if not 0 < limit < np.inf:
        raise TableError(
            gettext_noop("Ways without end cannot be listed."), gettext_noop("Give a limit in metres.")
        )
    size = len(graph.points)
    used = np.flatnonzero(places.edge >= 0)
    keys, lengths = [np.zeros(0, dtype=np.int64)], [np.zeros(0)]
    if used.size and size:
        starts = with_places(graph, places.take(used))
        beside, offsets = _beside(graph, origins)
        step = max(1, _BATCH // starts.shape[0])
        for first in range(0, used.size, step):
            batch = np.arange(first, min(first + step, used.size))
            found = dijkstra(starts, directed=True, indices=size + batch, limit=limit)[:, :size]
            row, node = np.nonzero(np.isfinite(found))
            # every crossing that was reached hands its distance to the origins beside it
            many = np.diff(beside.indptr)[node]
            entry = np.repeat(beside.indptr[node] - np.cumsum(many) + many, many) + np.arange(many.sum())
            way = np.repeat(found[row, node], many) + offsets[entry]
            near = way <= limit
            origin = beside.indices[entry[near]].astype(np.int64)
            keys.append(origin * len(places) + np.repeat(used[batch[row]], many)[near])
            lengths.append(way[near])
    one, other, along = _same_stretch(graph, origins, places)
    near = along <= limit
    keys.append(one[near] * len(places) + other[near])
    lengths.append(along[near])
    return _shortest(np.concatenate(keys), np.concatenate(lengths), len(origins), len(places), Method.STREETS)


def straight_ways(origins: ArrayLike, places: ArrayLike, *, limit: float, detour: float = DETOUR) -> Ways:
    """Ways where no streets are known: the straight line (points in metres) times a detour factor.

    River and railway are no barriers here; `method` says so.
    """
    if not 0 < limit < np.inf or not detour >= 1:
        raise TableError(
            gettext_noop("A way is at least as long as the straight line, and has an end."),
            gettext_noop("Give a limit in metres and a detour factor of 1 or more."),
        )
    here, there = (np.asarray(points, dtype=np.float64).reshape(-1, 2) for points in (origins, places))
    found = cKDTree(here).sparse_distance_matrix(cKDTree(there), limit / detour, output_type="ndarray")
    keys = found["i"].astype(np.int64) * len(there) + found["j"]
    return _shortest(keys, found["v"] * detour, len(here), len(there), Method.STRAIGHT_LINE)


def _shortest(keys: IntArray, metres: FloatArray, origins: int, places: int, method: Method) -> Ways:
    order = np.lexsort((metres, keys))
    keys, metres = keys[order], metres[order]
    first = np.ones(keys.size, dtype=np.bool_)
    first[1:] = keys[1:] != keys[:-1]
    origin, place = np.divmod(keys[first], max(places, 1))
    return Ways(origin, place, metres[first], origins, places, method)


def _to_end(graph: StreetGraph, points: Snapped, end: int) -> tuple[IntArray, FloatArray]:
    """The crossing at one end of every point's stretch, and the metres to it."""
    part = points.along if end == 0 else 1 - points.along
    return graph.ends[points.edge, end], points.access + part * graph.metres[points.edge]


def with_places(graph: StreetGraph, places: Snapped) -> csr_array:
    """The streets and, after the crossings, one start per place that leads to both ends of its stretch."""
    size, count = len(graph.points), len(places)
    streets = graph.matrix.tocoo()
    ends = [_to_end(graph, places, end) for end in (0, 1)]
    # the nearer way where both ends are one crossing
    ends[1] = (ends[1][0], np.where(ends[0][0] == ends[1][0], np.minimum(ends[0][1], ends[1][1]), ends[1][1]))
    double = ends[0][0] == ends[1][0]
    starts = size + np.arange(count)
    rows = np.concatenate([streets.coords[0], starts[~double], starts])
    columns = np.concatenate([streets.coords[1], ends[0][0][~double], ends[1][0]])
    length = np.concatenate([streets.data, ends[0][1][~double], ends[1][1]])
    return csr_array((np.maximum(length, 1e-6), (rows, columns)), shape=(size + count, size + count))


def _beside(graph: StreetGraph, origins: Snapped) -> tuple[csr_array, FloatArray]:
    """For every crossing the origins on its stretches (row: crossing) and the metres from it to them."""
    used = np.flatnonzero(origins.edge >= 0)
    snapped = origins.take(used)
    nodes, offsets = zip(*(_to_end(graph, snapped, end) for end in (0, 1)), strict=True)
    node, people, offset = np.concatenate(nodes), np.tile(used, 2), np.concatenate(offsets)
    order = np.argsort(node, kind="stable")
    pointers = np.concatenate([[0], np.cumsum(np.bincount(node, minlength=len(graph.points)))])
    # two stretches may lead from one crossing to one origin: entries stay apart, so no sparse sum is taken
    matrix = csr_array((np.ones(node.size), people[order], pointers), shape=(len(graph.points), len(origins)))
    return matrix, offset[order]


def _same_stretch(
    graph: StreetGraph, origins: Snapped, places: Snapped
) -> tuple[IntArray, IntArray, FloatArray]:
    """Pairs on one and the same stretch, who meet without coming to a crossing."""
    order = np.argsort(places.edge, kind="stable")
    edges = places.edge[order]
    low, high = (np.searchsorted(edges, origins.edge, side=side) for side in ("left", "right"))
    many: NDArray[np.int64] = np.where(origins.edge >= 0, high - low, 0)
    one = np.repeat(np.arange(len(origins)), many)
    other = order[np.repeat(low - np.cumsum(many) + many, many) + np.arange(many.sum())]
    between = np.abs(origins.along[one] - places.along[other]) * graph.metres[origins.edge[one]]
    return one, other, origins.access[one] + between + places.access[other]
