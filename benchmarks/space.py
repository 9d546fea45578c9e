"""Space, reach and disclosure: our own beside what a user would take instead, in one run, as ratios.

Seconds of the processor, not of the clock: the machine is shared with others.

    python benchmarks/space.py                       our own and, where they are installed, esda and libpysal
    python benchmarks/space.py --peer PYTHON         the peer in another environment's Python

esda and libpysal are not among the requirements: `uv venv peer; uv pip install --python peer/bin/python esda libpysal`.
"""

from __future__ import annotations

import argparse
import itertools
import json
import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path
from time import process_time

import numpy as np
import shapely

PEER = """
import json, sys, time
began = time.process_time()
import numpy as np, shapely, geopandas, libpysal, esda
loaded = time.process_time()
stored = np.load(sys.argv[1], allow_pickle=True)
frame = geopandas.GeoDataFrame(geometry=shapely.from_wkb(stored["shapes"]))
result = {"import": loaded - began}
began = time.process_time()
weights = libpysal.weights.Queen.from_dataframe(frame, use_index=False)
result["queen"] = time.process_time() - began
weights.transform = "r"
for name in ("local_first", "local_again"):
    began = time.process_time()
    found = esda.Moran_Local(stored["values"], weights, permutations=999, seed=1)
    result[name] = time.process_time() - began
result["neighbors"] = int(weights.n * weights.mean_neighbors + 0.5)
result["sum"] = float(found.Is.sum())
print(json.dumps(result))
"""


def timed(work: Callable[[], object], *, times: int = 3) -> tuple[float, object]:
    best, result = np.inf, None
    for _ in range(times):
        began = process_time()
        result = work()
        best = min(best, process_time() - began)
    return best, result


def polygons(side: int = 100, corners: int = 18) -> list[bytes]:
    """Areas with bent borders that neighbors share point by point: about 70 corners each."""
    rng = np.random.default_rng(1)
    bend = rng.normal(0, 0.012, (2, side + 1, side + 1, corners))

    def edge(x: int, y: int, axis: int) -> np.ndarray:
        t = np.arange(corners) / corners
        line = (
            np.stack([x + t, np.full(corners, float(y))])
            if axis == 0
            else np.stack([np.full(corners, float(x)), y + t])
        )
        line[1 - axis] += bend[axis, x, y] * (t > 0)
        return line.T

    shapes = []
    for y, x in itertools.product(range(side), repeat=2):
        corner = [np.array([[x + 1.0, y]]), np.array([[x + 1.0, y + 1]]), np.array([[float(x), y + 1]])]
        ring = np.vstack(
            [
                edge(x, y, 0),
                corner[0],
                edge(x + 1, y, 1)[1:],
                corner[1],
                edge(x, y + 1, 0)[:0:-1],
                corner[2],
                edge(x, y, 1)[:0:-1],
            ]
        )
        shapes.append(shapely.to_wkb(shapely.Polygon(ring)))
    return shapes


def space(peer: str | None) -> None:
    from sozialraum.analytics.space import contiguity, local_moran
    from sozialraum.analytics.space.local_statistics import Definition

    shapes, values = polygons(), np.random.default_rng(2).gamma(1, 1, 10_000)
    codes = [str(number) for number in range(10_000)]
    queen, neighbors = timed(lambda: contiguity(codes, shapes))
    weights = neighbors.row_standardized()
    local, found = timed(lambda: local_moran(values, weights, definition=Definition.SAMPLE, permutations=999))
    more, _ = timed(lambda: local_moran(values, weights, permutations=99_999), times=1)
    print(
        f"10,000 polygons, {neighbors.matrix.nnz} neighbors: queen {queen:.3f} s, local Moran 999 {local:.3f} s,"
    )
    print(f"    99,999 permutations {more:.3f} s")
    if peer is None:
        print("    no peer named: esda not measured")
        return
    with tempfile.NamedTemporaryFile(suffix=".npz") as file:
        np.savez(file.name, shapes=np.array(shapes, dtype=object), values=values)
        ran = subprocess.run(
            [peer, "-W", "ignore", "-c", PEER, file.name], capture_output=True, text=True, check=True
        )
    theirs = json.loads(ran.stdout.splitlines()[-1])
    assert theirs["neighbors"] == neighbors.matrix.nnz
    assert np.isclose(theirs["sum"], found.value.sum())
    print(f"    libpysal queen {theirs['queen']:.3f} s: {theirs['queen'] / queen:.1f} times as long")
    print(
        f"    esda local Moran, first {theirs['local_first']:.2f} s: {theirs['local_first'] / local:.0f} times"
    )
    print(
        f"    esda local Moran, again {theirs['local_again']:.2f} s: {theirs['local_again'] / local:.1f} times"
    )
    print(f"    esda import {theirs['import']:.1f} s")


