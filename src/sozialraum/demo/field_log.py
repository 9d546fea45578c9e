"""Eighteen months of work in the field: who was where, for how long, and what came of it."""

from __future__ import annotations

import random
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from importlib import resources
from typing import Any, Final
from uuid import UUID

from sozialraum.demo.calendar import NOW, on
from sozialraum.demo.city.plan import City
from sozialraum.demo.gaps import gaps_of
from sozialraum.demo.people import Crowd
from sozialraum.network.field_work.access import Unit
from sozialraum.network.field_work.enums import Dimension, FieldKind, FieldPurpose, FieldResult
from sozialraum.network.field_work.services import (
    NewNote,
    agree_field_time,
    log_field_work,
    take_over_notes,
)

SINCE: Final = date(2025, 5, 19)
AGREED: Final = Decimal("0.120")
IN_THE_FIELD: Final = 8  # workers of a team who have time in the field by agreement
NOTES_A_WEEK: Final = {"team": 11, "provider": 5}
PROVIDERS: Final = ("P01", "P02", "P03", "P04", "P05", "P06")
WEEKS: Final = (NOW.date() - SINCE).days // 7
IN_USE: Final = 0.55
EXTRA: Final = 0.12  # how often a note says that something is missing near by


@dataclass(frozen=True, slots=True)
class Crew:
    """Those who go out for one team or provider, and the places they go to."""

    unit: Unit
    workers: tuple[UUID, ...]
    places: tuple[dict[str, Any], ...]


def keep_log(city: City, crowd: Crowd) -> None:
    """Take over the log of the teams and providers, agree on their shares, and write the latest notes oneself."""
    kinds = _kinds()
    keeper = crowd.persona("administrator")
    notes: list[tuple[NewNote, UUID, Unit]] = []
    for number, crew in enumerate(_crews(city, crowd)):
        draw = random.Random(f"{city.seed} field {number}")  # noqa: S311 - an invented city, no secret
        weekly = NOTES_A_WEEK["team" if crew.unit.team_code else "provider"]
        agree_field_time(
            crew.unit, share=AGREED, weekly_minutes=round(weekly * 71 / float(AGREED)), valid_from=SINCE, by=keeper,
            at=on(SINCE),
        )  # fmt: skip
        notes += [(note, worker, crew.unit) for note, worker in _log(crew, kinds, draw, weekly, city.scale)]
    take_over_notes(notes, by=keeper, at=NOW)
    _latest(crowd)


def _kinds() -> dict[FieldKind, dict[str, Any]]:
    text = resources.files("sozialraum.demo.city").joinpath("base/field_log.toml").read_text("utf-8")
    return {FieldKind(name): told for name, told in tomllib.loads(text).items()}


def _crews(city: City, crowd: Crowd) -> Iterator[Crew]:
    rows = [row for row in city.areas.to_pylist() if row["area_vintage"] == "2023"]
    above = {row["area_code"]: row["parent_code"] for row in rows}
    places: dict[str, list[dict[str, Any]]] = {}
    for row in city.places.to_pylist():
        if row["kind"] not in {"shelter", "pediatrician"} and row["area_code"] in above:
            places.setdefault(above[above[row["area_code"]]], []).append(row)
    for team in city.teams.to_pylist():
        district = team["district_code"]
        if district and places.get(district):
            staff = [
                row["person_code"] for row in city.staff.to_pylist() if row["team_code"] == team["team_code"]
            ]
            workers = tuple(crowd.staff[code] for code in staff[:IN_THE_FIELD])
            yield Crew(Unit(team_code=team["team_code"]), workers, tuple(places[district]))
    everywhere = [each for found in places.values() for each in found]
    for number, code in enumerate(PROVIDERS):
        staff = [
            row["person_code"] for row in city.provider_staff.to_pylist() if row["provider_code"] == code
        ]
        if staff:
            near = places.get("03") if number == 0 else everywhere[number :: len(PROVIDERS)]
            yield Crew(
                Unit(provider_code=code),
                tuple(crowd.staff[each] for each in staff[:4]),
                tuple(near or everywhere),
            )


