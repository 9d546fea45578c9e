"""Effects that were told, and who of those told of has agreed to which readers. No names stand here."""

from __future__ import annotations

import uuid
from enum import StrEnum
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sozialraum.foundation.database.edition_marks import EditionMark
from sozialraum.foundation.vocabulary import Purpose, Retention
from sozialraum.network.effects.enums import ConsentManner, EffectAudience
from sozialraum.network.effects.rules import MOST_PERSONS


def _choices(kinds: type[StrEnum]) -> list[tuple[str, str]]:
    return [(kind.value, kind.name) for kind in kinds]


class EffectStory(models.Model):
    """What came of field work, a resource or a theme, in the words of who tells it.

    ``persons`` says of how many single people it tells: it is read by nobody else before so many have agreed.
    ``audience`` is how far it is told at most; everybody reads it only after it was released as well. Once a consent is
    taken back the words are gone.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    title = models.CharField(max_length=160, blank=True)
    text = models.TextField(blank=True)
    told_as = models.CharField(max_length=200)
    told_on = models.DateField()
    persons = models.PositiveSmallIntegerField()
    audience = models.CharField(max_length=8, choices=_choices(EffectAudience), default=EffectAudience.TEAM)
    area_code = models.CharField(max_length=40)
    area_vintage = models.CharField(max_length=10)
    team_code = models.CharField(max_length=20, blank=True)
    provider_code = models.CharField(max_length=40, blank=True)
    theme = models.ForeignKey(
        "themes.Theme", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    place = models.ForeignKey(
        "network.Place", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    note_ids = ArrayField(models.UUIDField(), default=list, blank=True)
    user = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    kept_by = models.UUIDField()
    released_by = models.UUIDField(null=True, blank=True)
    released_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    changed_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-told_on", "id"]
        indexes: ClassVar = [
            models.Index(fields=["area_code", "-told_on"], name="effect_by_area"),
            models.Index(fields=["theme"], name="effect_by_theme"),
            models.Index(fields=["kept_by"], name="effect_by_keeper"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(title="", text="", released_at__isnull=True),
                name="effect_ended_is_empty",
            ),
            models.CheckConstraint(condition=Q(persons__lte=MOST_PERSONS), name="effect_of_few_persons"),
            models.CheckConstraint(
                condition=(Q(team_code="") | Q(provider_code="")) & ~Q(team_code="", provider_code=""),
                name="effect_is_of_team_or_provider",
            ),
            models.CheckConstraint(
                condition=Q(released_at__isnull=True) | Q(audience=EffectAudience.PUBLIC),
                name="effect_released_is_for_everybody",
            ),
        ]

    class Privacy:
        title = _("Effects that were told")
        purpose = Purpose.PARTICIPATION
        retention = Retention.CITIZEN_CARD
        internal = (
            "id", "title", "text", "told_as", "told_on", "persons", "audience", "area_code", "area_vintage", "team_code",
            "provider_code", "theme", "place", "note_ids", "user", "kept_by", "released_by", "released_at", "ended_at",
            "changed_at",
        )  # fmt: skip

    def __str__(self) -> str:
        return f"effect {self.id}"


class EffectConsent(models.Model):
    """One person told of, as the story calls them, has agreed: for which readers, until when, and how."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    story = models.ForeignKey(EffectStory, on_delete=models.CASCADE, related_name="consents")
    person_as = models.CharField(max_length=120, blank=True)
    audience = models.CharField(max_length=8, choices=_choices(EffectAudience))
    manner = models.CharField(max_length=12, choices=_choices(ConsentManner))
    minor = models.BooleanField(default=False)
    guardian_agreed = models.BooleanField(default=False)
    given_on = models.DateField()
    valid_until = models.DateField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["given_on", "person_as", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(minor=False) | Q(guardian_agreed=True) | Q(audience=EffectAudience.TEAM),
                name="effect_consent_under_age_with_custody",
            ),
        ]

    class Privacy:
        title = _("Consents to effects that were told")
        purpose = Purpose.PARTICIPATION
        retention = Retention.CITIZEN_CARD
        internal = (
            "id", "story", "person_as", "audience", "manner", "minor", "guardian_agreed", "given_on", "valid_until",
            "withdrawn_at",
        )  # fmt: skip

    def __str__(self) -> str:
        return f"consent {self.id}"


class EffectEdition(EditionMark):
    """One row with a mark that changes whenever a story or a consent has changed, for what is kept in memory."""

    class Privacy(EditionMark.Privacy):
        title = _("Editions of effects that were told")
