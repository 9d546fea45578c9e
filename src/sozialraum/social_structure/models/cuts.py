"""Cuts of the municipality, their areas, and the ways from one cut to another."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from sozialraum.foundation.database.fields import SortKeyField
from sozialraum.foundation.vocabulary import Purpose, Retention
from sozialraum.social_structure.enums import CrosswalkMethod
from sozialraum.social_structure.models.choices import choices_of


class AreaSystem(models.Model):
    """One cut of the municipality into areas: a code and a vintage, valid for a time, with nested levels.

    ``levels`` runs from the whole down to the finest: a list of ``{"code", "singular", "plural"}``.
    ``background`` holds what orients the reader on a map (river, railway) as GeoJSON features. ``base`` is the cut from
    whose areas this one was put together (planning areas); it is empty for an official cut.
    """

    id = models.BigAutoField(primary_key=True)
    code = models.SlugField(max_length=40)
    vintage = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=200)
    levels = models.JSONField()
    background = models.JSONField(default=list)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True, blank=True)
    base = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="planning_systems"
    )
    source = models.CharField(max_length=300, blank=True)
    licence = models.CharField(max_length=120, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["code", "vintage"], name="area_system_is_unique"),
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gt=F("valid_from")),
                name="area_system_ends_after_it_begins",
            ),
        ]

    class Privacy:
        title = _("Cuts of areas")
        purpose = Purpose.PLANNING
        retention = Retention.WHILE_NEEDED
        public = (
            "id", "code", "vintage", "name", "levels", "background", "valid_from", "valid_until", "base", "source", "licence",
        )  # fmt: skip

    def __str__(self) -> str:
        return f"{self.code} {self.vintage}"


class Area(models.Model):
    """One statistical unit of a system; ``area_code`` is its official key, text with its leading zeros.

    ``outline`` is WKB in EPSG:4326, simplified together with its neighbors so that borders stay shared; it is
    empty where no geometry was delivered.
    """

    id = models.BigAutoField(primary_key=True)
    system = models.ForeignKey(AreaSystem, on_delete=models.CASCADE, related_name="areas")
    area_code = models.CharField(max_length=40)
    level = models.CharField(max_length=40)
    name = models.CharField(max_length=200)
    sort_key = SortKeyField(source="name")
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.CASCADE, related_name="parts")
    outline = models.BinaryField(default=b"")
    label_longitude = models.FloatField(null=True, blank=True)
    label_latitude = models.FloatField(null=True, blank=True)
    square_meters = models.FloatField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["area_code"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["system", "area_code"], name="area_code_is_unique_in_its_system")
        ]

    class Privacy:
        title = _("Areas of a cut")
        purpose = Purpose.PLANNING
        retention = Retention.WHILE_NEEDED
        public = (
            "id", "system", "area_code", "level", "name", "sort_key", "parent", "outline", "label_longitude",
            "label_latitude", "square_meters",
        )  # fmt: skip

    def __str__(self) -> str:
        return f"{self.system_id}/{self.level}/{self.area_code}"


class Crosswalk(models.Model):
    """How the areas of one cut go over into those of another, so that series survive a new cut."""

    id = models.BigAutoField(primary_key=True)
    from_system = models.ForeignKey(AreaSystem, on_delete=models.CASCADE, related_name="crosswalks_out")
    to_system = models.ForeignKey(AreaSystem, on_delete=models.CASCADE, related_name="crosswalks_in")
    method = models.CharField(max_length=20, choices=choices_of(CrosswalkMethod))
    source = models.CharField(max_length=300, blank=True)
    made_at = models.DateTimeField()
    made_by_id = models.UUIDField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["from_system", "to_system"], name="one_crosswalk_between_two_cuts"
            ),
            models.CheckConstraint(
                condition=~Q(from_system=F("to_system")), name="crosswalk_leads_to_another_cut"
            ),
        ]

    class Privacy:
        title = _("Bridges between two cuts")
        purpose = Purpose.PLANNING
        retention = Retention.WHILE_NEEDED
        public = ("id", "from_system", "to_system", "method", "source", "made_at")
        internal = ("made_by_id",)

    def __str__(self) -> str:
        return f"crosswalk {self.from_system_id} to {self.to_system_id}"


class CrosswalkPart(models.Model):
    """The share (0 to 1) of an old area's people that live in a new area."""

    id = models.BigAutoField(primary_key=True)
    crosswalk = models.ForeignKey(Crosswalk, on_delete=models.CASCADE, related_name="parts")
    from_area = models.ForeignKey(Area, on_delete=models.CASCADE, related_name="+")
    to_area = models.ForeignKey(Area, on_delete=models.CASCADE, related_name="+")
    weight = models.FloatField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["crosswalk", "from_area", "to_area"], name="crosswalk_part_is_unique"
            ),
            models.CheckConstraint(
                condition=Q(weight__gt=0, weight__lte=1), name="crosswalk_weight_is_a_share"
            ),
        ]

    class Privacy:
        title = _("Shares of areas in a bridge")
        purpose = Purpose.PLANNING
        retention = Retention.WHILE_NEEDED
        public = ("id", "crosswalk", "from_area", "to_area", "weight")

    def __str__(self) -> str:
        return f"crosswalk part {self.id}"
