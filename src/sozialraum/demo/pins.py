"""Two maps with pins: all children of the schools of the harbor, and one that a class pins at this moment."""

from __future__ import annotations

import random
from datetime import datetime, timedelta
from uuid import UUID

from sozialraum.demo.calendar import NOW
from sozialraum.demo.city.plan import City
from sozialraum.demo.people import Crowd
from sozialraum.network.enums import MissingKind
from sozialraum.network.lived_spaces import services
from sozialraum.network.lived_spaces.enums import AgeGroup, Gender, PartOfDay, PinKind
from sozialraum.network.lived_spaces.pages import bounds_around
from sozialraum.network.lived_spaces.services import NewPin

# where many pin, as parts of the map: kind, from west, from south, how many of a hundred, and when
SPOTS = (
    (PinKind.LIKE, 0.46, 0.52, 55, PartOfDay.AFTERNOON), (PinKind.LIKE, 0.71, 0.33, 34, PartOfDay.AFTERNOON),
    (PinKind.MEET, 0.46, 0.52, 42, PartOfDay.AFTERNOON), (PinKind.MEET, 0.25, 0.78, 38, PartOfDay.EVENING),
    (PinKind.MEET, 0.9, 0.86, 30, PartOfDay.AFTERNOON), (PinKind.UNSAFE, 0.6, 0.14, 46, PartOfDay.EVENING),
    (PinKind.AVOID, 0.6, 0.14, 25, PartOfDay.EVENING), (PinKind.AVOID, 0.34, 0.4, 24, PartOfDay.MORNING),
    (PinKind.WISH, 0.52, 0.64, 49, PartOfDay.AFTERNOON), (PinKind.WISH, 0.12, 0.2, 22, PartOfDay.AFTERNOON),
    (PinKind.LIKE, 0.08, 0.9, 28, PartOfDay.AFTERNOON),
)  # fmt: skip


def pin_maps(city: City, crowd: Crowd) -> None:
    """Let 180 children pin and close their map; open another one for a class, with a few pins."""
    draw = random.Random(f"{city.seed} pins")  # noqa: S311 - an invented city, no secret
    worker, spring = crowd.persona("case_worker"), NOW - timedelta(days=70)
    bounds = bounds_around("0301")
    if bounds is None:
        return
    done = services.open_campaign(
        title="Unsere Alte Werft", area_code="0301", area_vintage="2023", bounds=bounds, expected=200, opens_at=spring,
        closes_at=spring + timedelta(days=14), by=worker, at=spring, missing=MissingKind.WEEKEND, code="WERFT6",
    )  # fmt: skip
    for _child in range(180):
        _pin(done.id, draw, at=spring + timedelta(days=2))
    services.close_campaign(done.id, by=worker, at=spring + timedelta(days=14))
    now = services.open_campaign(
        title="Wo die 4b gern ist", area_code="0301", area_vintage="2023", bounds=bounds, expected=25, opens_at=NOW,
        closes_at=NOW + timedelta(days=400), by=worker, at=NOW, code="KLASSE",
    )  # fmt: skip
    for _child in range(9):
        _pin(now.id, draw, at=NOW)


def _pin(campaign_id: UUID, draw: random.Random, *, at: datetime) -> None:
    ages = draw.choices([AgeGroup.FROM_6, AgeGroup.FROM_10, AgeGroup.FROM_14], weights=[34, 48, 18])[0]
    gender = draw.choices([Gender.GIRL, Gender.BOY, Gender.UNSAID], weights=[44, 48, 8])[0]
    person_id = services.take_part(
        campaign_id, age_group=ages, gender=gender, at=at, person_id=UUID(int=draw.getrandbits(128))
    )
    pins = [
        NewPin(
            UUID(int=draw.getrandbits(128)), kind, part if draw.random() < 0.8 else draw.choice(list(PartOfDay)),
            min(0.99, max(0.0, across + draw.gauss(0, 0.012))), min(0.99, max(0.0, up + draw.gauss(0, 0.012))),
        )
        for kind, across, up, share, part in SPOTS
        if draw.random() * 100 < share
    ]  # fmt: skip
    if pins:
        services.set_pins(campaign_id, person_id, pins, at=at)
