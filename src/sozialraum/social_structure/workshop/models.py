"""Drafts of an index: what planners try before it becomes a run."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from sozialraum.foundation.vocabulary import Purpose, Retention


class IndexDraft(models.Model):
    """A recipe in the making, with the values it is tried on. It may be changed by every planner until it is removed.

    ``recipe`` is the recipe as JSON, ``areas`` the cut and level as ``code:vintage:level``, ``places`` how many places
    are to be given, ``reach`` by what share every weight varies in the draws, ``compared_id`` the run whose ranks stand
    beside.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    title = models.CharField(max_length=200)
    recipe = models.JSONField()
    areas = models.CharField(max_length=120)
    reference_date = models.DateField()
    places = models.PositiveIntegerField(default=16)
    reach = models.FloatField(default=0.5)
    compared_id = models.UUIDField(null=True)
    version = models.PositiveIntegerField(default=1)
    changed_by = models.UUIDField(null=True)
    changed_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-changed_at", "id"]

    class Privacy:
        title = _("Drafts of an index")
        purpose = Purpose.PLANNING
        retention = Retention.WHILE_NEEDED
        internal = (
            "id", "title", "recipe", "areas", "reference_date", "places", "reach", "compared_id", "version",
            "changed_by", "changed_at",
        )  # fmt: skip

    def __str__(self) -> str:
        return self.title


class IndexDraftVersion(models.Model):
    """An earlier state of a draft: what the fields said, for joining what two people change at once."""

    id = models.BigAutoField(primary_key=True)
    draft = models.ForeignKey(IndexDraft, on_delete=models.CASCADE, related_name="versions")
    version = models.PositiveIntegerField()
    values = models.JSONField()
    saved_by = models.UUIDField(null=True)
    saved_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["version"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["draft", "version"], name="index_draft_version_is_unique")
        ]

    class Privacy:
        title = _("Earlier states of drafts of an index")
        purpose = Purpose.PLANNING
        retention = Retention.WHILE_NEEDED
        internal = ("id", "draft", "version", "values", "saved_by", "saved_at")

    def __str__(self) -> str:
        return f"version {self.version} of {self.draft_id}"
