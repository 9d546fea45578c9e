"""The way of a case: its steps, what was explained to the family, what it waits for, and how it was handed over."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from sozialraum.foundation.vocabulary import Purpose, Retention
from sozialraum.individual.enums import AdviceTopic, CaseState, ConsultationForm, Track
from sozialraum.individual.models.cases import Case


class CaseStep(models.Model):
    """One step of a case on its way, or of the protection of a child beside it; steps are never changed."""

    id = models.BigAutoField(primary_key=True)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    track = models.CharField(max_length=12, choices=[(t.value, t.name) for t in Track], default=Track.HELP)
    state = models.CharField(max_length=20, choices=[(s.value, s.name) for s in CaseState])
    open = models.BooleanField(default=True)
    short_term = models.BooleanField(default=False)
    reason = models.TextField(blank=True)
    taken_on = models.DateField()
    taken_by = models.UUIDField()
    taken_at = models.DateTimeField()

    class Meta:
        db_table = "person_case_step"

    class Privacy:
        title = _("Steps of cases")
        purpose = Purpose.SERVICE
        retention = Retention.HELP_FILE
        internal = ("id", "case", "taken_by", "taken_at")
        social = ("track", "state", "open", "short_term", "reason", "taken_on")

    def __str__(self) -> str:
        return f"step {self.id}"


class Consultation(models.Model):
    """What was explained to the family on one day, in which form and language (§§ 5, 9a, 10a, 36 (1) SGB VIII)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    held_on = models.DateField()
    form = models.CharField(max_length=20, choices=[(f.value, f.name) for f in ConsultationForm])
    language = models.CharField(max_length=8, default="de")
    topics = ArrayField(models.CharField(max_length=20, choices=[(t.value, t.name) for t in AdviceTopic]))
    present = ArrayField(models.UUIDField(), default=list, blank=True)
    note = models.TextField(blank=True)
    held_by = models.UUIDField()
    recorded_at = models.DateTimeField()

    class Meta:
        db_table = "person_consultation"
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(topics=[]), name="consultation_has_a_topic")
        ]

    class Privacy:
        title = _("Consultations")
        purpose = Purpose.SERVICE
        retention = Retention.HELP_FILE
        internal = ("id", "case", "held_by", "recorded_at")
        social = ("held_on", "form", "language", "topics", "present", "note")

    def __str__(self) -> str:
        return f"consultation {self.id}"


class Reminder(models.Model):
    """Something that a family waits for until a day."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    due_on = models.DateField()
    text = models.CharField(max_length=160)
    waits_for = models.CharField(max_length=300, blank=True)
    set_by = models.UUIDField()
    set_at = models.DateTimeField()
    done_by = models.UUIDField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "person_reminder"

    class Privacy:
        title = _("What families wait for")
        purpose = Purpose.SERVICE
        retention = Retention.HELP_FILE
        internal = ("id", "case", "set_by", "set_at", "done_by", "done_at")
        social = ("due_on", "text", "waits_for")

    def __str__(self) -> str:
        return f"reminder {self.id}"


class Handover(models.Model):
    """A family comes to another worker: with a talk of all three, or with the reason why there was none."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    from_id = models.UUIDField()
    to_id = models.UUIDField()
    joint_talk_on = models.DateField(null=True, blank=True)
    without_talk = models.TextField(blank=True)
    family_note = models.TextField(blank=True)
    family_note_by = models.UUIDField(null=True, blank=True)
    begun_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "person_handover"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(done_at__isnull=True, withdrawn_at__isnull=True),
                name="handover_runs_once",
            ),
            models.CheckConstraint(condition=~Q(from_id=F("to_id")), name="handover_goes_to_another"),
        ]  # fmt: skip

    class Privacy:
        title = _("Handovers")
        purpose = Purpose.SERVICE
        retention = Retention.HELP_FILE
        internal = ("id", "case", "from_id", "to_id", "begun_at", "done_at", "withdrawn_at")
        social = ("joint_talk_on", "without_talk", "family_note", "family_note_by")

    def __str__(self) -> str:
        return f"handover {self.id}"
