"""What the pages of field work are made of."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import uuid4

from sozialraum.foundation.privacy.actors import Actor
from sozialraum.network.field_work import presentation, queries
from sozialraum.network.field_work.access import Unit, can_log_field_work, can_read_unit, units_of
from sozialraum.network.field_work.forms import NoteForm, note_values
from sozialraum.network.field_work.rules import GIVEN_NAMES, TITLES
from sozialraum.organization.queries import provider_choices, team_choices
from sozialraum.social_structure.queries import area_names

LATEST = 12


def note_page(actor: Actor, form: NoteForm, *, today: date, own: queries.NoteRow | None) -> dict[str, Any]:
    """The form with the last note to repeat, the usual places, and the words that the page warns of."""
    last = None if own else queries.last_note(actor)
    places = queries.usual_places(actor, units_of(actor))
    kinds = list(presentation.KINDS.items())
    return {
        "form": form, "own": own, "today": today, "places": places, "last": last,
        "repeat": presentation.repeat_line(last, today=today) if last else None,
        "repeated": _plain(note_values(last, note_id=uuid4(), done_on=today)) if last else None,
        "kinds": kinds[: presentation.FIRST_KINDS], "further_kinds": kinds[presentation.FIRST_KINDS :],
        "results": list(presentation.RESULTS.items()), "minutes": presentation.MINUTES,
        "names": {"given": sorted(GIVEN_NAMES), "titles": list(TITLES)},
    }  # fmt: skip


def _plain(values: Mapping[str, Any]) -> dict[str, Any]:
    """What of a note is repeated: not the day, not the sentence, not what was opened, not how many came."""
    left_out = {"id", "done_on", "sentence", "resource_name", "residents"}
    return {
        name: value if isinstance(value, list) else "" if value is None else str(value)
        for name, value in values.items()
        if name not in left_out
    }


def balance_page(actor: Actor, get: Mapping[str, str], *, today: date) -> dict[str, Any]:
    """The balance of the chosen team (the own one at first), its notes, and what it opened."""
    teams, providers = dict(team_choices()), dict(provider_choices())
    own = units_of(actor)
    readable = [unit for unit in {*own, *queries.units_with_log()} if can_read_unit(actor, unit)]
    named = sorted((presentation.unit_name(unit, teams, providers), unit) for unit in readable)
    chosen = _chosen(get.get("wer", ""), readable, own)
    periods = presentation.periods(today)
    period, _name, since = next((each for each in periods if each[0] == get.get("zeit")), periods[-1])
    units = [chosen] if chosen else [unit for unit in readable if unit.team_code] or readable
    balance = queries.field_balance(units, since=since, until=today)
    notes = queries.notes_of(actor, units, since=since, until=today, limit=LATEST)
    return {
        "balance": presentation.balance_of(balance, areas=area_names(balance.areas)), "figures": balance,
        "choices": [(_key(unit), name) for name, unit in named], "chosen": _key(chosen) if chosen else "",
        "name": presentation.unit_name(chosen, teams, providers) if chosen else "", "periods": periods,
        "period": period, "notes": notes, "quarters": area_names(note.area_code for note in notes),
        "opened": queries.opened_resources(actor, units, limit=8), "may_log": can_log_field_work(actor),
        "may_mark": bool(set(units) & set(own)), "own_units": own, "dimensions": list(presentation.DIMENSIONS.values()),
    }  # fmt: skip


def _key(unit: Unit) -> str:
    return f"team:{unit.team_code}" if unit.team_code else f"traeger:{unit.provider_code}"


def _chosen(key: str, readable: list[Unit], own: tuple[Unit, ...]) -> Unit | None:
    if key == "alle":
        return None
    return next((unit for unit in readable if _key(unit) == key), own[0] if own else None)
