"""Reports of a danger to a child (§ 8a SGB VIII): kept apart from the help, minimal, and without any score."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from sozialraum.foundation.vocabulary import Purpose, Retention
from sozialraum.individual.enums import Finding, MeasureKind, ReporterKind, Urgency
from sozialraum.individual.models.cases import Case


class ProtectionReport(models.Model):
    """What somebody told of a danger to a child, and what two professionals found."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    received_at = models.DateTimeField()
    reporter = models.CharField(max_length=20, choices=[(k.value, k.name) for k in ReporterKind])
    reporter_name = models.CharField(max_length=200, blank=True)
    wants_answer = models.BooleanField(default=False)
    content = models.TextField()
    urgency = models.CharField(max_length=10, choices=[(u.value, u.name) for u in Urgency])
    due_at = models.DateTimeField()
    recorded_by = models.UUIDField()
    recorded_at = models.DateTimeField()
    finding = models.CharField(max_length=10, blank=True, choices=[(f.value, f.name) for f in Finding])
    dissent = models.TextField(blank=True)
    first_id = models.UUIDField(null=True, blank=True)
    second_id = models.UUIDField(null=True, blank=True)
    concluded_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.UUIDField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "person_protection_report"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(
                    finding="", first_id__isnull=True, second_id__isnull=True, concluded_at__isnull=True
                )
                | (
                    ~Q(finding="")
                    & Q(first_id__isnull=False, second_id__isnull=False, concluded_at__isnull=False)
                    & ~Q(first_id=F("second_id"))
                ),
                name="protection_report_concluded_by_two",
            )
        ]

    class Privacy:
        title = _("Reports of a danger to a child")
        purpose = Purpose.PROTECTION
        retention = Retention.HELP_FILE
        internal = (
            "id", "case", "due_at", "recorded_by", "recorded_at", "first_id", "second_id", "concluded_at",
            "answered_by", "answered_at", "wants_answer",
        )  # fmt: skip
        social = ("received_at", "reporter", "reporter_name", "content", "urgency", "finding", "dissent")

    def __str__(self) -> str:
        return f"protection report {self.id}"


class ProtectionAssessment(models.Model):
    """How one professional sees a report: what she saw, what protects the child, who was heard and why not."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    report = models.ForeignKey(ProtectionReport, on_delete=models.PROTECT, related_name="assessments")
    professional_id = models.UUIDField()
    seen = models.TextField()
    protects = models.TextField(blank=True)
    child_seen_on = models.DateField(null=True, blank=True)
    child_not_seen = models.TextField(blank=True)
    child_heard = models.BooleanField(default=False)
    parents_heard = models.BooleanField(default=False)
    not_heard = models.TextField(blank=True)
    finding = models.CharField(max_length=10, choices=[(f.value, f.name) for f in Finding])
    written_at = models.DateTimeField()

    class Meta:
        db_table = "person_protection_assessment"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["report", "professional_id"], name="protection_assessment_once_each")
        ]  # fmt: skip

    class Privacy:
        title = _("Assessments of a danger to a child")
        purpose = Purpose.PROTECTION
        retention = Retention.HELP_FILE
        internal = ("id", "case", "report", "professional_id", "written_at")
        social = (
            "seen", "protects", "child_seen_on", "child_not_seen", "child_heard", "parents_heard", "not_heard",
            "finding",
        )  # fmt: skip

    def __str__(self) -> str:
        return f"protection assessment {self.id}"


class ProtectionMeasure(models.Model):
    """One thing that is done for the protection of a child: what, until when, and when it was done."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    report = models.ForeignKey(ProtectionReport, on_delete=models.PROTECT, related_name="measures")
    kind = models.CharField(max_length=20, choices=[(k.value, k.name) for k in MeasureKind])
    content = models.TextField()
    due_on = models.DateField()
    done_on = models.DateField(null=True, blank=True)
    set_by = models.UUIDField()
    set_at = models.DateTimeField()

    class Meta:
        db_table = "person_protection_measure"

    class Privacy:
        title = _("Steps to protect a child")
        purpose = Purpose.PROTECTION
        retention = Retention.HELP_FILE
        internal = ("id", "case", "report", "set_by", "set_at")
        social = ("kind", "content", "due_on", "done_on")

    def __str__(self) -> str:
        return f"protection measure {self.id}"