def _log(
    crew: Crew, kinds: dict[FieldKind, dict[str, Any]], draw: random.Random, weekly: int, scale: float
) -> Iterator[tuple[NewNote, UUID]]:
    """The notes of a crew, week by week; everybody has places of their own, summers are quieter.

    A small city's crews write less; a larger one has more crews, and each writes as much.
    """
    part = min(scale, 1.0)
    usual = {worker: draw.sample(crew.places, k=min(6, len(crew.places))) for worker in crew.workers}
    for week in range(WEEKS):
        monday = SINCE + timedelta(weeks=week)
        quiet = 0.55 if monday.month in {7, 12} else 1.0
        for _turn in range(round(weekly * quiet * part * draw.uniform(0.75, 1.3))):
            worker = draw.choice(crew.workers)
            kind = draw.choices(list(kinds), weights=[told["weight"] for told in kinds.values()])[0]
            place = draw.choice(usual[worker] if draw.random() < 0.75 else crew.places)
            yield _note(kind, kinds[kind], place, monday + timedelta(days=draw.randrange(6)), draw), worker


def _note(
    kind: FieldKind, told: dict[str, Any], place: dict[str, Any], day: date, draw: random.Random
) -> NewNote:
    low, high = told["residents"]
    opened = draw.choice(told["opens"]) if "opens" in told and draw.random() < 0.3 else ""
    gaps = gaps_of(place["area_code"])
    later = day + timedelta(days=draw.randint(12, 120))
    return NewNote(
        done_on=day, kind=kind, place_name=place["name"], area_code=place["area_code"], area_vintage="2023",
        minutes=draw.choice(told["minutes"]),
        residents=draw.randint(low, high) if high and draw.random() < 0.8 else None,
        results=[FieldResult(draw.choice(told["results"]))],
        purpose=FieldPurpose(told["purpose"]) if "purpose" in told and draw.random() < 0.6 else None,
        dimension=Dimension.CASE_RELATED if draw.random() < 0.14 else Dimension.CASE_INDEPENDENT,
        partners=draw.sample(told["partners"], k=draw.randint(1, 3)) if "partners" in told else (),
        missing=draw.choice(gaps[:2] + gaps) if draw.random() < EXTRA else None,
        sentence=draw.choice(told["sentences"]) if draw.random() < 0.3 else "", resource_name=opened,
        resource_used_on=later if opened and draw.random() < IN_USE and later < NOW.date() else None,
    )  # fmt: skip


def _latest(crowd: Crowd) -> None:
    """What the personas wrote on their phones in the last week."""
    worker, provider = crowd.persona("case_worker"), crowd.persona("provider_worker")
    own = NewNote(
        done_on=date(2026, 11, 17), kind=FieldKind.PRESENCE, place_name="Café Rosa", area_code="0301",
        area_vintage="2023", minutes=60, residents=9, results=[FieldResult.CONTACT, FieldResult.VOLUNTEER],
        missing=gaps_of("0301")[0], resource_name="Hinterzimmer im Café Rosa",
        sentence="Die Wirtin stellt uns donnerstags das Hinterzimmer zur Verfügung, wenn danach gefegt ist.",
    )  # fmt: skip
    others = NewNote(
        done_on=date(2026, 11, 18), kind=FieldKind.PRESENCE, place_name="Bolzplatz Linde", area_code="0301",
        area_vintage="2023", minutes=90, residents=14, results=[FieldResult.CONTACT],
        sentence="Das Licht geht um sechs aus. Alle bleiben trotzdem.",
    )  # fmt: skip
    for actor, note in ((worker, own), (provider, others)):
        log_field_work(note, by=actor, at=on(note.done_on, 17))
