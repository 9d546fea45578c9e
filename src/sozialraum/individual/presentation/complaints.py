"""Complaints in words."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from sozialraum.foundation.ui.contributions import Today
from sozialraum.foundation.ui.drawing import number
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
