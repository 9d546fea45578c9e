"""What is measured, and every state its definition had."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from sozialraum.foundation.vocabulary import Purpose, Retention
from sozialraum.social_structure.enums import Direction, IndicatorKind, Unit
from sozialraum.social_structure.models.choices import choices_of


class Indicator(models.Model):
    """What is measured: read from a declarative file of the catalogue, or written here by the office.

    ``edited_at`` is set where the office's own definition holds; a new release of the program then leaves it alone.

    ``counts_people`` is false where the numerator counts things (places, offers), which need no protection.
    ``columns`` are names under which published tables carry it, ``count_columns`` those of its numerator,
    ``categories`` the numbers of published classes where the unit is a category, ``breaks`` the fixed borders of map
    classes. ``ages`` (from, up to but not including) lets a count be summed from age groups; ``denominator_code``
    names the stored count that a bare numerator is divided by; ``rhythm_months`` is how often it is delivered.
    """

    id = models.BigAutoField(primary_key=True)
    code = models.SlugField(max_length=60, unique=True)
    name_de = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200)
    question_de = models.CharField(max_length=200, blank=True)
    question_en = models.CharField(max_length=200, blank=True)
    caution_de = models.TextField(blank=True)
    caution_en = models.TextField(blank=True)
    numerator_de = models.CharField(max_length=200, blank=True)
    numerator_en = models.CharField(max_length=200, blank=True)
    denominator_de = models.CharField(max_length=200, blank=True)
    denominator_en = models.CharField(max_length=200, blank=True)
    unit = models.CharField(max_length=20, choices=choices_of(Unit))
    direction = models.CharField(max_length=20, choices=choices_of(Direction))
    kind = models.CharField(max_length=20, choices=choices_of(IndicatorKind))
    counts_people = models.BooleanField(default=True)
    breaks = ArrayField(models.FloatField(), default=list)
    columns = ArrayField(models.CharField(max_length=120), default=list)
    categories = models.JSONField(default=dict)
    count_columns = ArrayField(models.CharField(max_length=120), default=list)
    ages = ArrayField(models.PositiveSmallIntegerField(), default=list)
    denominator_code = models.SlugField(max_length=60, blank=True)
    rhythm_months = models.PositiveSmallIntegerField(default=12)
    source = models.CharField(max_length=300, blank=True)
    licence = models.CharField(max_length=120, blank=True)
    review_on = models.DateField(null=True, blank=True)
    edited_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["code"]

    class Privacy:
        title = _("Indicators")
        purpose = Purpose.PLANNING
        retention = Retention.WHILE_NEEDED
        public = (
            "id", "code", "name_de", "name_en", "question_de", "question_en", "caution_de", "caution_en",
            "numerator_de", "numerator_en", "denominator_de", "denominator_en", "unit", "direction", "kind", "counts_people",
            "breaks",
            "columns", "categories", "count_columns", "ages", "denominator_code", "rhythm_months", "source", "licence", "review_on",
            "edited_at",
        )  # fmt: skip

    def __str__(self) -> str:
        return self.code


class IndicatorRevision(models.Model):
    """One state of a definition: what held from then on, who wrote it and why. Only grows."""

    id = models.BigAutoField(primary_key=True)
    indicator = models.ForeignKey(Indicator, on_delete=models.CASCADE, related_name="revisions")
    definition = models.JSONField()
    reason = models.CharField(max_length=500)
    made_at = models.DateTimeField()
    made_by_id = models.UUIDField(null=True)

    class Meta:
        ordering: ClassVar = ["-id"]

    class Privacy:
        title = _("Earlier definitions of indicators")
        purpose = Purpose.PLANNING
        retention = Retention.WHILE_NEEDED
        public = ("indicator", "definition", "reason", "made_at")
        internal = ("id", "made_by_id")

    def __str__(self) -> str:
        return f"revision {self.id} of {self.indicator_id}"
