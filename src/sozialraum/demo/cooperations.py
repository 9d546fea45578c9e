"""Who works with whom in the quarters of the city: houses of the providers, cooperations, and whom one asks there."""

from __future__ import annotations

import random
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from importlib import resources
from itertools import product
from typing import Any, Final
from uuid import UUID

from sozialraum.demo.calendar import NOW, on
from sozialraum.demo.city.plan import City
from sozialraum.demo.people import Crowd
from sozialraum.network.cooperations.enums import CooperationKind, Rhythm
from sozialraum.network.cooperations.queries import Organization, organizations
from sozialraum.network.cooperations.services import (
    NewContact,
    NewCooperation,
    add_contacts,
    note_cooperations,
)
from sozialraum.network.enums import PlaceKind, ResourceSort
from sozialraum.network.services import NewPlace, add_places

TODAY: Final = NOW.date()
HOME: Final = "0301"
# a protected house stands on no map, and the city's own office is no house of a quarter
WITHOUT_A_HOUSE: Final = frozenset({"P04", "P16", "P17", "P26", "P47"})
ACTIVE: Final = 0.86
PARTNERS: Final = (1, 1, 2, 2, 3, 4)
BEYOND_THE_DISTRICT: Final = frozenset(
    {PlaceKind.COUNSELING, PlaceKind.LIBRARY, PlaceKind.HEALTH, PlaceKind.CULTURE}
)
ACROSS: Final = 0.3
GIVES: Final = (
    "einen Gruppenraum am Abend",
    "Zeit für ein erstes Gespräch",
    "einen Kleinbus am Wochenende",
    "",
)
WANTS: Final = (
    "Räume in der Nähe der Familien",
    "Ehrenamtliche für die Ferien",
    "kurze Wege zu Kita und Schule",
    "",
)
Pairs = Mapping[frozenset[PlaceKind], Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class _Reach:
    """The organizations of the city by area, from the quarter up."""

    by_area: Mapping[str, Sequence[Organization]]
    above: Mapping[str, str]

    def around(self, code: str, draw: random.Random) -> Sequence[Organization]:
        """Mostly the own quarter, now and then the part of the district around it, seldom the whole district."""
        chance = draw.random()
        if chance > 0.72:
            code = self.above.get(code, code)
        if chance > 0.93:
            code = self.above.get(code, code)
        return self.by_area.get(code, ())


def note_who_works_with_whom(city: City, crowd: Crowd) -> None:
    """Give providers their houses, and note cooperations and contacts of all quarters, with gaps as in life."""
    keeper = crowd.persona("administrator")
    draw = random.Random(f"{city.seed} cooperations")  # noqa: S311 - an invented city, no secret
    above = {
        row["area_code"]: row["parent_code"]
        for row in city.areas.to_pylist()
        if row["area_vintage"] == "2023"
    }
    add_places(list(_houses(city, above, draw)), by=keeper, at=NOW)
    found = organizations(keeper, [*above, *above.values()], today=TODAY)
    lists = tomllib.loads(
        resources.files("sozialraum.demo.city").joinpath("base/cooperations.toml").read_text("utf-8")
    )
    told = list(_told(lists["told"], {each.name: each for each in found if each.area_code == HOME}))
    drawn = _drawn(found, _pairs(lists["pair"]), above, draw)
    note_cooperations([*told, *drawn], by=keeper, at=NOW)
    add_contacts(list(_contacts(found, lists["contacts"], draw)), by=keeper, at=on(date(2026, 9, 14)))


def _houses(city: City, above: Mapping[str, str], draw: random.Random) -> Iterator[NewPlace]:
    """The offices of the providers, in a quarter of their district."""
    quarters = sorted(set(above) - set(above.values()))
    for number, row in enumerate(city.providers.to_pylist()):
        if row["provider_code"] in WITHOUT_A_HOUSE:
            continue
        home = [code for code in quarters if code.startswith(row["district_code"] or "")] or quarters
        code = HOME if row["provider_code"] == "P01" and HOME in quarters else draw.choice(home)
        yield NewPlace(
            name=row["name"], kind=PlaceKind.COUNSELING, sort=ResourceSort.ORGANIZATION, area_code=code,
            area_vintage="2023", provider_code=row["provider_code"], phone=f"030 23125-{500 + number}",
            gives=draw.choice(GIVES), wants=draw.choice(WANTS), confirmed_at=NOW - timedelta(days=draw.randint(20, 330)),
        )  # fmt: skip


def _pairs(rows: Sequence[Mapping[str, Any]]) -> Pairs:
    return {frozenset(PlaceKind(each) for each in row["between"]): row for row in rows}


def _told(rows: Sequence[Mapping[str, Any]], houses: Mapping[str, Organization]) -> Iterator[NewCooperation]:
    for row in rows:
        first, second = (houses.get(name) for name in row["pair"])
        if first is None or second is None:
            continue
        day = TODAY - timedelta(days=row.get("days", 60))
        sides = [first.id, second.id][: row["said"]]
        yield NewCooperation(
            first=first.id, second=second.id, kinds=[CooperationKind(each) for each in row["kinds"]],
            rhythm=Rhythm(row["rhythm"]), since=row["since"], about=row["about"], ended_on=row.get("ended"),
            noted_as=first.name if row["said"] else "Team Hafen", confirmed=dict.fromkeys(sides, max(day, row["since"])),
            published=sides if row["said"] == 2 else (),
        )  # fmt: skip


def _drawn(
    found: Sequence[Organization], pairs: Pairs, above: Mapping[str, str], draw: random.Random
) -> list[NewCooperation]:
    """Cooperations of all quarters but the one that is told; some organizations stand alone."""
    by_area: dict[str, list[Organization]] = {}
    for each in found:
        code = each.area_code
        while code:
            by_area.setdefault(code, []).append(each)
            code = above.get(code, "")
    reach = _Reach(by_area, above)
    seen: set[frozenset[UUID]] = set()
    have: Counter[UUID] = Counter()
    notes = []
    for each in found:
        wanted = draw.choice(PARTNERS) if draw.random() < ACTIVE else 0
        for _turn in range(max(0, wanted - have[each.id])):
            near = [
                other
                for other in reach.around(each.area_code, draw)
                if other.id != each.id
                and frozenset((each.kind, other.kind)) in pairs
                and frozenset((each.id, other.id)) not in seen
                and {each.area_code, other.area_code} != {HOME}
            ]
            if not near:
                continue
            weights = [pairs[frozenset((each.kind, other.kind))]["weight"] for other in near]
            other = draw.choices(near, weights=weights)[0]
            seen.add(frozenset((each.id, other.id)))
            have.update((each.id, other.id))
            notes.append(_note(each, other, pairs[frozenset((each.kind, other.kind))], draw))
    return [*notes, *_across(found, pairs, above, seen, draw)]


def _across(
    found: Sequence[Organization],
    pairs: Pairs,
    above: Mapping[str, str],
    seen: set[frozenset[UUID]],
    draw: random.Random,
) -> Iterator[NewCooperation]:
    """What joins districts: advice, libraries and the large associations work for more than their own."""
    wide = [each for each in found if each.kind in BEYOND_THE_DISTRICT and each.area_code != HOME]
    for each in wide:
        if draw.random() > ACROSS:
            continue
        others = [
            other for other in found
            if _district(other, above) != _district(each, above) and other.area_code != HOME
            and frozenset((each.kind, other.kind)) in pairs and frozenset((each.id, other.id)) not in seen
        ]  # fmt: skip
        for other in draw.sample(others, k=min(len(others), draw.choice((1, 1, 2, 3)))):
            seen.add(frozenset((each.id, other.id)))
            yield _note(each, other, pairs[frozenset((each.kind, other.kind))], draw)


def _district(house: Organization, above: Mapping[str, str]) -> str:
    code = house.area_code
    while above.get(above.get(code, "")):
        code = above[code]
    return code


def _note(
    first: Organization, second: Organization, told: Mapping[str, Any], draw: random.Random
) -> NewCooperation:
    since = date(draw.choice((2014, 2017, 2019, 2021, 2022, 2023, 2024, 2025, 2026)), draw.randint(1, 9), 1)
    ended = draw.random() < 0.07
    ended_on = min(TODAY, max(since, TODAY - timedelta(days=draw.randint(30, 700)))) if ended else None
    said = draw.choices((0, 1, 2), weights=(22, 30, 48))[0]
    day = TODAY - timedelta(days=draw.choice((40, 90, 140, 200, 260, 330, 400, 520)))
    sides = draw.sample([first.id, second.id], k=2)[:said]
    return NewCooperation(
        first=first.id, second=second.id,
        kinds=[CooperationKind(each) for each in told["kinds"][: draw.randint(1, len(told["kinds"]))]],
        rhythm=Rhythm(draw.choice(told["rhythm"])), since=since, about=draw.choice(told["about"]), ended_on=ended_on,
        noted_as=first.name if said else "Stadtteilrunde", confirmed=dict.fromkeys(sides, max(day, since)),
        published=sides if said == 2 and draw.random() < 0.8 else (),
    )  # fmt: skip


def _contacts(
    found: Sequence[Organization], lists: Mapping[str, Sequence[Sequence[Any]]], draw: random.Random
) -> Iterator[NewContact]:
    for each, number in zip(found, _numbers(), strict=False):
        for place, (role, about, share) in enumerate(lists.get(each.kind.value, ())):
            if draw.random() < share or each.area_code == HOME:
                yield NewContact(
                    place_id=each.id, role=role, about=about, phone=f"030 {number}-{place}", public=draw.random() < 0.75
                )  # fmt: skip


def _numbers() -> Iterator[str]:
    """Telephone numbers of a range that is kept free for invented ones."""
    return (f"23125{first}{second:02}" for first, second in product(range(10, 100), range(100)))
