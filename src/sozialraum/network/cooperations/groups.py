"""A large network by groups: areas or kinds of organizations, how many stand in each, and what joins them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final
from uuid import UUID

from sozialraum.foundation.database.collation import german_sort_key
from sozialraum.network.cooperations.queries import Organization
from sozialraum.network.cooperations.sheet import DayNetwork

ELSEWHERE: Final = "anderswo"
FEWEST_TO_MISS: Final = 3
MOST_HUBS: Final = 8


@dataclass(frozen=True, slots=True)
class Group:
    """Organizations that one sign of the picture stands for; ``at`` is longitude and latitude where it is an area."""

    key: str
    name: str
    members: tuple[Organization, ...]
    at: tuple[float, float] | None = None

    @property
    def outside(self) -> bool:
        """Whether these are the partners from elsewhere, who are noted and not counted."""
        return self.key == ELSEWHERE


@dataclass(frozen=True, slots=True)
class GroupLine:
    """One group in the table: how many stand in it, what joins them inside and with whom outside, most first."""

    group: Group
    inside: int
    across: int
    alone: int
    partners: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Hub:
    """An organization that holds much together: partners, the other groups it reaches.

    ``cut_off`` others would lose the largest part of the network without it.
    """

    organization: Organization
    group: str
    partners: int
    groups: int
    cut_off: int


@dataclass(frozen=True)
class GroupedNetwork:
    """A network and its groups; every organization of the network is in one."""

    found: DayNetwork
    groups: tuple[Group, ...]

    @cached_property
    def group_of(self) -> Mapping[UUID, str]:
        """The key of the group in which each organization stands."""
        return {each.id: group.key for group in self.groups for each in group.members}

    @cached_property
    def ties(self) -> Counter[tuple[str, str]]:
        """How many pairs work together, by the keys of their groups in order; a group with itself included."""
        pairs = {row.pair: (row.one.id, row.other.id) for row in self.found.cooperations}
        found: Counter[tuple[str, str]] = Counter()
        for one, other in pairs.values():
            if one in self.group_of and other in self.group_of:
                first, second = sorted((self.group_of[one], self.group_of[other]))
                found[(first, second)] += 1
        return found

    @cached_property
    def lines(self) -> list[GroupLine]:
        """The groups as a table."""
        return [self._line(each) for each in self.groups if not each.outside]

    def _line(self, group: Group) -> GroupLine:
        others = Counter({
            pair[0] if pair[1] == group.key else pair[1]: many
            for pair, many in self.ties.items() if group.key in pair and pair[0] != pair[1]
        })  # fmt: skip
        names = {each.key: each.name for each in self.groups}
        return GroupLine(
            group, self.ties[(group.key, group.key)], others.total(),
            sum(each.id not in self.found.connected for each in group.members),
            tuple((names[key], many) for key, many in others.most_common()),
        )  # fmt: skip

    @cached_property
    def strangers(self) -> list[tuple[str, str]]:
        """Names of groups of some size between which nobody works together, the largest first."""
        large = sorted(
            (each for each in self.groups if len(each.members) >= FEWEST_TO_MISS and not each.outside),
            key=lambda each: -len(each.members),
        )
        return [
            (one.name, other.name)
            for place, one in enumerate(large)
            for other in large[place + 1 :]
            if not self.ties[tuple(sorted((one.key, other.key)))]  # type: ignore[index]  # two keys, sorted
        ]

    @cached_property
    def hubs(self) -> list[Hub]:
        """Who holds most together: by the groups reached, then by partners."""
        names = {each.key: each.name for each in self.groups}
        partners: dict[UUID, set[UUID]] = {}
        for row in self.found.cooperations:
            partners.setdefault(row.one.id, set()).add(row.other.id)
            partners.setdefault(row.other.id, set()).add(row.one.id)
        reached = {
            key: {self.group_of[other] for other in others if other in self.group_of}
            - {self.group_of.get(key)}
            for key, others in partners.items()
        }
        most = sorted(
            (each for each in self.found.organizations if len(partners.get(each.id, ())) > 1),
            key=lambda each: (-len(partners[each.id]) - len(reached[each.id]), german_sort_key(each.name)),
        )[:MOST_HUBS]
        return [
            Hub(each, names[self.group_of[each.id]], len(partners[each.id]), len(reached[each.id]), self._cut_off(each.id))
            for each in most
        ]  # fmt: skip

    def _cut_off(self, hub: UUID) -> int:
        """How many of those who hang together with it would be left outside the largest rest without it."""
        neighbors = self.found.neighbors
        left = set(neighbors.get(hub, ()))
        parts = []
        while left:
            part, waiting = {hub}, [left.pop()]
            while waiting:
                each = waiting.pop()
                if each not in part:
                    part.add(each)
                    waiting += neighbors[each] - part
            left -= part
            parts.append(len(part) - 1)
        return sum(parts) - max(parts, default=0)


def by_area(
    found: DayNetwork, parts: Mapping[str, Iterable[str]], names: Mapping[str, str],
    middles: Mapping[str, tuple[float, float]],
) -> tuple[Group, ...]:  # fmt: skip
    """The organizations by the areas below; ``parts`` says which areas each holds."""
    area_of = {code: key for key, codes in parts.items() for code in codes}
    members: dict[str, list[Organization]] = {}
    for each in found.organizations:
        members.setdefault(area_of.get(each.area_code, each.area_code), []).append(each)
    return tuple(
        Group(key, names.get(key, key), tuple(each), middles.get(key))
        for key, each in sorted(members.items())
    )


def by_kind(found: DayNetwork, order: Sequence[str], names: Mapping[str, str]) -> tuple[Group, ...]:
    """The organizations by what they are, in the ``order`` of kinds."""
    members: dict[str, list[Organization]] = {}
    for each in found.organizations:
        members.setdefault(each.kind.value, []).append(each)
    return tuple(Group(key, names[key], tuple(members[key])) for key in order if key in members)
