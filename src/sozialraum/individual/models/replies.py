"""What the family answers: to a date, and to what was agreed."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sozialraum.foundation.vocabulary import Purpose, Retention
from sozialraum.individual.enums import ReplyKind
from sozialraum.individual.models.arrangements import ArrangementComponent
from sozialraum.individual.models.cases import Case, Member


class Reply(models.Model):
    """Somebody of the family objects to something, or says that it helped; an objection is answered by a day."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20, choices=[(k.value, k.name) for k in ReplyKind])
    component = models.ForeignKey(
        ArrangementComponent, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    words = models.TextField(blank=True)
    said_at = models.DateTimeField()
    answer_due_on = models.DateField(null=True, blank=True)
    answer = models.TextField(blank=True)
    answered_by = models.UUIDField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "person_reply"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(kind="objection") | Q(answer_due_on__isnull=False), name="objection_has_a_day"
            )
        ]

    class Privacy:
        title = _("Objections and what helped")
        purpose = Purpose.SERVICE
        retention = Retention.HELP_FILE
        internal = ("id", "case", "said_at", "answer_due_on", "answered_by", "answered_at", "withdrawn_at")
        social = ("member", "kind", "component", "words", "answer")

    def __str__(self) -> str:
        return f"reply {self.id}"


class Appointment(models.Model):
    """A meeting with the family: when, where, what for and who comes."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    begins_at = models.DateTimeField()
    minutes = models.PositiveSmallIntegerField(default=60)
    meeting_place = models.CharField(max_length=200, blank=True)
    topic = models.TextField()
    host_id = models.UUIDField()
    who_comes = models.CharField(max_length=300, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    recorded_by = models.UUIDField()
    recorded_at = models.DateTimeField()

    class Meta:
        db_table = "person_appointment"

    class Privacy:
        title = _("Meetings with families")
        purpose = Purpose.SERVICE
        retention = Retention.HELP_FILE
        internal = ("id", "case", "minutes", "host_id", "cancelled_at", "recorded_by", "recorded_at")
        social = ("begins_at", "meeting_place", "topic", "who_comes")

    def __str__(self) -> str:
        return f"appointment {self.id}"


class AppointmentReply(models.Model):
    """Whether a meeting suits somebody of the family; the latest answer holds."""

    id = models.BigAutoField(primary_key=True)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    appointment = models.ForeignKey(Appointment, on_delete=models.PROTECT, related_name="replies")
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    suits = models.BooleanField()
    words = models.TextField(blank=True)
    said_at = models.DateTimeField()

    class Meta:
        db_table = "person_appointment_reply"

    class Privacy:
        title = _("Answers to meetings")
        purpose = Purpose.SERVICE
        retention = Retention.HELP_FILE
        internal = ("id", "case", "appointment", "said_at")
        social = ("member", "suits", "words")

    def __str__(self) -> str:
        return f"answer to appointment {self.appointment_id}"
