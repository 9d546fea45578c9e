"""Cards of residents: what somebody can do and gladly does, or would like. Consent stands with every field."""

from __future__ import annotations

import uuid
from enum import StrEnum
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sozialraum.foundation.database.fields import SortKeyField
from sozialraum.foundation.vocabulary import Purpose, Retention
from sozialraum.network.enums import CardDirection, CardVisibility, Rubric


def _choices(kinds: type[StrEnum]) -> list[tuple[str, str]]:
    return [(kind.value, kind.name) for kind in kinds]


class ResidentCard(models.Model):
    """One ability or one wish of one resident (Kompetenzkarte, Nimmkraft-Karte; DOMAIN 3.2).

    ``consents`` names for ``full_name``, ``phone`` and ``email`` who may read the field (a value of
    ``CardVisibility``) and until which day; a field that is not named there is read by nobody but the person and
    who keeps the card. Where the person lives is not stored: ``area_code`` is the quarter in which they are glad to
    help, ``contact_place`` where one can ask for them.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    direction = models.CharField(max_length=12, choices=_choices(CardDirection))
    rubric = models.CharField(max_length=16, choices=_choices(Rubric))
    title = models.CharField(max_length=160)
    title_sort = SortKeyField(source="title")
    description = models.CharField(max_length=600, blank=True)
    conditions = models.CharField(max_length=300, blank=True)
    schedule = ArrayField(models.CharField(max_length=80), default=list, blank=True)
    hours = models.CharField(max_length=200, blank=True)
    age_from = models.PositiveSmallIntegerField(null=True, blank=True)
    age_to = models.PositiveSmallIntegerField(null=True, blank=True)
    languages = ArrayField(models.CharField(max_length=8), default=list, blank=True)
    area_code = models.CharField(max_length=40, blank=True)
    area_vintage = models.CharField(max_length=10, blank=True)
    contact_place = models.ForeignKey(
        "network.Place", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    full_name = models.CharField(max_length=160, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    email = models.EmailField(blank=True)
    consents = models.JSONField(default=dict, blank=True)
    visibility = models.CharField(max_length=8, choices=_choices(CardVisibility), default=CardVisibility.TEAM)
    valid_until = models.DateField()
    user = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    kept_by = models.UUIDField()
    confirmed_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    changed_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["area_code", "rubric"], name="card_by_area"),
            models.Index(fields=["valid_until"], name="card_by_end"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | Q(full_name="", phone="", email="", description=""),
                name="card_withdrawn_is_empty",
            ),
        ]

    class Privacy:
        title = _("Cards of residents")
        purpose = Purpose.PARTICIPATION
        retention = Retention.CITIZEN_CARD
        internal = (
            "id", "direction", "rubric", "title", "title_sort", "description", "conditions", "schedule", "hours", "age_from",
            "age_to", "languages", "area_code", "area_vintage", "contact_place", "full_name", "phone", "email",
            "consents", "visibility", "valid_until", "user", "kept_by", "confirmed_at", "withdrawn_at", "changed_at",
        )  # fmt: skip

    def __str__(self) -> str:
        return f"card {self.id}"
