"""Ways on foot: every search agrees with trying all ways, barriers are barriers, and real streets are walked."""

from __future__ import annotations

import numpy as np
import pyogrio
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse.csgraph import floyd_warshall

from sozialraum.analytics.reach import (
    Method,
    StreetGraph,
    Walker,
    WalkerKind,
    isochrones,
    nearest_place,
    places_within_walk,
    straight_ways,
    walking_distance,
    ways_within,
)
from sozialraum.analytics.reach import ways as ways_module
from sozialraum.analytics.tables import TableError


def town(seed: int, size: int = 12) -> tuple[StreetGraph, np.random.Generator]:
    rng = np.random.default_rng(seed)
    ends = np.array([(a, b) for a in range(size) for b in range(a) if rng.random() < 0.25]).reshape(-1, 2)
    points = rng.uniform(0, 1000, (size, 2))
    metres = np.hypot(*(points[ends[:, 0]] - points[ends[:, 1]]).T) * rng.uniform(1, 1.5, len(ends))
    return StreetGraph(points, ends.astype(np.int64), metres), rng


def by_trying_all(graph: StreetGraph, origins, places) -> np.ndarray:
    between = np.full((len(graph.points),) * 2, np.inf)
    np.fill_diagonal(between, 0)
    for (a, b), metres in zip(graph.ends, graph.metres, strict=True):
        between[a, b] = between[b, a] = min(between[a, b], metres)
    between = floyd_warshall(between)

    def legs(points, number):
        edge, along = points.edge[number], points.along[number]
        length, access = graph.metres[edge], points.access[number]
        a, b = graph.ends[edge]
        return ((a, access + along * length), (b, access + (1 - along) * length))

    result = np.full((len(origins), len(places)), np.inf)
    for one in range(len(origins)):
        for other in range(len(places)):
            if origins.edge[one] < 0 or places.edge[other] < 0:
                continue
            found = [x + between[a, b] + y for a, x in legs(origins, one) for b, y in legs(places, other)]
            if origins.edge[one] == places.edge[other]:
                length = graph.metres[origins.edge[one]]
                apart = abs(origins.along[one] - places.along[other]) * length
                found.append(origins.access[one] + apart + places.access[other])
            result[one, other] = min(found)
    return result


@given(seed=st.integers(0, 2**32 - 1), limit=st.sampled_from([300.0, 900.0, 5000.0]))
@settings(max_examples=40, deadline=None)
def test_all_searches_agree_with_trying_all_ways(seed: int, limit: float) -> None:
    graph, rng = town(seed)
    origins, places = (
        graph.snap(rng.uniform(0, 1000, (15, 2))),
        graph.snap(rng.uniform(0, 1000, (7, 2)), within=150),
    )
    true = by_trying_all(graph, origins, places)
    found = ways_within(graph, origins, places, limit=limit)
    table = np.full(true.shape, np.inf)
    table[found.origin, found.place] = found.metres
    assert table == pytest.approx(np.where(true <= limit, true, np.inf), abs=1e-3)
    for nearest in (found.nearest(), nearest_place(graph, origins, places, limit=limit)):
        best = np.where(true <= limit, true, np.inf).min(axis=1, initial=np.inf)
        assert nearest.metres == pytest.approx(best, abs=1e-3)
        assert ((nearest.place < 0) == ~np.isfinite(best)).all()
        there = nearest.place >= 0
        assert true[there, nearest.place[there]] == pytest.approx(best[there], abs=1e-3)


def test_batches_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    graph, rng = town(3, size=30)
    origins, places = graph.snap(rng.uniform(0, 1000, (40, 2))), graph.snap(rng.uniform(0, 1000, (25, 2)))
    whole = ways_within(graph, origins, places, limit=800)
    monkeypatch.setattr(ways_module, "_BATCH", 100)
    parts = ways_within(graph, origins, places, limit=800)
    assert whole.to_arrow().equals(parts.to_arrow())
    assert whole.count().sum() == whole.origin.size
    assert whole.cumulated(np.ones(25)).tolist() == whole.count().tolist()


