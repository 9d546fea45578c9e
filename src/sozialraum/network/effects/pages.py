"""What the pages of effects are made of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.utils.formats import date_format

from sozialraum.foundation.privacy.actors import Actor
from sozialraum.network.effects import presentation, queries
from sozialraum.network.effects.access import can_tell_effect, tells_of_oneself
from sozialraum.network.effects.rules import LONGEST_CONSENT
from sozialraum.network.field_work.access import Unit, units_of
from sozialraum.network.field_work.presentation import unit_name
from sozialraum.network.field_work.queries import notes_of
from sozialraum.network.themes.queries import areas_within, themes
from sozialraum.organization.queries import provider_choices, team_choices
from sozialraum.social_structure.queries import area_choices, area_names, area_page, planning_system

NOTES_OFFERED = 10
LATELY = timedelta(days=120)


def told_page(actor: Actor, get: Mapping[str, str], *, today: date) -> dict[str, Any]:
    """All that the actor may read, of one quarter or of all."""
    area_code = get.get("gebiet", "").replace("\0", "")[:40]
    codes = areas_within(area_code) if area_code else ()
    rows = queries.effects(actor, today=today, area_codes=codes)
    names = area_names([area_code, *(row.area_code for row in rows)])
    own = [row for row in rows if row.keeps and row.open_to is None]
    waits = [row for row in rows if row.may_release and row.to_release]
    return {
        "lines": [presentation.line(row, names) for row in rows if row.open_to is not None],
        "own": [presentation.line(row, names) for row in own],
        "waits": len(waits), "area_code": area_code, "area": names.get(area_code, ""), "areas": area_choices(),
        "may_tell": bool(can_tell_effect(actor)),
    }  # fmt: skip


def sheet(actor: Actor, row: queries.EffectRow, *, today: date) -> dict[str, Any]:
    """One story, with the consents and acts for who keeps it."""
    consents = presentation.consent_lines(row, today=today)
    return {
        "line": presentation.line(row, area_names([row.area_code])), "row": row, "consents": consents,
        "lacking": max(row.persons - len(consents), 0) if row.keeps else 0,
        "audiences": list(presentation.AUDIENCES.items()), "manners": list(presentation.MANNERS.items()),
        "may_release": row.may_release and (row.to_release or row.released), "longest": today + LONGEST_CONSENT,
        "today": today, "area_url": area_page(row.area_code, row.area_vintage, signed_in=actor.user_id is not None),
    }  # fmt: skip


def choices(actor: Actor, get: Mapping[str, str], *, today: date) -> dict[str, Any]:
    """What the form of a new story offers: quarters, teams, themes and the latest notes of the actor's own teams."""
    alone, own = tells_of_oneself(actor), units_of(actor)
    teams, providers = dict(team_choices()), dict(provider_choices())
    units = [Unit(team_code=code) for code in teams] if alone else list(own)
    notes = [] if alone else notes_of(actor, own, since=today - LATELY, until=today, limit=NOTES_OFFERED)
    return {
        "alone": alone, "areas": area_choices(),
        "units": [(unit.key, unit_name(unit, teams, providers)) for unit in units],
        "themes": _themes(actor, get, today=today),
        "notes": [
            (str(note.id), f"{date_format(note.done_on, 'MONTH_DAY_FORMAT')}: {note.resource_name or note.place_name}")
            for note in notes
        ],
    }  # fmt: skip


def _themes(actor: Actor, get: Mapping[str, str], *, today: date) -> Sequence[tuple[str, str]]:
    rows = themes(actor, today=today, area_code=get.get("gebiet", "").replace("\0", "")[:40], limit=60)
    return [(str(row.id), row.title) for row in rows]


def initial(get: Mapping[str, str], *, today: date) -> dict[str, Any]:
    """What the address has said already: quarter, theme, note and place."""
    return {
        "area_code": get.get("gebiet", ""), "theme_id": get.get("thema", ""), "note_ids": [get.get("notiz", "")],
        "place_id": _id(get.get("ort", "")), "valid_until": today + LONGEST_CONSENT - timedelta(days=1),
    }  # fmt: skip


def _id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def vintage() -> str:
    """The vintage of the cut that areas are named by."""
    system = planning_system()
    return str(system.vintage) if system else ""
