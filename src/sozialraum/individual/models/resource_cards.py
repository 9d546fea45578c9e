"""The resource card: what a family can build on, in its own words. It belongs to the family."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sozialraum.foundation.vocabulary import Purpose, Retention
from sozialraum.individual.enums import Availability, ResourceKind
from sozialraum.individual.models.cases import Case, Member
from sozialraum.individual.models.entries import KEPT, Entry


class ResourceCard(models.Model):
    """The one card of a family; ``owner`` is the young person in whose name it is shown to others."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="+")
    owner = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    begun_by = models.UUIDField()
    begun_at = models.DateTimeField()

    class Meta:
        db_table = "person_resource_card"

    class Privacy:
        title = _("Resource cards")
        purpose = Purpose.SERVICE
        retention = Retention.HELP_FILE
        internal = ("id", "case", "begun_by", "begun_at")
        social = ("owner",)

    def __str__(self) -> str:
        return f"resource card {self.id}"


class ResourceEntry(Entry):
    """One thing to build on: what was said, by whom, and what it is good for.

    ``wants_to_use`` is 0 (not now) to 3 (by all means) or open; ``effect`` 0 (has not helped) to 3 (has helped a lot)
    or open; ``place_id`` names an entry of the directory, which may be gone by now, ``person_name`` somebody as the
    family calls her: of the family, of a map, or new here. What is ``family_only`` stays in the family whatever else is
    shown.
    """

    card = models.ForeignKey(ResourceCard, on_delete=models.PROTECT, related_name="entries")
    kind = models.CharField(max_length=20, choices=[(k.value, k.name) for k in ResourceKind])
    words = models.TextField()
    speaker = models.ForeignKey(Member, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    professional_id = models.UUIDField(null=True, blank=True)
    wants_to_use = models.PositiveSmallIntegerField(null=True, blank=True)
    availability = models.CharField(
        max_length=20, choices=[(k.value, k.name) for k in Availability], default=Availability.NOW
    )
    exception_story = models.TextField(blank=True)
    goal_ids = ArrayField(models.UUIDField(), default=list, blank=True)
    place_id = models.UUIDField(null=True, blank=True)
    person_name = models.CharField(max_length=120, blank=True)
    used_from = models.DateField(null=True, blank=True)
    used_until = models.DateField(null=True, blank=True)
    effect = models.PositiveSmallIntegerField(null=True, blank=True)
    family_only = models.BooleanField(default=False)

    class Meta:
        db_table = "person_resource_entry"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(speaker__isnull=False, professional_id__isnull=True)
                | Q(speaker__isnull=True, professional_id__isnull=False),
                name="resource_has_one_speaker",
            ),
            models.CheckConstraint(
                condition=(Q(wants_to_use__isnull=True) | Q(wants_to_use__lte=3))
                & (Q(effect__isnull=True) | Q(effect__lte=3)),
                name="resource_steps_0_to_3",
            ),
            models.CheckConstraint(
                condition=Q(used_from__isnull=True)
                | Q(used_until__isnull=True)
                | Q(used_until__gte=models.F("used_from")),
                name="resource_use_ends_after_it_begins",
            ),
        ]

    class Privacy:
        title = _("Entries of resource cards")
        purpose = Purpose.SERVICE
        retention = Retention.HELP_FILE
        internal = (*KEPT, "card", "professional_id", "family_only")
        social = (
            "kind", "words", "speaker", "wants_to_use", "availability", "exception_story", "goal_ids", "place_id",
            "person_name",
            "used_from", "used_until", "effect",
        )  # fmt: skip

    def __str__(self) -> str:
        return f"resource {self.id}"
