"""What the people of an area reach on foot, also beyond its border: over the streets, by who walks."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np
import pyarrow as pa
import shapely
from numpy.typing import NDArray

from sozialraum.analytics.reach import StreetGraph, WalkerKind, places_within_walks, walking_distance
from sozialraum.analytics.tables import TableError
from sozialraum.foundation.database.collation import german_sort_key
from sozialraum.foundation.database.editions import kept
from sozialraum.social_structure.contributions import OTHER_PLACES, Place, places_near, streets
from sozialraum.social_structure.queries.areas import EDITION, AreaFacts, SystemFacts
from sozialraum.social_structure.queries.profiles.shapes import all_outlines, barriers_of

MINUTES: Final = 15
MOST_NEAR: Final = 5
METERS_PER_DEGREE: Final = 111_320.0
STEPS: Final = "steps"
WALKERS: Final = (
    WalkerKind.SMALL_CHILD, WalkerKind.CHILD, WalkerKind.ADULT, WalkerKind.OLDER, WalkerKind.REDUCED_MOBILITY,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class NearPlace:
    """A place outside the area that its people reach: minutes for the middle one of its homes at a child's pace, and
    without steps at the pace of a wheelchair; None where that takes longer than :data:`MINUTES`.
    """

    place: Place
    minutes: int
    step_free: int | None


@dataclass(frozen=True, slots=True)
class Reached:
    """How many places somebody reaches from the area, and how many of them lie beyond its border."""

    walker: WalkerKind
    places: int
    beyond: int


@dataclass(frozen=True, slots=True)
class Walk:
    """What an area reaches in a quarter of an hour: how many places, by who walks, and the first of those beyond its
    border for a child. ``by_streets`` is false where no streets are stored; then ways are straight, and ``barriers`` tells
    whether places behind a river or a railway were left out. ``knows_steps`` tells whether the streets say where steps are.
    """

    minutes: int
    reached: tuple[Reached, ...]
    nearest: tuple[NearPlace, ...]
    by_streets: bool
    knows_steps: bool
    barriers: bool
    source: str

    @property
    def beyond(self) -> int:
        """Places beyond the border that a child reaches."""
        return next(each.beyond for each in self.reached if each.walker is WalkerKind.CHILD)


@dataclass(frozen=True, eq=False)
class _Streets:
    """The streets in meters; ``shrink`` is how much shorter a degree of longitude is than one of latitude."""

    graph: StreetGraph
    shrink: float
    source: str


def walk_of(area: AreaFacts, system: SystemFacts, today: date) -> Walk | None:
    """What lies within reach today; None where the area has no outline or no floor knows places."""
    outline = next(
        (each.wkb for each in all_outlines(system.id, area.level) if each.area_code == area.area_code), b""
    )
    if not outline:
        return None
    west, south, east, north = shapely.from_wkb(outline).bounds
    up = max(walking_distance(MINUTES, each) for each in WALKERS) / METERS_PER_DEGREE
    across = up / math.cos(math.radians((south + north) / 2))
    places = places_near((west - across, south - up, east + across, north + up), today)
    located = tuple(each for each in places if each.longitude is not None and each.latitude is not None)
    return _walk(system, outline, located) if located else None


@kept(EDITION, size=512)
def _walk(system: SystemFacts, outline: bytes, places: tuple[Place, ...]) -> Walk:
    """Over the streets; straight with the usual detour where none are stored or none runs here."""
    known = _streets()
    if known is not None:
        try:
            return _over_streets(known, outline, places)
        except TableError:
            # none of the stored streets runs through this area
            pass
    return _straight(system, outline, places)


@kept(EDITION, size=1)
def _streets() -> _Streets | None:
    found = streets()
    if found is None:
        return None
    # a new edition of the areas seldom means new streets
    if found.mark not in _last:
        made = _in_meters(found.nodes, found.edges, found.source)
        _last.clear()
        _last[found.mark] = made
    return _last[found.mark]


_last: Final[dict[str, _Streets]] = {}


def _in_meters(nodes: pa.Table, edges: pa.Table, source: str) -> _Streets:
    shrink = math.cos(math.radians(float(np.mean(nodes["latitude"].to_numpy()))))
    flat = nodes.append_column("x", pa.array(nodes["longitude"].to_numpy() * METERS_PER_DEGREE * shrink))
    flat = flat.append_column("y", pa.array(nodes["latitude"].to_numpy() * METERS_PER_DEGREE))
    return _Streets(StreetGraph.from_arrow(flat, edges), shrink, source)


def _over_streets(known: _Streets, outline: bytes, places: tuple[Place, ...]) -> Walk:
    scale = np.array([METERS_PER_DEGREE * known.shrink, METERS_PER_DEGREE])
    shape = shapely.transform(shapely.from_wkb(outline), lambda at: at * scale)
    west, south, east, north = shape.bounds
    far = max(walking_distance(MINUTES, each) for each in WALKERS)
    graph = known.graph.within((west - far, south - far, east + far, north + far))
    points = _points(places) * scale
    return _told(
        shape, places, points, np.zeros(len(places), np.bool_), graph, source=known.source, knows_steps=STEPS in known.graph.kinds,
        barriers=False,
    )  # fmt: skip


def _straight(system: SystemFacts, outline: bytes, places: tuple[Place, ...]) -> Walk:
    """Straight ways with the usual detour; what lies behind a river or a railway, seen from the area, is left out, because
    nothing tells where one can cross.
    """
    shape, points = shapely.from_wkb(outline), _points(places)
    barriers = [each.shape for each in barriers_of(system.id)]
    behind = np.zeros(len(places), np.bool_)
    if barriers:
        lines = shapely.shortest_line(shape, shapely.points(points))
        inside = shapely.contains_xy(shape, points[:, 0], points[:, 1])
        behind = shapely.intersects(lines, shapely.union_all(barriers)) & ~inside
    scale = np.array([METERS_PER_DEGREE * math.cos(math.radians(shape.centroid.y)), METERS_PER_DEGREE])
    in_meters = shapely.transform(shape, lambda at: at * scale)
    return _told(
        in_meters, places, points * scale, behind, None, source="", knows_steps=False, barriers=bool(behind.any())
    )  # fmt: skip


def _points(places: tuple[Place, ...]) -> NDArray[np.float64]:
    return np.array([(each.longitude or 0.0, each.latitude or 0.0) for each in places], np.float64)


def _told(
    shape: shapely.Geometry, places: tuple[Place, ...], points: NDArray[np.float64], hidden: NDArray[np.bool_],
    graph: StreetGraph | None, *, source: str, knows_steps: bool, barriers: bool,
) -> Walk:  # fmt: skip
    outline = shapely.to_wkb(shape)
    inside = shapely.contains_xy(shape, points[:, 0], points[:, 1])
    tables = places_within_walks(outline, points, graph=graph, minutes=MINUTES, walkers=WALKERS)
    minutes = {
        walker: {row["place"]: row["minutes"] for row in table.to_pylist() if not hidden[row["place"]]}
        for walker, table in zip(WALKERS, tables, strict=True)
    }
    child, step_free = minutes[WalkerKind.CHILD], minutes[WalkerKind.REDUCED_MOBILITY]
    beyond = sorted(
        (place for place in child if not inside[place]),
        key=lambda at: (places[at].rank >= OTHER_PLACES, child[at], german_sort_key(places[at].name)),
    )
    return Walk(
        minutes=MINUTES,
        reached=tuple(Reached(walker, len(found), sum(not inside[place] for place in found)) for walker, found in minutes.items()),
        nearest=tuple(
            NearPlace(places[at], max(1, round(child[at])), max(1, round(step_free[at])) if at in step_free else None)
            for at in beyond[:MOST_NEAR]
        ),
        by_streets=graph is not None, knows_steps=knows_steps, barriers=barriers, source=source,
    )  # fmt: skip
