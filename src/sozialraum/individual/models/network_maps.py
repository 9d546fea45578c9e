"""The network maps of persons."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from sozialraum.foundation.vocabulary import Purpose, Retention
from sozialraum.individual.models.cases import Case, Member


class NetworkSheet(models.Model):
    """The network map of one person of the family on one day; it belongs to that person."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    owner = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    drawn_on = models.DateField()
    content = models.JSONField(default=dict)
    version = models.PositiveIntegerField(default=1)
    begun_by = models.UUIDField()
    begun_at = models.DateTimeField()
    changed_by = models.UUIDField()
    changed_at = models.DateTimeField()

    class Meta:
        db_table = "person_network_sheet"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["owner", "drawn_on"], name="network_sheet_once_a_day")
        ]

    class Privacy:
        title = _("Network maps")
        purpose = Purpose.SERVICE
        retention = Retention.HELP_FILE
        internal = ("id", "case", "version", "begun_by", "begun_at", "changed_by", "changed_at")
        social = ("owner", "drawn_on", "content")

    def __str__(self) -> str:
        return f"network sheet {self.id}"


class NetworkSheetVersion(models.Model):
    """A network map before it was changed: each step of the running sitting, and the beginning of every earlier one."""

    id = models.BigAutoField(primary_key=True)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    sheet = models.ForeignKey(NetworkSheet, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField()
    content = models.JSONField()
    step = models.BooleanField()
    saved_by = models.UUIDField()
    saved_at = models.DateTimeField()

    class Meta:
        db_table = "person_network_sheet_version"

    class Privacy:
        title = _("Earlier states of network maps")
        purpose = Purpose.SERVICE
        retention = Retention.HELP_FILE
        internal = ("id", "case", "sheet", "version", "step", "saved_by", "saved_at")
        social = ("content",)

    def __str__(self) -> str:
        return f"version {self.version} of network sheet {self.sheet_id}"
