"""Who may be asked for advice when somebody worries about a child, and what was advised (§§ 8a, 8b SGB VIII, § 4 KKG)."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from sozialraum.foundation.vocabulary import Purpose, Retention
from sozialraum.individual.models.cases import Case
from sozialraum.individual.models.protection import ProtectionReport


class ExperiencedProfessional(models.Model):
    """An experienced professional for the protection of children, and how to reach her.

    ``published`` says that she agreed to stand on the page that everybody can read; ``account_id`` is her account where
    she has one, so that nobody is offered to advise on a case of her own.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    full_name = models.CharField(max_length=200)
    qualification = models.CharField(max_length=300)
    focus = models.CharField(max_length=300, blank=True)
    employer = models.CharField(max_length=200)
    provider_code = models.CharField(max_length=40, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    email = models.EmailField(blank=True)
    reachable = models.CharField(max_length=200, blank=True)
    account_id = models.UUIDField(null=True, blank=True)
    published = models.BooleanField(default=False)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True, blank=True)
    kept_by = models.UUIDField()
    kept_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("valid_from")),
                name="adviser_ends_after_she_begins",
            ),
            models.CheckConstraint(condition=~Q(phone="") | ~Q(email=""), name="adviser_can_be_reached"),
        ]

    class Privacy:
        title = _("Experienced professionals for the protection of children")
        purpose = Purpose.PROTECTION
        retention = Retention.WHILE_NEEDED
        internal = (
            "id", "provider_code", "account_id", "published", "valid_from", "valid_until", "kept_by", "kept_at",
        )  # fmt: skip
        social = ("full_name", "qualification", "focus", "employer", "phone", "email", "reachable")

    def __str__(self) -> str:
        return f"experienced professional {self.id}"


class ProtectionAdvice(models.Model):
    """What an experienced professional was asked about a report, without names, and what she advised; it never changes."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    report = models.ForeignKey(ProtectionReport, on_delete=models.PROTECT, related_name="+")
    adviser = models.ForeignKey(ExperiencedProfessional, on_delete=models.PROTECT, related_name="+")
    advised_on = models.DateField()
    question = models.TextField()
    advice = models.TextField()
    recorded_by = models.UUIDField()
    recorded_at = models.DateTimeField()

    class Meta:
        db_table = "person_protection_advice"

    class Privacy:
        title = _("Advice of experienced professionals")
        purpose = Purpose.PROTECTION
        retention = Retention.HELP_FILE
        internal = ("id", "case", "report", "adviser", "recorded_by", "recorded_at")
        social = ("advised_on", "question", "advice")

    def __str__(self) -> str:
        return f"protection advice {self.id}"
