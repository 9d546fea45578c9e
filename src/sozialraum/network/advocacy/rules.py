"""Rules of what politics is asked: what follows on what, how long an answer may take, and when it is late."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Final

from sozialraum.analytics.messages import gettext_noop as _
from sozialraum.foundation.privacy.decisions import Decision
from sozialraum.network.advocacy.enums import IssueState

STEPS: Final = (IssueState.PREPARED, IssueState.SENT, IssueState.ANSWERED, IssueState.CLOSED)
OPEN: Final = frozenset({IssueState.PREPARED, IssueState.SENT, IssueState.ANSWERED})
NEXT: Final[Mapping[IssueState, frozenset[IssueState]]] = {
    IssueState.PREPARED: frozenset({IssueState.SENT, IssueState.WITHDRAWN}),
    IssueState.SENT: frozenset({IssueState.ANSWERED, IssueState.WITHDRAWN}),
    # an answer that does not answer is asked for again
    IssueState.ANSWERED: frozenset({IssueState.CLOSED, IssueState.SENT}),
    IssueState.CLOSED: frozenset(),
    IssueState.WITHDRAWN: frozenset(),
}
SHORTEST, USUAL, LONGEST = timedelta(days=3), timedelta(days=42), timedelta(days=366)


def may_move(now: IssueState, then: IssueState, *, text: str) -> Decision:
    """Whether an issue may go on: in order, and with a sentence that says what happened.

    >>> bool(may_move(IssueState.PREPARED, IssueState.ANSWERED, text="Ja."))
    False
    """
    if then not in NEXT[now]:
        return Decision.no(_("An issue goes one step after the other."))
    return Decision.yes() if text.strip() else Decision.no(_("One sentence says what happened."))


def may_be_due(due_on: date, *, asked_on: date) -> Decision:
    """Whether an answer may be asked for until a day: between three days and a year.

    >>> bool(may_be_due(date(2026, 12, 20), asked_on=date(2026, 11, 22)))
    True
    """
    if SHORTEST <= due_on - asked_on <= LONGEST:
        return Decision.yes()
    return Decision.no(_("An answer needs between three days and a year."))


def is_late(state: IssueState, due_on: date | None, *, today: date) -> bool:
    """Whether an answer should have been there before today.

    >>> is_late(IssueState.SENT, date(2026, 11, 21), today=date(2026, 11, 22))
    True
    """
    return state is IssueState.SENT and due_on is not None and due_on < today
