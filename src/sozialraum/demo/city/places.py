"""Places of Lindenfurt: schools, day care, youth centers, clubs, playgrounds and where people meet."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib import resources
from typing import Any

import numpy as np
import pyarrow as pa
import shapely

from sozialraum.demo.city.blueprint import JOINED_TOWNS, Blueprint, Quarter
from sozialraum.demo.city.geometry import Land, points_to_degrees
from sozialraum.demo.city.names import street_names
from sozialraum.demo.city.randomness import apportion, stream
from sozialraum.demo.city.staff import DRAWN_ON
from sozialraum.demo.city.streets import Streets

FEATURED = "0301"
"""The quarter whose places are all named by hand, because the pages show them."""
AROUND_FEATURED = frozenset({"0302", "0303", "0305", "0306"})
PLACED_BY_HAND = frozenset({"library", "pediatrician", "youth_center"})
"""Kinds of place that no quarter around the featured one gets by chance, so that its walks stay as told."""
PLAY_SPACE_PER_CHILD = 11.2
STREETS_PER_QUARTER = 6
CONFIRMED_SHARE = 0.61
UNSTAFFED = frozenset({"playground", "pitch", "informal_place", "garden"})
LANGUAGES = (
    "Türkisch",
    "Arabisch",
    "Englisch",
    "Russisch",
    "Ukrainisch",
    "Polnisch",
    "Französisch",
    "Albanisch",
)


@dataclass(frozen=True)
class Place:
    """A place in a quarter; `point` is in metres (EPSG:25832), `node` the nearest street crossing."""

    code: str
    kind: str
    name: str
    quarter: int
    address: str
    point: tuple[float, float]
    node: int
    hours: str
    note: str
    meeting_place: bool
    provider_code: str | None
    capacity: int
    play_space: int
    barrier_free: bool
    languages: tuple[str, ...]
    confirmed_on: date


@cache
def _lists() -> dict[str, Any]:
    text = resources.files("sozialraum.demo.city").joinpath("base/places.toml").read_text("utf-8")
    return tomllib.loads(text)


def draw_places(blueprint: Blueprint, land: Land, streets: Streets) -> list[Place]:
    """Draw all places, 984 at scale 1, each near a street of its quarter; names are unique."""
    rng = stream(blueprint.seed, "places")
    names = _names_of_streets(blueprint, rng)
    drafts = _known(blueprint, land, streets) + _drawn(blueprint, land, streets, names, rng)
    play_space = _play_space(blueprint, drafts, rng)
    places = []
    for number, (draft, space) in enumerate(zip(drafts, play_space, strict=True), start=1):
        days = (
            5 + int(rng.random() * 350) if rng.random() < CONFIRMED_SHARE else 366 + int(rng.random() * 700)
        )
        speaks = rng.permutation(len(LANGUAGES))[: int(rng.choice([0, 0, 1, 1, 2, 3]))]
        spoken = ("Deutsch", *[LANGUAGES[place] for place in sorted(speaks)])
        places.append(
            Place(
                code=f"O{number:05d}",
                play_space=int(space),
                barrier_free=bool(rng.random() < 0.55),
                languages=() if draft["kind"] in UNSTAFFED else spoken,
                confirmed_on=DRAWN_ON - timedelta(days=days),
                **draft,
            )
        )
    return places


def places_table(blueprint: Blueprint, places: list[Place]) -> pa.Table:
    """Return the places: place_code, kind, name, area_code, address, longitude, latitude, hours, note,
    meeting_place, provider_code, capacity, play_space_m2, barrier_free, languages, confirmed_on, node_id.
    """
    points = np.array([place.point for place in places])
    longitude, latitude = points_to_degrees(points[:, 0], points[:, 1])
    return pa.table(
        {
            "place_code": [place.code for place in places],
            "kind": [place.kind for place in places],
            "name": [place.name for place in places],
            "area_code": [blueprint.quarters[place.quarter].code for place in places],
            "address": [place.address for place in places],
            "longitude": longitude,
            "latitude": latitude,
            "hours": [place.hours for place in places],
            "note": [place.note for place in places],
            "meeting_place": [place.meeting_place for place in places],
            "provider_code": pa.array([place.provider_code for place in places], pa.string()),
            "capacity": pa.array([place.capacity for place in places], pa.int32()),
            "play_space_m2": pa.array([place.play_space for place in places], pa.int32()),
            "barrier_free": [place.barrier_free for place in places],
            "languages": pa.array([list(place.languages) for place in places], pa.list_(pa.string())),
            "confirmed_on": pa.array([place.confirmed_on for place in places], pa.date32()),
            "node_id": pa.array([place.node for place in places], pa.int32()),
        }
    )


def _names_of_streets(blueprint: Blueprint, rng: np.random.Generator) -> list[list[str]]:
    """Name six streets per quarter; within a town no name comes twice, between joined towns it may."""
    names: list[list[str]] = []
    for tile in range(blueprint.tiles):
        kinds = [quarter.kind for quarter in blueprint.quarters if quarter.tile == tile]
        own = street_names(
            STREETS_PER_QUARTER * len(kinds), np.repeat(kinds, STREETS_PER_QUARTER).tolist(), rng
        )
        names += [
            own[place : place + STREETS_PER_QUARTER] for place in range(0, len(own), STREETS_PER_QUARTER)
        ]
    return names


def _known(blueprint: Blueprint, land: Land, streets: Streets) -> list[dict[str, Any]]:
    codes = {quarter.code: place for place, quarter in enumerate(blueprint.quarters)}
    drafts = []
    for entry in _lists()["known_place"]:
        quarter = codes[entry["area_code"]]
        point = _inside(land.quarters[quarter], *entry["at"])
        drafts.append(
            {
                "kind": entry["kind"],
                "name": entry["name"],
                "quarter": quarter,
                "address": entry["address"],
                "point": point,
                "node": int(streets.nearest(np.array([point]))[0]),
                "hours": entry["hours"],
                "note": entry["note"],
                "meeting_place": entry["meeting_place"],
                "provider_code": entry.get("provider_code"),
                "capacity": 78
                if entry["kind"] == "daycare"
                else 410
                if entry["kind"].endswith("school")
                else 0,
            }
        )
    return drafts


def _inside(outline: shapely.Polygon, east: float, south: float) -> tuple[float, float]:
    """Return the point at a relative position of an outline's box, pulled inside where needed."""
    left, bottom, right, top = outline.bounds
    point = shapely.Point(left + east * (right - left), top - south * (top - bottom))
    inner = outline.buffer(-25)
    if not inner.contains(point):
        point = shapely.shortest_line(inner, point).coords[0]
        return (round(point[0], 1), round(point[1], 1))
    return (round(point.x, 1), round(point.y, 1))


