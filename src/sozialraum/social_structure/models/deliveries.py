"""Imported files and the values they brought."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sozialraum.foundation.vocabulary import Purpose, Retention
from sozialraum.social_structure.enums import DeliveryKind, ValueStatus
from sozialraum.social_structure.models.catalog import Indicator
from sozialraum.social_structure.models.choices import choices_of
from sozialraum.social_structure.models.cuts import Area, AreaSystem


class Delivery(models.Model):
    """One imported file: what it was, how it was read, who imported it, and whether the import was taken back."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=20, choices=choices_of(DeliveryKind))
    system = models.ForeignKey(AreaSystem, on_delete=models.PROTECT, related_name="deliveries")
    level = models.CharField(max_length=40)
    file_name = models.CharField(max_length=255)
    file_sha256 = models.CharField(max_length=64)
    snapshot_hash = models.CharField(max_length=64)
    mapping = models.JSONField()
    findings = models.JSONField(default=list)
    reference_date = models.DateField(null=True, blank=True)
    source = models.CharField(max_length=300, blank=True)
    licence = models.CharField(max_length=120, blank=True)
    rows = models.PositiveIntegerField()
    imported_at = models.DateTimeField()
    imported_by_id = models.UUIDField(null=True)
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by_id = models.UUIDField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-imported_at", "file_name", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["kind", "file_sha256", "system", "level", "reference_date"], condition=Q(undone_at__isnull=True),
                nulls_distinct=False, name="file_is_imported_once",
            )
        ]  # fmt: skip

    class Privacy:
        title = _("Deliveries of tables")
        purpose = Purpose.PLANNING
        retention = Retention.WHILE_NEEDED
        internal = (
            "id", "kind", "system", "level", "file_name", "file_sha256", "snapshot_hash", "mapping", "findings",
            "reference_date", "source", "licence", "rows", "imported_at", "imported_by_id", "undone_at",
            "undone_by_id",
        )  # fmt: skip

    def __str__(self) -> str:
        return f"delivery {self.id}"


class Observation(models.Model):
    """One value of one indicator in one area at one date. A value is there exactly where it is observed."""

    id = models.BigAutoField(primary_key=True)
    # One trigger checks all rows of a statement at once (migration 0007): checked row by row, a million values would
    # take as long again. The constraint and the index below serve every query.
    delivery = models.ForeignKey(
        Delivery,
        on_delete=models.PROTECT,
        related_name="observations",
        db_index=False,
        db_constraint=False,
    )
    indicator = models.ForeignKey(
        Indicator,
        on_delete=models.PROTECT,
        related_name="observations",
        db_index=False,
        db_constraint=False,
    )
    area = models.ForeignKey(
        Area, on_delete=models.PROTECT, related_name="observations", db_index=False, db_constraint=False
    )
    reference_date = models.DateField()
    status = models.CharField(max_length=20, choices=choices_of(ValueStatus))
    value = models.FloatField(null=True)
    numerator = models.FloatField(null=True)
    denominator = models.FloatField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["indicator", "reference_date", "area", "delivery"], name="observation_is_unique"
            ),
            models.CheckConstraint(
                condition=Q(status="observed", value__isnull=False)
                | (~Q(status="observed") & Q(value__isnull=True, numerator__isnull=True)),
                name="observation_has_value_exactly_where_observed",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["delivery"], name="observation_by_delivery"),
        ]

    class Privacy:
        title = _("Values of indicators")
        purpose = Purpose.PLANNING
        retention = Retention.WHILE_NEEDED
        internal = (
            "id", "delivery", "indicator", "area", "reference_date", "status", "value", "numerator", "denominator",
        )  # fmt: skip

    def __str__(self) -> str:
        return f"observation {self.id}"
