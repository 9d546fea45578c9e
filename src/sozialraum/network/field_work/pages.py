"""What the pages of field work are made of."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import uuid4

from sozialraum.foundation.database.collation import german_sort_key
from sozialraum.foundation.privacy.actors import Actor
from sozialraum.network.field_work import presentation, queries
from sozialraum.network.field_work.access import (
    Unit,
    can_agree_field_time,
    can_log_field_work,
    can_read_unit,
    readable_units,
    units_of,
)
from sozialraum.network.field_work.forms import NoteForm, note_values
from sozialraum.network.field_work.reuse import ReuseLine, latest_of, reuse_of, reuse_rates
from sozialraum.network.field_work.rules import GIVEN_NAMES, TITLES
from sozialraum.organization.queries import provider_choices, team_choices
from sozialraum.social_structure.contributions import Told
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
    named = sorted(
        ((presentation.unit_name(unit, teams, providers), unit) for unit in readable),
        key=lambda each: german_sort_key(each[0]),
    )
    chosen = _chosen(get.get("wer", ""), readable, own)
    periods = presentation.periods(today)
    period, _name, since = next((each for each in periods if each[0] == get.get("zeit")), periods[-1])
    units = [chosen] if chosen else [unit for unit in readable if unit.team_code] or readable
    balance = queries.field_balance(units, since=since, until=today)
    notes = queries.notes_of(actor, units, since=since, until=today, limit=LATEST)
    rates = reuse_rates(today=today)
    return {
        "balance": presentation.balance_of(balance, areas=area_names(balance.areas)), "figures": balance,
        "choices": [(unit.key, name) for name, unit in named], "chosen": chosen.key if chosen else "",
        "name": presentation.unit_name(chosen, teams, providers) if chosen else "", "periods": periods,
        "period": period, "notes": notes, "quarters": area_names(note.area_code for note in notes),
        "reuse": reuse_of(rates, chosen), "reuse_of_all": reuse_of(rates, None) if chosen else (),
        "told": _told(actor, units, today, since),
        "opened": queries.opened_resources(actor, units, limit=8), "may_log": can_log_field_work(actor),
        "may_mark": bool(set(units) & set(own)), "own_units": own, "dimensions": list(presentation.DIMENSIONS.values()),
    }  # fmt: skip


ToldFunction = Callable[[Actor, Collection[Unit], date, date], Sequence[Told]]
_told_functions: list[ToldFunction] = []


def register_told(function: ToldFunction) -> None:
    """Let the room of effects bring what was told of the work of teams since a day."""
    if function not in _told_functions:
        _told_functions.append(function)


def _told(actor: Actor, units: Collection[Unit], today: date, since: date) -> list[Told]:
    return [each for function in _told_functions for each in function(actor, units, today, since)]


def shares_page(actor: Actor, *, today: date) -> dict[str, Any]:
    """What was agreed with every team and provider that the actor reads, the own ones first, and with whom the actor may
    agree anew.
    """
    teams, providers = dict(team_choices()), dict(provider_choices())
    logs = queries.units_with_log()
    with_log = {unit.provider_code for unit in logs}
    every = [
        *(Unit(team_code=code) for code in teams),
        *(Unit(provider_code=code) for code in providers if code in with_log),
        # what wrote once and is no longer there stands with its code
        *(unit for unit in logs if unit.team_code not in teams and unit.provider_code not in providers),
    ]
    own = units_of(actor)
    readable = sorted(readable_units(actor, every), key=lambda unit: unit not in own)
    agreed = queries.agreements(readable)
    reuse = latest_of(reuse_rates(today=today), readable)
    lines = [
        _agreed_line(presentation.unit_name(unit, teams, providers), unit, agreed.get(unit, ()), today=today, reuse=reuse.get(unit))
        for unit in readable
    ]  # fmt: skip
    return {
        "lines": lines,
        "units": _agreeing_with(actor, teams, providers),
        "with_share": sum(line.now is not None for line in lines),
        "total": len(lines),
    }


def _agreeing_with(actor: Actor, teams: Mapping[str, str], providers: Mapping[str, str]) -> dict[str, str]:
    """The names by key of those with whom the actor may agree on a share."""
    if not can_agree_field_time(actor):
        return {}
    named = {
        **{Unit(team_code=code): name for code, name in teams.items()},
        **{Unit(provider_code=code): name for code, name in providers.items()},
    }
    return {unit.key: name for unit, name in named.items() if can_agree_field_time(actor, unit)}


def _agreed_line(
    name: str, unit: Unit, agreed: Sequence[queries.Agreement], *, today: date, reuse: ReuseLine | None
) -> presentation.AgreedLine:
    started = [each for each in agreed if each.valid_from <= today]
    coming = [each for each in reversed(agreed) if each.valid_from > today]
    return presentation.AgreedLine(
        unit.key, name, started[0] if started else None, coming, started[1:], reuse
    )


def _chosen(key: str, readable: list[Unit], own: tuple[Unit, ...]) -> Unit | None:
    if key == "alle":
        return None
    return next((unit for unit in readable if unit.key == key), own[0] if own else None)
