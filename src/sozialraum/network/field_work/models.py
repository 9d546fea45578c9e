"""Work in the field: notes without persons, and the time that was agreed for it."""

from __future__ import annotations

import uuid
from enum import StrEnum
from typing import ClassVar, Final

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sozialraum.foundation.database.edition_marks import EditionMark
from sozialraum.foundation.vocabulary import Purpose, Retention
from sozialraum.network.enums import MissingKind
from sozialraum.network.field_work.enums import Dimension, FieldKind, FieldPurpose, FieldResult
from sozialraum.network.field_work.rules import LONGEST_DAY, MOST_RESIDENTS


def _choices(kinds: type[StrEnum]) -> list[tuple[str, str]]:
    return [(kind.value, kind.name) for kind in kinds]


class FieldNote(models.Model):
    """What was done in the field, where and for how long; residents are counted, never named.

    The device gives the id, so that a note sent twice after a lost connection is stored once. Team or provider is
    whose time it was: one of the two.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    done_on = models.DateField()
    worker_id = models.UUIDField()
    team_code = models.CharField(max_length=20, blank=True)
    provider_code = models.CharField(max_length=40, blank=True)
    kind = models.CharField(max_length=20, choices=_choices(FieldKind))
    dimension = models.CharField(
        max_length=20, choices=_choices(Dimension), default=Dimension.CASE_INDEPENDENT
    )
    purpose = models.CharField(max_length=20, choices=_choices(FieldPurpose), blank=True)
    place = models.ForeignKey(
        "network.Place", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    place_name = models.CharField(max_length=200)
    area_code = models.CharField(max_length=40, blank=True)
    area_vintage = models.CharField(max_length=10, blank=True)
    minutes = models.PositiveSmallIntegerField()
    partners = ArrayField(models.CharField(max_length=200), default=list, blank=True)
    residents = models.PositiveSmallIntegerField(null=True, blank=True)
    results = ArrayField(
        models.CharField(max_length=20, choices=_choices(FieldResult)), default=list, blank=True
    )
    missing = models.CharField(max_length=20, choices=_choices(MissingKind), blank=True)
    sentence = models.CharField(max_length=500, blank=True)
    resource_name = models.CharField(max_length=200, blank=True)
    resource_used_on = models.DateField(null=True, blank=True)
    logged_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-done_on", "-logged_at"]
        indexes: ClassVar = [
            models.Index(fields=["team_code", "done_on"], name="field_note_by_team"),
            models.Index(fields=["provider_code", "done_on"], name="field_note_by_provider"),
            models.Index(fields=["worker_id", "done_on"], name="field_note_by_worker"),
            models.Index(fields=["area_code", "missing"], name="field_note_by_area"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(minutes__gte=1, minutes__lte=LONGEST_DAY), name="field_note_fits_a_day"
            ),
            models.CheckConstraint(
                condition=(Q(team_code="") | Q(provider_code="")) & ~Q(team_code="", provider_code=""),
                name="field_note_is_of_team_or_provider",
            ),
            models.CheckConstraint(
                condition=Q(residents__isnull=True) | Q(residents__lte=MOST_RESIDENTS),
                name="field_note_residents_fit",
            ),
        ]

    class Privacy:
        title = _("Notes from the field")
        purpose = Purpose.PLANNING
        retention = Retention.WHILE_NEEDED
        internal = (
            "id", "done_on", "worker_id", "team_code", "provider_code", "kind", "dimension", "purpose", "place",
            "place_name", "area_code", "area_vintage", "minutes", "partners", "residents", "results", "missing",
            "sentence", "resource_name", "resource_used_on", "logged_at", "changed_at",
        )  # fmt: skip

    def __str__(self) -> str:
        return f"field note {self.id}"


class FieldAgreement(models.Model):
    """Which share of its working time a team or a provider has agreed to give to the field, from a day on."""

    id = models.BigAutoField(primary_key=True)
    team_code = models.CharField(max_length=20, blank=True)
    provider_code = models.CharField(max_length=40, blank=True)
    share = models.DecimalField(max_digits=4, decimal_places=3)
    weekly_minutes = models.PositiveIntegerField()
    valid_from = models.DateField()
    agreed_by = models.UUIDField(null=True)
    agreed_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["team_code", "provider_code", "valid_from"], name="field_agreement_once_a_day"
            ),
            models.CheckConstraint(condition=Q(share__gt=0, share__lte=1), name="field_agreement_is_a_share"),
            models.CheckConstraint(
                condition=(Q(team_code="") | Q(provider_code="")) & ~Q(team_code="", provider_code=""),
                name="field_agreement_is_of_team_or_provider",
            ),
        ]

    class Privacy:
        title = _("Agreed shares of field work")
        purpose = Purpose.CONTRACT
        retention = Retention.WHILE_NEEDED
        internal = (
            "id", "team_code", "provider_code", "share", "weekly_minutes", "valid_from", "agreed_by", "agreed_at",
        )  # fmt: skip

    def __str__(self) -> str:
        return f"field agreement of {self.team_code or self.provider_code}"


EDITION: Final = "field_work_fieldedition"


class FieldEdition(EditionMark):
    """One row with a mark that changes whenever a note from the field or an agreement on shares has changed, for what is kept
    in memory.
    """

    class Privacy(EditionMark.Privacy):
        title = _("Editions of the notes from the field")
