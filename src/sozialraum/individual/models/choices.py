"""What a family could choose from, what it chose, and what the office decided."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sozialraum.foundation.vocabulary import Purpose, Retention
from sozialraum.individual.enums import Outcome, RefusalReason
from sozialraum.individual.models.cases import Case, Member


class OptionList(models.Model):
    """Every help that fitted on one day, as it was shown to the family; it never changes."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    help_kind = models.CharField(max_length=4)
    options = models.JSONField(default=list)
    shown_on = models.DateField()
    shown_by = models.UUIDField()
    shown_at = models.DateTimeField()

    class Meta:
        db_table = "person_option_list"

    class Privacy:
        title = _("Lists of helps that fitted")
        purpose = Purpose.SERVICE
        retention = Retention.HELP_FILE
        internal = ("id", "case", "shown_by", "shown_at")
        social = ("help_kind", "options", "shown_on")

    def __str__(self) -> str:
        return f"option list {self.id}"


class Choice(models.Model):
    """What the family chose, in its own words; a refusal of it names one of the two reasons of the law."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    option_list = models.ForeignKey(OptionList, on_delete=models.PROTECT, related_name="+")
    chosen = models.CharField(max_length=300)
    provider_code = models.CharField(max_length=40, blank=True)
    member = models.ForeignKey(Member, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    words = models.TextField(blank=True)
    chosen_on = models.DateField()
    refusal_reason = models.CharField(
        max_length=20, blank=True, choices=[(r.value, r.name) for r in RefusalReason]
    )
    cost_wished = models.DecimalField(max_digits=9, decimal_places=2, null=True, blank=True)
    cost_comparable = models.DecimalField(max_digits=9, decimal_places=2, null=True, blank=True)
    refusal_text = models.TextField(blank=True)
    recorded_by = models.UUIDField()
    recorded_at = models.DateTimeField()

    class Meta:
        db_table = "person_choice"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(refusal_reason="")
                | Q(cost_wished__isnull=False, cost_comparable__isnull=False) & ~Q(refusal_text=""),
                name="choice_refused_with_figures",
            )
        ]

    class Privacy:
        title = _("Choices of families")
        purpose = Purpose.SERVICE
        retention = Retention.HELP_FILE
        internal = ("id", "case", "option_list", "recorded_by", "recorded_at")
        social = (
            "chosen", "provider_code", "member", "words", "chosen_on", "refusal_reason", "cost_wished", "cost_comparable",
            "refusal_text",
        )  # fmt: skip

    def __str__(self) -> str:
        return f"choice {self.id}"


class GrantDecision(models.Model):
    """The answer to a claim: prepared by the case worker, decided by the lead of the team, sent with its reasons."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    choice = models.ForeignKey(Choice, on_delete=models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=12, choices=[(o.value, o.name) for o in Outcome])
    help_kind = models.CharField(max_length=4)
    content = models.TextField()
    extent = models.CharField(max_length=200, blank=True)
    valid_from = models.DateField(null=True, blank=True)
    valid_until = models.DateField(null=True, blank=True)
    reasons = models.TextField()
    prepared_by = models.UUIDField()
    prepared_at = models.DateTimeField()
    decided_by = models.UUIDField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    sent_on = models.DateField(null=True, blank=True)

    class Meta:
        db_table = "person_grant_decision"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(decided_at__isnull=True), name="decision_one_prepared"
            ),
            models.CheckConstraint(
                condition=Q(sent_on__isnull=True) | Q(decided_at__isnull=False), name="decision_sent_once_decided"
            ),
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=models.F("valid_from")),
                name="decision_ends_after_it_begins",
            ),
        ]  # fmt: skip

    class Privacy:
        title = _("Decisions on claims")
        purpose = Purpose.SERVICE
        retention = Retention.HELP_FILE
        internal = ("id", "case", "choice", "prepared_by", "prepared_at", "decided_by", "decided_at")
        social = (
            "outcome", "help_kind", "content", "extent", "valid_from", "valid_until", "reasons", "sent_on",
        )  # fmt: skip

    def __str__(self) -> str:
        return f"decision {self.id}"
