"""Providers of youth welfare in Lindenfurt and what they offer."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from importlib import resources
from typing import Any

import numpy as np
import pyarrow as pa

from sozialraum.demo.city.blueprint import JOINED_TOWNS, TILE_LETTERS, Blueprint, Quarter
from sozialraum.demo.city.geometry import points_to_degrees
from sozialraum.demo.city.names import draw_names
from sozialraum.demo.city.places import CONFIRMED_SHARE, FEATURED
from sozialraum.demo.city.randomness import apportion, stream
from sozialraum.demo.city.staff import DRAWN_ON, STORY_NAMES, personas
from sozialraum.demo.city.streets import Streets

PROVIDERS_OF_STORIES = 12
WORKERS_PER_PROVIDER = 4


@dataclass(frozen=True)
class Provider:
    """A provider; `district` is empty where it works in the whole city."""

    code: str
    name: str
    kind: str
    district: str
    legal_bases: tuple[str, ...]
    lead: tuple[str, str] | None


@cache
def _lists() -> dict[str, Any]:
    text = resources.files("sozialraum.demo.city").joinpath("base/providers.toml").read_text("utf-8")
    return tomllib.loads(text)


def draw_providers(blueprint: Blueprint) -> list[Provider]:
    """Return the providers: 55 at scale 1, never fewer than 12; every joined town has its own 55."""
    providers = []
    for tile in range(blueprint.tiles):
        entries = _lists()["provider"]
        factor = blueprint.scale / blueprint.tiles
        amount = min(len(entries), max(PROVIDERS_OF_STORIES, round(len(entries) * factor)))
        prefix, town = ("", "") if tile == 0 else (TILE_LETTERS[tile - 1], f", {JOINED_TOWNS[tile - 1]}")
        providers += [
            Provider(
                code=f"{prefix}{entry['code']}",
                name=f"{entry['name']}{town}",
                kind=entry["kind"],
                district=f"{prefix}{entry['district']}" if entry["district"] else "",
                legal_bases=tuple(entry["legal_bases"]),
                lead=tuple(entry["lead"]) if "lead" in entry and tile == 0 else None,
            )
            for entry in entries[:amount]
        ]
    return providers


def providers_table(providers: list[Provider]) -> pa.Table:
    """Return provider_code, name, kind, district_code (null for the whole city) and legal_bases."""
    return pa.table(
        {
            "provider_code": [provider.code for provider in providers],
            "name": [provider.name for provider in providers],
            "kind": [provider.kind for provider in providers],
            "district_code": pa.array([provider.district or None for provider in providers], pa.string()),
            "legal_bases": pa.array(
                [list(provider.legal_bases) for provider in providers], pa.list_(pa.string())
            ),
        }
    )


def provider_staff_table(blueprint: Blueprint, providers: list[Provider]) -> pa.Table:
    """Return a lead and three workers per provider: person_code, given_name, family_name, title, role,
    provider_code. Daniel Okafor works for Brücke e. V., Ayşe Demir for the school's association.
    """
    rng = stream(blueprint.seed, "provider staff")
    known = {"P01": ("Daniel", "Okafor", "Familienhelfer"), "P33": ("Ayşe", "Demir", "Schulsozialarbeiterin")}
    taken = [(persona.given_name, persona.family_name) for persona in personas()] + list(STORY_NAMES)
    taken += [provider.lead for provider in providers if provider.lead]
    people = iter(draw_names(rng, WORKERS_PER_PROVIDER * len(providers), taken=taken))
    rows: list[dict[str, str]] = []
    for provider in providers:
        for place in range(WORKERS_PER_PROVIDER):
            given, family, gender = next(people)
            title = ("Pädagogin" if gender == "female" else "Pädagoge") if place else "Leitung"
            if place == 0 and provider.lead:
                given, family = provider.lead
            if place == 1 and provider.code in known:
                given, family, title = known[provider.code]
            rows.append(
                {
                    "person_code": f"{provider.code}-{place + 1}",
                    "given_name": given,
                    "family_name": family,
                    "title": f"{title}, {provider.name}",
                    "role": "provider_worker" if place else "provider_lead",
                    "provider_code": provider.code,
                }
            )
    return pa.Table.from_pylist(rows)


def offers_table(blueprint: Blueprint, streets: Streets, providers: list[Provider]) -> pa.Table:
    """Return the offers, 300 at scale 1.

    Columns: offer_code, provider_code, name, legal_basis, form, area_code (where it is), district_code (whom
    it is for, null for the whole city), places, age_from, age_until, hours, longitude, latitude, cost,
    confirmed_on, node_id. Every provider has at least one offer when the scale allows.
    """
    rng = stream(blueprint.seed, "offers")
    rows = _known_offers(blueprint)
    total = max(len(rows), round(sum(entry["count"] for entry in _lists()["offer"]) * blueprint.scale))
    rows += _drawn_offers(blueprint, providers, total - len(rows), rng)
    nodes = _nodes(blueprint, streets, rows, rng)
    points = streets.points[nodes] + rng.uniform(-12, 12, (len(rows), 2))
    longitude, latitude = points_to_degrees(points[:, 0], points[:, 1])
    confirmed = np.where(rng.random(len(rows)) < CONFIRMED_SHARE, 3, 366) + (
        rng.random(len(rows)) * 360
    ).astype(int)
    table = pa.Table.from_pylist(
        [{"offer_code": f"A{number:05d}", **row} for number, row in enumerate(rows, start=1)],
        schema=pa.schema(
            [
                ("offer_code", pa.string()), ("provider_code", pa.string()), ("name", pa.string()),
                ("legal_basis", pa.string()), ("form", pa.string()), ("area_code", pa.string()),
                ("district_code", pa.string()), ("places", pa.int32()), ("age_from", pa.int8()),
                ("age_until", pa.int8()), ("hours", pa.string()), ("cost", pa.string()),
            ]
        ),
    )  # fmt: skip
    for name, values in (
        ("longitude", longitude),
        ("latitude", latitude),
        (
            "confirmed_on",
            pa.array([DRAWN_ON - timedelta(days=int(days)) for days in confirmed], pa.date32()),
        ),
        ("node_id", pa.array(nodes, pa.int32())),
    ):
        table = table.append_column(name, pa.array(values))
    return table


def _known_offers(blueprint: Blueprint) -> list[dict[str, Any]]:
    district = {quarter.code: quarter.district for quarter in blueprint.quarters}
    return [
        {
            "provider_code": entry["provider_code"], "name": entry["name"],
            "legal_basis": entry["legal_basis"],
            "form": entry["form"], "area_code": entry["area_code"],
            "district_code": district[entry["area_code"]], "places": entry["places"],
            "age_from": entry["ages"][0], "age_until": entry["ages"][1], "hours": entry["hours"],
            "cost": "kostenlos",
        }
        for entry in _lists()["known_offer"]
    ]  # fmt: skip


def _drawn_offers(
    blueprint: Blueprint, providers: list[Provider], total: int, rng: np.random.Generator
) -> list[dict[str, Any]]:
    kinds = _lists()["offer"]
    open_counts = {entry["legal_basis"]: 0 for entry in kinds}
    for entry in _lists()["known_offer"]:
        open_counts[entry["legal_basis"]] += 1
    weights = np.array(
        [max(0.0, entry["count"] * blueprint.scale - open_counts[entry["legal_basis"]]) for entry in kinds]
    )
    amounts = apportion(weights, total)
    by_basis: dict[str, list[Provider]] = {}
    for provider in providers:
        for basis in provider.legal_bases:
            by_basis.setdefault(basis, []).append(provider)
    without = {provider.code for provider in providers}
    without -= {entry["provider_code"] for entry in _lists()["known_offer"]}
    used: set[str] = {entry["name"] for entry in _lists()["known_offer"]}
    homes = _homes(blueprint)
    districts = {district.code: district.name for district in blueprint.districts}
    rows = []
    for kind, amount in zip(kinds, amounts, strict=True):
        candidates = by_basis.get(kind["legal_basis"], [providers[0]])
        for _ in range(int(amount)):
            waiting = [provider for provider in candidates if provider.code in without]
            pool = waiting or candidates
            provider = pool[int(rng.integers(len(pool)))]
            without.discard(provider.code)
            rows.append(_offer(kind, provider, homes, districts, used, rng))
    return rows


Homes = Callable[[str], tuple[list[Quarter], np.ndarray]]


def _homes(blueprint: Blueprint) -> Homes:
    """Return a function from a district (or none) to its quarters and their chances to get an offer."""

    @cache
    def homes(district: str) -> tuple[list[Quarter], np.ndarray]:
        quarters = [
            quarter
            for quarter in blueprint.quarters
            if quarter.code != FEATURED and (not district or quarter.district == district)
        ]
        need = np.array([1.0 + quarter.under_18 * 0.2 + quarter.sgb2_under_18 for quarter in quarters])
        return quarters, need / need.sum()

    return homes


def _offer(
    kind: dict[str, Any],
    provider: Provider,
    homes: Homes,
    districts: dict[str, str],
    used: set[str],
    rng: np.random.Generator,
) -> dict[str, Any]:
    home, chances = homes(provider.district)
    quarter = home[int(rng.choice(len(home), p=chances))]
    district = districts[quarter.district]
    wide = kind["form"] in {"ambulatory", "foster_care", "counseling", "home", "mixed"}
    place = district if wide else quarter.name
    name = kind["name"].format(place=place)
    if name in used:
        name = f"{name}, {provider.name}"
    number = 2
    while name in used:
        name = f"{kind['name'].format(place=place)} {number}, {provider.name}"
        number += 1
    used.add(name)
    low, high = kind["places"]
    return {
        "provider_code": provider.code, "name": name, "legal_basis": kind["legal_basis"],
        "form": kind["form"],
        "area_code": quarter.code, "district_code": quarter.district if provider.district or wide else None,
        "places": int(rng.integers(low, high + 1)), "age_from": kind["ages"][0], "age_until": kind["ages"][1],
        "hours": _hours(kind, rng), "cost": "kostenlos",
    }  # fmt: skip


_HOURS = {
    "16": ("Di und Do, 9 bis 12 Uhr", "Mo, Mi und Fr, 9:30 bis 11:30 Uhr", "Mi, 15 bis 17 Uhr"),
    "11": ("Mo bis Fr, 14 bis 19 Uhr", "Di bis Sa, 14 bis 21 Uhr", "Mo, Mi und Fr, 15 bis 18 Uhr"),
    "13a": ("Mo bis Fr, 8 bis 15 Uhr",), "13": ("Mo bis Do, 9 bis 16 Uhr",), "14": ("Di und Do, 15 bis 18 Uhr",),
    "17": ("Mo bis Do, 8 bis 18 Uhr",), "18": ("Mo bis Do, 8 bis 18 Uhr",),
    "28": ("Mo bis Fr, 9 bis 17 Uhr", "Mo bis Do, 8 bis 18 Uhr"), "32": ("Mo bis Fr, 12 bis 17 Uhr",),
}  # fmt: skip


def _hours(kind: dict[str, Any], rng: np.random.Generator) -> str:
    if kind["form"] == "residential":
        return "rund um die Uhr"
    usual = _HOURS.get(kind["legal_basis"], ("Mo bis Fr, nach Absprache",))
    return usual[int(rng.integers(len(usual)))]


def _nodes(
    blueprint: Blueprint, streets: Streets, rows: list[dict[str, Any]], rng: np.random.Generator
) -> np.ndarray:
    codes = {quarter.code: place for place, quarter in enumerate(blueprint.quarters)}
    nodes_of: dict[str, np.ndarray] = {}
    chosen = []
    for row in rows:
        code = row["area_code"]
        if code not in nodes_of:
            nodes_of[code] = np.flatnonzero(streets.areas == codes[code])
        chosen.append(int(rng.choice(nodes_of[code])))
    return np.array(chosen)
