"""Reading the decisions that were sent, and what was objected to them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils import timezone

from sozialraum.foundation.accounts.queries import names_of
from sozialraum.foundation.privacy import gate
from sozialraum.foundation.privacy.actors import Role
from sozialraum.foundation.privacy.decisions import Decision
from sozialraum.foundation.privacy.gate import Grant
from sozialraum.individual.enums import ObjectionForm, ObjectionState, Outcome
from sozialraum.individual.models import FormalObjection, GrantDecision
from sozialraum.individual.queries.cases import Person
from sozialraum.individual.rules.formal_objections import arrived_on, last_day_to_object


@dataclass(frozen=True, slots=True)
class ObjectionRow:
    """One objection; ``in_time`` is open while it is only announced, ``own`` where the reader objects herself."""

    id: UUID
    by: Person
    spoken_for: str
    form: ObjectionForm
    words: str
    came_on: date | None
    received_on: date
    instructed: bool
    last_day: date
    state: ObjectionState
    answer_due_on: date | None
    answer: str
    passed_to: str
    answered_by: str
    answered_at: datetime | None
    own: bool

    @property
    def in_time(self) -> bool | None:
        """Whether it came in time."""
        return None if self.came_on is None else self.came_on <= self.last_day

    @property
    def open(self) -> bool:
        """Whether it waits for an answer."""
        return self.state is ObjectionState.OPEN


@dataclass(frozen=True, slots=True)
class SentDecision:
    """A decision whose letter went out, until when one may object to it, and who did; ``over`` after that day."""

    id: UUID
    outcome: Outcome
    help_kind: str
    content: str
    sent_on: date
    last_day: date
    over: bool
    objections: tuple[ObjectionRow, ...]

    @property
    def own(self) -> ObjectionRow | None:
        """The reader's own objection that runs."""
        return next((each for each in self.objections if each.own and each.open), None)


def sent_decisions(grant: Grant) -> list[SentDecision]:
    """Every decision that was sent, the latest first, with its objections in the order they came.

    A provider's worker is told nothing of them: what a family and the office disagree on is not hers.
    """
    if grant.role == Role.PROVIDER_WORKER:
        raise gate.Denied(Decision.no("What a family objects to is between it and the office."))
    today = timezone.localdate(grant.at)
    decisions = list(
        GrantDecision.objects.filter(case_id=grant.subject_id, sent_on__isnull=False).order_by("-decided_at")
    )
    found = list(
        FormalObjection.objects.filter(decision__in=decisions).select_related("member").order_by("recorded_at")
    ) if decisions else []  # fmt: skip
    answering = {each.answered_by for each in found if each.answered_by}
    names = names_of(answering) if answering else {}
    made = []
    for each in decisions:
        if each.sent_on is None:
            continue
        last = last_day_to_object(arrived_on(each.sent_on), instructed=True)
        rows = tuple(_row(grant, row, names) for row in found if row.decision_id == each.id)
        made.append(
            SentDecision(each.id, Outcome(each.outcome), each.help_kind, each.content, each.sent_on, last, last < today, rows)
        )  # fmt: skip
    return made


def _row(grant: Grant, each: FormalObjection, names: dict[UUID, str]) -> ObjectionRow:
    return ObjectionRow(
        id=each.id, by=Person.of(each.member), spoken_for=each.spoken_for, form=ObjectionForm(each.form), words=each.words,
        came_on=each.came_on, received_on=each.received_on, instructed=each.instructed, last_day=each.last_day,
        state=ObjectionState(each.state), answer_due_on=each.answer_due_on, answer=each.answer, passed_to=each.passed_to,
        answered_by=names.get(each.answered_by, "") if each.answered_by else "", answered_at=each.answered_at,
        own=each.member.user_id is not None and each.member.user_id == grant.actor.user_id,
    )  # fmt: skip
