"""What is in an area and what its people reach on foot: places by number, their map, the way to others."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import shapely
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from sozialraum.foundation.database.editions import kept
from sozialraum.foundation.ui.quarter_maps import Pin, place_map
from sozialraum.social_structure.contributions import (
    AreaKey,
    Assets,
    Place,
    assets_of,
)
from sozialraum.social_structure.queries.areas import (
    EDITION,
    AreaFacts,
    SystemFacts,
    areas_of,
)
from sozialraum.social_structure.queries.profiles.shapes import all_outlines, barriers_of
from sozialraum.social_structure.queries.profiles.walks import Walk, walk_of

MOST_SPOTS = 10
MOST_LISTED = 60
SAME_SPOT = 4  # decimals of a degree: about ten meters


@dataclass(frozen=True, slots=True)
class Spot:
    """A numbered point of the map: what is there, and what else happens at the same address."""

    number: int
    place: Place
    also: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class WhatIsHere:
    """Places and offers of an area: the first spots with their map, all others by name, and what lies around."""

    count: int
    spots: tuple[Spot, ...]
    others: tuple[Place, ...]
    map: SafeString | None
    all_url: str
    walk: Walk | None

    @property
    def listed(self) -> tuple[Place, ...]:
        """The others that the page names; a whole town has thousands, which the directory lists."""
        return self.others[:MOST_LISTED]

    @property
    def unlisted(self) -> int:
        """How many of the others the page does not name."""
        return len(self.others) - len(self.listed)

    @property
    def places(self) -> tuple[Place, ...]:
        """Every place and offer, in the order of the page."""
        numbered = (each for spot in self.spots for each in (spot.place, *spot.also))
        return (*numbered, *self.others)


def what_is_here(area: AreaFacts, system: SystemFacts, today: date) -> WhatIsHere:
    """The places and offers of an area as they are today; they change without an import and are not kept."""
    parts = finest_within(system, area.area_code)
    assets = assets_of(AreaKey(system.code, system.vintage, area.area_code, parts), today)
    spots, others = _spots(assets)
    pins = tuple(
        Pin(each.number, each.place.longitude, each.place.latitude, each.place.name)
        for each in spots
        if each.place.longitude is not None and each.place.latitude is not None
    )
    return WhatIsHere(
        count=assets.count, spots=spots, others=others, all_url=assets.url, map=_drawn(system, area, pins) if area.parent_code else None,
        walk=walk_of(area, system, today) if area.level == system.levels[-1].code else None,
    )  # fmt: skip


@kept(EDITION, size=512)
def finest_within(system: SystemFacts, area_code: str) -> tuple[str, ...]:
    """The keys of the finest areas within an area; none for one that is of the finest level itself."""
    areas = areas_of(system)
    finest = system.levels[-1].code
    if area_code not in areas or areas[area_code].level == finest:
        return ()
    found = []
    for each in areas.values():
        above = each.parent_code
        while above and above != area_code:
            above = areas[above].parent_code
        if each.level == finest and above == area_code:
            found.append(each.area_code)
    return tuple(found)


def _spots(assets: Assets) -> tuple[tuple[Spot, ...], tuple[Place, ...]]:
    """Places at one address share a number; those that are open to everybody come first."""
    by_point: dict[tuple[float, float], list[Place]] = {}
    pointless: list[Place] = []
    for each in sorted(assets.places, key=lambda place: place.rank):
        if each.longitude is None or each.latitude is None:
            pointless.append(each)
        else:
            point = (round(each.longitude, SAME_SPOT), round(each.latitude, SAME_SPOT))
            by_point.setdefault(point, []).append(each)
    groups = list(by_point.values())
    spots = tuple(
        Spot(number, first, tuple(also)) for number, (first, *also) in enumerate(groups[:MOST_SPOTS], start=1)
    )
    rest = [each for group in groups[MOST_SPOTS:] for each in group]
    return spots, tuple(rest + pointless)


@kept(EDITION, size=256)
def _drawn(system: SystemFacts, area: AreaFacts, pins: tuple[Pin, ...]) -> SafeString | None:
    outlines = all_outlines(system.id, area.level)
    here = next((each for each in outlines if each.area_code == area.area_code), None)
    if here is None or not here.wkb:
        return None
    west, south, east, north = shapely.from_wkb(here.wkb).bounds
    wide, high = (east - west), (north - south)
    near = shapely.box(west - wide, south - high, east + wide, north + high)
    around = [each for each in outlines if each is not here and each.wkb and shapely.intersects(shapely.from_wkb(each.wkb), near)]  # fmt: skip
    names = ", ".join(f"{pin.number} {pin.name}" for pin in pins)
    title = gettext("Map of %(area)s with its places: %(names)s") if pins else gettext("Map of %(area)s")
    return place_map(
        here, around, barriers_of(system.id), pins, title=title % {"area": area.name, "names": names}
    )
