"""What is missing near by, as a family or its worker says it: a kind and an area, nothing else."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sozialraum.foundation.vocabulary import Purpose, Retention
from sozialraum.individual.models.cases import Case
from sozialraum.network.enums import MissingKind


class MissingNearby(models.Model):
    """One thing that a family misses near by. It leaves case space as part of a released count alone."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20, choices=[(kind.value, kind.name) for kind in MissingKind])
    area_code = models.CharField(max_length=20)
    area_vintage = models.CharField(max_length=10)
    marked_on = models.DateField()
    marked_by = models.UUIDField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    told_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "person_missing_nearby"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["case", "kind"], condition=Q(withdrawn_at__isnull=True), name="missing_nearby_once"
            )
        ]

    class Privacy:
        title = _("What families miss near by")
        purpose = Purpose.SERVICE
        retention = Retention.HELP_FILE
        internal = ("id", "case", "marked_by", "withdrawn_at", "told_at")
        social = ("kind", "area_code", "area_vintage", "marked_on")

    def __str__(self) -> str:
        return f"missing near by {self.id}"