def river_town() -> StreetGraph:
    """Two banks 100 m apart; the only bridge lies at the east end, steps lead down in the west."""
    points = np.array([[0.0, 100], [500, 100], [0, 0], [500, 0]])
    ends = np.array([[0, 1], [2, 3], [1, 3], [0, 2]])
    return StreetGraph(
        points, ends, np.array([500.0, 500, 100, 100]), ("street", "street", "bridge", "steps")
    )


def test_a_river_is_crossed_at_the_bridge_alone() -> None:
    graph = river_town()
    home, place = graph.snap([[0, 100]]), graph.snap([[0, 0]])
    assert nearest_place(graph, home, place).metres[0] == pytest.approx(100, abs=1e-3)
    no_steps = graph.without({"steps"})
    detour = nearest_place(no_steps, no_steps.snap([[0, 100]]), no_steps.snap([[0, 0]]))
    assert detour.metres[0] == pytest.approx(1100, abs=1e-3)
    river = [shapely.to_wkb(shapely.LineString([(-50, 50), (600, 50)]))]
    assert graph.cut_by(river, passing={"bridge"}).kinds == ("street", "street", "bridge")
    assert graph.cut_by(river).parts()[0] == 2
    straight = straight_ways([[0, 100]], [[0, 0]], limit=1000)
    assert straight.method is Method.STRAIGHT_LINE
    assert straight.metres.tolist() == [pytest.approx(130)]


def test_isochrones_end_where_the_way_ends() -> None:
    graph = river_town().without({"steps"})
    near, far = (
        shapely.from_wkb(each)
        for each in isochrones(graph, graph.snap([[400, 100]]), limits=[150, 400], corridor=20)
    )
    assert near.contains(shapely.Point(260, 100))
    assert not near.contains(shapely.Point(220, 100))
    assert not near.intersects(shapely.Point(400, 0))
    # 100 m to the bridge, 100 m over it, 200 m back along the other bank
    assert far.contains(shapely.Point(310, 0))
    assert not far.contains(shapely.Point(270, 0))
    assert far.covers(near)
    assert shapely.from_wkb(isochrones(graph, graph.snap([[9e6, 0]]), limits=[100])[0]).is_empty


def test_streets_come_from_tables_and_from_lines() -> None:
    lines = [shapely.LineString([(0, 0), (50, 0), (50, 50)]), shapely.LineString([(50, 50), (90, 50)])]
    graph = StreetGraph.from_lines([shapely.to_wkb(line) for line in lines], ["street", "steps"])
    assert graph.metres.tolist() == [50.0, 50.0, 40.0]
    assert graph.kinds == ("street", "street", "steps")
    assert graph.parts()[0] == 1
    nodes = {"node_id": [7, 9], "x": [0.0, 30.0], "y": [0.0, 40.0]}
    edges = {"from_node": [7], "to_node": [9], "metres": [55.0], "kind": ["street"]}
    import pyarrow as pa

    assert StreetGraph.from_arrow(pa.table(nodes), pa.table(edges)).metres.tolist() == [55.0]
    assert StreetGraph.from_arrow(pa.table(nodes), pa.table(edges), metres=None).metres.tolist() == [50.0]
    with pytest.raises(TableError, match="a crossing that is not there"):
        StreetGraph.from_arrow(pa.table(nodes), pa.table(edges | {"to_node": [8]}))


def test_no_street_near_is_no_way_and_not_zero() -> None:
    graph = river_town()
    nobody = graph.snap([[9000, 9000], [float("nan"), 0]])
    assert nobody.edge.tolist() == [-1, -1]
    found = nearest_place(graph, nobody, graph.snap([[0, 0]]))
    assert found.place.tolist() == [-1, -1]
    assert np.isinf(found.metres).all()
    empty = StreetGraph(np.zeros((0, 2)), np.zeros((0, 2), np.int64), np.zeros(0))
    assert ways_within(empty, empty.snap([[0, 0]]), empty.snap([[1, 1]]), limit=10).origin.size == 0
    with pytest.raises(TableError, match="Ways without end"):
        ways_within(graph, nobody, nobody, limit=np.inf)


