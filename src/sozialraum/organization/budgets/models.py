"""The draft of a year's budget and its scenarios. Amounts are cents; areas are named by code, never by a key (H12)."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from sozialraum.foundation.vocabulary import Purpose, Retention


class BudgetDraft(models.Model):
    """One year's envelope, the recipe of its quarter budgets, and the areas with what the recipe reads of them.

    ``areas`` is a list of ``area_code``, ``young_people``, ``burdened``, ``infrastructure`` and ``previous`` (cents).
    From ``published_at`` on the parameters stand; ``negotiated`` are the cents by area that the committee decided on
    ``decided_on``.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    year = models.PositiveSmallIntegerField(unique=True)
    structure = models.BigIntegerField()
    quarters = models.BigIntegerField()
    claims = models.BigIntegerField()
    claims_forecast = models.BigIntegerField()
    claims_error = models.FloatField()
    reserve = models.BigIntegerField()
    claim_lines = models.JSONField(default=list)
    negotiation = models.FloatField(default=0.05)
    recipe = models.JSONField()
    system_code = models.CharField(max_length=40)
    area_vintage = models.CharField(max_length=10)
    level = models.CharField(max_length=40)
    areas = models.JSONField()
    source = models.CharField(max_length=240)
    version = models.PositiveIntegerField(default=1)
    changed_by = models.UUIDField(null=True)
    changed_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True)
    negotiated = models.JSONField(default=dict)
    decided_on = models.DateField(null=True)

    class Meta:
        ordering: ClassVar = ["-year"]

    class Privacy:
        title = _("Drafts of budgets")
        purpose = Purpose.PLANNING
        retention = Retention.WHILE_NEEDED
        internal = (
            "id", "year", "structure", "quarters", "claims", "claims_forecast", "claims_error", "reserve", "claim_lines",
            "negotiation", "recipe", "system_code", "area_vintage", "level", "areas", "source", "version", "changed_by",
            "changed_at", "published_at", "negotiated", "decided_on",
        )  # fmt: skip

    def __str__(self) -> str:
        return f"budget draft {self.year}"


class BudgetScenario(models.Model):
    """An allocation as it was computed: parameters, input and result by hash, version of the code. It never changes."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    draft = models.ForeignKey(BudgetDraft, on_delete=models.PROTECT, related_name="scenarios")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=120)
    recipe = models.JSONField()
    quarters = models.BigIntegerField()
    negotiation = models.FloatField()
    areas = models.JSONField()
    input_hash = models.CharField(max_length=64)
    result = models.JSONField()
    result_hash = models.CharField(max_length=64)
    code_version = models.CharField(max_length=80)
    created_by = models.UUIDField(null=True)
    created_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["draft", "number"], name="budget_scenario_once")
        ]

    class Privacy:
        title = _("Computed budgets")
        purpose = Purpose.PLANNING
        retention = Retention.WHILE_NEEDED
        internal = (
            "id", "draft", "number", "title", "recipe", "quarters", "negotiation", "areas", "input_hash", "result",
            "result_hash", "code_version", "created_by", "created_at",
        )  # fmt: skip

    def __str__(self) -> str:
        return f"scenario {self.number} of {self.draft_id}"
