"""Files that were brought into the directory, so that an import can be taken back."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from sozialraum.foundation.vocabulary import Purpose, Retention


class ResourceImport(models.Model):
    """What one file added and changed: ``revised`` holds for each entry its id and its version before and after."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    source = models.CharField(max_length=80)
    file = models.CharField(max_length=200, blank=True)
    added = ArrayField(models.UUIDField(), default=list)
    revised = models.JSONField(default=list)
    made_by = models.UUIDField(null=True)
    made_at = models.DateTimeField()
    undone_by = models.UUIDField(null=True)
    undone_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["-made_at"], name="resource_import_by_time")]

    class Privacy:
        title = _("Files brought into the directory")
        purpose = Purpose.PLANNING
        retention = Retention.WHILE_NEEDED
        internal = (
            "id",
            "source",
            "file",
            "added",
            "revised",
            "made_by",
            "made_at",
            "undone_by",
            "undone_at",
        )

    def __str__(self) -> str:
        return f"import {self.id}"
