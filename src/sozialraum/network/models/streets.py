"""What the directory stands on: the streets people walk, and the mark of what is kept in memory."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from sozialraum.foundation.database.edition_marks import EditionMark
from sozialraum.foundation.vocabulary import Purpose, Retention


class StreetMap(models.Model):
    """The streets of the municipality as snapshots of crossings and stretches; the latest one is walked on."""

    id = models.BigAutoField(primary_key=True)
    nodes_hash = models.CharField(max_length=64)
    edges_hash = models.CharField(max_length=64)
    source = models.CharField(max_length=200)
    licence = models.CharField(max_length=80)
    recorded_at = models.DateTimeField()
    recorded_by = models.UUIDField(null=True)

    class Meta:
        ordering: ClassVar = ["-id"]

    class Privacy:
        title = _("Street maps")
        purpose = Purpose.PLANNING
        retention = Retention.WHILE_NEEDED
        public = ("nodes_hash", "edges_hash", "source", "licence", "recorded_at")
        internal = ("id", "recorded_by")

    def __str__(self) -> str:
        return f"street map {self.id}"


class DirectoryEdition(EditionMark):
    """One row with a mark that changes whenever an entry of the directory, a card or the street map has changed.

    What the floor keeps in memory belongs to a mark (:mod:`sozialraum.foundation.database.editions`).
    """

    class Privacy(EditionMark.Privacy):
        title = _("Editions of the directory")
