"""How what politics is asked is said: states as steps, addressees, answers, days."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from sozialraum.foundation.ui.drawing import number
from sozialraum.network.advocacy.enums import Addressee, AnswerKind, IssueState
from sozialraum.network.advocacy.queries import IssueRow
from sozialraum.network.advocacy.rules import STEPS

Text = str | Promise
LATE: Final = "late"

STATES: Final[Mapping[IssueState, Text]] = {
    IssueState.PREPARED: gettext_lazy("Being prepared"),
    IssueState.SENT: gettext_lazy("Waits for an answer"),
    IssueState.ANSWERED: gettext_lazy("Answered"),
    IssueState.CLOSED: gettext_lazy("With a consequence"),
    IssueState.WITHDRAWN: gettext_lazy("Taken back"),
}
DONE: Final[Mapping[IssueState, Text]] = {
    IssueState.PREPARED: gettext_lazy("Written"),
    IssueState.SENT: gettext_lazy("Sent"),
    IssueState.ANSWERED: gettext_lazy("Answer"),
    IssueState.CLOSED: gettext_lazy("Consequence"),
    IssueState.WITHDRAWN: gettext_lazy("Taken back"),
}
ADDRESSEES: Final[Mapping[Addressee, Text]] = {
    Addressee.COMMITTEE: gettext_lazy("Youth welfare committee"),
    Addressee.COUNCIL: gettext_lazy("City council"),
    Addressee.DISTRICT: gettext_lazy("District council"),
    Addressee.OFFICE: gettext_lazy("An office of the city"),
    Addressee.SCHOOL_AUTHORITY: gettext_lazy("School authority"),
    Addressee.HOUSING: gettext_lazy("Housing company"),
    Addressee.TRANSPORT: gettext_lazy("Public transport"),
    Addressee.STATE: gettext_lazy("State or federation"),
    Addressee.OTHER: gettext_lazy("Somebody else"),
}
ANSWERS: Final[Mapping[AnswerKind, Text]] = {
    AnswerKind.YES: gettext_lazy("Yes"),
    AnswerKind.PARTLY: gettext_lazy("In part"),
    AnswerKind.NO: gettext_lazy("No"),
    AnswerKind.PASSED_ON: gettext_lazy("Passed on to others"),
    AnswerKind.NOTHING_SAID: gettext_lazy("Nothing said on the matter"),
}


@dataclass(frozen=True, slots=True)
class IssueLine:
    """An issue as the list shows it."""

    row: IssueRow
    area: str
    step: str
    path: tuple[bool, ...]
    standing: str
    late: bool


@dataclass(frozen=True, slots=True)
class Mark:
    """One mark on the way of an issue: reached or still ahead."""

    label: Text
    text: str
    when: str
    reached: bool


@dataclass(frozen=True, slots=True)
class Choice:
    """A state as filter, with the number of issues at it."""

    value: str
    label: Text
    count: int
    chosen: bool


def line(row: IssueRow, areas: Mapping[str, str], *, today: date) -> IssueLine:
    """One issue with its step, and how it stands in a sentence."""
    reached = STEPS.index(row.state) + 1 if row.state in STEPS else 0
    step = (
        _("Step %(n)s of 4: %(state)s") % {"n": reached, "state": STATES[row.state]}
        if reached
        else str(STATES[row.state])
    )
    return IssueLine(
        row, areas.get(row.area_code, row.area_code), step, tuple(place < reached for place in range(len(STEPS))),
        standing(row, today=today), row.late_on(today),
    )  # fmt: skip


def standing(row: IssueRow, *, today: date) -> str:
    """How an issue stands, in a sentence."""
    if row.state is IssueState.PREPARED:
        return _("Not sent yet.")
    if row.state is IssueState.SENT and row.due_on:
        day = _day(row.due_on)
        if row.late_on(today):
            days = (today - row.due_on).days
            late = ngettext("%(n)s day late", "%(n)s days late", days) % {"n": days}
            return _("An answer was asked for by %(day)s: %(late)s.") % {"day": day, "late": late}
        return _("An answer is asked for by %(day)s.") % {"day": day}
    if row.state is IssueState.ANSWERED and row.answer_kind and row.answered_on:
        values = {"kind": ANSWERS[row.answer_kind], "day": _day(row.answered_on)}
        return _("%(kind)s, on %(day)s. What comes of it is still open.") % values
    if row.state is IssueState.CLOSED:
        return row.consequence
    return row.events[-1].text if row.events else ""


def way(row: IssueRow) -> list[Mark]:
    """What happened so far, and the steps that are still ahead."""
    marks = [
        Mark(
            _("Reminded") if event.reminder else DONE[event.state], event.text,
            f"{date_format(event.happened_on, 'DATE_FORMAT')}, {event.told_as}", reached=True,
        )
        for event in row.events
    ]  # fmt: skip
    ahead = STEPS[STEPS.index(row.state) + 1 :] if row.state in STEPS else ()
    for state in ahead:
        due = state is IssueState.ANSWERED and row.due_on
        marks.append(
            Mark(DONE[state], "", _("by %(day)s") % {"day": _day(row.due_on)} if due and row.due_on else "", reached=False)
        )  # fmt: skip
    return marks


def answer(counts: Mapping[IssueState, int], late: int) -> tuple[str, str]:
    """The answer of the list: how many wait, and how many for too long."""
    waiting = counts.get(IssueState.SENT, 0)
    if not waiting:
        return _("No question waits for an answer."), ""
    many = ngettext("One question waits for an answer.", "%(n)s questions wait for an answer.", waiting) % {
        "n": number(waiting)
    }
    if not late:
        return many, _("None for longer than was asked for.")
    return many, ngettext(
        "One for longer than was asked for.", "%(n)s for longer than was asked for.", late
    ) % {"n": number(late)}


def choices(counts: Mapping[IssueState, int], late: int, chosen: str) -> list[Choice]:
    """The filters: all open ones, the late ones, then step by step."""
    opened = sum(counts.get(state, 0) for state in STEPS[:3])
    return [
        Choice("", _("All open"), opened, not chosen),
        Choice(LATE, _("Late"), late, chosen == LATE),
        *(Choice(state.value, STATES[state], counts.get(state, 0), chosen == state.value) for state in STEPS),
    ]


def in_a_line(row: IssueRow, *, today: date) -> str:
    """An issue on the page of its theme or area: of whom, and how it stands."""
    return _("To: %(who)s. %(standing)s") % {
        "who": row.addressee_name,
        "standing": standing(row, today=today),
    }


def addressee_choices(rows: Sequence[IssueRow]) -> list[tuple[str, str]]:
    """Those who are asked something, as filter."""
    there = {row.addressee for row in rows}
    return [(each.value, str(ADDRESSEES[each])) for each in Addressee if each in there]


def _day(day: date) -> str:
    return date_format(day, "DATE_FORMAT")
