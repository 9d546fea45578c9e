"""The network of an area as a sheet of the generic map, and what is counted on it. Pure functions of what was read.

An organization stands the nearer to the middle, the more others of the area it works with; who works with nobody
stands at the edge, hollow. Partners from elsewhere stand beyond the edge: they are noted and not counted, as on every
network map.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Final
from uuid import UUID

from sozialraum.analytics.networks import (
    Alter,
    NetworkMap,
    NetworkMetrics,
    Sector,
    Tie,
    arrange,
    articulation_points,
    measure,
)
from sozialraum.foundation.database.collation import german_sort_key
from sozialraum.network.cooperations.queries import CooperationRow, Organization
from sozialraum.network.cooperations.rules import SECTOR_OF
from sozialraum.network.network_maps import MapPerson, Sheet

NEAREST, FARTHEST, ALONE, OUTSIDE = 12.0, 80.0, 93.0, 108.0
MOST_OUTSIDE: Final = 10
LONGEST_LABEL: Final = 26


@dataclass(frozen=True)
class DayNetwork:
    """Who worked with whom on a day: the organizations of the area, and the cooperations that ran then."""

    organizations: tuple[Organization, ...]
    cooperations: tuple[CooperationRow, ...]

    @cached_property
    def here(self) -> frozenset[UUID]:
        """The organizations of the area."""
        return frozenset(each.id for each in self.organizations)

    @cached_property
    def inside(self) -> tuple[CooperationRow, ...]:
        """Cooperations with both ends in the area."""
        return tuple(row for row in self.cooperations if {row.one.id, row.other.id} <= self.here)

    @cached_property
    def across(self) -> tuple[CooperationRow, ...]:
        """Cooperations that lead out of the area."""
        return tuple(row for row in self.cooperations if len({row.one.id, row.other.id} & self.here) == 1)

    @cached_property
    def degrees(self) -> Counter[UUID]:
        """With how many others of the area each works."""
        return Counter({key: len(others) for key, others in self.neighbors.items()})

    @cached_property
    def partners_outside(self) -> tuple[Organization, ...]:
        """Those from elsewhere who work with somebody here, the most joined first."""
        found: Counter[Organization] = Counter(
            end for row in self.across for end in (row.one, row.other) if end.id not in self.here
        )
        return tuple(sorted(found, key=lambda each: (-found[each], german_sort_key(each.name))))

    @cached_property
    def connected(self) -> frozenset[UUID]:
        """Those of the area who work with somebody, here or elsewhere."""
        return frozenset(id_ for row in self.cooperations for id_ in (row.one.id, row.other.id)) & self.here

    @cached_property
    def sheet(self) -> Sheet:
        """The sheet of the map."""
        return _sheet(self)

    @cached_property
    def metrics(self) -> NetworkMetrics:
        """Density, bridges, stars and the rest, by the definitions of every network map (DOMAIN 2.5)."""
        return measure(self.sheet.network)

    @cached_property
    def density(self) -> float:
        """The share of possible pairs that work together; 0 below two organizations."""
        many = len(self.organizations)
        return len({row.pair for row in self.inside}) / (many * (many - 1) / 2) if many > 1 else 0.0

    @cached_property
    def stars(self) -> tuple[Organization, ...]:
        """Those who work with most others of the area."""
        most = max(self.degrees.values(), default=0)
        return tuple(each for each in self.organizations if most and self.degrees[each.id] == most)

    @cached_property
    def bridges(self) -> tuple[Organization, ...]:
        """Those without whom parts of the area's network would lose each other."""
        neighbors = {str(key): frozenset(map(str, others)) for key, others in self.neighbors.items()}
        cutting = set(articulation_points(neighbors))
        return tuple(each for each in self.organizations if str(each.id) in cutting)

    @cached_property
    def neighbors(self) -> dict[UUID, set[UUID]]:
        """With whom of the area each works; who works with nobody here is absent."""
        found: dict[UUID, set[UUID]] = {}
        for row in self.inside:
            found.setdefault(row.one.id, set()).add(row.other.id)
            found.setdefault(row.other.id, set()).add(row.one.id)
        return found

    @cached_property
    def parts(self) -> list[frozenset[UUID]]:
        """The parts of the network that hang together, the largest first; who works with nobody here is in none."""
        neighbors = self.neighbors
        found: list[frozenset[UUID]] = []
        seen: set[UUID] = set()
        for first in neighbors:
            if first in seen:
                continue
            part, waiting = set[UUID](), [first]
            while waiting:
                each = waiting.pop()
                if each not in part:
                    part.add(each)
                    waiting += neighbors[each]
            seen |= part
            found.append(frozenset(part))
        return sorted(found, key=lambda part: (-len(part), min(part)))

    @cached_property
    def strangers(self) -> list[tuple[Sector, Sector]]:
        """Pairs of groups, both of which stand here, between which nobody works together."""
        sector = {each.id: SECTOR_OF[each.kind] for each in self.organizations}
        there = [each for each in Sector if each in sector.values()]
        joined = {frozenset((sector[row.one.id], sector[row.other.id])) for row in self.inside}
        return [
            (one, other)
            for number, one in enumerate(there)
            for other in there[number + 1 :]
            if frozenset((one, other)) not in joined
        ]


