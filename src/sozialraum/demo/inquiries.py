"""One inquiry of each method in the Alte Werft, led to its result, and two that are open at this moment."""

from __future__ import annotations

import io
import random
import tomllib
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from functools import cache
from importlib import resources
from itertools import pairwise
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from sozialraum.demo.calendar import NOW
from sozialraum.demo.city.plan import City
from sozialraum.demo.people import Crowd
from sozialraum.foundation.privacy import gate
from sozialraum.foundation.privacy.actors import NOBODY, Actor
from sozialraum.foundation.privacy.gate import Subject
from sozialraum.foundation.vocabulary import Action, Purpose
from sozialraum.network.inquiries import exhibition, services
from sozialraum.network.inquiries.enums import AgeSpan, Consent, Method, QuestionKind
from sozialraum.network.inquiries.methods import SHEETS
from sozialraum.network.inquiries.pictures import cleaned
from sozialraum.network.inquiries.rules import Stroke
from sozialraum.network.inquiries.services import NewContribution, NewInquiry, StationFacts
from sozialraum.network.lived_spaces.enums import Gender, PartOfDay
from sozialraum.network.lived_spaces.pages import bounds_around
from sozialraum.network.queries import places_in

AREA = "0301"
Told = dict[str, Any]


def hold_inquiries(city: City, crowd: Crowd) -> None:
    """Hold every inquiry that the file of the city tells of."""
    bounds = bounds_around(AREA)
    if bounds is None:
        return
    text = resources.files("sozialraum.demo.city").joinpath("base/inquiries.toml").read_text("utf-8")
    draw = random.Random(f"{city.seed} inquiries")  # noqa: S311 - an invented city, no secret
    lead = crowd.persona("case_worker")
    for told in tomllib.loads(text)["inquiry"]:
        _hold(told, bounds, draw, lead)


def _hold(told: Told, bounds: tuple[float, float, float, float], draw: random.Random, lead: Actor) -> None:
    method = Method(told["method"])
    begun = NOW - timedelta(days=told["days_ago"])
    ends = begun + timedelta(days=21) if told["closed"] else NOW + timedelta(days=400)
    inquiry_id = services.open_inquiry(
        NewInquiry(
            method=method, title=told["title"], purpose=told["purpose"], area_code=AREA, area_vintage="2023", bounds=bounds,
            age_groups=[AgeSpan(each) for each in told.get("ages", [])], led_as=told["led_as"],
            consent=Consent(told["consent"]), expected=told["expected"], opens_at=begun, closes_at=ends,
            meeting=told.get("meeting", ""), code=told.get("code", ""),
        ),
        by=lead, at=begun,
    )  # fmt: skip
    at = begun + timedelta(days=2)
    for station in told.get("stations", []):
        _station(inquiry_id, station, draw, lead, at)
    for group in told.get("groups", []):
        _group(inquiry_id, group, draw, lead, at)
    for number in range(told.get("people", 0)):
        _person(inquiry_id, told, number, draw, at)
    steps = len(SHEETS[method].guide) if told["closed"] else 2
    for number in range(steps):
        services.do_step(inquiry_id, number, done=True, by=lead, at=at + timedelta(days=number))
    if told["closed"]:
        _approve(inquiry_id, lead, at)
        services.close_inquiry(inquiry_id, by=lead, at=begun + timedelta(days=20))


def _person(inquiry_id: UUID, told: Told, number: int, draw: random.Random, at: datetime) -> None:
    """One person: what is named with a share of a hundred is said by so many, of ONE questions the first that fits."""
    sheet = SHEETS[Method(told["method"])]
    ages, weights = told["ages"], told["age_weights"]
    options: dict[str, list[str]] = {}
    for name, shares in told["said"].items():
        question = sheet.question(name)
        if question is not None and question.kind is QuestionKind.ONE:
            options[name] = draw.choices(list(shares), weights=list(shares.values()))
        else:
            options[name] = [option for option, share in shares.items() if draw.random() * 100 < share]
    spots = {
        name: [_near(spot[:2], draw) for spot in found if draw.random() * 100 < spot[2]]
        for name, found in told.get("spots", {}).items()
    }
    drawn = bool(sheet.of_kind(QuestionKind.DRAWING)) and number < told["drawings"]
    made = services.contribute(
        inquiry_id,
        NewContribution(
            id=_id(draw), age_group=AgeSpan(draw.choices(ages, weights=weights)[0]),
            gender=draw.choices([Gender.GIRL, Gender.BOY, Gender.UNSAID], weights=told["gender_weights"])[0],
            options={name: chosen for name, chosen in options.items() if chosen}, spots=spots,
            week=_week(draw) if sheet.of_kind(QuestionKind.WEEK) else (), drawing=_drawing(draw) if drawn else (),
            drawing_agreed=draw.random() < 0.7,
        ),
        at=at,
    )  # fmt: skip
    if number < told.get("photos", 0):
        jpeg = _photo(number)
        services.add_photo(inquiry_id, made, jpeg, agreed=draw.random() < 0.85, at=at)


