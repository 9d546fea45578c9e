"""Entries that stood in the directory twice: merged with a way back, or said to be two."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from sozialraum.foundation.vocabulary import Purpose, Retention
from sozialraum.network.models.places import Place


class PlaceMerge(models.Model):
    """Two entries made one: ``gone`` is found no more, ``kept`` took over what it did not say itself.

    ``version_before`` and ``version_after`` are those of ``kept``; ``ended_before`` is the day on which ``gone`` ended
    by itself, if any; ``moved`` are the activities that took place at ``gone``.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kept = models.ForeignKey(Place, on_delete=models.CASCADE, related_name="+")
    gone = models.ForeignKey(Place, on_delete=models.CASCADE, related_name="merges")
    version_before = models.PositiveIntegerField()
    version_after = models.PositiveIntegerField()
    ended_before = models.DateField(null=True)
    moved = ArrayField(models.UUIDField(), default=list)
    made_by = models.UUIDField(null=True)
    made_at = models.DateTimeField()
    undone_by = models.UUIDField(null=True)
    undone_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["gone"], condition=models.Q(undone_at__isnull=True), name="place_gone_once"
            )
        ]

    class Privacy:
        title = _("Entries of the directory that were made one")
        purpose = Purpose.PLANNING
        retention = Retention.WHILE_NEEDED
        internal = (
            "id", "kept", "gone", "version_before", "version_after", "ended_before", "moved", "made_by", "made_at",
            "undone_by", "undone_at",
        )  # fmt: skip

    def __str__(self) -> str:
        return f"merge {self.id}"


class DifferentPlaces(models.Model):
    """Somebody has looked at two entries and said that they are two; ``first`` has the smaller id."""

    id = models.BigAutoField(primary_key=True)
    first = models.ForeignKey(Place, on_delete=models.CASCADE, related_name="+")
    second = models.ForeignKey(Place, on_delete=models.CASCADE, related_name="+")
    said_by = models.UUIDField(null=True)
    said_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["first", "second"], name="different_places_once"),
            models.CheckConstraint(
                condition=models.Q(first__lt=models.F("second")), name="different_places_in_order"
            ),
        ]

    class Privacy:
        title = _("Entries of the directory that are two")
        purpose = Purpose.PLANNING
        retention = Retention.WHILE_NEEDED
        internal = ("id", "first", "second", "said_by", "said_at")

    def __str__(self) -> str:
        return f"different places {self.id}"