def network_on(
    day: date, organizations: Iterable[Organization], cooperations: Iterable[CooperationRow]
) -> DayNetwork:
    """The network as it was on a day. Organizations are those of today: that a house was founded is not known."""
    return DayNetwork(tuple(organizations), tuple(row for row in cooperations if row.runs_on(day)))


def of_areas(found: DayNetwork, area_codes: Collection[str]) -> DayNetwork:
    """The part of a network that lies in these areas, with what leads out of them."""
    here = tuple(each for each in found.organizations if each.area_code in area_codes)
    ids = {each.id for each in here}
    return DayNetwork(here, tuple(row for row in found.cooperations if {row.one.id, row.other.id} & ids))


def parts_of(found: DayNetwork, areas: Mapping[str, Collection[str]]) -> dict[str, DayNetwork]:
    """The parts of a network that lie in each of these groups of areas, as :func:`of_areas` gives one, in one pass.

    No area is in two groups.
    """
    group_of = {code: key for key, codes in areas.items() for code in codes}
    houses: dict[str, list[Organization]] = {key: [] for key in areas}
    rows: dict[str, list[CooperationRow]] = {key: [] for key in areas}
    stands: dict[UUID, str] = {}
    for each in found.organizations:
        if (key := group_of.get(each.area_code)) is not None:
            houses[key].append(each)
            stands[each.id] = key
    for row in found.cooperations:
        for key in {stands.get(row.one.id), stands.get(row.other.id)} - {None}:
            rows[str(key)].append(row)
    return {key: DayNetwork(tuple(houses[key]), tuple(rows[key])) for key in areas}


def _sheet(found: DayNetwork) -> Sheet:
    outside = found.partners_outside[:MOST_OUTSIDE]
    distances = _distances(found)
    shown = [*found.organizations, *outside]
    alters = [
        Alter(
            str(each.id), SECTOR_OF[each.kind], distances.get(each.id, OUTSIDE),
            tie=Tie.NORMAL if found.degrees[each.id] else Tie.NONE,
        )
        for each in shown
    ]  # fmt: skip
    ids = {each.alter_id for each in alters}
    ties = frozenset(row.pair for row in found.cooperations if set(row.pair) <= ids)
    places = arrange(NetworkMap(alters, ties))
    return Sheet(
        tuple(
            MapPerson(
                key=alter.alter_id, name=label_of(each.name), role=each.name, sector=alter.sector,
                distance=alter.distance, angle=place.angle, tie=alter.tie,
            )
            for each, alter, place in zip(shown, alters, places, strict=True)
        ),
        ties,
    )  # fmt: skip


def _distances(found: DayNetwork) -> dict[UUID, float]:
    """How far from the middle each stands: equal shares of the disc hold equally many organizations."""
    degrees = [found.degrees[each.id] for each in found.organizations if found.degrees[each.id]]
    many = Counter(degrees)
    at: dict[int, float] = {}
    before = 0
    for degree in sorted(many, reverse=True):
        share = (before + many[degree] / 2) / len(degrees)
        at[degree] = NEAREST + (FARTHEST - NEAREST) * math.sqrt(share)
        before += many[degree]
    return {each.id: at.get(found.degrees[each.id], ALONE) for each in found.organizations}


def label_of(name: str) -> str:
    """A name as it stands in the picture, where long ones would cover their neighbors; whole words, as it is read out.

    >>> label_of("Kita Kaje"), label_of("Katholische Kirchengemeinde Sankt Petri")
    ('Kita Kaje', 'Katholische …')
    """
    if len(name) <= LONGEST_LABEL:
        return name
    words = name[:LONGEST_LABEL].rpartition(" ")[0]
    return f"{words} …" if words else name
