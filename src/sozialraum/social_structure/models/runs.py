"""Runs of an index, what was released, and the mark of everything kept in memory."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from sozialraum.foundation.database.edition_marks import EditionMark
from sozialraum.foundation.vocabulary import Purpose, Retention
from sozialraum.social_structure.models.cuts import AreaSystem


class Run(models.Model):
    """A published figure is a run: inputs by hash, parameters, code version, result. Never changed, never removed.

    ``intervals_hash`` is the table of ranges of ranks of the first index (empty where they cannot be drawn),
    ``interval_parameters`` what they were drawn with; ``places`` is how many places were to be given, 0 for none. ``inputs`` says at which date each indicator entered
    (empty in runs from before that was kept: all at ``reference_date``).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.CharField(max_length=20, unique=True)
    title = models.CharField(max_length=200)
    reason = models.TextField()
    system = models.ForeignKey(AreaSystem, on_delete=models.PROTECT, related_name="runs")
    level = models.CharField(max_length=40)
    reference_date = models.DateField()
    recipe_name = models.CharField(max_length=80)
    parameters = models.JSONField()
    recipe_fingerprint = models.CharField(max_length=64)
    snapshot_hash = models.CharField(max_length=64)
    delivery_ids = ArrayField(models.UUIDField())
    code_version = models.CharField(max_length=40)
    result_hash = models.CharField(max_length=64)
    excluded = models.JSONField()
    intervals_hash = models.CharField(max_length=64, blank=True)
    interval_parameters = models.JSONField(default=dict)
    places = models.PositiveIntegerField(default=0)
    sources = ArrayField(models.CharField(max_length=300), default=list)
    inputs = models.JSONField(default=list)
    created_at = models.DateTimeField()
    created_by_id = models.UUIDField(null=True)

    class Meta:
        ordering: ClassVar = ["-created_at", "-number"]

    class Privacy:
        title = _("Runs of an index")
        purpose = Purpose.PLANNING
        retention = Retention.WHILE_NEEDED
        internal = ("id", "delivery_ids", "created_by_id")
        public = (
            "number", "title", "reason", "system", "level", "reference_date", "recipe_name", "parameters",
            "recipe_fingerprint", "snapshot_hash", "code_version", "result_hash", "excluded", "intervals_hash",
            "interval_parameters", "places", "sources", "inputs", "created_at",
        )  # fmt: skip

    def __str__(self) -> str:
        return self.number


class Release(models.Model):
    """What was let out: a table after disclosure control, by its hash, with the rule and the proof. Only grows.

    ``subject`` names what the figures are about (an indicator, a run, a count of another floor); together with
    system and reference date it finds the earlier releases against which a new one is checked.
    """

    id = models.BigAutoField(primary_key=True)
    subject = models.CharField(max_length=120)
    system = models.ForeignKey(AreaSystem, on_delete=models.PROTECT, related_name="releases")
    reference_date = models.DateField()
    source_hash = models.CharField(max_length=64)
    table_hash = models.CharField(max_length=64)
    kind = models.CharField(max_length=20)
    threshold = models.PositiveSmallIntegerField()
    proof_digest = models.CharField(max_length=64)
    certificate = models.JSONField()
    released_at = models.DateTimeField()
    released_by_id = models.UUIDField(null=True)

    class Meta:
        ordering: ClassVar = ["-id"]
        indexes: ClassVar = [
            models.Index(fields=["subject", "system", "reference_date", "-id"], name="release_by_subject")
        ]

    class Privacy:
        title = _("Released tables")
        purpose = Purpose.PLANNING
        retention = Retention.WHILE_NEEDED
        internal = ("id", "released_by_id")
        public = (
            "subject", "system", "reference_date", "source_hash", "table_hash", "kind", "threshold", "proof_digest",
            "certificate", "released_at",
        )  # fmt: skip

    def __str__(self) -> str:
        return f"release {self.id} of {self.subject}"


class Edition(EditionMark):
    """One row with a mark that changes whenever areas, indicators, releases or runs have changed.

    What the floor keeps in memory belongs to a mark (:mod:`sozialraum.foundation.database.editions`).
    """

    class Privacy(EditionMark.Privacy):
        title = _("Editions of the stored areas")
