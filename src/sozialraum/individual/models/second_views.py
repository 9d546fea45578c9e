"""The second professional in the protection of a child, and how a view read before it was mended."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sozialraum.foundation.vocabulary import Purpose, Retention
from sozialraum.individual.models.cases import Case
from sozialraum.individual.models.protection import ProtectionAssessment, ProtectionReport


class AskedProfessional(models.Model):
    """A colleague of the office who is asked to look at one report as well (§ 8a (1) SGB VIII).

    ``experienced`` says that she is asked as the experienced professional. What she may open is this report, until
    two have concluded it or she is no longer asked (``ended_at``).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    report = models.ForeignKey(ProtectionReport, on_delete=models.PROTECT, related_name="+")
    professional_id = models.UUIDField()
    experienced = models.BooleanField(default=False)
    asked_by = models.UUIDField()
    asked_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "person_asked_professional"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["report", "professional_id"], condition=Q(ended_at__isnull=True), name="asked_once_for_a_report"
            )
        ]  # fmt: skip

    class Privacy:
        title = _("Colleagues asked to look at a report as well")
        purpose = Purpose.PROTECTION
        retention = Retention.HELP_FILE
        internal = (
            "id",
            "case",
            "report",
            "professional_id",
            "experienced",
            "asked_by",
            "asked_at",
            "ended_at",
        )

    def __str__(self) -> str:
        return f"asked professional {self.id}"


class ProtectionAssessmentVersion(models.Model):
    """How a professional saw a report before she mended her view; ``said`` holds the fields as they were."""

    id = models.BigAutoField(primary_key=True)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    assessment = models.ForeignKey(ProtectionAssessment, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    said = models.JSONField()
    written_at = models.DateTimeField()

    class Meta:
        db_table = "person_protection_assessment_version"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["assessment", "number"], name="assessment_version_once")
        ]

    class Privacy:
        title = _("Earlier versions of assessments")
        purpose = Purpose.PROTECTION
        retention = Retention.HELP_FILE
        internal = ("id", "case", "assessment", "number", "written_at")
        social = ("said",)

    def __str__(self) -> str:
        return f"version {self.number} of assessment {self.assessment_id}"
