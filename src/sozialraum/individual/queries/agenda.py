"""What is noted for the next days in the cases of one worker: what families wait for, and when they are met."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import (
    BooleanField,
    CharField,
    DateTimeField,
    F,
    IntegerField,
    OuterRef,
    QuerySet,
    Subquery,
    Value,
)
from django.db.models.functions import Cast
from django.utils import timezone

from sozialraum.foundation.privacy.gate import Grant
from sozialraum.individual.models import Appointment, AppointmentReply, Reminder

IN_SIGHT = timedelta(days=14)
COLUMNS = ("case_id", "family_name", "when", "length", "what", "more", "suits", "answered_by")


@dataclass(frozen=True, slots=True)
class Noted:
    """Something noted for a day: a meeting with ``begins_at``, or what a family waits for with ``due_on``.

    ``suits`` is the latest answer to a meeting by ``answered_by``, ``None`` while nobody has answered.
    """

    case_id: UUID
    family_name: str
    text: str
    more: str
    due_on: date | None
    begins_at: datetime | None
    minutes: int | None
    suits: bool | None
    answered_by: str


def noted(grant: Grant) -> list[Noted]:
    """Open reminders, and the meetings from today on for two weeks, in the cases of this grant: the earliest first.

    One statement for both, since it stands on a page that opens with every morning.
    """
    found = _reminders(grant).union(_meetings(grant), all=True)
    return [_noted(row) for row in sorted(found, key=lambda row: row["when"])]


def _reminders(grant: Grant) -> QuerySet[Reminder, dict[str, Any]]:
    return (
        Reminder.objects.filter(case_id__in=grant.subject.ids, done_at__isnull=True)
        .annotate(
            family_name=F("case__family_name"), when=Cast("due_on", DateTimeField()), length=Value(-1, IntegerField()),
            what=F("text"), more=F("waits_for"), suits=Value(None, BooleanField(null=True)),
            answered_by=Value("", CharField()),
        )
        .values(*COLUMNS)
    )  # fmt: skip


def _meetings(grant: Grant) -> QuerySet[Appointment, dict[str, Any]]:
    today = timezone.localtime(grant.at).replace(hour=0, minute=0, second=0, microsecond=0)
    latest = AppointmentReply.objects.filter(appointment=OuterRef("id")).order_by("-said_at")
    return (
        Appointment.objects.filter(
            case_id__in=grant.subject.ids, cancelled_at__isnull=True, begins_at__gte=today,
            begins_at__lt=today + IN_SIGHT,
        )
        .annotate(
            family_name=F("case__family_name"), when=F("begins_at"), length=Cast("minutes", IntegerField()), what=F("topic"),
            more=F("meeting_place"), suits=Subquery(latest.values("suits")[:1]),
            answered_by=Subquery(latest.values("member__full_name")[:1]),
        )
        .values(*COLUMNS)
    )  # fmt: skip


def _noted(row: dict[str, Any]) -> Noted:
    meeting, when = row["length"] >= 0, row["when"]
    return Noted(
        case_id=row["case_id"], family_name=row["family_name"], text=row["what"], more=row["more"],
        # a day without an hour comes as its midnight in the zone that Django speaks with the database
        due_on=None if meeting else when.astimezone(UTC).date(), begins_at=when if meeting else None,
        minutes=row["length"] if meeting else None, suits=row["suits"], answered_by=row["answered_by"] or "",
    )  # fmt: skip
