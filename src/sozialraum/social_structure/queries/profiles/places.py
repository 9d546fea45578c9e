"""What is in an area and what its people reach on foot: places by number, their map, the way to others."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import shapely
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from sozialraum.analytics.reach import WalkerKind, places_within_walk, walking_distance
from sozialraum.foundation.database.editions import kept
from sozialraum.foundation.ui.maps import Outline
from sozialraum.foundation.ui.quarter_maps import Pin, place_map
from sozialraum.social_structure.contributions import (
    OTHER_PLACES,
    AreaKey,
    Assets,
    Place,
    assets_of,
    places_near,
)
from sozialraum.social_structure.models import AreaSystem
from sozialraum.social_structure.queries.areas import (
    EDITION,
    AreaFacts,
    SystemFacts,
    areas_of,
    outlines_of,
)

MINUTES = 15
MOST_SPOTS = 10
MOST_NEAR = 5
METERS_PER_DEGREE = 111_320.0
SAME_SPOT = 4  # decimals of a degree: about ten meters


@dataclass(frozen=True, slots=True)
class Spot:
    """A numbered point of the map: what is there, and what else happens at the same address."""

    number: int
    place: Place
    also: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class NearPlace:
    """A place outside the area that its people reach: minutes for the middle one of its homes."""

    place: Place
    minutes: int


@dataclass(frozen=True, slots=True)
class Walk:
    """What an area reaches in a quarter of an hour at a child's pace: how many places inside and beyond its border,
    and the first of those beyond. ``barriers`` tells whether places behind a river or a railway were left out.
    """

    minutes: int
    inside: int
    beyond: int
    nearest: tuple[NearPlace, ...]
    barriers: bool


@dataclass(frozen=True, slots=True)
class WhatIsHere:
    """Places and offers of an area: the first spots with their map, all others by name, and what lies around."""

    count: int
    spots: tuple[Spot, ...]
    others: tuple[Place, ...]
    map: SafeString | None
    walk: Walk | None

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
        count=assets.count, spots=spots, others=others, map=_drawn(system, area, pins) if area.parent_code else None,
        walk=_walk_of(area, system, today) if area.level == system.levels[-1].code else None,
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


@kept(EDITION, size=4)
def _outlines(system_id: int, level: str) -> tuple[Outline, ...]:
    return tuple(outlines_of(system_id, level))


@kept(EDITION, size=4)
def _background(system_id: int) -> tuple[dict[str, Any], ...]:
    return tuple(AreaSystem.objects.values_list("background", flat=True).get(id=system_id))


@kept(EDITION, size=256)
def _drawn(system: SystemFacts, area: AreaFacts, pins: tuple[Pin, ...]) -> SafeString | None:
    outlines = _outlines(system.id, area.level)
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
        here, around, _background(system.id), pins, title=title % {"area": area.name, "names": names}
    )


def _walk_of(area: AreaFacts, system: SystemFacts, today: date) -> Walk | None:
    """What lies within reach; None where the area has no outline or no floor knows places."""
    outline = next(
        (each.wkb for each in _outlines(system.id, area.level) if each.area_code == area.area_code), b""
    )
    if not outline:
        return None
    west, south, east, north = shapely.from_wkb(outline).bounds
    up = walking_distance(MINUTES, WalkerKind.CHILD) / METERS_PER_DEGREE
    across = up / math.cos(math.radians((south + north) / 2))
    places = places_near((west - across, south - up, east + across, north + up), today)
    located = tuple(each for each in places if each.longitude is not None and each.latitude is not None)
    return _walk(system, outline, located) if located else None


@kept(EDITION, size=256)
def _walk(system: SystemFacts, outline: bytes, places: tuple[Place, ...]) -> Walk:
    """Straight ways with the usual detour, since no streets are stored; what lies behind a river or a railway, seen
    from the area, is left out, because nothing tells where one can cross.
    """
    shape = shapely.from_wkb(outline)
    points = np.array([(each.longitude or 0.0, each.latitude or 0.0) for each in places], np.float64)
    inside = shapely.contains_xy(shape, points[:, 0], points[:, 1])
    barriers = [
        shapely.geometry.shape(each["geometry"])
        for each in _background(system.id)
        if each.get("properties", {}).get("kind") in {"water", "railway"}
    ]
    behind = np.zeros(len(places), np.bool_)
    if barriers:
        lines = shapely.shortest_line(shape, shapely.points(points))
        behind = shapely.intersects(lines, shapely.union_all(barriers)) & ~inside
    shrink = math.cos(math.radians(shape.centroid.y))
    scale = np.array([METERS_PER_DEGREE * shrink, METERS_PER_DEGREE])
    in_meters = shapely.to_wkb(shapely.transform(shape, lambda at: at * scale))
    kept_places = [place for place, hidden in zip(places, behind, strict=True) if not hidden]
    within = places_within_walk(in_meters, (points * scale)[~behind], graph=None, minutes=MINUTES).to_pylist()
    found = [
        (kept_places[row["place"]], row["minutes"], bool(inside[~behind][row["place"]])) for row in within
    ]
    beyond = [(place, minutes) for place, minutes, here in found if not here]
    beyond.sort(key=lambda each: (each[0].rank >= OTHER_PLACES, each[1], each[0].name))
    return Walk(
        minutes=MINUTES, inside=len(found) - len(beyond), beyond=len(beyond), barriers=bool(behind.any()),
        nearest=tuple(NearPlace(place, max(1, round(minutes))) for place, minutes in beyond[:MOST_NEAR]),
    )  # fmt: skip
