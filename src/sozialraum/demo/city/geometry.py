"""Where the city lies: outlines, river and railway in metres and in degrees.

Lindenfurt is invented and laid over a stretch of heath where hardly anybody lives. Plan units become metres
of ETRS89 / UTM zone 32N (EPSG:25832); tables carry WGS 84 (EPSG:4326). Borders are bent a little by midpoint
displacement, the same for both neighbors, so that the quarters stay a coverage without gaps or overlaps.
"""

from __future__ import annotations

import itertools
import zlib
from dataclasses import dataclass
from functools import cache

import numpy as np
import pyproj
import shapely
from shapely.geometry import LineString, Polygon
from shapely.geometry.base import BaseGeometry

from sozialraum.demo.city.blueprint import Blueprint

Place = tuple[float, float]
Course = tuple[Place, ...]
Edge = tuple[Place, Place, int]

METRES_PER_UNIT = 18.0
ORIGIN_EAST, ORIGIN_NORTH = 544_300.0, 5_860_600.0
TILE_EAST, TILE_NORTH = 19_400.0, 13_900.0
TILES_PER_ROW = 4
STEP = 70.0
BEND = 0.11
RIVER_WIDTH = 78.0

# Railway lines as plan units; each passes the quarters that are named after it.
RAILWAYS = {
    "Weststrecke": ((20, 268), (62, 262), (118, 262), (190, 262), (262, 258), (322, 262), (372, 268),
                    (424, 278), (470, 262), (520, 262), (585, 262), (660, 268), (742, 272), (800, 284),
                    (836, 298), (880, 344), (940, 376), (1050, 404)),
    "Nordstrecke": ((318, 40), (330, 96), (346, 150), (372, 196), (402, 240), (424, 278)),
    "Südstrecke": ((424, 278), (436, 318), (420, 352), (398, 398), (412, 440), (474, 496), (484, 560),
                   (486, 620), (490, 690), (500, 780)),
    "Hafenbahn": ((520, 262), (566, 300), (598, 350), (628, 408), (650, 436), (690, 452), (722, 462)),
}  # fmt: skip
# Stations stand where their quarters are.
STATIONS = {
    "Lindenfurt Hauptbahnhof": (420, 352), "Nordbahnhof": (333, 108), "Westbahnhof": (90, 262),
    "Südbahnhof": (470, 502), "Ostbahnhof": (824, 292),
}  # fmt: skip
BRIDGES = (155.0, 245.0, 318.0, 372.0, 428.0, 492.0, 560.0, 622.0, 700.0, 790.0, 880.0)
"""Where roads cross the river: plan units along the river from the western border."""


@dataclass(frozen=True)
class Line:
    """A river, a railway line or a station: a named geometry in metres."""

    kind: str
    name: str
    geometry: BaseGeometry


@dataclass(frozen=True)
class Land:
    """The geometry of a plan in metres (EPSG:25832).

    `quarters` follows the order of the blueprint's quarters, `river_axes` has one line per tile.
    """

    quarters: np.ndarray
    river_axes: tuple[LineString, ...]
    lines: tuple[Line, ...]


def draw_land(blueprint: Blueprint) -> Land:
    """Draw outlines, river and railway; the same blueprint gives the same land to the last digit."""
    outlines = _coverage(blueprint)
    axes, lines = [], []
    for tile in range(blueprint.tiles):
        axis = LineString(_axis(blueprint.river, tile))
        axes.append(axis)
        lines.append(Line("river", "Linde", _prolonged(axis, 1800.0).buffer(RIVER_WIDTH / 2, quad_segs=4)))
        for name, course in RAILWAYS.items():
            lines.append(Line("railway", name, LineString(to_metres(_curve(course), tile))))
        for name, place in STATIONS.items():
            lines.append(Line("station", name, shapely.Point(to_metres(np.array([place]), tile)[0])))
    return Land(outlines, tuple(axes), tuple(lines))


def to_metres(units: np.ndarray, tile: int) -> np.ndarray:
    """Turn plan units (n x 2, y to the south) of a tile into UTM metres (n x 2)."""
    units = np.asarray(units, dtype=np.float64)
    row, column = divmod(tile, TILES_PER_ROW)
    east = ORIGIN_EAST + column * TILE_EAST + units[:, 0] * METRES_PER_UNIT
    north = ORIGIN_NORTH - row * TILE_NORTH - units[:, 1] * METRES_PER_UNIT
    return np.column_stack([east, north])


def to_degrees(geometry: np.ndarray) -> np.ndarray:
    """Project an array of geometries from metres to WGS 84, rounded to 7 decimals (about 1 cm)."""

    def project(points: np.ndarray) -> np.ndarray:
        longitude, latitude = _projection().transform(points[:, 0], points[:, 1])
        return np.round(np.column_stack([longitude, latitude]), 7)

    return np.asarray(shapely.transform(geometry, project))


