"""Where groups and opened organizations of a large network stand in its picture. No markup: places, radii, bounds."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sozialraum.analytics.networks import apart, disc
from sozialraum.network.cooperations.groups import Group, GroupedNetwork

STEP: Final = 34.0
CLOSED, BY_NUMBER = 17.0, 3.4
GAP, AIR = 46.0, 54.0
# a screen is wider than high
WIDER: Final = 1.35
Point = tuple[float, float]


@dataclass(frozen=True)
class Placed:
    """The places of a picture: groups by key with their radius, organizations of opened groups by id; the window."""

    groups: Mapping[str, tuple[Point, float]]
    organizations: Mapping[str, Point]
    bounds: tuple[float, float, float, float]

    @property
    def width(self) -> float:
        """The width of the window."""
        return self.bounds[2] - self.bounds[0]

    @property
    def height(self) -> float:
        """The height of the window."""
        return self.bounds[3] - self.bounds[1]


def placed(network: GroupedNetwork, opened: Collection[str]) -> Placed:
    """Places for groups, areas as they lie on the map and others in a circle, and for the members of opened ones."""
    groups = network.groups
    first = _middles(groups)
    rough = np.array([_rough(each, opened) for each in groups])
    middles = apart(first * (rough.mean() + GAP) * math.sqrt(len(groups)) * [WIDER, 1.0], rough, gap=GAP)
    number = {each.key: place for place, each in enumerate(groups)}
    inner: dict[str, NDArray[np.float64]] = {}
    radii = rough.copy()
    for each in groups:
        if each.key in opened:
            pull = _pull(network, each, middles, number)
            inner[each.key], radii[number[each.key]] = _disc(network, each, pull)
    middles = apart(middles, radii, gap=GAP)
    organizations = {
        str(member.id): (float(x), float(y))
        for each in groups if each.key in inner
        for member, (x, y) in zip(each.members, inner[each.key] + middles[number[each.key]], strict=True)
    }  # fmt: skip
    low, high = (middles - radii[:, None]).min(axis=0) - AIR, (middles + radii[:, None]).max(axis=0) + AIR
    low, high = _wide_enough(low, high)
    return Placed(
        {each.key: ((float(x), float(y)), float(radius)) for each, (x, y), radius in zip(groups, middles, radii, strict=True)},
        organizations, (float(low[0]), float(low[1]), float(high[0]), float(high[1])),
    )  # fmt: skip


def _rough(group: Group, opened: Collection[str]) -> float:
    many = len(group.members)
    return (
        STEP * 1.2 * math.sqrt(many) + STEP if group.key in opened else CLOSED + BY_NUMBER * math.sqrt(many)
    )


def _middles(groups: Sequence[Group]) -> NDArray[np.float64]:
    """Where groups lie to each other, within a circle of radius 1: areas as on the map, the others around."""
    turns = np.arange(len(groups)) * (2 * math.pi / max(len(groups), 1)) - math.pi / 2
    around = np.stack([np.cos(turns), np.sin(turns)], axis=1)
    known = [place for place, each in enumerate(groups) if each.at is not None]
    if len(known) < 2:
        return around
    degrees = np.array([groups[place].at for place in known], dtype=float)
    flat = degrees * [math.cos(math.radians(degrees[:, 1].mean())), -1.0]
    flat -= (flat.min(axis=0) + flat.max(axis=0)) / 2
    around[known] = flat / max(float(np.hypot(flat[:, 0], flat[:, 1]).max()), 1e-9)
    for place, each in enumerate(groups):
        if each.outside:
            around[place] = (1.1, 0.9)
    return around


def _pull(
    network: GroupedNetwork, group: Group, middles: NDArray[np.float64], number: Mapping[str, int]
) -> NDArray[np.float64]:
    """To which side each member is drawn by its partners in other groups."""
    own = {member.id: place for place, member in enumerate(group.members)}
    pull = np.zeros((len(own), 2))
    for row in network.found.cooperations:
        for end, other in ((row.one, row.other), (row.other, row.one)):
            there = network.group_of.get(other.id)
            if end.id in own and there is not None and there != group.key:
                way = middles[number[there]] - middles[number[group.key]]
                pull[own[end.id]] += way / max(float(np.hypot(*way)), 1e-9)
    return pull


def _disc(
    network: GroupedNetwork, group: Group, pull: NDArray[np.float64]
) -> tuple[NDArray[np.float64], float]:
    own = {member.id: place for place, member in enumerate(group.members)}
    ties = sorted({
        (own[row.one.id], own[row.other.id])
        for row in network.found.inside if row.one.id in own and row.other.id in own
    })  # fmt: skip
    places, radius = _kept(len(own), tuple(ties), tuple(map(tuple, pull.round(2).tolist())))
    return places, radius


@lru_cache(maxsize=256)
def _kept(
    many: int, ties: tuple[tuple[int, int], ...], pull: tuple[Point, ...]
) -> tuple[NDArray[np.float64], float]:  # fmt: skip
    """The same group is drawn again whenever somebody opens another one beside it."""
    return disc(many, ties, pull=np.array(pull).reshape(-1, 2), step=STEP)


def _wide_enough(
    low: NDArray[np.float64], high: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """A window that is no higher than it is wide, with room for names at its sides."""
    width, height = high - low
    more = max(0.0, height * WIDER - width, 760.0 - width) / 2
    aside = np.array([more, 0.0])
    return low - aside, high + aside
