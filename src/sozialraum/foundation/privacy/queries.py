"""Reading the privacy room: emergencies, notices, runs of the retention engine."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import models
from django.db.models import Q

from sozialraum.foundation.database import statements
from sozialraum.foundation.privacy import context
from sozialraum.foundation.privacy.actors import Actor, Role
from sozialraum.foundation.privacy.decisions import Decision
from sozialraum.foundation.privacy.enums import EmergencyKind, NoticeKind, Verdict
from sozialraum.foundation.privacy.gate import NOTIFIED, Denied, Grant
from sozialraum.foundation.privacy.models import EmergencyAccess, RetentionRun
from sozialraum.foundation.vocabulary import Action, Purpose

REVIEWED = "emergency_access"


@dataclass(frozen=True, slots=True)
class RunningEmergency:
    """A case that is open to somebody for a short time in an emergency."""

    subject_id: UUID
    kind: EmergencyKind
    until: datetime


@dataclass(frozen=True, slots=True)
class EmergencyFacts:
    """One emergency access as the data-protection officer reviews it; the case is named by its id alone."""

    id: UUID
    subject_id: UUID
    actor_id: UUID
    kind: EmergencyKind
    reason: str
    opened_at: datetime
    until: datetime
    verdict: Verdict | None
    remark: str
    reviewed_at: datetime | None


@dataclass(frozen=True, slots=True)
class NoticeFacts:
    """One notice as its addressee reads it."""

    id: int
    kind: NoticeKind
    role: Role | None
    subject_id: str
    object_id: UUID
    made_at: datetime
    seen_at: datetime | None


@dataclass(frozen=True, slots=True)
class RunFacts:
    """One run of the retention engine: counts of what is due by ``class: step``, and what became of it."""

    id: UUID
    planned_at: datetime
    due: dict[str, int]
    approved_at: datetime | None
    archive_offered_on: date | None
    done_at: datetime | None
    erased_rows: dict[str, int]


def running_emergencies(actor: Actor, *, at: datetime) -> list[RunningEmergency]:
    """The emergency accesses of this actor that are running, the one that ends last first."""
    if actor.user_id is None:
        return []
    context.enter(actor=actor, purpose=Purpose.PROTECTION, action=Action.LIST, ids=())
    found = EmergencyAccess.objects.filter(actor_id=actor.user_id, until__gt=at).order_by("-until")
    return [RunningEmergency(each.subject_id, EmergencyKind(each.kind), each.until) for each in found]


def emergencies(grant: Grant, *, begin: datetime, end: datetime) -> list[EmergencyFacts]:
    """The emergency accesses opened from ``begin`` until before ``end``, those to be reviewed first.

    Needs a grant for supervision.
    """
    check_supervision(grant)
    found = EmergencyAccess.objects.filter(
        Q(opened_at__gte=begin, opened_at__lt=end) | Q(verdict="", opened_at__lt=end)
    ).order_by(models.F("reviewed_at").asc(nulls_first=True), "-opened_at")
    return [
        EmergencyFacts(
            id=each.id, subject_id=each.subject_id, actor_id=each.actor_id, kind=EmergencyKind(each.kind),
            reason=each.reason, opened_at=each.opened_at, until=each.until,
            verdict=Verdict(each.verdict) if each.verdict else None, remark=each.remark, reviewed_at=each.reviewed_at,
        )
        for each in found
    ]  # fmt: skip


def notices_for(actor: Actor, *, limit: int = 50) -> list[NoticeFacts]:
    """What whoever holds the actor's roles must learn, unseen first, then newest first."""
    held = [each for each in actor.roles if each.scope_kind in NOTIFIED]
    values = [
        actor.user_id, [each.role.value for each in held], [each.scope_kind.value for each in held],
        [each.scope_key for each in held], limit,
    ]  # fmt: skip
    return [
        NoticeFacts(number, NoticeKind(kind), Role(role) if role else None, *rest)
        for number, kind, role, *rest in statements.rows(_NOTICES, values)
    ]


_NOTICES = (
    "SELECT id, kind, role, subject_id, object_id, made_at, seen_at FROM privacy_notice WHERE user_id = %s"
    " OR (role, scope_kind, scope_key) IN (SELECT * FROM unnest(%s::text[], %s::text[], %s::text[]))"
    " ORDER BY seen_at NULLS FIRST, made_at DESC LIMIT %s"
)


def retention_runs(*, limit: int = 12) -> list[RunFacts]:
    """The latest runs of the retention engine, newest first."""
    found = RetentionRun.objects.order_by("-planned_at")[:limit]
    return [
        RunFacts(
            each.id,
            each.planned_at,
            each.due,
            each.approved_at,
            each.archive_offered_on,
            each.done_at,
            each.erased_rows,
        )
        for each in found
    ]


def check_supervision(grant: Grant) -> None:
    """Raise :class:`Denied` unless the grant is for data-protection control."""
    if grant.purpose is not Purpose.SUPERVISION:
        raise Denied(Decision.no("This needs a grant for data-protection control."))
