"""Reading what politics is asked. All of it is kept in memory until something changes: many pages ask for it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sozialraum.foundation.database.editions import kept
from sozialraum.foundation.privacy.actors import Actor
from sozialraum.network.advocacy.access import reads_all_issues
from sozialraum.network.advocacy.enums import Addressee, AnswerKind, IssueState
from sozialraum.network.advocacy.models import PoliticalIssue
from sozialraum.network.advocacy.rules import OPEN, is_late

EDITION = "advocacy_issueedition"


@dataclass(frozen=True, slots=True)
class Event:
    """What happened to an issue on a day; ``reminder`` where those who are to answer were reminded."""

    state: IssueState
    reminder: bool
    happened_on: date
    text: str
    told_as: str


@dataclass(frozen=True, slots=True)
class IssueRow:
    """One issue. ``theme_id`` is empty where its theme is not public."""

    id: UUID
    title: str
    text: str
    ask: str
    area_code: str
    area_vintage: str
    theme_id: UUID | None
    theme_title: str
    addressee: Addressee
    addressee_name: str
    raised_on: date
    raised_as: str
    owner_id: UUID | None
    owner_as: str
    public: bool
    state: IssueState
    evidence: tuple[dict[str, Any], ...]
    sent_on: date | None
    due_on: date | None
    reminded_on: date | None
    answered_on: date | None
    answer_kind: AnswerKind | None
    answer: str
    consequence: str
    closed_on: date | None
    events: tuple[Event, ...]

    def late_on(self, day: date) -> bool:
        """Whether its answer should have been there before that day."""
        return is_late(self.state, self.due_on, today=day)


def issues(
    actor: Actor, *, today: date, area_codes: Collection[str] = (), addressee: Addressee | None = None,
    states: Collection[IssueState] = OPEN,
) -> list[IssueRow]:  # fmt: skip
    """Issues in these states: those whose answer is late first, then by the day on which it is due, then the latest."""
    found = [
        row
        for row in _readable(actor)
        if row.state in states
        and (not area_codes or row.area_code in area_codes)
        and (addressee is None or row.addressee is addressee)
    ]
    return sorted(
        found,
        key=lambda row: (
            not row.late_on(today), row.state is not IssueState.SENT, row.due_on or date.max,
            -(row.closed_on or row.answered_on or row.raised_on).toordinal(),
        ),
    )  # fmt: skip


def issue(actor: Actor, issue_id: UUID) -> IssueRow | None:
    """One issue; ``None`` where there is none for this actor."""
    return next((row for row in _readable(actor) if row.id == issue_id), None)


def issues_of_theme(actor: Actor, theme_id: UUID) -> list[IssueRow]:
    """What politics was asked because of a theme, the latest first."""
    return [row for row in _readable(actor) if row.theme_id == theme_id]


def own_issues(user_id: UUID) -> list[IssueRow]:
    """The open issues that somebody goes on with."""
    return [row for row in _all() if row.owner_id == user_id and row.state in OPEN]


def count_by_state(rows: Sequence[IssueRow], *, today: date) -> tuple[Counter[IssueState], int]:
    """How many of these stand at which step, and how many answers are late."""
    return Counter(row.state for row in rows), sum(row.late_on(today) for row in rows)


def find_issues(actor: Actor, text: str, *, limit: int) -> list[IssueRow]:
    """Issues with a word in their title."""
    wanted = text.casefold()
    return [row for row in _readable(actor) if wanted in row.title.casefold()][:limit]


def _readable(actor: Actor) -> list[IssueRow]:
    inside = reads_all_issues(actor)
    return [row for row in _all() if row.public or inside]


@kept(EDITION, size=4)
def _all() -> tuple[IssueRow, ...]:
    found = PoliticalIssue.objects.select_related("theme").prefetch_related("events")
    return tuple(_row(each) for each in found)


def _row(each: PoliticalIssue) -> IssueRow:
    theme = each.theme if each.theme and each.theme.public else None
    return IssueRow(
        id=each.id, title=each.title, text=each.text, ask=each.ask, area_code=each.area_code,
        area_vintage=each.area_vintage, theme_id=theme.id if theme else None, theme_title=theme.title if theme else "",
        addressee=Addressee(each.addressee), addressee_name=each.addressee_name, raised_on=each.raised_on,
        raised_as=each.raised_as, owner_id=each.owner_id, owner_as=each.owner_as, public=each.public,
        state=IssueState(each.state), evidence=tuple(each.evidence), sent_on=each.sent_on, due_on=each.due_on,
        reminded_on=each.reminded_on, answered_on=each.answered_on,
        answer_kind=AnswerKind(each.answer_kind) if each.answer_kind else None, answer=each.answer,
        consequence=each.consequence, closed_on=each.closed_on,
        events=tuple(
            Event(IssueState(event.state), event.reminder, event.happened_on, event.text, event.told_as)
            for event in each.events.all()
        ),
    )  # fmt: skip
