"""Network maps: the vector of the field, every metric against an independent library, comparison and places."""

from __future__ import annotations

import math
import random
from collections.abc import Iterator

import networkx as nx
import pytest

from sozialraum.analytics.networks import (
    Alter,
    Direction,
    HorizonCounts,
    NetworkError,
    NetworkMap,
    Sector,
    Support,
    Tie,
    arrange,
    compare,
    measure,
)
from sozialraum.analytics.networks.places import sector_at

FAMILY, FRIENDS, COLLEAGUES, PROFESSIONALS = Sector
GENERATED = 10_000
MOST_PEOPLE = 24


@pytest.fixture
def example() -> NetworkMap:
    people = [
        Alter("M", FAMILY, 20, gender="f"),
        Alter("S", FAMILY, 30, gender="f"),
        Alter("O", FAMILY, 60, gender="m"),
        Alter("F1", FRIENDS, 25),
        Alter("F2", FRIENDS, 70, Tie.NONE),
        Alter("K", COLLEAGUES, 50),
        Alter("P1", PROFESSIONALS, 55, supports={Support.LINKING: Direction.RECEIVED}),
        Alter("P2", PROFESSIONALS, 90, supports={Support.SOCIAL: Direction.GIVEN}),
        Alter("D", FAMILY, 10, deceased=True),
        Alter("X", FRIENDS, 110),
        Alter("dog", FAMILY, 5, human=False),
    ]
    edges = [
        ("M", "S"),
        ("M", "O"),
        ("S", "O"),
        ("F1", "F2"),
        ("M", "P1"),
        ("M", "F1"),
        ("M", "D"),
        ("X", "S"),
    ]
    return NetworkMap(people, edges)


def test_the_vector_of_the_field(example: NetworkMap) -> None:
    found = measure(example)
    assert (found.whole.size, found.whole.size_all, found.whole.edges) == (7, 8, 6)
    assert found.whole.density == pytest.approx(6 / 28)
    assert found.whole.degree_mean == pytest.approx(1.5)
    assert found.whole.stars == ("M",)
    assert found.isolated == ("K", "P2")
    assert found.without_tie == ("F2",)
    assert found.whole.closeness_mean == pytest.approx(37 / 7)
    assert found.whole.cliques == (("M", "O", "S"),)
    assert found.bridges == ("M", "F1")
    assert found.cross_sector_edges == 2
    assert found.professional_share == pytest.approx(2 / 7)
    assert found.whole.horizons == HorizonCounts(near=3, middle=3, far=1)
    assert found.whole.size_by_gender == {"f": 2, "m": 1, None: 4}
    assert found.carrying == ("P1",)


def test_a_part_counts_only_edges_with_both_ends_in_it(example: NetworkMap) -> None:
    found = measure(example)
    assert found.by_sector[FAMILY].edges == 3
    assert found.by_sector[FAMILY].density == 1
    assert found.by_sector[FRIENDS].edges == 1
    assert found.by_sector[FRIENDS].size == 1
    assert found.professional.edges == 0
    assert found.professional.stars == ()
    assert found.everyday.edges == 5


def test_an_empty_map_has_metrics() -> None:
    found = measure(NetworkMap([]))
    assert (found.whole.size, found.whole.density, found.whole.stars) == (0, 0.0, ())
    assert found.professional_share is None


def generated(seed: int) -> NetworkMap:
    chance = random.Random(seed)  # noqa: S311 - maps for a comparison
    people = [
        Alter(
            f"a{index}",
            chance.choice(list(Sector)),
            chance.uniform(0, 115),
            chance.choice(list(Tie)),
            human=chance.random() > 0.03,
            deceased=chance.random() < 0.05,
        )
        for index in range(chance.randrange(MOST_PEOPLE))
    ]
    density = chance.random() ** 2
    edges = [
        (one.alter_id, other.alter_id)
        for index, one in enumerate(people)
        for other in people[:index]
        if chance.random() < density
    ]
    return NetworkMap(people, edges)


def graph_of(network: NetworkMap) -> nx.Graph:
    graph = nx.Graph()
    graph.add_nodes_from((each.alter_id, {"sector": each.sector}) for each in network.connectable)
    graph.add_edges_from(pair for pair in network.edges if all(code in graph for code in pair))
    return graph