def _drawn(
    blueprint: Blueprint, land: Land, streets: Streets, street: list[list[str]], rng: np.random.Generator
) -> list[dict[str, Any]]:
    used: set[str] = {entry["name"] for entry in _lists()["known_place"]}
    nodes_of = [np.flatnonzero(streets.areas == place) for place in range(len(blueprint.quarters))]
    drafts = []
    for kind in _lists()["kind"]:
        count = max(1, round(kind["count"] * blueprint.scale))
        for quarter, amount in enumerate(
            _spread(blueprint, _weights(blueprint, kind["code"], rng), count, rng)
        ):
            for _ in range(int(amount)):
                node = int(rng.choice(nodes_of[quarter]))
                point = _beside(land.quarters[quarter], streets.points[node], rng)
                road = street[quarter][int(rng.integers(STREETS_PER_QUARTER))]
                low, high = kind["capacity"]
                drafts.append(
                    {
                        "kind": kind["code"],
                        "name": _name(kind["name"], blueprint.quarters[quarter], road, used, rng),
                        "quarter": quarter,
                        "address": f"{road} {int(rng.integers(1, 96))}",
                        "point": point,
                        "node": node,
                        "hours": kind["hours"],
                        "note": "",
                        "meeting_place": kind["meeting_place"],
                        "provider_code": None,
                        "capacity": int(rng.integers(low, high + 1)),
                    }
                )
    return drafts


