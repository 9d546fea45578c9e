"""Metrics of a network map after the definitions of easyNWK, with bridges, brokerage and carrying contacts.

A are the connectable people, A1 those of them with a tie to the middle, E the edges between members of A. The person
in the middle is in none of these sets.
"""

from __future__ import annotations

import math
from collections import Counter, deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean, pstdev
from typing import Final

from sozialraum.analytics.networks.network_map import OUTER_HORIZON, Alter, Horizon, NetworkMap, Sector

HIGHEST_CLOSENESS: Final = 9
SMALLEST_CLIQUE: Final = 3
EVERY_SECTOR: Final = frozenset(Sector)
Neighbors = Mapping[str, frozenset[str]]


@dataclass(frozen=True, slots=True)
class HorizonCounts:
    """People in contact by ring."""

    near: int
    middle: int
    far: int


@dataclass(frozen=True, slots=True)
class SectorMetrics:
    """The metrics of one part of the people; edges count only with both ends in the part.

    - `size` |A1|, `size_all` |A|, `size_by_gender` (A1; None where it is not said), `horizons` (A1).
    - `edges` |E|; `density` |E| / (|A|(|A|-1)/2), 0 below two people.
    - `degree_mean`, `degree_deviation` (population) over A; `stars` are all of A with the highest degree above 0.
    - `closeness_mean`, `closeness_deviation` (population) of max(9 - floor(9d/100), 0) over A1.
    - `cliques` are the maximal cliques of at least three, each sorted, in sorted order.
    """

    size: int
    size_all: int
    size_by_gender: Mapping[str | None, int]
    horizons: HorizonCounts
    edges: int
    density: float
    degree_mean: float
    degree_deviation: float
    stars: tuple[str, ...]
    closeness_mean: float
    closeness_deviation: float
    cliques: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class NetworkMetrics:
    """The metrics of the whole map and of its parts.

    - `isolated`: people in contact who know nobody else on the map.
    - `without_tie`: people on the map with no tie to the middle now.
    - `bridges`: articulation points of (A, E): without them, parts of the map lose each other.
    - `brokerage`: betweenness of each of A in (A, E), as the number of pairs whose shortest ways lead over it.
    - `cross_sector_edges`: edges between different sectors.
    - `professional_share`: professionals among A1, None where nobody is in contact.
    - `carrying`: people in contact from whom support is received.
    """

    whole: SectorMetrics
    by_sector: Mapping[Sector, SectorMetrics]
    everyday: SectorMetrics
    professional: SectorMetrics
    isolated: tuple[str, ...]
    without_tie: tuple[str, ...]
    degrees: Mapping[str, int]
    bridges: tuple[str, ...]
    brokerage: Mapping[str, float]
    cross_sector_edges: int
    professional_share: float | None
    carrying: tuple[str, ...]


def measure(network: NetworkMap) -> NetworkMetrics:
    """All metrics of a map. Source: easyNWK (FH St. Pölten), metric definitions; bridges and brokerage are added.

    >>> from sozialraum.analytics.networks import Alter, Sector
    >>> found = measure(NetworkMap(
    ...     [Alter("M", Sector.FAMILY, 20), Alter("S", Sector.FAMILY, 30), Alter("F", Sector.FRIENDS, 70)],
    ...     [("M", "S"), ("M", "F")],
    ... ))
    >>> found.whole.size, round(found.whole.density, 3), found.whole.stars, found.bridges
    (3, 0.667, ('M',), ('M',))
    """
    neighbors = _neighbors(network, EVERY_SECTOR)
    sector_of = {each.alter_id: each.sector for each in network.connectable}
    contact = network.in_contact
    professionals = sum(each.sector is Sector.PROFESSIONALS for each in contact)
    return NetworkMetrics(
        whole=_part(network, EVERY_SECTOR),
        by_sector={sector: _part(network, frozenset({sector})) for sector in Sector},
        everyday=_part(network, EVERY_SECTOR - {Sector.PROFESSIONALS}),
        professional=_part(network, frozenset({Sector.PROFESSIONALS})),
        isolated=tuple(each.alter_id for each in contact if not neighbors[each.alter_id]),
        without_tie=tuple(each.alter_id for each in network.connectable if each not in contact),
        degrees={code: len(others) for code, others in neighbors.items()},
        bridges=articulation_points(neighbors),
        brokerage=betweenness(neighbors),
        cross_sector_edges=sum(
            sector_of[one] is not sector_of[other] for one, other in _edges_of(network, sector_of)
        ),
        professional_share=professionals / len(contact) if contact else None,
        carrying=tuple(each.alter_id for each in contact if each.carries),
    )


def closeness(distance: float) -> int:
    """The closeness score of a distance: 9 in the middle, 0 at the outer horizon.

    >>> [closeness(d) for d in (0, 11.1, 20, 55, 99.9, 100)]
    [9, 9, 8, 5, 1, 0]
    """
    return max(HIGHEST_CLOSENESS - math.floor(HIGHEST_CLOSENESS * distance / OUTER_HORIZON), 0)


