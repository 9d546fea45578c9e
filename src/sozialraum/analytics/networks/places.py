"""Where people stand on the sheet: as they were put, the others where there is room in their sector."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

from sozialraum.analytics.networks.network_map import OUTER_HORIZON, Alter, NetworkMap, Sector

# each sector is a quarter of the sheet, in degrees clockwise from the top
QUARTERS: Final[dict[Sector, float]] = {
    Sector.FRIENDS: 0.0,
    Sector.COLLEAGUES: 90.0,
    Sector.PROFESSIONALS: 180.0,
    Sector.FAMILY: 270.0,
}
QUARTER: Final = 90.0
# nobody is put on the line between two sectors
BORDER: Final = 7.0
STEP: Final = 1.0
# a name stands beside its sign: two people one above the other need less room than side by side
NAME_WIDTH: Final = 2.5


@dataclass(frozen=True, slots=True)
class Place:
    """A position: x to the right and y downwards from the middle, 100 at the outer horizon; `angle` in degrees."""

    alter_id: str
    x: float
    y: float
    angle: float


def arrange(network: NetworkMap) -> tuple[Place, ...]:
    """A place for everybody on the map, in the map's order.

    Whoever has an angle keeps it. The others are put, in the map's order, at the angle of their sector where the
    nearest neighbor is farthest away (the names count as wide). The same map gives the same places.

    >>> from sozialraum.analytics.networks import Alter, Sector
    >>> one, two = arrange(NetworkMap([Alter("a", Sector.FRIENDS, 50), Alter("b", Sector.FRIENDS, 50)]))
    >>> 0 < one.angle < 90 and 0 < two.angle < 90 and abs(one.angle - two.angle) > 30
    True
    """
    put = {each.alter_id: _place(each, each.angle) for each in network.alters if each.angle is not None}
    for each in network.alters:
        if each.alter_id not in put:
            put[each.alter_id] = _roomiest(each, list(put.values()))
    return tuple(put[each.alter_id] for each in network.alters)


def sector_at(angle: float) -> Sector:
    """The sector in which an angle lies.

    >>> sector_at(45), sector_at(-10), sector_at(180)
    (<Sector.FRIENDS: 'friends'>, <Sector.FAMILY: 'family'>, <Sector.PROFESSIONALS: 'professionals'>)
    """
    begin = math.floor(angle % 360.0 / QUARTER) * QUARTER
    return next(sector for sector, at in QUARTERS.items() if at == begin)


def _roomiest(alter: Alter, taken: list[Place]) -> Place:
    steps = int((QUARTER - 2 * BORDER) / STEP)
    middle = QUARTERS[alter.sector] + QUARTER / 2
    # from the middle of the sector outwards, so that the first one stands in the middle
    offsets = sorted((index * STEP - (QUARTER / 2 - BORDER) for index in range(steps + 1)), key=abs)
    candidates = [_place(alter, middle + offset) for offset in offsets]
    return max(candidates, key=lambda place: _room(place, taken))


def _room(place: Place, taken: list[Place]) -> float:
    return min(
        (math.hypot((place.x - each.x) / NAME_WIDTH, place.y - each.y) for each in taken),
        default=OUTER_HORIZON,
    )


def _place(alter: Alter, angle: float) -> Place:
    turn = math.radians(angle)
    return Place(
        alter.alter_id, alter.distance * math.sin(turn), -alter.distance * math.cos(turn), angle % 360.0
    )
