"""Genograms: who belongs to a person's family over generations, drawn by her and owned by her."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from sozialraum.foundation.vocabulary import Purpose, Retention
from sozialraum.individual.models.cases import Case, Member


class Genogram(models.Model):
    """The one genogram of a person; ``content`` is the graph of people, unions and descent."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    owner = models.OneToOneField(Member, on_delete=models.PROTECT, related_name="+")
    content = models.JSONField(default=dict)
    version = models.PositiveIntegerField(default=1)
    begun_by = models.UUIDField()
    begun_at = models.DateTimeField()
    changed_by = models.UUIDField()
    changed_at = models.DateTimeField()

    class Meta:
        db_table = "person_genogram"

    class Privacy:
        title = _("Genograms")
        purpose = Purpose.SERVICE
        retention = Retention.HELP_FILE
        internal = ("id", "case", "version", "begun_by", "begun_at", "changed_by", "changed_at")
        social = ("owner", "content")

    def __str__(self) -> str:
        return f"genogram {self.id}"


class GenogramVersion(models.Model):
    """A genogram before it was changed: each step of the running sitting, the beginning of every earlier one."""

    id = models.BigAutoField(primary_key=True)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    genogram = models.ForeignKey(Genogram, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField()
    content = models.JSONField()
    step = models.BooleanField()
    saved_by = models.UUIDField()
    saved_at = models.DateTimeField()

    class Meta:
        db_table = "person_genogram_version"

    class Privacy:
        title = _("Earlier states of genograms")
        purpose = Purpose.SERVICE
        retention = Retention.HELP_FILE
        internal = ("id", "case", "genogram", "version", "step", "saved_by", "saved_at")
        social = ("content",)

    def __str__(self) -> str:
        return f"version {self.version} of genogram {self.genogram_id}"
