"""What a person of the family shows to whom."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sozialraum.foundation.vocabulary import Purpose, Retention
from sozialraum.individual.enums import SharedThing
from sozialraum.individual.models.cases import Case, Member


class Share(models.Model):
    """One thing of one person of the family that somebody else may see, until it is taken back.

    ``parts`` names the parts of it that are shown; empty shows all. Only resource cards have parts, their fields.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    owner = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    thing = models.CharField(max_length=20, choices=[(t.value, t.name) for t in SharedThing])
    recipient_id = models.UUIDField()
    parts = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    until = models.DateField(null=True, blank=True)
    given_by = models.UUIDField()
    given_at = models.DateTimeField()
    withdrawn_by = models.UUIDField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "person_share"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["owner", "thing", "recipient_id"], condition=Q(withdrawn_at__isnull=True),
                name="share_runs_once",
            )
        ]  # fmt: skip

    class Privacy:
        title = _("What families show to whom")
        purpose = Purpose.SERVICE
        retention = Retention.HELP_FILE
        internal = (
            "id",
            "case",
            "thing",
            "given_by",
            "given_at",
            "withdrawn_by",
            "withdrawn_at",
            "until",
            "parts",
        )
        social = ("owner", "recipient_id")

    def __str__(self) -> str:
        return f"share {self.id}"
