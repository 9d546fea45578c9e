"""What came of field work in the city: told by residents and teams, agreed to by most, released where everybody may read it."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import timedelta
from importlib import resources
from typing import Any, Final
from uuid import UUID

from sozialraum.demo.calendar import NOW, on
from sozialraum.demo.city.plan import City
from sozialraum.demo.gaps import quarters
from sozialraum.demo.people import Crowd
from sozialraum.foundation.privacy.actors import Actor
from sozialraum.network.effects.enums import ConsentManner, EffectAudience
from sozialraum.network.effects.services import (
    NewConsent,
    NewEffect,
    note_consent,
    release_effect,
    tell_effect,
)
from sozialraum.network.field_work.access import units_of
from sozialraum.network.field_work.queries import opened_resources
from sozialraum.network.themes.queries import find_themes

AGREED_FOR: Final = timedelta(days=360)


def tell_effects(city: City, crowd: Crowd) -> None:
    """Tell what is told, as far as its quarter is in this city."""
    text = resources.files("sozialraum.demo.city").joinpath("base/effects.toml").read_text("utf-8")
    codes = quarters(city)
    for number, each in enumerate(tomllib.loads(text)["told"]):
        within = [code for code in codes if code.startswith(each["area"])]
        if within:
            by = crowd.persona("provider_worker" if number % 3 == 2 else "case_worker")
            _tell(each, within[number % len(within)], by, crowd.persona("planner"))


def _tell(told: Mapping[str, Any], area_code: str, by: Actor, planner: Actor) -> None:
    day = NOW.date() - timedelta(days=told["days"])
    unit = units_of(by)[0]
    themes = find_themes(by, told["theme"], limit=1) if "theme" in told else []
    who = told.get("who", [])
    widest = max((list(EffectAudience).index(EffectAudience(each[1] or "team")) for each in who), default=2)
    story_id = tell_effect(
        NewEffect(
            title=told["title"], text=told["text"], told_as=told["told_as"], area_code=area_code, area_vintage="2023",
            persons=len(who), audience=list(EffectAudience)[widest], theme_id=themes[0][0] if themes else None,
            note_ids=_notes(told, by),
        ),
        unit=unit, by=by, at=on(day),
    )  # fmt: skip
    for person_as, audience, minor in who:
        if audience:
            given = NewConsent(
                person_as, EffectAudience(audience), day + AGREED_FOR, ConsentManner.WRITTEN, minor=minor,
                guardian_agreed=minor,
            )  # fmt: skip
            note_consent(story_id, given, by=by, at=on(day, 12))
    if told.get("released"):
        release_effect(story_id, released=True, by=planner, at=on(day + timedelta(days=1)))


def _notes(told: Mapping[str, Any], by: Actor) -> list[UUID]:
    """The note that opened what is told of, where it was the teller's own team."""
    opened = opened_resources(by, units_of(by)[:1], limit=400)
    return [note.id for note in opened if note.resource_name == told.get("of")][:1]
