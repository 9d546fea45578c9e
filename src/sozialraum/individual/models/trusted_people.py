"""Whom somebody of the family trusts: a person of her own choice, who sees what she shows (§ 8 (3), § 10a (1) SGB VIII)."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sozialraum.foundation.vocabulary import Purpose, Retention
from sozialraum.individual.models.cases import Case, Member


class TrustedPerson(models.Model):
    """Somebody whom one person of the family has let in by her consent, until a day.

    What she is shown are the running shares of ``owner`` with ``account_id`` as their recipient. ``relation`` says in
    the owner's words who that is. ``invitation_id`` is the latest letter; the account has ``account_id`` from the
    moment the letter is used.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    owner = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    full_name = models.CharField(max_length=200)
    relation = models.CharField(max_length=120, blank=True)
    account_id = models.UUIDField(unique=True)
    invitation_id = models.UUIDField()
    until = models.DateField()
    named_by = models.UUIDField()
    named_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "person_trusted_person"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=models.F("named_at")),
                name="trust_ends_after_it_begins",
            )
        ]

    class Privacy:
        title = _("Trusted people")
        purpose = Purpose.CONSENT
        retention = Retention.HELP_FILE
        internal = ("id", "case", "account_id", "invitation_id", "until", "named_by", "named_at", "ended_at")
        social = ("owner", "full_name", "relation")

    def __str__(self) -> str:
        return f"trusted person {self.id}"
