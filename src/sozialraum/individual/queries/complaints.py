"""Reading complaints: one's own, those addressed to oneself, and those a worker may read as well."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from sozialraum.foundation.accounts.queries import names_of
from sozialraum.foundation.database import statements
from sozialraum.foundation.privacy import gate
from sozialraum.foundation.privacy.actors import Actor, Role
from sozialraum.foundation.privacy.gate import Grant, Subject
from sozialraum.foundation.vocabulary import Action, Purpose
from sozialraum.individual.access import ADDRESSEES
from sozialraum.individual.enums import ComplaintState
from sozialraum.individual.models import Complaint, ComplaintAnswer

AT_WORK: Final = frozenset({Role.CASE_WORKER, Role.TEAM_LEAD})


@dataclass(frozen=True, slots=True)
class ComplaintAnswerView:
    """One answer, and in which role it was given."""

    words: str
    name: str
    role: Role
    at: datetime


@dataclass(frozen=True, slots=True)
class ComplaintView:
    """A complaint as somebody reads it who may."""

    id: UUID
    case_id: UUID
    author_name: str
    to_office: bool
    to_ombuds: bool
    worker_reads: bool
    words: str
    state: ComplaintState
    due_on: date
    complained_at: datetime
    answers: tuple[ComplaintAnswerView, ...]


@dataclass(frozen=True, slots=True)
class WaitingComplaint:
    """That a complaint waits, and until when: no word of it."""

    id: UUID
    due_on: date


def own_complaints(grant: Grant) -> list[ComplaintView]:
    """What this actor complained about in the case of this grant, the latest first."""
    found = Complaint.objects.filter(case_id=grant.subject_id, author_id=grant.actor.user_id or UUID(int=0))
    return _views(found.order_by("-complained_at"))


def complaints_to_worker(grant: Grant) -> list[ComplaintView]:
    """The complaints of this case that its worker may read because the one who complained says so."""
    if grant.role not in AT_WORK:
        return []
    found = Complaint.objects.filter(case_id=grant.subject_id, worker_reads=True)
    return _views(found.exclude(state=ComplaintState.WITHDRAWN).order_by("-complained_at"))


def complaint(grant: Grant) -> ComplaintView:
    """The one complaint that the gate has opened to its addressee."""
    return _views(Complaint.objects.filter(id=grant.subject_id))[0]


def addressed_complaints(actor: Actor, *, at: datetime) -> list[ComplaintView]:
    """The complaints that are addressed to this actor, those that wait first; each look is on record.

    Raises :class:`gate.Denied` for everybody to whom nobody complains.
    """
    asked = gate.open(actor, Purpose.PARTICIPATION, Action.LIST, Subject("complaint", ()), at=at)
    ids = tuple(key for key, _due_on, _open in _addressed(asked))
    if not ids:
        return []
    gate.open(actor, Purpose.PARTICIPATION, Action.READ, Subject("complaint", ids), at=at)
    views = _views(Complaint.objects.filter(id__in=ids))
    return sorted(views, key=lambda each: (each.state is not ComplaintState.OPEN, each.due_on))


def waiting_complaints(actor: Actor, *, at: datetime) -> list[WaitingComplaint]:
    """The complaints that wait for an answer of this actor, the most urgent first; none of them is opened."""
    asked = gate.open(actor, Purpose.PARTICIPATION, Action.LIST, Subject("complaint", ()), at=at)
    return [WaitingComplaint(key, due_on) for key, due_on, waits in _addressed(asked) if waits]


def _addressed(grant: Grant) -> list[tuple[UUID, date, bool]]:
    roles = [role for role in ADDRESSEES if grant.actor.has(role)]
    return [(row[0], row[1], row[2]) for row in statements.rows("SELECT * FROM complaints_to(%s)", [roles])]


def _views(found: Iterable[Complaint]) -> list[ComplaintView]:
    rows = list(found)
    said = list(ComplaintAnswer.objects.filter(complaint__in=rows).order_by("written_at"))
    names = names_of(each.written_by for each in said)
    return [
        ComplaintView(
            each.id, each.case_id, each.author_name, each.to_office, each.to_ombuds, each.worker_reads, each.words,
            ComplaintState(each.state), each.due_on, each.complained_at,
            tuple(
                ComplaintAnswerView(answer.words, names.get(answer.written_by, ""), Role(answer.role), answer.written_at)
                for answer in said
                if answer.complaint_id == each.id
            ),
        )
        for each in rows
    ]  # fmt: skip