def articulation_points(neighbors: Neighbors) -> tuple[str, ...]:
    """Nodes whose removal leaves more components than before, in the order of `neighbors` (Hopcroft/Tarjan 1973)."""
    reached: dict[str, int] = {}
    lowest: dict[str, int] = {}
    cutting: set[str] = set()
    for root in neighbors:
        if root in reached:
            continue
        reached[root] = lowest[root] = len(reached)
        ways: list[tuple[str, str | None, Iterator[str]]] = [(root, None, iter(neighbors[root]))]
        branches = 0
        while ways:
            node, parent, rest = ways[-1]
            following = next(rest, None)
            if following is None:
                ways.pop()
                if parent is None:
                    continue
                lowest[parent] = min(lowest[parent], lowest[node])
                if parent == root:
                    branches += 1
                elif lowest[node] >= reached[parent]:
                    cutting.add(parent)
            elif following not in reached:
                reached[following] = lowest[following] = len(reached)
                ways.append((following, node, iter(neighbors[following])))
            elif following != parent:
                lowest[node] = min(lowest[node], reached[following])
        if branches > 1:
            cutting.add(root)
    return tuple(code for code in neighbors if code in cutting)


def betweenness(neighbors: Neighbors) -> dict[str, float]:
    """Betweenness of every node in an undirected graph without weights, each pair counted once (Brandes 2001)."""
    score = dict.fromkeys(neighbors, 0.0)
    for source in neighbors:
        order, predecessors, ways = _shortest_ways(neighbors, source)
        dependency = dict.fromkeys(order, 0.0)
        for node in reversed(order):
            for before in predecessors[node]:
                dependency[before] += ways[before] / ways[node] * (1 + dependency[node])
            if node != source:
                score[node] += dependency[node] / 2
    return score


def maximal_cliques(neighbors: Neighbors) -> tuple[tuple[str, ...], ...]:
    """All maximal cliques of at least three nodes, sorted (Bron/Kerbosch 1973 with pivot)."""
    found: list[tuple[str, ...]] = []
    open_branches: list[tuple[frozenset[str], frozenset[str], frozenset[str]]] = [
        (frozenset(), frozenset(neighbors), frozenset())
    ]
    while open_branches:
        clique, candidates, done = open_branches.pop()
        if not candidates and not done:
            if len(clique) >= SMALLEST_CLIQUE:
                found.append(tuple(sorted(clique)))
            continue
        pivot = max(candidates | done, key=lambda node: len(candidates & neighbors[node]))
        for node in candidates - neighbors[pivot]:
            open_branches.append((clique | {node}, candidates & neighbors[node], done & neighbors[node]))
            candidates -= {node}
            done |= {node}
    return tuple(sorted(found))


def _part(network: NetworkMap, sectors: frozenset[Sector]) -> SectorMetrics:
    everyone = [each for each in network.connectable if each.sector in sectors]
    contact = [each for each in network.in_contact if each.sector in sectors]
    neighbors = _neighbors(network, sectors)
    degrees = {code: len(others) for code, others in neighbors.items()}
    highest = max(degrees.values(), default=0)
    edges = sum(degrees.values()) // 2
    pairs = len(everyone) * (len(everyone) - 1) // 2
    scores = [closeness(each.distance) for each in contact]
    degree_mean, degree_deviation = _mean_and_deviation(list(degrees.values()))
    closeness_mean, closeness_deviation = _mean_and_deviation(scores)
    return SectorMetrics(
        size=len(contact),
        size_all=len(everyone),
        size_by_gender=Counter(each.gender for each in contact),
        horizons=_horizons(contact),
        edges=edges,
        density=edges / pairs if pairs else 0.0,
        degree_mean=degree_mean,
        degree_deviation=degree_deviation,
        stars=tuple(code for code, degree in degrees.items() if degree == highest and highest),
        closeness_mean=closeness_mean,
        closeness_deviation=closeness_deviation,
        cliques=maximal_cliques(neighbors),
    )


def _horizons(people: Sequence[Alter]) -> HorizonCounts:
    counts = Counter(each.horizon for each in people)
    return HorizonCounts(*(counts[ring] for ring in Horizon))


def _mean_and_deviation(values: Sequence[int]) -> tuple[float, float]:
    return (fmean(values), pstdev(values)) if values else (0.0, 0.0)


def _edges_of(network: NetworkMap, among: Iterable[str]) -> list[tuple[str, str]]:
    inside = set(among)
    return [(one, other) for one, other in network.edges if one in inside and other in inside]


def _neighbors(network: NetworkMap, sectors: frozenset[Sector]) -> dict[str, frozenset[str]]:
    near: dict[str, set[str]] = {
        each.alter_id: set() for each in network.connectable if each.sector in sectors
    }
    for one, other in _edges_of(network, near):
        near[one].add(other)
        near[other].add(one)
    return {code: frozenset(others) for code, others in near.items()}


def _shortest_ways(
    neighbors: Neighbors, source: str
) -> tuple[list[str], dict[str, list[str]], dict[str, float]]:
    """Nodes in the order of their distance, the nodes before each on shortest ways, and how many such ways there are."""
    order: list[str] = []
    predecessors: dict[str, list[str]] = {source: []}
    ways = {source: 1.0}
    steps = {source: 0}
    waiting = deque([source])
    while waiting:
        node = waiting.popleft()
        order.append(node)
        for following in neighbors[node]:
            if following not in steps:
                steps[following] = steps[node] + 1
                ways[following] = 0.0
                predecessors[following] = []
                waiting.append(following)
            if steps[following] == steps[node] + 1:
                ways[following] += ways[node]
                predecessors[following].append(node)
    return order, predecessors, ways