def points_to_degrees(east: np.ndarray, north: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Project coordinates in metres to longitude and latitude, rounded to 7 decimals."""
    longitude, latitude = _projection().transform(east, north)
    return np.round(longitude, 7), np.round(latitude, 7)


@cache
def _projection() -> pyproj.Transformer:
    return pyproj.Transformer.from_crs(25832, 4326, always_xy=True)


def neighbors(polygons: np.ndarray) -> np.ndarray:
    """Return pairs (m x 2, each once, first below second) of polygons that share a border or a corner."""
    tree = shapely.STRtree(polygons)
    first, second = tree.query(polygons, predicate="touches")
    once = first < second
    order = np.lexsort((second[once], first[once]))
    return np.column_stack([first[once], second[once]])[order]


def bridge_points(axis: LineString) -> np.ndarray:
    """Return the points (n x 2, metres) where roads cross the river of a tile."""
    points = [axis.interpolate(distance * METRES_PER_UNIT) for distance in BRIDGES]
    return np.array([[point.x, point.y] for point in points])


def _coverage(blueprint: Blueprint) -> np.ndarray:
    """Bend all borders; where bends would cross in a narrow corner, those borders stay straight."""
    straight: set[Edge] = set()
    for _ in range(6):
        polygons = np.array(
            [Polygon(_ring(quarter.outline, quarter.tile, straight)) for quarter in blueprint.quarters],
            dtype=object,
        )
        broken = ~shapely.is_valid(polygons) | ~shapely.is_empty(shapely.coverage_invalid_edges(polygons))
        if not broken.any():
            return polygons
        for place in np.flatnonzero(broken):
            quarter = blueprint.quarters[place]
            straight.update((*edge, quarter.tile) for edge in _edges(quarter.outline))
    raise ValueError("The base map's outlines cross; check base/lindenfurt.json.")


def _edges(outline: Course) -> list[tuple[Place, Place]]:
    closed = (*outline, outline[0])
    return [(min(a, b), max(a, b)) for a, b in itertools.pairwise(closed)]


def _ring(outline: Course, tile: int, straight: set[Edge]) -> list[Place]:
    """Bend an outline edge by edge; an edge bends the same way in either direction."""
    ring: list[Place] = []
    for start, end in zip(outline, outline[1:] + outline[:1], strict=True):
        low, high = min(start, end), max(start, end)
        course = _bent_edge(low, high, tile, straight=(low, high, tile) in straight)
        ring += course[:-1] if start <= end else course[:0:-1]
    return ring


def _axis(points: Course, tile: int) -> list[Place]:
    course: list[Place] = []
    for start, end in itertools.pairwise(points):
        bent = _bent_edge(min(start, end), max(start, end), tile, straight=False)
        course += bent[:-1] if start <= end else bent[:0:-1]
    last = to_metres(np.array([points[-1]]), tile)[0]
    return [*course, (round(float(last[0]), 2), round(float(last[1]), 2))]


@cache
def _bent_edge(start: Place, end: Place, tile: int, *, straight: bool) -> list[Place]:
    first, last = to_metres(np.array([start, end]), tile)
    course = [first, last]
    level = 0
    bend = 0.0 if straight else BEND
    while max(float(np.hypot(*(b - a))) for a, b in itertools.pairwise(course)) > STEP:
        finer = [course[0]]
        for place, (a, b) in enumerate(itertools.pairwise(course)):
            across = np.array([-(b - a)[1], (b - a)[0]])
            finer.append((a + b) / 2 + across * bend * _swing(start, end, tile, level, place))
            finer.append(b)
        course = finer
        level += 1
    return [(round(float(x), 2), round(float(y), 2)) for x, y in course]


def _swing(start: Place, end: Place, tile: int, level: int, place: int) -> float:
    """Return a number in [-1, 1] that depends on the edge alone, not on the order of drawing."""
    key = f"{start[0]:.1f} {start[1]:.1f} {end[0]:.1f} {end[1]:.1f} {tile} {level} {place}"
    return zlib.crc32(key.encode()) / 0xFFFFFFFF * 2.0 - 1.0


def _prolonged(line: LineString, length: float) -> LineString:
    """Let a line run on straight at both ends, as a river does beyond the city."""
    points = np.array(line.coords)
    head = points[0] - points[4]
    tail = points[-1] - points[-5]
    head *= length / np.hypot(*head)
    tail *= length / np.hypot(*tail)
    return LineString(np.vstack([points[0] + head, points, points[-1] + tail]))


def _curve(points: tuple[tuple[float, float], ...]) -> np.ndarray:
    """Round the corners of a course by cutting them twice (Chaikin), ends stay."""
    course = np.array(points, dtype=np.float64)
    for _ in range(3):
        near = course[:-1] * 0.75 + course[1:] * 0.25
        far = course[:-1] * 0.25 + course[1:] * 0.75
        cut = np.empty((2 * len(near), 2))
        cut[0::2], cut[1::2] = near, far
        course = np.vstack([course[:1], cut, course[-1:]])
    return course
