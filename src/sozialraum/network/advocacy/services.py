"""Asking politics: write, send, remind, note the answer, note what came of it; every write leaves an audit entry.

An issue and its theme go together: what is sent brings the theme before politics, the answer brings it back into work.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone

from sozialraum.analytics.messages import gettext_noop as _
from sozialraum.foundation.privacy import gate
from sozialraum.foundation.privacy.actors import Actor
from sozialraum.foundation.privacy.decisions import Decision
from sozialraum.network.advocacy.access import can_move_issue, can_raise_issue
from sozialraum.network.advocacy.enums import Addressee, AnswerKind, IssueState
from sozialraum.network.advocacy.evidence import frozen_evidence
from sozialraum.network.advocacy.models import IssueEvent, PoliticalIssue
from sozialraum.network.advocacy.rules import may_be_due, may_move
from sozialraum.network.field_work.queries import note_for_politics
from sozialraum.network.field_work.rules import names_in
from sozialraum.network.services import Refused
from sozialraum.network.services.places import changed
from sozialraum.network.themes import queries as theme_queries
from sozialraum.network.themes import services as theme_services
from sozialraum.network.themes.access import can_move_theme
from sozialraum.network.themes.enums import ThemeState

CHECK = _("Change it and save again. Nothing is lost.")
KIND = "advocacy.PoliticalIssue"
LONGEST_EVENT = 500


@dataclass(frozen=True, slots=True)
class NewIssue:
    """An issue: what is asked, of whom, for which area, and who says so (a team, a round, a class; never a person).

    ``theme_id`` or ``note_id`` say what it grew out of: a theme of the quarter or a note from the field.
    """

    title: str
    ask: str
    addressee: Addressee
    addressee_name: str
    area_code: str
    area_vintage: str
    raised_as: str
    text: str = ""
    public: bool = False
    theme_id: UUID | None = None
    note_id: UUID | None = None
    id: UUID = field(default_factory=uuid4)


@transaction.atomic
def raise_issue(new: NewIssue, *, by: Actor, at: datetime) -> UUID:
    """Write down what politics is to be asked; returns its id.

    Raises :class:`gate.Denied` for those who do not work in the field and for a theme or note that the actor cannot
    read, :class:`Refused` where something is missing or where the words name a person.
    """
    _allow(can_raise_issue(by))
    if not all(
        text.strip() for text in (new.title, new.ask, new.addressee_name, new.area_code, new.raised_as)
    ):
        raise Refused(_("Say what is asked, of whom, where, and who asks."), CHECK)
    _without_names(new.title, new.ask, new.text, new.raised_as)
    day = timezone.localdate(at)
    if new.theme_id and theme_queries.theme(by, new.theme_id, today=day) is None:
        raise gate.Denied(Decision.no("There is no such theme."))
    if new.note_id and note_for_politics(by, new.note_id) is None:
        raise gate.Denied(Decision.no("There is no such note."))
    issue = PoliticalIssue.objects.create(
        id=new.id, title=new.title.strip(), text=new.text.strip(), ask=new.ask.strip(), area_code=new.area_code,
        area_vintage=new.area_vintage, theme_id=new.theme_id, note_id=new.note_id, addressee=new.addressee,
        addressee_name=new.addressee_name.strip(), raised_on=day, raised_as=new.raised_as.strip(),
        owner_id=by.user_id, owner_as=new.raised_as.strip(), public=new.public, changed_at=at, changed_by=by.user_id,
    )  # fmt: skip
    _event(issue, at, "")
    changed(by, at, [str(issue.id)], ["title", "ask", "addressee", "area_code"], kind=KIND)
    return issue.id


@transaction.atomic
def send_issue(issue_id: UUID, *, due_on: date, text: str, by: Actor, at: datetime) -> None:
    """Send it, or ask again after an answer that was none. What is known is kept as it stands on this day."""
    issue = _movable(issue_id, by)
    day = timezone.localdate(at)
    due = may_be_due(due_on, asked_on=day)
    if not due:
        raise Refused(due.reason, CHECK)
    _move(issue, IssueState.SENT, text, at)
    issue.sent_on, issue.due_on, issue.reminded_on = day, due_on, None
    issue.evidence = frozen_evidence(issue.theme_id, issue.area_code, today=day)
    _save(issue, by, at, ["state", "sent_on", "due_on", "evidence"])
    theme = theme_queries.theme(by, issue.theme_id, today=day) if issue.theme_id else None
    if theme and theme.state is ThemeState.IN_WORK and can_move_theme(by, theme.owner_id):
        theme_services.need_decision(
            theme.id, needed=issue.ask, place=issue.addressee_name, decided_on=due_on, by=by, at=at
        )


@transaction.atomic
def remind(issue_id: UUID, *, due_on: date, text: str, by: Actor, at: datetime) -> None:
    """Note that those who are to answer were reminded, and until when the answer is asked for now."""
    issue = _movable(issue_id, by)
    day = timezone.localdate(at)
    if issue.state != IssueState.SENT:
        raise Refused(_("Who has answered, or was not asked yet, is not reminded."), CHECK)
    due = may_be_due(due_on, asked_on=day)
    if not due:
        raise Refused(due.reason, CHECK)
    _without_names(text)
    issue.reminded_on, issue.due_on = day, due_on
    _event(issue, at, text, reminder=True)
    _save(issue, by, at, ["reminded_on", "due_on"])


@transaction.atomic
def note_answer(issue_id: UUID, *, kind: AnswerKind, answer: str, by: Actor, at: datetime) -> None:
    """Write down what was answered; the theme goes on in work with it."""
    issue = _movable(issue_id, by)
    _move(issue, IssueState.ANSWERED, answer, at)
    issue.answer_kind, issue.answer, issue.answered_on = kind, answer.strip(), timezone.localdate(at)
    _save(issue, by, at, ["state", "answer_kind", "answer", "answered_on"])
    theme = theme_queries.theme(by, issue.theme_id, today=timezone.localdate(at)) if issue.theme_id else None
    if theme and theme.state is ThemeState.POLITICS and can_move_theme(by, theme.owner_id):
        theme_services.note_decision(theme.id, decision=issue.answer[:LONGEST_EVENT].strip(), by=by, at=at)


@transaction.atomic
def note_consequence(issue_id: UUID, *, consequence: str, by: Actor, at: datetime) -> None:
    """Close it with what came of the answer; that nothing came of it is said as well."""
    issue = _movable(issue_id, by)
    _move(issue, IssueState.CLOSED, consequence, at)
    issue.consequence, issue.closed_on = consequence.strip(), timezone.localdate(at)
    _save(issue, by, at, ["state", "consequence", "closed_on"])


@transaction.atomic
def withdraw_issue(issue_id: UUID, *, why: str, by: Actor, at: datetime) -> None:
    """Take it back, with the reason."""
    issue = _movable(issue_id, by)
    _move(issue, IssueState.WITHDRAWN, why, at)
    issue.closed_on = timezone.localdate(at)
    _save(issue, by, at, ["state", "closed_on"])


@transaction.atomic
def publish_issue(issue_id: UUID, *, public: bool, by: Actor, at: datetime) -> None:
    """Let everybody read it, or take it off the public page again."""
    issue = _movable(issue_id, by)
    issue.public = public
    _save(issue, by, at, ["public"])


@transaction.atomic
def take_issue_on(issue_id: UUID, *, as_: str, by: Actor, at: datetime) -> None:
    """Go on with an issue in the place of who brought it forward; for leads and planning."""
    issue = _movable(issue_id, by)
    if not as_.strip():
        raise Refused(_("Say under which name you go on with it."), CHECK)
    _without_names(as_)
    issue.owner_id, issue.owner_as = by.user_id, as_.strip()
    _save(issue, by, at, ["owner_id", "owner_as"])


def _move(issue: PoliticalIssue, to: IssueState, text: str, at: datetime) -> None:
    moved = may_move(IssueState(issue.state), to, text=text)
    if not moved:
        raise Refused(moved.reason, CHECK)
    _without_names(text)
    issue.state = to
    _event(issue, at, text)


def _event(issue: PoliticalIssue, at: datetime, text: str, *, reminder: bool = False) -> None:
    told_as = issue.addressee_name if issue.state == IssueState.ANSWERED else issue.owner_as
    IssueEvent.objects.create(
        issue=issue, state=issue.state, reminder=reminder, happened_on=timezone.localdate(at),
        text=text.strip()[:LONGEST_EVENT], told_as=told_as,
    )  # fmt: skip


def _without_names(*texts: str) -> None:
    if named := names_in(" ".join(texts)):
        raise Refused(
            _("This looks like a name: {names}. Write which office, round or house it is."),
            CHECK,
            names=", ".join(named),
        )


def _movable(issue_id: UUID, by: Actor) -> PoliticalIssue:
    issue = PoliticalIssue.objects.select_for_update().filter(id=issue_id).first()
    if issue is None:
        raise gate.Denied(Decision.no("There is no such issue."))
    _allow(can_move_issue(by, issue.owner_id))
    return issue


def _allow(decision: Decision) -> None:
    if not decision:
        raise gate.Denied(decision)


def _save(issue: PoliticalIssue, by: Actor, at: datetime, fields: Sequence[str]) -> None:
    issue.changed_at, issue.changed_by = at, by.user_id
    issue.save()
    changed(by, at, [str(issue.id)], fields, kind=KIND)
