"""Isochrones: the area around places from which they are reached on foot within a distance."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import scipy

from sozialraum.analytics.reach.street_graph import Snapped, StreetGraph
from sozialraum.analytics.reach.ways import with_places
from sozialraum.analytics.tables import FloatArray


def isochrones(
    graph: StreetGraph, places: Snapped, *, limits: Sequence[float], corridor: float = 40.0
) -> list[bytes]:
    """For each limit in metres the area within it of any of the places, as WKB (polygon or multipolygon).

    The reached parts of the streets, widened to both sides by `corridor` metres, with enclosed gaps filled up to the
    size of a block of houses (four corridors square). Empty where no place stands beside a street.
    """
    import shapely

    size, used = len(graph.points), np.flatnonzero(places.edge >= 0)
    if not used.size:
        return [shapely.to_wkb(shapely.Polygon()) for _ in limits]
    chosen = places.take(used)
    reach = scipy.sparse.csgraph.dijkstra(
        with_places(graph, chosen), directed=True, indices=np.arange(size, size + used.size), min_only=True,
        limit=max(limits),
    )[:size]  # fmt: skip
    result = []
    for limit in limits:
        parts = np.concatenate([_parts(graph, reach, limit), _own_stretches(graph, chosen, limit)])
        lines = shapely.linestrings(parts[np.hypot(*(parts[:, 1] - parts[:, 0]).T) > 0])
        shape = shapely.buffer(shapely.union_all(lines), corridor, quad_segs=4)
        # closing joins both sides of a block whose back yards are nearer than two corridors
        shape = shapely.buffer(shapely.buffer(shape, corridor, quad_segs=4), -corridor, quad_segs=4)
        result.append(shapely.to_wkb(_filled(shape, (4 * corridor) ** 2)))
    return result


def _parts(graph: StreetGraph, reach: FloatArray, limit: float) -> FloatArray:
    """The reached piece of every stretch from each of its ends, as pairs of points (k x 2 x 2)."""
    pieces = []
    for here, there in ((0, 1), (1, 0)):
        start, end = graph.points[graph.ends[:, here]], graph.points[graph.ends[:, there]]
        left = limit - reach[graph.ends[:, here]]
        near = left > 0
        share = np.minimum(left[near] / np.maximum(graph.metres[near], 1e-6), 1.0)[:, None]
        pieces.append(np.stack([start[near], start[near] + share * (end[near] - start[near])], axis=1))
    return np.concatenate(pieces)


def _own_stretches(graph: StreetGraph, places: Snapped, limit: float) -> FloatArray:
    """The reached piece of the stretch that a place stands on, to both sides."""
    left = limit - places.access
    near = left > 0
    edge, along = places.edge[near], places.along[near]
    start, end = graph.points[graph.ends[edge, 0]], graph.points[graph.ends[edge, 1]]
    share = left[near] / np.maximum(graph.metres[edge], 1e-6)
    low, high = np.clip(along - share, 0, 1)[:, None], np.clip(along + share, 0, 1)[:, None]
    return np.stack([start + low * (end - start), start + high * (end - start)], axis=1)


def _filled(shape: object, largest: float) -> object:
    import shapely

    polygons = [part for part in shapely.get_parts(shape) if not part.is_empty]
    kept = [
        shapely.Polygon(
            part.exterior, [ring for ring in part.interiors if shapely.area(shapely.Polygon(ring)) > largest]
        )
        for part in polygons
    ]
    return shapely.union_all(kept)
