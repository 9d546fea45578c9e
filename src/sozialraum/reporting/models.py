"""What has left case space by the official statistics: files on record, and counts that were let out."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from sozialraum.foundation.vocabulary import Purpose, Retention


class SurveyExport(models.Model):
    """One file of the official statistics that was handed out: which year and form, how many lines, its hash."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    year = models.PositiveSmallIntegerField()
    form = models.CharField(max_length=20)
    code_version = models.PositiveSmallIntegerField()
    lines = models.PositiveIntegerField()
    not_ready = models.PositiveIntegerField()
    file_name = models.CharField(max_length=120)
    file_hash = models.CharField(max_length=64)
    exported_by = models.UUIDField()
    exported_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-exported_at"]

    class Privacy:
        title = _("Files handed in to the official statistics")
        purpose = Purpose.STATISTICS
        retention = Retention.WHILE_NEEDED
        internal = (
            "id", "year", "form", "code_version", "lines", "not_ready", "file_name", "file_hash", "exported_by",
            "exported_at",
        )  # fmt: skip

    def __str__(self) -> str:
        return f"survey export {self.id}"


class YearRelease(models.Model):
    """Counts of one year as they were let out, rounded to fives; a year is let out once."""

    year = models.PositiveSmallIntegerField(primary_key=True)
    rows = models.JSONField()
    certificate = models.JSONField()
    released_by = models.UUIDField(null=True)
    released_at = models.DateTimeField()

    class Meta:
        abstract = True


class HelpCountRelease(YearRelease):
    """The counts of helps of one year: begun, ended and running by kind."""

    class Privacy:
        title = _("Released counts of helps")
        purpose = Purpose.PLANNING
        retention = Retention.WHILE_NEEDED
        internal = ("released_by",)
        public = ("year", "rows", "certificate", "released_at")

    def __str__(self) -> str:
        return f"counts of helps of {self.year}"


class UseValueRelease(YearRelease):
    """What families said in one year about what helps them: answers in words by kind of help."""

    class Privacy:
        title = _("Released answers about what helps")
        purpose = Purpose.PLANNING
        retention = Retention.WHILE_NEEDED
        internal = ("released_by",)
        public = ("year", "rows", "certificate", "released_at")

    def __str__(self) -> str:
        return f"what families said in {self.year}"
