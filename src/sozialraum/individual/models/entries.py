"""What goals, resources and components have in common: who wrote them, and what they said before."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from sozialraum.foundation.vocabulary import Purpose, Retention
from sozialraum.individual.enums import EntryKind
from sozialraum.individual.models.cases import Case

KEPT = ("id", "case", "version", "recorded_by", "recorded_at", "changed_by", "changed_at", "removed_at")
"""The fields of :class:`Entry`, which say nothing about the family."""


class Entry(models.Model):
    """An entry of several fields in a case: versioned, and taken away only so that it can come back."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)
    recorded_by = models.UUIDField()
    recorded_at = models.DateTimeField()
    changed_by = models.UUIDField()
    changed_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True


class EntryVersion(models.Model):
    """What an entry said before somebody changed it; ``values`` is empty where it was not there before."""

    id = models.BigAutoField(primary_key=True)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20, choices=[(k.value, k.name) for k in EntryKind])
    entry_id = models.UUIDField()
    version = models.PositiveIntegerField()
    values = models.JSONField(null=True)
    saved_by = models.UUIDField(null=True)
    saved_at = models.DateTimeField(null=True)
    replaced_by = models.UUIDField()
    replaced_at = models.DateTimeField()

    class Meta:
        db_table = "person_entry_version"
        indexes: ClassVar = [models.Index(fields=["entry_id", "version"], name="entry_version_in_order")]

    class Privacy:
        title = _("Earlier states of goals, resources and contributions")
        purpose = Purpose.SERVICE
        retention = Retention.HELP_FILE
        internal = (
            "id", "case", "kind", "entry_id", "version", "saved_by", "saved_at", "replaced_by", "replaced_at",
        )  # fmt: skip
        social = ("values",)

    def __str__(self) -> str:
        return f"version {self.version} of {self.kind} {self.entry_id}"
