"""What takes place in Lindenfurt, what its residents can do, and who stands behind: entries of the directory."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib import resources
from typing import Any

import numpy as np
import pyarrow as pa

from sozialraum.demo.city.names import draw_names
from sozialraum.demo.city.randomness import stream
from sozialraum.demo.city.staff import DRAWN_ON

FACTOR = 1.375
"""How many activities stand for one share at scale 1, so that the whole directory has 2,500 entries."""
TWICE = 4
"""How many activities stand in the directory twice, so that there is something to clear up."""
IN = {
    "youth_center": "im", "family_center": "im", "neighborhood_meeting": "im", "garden": "im", "swimming_pool": "im",
    "library": "in der", "workshop": "in der", "daycare": "in der", "counseling_center": "in der", "music_school": "in der",
}  # fmt: skip
"""How one says that something takes place there; elsewhere the quarter is named instead."""
CONFIRMED = 0.72
PUBLIC, TEAM = 0.55, 0.92
LANGUAGE_CODES = ("tr", "ar", "en", "ru", "uk", "pl", "fa", "ro", "sq", "fr", "ku", "vi")
LANGUAGE_SHARES = np.array([26, 18, 12, 11, 9, 8, 5, 4, 3, 2, 1, 1], dtype=float) / 100


@dataclass(frozen=True)
class Setting:
    """Where and among whom something takes place: the entry's quarter and what its sentences may name."""

    area_code: str
    quarter: str
    district: str
    street: str
    at: str


@cache
def _lists(name: str) -> dict[str, Any]:
    return tomllib.loads(
        resources.files("sozialraum.demo.city").joinpath(f"base/{name}.toml").read_text("utf-8")
    )


def draw_activities(seed: int, scale: float, places: pa.Table, areas: pa.Table) -> pa.Table:
    """Draw activities, each at a place of its kind: topic, name, kind, level, rubrics, description, hours, good_for,
    audience, ages, cost, languages, host (the row of the place), area_code, point, confirmed_on. Names are unique.
    """
    lists, rng = _lists("activities"), stream(seed, "activities")
    rows = places.to_pylist()
    by_kind: dict[str, list[int]] = {}
    for number, row in enumerate(rows):
        by_kind.setdefault(row["kind"], []).append(number)
    names = _area_names(areas)
    used = {row["name"] for row in rows}
    found = []
    taken: list[tuple[str, int]] = []
    for topic in lists["topic"]:
        hosts = [number for kind in topic["at"] for number in by_kind.get(kind, ())]
        for turn in range(max(1, round(topic["share"] * FACTOR * scale)) if hosts else 0):
            host = _free(hosts, int(rng.integers(len(hosts))), topic["code"], taken)
            if host is None:
                break
            found.append(_activity(topic, turn, rows[host], host, names, lists, used, rng))
    known = [_known(each) for each in lists["known"] if each["area_code"] in names]
    return pa.Table.from_pylist([*known, *found], schema=_SCHEMA)


def _free(hosts: list[int], first: int, topic: str, taken: list[tuple[str, int]]) -> int | None:
    """The next host from the drawn one on at which this does not take place yet; None where it takes place at all."""
    twice = len(taken) - len(set(taken))
    turned = [*hosts[first:], *hosts[:first]]
    free = [host for host in turned if twice < TWICE or (topic, host) not in taken]
    if not free:
        return None
    taken.append((topic, free[0]))
    return free[0]


def _known(entry: dict[str, Any]) -> dict[str, Any]:
    longitude, latitude = entry["at"]
    return {
        "level": "", "good_for": "", "cost_note": "", "schedule": [], **entry,
        "sort": "activity", "audience": "everyone", "age_from": entry["ages"][0], "age_to": entry["ages"][1],
        "phone": "030 23125-260", "longitude": longitude, "latitude": latitude, "equipment": "", "gives": "", "wants": "",
        "confirmed_on": DRAWN_ON - timedelta(days=entry["days"]),
    }  # fmt: skip


