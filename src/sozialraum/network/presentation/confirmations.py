"""How far the asking for confirmations is, in words, and as the table of the entries that wait."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from typing import Final

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from sozialraum.foundation.database.collation import german_sort_key
from sozialraum.foundation.privacy.actors import Actor
from sozialraum.foundation.ui.addresses import address_of
from sozialraum.foundation.ui.drawing import NO_BREAK_SPACE, number
from sozialraum.foundation.ui.rows import Asked, FoundRows, PagedRows
from sozialraum.foundation.ui.tables import Column
from sozialraum.network.enums import AskingState
from sozialraum.network.presentation.waiting import YOURS
from sozialraum.network.queries.confirmations import (
    By,
    Counts,
    Order,
    Staleness,
    Wanted,
    counts_of_unconfirmed,
    unconfirmed,
)

NO_BREAK_HYPHEN: Final = "\u2011"
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


def answer_of(counts: Counts) -> tuple[str, str]:
    """How many entries wait, and for how many somebody has to do something."""
    many = sum(counts.values())
    if not many:
        return _("Every entry was confirmed within a year."), ""
    waiting = ngettext(
        "One entry waits for its confirmation.", "%(n)s entries wait for their confirmation.", many
    ) % {"n": number(many)}
    failed = sum(each for (state, _own), each in counts.items() if state in FAILED)
    if not failed:
        return waiting, ""
    return waiting, ngettext(
        "For one of them mail does not help.", "For %(n)s of them mail does not help.", failed
    ) % {"n": number(failed)}


def _unbroken(phone: str) -> str:
    return phone.replace(" ", NO_BREAK_SPACE).replace("-", NO_BREAK_HYPHEN)


def _said_by(*, own: bool) -> str:
    return str(YOURS) if own else _("somebody else")


COLUMNS: Final = (
    Column(
        "eintrag", gettext_lazy("Entry"), lambda row: row.name, link=lambda row: address_of("network:place", row.place_id),
        search=True,
    ),
    Column("stand", gettext_lazy("How far is the asking?"), state_in_words, choices=True),
    Column("wer", gettext_lazy("Who said so last?"), lambda row: _said_by(own=row.own), choices=True),
    Column("telefon", gettext_lazy("Telephone"), lambda row: row.phone, shown=lambda row: _unbroken(row.phone)),
    Column(
        "gefragt", gettext_lazy("Asked last"), lambda row: row.asked_on,
        shown=lambda row: date_format(row.asked_on, "SHORT_DATE_FORMAT") if row.asked_on else _("never"),
    ),
    Column(
        "bestaetigt", gettext_lazy("Confirmed last"), lambda row: row.confirmed_on,
        shown=lambda row: date_format(row.confirmed_on, "SHORT_DATE_FORMAT") if row.confirmed_on else _("never"),
    ),
)  # fmt: skip
_BY: Final = {
    "eintrag": By.NAME,
    "wer": By.OWN,
    "telefon": By.PHONE,
    "gefragt": By.ASKED,
    "bestaetigt": By.CONFIRMED,
}


class UnconfirmedRows(PagedRows):
    """The entries that wait, as rows of :data:`COLUMNS` that are read page by page."""

    def __init__(self, actor: Actor, *, today: date) -> None:
        self.actor, self.today = actor, today
        self.counts = counts_of_unconfirmed(actor, today=today)

    def __len__(self) -> int:
        return sum(self.counts.values())

    def texts(self, column: Column) -> Collection[str]:
        """What a column with a select shows."""
        if column.name == "stand":
            return {str(STATES[state]) for state, _own in self.counts}
        return {_said_by(own=own) for _state, own in self.counts}

    def found(self, asked: Asked) -> Sequence[Staleness]:
        """The entries asked for, in order."""
        wanted = _wanted(asked)
        counts = (
            counts_of_unconfirmed(self.actor, today=self.today, words=asked.words)
            if asked.words
            else self.counts
        )
        order = _order(*asked.order)
        return FoundRows(
            lambda: sum(
                many
                for (state, own), many in counts.items()
                if state in wanted.states and wanted.own in {None, own}
            ),
            lambda first, many: unconfirmed(
                self.actor, today=self.today, wanted=wanted, order=order, first=first, many=many
            ),
        )


def _wanted(asked: Asked) -> Wanted:
    chosen = dict(asked.chosen)
    states, owns = tuple(AskingState), {True, False}
    if "stand" in chosen:
        states = tuple(state for state in AskingState if str(STATES[state]) == chosen["stand"])
    if "wer" in chosen:
        owns = {own for own in owns if _said_by(own=own) == chosen["wer"]}
    # what no row shows finds nothing
    return Wanted(asked.words, states if owns else (), owns.pop() if len(owns) == 1 else None)


def _order(name: str, descending: bool) -> Order:  # noqa: FBT001 (an order)
    """The order of the words that a column shows, where it shows words for what is stored."""
    if name == "stand":
        states = sorted(AskingState, key=lambda each: german_sort_key(str(STATES[each])), reverse=descending)
        return Order(states=tuple(states))
    if name == "wer":
        yours_last = german_sort_key(_said_by(own=True)) > german_sort_key(_said_by(own=False))
        return Order(By.OWN, descending=descending == yours_last)
    return Order(_BY[name], descending) if name in _BY else Order()