def _spread(blueprint: Blueprint, weight: np.ndarray, count: int, rng: np.random.Generator) -> np.ndarray:
    """Share `count` places among districts by weight, then draw quarters, none twice before all others."""
    districts = [district.code for district in blueprint.districts]
    member = np.array([districts.index(quarter.district) for quarter in blueprint.quarters])
    amounts = apportion(np.bincount(member, weights=weight, minlength=len(districts)) ** 0.9, count)
    spread = np.zeros(len(weight), dtype=np.int64)
    for district, amount in enumerate(amounts):
        mine = np.flatnonzero((member == district) & (weight > 0))
        every, rest = divmod(int(amount), len(mine))
        spread[mine] += every
        share = weight[mine] / weight[mine].sum()
        spread[rng.choice(mine, rest, replace=False, p=share)] += 1
    return spread


def _weights(blueprint: Blueprint, kind: str, rng: np.random.Generator) -> np.ndarray:
    """Weigh quarters for a kind of place by who uses it; the featured quarter gets nothing by chance."""
    by_children = {"daycare", "primary_school", "playground", "pitch", "secondary_school", "special_school"}
    weight = np.array(
        [
            (quarter.under_21 if kind in by_children else quarter.population) + 1.0
            for quarter in blueprint.quarters
        ]
    )
    if kind in {"youth_center", "family_center", "neighborhood_meeting", "workshop", "counseling_center"}:
        weight *= np.array(
            [0.35 + 3 * quarter.sgb2_under_18 / max(quarter.under_18, 1) for quarter in blueprint.quarters]
        )
    if kind == "club":
        weight *= np.array(
            [1.8 if quarter.kind in {"village", "suburb"} else 1.0 for quarter in blueprint.quarters]
        )
    weight *= rng.gamma(4.0, 0.25, len(weight))
    by_hand = {FEATURED, *AROUND_FEATURED} if kind in PLACED_BY_HAND else {FEATURED}
    weight[[quarter.code in by_hand for quarter in blueprint.quarters]] = 0.0
    return np.asarray(weight)


def _beside(outline: shapely.Polygon, node: np.ndarray, rng: np.random.Generator) -> tuple[float, float]:
    for reach in (32.0, 18.0, 8.0):
        angle = rng.uniform(0, 2 * np.pi)
        east, north = node[0] + reach * np.cos(angle), node[1] + reach * np.sin(angle)
        if outline.contains(shapely.Point(east, north)):
            return (round(float(east), 1), round(float(north), 1))
    return (float(node[0]), float(node[1]))


def _name(pattern: str, quarter: Quarter, street: str, used: set[str], rng: np.random.Generator) -> str:
    street = f"{street}, {JOINED_TOWNS[quarter.tile - 1]}" if quarter.tile else street
    for attempt in range(60):
        words = {
            key: values[int(rng.integers(len(values)))]
            for key, values in _lists()["words"].items()
            if f"{{{key}}}" in pattern
        }
        where = quarter.name if attempt < 8 else f"{quarter.name} {street}"
        name = pattern.format(quarter=where, street=street, **words)
        if attempt >= 20:
            name = f"{name} {attempt - 18}"
        if name not in used:
            used.add(name)
            return name
    raise ValueError(
        f"No free name is left for {pattern!r} in {quarter.name}; add words to base/places.toml."
    )


def _play_space(blueprint: Blueprint, drafts: list[dict[str, Any]], rng: np.random.Generator) -> np.ndarray:
    """Give playgrounds and pitches their square metres: 11.2 per child in the whole city."""
    children = sum(quarter.under_18 for quarter in blueprint.quarters)
    weight = np.array(
        [
            1.0 if draft["kind"] == "playground" else 1.6 if draft["kind"] == "pitch" else 0.0
            for draft in drafts
        ]
    )
    weight *= rng.gamma(3.0, 1 / 3.0, len(drafts)) + 0.15
    return apportion(weight, round(PLAY_SPACE_PER_CHILD * children))
