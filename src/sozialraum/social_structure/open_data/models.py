"""What was opened: runs as open data, and their files by the hash of their bytes."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from sozialraum.foundation.vocabulary import Purpose, Retention


class OpenRun(models.Model):
    """A published run as open data. Only grows: what was opened stays open, under the licence of that day.

    ``table_hash`` is the table that all files say, ``licence`` the code of its licence, ``sources`` whom to name,
    ``with_outlines`` whether the licence of the outlines let them go along, ``coarse`` whether indices are rounded and
    ranks left out because some areas are kept back.
    """

    id = models.BigAutoField(primary_key=True)
    run = models.OneToOneField("social_structure.Run", on_delete=models.PROTECT, related_name="+")
    table_hash = models.CharField(max_length=64)
    licence = models.CharField(max_length=40)
    sources = ArrayField(models.CharField(max_length=300))
    with_outlines = models.BooleanField()
    coarse = models.BooleanField()
    opened_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-opened_at", "-id"]

    class Privacy:
        title = _("Runs as open data")
        purpose = Purpose.PLANNING
        retention = Retention.WHILE_NEEDED
        internal = ("id",)
        public = ("run", "table_hash", "licence", "sources", "with_outlines", "coarse", "opened_at")

    def __str__(self) -> str:
        return f"open run {self.run_id}"


class OpenFile(models.Model):
    """One file of an opened run; its address is the SHA-256 of its bytes, so that it can never change. Only grows."""

    id = models.BigAutoField(primary_key=True)
    open_run = models.ForeignKey(OpenRun, on_delete=models.PROTECT, related_name="files")
    format = models.CharField(max_length=10)
    sha256 = models.CharField(max_length=64, db_index=True)
    size = models.PositiveBigIntegerField()

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["open_run", "format"], name="open_run_has_each_format_once")
        ]

    class Privacy:
        title = _("Files of open data")
        purpose = Purpose.PLANNING
        retention = Retention.WHILE_NEEDED
        internal = ("id",)
        public = ("open_run", "format", "sha256", "size")

    def __str__(self) -> str:
        return f"{self.format} of {self.open_run_id}"
