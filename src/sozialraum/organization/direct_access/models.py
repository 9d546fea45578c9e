"""Counts of people who came to a provider without a case: a month, a quarter, an age; never a person or a day."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from sozialraum.foundation.vocabulary import Purpose, Retention
from sozialraum.organization.direct_access.enums import AgeGroup


class DirectAccessCount(models.Model):
    """How many people of one age came to a provider from one quarter in one month."""

    id = models.BigAutoField(primary_key=True)
    provider_code = models.SlugField(max_length=40)
    area_code = models.CharField(max_length=40)
    area_vintage = models.CharField(max_length=10)
    month = models.DateField()
    age_group = models.CharField(max_length=10, choices=[(each.value, each.name) for each in AgeGroup])
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["provider_code", "area_code", "area_vintage", "month", "age_group"], name="direct_access_once"
            )
        ]  # fmt: skip
        indexes: ClassVar = [models.Index(fields=["month", "area_code"], name="direct_access_by_month")]

    class Privacy:
        title = _("Counts of help without a case")
        purpose = Purpose.PLANNING
        retention = Retention.WHILE_NEEDED
        internal = ("id", "provider_code", "area_code", "area_vintage", "month", "age_group", "count")

    def __str__(self) -> str:
        return f"direct access {self.id}"
