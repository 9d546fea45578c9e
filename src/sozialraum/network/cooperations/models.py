"""What joins organizations, and whom one asks there. Offices and roles are named, people are not."""

from __future__ import annotations

import uuid
from enum import StrEnum
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from sozialraum.foundation.database.edition_marks import EditionMark
from sozialraum.foundation.vocabulary import Purpose, Retention
from sozialraum.network.cooperations.enums import CooperationKind, Rhythm


def _choices(kinds: type[StrEnum]) -> list[tuple[str, str]]:
    return [(kind.value, kind.name) for kind in kinds]


class Cooperation(models.Model):
    """Two organizations that work together: at what, how often, since when, and who has said so.

    The pair stands in the order of its ids, so that it stands once. Each side confirms and publishes for itself: only
    what both have published is public. What has ended stays, so that the network of an earlier day can be drawn.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    one = models.ForeignKey("network.Place", on_delete=models.PROTECT, related_name="+")
    other = models.ForeignKey("network.Place", on_delete=models.PROTECT, related_name="+")
    kinds = ArrayField(models.CharField(max_length=10, choices=_choices(CooperationKind)))
    about = models.CharField(max_length=200, blank=True)
    rhythm = models.CharField(max_length=10, choices=_choices(Rhythm))
    since = models.DateField()
    ended_on = models.DateField(null=True, blank=True)
    ended_why = models.CharField(max_length=200, blank=True)
    noted_as = models.CharField(max_length=200)
    noted_by = models.UUIDField(null=True)
    noted_at = models.DateTimeField()
    one_confirmed_on = models.DateField(null=True, blank=True)
    one_confirmed_as = models.CharField(max_length=200, blank=True)
    one_public = models.BooleanField(default=False)
    other_confirmed_on = models.DateField(null=True, blank=True)
    other_confirmed_as = models.CharField(max_length=200, blank=True)
    other_public = models.BooleanField(default=False)
    changed_at = models.DateTimeField()
    changed_by = models.UUIDField(null=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["other"], name="cooperation_by_other")]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(one__lt=F("other")), name="cooperation_of_two_in_order"),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("since")),
                name="cooperation_ends_after_it_began",
            ),
            models.UniqueConstraint(
                fields=["one", "other"],
                condition=Q(ended_on__isnull=True),
                name="cooperation_runs_once",
            ),
        ]

    class Privacy:
        title = _("Cooperations of organizations")
        purpose = Purpose.PLANNING
        retention = Retention.WHILE_NEEDED
        public = ("one", "other", "kinds", "about", "rhythm", "since", "ended_on")
        internal = (
            "id", "ended_why", "noted_as", "noted_by", "noted_at", "one_confirmed_on", "one_confirmed_as", "one_public",
            "other_confirmed_on", "other_confirmed_as", "other_public", "changed_at", "changed_by",
        )  # fmt: skip

    def __str__(self) -> str:
        return f"cooperation {self.id}"


class CooperationEdition(EditionMark):
    """One row with a mark that changes whenever a network has: who works together, or who stands in it."""

    class Privacy(EditionMark.Privacy):
        title = _("Editions of the networks of organizations")


class OrganizationContact(models.Model):
    """Whom one asks at an organization: a role with the telephone and address of its office, never a person."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    place = models.ForeignKey("network.Place", on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=120)
    about = models.CharField(max_length=200, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    email = models.EmailField(blank=True)
    public = models.BooleanField(default=False)
    confirmed_on = models.DateField()
    noted_by = models.UUIDField(null=True)
    changed_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["place"], name="contact_of_organization")]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(phone="", email=""), name="contact_can_be_reached"),
        ]

    class Privacy:
        title = _("Official contacts of organizations")
        purpose = Purpose.PLANNING
        retention = Retention.WHILE_NEEDED
        public = ("place", "role", "about", "phone", "email", "confirmed_on")
        internal = ("id", "public", "noted_by", "changed_at")

    def __str__(self) -> str:
        return f"contact {self.id}"
