"""Complaints in words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from sozialraum.foundation.privacy.release import rounded
from sozialraum.foundation.ui.contributions import Today
from sozialraum.foundation.ui.drawing import number
from sozialraum.individual.access import ADDRESSEES
from sozialraum.individual.enums import ComplaintState
from sozialraum.individual.queries import ComplaintView, WaitingComplaint

COMPLAINT_STATES: dict[str, str | Promise] = {
    ComplaintState.OPEN: gettext_lazy("waits for an answer"),
    ComplaintState.ANSWERED: gettext_lazy("answered"),
    ComplaintState.WITHDRAWN: gettext_lazy("taken back"),
}
SHOWN = 3


def readers_of(complaint: ComplaintView) -> str:
    """Who reads a complaint, as a sentence."""
    named = [
        *([_("the ombuds office")] if complaint.to_ombuds else []),
        *([_("the head of the office")] if complaint.to_office else []),
        *([_("the person who is there for your family")] if complaint.worker_reads else []),
    ]
    return ", ".join(named)


def complaints_today(found: Sequence[WaitingComplaint]) -> list[Today]:
    """What waits for an answer, without a word or a name: the most urgent ones each, the rest as a number."""
    if not found:
        return []
    shown = [
        Today(
            title=_("A complaint waits for your answer"), floor="individual", due_on=each.due_on,
            text=_("Somebody of a family has written to you."), action_label=_("Look"),
            url=reverse("individual:complaint", args=[each.id]),
        )
        for each in found[:SHOWN]
    ]  # fmt: skip
    more = len(found) - SHOWN
    if more > 0:
        title = ngettext("%(n)s more complaint waits", "%(n)s more complaints wait", more) % {
            "n": number(more)
        }
        shown.append(
            Today(
                title=title, floor="individual", due_on=found[SHOWN].due_on, text="", action_label=_("See all"),
                url=reverse("individual:complaints"),
            )
        )  # fmt: skip
    return shown


def year_in_words(found: Sequence[ComplaintView], *, today: date | None = None) -> str:
    """What the addressee may tell the committee about this year, without a number from which somebody is recognized."""
    year = (today or timezone.localdate()).year
    came = [each for each in found if timezone.localdate(each.complained_at).year == year]
    answers = {
        each.id: min((a.at for a in each.answers if a.role in ADDRESSEES), default=None) for each in came
    }
    answered = [each for each in came if answers[each.id]]
    in_time = sum(timezone.localdate(answers[each.id]) <= each.due_on for each in answered)
    waiting = sum(each.state is ComplaintState.OPEN for each in came)
    return complaints_of_year(len(came), len(answered), in_time, waiting, year=year)


def complaints_of_year(received: int, answered: int, in_time: int, waiting: int, *, year: int) -> str:
    """What may be said to the committee about a year of complaints: every number a multiple of five."""
    if not rounded(received):
        # nobody and one or two are told alike
        return _("In %(year)s there were too few complaints to tell a number.") % {"year": year}
    # each is rounded for itself: what was received less what was answered tells nothing
    told = {
        "year": year, "received": rounded(received), "answered": rounded(answered), "in_time": rounded(in_time),
        "waiting": rounded(waiting),
    }  # fmt: skip
    return (
        _("Complaints in %(year)s: %(received)s came in, %(answered)s were answered, %(in_time)s of them within 14 days; %(waiting)s wait.")
        % told
    )  # fmt: skip