_SCHEMA = pa.schema(
    [
        ("topic", pa.string()), ("sort", pa.string()), ("name", pa.string()), ("kind", pa.string()), ("level", pa.string()),
        ("rubrics", pa.list_(pa.string())), ("description", pa.string()), ("hours", pa.string()),
        ("schedule", pa.list_(pa.string())), ("good_for", pa.string()),
        ("audience", pa.string()), ("age_from", pa.int16()), ("age_to", pa.int16()), ("cost", pa.string()),
        ("cost_note", pa.string()), ("languages", pa.list_(pa.string())), ("step_free", pa.bool_()), ("quiet", pa.bool_()),
        ("capacity", pa.int32()), ("places_free", pa.int32()), ("phone", pa.string()), ("address", pa.string()),
        ("host", pa.int32()), ("area_code", pa.string()), ("longitude", pa.float64()), ("latitude", pa.float64()),
        ("equipment", pa.string()), ("gives", pa.string()), ("wants", pa.string()), ("confirmed_on", pa.date32()),
    ]
)  # fmt: skip


def _activity(
    topic: dict[str, Any], turn: int, place: dict[str, Any], host: int, names: dict[str, tuple[str, str]],
    lists: dict[str, Any], used: set[str], rng: np.random.Generator,
) -> dict[str, Any]:  # fmt: skip
    setting = _setting(place, names)
    ages: list[Any] = _pick(topic["ages"], rng) if topic["ages"] else [None, None]
    adult = ages[0] is None or ages[0] >= 16 or ages[1] <= 3
    cost = _pick(topic["cost"], rng)
    audience = _pick(topic.get("audience", ["everyone"]), rng)
    practical = lists["practical"]["adult" if adult else "child"]
    by = _pick(lists["by"][_pick(topic["by"], rng)], rng)
    capacity = int(rng.integers(6, 25)) if rng.random() < 0.5 else None
    said = f"{_filled(_pick(topic['says'], rng), setting)} {_pick(practical, rng)}"
    pattern = topic["names"][(turn + int(rng.integers(2))) % len(topic["names"])]
    return {
        "topic": topic["code"], "sort": "activity", "name": _name(pattern, setting, place["name"], used), "kind": topic["kind"],
        "level": topic.get("level", ""), "rubrics": topic["rubrics"],
        "description": f"{_filled(by, setting)}. {said}",
        "hours": _pick(lists["hours"][_pick(topic["hours"], rng)], rng),
        "good_for": _pick(topic["good"], rng) if topic.get("good") and rng.random() < 0.6 else "",
        "audience": audience, "age_from": ages[0], "age_to": None if ages[1] == 99 else ages[1], "cost": cost,
        "cost_note": _pick(topic["note"], rng) if topic.get("note") and cost != "free" else "",
        "languages": _languages(topic, rng),
        "step_free": True if topic.get("step_free") else (bool(rng.random() < 0.6) if rng.random() < 0.8 else None),
        "quiet": True if topic.get("quiet") else (bool(rng.random() < 0.3) if rng.random() < 0.4 else None),
        "capacity": capacity,
        "places_free": int(rng.integers(0, min(capacity, 7))) if capacity and rng.random() < 0.6 else None,
        "phone": _phone(rng), "address": place["address"], "host": host, "area_code": place["area_code"],
        "longitude": place["longitude"], "latitude": place["latitude"], "equipment": "", "gives": "", "wants": "",
        "confirmed_on": _confirmed(rng),
    }  # fmt: skip


def draw_organizations(seed: int, scale: float, places: pa.Table, areas: pa.Table) -> pa.Table:
    """Draw organizations that stand behind a quarter, with what they have, give and want; columns as activities."""
    rng, rows, names = stream(seed, "organizations"), places.to_pylist(), _area_names(areas)
    used: set[str] = {row["name"] for row in rows}
    found = []
    for kind in _lists("cards")["organization"]:
        for turn in range(max(1, round(kind["share"] * scale))):
            place = rows[int(rng.integers(len(rows)))]
            setting = _setting(place, names)
            found.append(
                {
                    **dict.fromkeys(_SCHEMA.names), "topic": kind["topic"], "sort": "organization", "kind": kind["kind"],
                    "name": _name(kind["names"][turn % len(kind["names"])], setting, place["name"], used),
                    "level": kind.get("level", ""), "rubrics": kind["rubrics"], "audience": "everyone", "cost": "unknown",
                    "cost_note": "", "good_for": "", "hours": "", "description": _pick(kind["says"], rng),
                    "equipment": _pick(kind["equipment"], rng), "gives": _pick(kind["gives"], rng),
                    "wants": _pick(kind["wants"], rng), "languages": _languages(kind, rng), "phone": _phone(rng),
                    "address": f"{setting.street} {int(rng.integers(1, 90))}", "area_code": place["area_code"],
                    "longitude": place["longitude"], "latitude": place["latitude"], "confirmed_on": _confirmed(rng),
                }
            )  # fmt: skip
    return pa.Table.from_pylist(found, schema=_SCHEMA)


