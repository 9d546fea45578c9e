"""What the rounds bring to the start page: what is due, for those who may act."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from sozialraum.foundation.privacy.actors import Actor, Role
from sozialraum.foundation.ui.addresses import address_of
from sozialraum.foundation.ui.contributions import Begin, HouseLine, Moment, Today
from sozialraum.foundation.ui.drawing import number as in_figures
from sozialraum.participation.rounds.access import can_decide, can_lead, proposing_scopes
from sozialraum.participation.rounds.enums import Stage
from sozialraum.participation.rounds.presentation import STAGES
from sozialraum.participation.rounds.queries import Running, own_areas, running_rounds
from sozialraum.participation.rounds.rules import can_close, can_object, missing_records, missing_voices

FLOOR = "participation"


def today(actor: Actor, moment: Moment) -> Sequence[Today | Begin | HouseLine]:
    """The round that runs, with the one thing this actor has to do in it; for residents the way to read and object."""
    leads, decides, speaks = bool(can_lead(actor)), bool(can_decide(actor)), bool(proposing_scopes(actor))
    resident = actor.has(Role.RESIDENT)
    if not (leads or decides or speaks or resident):
        return []
    rounds = running_rounds(today=moment.today)
    if rounds is None:
        return []
    found: list[Today | Begin | HouseLine] = [_house_line(rounds)]
    if leads:
        found.append(_for_planning(rounds))
    if resident and can_object(rounds.standing.stage, moment.today, rounds.standing.schedule):
        found.append(_for_residents(rounds))
    if decides:
        found.append(_for_committee(rounds))
    if speaks and not leads:
        found += _for_circles(rounds, sorted(own_areas(actor, rounds.names)))
    return found


def _url(rounds: Running) -> str:
    return address_of("participation:budget_round", rounds.year)


def _title(rounds: Running) -> str:
    return _("Budget %(year)s: %(stage)s") % {"year": rounds.year, "stage": STAGES[rounds.standing.stage][0]}


def _ends(rounds: Running) -> date:
    """The last day of what runs; before the first round the day on which that begins."""
    schedule = rounds.standing.schedule
    published = rounds.standing.stage is Stage.PUBLISHED
    return schedule.requests_from if published else schedule.ends(rounds.standing.stage)


def _house_line(rounds: Running) -> HouseLine:
    return HouseLine(
        FLOOR, _title(rounds), _("until %(day)s") % {"day": date_format(_ends(rounds), "MONTH_DAY_FORMAT")}
    )


def _for_planning(rounds: Running) -> Today:
    closing = can_close(rounds.standing)
    missing = [rounds.names.get(code, _("all circles")) for code in missing_records(rounds.standing)]
    if closing:
        text = _("Everything is there; the next round can be opened.")
    elif missing:
        text = _("Records are missing: %(circles)s.") % {"circles": ", ".join(missing)}
    else:
        text = _(closing.reason)
    return Today(
        title=_title(rounds), text=text, floor=FLOOR, due_on=_ends(rounds), action_label=_("Go to the round"),
        url=_url(rounds),
    )  # fmt: skip


def _for_residents(rounds: Running) -> Begin:
    until = date_format(rounds.standing.schedule.objections_until, "MONTH_DAY_FORMAT")
    return Begin(
        _("Have a say in the budget of the areas %(year)s") % {"year": rounds.year}, _url(rounds),
        _("Objections with a reason count until %(day)s") % {"day": until},
    )  # fmt: skip


def _for_committee(rounds: Running) -> Today:
    if rounds.standing.stage is Stage.COMMITTEE:
        text = _("Open objections: %(number)s. The proposal and every step lie open.") % {
            "number": rounds.carried
        }
        label = _("Read and decide")
    else:
        text = _("Now: %(stage)s. What the circles wish can be read already.") % {
            "stage": STAGES[rounds.standing.stage][0]
        }
        label = _("Read along")
    return Today(
        title=_("Decide on the budget of the areas %(year)s") % {"year": rounds.year}, text=text, floor=FLOOR,
        due_on=rounds.standing.schedule.decision_on, action_label=label, url=_url(rounds),
    )  # fmt: skip


def _for_circles(rounds: Running, own: Sequence[str]) -> list[Today]:
    if rounds.standing.stage is Stage.REQUESTS:
        waiting = [code for code in missing_records(rounds.standing) if code in own]
        text, label = _("Change requests and the record of your circle: %(areas)s."), _("Write")
    elif rounds.standing.stage is Stage.CONSENT and rounds.standing.loop:
        waiting = [code for code in missing_voices(rounds.standing) if code in own]
        text, label = _("A proposal waits for the answer of your circle: %(areas)s."), _("Read and answer")
    else:
        return []
    if not waiting:
        return []
    names = ", ".join(rounds.names[code] for code in waiting[:3])
    if len(waiting) > 3:
        names = _("%(areas)s and %(more)s more") % {"areas": names, "more": in_figures(len(waiting) - 3)}
    return [
        Today(
            title=_("Budget of the areas %(year)s") % {"year": rounds.year}, text=text % {"areas": names}, floor=FLOOR,
            due_on=rounds.standing.schedule.ends(rounds.standing.stage), action_label=label, url=_url(rounds),
        )
    ]  # fmt: skip