def _group(inquiry_id: UUID, told: Told, draw: random.Random, lead: Actor, at: datetime) -> None:
    options = {name: list(chosen) for name, chosen in told["said"].items()}
    spots = {name: [_near(spot, draw) for spot in found] for name, found in told.get("spots", {}).items()}
    new = NewContribution(id=_id(draw), persons=told["persons"], options=options, spots=spots)
    services.contribute(inquiry_id, new, at=at, by=lead)


def _station(inquiry_id: UUID, told: Told, draw: random.Random, lead: Actor, at: datetime) -> None:
    known = {place.name: place.id for place in places_in(NOBODY, [AREA], today=timezone.localdate(at))}
    facts = StationFacts(
        place_name=told["name"], place_id=known.get(told["name"]), spot=tuple(told["spot"]) if "spot" in told else None,
        part_of_day=PartOfDay(told["part"]) if "part" in told else None, texts=told["texts"],
    )  # fmt: skip
    new = NewContribution(id=_id(draw), options=dict(told.get("said", {})), station=facts)
    services.contribute(inquiry_id, new, at=at, by=lead)


@transaction.atomic
def _approve(inquiry_id: UUID, lead: Actor, at: datetime) -> None:
    grant = gate.open(lead, Purpose.PARTICIPATION, Action.READ, Subject("inquiry", (inquiry_id,)), at=at)
    for each in exhibition.pictures_of(grant):
        if each.agreed:
            exhibition.approve_picture(grant, each.id, approved=True, at=at)


def _id(draw: random.Random) -> UUID:
    return UUID(int=draw.getrandbits(128), version=4)


def _near(spot: Sequence[float], draw: random.Random) -> tuple[float, float]:
    across, up = (min(0.99, max(0.01, each + draw.gauss(0, 0.012))) for each in spot[:2])
    return across, up


def _week(draw: random.Random) -> list[tuple[int, int, str, str]]:
    """A usual week of a child: school until the early afternoon, then what it likes, the weekend with the family."""
    club = draw.choice(["sport", "friends", "outside"])
    found = []
    for day in range(5):
        found += [(day, 0, "way", "here"), (day, 1, "school", "at_school"), (day, 2, "school", "at_school")]
        found += [(day, 3, draw.choice(["school", "homework"]), draw.choice(["at_school", "at_home"]))]
        afternoon = draw.choice([club, "media", "duties", "friends", "homework"])
        found += [(day, 4, afternoon, "at_home" if afternoon in {"media", "duties", "homework"} else "here")]
        found += [(day, 5, draw.choice(["media", "family", club]), draw.choice(["at_home", "here"]))]
        found += [(day, 6, draw.choice(["media", "family"]), "at_home")]
    for day in (5, 6):
        found += [
            (day, 2, "media", "at_home"),
            (day, 3, draw.choice(["family", "duties", "outside"]), draw.choice(["at_home", "elsewhere"])),
        ]
        found += [(day, 4, draw.choice(["friends", "outside", "family"]), draw.choice(["here", "elsewhere"]))]
        found += [(day, 5, draw.choice(["friends", "family", "alone"]), draw.choice(["here", "at_home"]))]
    return found


