"""The sheet without names on which a team advises, and what it advised."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sozialraum.foundation.vocabulary import Purpose, Retention
from sozialraum.individual.models.cases import Case


class TeamSheet(models.Model):
    """A case as a team sees it: scrubbed by machine, read by a person before it is given out, gone after thirty days.

    ``ideas`` are ``{"ring": ring, "text": text, "provider": whether a provider named it, "offered": whether the family
    is offered it}`` in the order they were named. Providers advise here; nothing here decides.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField()
    question = models.TextField()
    body = models.TextField()
    checked_by = models.UUIDField(null=True, blank=True)
    checked_at = models.DateTimeField(null=True, blank=True)
    expires_on = models.DateField(null=True, blank=True)
    phase = models.PositiveSmallIntegerField(default=1)
    professionals = ArrayField(models.CharField(max_length=160), default=list, blank=True)
    providers = ArrayField(models.CharField(max_length=160), default=list, blank=True)
    ideas = models.JSONField(default=list)
    dissent = models.TextField(blank=True)
    made_by = models.UUIDField()
    made_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "person_team_sheet"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case", "number"], name="team_sheet_number_once"),
            models.CheckConstraint(condition=Q(phase__gte=1, phase__lte=8), name="team_sheet_eight_phases"),
        ]

    class Privacy:
        title = _("Sheets for the advice of a team")
        purpose = Purpose.SERVICE
        retention = Retention.HELP_FILE
        internal = (
            "id", "case", "number", "checked_by", "checked_at", "expires_on", "phase", "professionals", "providers", "made_by",
            "made_at", "closed_at",
        )  # fmt: skip
        social = ("question", "body", "ideas", "dissent")

    def __str__(self) -> str:
        return f"team sheet {self.id}"
