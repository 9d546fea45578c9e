"""The directory of the city: what takes place, who stands behind, what residents can do, and the streets to walk."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import numpy as np

from sozialraum.demo.calendar import NOW, ahead, on
from sozialraum.demo.city.activities import draw_activities, draw_cards, draw_organizations
from sozialraum.demo.city.plan import City
from sozialraum.demo.city.randomness import stream
from sozialraum.demo.field import asked_at, new_places
from sozialraum.demo.people import Crowd
from sozialraum.network.enums import (
    Audience,
    CardDirection,
    CardVisibility,
    Cost,
    PlaceKind,
    ResourceLevel,
    ResourceSort,
    Rubric,
)
from sozialraum.network.rules import LONGEST_CONSENT_DAYS
from sozialraum.network.services import NewCard, NewPlace, add_cards, add_places, record_streets

VINTAGE, HOME = "2023", "0301"
ANOTHER_SPELLING = (
    ("Kita ", "Kindertagesstätte "), ("Familienzentrum ", "Familien-Zentrum "), ("Jugendhaus ", "Jugenhaus "),
    ("Stadtteilbücherei ", "Stadtteilbibliothek "), ("Grundschule ", "Grundschule an der "), ("Schwimmverein ", "Schwimm-Verein "),
)  # fmt: skip
"""How names begin, and how somebody else writes them."""
SOURCE, LICENCE = "Stadt Lindenfurt, Vermessungsamt (erfunden)", "CC0-1.0"


def bring_in_directory(city: City, crowd: Crowd, places: Sequence[UUID]) -> None:
    """Enter activities at their ``places`` (in the order of the city's table), organizations, cards and streets."""
    keeper = crowd.persona("administrator")
    record_streets(city.street_nodes, city.street_edges, source=SOURCE, licence=LICENCE, by=keeper, at=NOW)
    add_places([place for _topic, place in new_resources(city, places)], by=keeper, at=NOW)
    add_places(list(entered_twice(new_places(city))), by=keeper, at=NOW)
    worker, social_worker = crowd.persona("case_worker"), crowd.persona("provider_worker")
    cards = [card for _topic, card in new_cards(city)]
    half = len(cards) // 2
    add_cards(cards[:half], by=worker, at=NOW)
    add_cards(cards[half:], by=social_worker, at=NOW)


def entered_twice(places: Sequence[NewPlace]) -> Iterator[NewPlace]:
    """What somebody has entered anew under another spelling, as happens in every directory: one house of each kind."""
    for begin, spelled in ANOTHER_SPELLING:
        found = [
            each for each in places if each.name.startswith(begin) and each.area_code != HOME and each.address
        ]
        for each in found[-1:]:
            yield replace(
                each,
                id=uuid4(),
                name=each.name.replace(begin, spelled, 1),
                confirmed_at=None,
                hours="",
                schedule=(),
            )


def new_resources(city: City, places: Sequence[UUID]) -> list[tuple[str, NewPlace]]:
    """Activities and organizations of the city with the topic that each was drawn from, which is entered nowhere."""
    rows = [
        *draw_activities(city.seed, min(city.scale, 1.0), city.places, city.areas).to_pylist(),
        *draw_organizations(city.seed, min(city.scale, 1.0), city.places, city.areas).to_pylist(),
    ]
    return [(row["topic"], _resource(row, places)) for row in rows]


def _resource(row: Mapping[str, Any], places: Sequence[UUID]) -> NewPlace:
    return NewPlace(
        name=row["name"], kind=PlaceKind(row["kind"]), sort=ResourceSort(row["sort"]),
        level=ResourceLevel(row["level"]) if row["level"] else "", rubrics=[Rubric(each) for each in row["rubrics"]],
        host=places[row["host"]] if row["host"] is not None else None, description=row["description"],
        hours=row["hours"], schedule=row["schedule"] or (), good_for=row["good_for"], audience=Audience(row["audience"]),
        age_from=row["age_from"], age_to=row["age_to"], cost=Cost(row["cost"]), cost_note=row["cost_note"],
        languages=row["languages"], step_free=row["step_free"], quiet=row["quiet"], capacity=row["capacity"],
        places_free=row["places_free"], phone=row["phone"], address=row["address"], area_code=row["area_code"],
        area_vintage=VINTAGE, longitude=row["longitude"], latitude=row["latitude"], equipment=row["equipment"],
        gives=row["gives"], wants=row["wants"], confirm_email=asked_at(row["name"]),
        confirmed_at=on(row["confirmed_on"]) if row["confirmed_on"] else None,
    )  # fmt: skip


def new_cards(city: City) -> list[tuple[str, NewCard]]:
    """Residents' cards with the topic that each was drawn from."""
    rng = stream(city.seed, "card days")
    return [
        (row["topic"], _card(row, rng)) for row in draw_cards(city.seed, min(city.scale, 1.0), city.areas)
    ]


def _card(row: Mapping[str, Any], rng: np.random.Generator) -> NewCard:
    ends = ahead(NOW.date() + timedelta(days=row["days_left"]))
    until = min(ends, NOW.date() + timedelta(days=LONGEST_CONSENT_DAYS))
    visibility = CardVisibility(row["visibility"])
    opened = {"full_name": row["opens_name"], "phone": row["opens_phone"]}
    return NewCard(
        direction=CardDirection(row["direction"]), rubric=Rubric(row["rubric"]), title=row["title"],
        description=row["description"], conditions=row["conditions"], languages=row["languages"],
        area_code=row["area_code"], area_vintage=VINTAGE, full_name=row["full_name"], phone=row["phone"],
        consents={name: {"for": visibility.value, "until": until.isoformat()} for name, given in opened.items() if given},
        visibility=visibility, valid_until=until, confirmed_at=NOW - timedelta(days=int(rng.integers(5, 300))),
    )  # fmt: skip
