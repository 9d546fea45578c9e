"""The one row by which a floor tells that something it keeps in memory has changed (see ``editions``)."""

from __future__ import annotations

from django.db import models

from sozialraum.foundation.vocabulary import Purpose, Retention


class EditionMark(models.Model):
    """One row with a mark, which a trigger renews; a floor's own model says what of it is watched."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    mark = models.UUIDField()

    class Meta:
        abstract = True

    class Privacy:
        purpose = Purpose.OPERATION
        retention = Retention.WHILE_NEEDED
        public = ("id", "mark")

    def __str__(self) -> str:
        return str(self.mark)