def reach() -> None:
    from sozialraum.analytics.reach import StreetGraph, balanced, nearest_place, straight_ways, ways_within

    rng, side = np.random.default_rng(3), 300
    grid = np.stack(np.meshgrid(np.arange(side), np.arange(side), indexing="ij"), axis=-1).reshape(-1, 2)
    points = grid * 80.0 + rng.uniform(-20, 20, (side**2, 2))
    number = np.arange(side**2).reshape(side, side)
    ends = np.concatenate(
        [
            np.stack([number[:-1].ravel(), number[1:].ravel()], 1),
            np.stack([number[:, :-1].ravel(), number[:, 1:].ravel()], 1),
        ]
    )
    graph = StreetGraph(points, ends, np.hypot(*(points[ends[:, 0]] - points[ends[:, 1]]).T))
    people, places = rng.uniform(0, 24_000, (100_000, 2)), rng.uniform(0, 24_000, (5_000, 2))
    began = process_time()
    homes, doors = graph.snap(people), graph.snap(places)
    snapped = process_time()
    near = nearest_place(graph, homes, doors)
    nearest_done = process_time()
    ways = ways_within(graph, homes, doors, limit=650)
    within = process_time()
    balanced(ways, np.ones(100_000), np.ones(5_000))
    done = process_time()
    print(f"100,000 people, 5,000 places, {side**2} crossings, {len(ends)} stretches:")
    print(
        f"    snapping {snapped - began:.2f} s, nearest {nearest_done - snapped:.2f} s, all {ways.origin.size} ways within"
    )
    print(f"    650 m {within - nearest_done:.2f} s, balanced catchment {done - within:.3f} s")
    crow, _ = timed(lambda: straight_ways(people, places, limit=650), times=1)
    print(
        f"    straight lines alone (lower bound, knows no barrier) {crow:.2f} s: {(within - nearest_done) / crow:.1f} times"
    )
    print(f"    mean way to the nearest {near.metres[np.isfinite(near.metres)].mean():.0f} m")


def disclosure() -> None:
    from sozialraum.analytics.disclosure import CountTable, Dimension, protect

    for mean in (6.0, 0.6):
        rng = np.random.default_rng(1)
        quarters, districts = [f"q{n}" for n in range(160)], [f"d{n}" for n in range(10)]
        tree = {code: f"d{n % 10}" for n, code in enumerate(quarters)} | dict.fromkeys(districts, "city")
        dimensions = [
            Dimension("area", (*quarters, *districts, "city"), tree),
            Dimension.flat("age", [f"a{n}" for n in range(12)]),
            Dimension.flat("kind", [f"k{n}" for n in range(6)]),
        ]
        inner = itertools.product(quarters, dimensions[1].codes[:-1], dimensions[2].codes[:-1])
        table = CountTable.from_leaves(
            dimensions, {cell: int(rng.poisson(rng.gamma(1, mean))) for cell in inner}
        )
        seconds, released = timed(partial(protect, table), times=1)
        small = int(((table.counts > 0) & (table.counts < 5)).sum())
        hidden = int((released.counts < 0).sum())
        print(
            f"160 x 12 x 6, mean count {mean:g}: {table.counts.size} cells with totals, {small} small, {hidden} hidden,"
        )
        print(
            f"    {released.proof['exchanges']} proven by exchanges, {released.proof['programs']} by programs: {seconds:.2f} s"
        )


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--peer", help="the Python of an environment with esda and libpysal")
    arguments = parser.parse_args()
    sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "src"))
    space(arguments.peer)
    reach()
    disclosure()
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


if __name__ == "__main__":
    main()
