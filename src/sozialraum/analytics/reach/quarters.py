"""What a quarter reaches on foot: the answer for an area profile, from its streets or, without streets, as the crow flies."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import numpy as np
import pyarrow as pa
from numpy.typing import ArrayLike

from sozialraum.analytics.messages import gettext_noop
from sozialraum.analytics.reach.street_graph import Snapped, StreetGraph
from sozialraum.analytics.reach.walking import WALKING, Walker, WalkerKind, walking_distance
from sozialraum.analytics.reach.ways import Ways, straight_ways, ways_within
from sozialraum.analytics.tables import FloatArray, TableError

_SPACING = 50.0
# points strewn over a quarter whose streets are not known
_STREWN = 400


def homes_along(
    graph: StreetGraph,
    *,
    spacing: float = _SPACING,
    unlived: Collection[str] = ("bridge", "underpass", "road", "steps"),
) -> Snapped:
    """Points evenly along the streets, where people are taken to live when no addresses are known.

    At most `spacing` metres apart, at least one on every stretch; none on stretches of the kinds `unlived`.
    """
    lived = np.ones(graph.metres.size, dtype=np.bool_)
    if graph.kinds:
        lived = np.array([kind not in unlived for kind in graph.kinds], dtype=np.bool_)
    many = np.where(lived, np.maximum(np.ceil(graph.metres / spacing), 1), 0).astype(np.int64)
    edge = np.repeat(np.arange(graph.metres.size), many)
    number = np.arange(edge.size) - np.repeat(np.cumsum(many) - many, many)
    return Snapped(edge, (number + 0.5) / np.maximum(many[edge], 1), np.zeros(edge.size))


def places_within_walk(
    outline: bytes,
    places: ArrayLike,
    *,
    graph: StreetGraph | None,
    minutes: float = 15.0,
    walker: Walker | WalkerKind = WalkerKind.CHILD,
) -> pa.Table:
    """Which places (points n x 2, metres) people of a quarter (polygon as WKB) reach within some minutes.

    People live evenly along the quarter's streets. A row per place that anybody reaches, most reached first: `place`
    (its number), `share` of the homes that reach it, `minutes` for the middle one of these homes, `method`. Without a
    graph the straight line times the usual detour, which knows no barriers: `method` says so.

    >>> import shapely
    >>> square = shapely.to_wkb(shapely.box(0, 0, 100, 100))
    >>> places_within_walk(square, [[50, 50], [9000, 0]], graph=None, minutes=5)["place"].to_pylist()
    [0]
    """
    (found,) = places_within_walks(outline, places, graph=graph, minutes=minutes, walkers=[walker])
    return found


def places_within_walks(
    outline: bytes,
    places: ArrayLike,
    *,
    graph: StreetGraph | None,
    walkers: Sequence[Walker | WalkerKind],
    minutes: float = 15.0,
) -> tuple[pa.Table, ...]:
    """What `places_within_walk` finds for each of several walkers; those who avoid the same are searched for together.

    >>> import shapely
    >>> square = shapely.to_wkb(shapely.box(0, 0, 100, 100))
    >>> walkers = [WalkerKind.SMALL_CHILD, WalkerKind.ADULT]
    >>> found = places_within_walks(square, [[50, 50], [330, 50]], graph=None, minutes=5, walkers=walkers)
    >>> [each["place"].to_pylist() for each in found]
    [[0], [0, 1]]
    """
    import shapely

    shape = shapely.from_wkb(outline)
    there = np.asarray(places, dtype=np.float64).reshape(-1, 2)
    known = [WALKING[each] if isinstance(each, WalkerKind) else each for each in walkers]
    kinds = frozenset() if graph is None else frozenset(graph.kinds)
    farthest: dict[frozenset[str], float] = {}
    for each in known:
        avoided = each.avoids & kinds
        farthest[avoided] = max(farthest.get(avoided, 0.0), walking_distance(minutes, each))
    ways = {
        avoided: straight_ways(_strewn(shape), there, limit=limit)
        if graph is None
        else _from_streets(graph.without(avoided), shape, there, limit)
        for avoided, limit in farthest.items()
    }
    return tuple(
        _reached(ways[each.avoids & kinds], walking_distance(minutes, each), each.metres_per_minute)
        for each in known
    )


def _reached(ways: Ways, limit: float, pace: float) -> pa.Table:
    near = ways.metres <= limit
    metres, places = ways.metres[near], ways.place[near]
    order = np.lexsort((metres, places))
    place, first, homes = np.unique(places[order], return_index=True, return_counts=True)
    middle = metres[order][first + homes // 2] / pace
    best = np.argsort(-homes, kind="stable")
    return pa.table(
        {
            "place": place[best].astype(np.int64),
            "share": homes[best] / max(ways.origins, 1),
            "minutes": middle[best],
            "method": pa.array([ways.method.value] * best.size, pa.string()),
        }
    )


def _from_streets(graph: StreetGraph, shape: object, places: FloatArray, limit: float) -> Ways:
    import shapely

    homes = homes_along(graph)
    where = graph.positions(homes)
    inside = np.flatnonzero(shapely.contains_xy(shape, where[:, 0], where[:, 1]))
    if not inside.size:
        raise TableError(
            gettext_noop("No street runs through this area."),
            gettext_noop("Bring in its streets, or measure in straight lines."),
        )
    return ways_within(graph, homes.take(inside), graph.snap(places), limit=limit)


def _strewn(shape: object) -> FloatArray:
    """Points on an even grid inside a polygon; its inner point where the grid misses it."""
    import shapely

    west, south, east, north = shapely.bounds(shape)
    step = max(np.sqrt(shapely.area(shape) / _STREWN), 1e-9)
    x, y = np.meshgrid(np.arange(west + step / 2, east, step), np.arange(south + step / 2, north, step))
    inside = shapely.contains_xy(shape, x.ravel(), y.ravel())
    if not inside.any():
        return np.asarray(shapely.get_coordinates(shapely.point_on_surface(shape)))
    return np.stack([x.ravel()[inside], y.ravel()[inside]], axis=1)
