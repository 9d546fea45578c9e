"""Ways on foot from people to places: which place is nearest, and which are within a distance.

Shortest ways after Dijkstra, over the streets from where somebody stands beside a stretch, both of its ends tried.
Searched from the places, which are fewer than the people, and in batches that hold the memory bounded.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import pyarrow as pa
import scipy
from numpy.typing import ArrayLike, NDArray

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
        found, _, source = scipy.sparse.csgraph.dijkstra(
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
            gettext_noop("Ways without end cannot be listed."), gettext_noop("Give a limit in meters.")
        )
    size = len(graph.points)
    used = np.flatnonzero(places.edge >= 0)
    keys, lengths = [np.zeros(0, dtype=np.int64)], [np.zeros(0)]
    if used.size and size:
        beside, offsets = _beside(graph, origins)
        for chosen, nodes in _batches(graph, places, used, limit):
            starts = with_places(graph, places.take(chosen), nodes)
            batch = nodes.size + np.arange(chosen.size)
            found = scipy.sparse.csgraph.dijkstra(starts, directed=True, indices=batch, limit=limit)[
                :, : nodes.size
            ]
            row, column = np.nonzero(np.isfinite(found))
            node = nodes[column]
            # every crossing that was reached hands its distance to the origins beside it
            many = np.diff(beside.indptr)[node]
            entry = np.repeat(beside.indptr[node] - np.cumsum(many) + many, many) + np.arange(many.sum())
            way = np.repeat(found[row, column], many) + offsets[entry]
            near = way <= limit
            origin = beside.indices[entry[near]].astype(np.int64)
            keys.append(origin * len(places) + np.repeat(chosen[row], many)[near])
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
            gettext_noop("Give a limit in meters and a detour factor of 1 or more."),
        )
    here, there = (np.asarray(points, dtype=np.float64).reshape(-1, 2) for points in (origins, places))
    found = scipy.spatial.cKDTree(here).sparse_distance_matrix(
        scipy.spatial.cKDTree(there), limit / detour, output_type="ndarray"
    )
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


def with_places(graph: StreetGraph, places: Snapped, nodes: IntArray | None = None) -> scipy.sparse.csr_array:
    """The streets and, after the crossings, one start per place that leads to both ends of its stretch.

    With `nodes` only the streets between these crossings, numbered in their order.
    """
    matrix = graph.matrix if nodes is None else graph.matrix[nodes][:, nodes]
    size, count = matrix.shape[0], len(places)
    streets = matrix.tocoo()
    (first, to_first), (last, to_last) = (_to_end(graph, places, end) for end in (0, 1))
    if nodes is not None:
        place = np.full(len(graph.points), -1, dtype=np.int64)
        place[nodes] = np.arange(nodes.size)
        first, last = place[first], place[last]
    # a stretch that comes back to its crossing has one end: the nearer way counts
    double = first == last
    to_last = np.where(double, np.minimum(to_first, to_last), to_last)
    starts = size + np.arange(count)
    ways = [(starts, first, to_first, (first >= 0) & ~double), (starts, last, to_last, last >= 0)]
    rows = np.concatenate([streets.coords[0], *(each[0][each[3]] for each in ways)])
    columns = np.concatenate([streets.coords[1], *(each[1][each[3]] for each in ways)])
    length = np.concatenate([streets.data, *(each[2][each[3]] for each in ways)])
    return scipy.sparse.csr_array(
        (np.maximum(length, 1e-6), (rows, columns)), shape=(size + count, size + count)
    )


def _batches(
    graph: StreetGraph, places: Snapped, used: IntArray, limit: float
) -> Iterator[tuple[IntArray, IntArray]]:
    """Places that lie together, and the crossings that can be within the limit of any of them."""
    where, radius = graph.positions(places.take(used)), limit / graph.shortest_share
    x, y = np.floor((where - where.min(axis=0)) / (2 * radius)).astype(np.int64).T
    _, group = np.unique(x * (y.max() + 1) + y, return_inverse=True)
    for number in range(group.max() + 1):
        members = np.flatnonzero(group == number)
        low, high = where[members].min(axis=0) - radius, where[members].max(axis=0) + radius
        nodes = np.flatnonzero(((graph.points >= low) & (graph.points <= high)).all(axis=1))
        step = max(1, _BATCH // (nodes.size + members.size))
        for first in range(0, members.size, step):
            yield used[members[first : first + step]], nodes


def _beside(graph: StreetGraph, origins: Snapped) -> tuple[scipy.sparse.csr_array, FloatArray]:
    """For every crossing the origins on its stretches (row: crossing) and the metres from it to them."""
    used = np.flatnonzero(origins.edge >= 0)
    snapped = origins.take(used)
    nodes, offsets = zip(*(_to_end(graph, snapped, end) for end in (0, 1)), strict=True)
    node, people, offset = np.concatenate(nodes), np.tile(used, 2), np.concatenate(offsets)
    order = np.argsort(node, kind="stable")
    pointers = np.concatenate([[0], np.cumsum(np.bincount(node, minlength=len(graph.points)))])
    # two stretches may lead from one crossing to one origin: entries stay apart, so no sparse sum is taken
    matrix = scipy.sparse.csr_array(
        (np.ones(node.size), people[order], pointers), shape=(len(graph.points), len(origins))
    )
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
