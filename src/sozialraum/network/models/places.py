"""Places of the field: what a quarter can do. Areas and providers are named by their code, never by a key."""

from __future__ import annotations

import uuid
from enum import StrEnum
from typing import ClassVar, Final

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from sozialraum.foundation.database.fields import KeepsSortKeys, SortKeyField
from sozialraum.foundation.vocabulary import Purpose, Retention
from sozialraum.network.enums import (
    Audience,
    Cost,
    PlaceKind,
    ResourceLevel,
    ResourceSort,
    Rubric,
    Visibility,
)

# what people say about a place, and what its versions keep
PLACE_FIELDS: Final = (
    "name", "kind", "sort", "level", "rubrics", "description", "hours", "schedule", "good_for", "not_for", "audience",
    "age_from", "age_to", "step_free", "quiet", "capacity", "places_free", "languages", "cost", "cost_note", "phone",
    "email", "website", "address", "longitude", "latitude", "area_code", "area_vintage", "provider_code", "equipment",
    "gives", "wants", "key_person", "confirm_email", "visibility", "valid_until",
)  # fmt: skip


def _choices(kinds: type[StrEnum]) -> list[tuple[str, str]]:
    return [(kind.value, kind.name) for kind in kinds]


class Place(KeepsSortKeys):
    """Somewhere to go, or what happens there: where, when, for whom, and who said last that it still holds.

    ``step_free`` and ``quiet`` are ``None`` where nobody has said it. ``schedule`` holds times as
    :func:`sozialraum.network.schedules.schedule_from` reads them; ``hours`` says in words what does not fit there.
    ``equipment``, ``gives`` and ``wants`` make an organization's card (DOMAIN 3.2); ``key_person`` is for those who
    work in the field. ``source`` and ``source_id`` name where an imported entry came from. ``search_text`` is what
    the short search of the house compares (:func:`sozialraum.network.rules.search_text`).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=200)
    name_sort = SortKeyField(source="name")
    kind = models.CharField(max_length=20, choices=_choices(PlaceKind))
    sort = models.CharField(max_length=12, choices=_choices(ResourceSort), default=ResourceSort.PLACE)
    level = models.CharField(max_length=12, choices=_choices(ResourceLevel), blank=True)
    rubrics = ArrayField(models.CharField(max_length=16, choices=_choices(Rubric)), default=list, blank=True)
    host = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="activities"
    )
    description = models.TextField(blank=True)
    schedule = ArrayField(models.CharField(max_length=80), default=list, blank=True)
    hours = models.CharField(max_length=300, blank=True)
    good_for = models.CharField(max_length=300, blank=True)
    not_for = models.CharField(max_length=300, blank=True)
    audience = models.CharField(max_length=16, choices=_choices(Audience), default=Audience.EVERYONE)
    age_from = models.PositiveSmallIntegerField(null=True, blank=True)
    age_to = models.PositiveSmallIntegerField(null=True, blank=True)
    step_free = models.BooleanField(null=True, blank=True)
    quiet = models.BooleanField(null=True, blank=True)
    capacity = models.PositiveIntegerField(null=True, blank=True)
    places_free = models.PositiveIntegerField(null=True, blank=True)
    languages = ArrayField(models.CharField(max_length=8), default=list, blank=True)
    cost = models.CharField(max_length=10, choices=_choices(Cost), default=Cost.UNKNOWN)
    cost_note = models.CharField(max_length=160, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    email = models.EmailField(blank=True)
    website = models.URLField(blank=True)
    address = models.CharField(max_length=240, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    latitude = models.FloatField(null=True, blank=True)
    area_code = models.CharField(max_length=40, blank=True)
    area_vintage = models.CharField(max_length=10, blank=True)
    provider_code = models.CharField(max_length=40, blank=True)
    equipment = models.CharField(max_length=300, blank=True)
    gives = models.CharField(max_length=300, blank=True)
    wants = models.CharField(max_length=300, blank=True)
    key_person = models.CharField(max_length=160, blank=True)
    confirm_email = models.EmailField(blank=True)
    source = models.CharField(max_length=80, blank=True)
    source_id = models.CharField(max_length=120, blank=True)
    visibility = models.CharField(max_length=20, choices=_choices(Visibility), default=Visibility.PUBLIC)
    valid_until = models.DateField(null=True, blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    confirmed_by = models.UUIDField(null=True, blank=True)
    search_text = models.TextField(editable=False, default="")
    version = models.PositiveIntegerField(default=1)
    changed_by = models.UUIDField(null=True)
    changed_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["name_sort"]
        indexes: ClassVar = [
            models.Index(fields=["area_code", "kind"], name="place_by_area"),
            models.Index(fields=["provider_code"], name="place_by_provider"),
            models.Index(fields=["name_sort"], name="place_by_name"),
            models.Index(fields=["changed_at"], name="place_by_change"),
            models.Index(fields=["confirmed_by", "confirmed_at"], name="place_by_confirmation"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(visibility="confidential")
                | Q(address="", area_code="", longitude__isnull=True, latitude__isnull=True),
                name="place_confidential_is_nowhere",
            ),
            models.CheckConstraint(
                condition=Q(longitude__isnull=True, latitude__isnull=True)
                | Q(longitude__range=(-180, 180), latitude__range=(-90, 90)),
                name="place_point_is_on_earth",
            ),
            models.CheckConstraint(
                condition=Q(age_from__isnull=True) | Q(age_to__isnull=True) | Q(age_to__gte=F("age_from")),
                name="place_ages_in_order",
            ),
            models.UniqueConstraint(
                fields=["source", "source_id"], condition=~Q(source=""), name="place_once_per_source"
            ),
        ]

    class Privacy:
        title = _("Places of the directory")
        purpose = Purpose.PLANNING
        retention = Retention.WHILE_NEEDED
        public = (
            "name", "name_sort", "kind", "sort", "level", "rubrics", "host", "description", "schedule", "hours",
            "good_for", "not_for", "audience", "age_from", "age_to", "step_free", "quiet", "capacity", "places_free",
            "languages", "cost", "cost_note", "phone", "email", "website", "address", "longitude", "latitude",
            "area_code", "area_vintage", "provider_code", "equipment", "gives", "wants", "source", "source_id",
            "valid_until", "confirmed_at",
        )  # fmt: skip
        internal = (
            "id", "visibility", "key_person", "confirm_email", "confirmed_by", "search_text", "version", "changed_by",
            "changed_at",
        )  # fmt: skip

    def __str__(self) -> str:
        return f"place {self.id}"


class PlaceVersion(models.Model):
    """What an entry said about a place before it was changed."""

    id = models.BigAutoField(primary_key=True)
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="versions")
    version = models.PositiveIntegerField()
    values = models.JSONField()
    saved_by = models.UUIDField(null=True)
    saved_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["place", "version"], name="place_version_once")
        ]

    class Privacy:
        title = _("Earlier versions of places")
        purpose = Purpose.PLANNING
        retention = Retention.WHILE_NEEDED
        internal = ("id", "place", "version", "values", "saved_by", "saved_at")

    def __str__(self) -> str:
        return f"version {self.version} of place {self.place_id}"