def draw_cards(seed: int, scale: float, areas: pa.Table) -> list[dict[str, Any]]:
    """Draw what residents can do or would like: topic, direction, rubric, title, description, conditions, languages,
    area_code, full_name, phone, visibility, and the fields that they have opened for whom.
    """
    lists, rng = _lists("cards"), stream(seed, "cards")
    names = _area_names(areas)
    quarters = sorted(names)
    found: list[dict[str, Any]] = []
    people = iter(
        draw_names(rng, round(sum(each["share"] for each in lists["ability"]) * max(scale, 0.02)) + 60)
    )
    for ability in lists["ability"]:
        for turn in range(max(1, round(ability["share"] * scale))):
            wishes = bool(ability.get("would")) and turn % 4 == 3
            titles = ability["would"] if wishes else ability["can"]
            given, family, _gender = next(people)
            chance = rng.random()
            visibility = "public" if chance < PUBLIC else "team" if chance < TEAM else "case"
            found.append(
                {
                    "topic": ability["topic"], "direction": "would_like" if wishes else "can", "rubric": ability["rubric"],
                    "title": titles[int(rng.integers(len(titles)))], "description": _pick(lists["wish" if wishes else "words"], rng),
                    "conditions": _pick(lists["conditions"], rng), "languages": _languages({"languages": rng.random() < 0.3}, rng),
                    "area_code": quarters[int(rng.integers(len(quarters)))], "full_name": f"{given} {family}",
                    "phone": _phone(rng), "visibility": visibility, "opens_name": bool(rng.random() < 0.6),
                    "opens_phone": bool(rng.random() < 0.45), "days_left": int(rng.integers(20, 360)),
                }
            )  # fmt: skip
    return found


def _area_names(areas: pa.Table) -> dict[str, tuple[str, str]]:
    rows = [row for row in areas.to_pylist() if row["area_vintage"] == "2023"]
    name = {row["area_code"]: row["name"] for row in rows}
    above = {row["area_code"]: row["parent_code"] for row in rows}
    return {
        row["area_code"]: (row["name"], name.get(above.get(above[row["area_code"]], ""), ""))
        for row in rows
        if row["level"] == "quarter"
    }


def _setting(place: dict[str, Any], names: dict[str, tuple[str, str]]) -> Setting:
    quarter, district = names[place["area_code"]]
    preposition, name = IN.get(place["kind"]), place["name"].replace("Offene ", "Offenen ")
    return Setting(
        place["area_code"], quarter, district or quarter, place["address"].rsplit(" ", 1)[0],
        f"{preposition} {name}" if preposition else quarter,
    )  # fmt: skip


def _filled(pattern: str, setting: Setting) -> str:
    return pattern.format(q=setting.quarter, d=setting.district, s=setting.street, at=setting.at)


def _name(pattern: str, setting: Setting, host: str, used: set[str]) -> str:
    name = _filled(pattern, setting)
    for further in (f", {setting.quarter}", f", {host}", f", {setting.street}"):
        if name not in used:
            break
        name = _filled(pattern, setting) + further
    number, plain = 2, name
    while name in used:
        name, number = f"{plain}, Gruppe {number}", number + 1
    used.add(name)
    return name


def _pick(values: Any, rng: np.random.Generator) -> Any:
    return values[int(rng.integers(len(values)))]


def _languages(entry: dict[str, Any], rng: np.random.Generator) -> list[str]:
    many = int(rng.choice([2, 3, 4])) if entry.get("languages") else int(rng.choice([0, 0, 0, 1, 1, 2]))
    spoken = (
        rng.choice(len(LANGUAGE_CODES), size=many, replace=False, p=LANGUAGE_SHARES).tolist() if many else []
    )
    return ["de", *(LANGUAGE_CODES[int(each)] for each in sorted(spoken))]


def _phone(rng: np.random.Generator) -> str:
    # 030 23125-xxx is kept free for films and stories
    return f"030 23125-{int(rng.integers(100, 1000)):03d}"


def _confirmed(rng: np.random.Generator) -> date | None:
    chance = rng.random()
    if chance > 0.96:
        return None
    days = 1 + int(rng.random() ** 1.6 * 350) if chance < CONFIRMED else 366 + int(rng.random() * 700)
    return DRAWN_ON - timedelta(days=days)
