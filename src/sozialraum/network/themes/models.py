"""Themes of a quarter. Areas are named by their code; nothing here names a family, and nothing leads to a case."""

from __future__ import annotations

import uuid
from typing import ClassVar, Final

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sozialraum.foundation.database.edition_marks import EditionMark
from sozialraum.foundation.vocabulary import Purpose, Retention
from sozialraum.network.enums import MissingKind
from sozialraum.network.themes.enums import ThemeState

STATES = [(state.value, state.name) for state in ThemeState]


class Theme(models.Model):
    """What an area lacks: who raised it, who cares, what was decided, and what came of it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    title = models.CharField(max_length=160)
    text = models.TextField(blank=True)
    missing = models.CharField(max_length=20, choices=[(kind.value, kind.name) for kind in MissingKind])
    area_code = models.CharField(max_length=40)
    area_vintage = models.CharField(max_length=10)
    state = models.CharField(max_length=12, choices=STATES, default=ThemeState.HINT)
    public = models.BooleanField(default=True)
    raised_on = models.DateField()
    raised_by = models.UUIDField(null=True)
    raised_as = models.CharField(max_length=200)
    owner_id = models.UUIDField(null=True, blank=True)
    owner_as = models.CharField(max_length=200, blank=True)
    decision_needed = models.CharField(max_length=300, blank=True)
    decision_place = models.CharField(max_length=200, blank=True)
    decision_on = models.DateField(null=True, blank=True)
    decision = models.CharField(max_length=500, blank=True)
    result = models.CharField(max_length=500, blank=True)
    result_place = models.ForeignKey(
        "network.Place", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    closed_on = models.DateField(null=True, blank=True)
    indicator_codes = models.JSONField(default=list)
    changed_at = models.DateTimeField()
    changed_by = models.UUIDField(null=True)

    class Meta:
        ordering: ClassVar = ["-raised_on", "title"]
        indexes: ClassVar = [
            models.Index(fields=["area_code", "state"], name="theme_by_area"),
            models.Index(fields=["missing", "state"], name="theme_by_missing"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(state="solved") | (Q(closed_on__isnull=False) & ~Q(result="")),
                name="theme_is_solved_with_a_result",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["in_work", "politics", "solved"]) | ~Q(owner_as=""),
                name="theme_in_work_has_somebody",
            ),
        ]

    class Privacy:
        title = _("Themes of quarters")
        purpose = Purpose.PLANNING
        retention = Retention.WHILE_NEEDED
        public = (
            "title", "text", "missing", "area_code", "area_vintage", "state", "raised_on", "raised_as", "owner_as",
            "decision_needed", "decision_place", "decision_on", "decision", "result", "result_place", "closed_on",
            "indicator_codes",
        )  # fmt: skip
        internal = ("id", "public", "raised_by", "owner_id", "changed_at", "changed_by")

    def __str__(self) -> str:
        return f"theme {self.id}"


class ThemeStep(models.Model):
    """What is to be done next for a theme, and until when."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    theme = models.ForeignKey(Theme, on_delete=models.PROTECT, related_name="steps")
    text = models.CharField(max_length=300)
    due_on = models.DateField()
    done_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["due_on", "id"]

    class Privacy:
        title = _("Steps of themes")
        purpose = Purpose.PLANNING
        retention = Retention.WHILE_NEEDED
        public = ("text", "due_on", "done_on")
        internal = ("id", "theme")

    def __str__(self) -> str:
        return f"step {self.id}"


class ThemeEvent(models.Model):
    """What happened to a theme: the state that it reached, and a sentence."""

    id = models.BigAutoField(primary_key=True)
    theme = models.ForeignKey(Theme, on_delete=models.PROTECT, related_name="events")
    state = models.CharField(max_length=12, choices=STATES)
    happened_on = models.DateField()
    text = models.CharField(max_length=500, blank=True)
    told_as = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering: ClassVar = ["happened_on", "id"]

    class Privacy:
        title = _("What happened to themes")
        purpose = Purpose.PLANNING
        retention = Retention.WHILE_NEEDED
        public = ("state", "happened_on", "text", "told_as")
        internal = ("id", "theme")

    def __str__(self) -> str:
        return f"event {self.id} of theme {self.theme_id}"


EDITION: Final = "themes_themeedition"


class ThemeEdition(EditionMark):
    """One row with a mark that changes whenever a theme or one of its steps has changed, for what is kept in memory."""

    class Privacy(EditionMark.Privacy):
        title = _("Editions of the themes")
