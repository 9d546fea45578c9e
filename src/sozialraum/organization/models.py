"""Teams of the office, providers and what they offer. Areas are named by their code, never by a key (H12)."""

from __future__ import annotations

import uuid
from enum import StrEnum
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from sozialraum.foundation.database.edition_marks import EditionMark
from sozialraum.foundation.database.fields import KeepsSortKeys, SortKeyField
from sozialraum.foundation.vocabulary import Purpose, Retention
from sozialraum.organization.enums import (
    LegalBasis,
    MembershipFunction,
    OfferForm,
    OfferKind,
    ProviderKind,
    TeamKind,
)


def _choices(kinds: type[StrEnum]) -> list[tuple[str, str]]:
    return [(kind.value, kind.name) for kind in kinds]


class Team(KeepsSortKeys):
    """One team of the office and the areas it serves."""

    id = models.BigAutoField(primary_key=True)
    code = models.SlugField(max_length=20, unique=True)
    name = models.CharField(max_length=160)
    name_sort = SortKeyField(source="name")
    kind = models.CharField(max_length=30, choices=_choices(TeamKind))
    area_codes = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    area_vintage = models.CharField(max_length=10, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    email = models.EmailField(blank=True)
    office_address = models.CharField(max_length=240, blank=True)

    class Meta:
        ordering: ClassVar = ["name_sort"]
        indexes: ClassVar = [GinIndex(fields=["area_codes"], name="team_by_area")]

    class Privacy:
        title = _("Teams of the office")
        purpose = Purpose.OPERATION
        retention = Retention.WHILE_NEEDED
        public = (
            "code",
            "name",
            "name_sort",
            "kind",
            "area_codes",
            "area_vintage",
            "phone",
            "email",
            "office_address",
        )
        internal = ("id",)

    def __str__(self) -> str:
        return f"team {self.code}"


class TeamMembership(models.Model):
    """Somebody belongs to a team, for a time and in a function."""

    id = models.BigAutoField(primary_key=True)
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="memberships")
    user = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    function = models.CharField(max_length=20, choices=_choices(MembershipFunction))
    valid_from = models.DateField()
    valid_until = models.DateField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["team", "user", "valid_from"], name="membership_begins_once"),
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("valid_from")),
                name="membership_ends_after_it_begins",
            ),
        ]

    class Privacy:
        title = _("Who works in which team")
        purpose = Purpose.OPERATION
        retention = Retention.ACCOUNT
        internal = ("id", "team", "user", "function", "valid_from", "valid_until")

    def __str__(self) -> str:
        return f"membership {self.id}"


class Provider(KeepsSortKeys):
    """A provider of youth welfare (Träger): public, independent, commercial or self-organized."""

    id = models.BigAutoField(primary_key=True)
    code = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=200)
    name_sort = SortKeyField(source="name")
    kind = models.CharField(max_length=20, choices=_choices(ProviderKind))
    recognized = models.BooleanField(default=False)
    association = models.CharField(max_length=160, blank=True)
    area_codes = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    area_vintage = models.CharField(max_length=10, blank=True)
    address = models.CharField(max_length=240, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    email = models.EmailField(blank=True)
    website = models.URLField(blank=True)
    contact_name = models.CharField(max_length=160, blank=True)

    class Meta:
        ordering: ClassVar = ["name_sort"]

    class Privacy:
        title = _("Providers of help")
        purpose = Purpose.CONTRACT
        retention = Retention.WHILE_NEEDED
        public = (
            "code", "name", "name_sort", "kind", "recognized", "association", "area_codes", "area_vintage", "address",
            "phone", "email", "website",
        )  # fmt: skip
        internal = ("id", "contact_name")

    def __str__(self) -> str:
        return f"provider {self.code}"


class Offer(KeepsSortKeys):
    """What a provider offers in one place: kind, legal bases, form, capacity, and how one gets in."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    provider = models.ForeignKey(Provider, on_delete=models.PROTECT, related_name="offers")
    name = models.CharField(max_length=200)
    name_sort = SortKeyField(source="name")
    kind = models.CharField(max_length=30, choices=_choices(OfferKind))
    legal_bases = ArrayField(
        models.CharField(max_length=4, choices=[(basis.value, basis.english) for basis in LegalBasis])
    )
    form = models.CharField(max_length=20, choices=_choices(OfferForm))
    description = models.TextField(blank=True)
    area_code = models.CharField(max_length=40, blank=True)
    area_vintage = models.CharField(max_length=10, blank=True)
    capacity = models.PositiveIntegerField(null=True, blank=True)
    mainstream = models.BooleanField(default=False)
    direct_access = models.BooleanField(default=False)
    valid_from = models.DateField(null=True, blank=True)
    valid_until = models.DateField(null=True, blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    confirmed_by = models.UUIDField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    changed_by = models.UUIDField(null=True)
    changed_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["name_sort"]
        indexes: ClassVar = [models.Index(fields=["area_code"], name="offer_by_area")]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(valid_from__isnull=True)
                | Q(valid_until__isnull=True)
                | Q(valid_until__gte=F("valid_from")),
                name="offer_ends_after_it_begins",
            ),
            models.CheckConstraint(condition=Q(legal_bases__len__gt=0), name="offer_has_a_legal_basis"),
        ]

    class Privacy:
        title = _("Offers of providers")
        purpose = Purpose.CONTRACT
        retention = Retention.WHILE_NEEDED
        public = (
            "provider", "name", "name_sort", "kind", "legal_bases", "form", "description", "area_code", "area_vintage",
            "capacity", "mainstream", "direct_access", "valid_from", "valid_until", "confirmed_at",
        )  # fmt: skip
        internal = ("id", "confirmed_by", "version", "changed_by", "changed_at")

    def __str__(self) -> str:
        return f"offer {self.id}"


class OfferVersion(models.Model):
    """What an offer said before it was changed."""

    id = models.BigAutoField(primary_key=True)
    offer = models.ForeignKey(Offer, on_delete=models.PROTECT, related_name="versions")
    version = models.PositiveIntegerField()
    values = models.JSONField()
    saved_by = models.UUIDField(null=True)
    saved_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["offer", "version"], name="offer_version_once")
        ]

    class Privacy:
        title = _("Earlier versions of offers")
        purpose = Purpose.CONTRACT
        retention = Retention.WHILE_NEEDED
        internal = ("id", "offer", "version", "values", "saved_by", "saved_at")

    def __str__(self) -> str:
        return f"version {self.version} of offer {self.offer_id}"


class OrganizationEdition(EditionMark):
    """One row with a mark that changes whenever a team, a provider or an offer has changed.

    What the floor keeps in memory belongs to a mark (:mod:`sozialraum.foundation.database.editions`).
    """

    class Meta:
        db_table = "organization_edition"

    class Privacy(EditionMark.Privacy):
        title = _("Editions of teams, providers and offers")
