"""Streets of Lindenfurt, simplified to a graph that people walk on.

Crossings are strewn over each quarter, denser where it is built densely, and joined by a Gabriel graph: two
crossings are linked when no third one lies in the circle between them. That gives blocks like a grown street
net. River and railway are crossed at bridges and underpasses only.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import shapely
from scipy.sparse import coo_matrix, csr_matrix
from scipy.sparse.csgraph import connected_components, dijkstra
from scipy.spatial import Delaunay, cKDTree
from shapely.geometry import LineString, Polygon

from sozialraum.demo.city.blueprint import Blueprint
from sozialraum.demo.city.geometry import RIVER_WIDTH, Land, bridge_points, points_to_degrees
from sozialraum.demo.city.randomness import stream

# Metres between crossings by kind of quarter.
SPACING = {
    "centre": 94.0, "perimeter": 106.0, "harbor": 100.0, "new": 120.0, "campus": 128.0, "estate": 134.0,
    "mixed": 130.0, "villa": 156.0, "suburb": 154.0, "village": 210.0,
}  # fmt: skip
LONGEST = 3.2
UNDERPASS_EVERY = 420.0
DETOUR = 1.06
"""Walking ways between two crossings are a little longer than the straight line."""
DROPPED = 0.16

STREET, BRIDGE, UNDERPASS, ROAD, STEPS = "street", "bridge", "underpass", "road", "steps"
STEPS_EVERY = 3
"""Of so many underpasses one is reached by steps alone."""


@dataclass(frozen=True)
class Streets:
    """A connected graph. `points` are metres (n x 2), `areas` the index of each point's quarter.

    `edges` are pairs of points (m x 2), `metres` their walking length, `kinds` street, bridge, underpass, steps
    (an underpass without a ramp) or road (the long links between villages and joined towns).
    """

    points: np.ndarray
    areas: np.ndarray
    edges: np.ndarray
    metres: np.ndarray
    kinds: np.ndarray

    def distances_from(self, sources: np.ndarray, limit: float) -> np.ndarray:
        """Return every point's walking distance in metres to the nearest source; infinite beyond `limit`."""
        if len(sources) == 0:
            return np.full(len(self.points), np.inf)
        graph = _matrix(self.edges, self.metres, len(self.points))
        reach = dijkstra(graph, directed=False, indices=np.unique(sources), limit=limit, min_only=True)
        return np.asarray(reach)

    def nearest(self, places: np.ndarray) -> np.ndarray:
        """Return the index of the point nearest to each place (n x 2, metres)."""
        return np.asarray(cKDTree(self.points).query(places)[1])


def draw_streets(blueprint: Blueprint, land: Land) -> Streets:
    """Draw the street graph; about 8,000 crossings for 160 quarters, connected as a whole."""
    rng = stream(blueprint.seed, "streets")
    points, areas = _crossings(blueprint, land, rng)
    edges = _gabriel(points)
    spacing = np.array([SPACING[blueprint.quarters[place].kind] for place in areas])
    length = np.hypot(*(points[edges[:, 0]] - points[edges[:, 1]]).T)
    edges = edges[length < LONGEST * np.maximum(spacing[edges[:, 0]], spacing[edges[:, 1]])]
    edges, kinds = _with_barriers(land, points, edges)
    keep = (rng.random(len(edges)) > DROPPED) | (kinds != STREET)
    edges, kinds = edges[keep], kinds[keep]
    edges, kinds = _with_bridges(land, points, edges, kinds)
    edges, kinds = _connected(land, points, edges, kinds)
    metres = np.round(DETOUR * np.hypot(*(points[edges[:, 0]] - points[edges[:, 1]]).T), 1)
    return Streets(points, areas, edges, metres, kinds)