@pytest.mark.parametrize("block", range(10))
def test_every_metric_is_that_of_an_independent_library(block: int) -> None:
    compared = 0
    for seed in range(block * GENERATED // 10, (block + 1) * GENERATED // 10):
        network = generated(seed)
        found, graph = measure(network), graph_of(network)
        degrees = dict(graph.degree())
        assert found.degrees == degrees
        assert found.whole.density == pytest.approx(nx.density(graph))
        assert found.whole.edges == graph.number_of_edges()
        assert set(found.bridges) == set(nx.articulation_points(graph))
        assert found.brokerage == pytest.approx(nx.betweenness_centrality(graph, normalized=False))
        cliques = {tuple(sorted(each)) for each in nx.find_cliques(graph) if len(each) >= 3}
        assert set(found.whole.cliques) == cliques
        assert len(found.whole.cliques) == len(cliques)
        assert set(found.isolated) == set(nx.isolates(graph)) & {each.alter_id for each in network.in_contact}
        highest = max(degrees.values(), default=0)
        assert set(found.whole.stars) == {code for code, each in degrees.items() if each == highest and each}
        sectors = nx.get_node_attributes(graph, "sector")
        assert found.cross_sector_edges == sum(sectors[one] != sectors[other] for one, other in graph.edges)
        for sector in Sector:
            part = graph.subgraph(code for code, each in sectors.items() if each is sector)
            assert found.by_sector[sector].density == pytest.approx(nx.density(part))
        compared += 1
    assert compared == GENERATED // 10


@pytest.mark.parametrize(
    ("people", "edges"),
    [
        ([Alter("a", FAMILY, 1), Alter("a", FAMILY, 2)], []),
        ([Alter("a", FAMILY, math.nan)], []),
        ([Alter("a", FAMILY, -1)], []),
        ([Alter("a", FAMILY, 1)], [("a", "a")]),
        ([Alter("a", FAMILY, 1)], [("a", "b")]),
    ],
)
def test_a_map_that_cannot_be_says_so(people: list[Alter], edges: list[tuple[str, str]]) -> None:
    with pytest.raises(NetworkError):
        NetworkMap(people, edges)


def test_an_edge_has_no_direction() -> None:
    people = [Alter("a", FAMILY, 1), Alter("b", FAMILY, 2)]
    assert measure(NetworkMap(people, [("a", "b"), ("b", "a")])).whole.edges == 1


def test_comparison_names_who_came_went_and_moved(example: NetworkMap) -> None:
    later = NetworkMap(
        [
            Alter("M", FAMILY, 20),
            Alter("S", FAMILY, 30.5),
            Alter("O", FAMILY, 20),
            Alter("F1", FRIENDS, 25, Tie.MULTIPLEX),
            Alter("K", FRIENDS, 80),
            Alter("P1", PROFESSIONALS, 110),
            Alter("N", COLLEAGUES, 40),
        ],
        [("M", "S"), ("M", "K"), ("N", "M")],
    )
    found = compare(example, later)
    assert found.new == ("N",)
    assert found.lost == ("F2", "P1", "P2")
    assert found.nearer == ("O",)
    assert found.farther == ("K",)
    changed = {each.alter_id: each for each in found.changed}
    assert set(changed) == {"O", "F1", "K"}
    assert changed["K"].sector == (COLLEAGUES, FRIENDS)
    assert changed["F1"].tie == (Tie.NORMAL, Tie.MULTIPLEX)
    assert changed["O"].new_ring
    assert found.new_edges == {("K", "M")}
    assert found.lost_edges == {("M", "O"), ("O", "S"), ("F1", "M")}


def pairs(count: int) -> Iterator[tuple[int, int]]:
    return ((one, other) for one in range(count) for other in range(one))


def test_everybody_gets_room_in_the_own_sector() -> None:
    people = [Alter(f"a{index}", list(Sector)[index % 4], 20 + 2 * index) for index in range(40)]
    places = arrange(NetworkMap(people))
    for each, place in zip(people, places, strict=True):
        assert sector_at(place.angle) is each.sector
        assert math.hypot(place.x, place.y) == pytest.approx(each.distance)
    nearest = min(
        math.hypot(places[one].x - places[other].x, places[one].y - places[other].y)
        for one, other in pairs(len(places))
    )
    assert nearest > 6


def test_who_was_put_somewhere_stays_there() -> None:
    network = NetworkMap([Alter("a", FAMILY, 50, angle=280.0), Alter("b", FAMILY, 50)])
    assert arrange(network)[0].angle == 280.0
    assert arrange(network) == arrange(network)
