"""Ways on foot from where somebody is to every entry: over the streets where they are known, else as the crow flies."""

from __future__ import annotations

from typing import Final

import numpy as np
import pyarrow as pa
import scipy
from numpy.typing import NDArray

from sozialraum.analytics.reach import DETOUR, WALKING, Snapped, StreetGraph, WalkerKind

METRES_PER_DEGREE: Final = 111_194.9
PACE: Final = WALKING[WalkerKind.CHILD].metres_per_minute
FARTHEST: Final = 6_000.0
"""Metres on foot that are searched for; what lies farther is given as the crow flies."""

Floats = NDArray[np.float64]


class Streets:
    """The streets and where the entries stand beside them. Points are degrees (WGS 84)."""

    def __init__(self, tables: tuple[pa.Table, pa.Table] | None) -> None:
        """Read crossings and stretches as :func:`sozialraum.network.services.record_streets` keeps them, or none."""
        self.known = tables is not None
        self.latitude = 51.0
        self._x, self._y = np.zeros(0), np.zeros(0)
        self._graph: StreetGraph | None = None
        self._snapped: Snapped | None = None
        if tables is not None:
            nodes, edges = tables
            self.latitude = float(np.mean(nodes["latitude"].to_numpy()))
            east, north = self._metres(nodes["longitude"].to_numpy(), nodes["latitude"].to_numpy())
            flat = nodes.append_column("x", pa.array(east)).append_column("y", pa.array(north))
            self._graph = StreetGraph.from_arrow(flat, edges)

    def stand_at(self, longitude: Floats, latitude: Floats) -> None:
        """Where all entries are now; those that stand where they stood are not looked for again."""
        if self._graph is None and latitude.size and np.isfinite(latitude).any():
            self.latitude = float(np.nanmean(latitude))
        x, y = self._metres(longitude, latitude)
        if self._graph is not None:
            before = len(self._x)
            same = before <= x.size and self._snapped is not None
            new = self._graph.snap(np.stack([x, y], axis=1)[before if same else 0 :])
            old = self._snapped
            self._snapped = new if old is None or not same else _joined(old, new)
        self._x, self._y = x, y

    def minutes(self, point: tuple[float, float]) -> Floats:
        """Minutes on foot to every entry; not a number where nobody is told where it is."""
        x, y = self._metres(np.array([point[0]]), np.array([point[1]]))
        straight = np.hypot(self._x - x[0], self._y - y[0]) * DETOUR
        metres = straight
        if self._graph is not None and self._snapped is not None and self._x.size:
            metres = self._along(self._graph, self._snapped, self._graph.snap([[x[0], y[0]]]), straight)
        return np.asarray(metres / PACE)

    @staticmethod
    def _along(graph: StreetGraph, entries: Snapped, begin: Snapped, straight: Floats) -> Floats:
        """One search from both ends of the stretch on which the way begins, and from its crossings to the entries."""
        if begin.edge[0] < 0:
            return straight
        first, last = graph.ends[begin.edge[0]]
        whole, along = graph.metres[begin.edge[0]], begin.along[0]
        offsets = begin.access[0] + np.array([along, 1 - along]) * whole
        reach = (
            scipy.sparse.csgraph.dijkstra(graph.matrix, directed=False, indices=[first, last], limit=FARTHEST)
            + offsets[:, None]
        )
        crossing = reach.min(axis=0)
        one, other = graph.ends[entries.edge].T
        length = graph.metres[entries.edge]
        way = np.minimum(
            crossing[one] + entries.along * length, crossing[other] + (1 - entries.along) * length
        )
        beside = entries.edge == begin.edge[0]
        way = (
            np.where(beside, np.minimum(way, begin.access[0] + np.abs(entries.along - along) * whole), way)
            + entries.access
        )
        # what lies beyond the search, or apart from all streets, is at least that far
        far = np.maximum(straight, FARTHEST)
        return np.where(
            (entries.edge >= 0) & np.isfinite(way), way, np.where(entries.edge >= 0, far, straight)
        )

    def _metres(self, longitude: Floats, latitude: Floats) -> tuple[Floats, Floats]:
        # flat enough for a city: a walk of six kilometres is wrong by less than a minute
        shrink = np.cos(np.radians(self.latitude))
        return np.asarray(longitude * METRES_PER_DEGREE * shrink), np.asarray(latitude * METRES_PER_DEGREE)


def _joined(one: Snapped, other: Snapped) -> Snapped:
    return Snapped(
        np.concatenate([one.edge, other.edge]), np.concatenate([one.along, other.along]),
        np.concatenate([one.access, other.access]),
    )  # fmt: skip
