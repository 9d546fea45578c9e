"""How far the asking for confirmations is, in words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from sozialraum.foundation.ui.drawing import number
from sozialraum.network.enums import AskingState
from sozialraum.network.queries.confirmations import Staleness

FAILED = frozenset({AskingState.REFUSED, AskingState.SILENT, AskingState.NOBODY})


STATES: Final = {
    AskingState.REFUSED: gettext_lazy("the mail did not arrive: enter another address"),
    AskingState.SILENT: gettext_lazy("asked three times without an answer: call"),
    AskingState.NOBODY: gettext_lazy("nobody to ask: no address is known"),
    AskingState.ASKED: gettext_lazy("asked, no answer yet"),
    AskingState.WAITING: gettext_lazy("not asked yet"),
}


def state_in_words(row: Staleness) -> str:
    """What became of the asking about one entry, and what is to be done."""
    return str(STATES[row.state])


def answer_of(rows: Sequence[Staleness]) -> tuple[str, str]:
    """How many entries wait, and for how many somebody has to do something."""
    if not rows:
        return _("Every entry was confirmed within a year."), ""
    waiting = ngettext(
        "One entry waits for its confirmation.", "%(n)s entries wait for their confirmation.", len(rows)
    ) % {"n": number(len(rows))}
    failed = sum(row.state in FAILED for row in rows)
    if not failed:
        return waiting, ""
    return waiting, ngettext(
        "For one of them mail does not help.", "For %(n)s of them mail does not help.", failed
    ) % {"n": number(failed)}


def address_of(place_id: UUID) -> str:
    """The page of an entry."""
    return reverse("network:place", args=[place_id])