def test_walkers_differ() -> None:
    assert walking_distance(10) == 650
    assert walking_distance(10, WalkerKind.OLDER) < walking_distance(10, WalkerKind.ADULT)
    assert walking_distance(3, Walker(100.0)) == 300
    with pytest.raises(TableError, match="Nobody gets anywhere"):
        walking_distance(0)


def test_the_rhine_is_no_street(shared_data) -> None:
    _, table = pyogrio.read_arrow(shared_data / "koeln/strassen/Strassenabschnitt.shp")
    graph = StreetGraph.from_lines(table[table.column_names[-1]].to_pylist())
    _, label = graph.parts()
    biggest = np.bincount(label).argmax()
    inside = graph.points[label == biggest]
    assert inside.shape[0] / len(graph.points) > 0.9
    # two crossings on the banks of the Rhine: a way over a bridge is far longer than the straight line
    rng = np.random.default_rng(1)
    homes, places = inside[rng.choice(len(inside), 300)], inside[rng.choice(len(inside), 40)]
    ways = ways_within(graph, graph.snap(homes), graph.snap(places), limit=6000)
    straight = np.hypot(*(homes[ways.origin] - places[ways.place]).T)
    ratio = ways.metres[straight > 500] / straight[straight > 500]
    assert (ratio > 0.999).all()
    assert 1.15 < np.median(ratio) < 1.45
    assert ratio.max() > 2


def test_what_a_quarter_reaches_is_told_by_its_homes() -> None:
    graph = river_town().without({"steps"})
    north = shapely.to_wkb(shapely.box(-10, 60, 510, 140))
    places = [[500, 0], [0, 0], [250, 100], [250, 90_000]]
    found = places_within_walk(north, places, graph=graph, minutes=10, walker=Walker(40.0))
    # 400 m: the middle of the own bank from everywhere, the far end of the bridge from the eastern 300 m, the
    # far end of the other bank from nowhere
    assert found["place"].to_pylist() == [2, 0]
    assert found["share"].to_pylist() == [1.0, 0.6]
    assert found["minutes"].to_pylist() == [
        pytest.approx(125 / 40, abs=1.3),
        pytest.approx(250 / 40, abs=1.3),
    ]
    straight = places_within_walk(north, places, graph=None, minutes=10, walker=Walker(40.0))
    assert set(straight["place"].to_pylist()) == {0, 1, 2}
    assert set(straight["method"].to_pylist()) == {"straight_line"}
    with pytest.raises(TableError, match="No street runs through"):
        places_within_walk(shapely.to_wkb(shapely.box(9000, 9000, 9100, 9100)), places, graph=graph)


@given(seed=st.integers(0, 2**32 - 1))
@settings(max_examples=30, deadline=None)
def test_the_nearest_stretch_is_the_nearest(seed: int) -> None:
    graph, rng = town(seed, size=40)
    places = np.concatenate([rng.uniform(-300, 1300, (60, 2)), [[-40_000.0, 500.0], [500.0, 9000.0]]])
    lines = shapely.linestrings(graph.points[graph.ends])
    true = shapely.distance(shapely.points(places)[:, None], lines[None, :]).min(axis=1)
    for within in (120, 400, np.inf):
        snapped = graph.snap(places, within=within)
        assert snapped.access == pytest.approx(np.where(true <= within, true, np.inf))
        assert ((snapped.edge >= 0) == (true <= within)).all()
        # where several come equally near, as at a crossing, the first of them is taken
        near = true <= within
        gaps = shapely.distance(shapely.points(places[near])[:, None], lines[None, :])
        first = (gaps <= gaps.min(axis=1, keepdims=True) + 1e-9).argmax(axis=1)
        assert (gaps[np.arange(len(gaps)), snapped.edge[near]] <= gaps.min(axis=1) + 1e-9).all()
        assert (first <= snapped.edge[near]).all()
