"""Campaigns of pins. The application adds pins and can never read where one lies: only counts leave the table."""

from __future__ import annotations

import uuid
from enum import StrEnum
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from sozialraum.foundation.vocabulary import Purpose, Retention
from sozialraum.network.enums import MissingKind
from sozialraum.network.lived_spaces.enums import AgeGroup, Gender, PartOfDay, PinKind


def _choices(kinds: type[StrEnum]) -> list[tuple[str, str]]:
    return [(kind.value, kind.name) for kind in kinds]


class PinCampaign(models.Model):
    """A map on which a class or a group pins, for some days, with a code instead of accounts."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    title = models.CharField(max_length=160)
    code = models.CharField(max_length=6, unique=True)
    area_code = models.CharField(max_length=40)
    area_vintage = models.CharField(max_length=10)
    bounds = ArrayField(models.FloatField(), size=4)
    missing = models.CharField(max_length=20, choices=_choices(MissingKind), blank=True)
    expected = models.PositiveSmallIntegerField()
    expected_girls = models.PositiveSmallIntegerField(null=True, blank=True)
    opens_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    table_hash = models.CharField(max_length=64, blank=True)
    certificate = models.JSONField(default=dict)
    opened_by = models.UUIDField(null=True)

    class Meta:
        ordering: ClassVar = ["-opens_at"]

    class Privacy:
        title = _("Maps with pins")
        purpose = Purpose.PARTICIPATION
        retention = Retention.WHILE_NEEDED
        public = (
            "title", "area_code", "area_vintage", "bounds", "missing", "expected", "opens_at", "closes_at", "closed_at",
            "table_hash", "certificate",
        )  # fmt: skip
        internal = ("id", "code", "expected_girls", "opened_by")

    def __str__(self) -> str:
        return f"pin campaign {self.id}"


class PinPerson(models.Model):
    """Somebody who pins: the age group and the gender that were chosen, no name, no device, no moment."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    campaign = models.ForeignKey(PinCampaign, on_delete=models.PROTECT, related_name="+")
    age_group = models.CharField(max_length=6, choices=_choices(AgeGroup))
    gender = models.CharField(max_length=8, choices=_choices(Gender))

    class Privacy:
        title = _("People who pin")
        purpose = Purpose.PARTICIPATION
        retention = Retention.WHILE_NEEDED
        internal = ("id", "campaign", "age_group", "gender")

    def __str__(self) -> str:
        return f"pin person {self.id}"


class Pin(models.Model):
    """One pin: a cell of 200 meters, what it says, and at which part of the day. Never a point."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    campaign = models.ForeignKey(PinCampaign, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(PinPerson, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=8, choices=_choices(PinKind))
    part_of_day = models.CharField(max_length=10, choices=_choices(PartOfDay))
    column = models.PositiveSmallIntegerField()
    row = models.PositiveSmallIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "kind", "column", "row"], name="pin_once_a_cell")
        ]

    class Privacy:
        title = _("Pins")
        purpose = Purpose.PARTICIPATION
        retention = Retention.WHILE_NEEDED
        internal = ("id", "campaign", "person", "kind", "part_of_day", "column", "row")

    def __str__(self) -> str:
        return f"pin {self.id}"


class SubjectiveSpace(models.Model):
    """The space that people of a campaign live in, as released cells; no area of a cut, and never made equal to one.

    ``outside_share`` is the share of important spots outside the planning area, ``None`` where it is not released.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    campaign = models.ForeignKey(PinCampaign, on_delete=models.PROTECT, related_name="spaces")
    kind = models.CharField(max_length=8, choices=_choices(PinKind))
    cells = models.JSONField(default=list)
    outside_share = models.FloatField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["campaign", "kind"], name="subjective_space_once_a_kind")
        ]

    class Privacy:
        title = _("Lived spaces")
        purpose = Purpose.PARTICIPATION
        retention = Retention.WHILE_NEEDED
        public = ("campaign", "kind", "cells", "outside_share")
        internal = ("id",)

    def __str__(self) -> str:
        return f"subjective space {self.id}"