def streets_tables(blueprint: Blueprint, streets: Streets) -> tuple[pa.Table, pa.Table]:
    """Return nodes (node_id, longitude, latitude, area_code) and edges (from_node, to_node, metres, kind)."""
    longitude, latitude = points_to_degrees(streets.points[:, 0], streets.points[:, 1])
    codes = [quarter.code for quarter in blueprint.quarters]
    nodes = pa.table(
        {
            "node_id": np.arange(len(streets.points), dtype=np.int32),
            "longitude": longitude,
            "latitude": latitude,
            "area_code": pa.DictionaryArray.from_arrays(streets.areas.astype(np.int16), codes),
        }
    )
    edges = pa.table(
        {
            "from_node": streets.edges[:, 0].astype(np.int32),
            "to_node": streets.edges[:, 1].astype(np.int32),
            "metres": streets.metres,
            "kind": pa.array(streets.kinds.tolist()).dictionary_encode(),
        }
    )
    return nodes, edges


def _crossings(blueprint: Blueprint, land: Land, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Strew crossings: a jittered grid per quarter in a direction of its own, away from water and border."""
    water = shapely.union_all([line.geometry for line in land.lines if line.kind == "river"]).buffer(14)
    points, areas = [], []
    for place, (quarter, outline) in enumerate(zip(blueprint.quarters, land.quarters, strict=True)):
        spacing = SPACING[quarter.kind]
        inside = outline.buffer(-0.22 * spacing).difference(water)
        if inside.is_empty:
            inside = outline
        candidates = _grid(outline, spacing, float(rng.uniform(0, np.pi / 2)), rng)
        chosen = candidates[shapely.contains_xy(inside, candidates[:, 0], candidates[:, 1])]
        if quarter.kind == "village":
            chosen = _village(outline, chosen, spacing, rng)
        if len(chosen) == 0:
            center = inside.representative_point()
            chosen = np.array([[center.x, center.y]])
        points.append(chosen)
        areas.append(np.full(len(chosen), place))
    return np.round(np.vstack(points), 1), np.concatenate(areas)


def _grid(outline: Polygon, spacing: float, turn: float, rng: np.random.Generator) -> np.ndarray:
    west, south, east, north = outline.bounds
    center = np.array([(west + east) / 2, (south + north) / 2])
    reach = int(np.hypot(east - west, north - south) / 2 / spacing) + 2
    steps = np.array(list(itertools.product(range(-reach, reach + 1), repeat=2)), dtype=np.float64) * spacing
    steps += rng.uniform(-0.27, 0.27, steps.shape) * spacing
    rotation = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
    return np.asarray(center + steps @ rotation.T)


def _village(
    outline: Polygon, field_ways: np.ndarray, spacing: float, rng: np.random.Generator
) -> np.ndarray:
    """Build a dense core in the middle of a village and leave every second field way around it."""
    core = outline.representative_point() if not outline.contains(outline.centroid) else outline.centroid
    middle = np.array([core.x, core.y])
    houses = _grid(core.buffer(430), 92.0, float(rng.uniform(0, np.pi / 2)), rng)
    houses = houses[np.hypot(*(houses - middle).T) < 400]
    houses = houses[shapely.contains_xy(outline.buffer(-20), houses[:, 0], houses[:, 1])]
    far = field_ways[np.hypot(*(field_ways - middle).T) > 400 + spacing / 2]
    return np.vstack([houses, far[rng.random(len(far)) < 0.5]])


def _gabriel(points: np.ndarray) -> np.ndarray:
    """Return the Gabriel graph of points as sorted pairs (m x 2)."""
    triangles = np.sort(Delaunay(points).simplices, axis=1)
    corners = [(0, 1, 2), (0, 2, 1), (1, 2, 0)]
    blocked: list[np.ndarray] = []
    pairs: list[np.ndarray] = []
    for a, b, opposite in corners:
        ends = triangles[:, [a, b]]
        middle = (points[ends[:, 0]] + points[ends[:, 1]]) / 2
        radius = np.hypot(*(points[ends[:, 0]] - points[ends[:, 1]]).T) / 2
        distance = np.hypot(*(points[triangles[:, opposite]] - middle).T)
        pairs.append(ends)
        blocked.append(distance < radius)
    unique, place = np.unique(np.vstack(pairs), axis=0, return_inverse=True)
    inside = np.zeros(len(unique), dtype=bool)
    np.logical_or.at(inside, place.reshape(-1), np.concatenate(blocked))
    return np.asarray(unique[~inside])


def _lines(points: np.ndarray, edges: np.ndarray) -> np.ndarray:
    return np.asarray(shapely.linestrings(np.stack([points[edges[:, 0]], points[edges[:, 1]]], axis=1)))


def _with_barriers(land: Land, points: np.ndarray, edges: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Cut ways at river and railway; every 420 m of railway keeps an underpass."""
    lines = _lines(points, edges)
    river = shapely.STRtree(np.array(land.river_axes, dtype=object)).query(lines, predicate="intersects")[0]
    dry = np.ones(len(edges), dtype=bool)
    dry[river] = False
    kinds = np.full(len(edges), STREET, dtype=object)
    for track in (line.geometry for line in land.lines if line.kind == "railway"):
        shapely.prepare(track)
        crossing = np.flatnonzero(dry & shapely.intersects(lines, track))
        if len(crossing) == 0:
            continue
        along = shapely.line_locate_point(track, shapely.centroid(lines[crossing]))
        dry[crossing] = False
        last, passed = -np.inf, 0
        for place in crossing[np.argsort(along, kind="stable")]:
            here = float(shapely.line_locate_point(track, shapely.centroid(lines[place])))
            if here - last >= UNDERPASS_EVERY:
                passed += 1
                dry[place], last = True, here
                kinds[place] = UNDERPASS if passed % STEPS_EVERY else STEPS
    return edges[dry], kinds[dry]


def _with_bridges(
    land: Land, points: np.ndarray, edges: np.ndarray, kinds: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Join both banks at every bridge by the nearest crossings north and south of the river."""
    tree = cKDTree(points)
    added = []
    for axis in land.river_axes:
        for x, y in bridge_points(axis):
            around = np.array(tree.query([x, y], k=min(60, len(points)))[1])
            ahead = axis.interpolate(axis.project(shapely.Point(x, y)) + 5.0)
            direction = np.array([ahead.x - x, ahead.y - y])
            offset = points[around] - np.array([x, y])
            side = direction[0] * offset[:, 1] - direction[1] * offset[:, 0]
            north, south = around[side > RIVER_WIDTH], around[side < -RIVER_WIDTH]
            if len(north) and len(south):
                added.append(sorted((int(north[0]), int(south[0]))))
    if not added:
        return edges, kinds
    bridges = np.unique(np.array(added), axis=0)
    return np.vstack([edges, bridges]), np.concatenate([kinds, np.full(len(bridges), BRIDGE, dtype=object)])


def _connected(
    land: Land, points: np.ndarray, edges: np.ndarray, kinds: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Link what is still apart by the shortest way to the largest part that does not cross the river."""
    river = shapely.union_all(list(land.river_axes))
    shapely.prepare(river)
    while True:
        count, label = connected_components(_matrix(edges, np.ones(len(edges)), len(points)), directed=False)
        if count == 1:
            return edges, kinds
        main = np.bincount(label).argmax()
        tree = cKDTree(points[label == main])
        inner = np.flatnonzero(label == main)
        outer = np.flatnonzero(label != main)
        distance, nearest = tree.query(points[outer], k=min(8, len(inner)))
        distance, nearest = np.atleast_2d(distance), np.atleast_2d(nearest)
        links = {}
        for row in np.argsort(distance[:, 0], kind="stable"):
            part = label[outer[row]]
            if part in links:
                continue
            for candidate in nearest[row]:
                pair = sorted((int(outer[row]), int(inner[candidate])))
                if not river.intersects(LineString(points[pair])):
                    links[part] = pair
                    break
        if not links:
            row = int(distance[:, 0].argmin())
            links[label[outer[row]]] = sorted((int(outer[row]), int(inner[nearest[row, 0]])))
        added = np.array(list(links.values()))
        edges = np.vstack([edges, added])
        kinds = np.concatenate([kinds, np.full(len(added), ROAD, dtype=object)])


def _matrix(edges: np.ndarray, weights: np.ndarray, size: int) -> csr_matrix:
    return coo_matrix((weights, (edges[:, 0], edges[:, 1])), shape=(size, size)).tocsr()
