"""Helps as they run: for whom, by whom, since when; and what the official statistics ask about each of them."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from sozialraum.foundation.vocabulary import Purpose, Retention
from sozialraum.individual.models.cases import Case, Member
from sozialraum.individual.models.choices import GrantDecision


class Help(models.Model):
    """One help from its first to its last day; ``member`` is the young person it is for, empty for the whole family.

    It comes from a decision of the office, or from the system that the case was kept in before (``source_key``).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    member = models.ForeignKey(Member, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    decision = models.ForeignKey(
        GrantDecision, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    help_kind = models.CharField(max_length=4)
    provider_code = models.CharField(max_length=40, blank=True)
    begun_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)
    source_key = models.CharField(max_length=80, blank=True)
    recorded_by = models.UUIDField()
    recorded_at = models.DateTimeField()

    class Meta:
        db_table = "person_help"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("begun_on")), name="help_ends_after_it_begins"
            ),
        ]  # fmt: skip

    class Privacy:
        title = _("Helps")
        purpose = Purpose.SERVICE
        retention = Retention.HELP_FILE
        internal = ("id", "case", "decision", "source_key", "recorded_by", "recorded_at")
        social = ("member", "help_kind", "provider_code", "begun_on", "ended_on")

    def __str__(self) -> str:
        return f"help {self.id}"


class SurveyRecord(models.Model):
    """What the official statistics ask about one help and nothing else knows: codes, never words (§ 99 (1) SGB VIII).

    ``answers`` are codes by the key of the question; a question with several answers has a list.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    help = models.OneToOneField(Help, on_delete=models.PROTECT, related_name="survey")
    answers = models.JSONField(default=dict)
    recorded_by = models.UUIDField()
    recorded_at = models.DateTimeField()

    class Meta:
        db_table = "person_survey_record"

    class Privacy:
        title = _("Answers for the official statistics")
        purpose = Purpose.STATISTICS
        retention = Retention.HELP_FILE
        internal = ("id", "case", "help", "recorded_by", "recorded_at")
        social = ("answers",)

    def __str__(self) -> str:
        return f"survey record {self.id}"