def _drawing(draw: random.Random) -> list[Stroke]:
    """A child's map: some houses, the water, a playground with a swing, trees and the ways between them."""
    spots = [(draw.randint(90, 900), draw.randint(120, 560)) for _place in range(6)]
    strokes: list[Stroke] = [(1, tuple(_wave(draw.randint(600, 660), draw)))]
    for (x, y), (to_x, to_y) in pairwise(spots):
        strokes.append((0, (x, y, (x + to_x) // 2 + draw.randint(-50, 50), (y + to_y) // 2, to_x, to_y)))
    for number, (x, y) in enumerate(spots):
        strokes += (
            _house(x, y, draw) if number % 3 == 0 else _tree(x, y, draw) if number % 3 == 1 else _swing(x, y)
        )
    return [
        (
            color,
            tuple(min(990, max(8, n)) if at % 2 == 0 else min(690, max(8, n)) for at, n in enumerate(points)),
        )
        for color, points in strokes
    ]


def _wave(y: int, draw: random.Random) -> list[int]:
    return [number for x in range(20, 980, 40) for number in (x, y + draw.randint(-14, 14))]


def _house(x: int, y: int, draw: random.Random) -> list[Stroke]:
    half, high = draw.randint(34, 52), draw.randint(50, 80)
    walls = (x - half, y, x - half, y - high, x + half, y - high, x + half, y, x - half, y)
    return [
        (3, walls),
        (4, (x - half - 8, y - high, x, y - high - 48, x + half + 8, y - high)),
        (0, (x - 8, y, x - 8, y - 34, x + 12, y - 34, x + 12, y)),
    ]


def _tree(x: int, y: int, draw: random.Random) -> list[Stroke]:
    r = draw.randint(26, 40)
    crown = tuple(
        n
        for dx, dy in ((0, -r), (r, -r // 3), (r // 2, r // 2), (-r // 2, r // 2), (-r, -r // 3), (0, -r))
        for n in (x + dx, y - 60 + dy)
    )
    return [(4, (x, y, x, y - 50)), (2, crown)]


def _swing(x: int, y: int) -> list[Stroke]:
    return [
        (0, (x - 50, y, x - 30, y - 90, x + 40, y - 90, x + 60, y)),
        (5, (x - 8, y - 88, x - 14, y - 20, x + 16, y - 20, x + 10, y - 88)),
    ]


Painter = Callable[[Any, random.Random], None]


@cache
def _photo(number: int) -> bytes:
    """A painted picture in place of a photo: nobody is on it, and it was taken nowhere."""
    draw = random.Random(number)  # noqa: S311 - an invented city, no secret
    return cleaned(_scene(SCENES[number % len(SCENES)], draw, mirrored=number // len(SCENES) % 2 == 1))


def _scene(paint: Painter, draw: random.Random, *, mirrored: bool) -> bytes:
    from PIL import Image, ImageDraw, ImageEnhance, ImageOps

    image = Image.new("RGB", (960, 720), "#bcd2dd")
    canvas = ImageDraw.Draw(image)
    for line in range(0, 430, 2):
        canvas.line((0, line, 960, line), fill=(168 + line // 8, 200 + line // 12, 222))
    paint(canvas, draw)
    out = io.BytesIO()
    tone = ImageEnhance.Color(image).enhance(draw.uniform(0.6, 1.3))
    light = ImageEnhance.Brightness(tone).enhance(draw.uniform(0.72, 1.08))
    (ImageOps.mirror(light) if mirrored else light).save(out, "JPEG", quality=88)
    return out.getvalue()


def _quay(canvas: Any, draw: random.Random) -> None:
    canvas.rectangle((0, 400, 960, 720), fill="#5e7f8f")
    for _wave_line in range(60):
        x, y = draw.randint(0, 900), draw.randint(420, 560)
        canvas.line((x, y, x + draw.randint(20, 90), y), fill="#86a5b2", width=3)
    canvas.polygon([(0, 560), (960, 520), (960, 720), (0, 720)], fill="#8d8a84")
    for x in range(60, 960, 180):
        canvas.rectangle((x, 500, x + 26, 560), fill="#3b3a39")
    canvas.polygon([(620, 400), (700, 120), (724, 120), (760, 400)], outline="#6b4a35", width=14)
    canvas.line((560, 190, 860, 130), fill="#6b4a35", width=16)


def _pitch(canvas: Any, draw: random.Random) -> None:
    canvas.rectangle((0, 380, 960, 720), fill="#7d8f62")
    canvas.polygon([(120, 720), (330, 420), (640, 420), (900, 720)], fill="#a68a63")
    canvas.rectangle((380, 280, 600, 430), outline="#e8e8e2", width=10)
    for x in range(380, 600, 22):
        canvas.line((x, 285, x, 425), fill="#d5d9d4", width=2)
    for x in range(0, 960, 120):
        canvas.rectangle((x, 200, x + 8, 400), fill="#59605f")
    for _patch in range(30):
        x, y = draw.randint(0, 940), draw.randint(470, 700)
        canvas.ellipse((x, y, x + draw.randint(8, 30), y + 8), fill="#6f7f57")


def _bench(canvas: Any, draw: random.Random) -> None:
    canvas.rectangle((0, 430, 960, 720), fill="#93a27b")
    for _leaf in range(240):
        x, y = draw.randint(480, 930), draw.randint(60, 340)
        canvas.ellipse((x, y, x + 46, y + 38), fill=draw.choice(["#4f6b3f", "#5d7b49", "#6f8d55"]))
    canvas.rectangle((690, 320, 730, 560), fill="#5b4632")
    for y in (470, 500, 545):
        canvas.rectangle((140, y, 560, y + 18), fill="#8b5d33")
    for x in (170, 520):
        canvas.rectangle((x, 470, x + 14, 620), fill="#383838")


def _workshop(canvas: Any, _draw: random.Random) -> None:
    canvas.rectangle((0, 120, 960, 720), fill="#9c5b42")
    for y in range(130, 720, 30):
        canvas.line((0, y, 960, y), fill="#87492f", width=2)
    canvas.rectangle((250, 260, 710, 720), fill="#2f4a4d")
    for x in (340, 560):
        canvas.ellipse((x - 90, 500, x + 90, 680), outline="#d8d3c6", width=9)
    canvas.line((340, 590, 430, 470, 560, 590, 470, 590, 430, 470), fill="#cf8a34", width=11)


SCENES: tuple[Painter, ...] = (_quay, _pitch, _bench, _workshop)
