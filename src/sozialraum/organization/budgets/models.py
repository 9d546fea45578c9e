"""The draft of a year's budget and its scenarios. Amounts are cents; areas are named by code, never by a key (H12)."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sozialraum.foundation.vocabulary import Purpose, Retention
from sozialraum.organization.enums import OfferKind


class BudgetDraft(models.Model):
    """One year's envelope, the recipe of its quarter budgets, and the areas with what the recipe reads of them.

    ``areas`` is a list of ``area_code``, ``young_people``, ``burdened``, ``infrastructure`` and ``previous`` (cents).
    From ``published_at`` on the parameters stand; ``negotiated`` are the cents by area that the committee decided on
    ``decided_on``. ``rules`` are what a committee adds to the recipe, each as it was typed and as it counts;
    ``raises`` the expected raises of cost by kind of help.
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
    raises = models.JSONField(default=list)
    negotiation = models.FloatField(default=0.05)
    recipe = models.JSONField()
    rules = models.JSONField(default=list)
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
            "id", "year", "structure", "quarters", "claims", "claims_forecast", "claims_error", "reserve", "claim_lines", "raises",
            "negotiation", "recipe", "rules", "system_code", "area_vintage", "level", "areas", "source", "version", "changed_by",
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


class BudgetLine(models.Model):
    """What a part of a year's budget pays: an offer in an area, with goal, expected effect and day of review.

    ``amount`` is in cents for the year; ``account`` is under which key the finance system books it. A line without a goal
    cannot be stored.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    draft = models.ForeignKey(BudgetDraft, on_delete=models.PROTECT, related_name="lines")
    number = models.PositiveIntegerField()
    area_code = models.CharField(max_length=40)
    title = models.CharField(max_length=160)
    offer_kind = models.CharField(max_length=30, choices=[(kind.value, kind.name) for kind in OfferKind])
    provider_code = models.CharField(max_length=40, blank=True)
    goal = models.TextField()
    effect = models.TextField()
    review_on = models.DateField()
    amount = models.BigIntegerField()
    account = models.CharField(max_length=40, blank=True)
    version = models.PositiveIntegerField(default=1)
    changed_by = models.UUIDField(null=True)
    changed_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["draft", "number"], name="budget_line_number_once"),
            models.UniqueConstraint(
                fields=["draft", "account"], condition=~Q(account=""), name="budget_line_account_once"
            ),
            models.CheckConstraint(
                condition=~Q(goal__regex=r"^\s*$") & ~Q(effect__regex=r"^\s*$"), name="budget_line_has_a_goal"
            ),
            models.CheckConstraint(condition=Q(amount__gt=0), name="budget_line_has_an_amount"),
        ]

    class Privacy:
        title = _("Lines of budgets")
        purpose = Purpose.PLANNING
        retention = Retention.WHILE_NEEDED
        internal = (
            "id", "draft", "number", "area_code", "title", "offer_kind", "provider_code", "goal", "effect", "review_on",
            "amount", "account", "version", "changed_by", "changed_at",
        )  # fmt: skip

    def __str__(self) -> str:
        return f"budget line {self.number} of {self.draft_id}"


class LedgerImport(models.Model):
    """A file of bookings taken over from the finance system; the bookings lie in the snapshot, sums alone here.

    ``mapping`` is kept for the next file. An import that ``replaces`` stands for all before it, as files do that hold the
    whole year so far; taking it back lets those before it count again.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    draft = models.ForeignKey(BudgetDraft, on_delete=models.PROTECT, related_name="ledger_imports")
    number = models.PositiveIntegerField()
    file_name = models.CharField(max_length=240)
    file_hash = models.CharField(max_length=64)
    mapping = models.JSONField()
    replaces = models.BooleanField(default=True)
    rows = models.PositiveIntegerField()
    total = models.BigIntegerField()
    control_total = models.BigIntegerField(null=True)
    booked_until = models.DateField()
    snapshot_hash = models.CharField(max_length=64)
    imported_by = models.UUIDField(null=True)
    imported_at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)
    undone_by = models.UUIDField(null=True)

    class Meta:
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["draft", "number"], name="ledger_import_number_once")
        ]

    class Privacy:
        title = _("Imported bookings")
        purpose = Purpose.PLANNING
        retention = Retention.WHILE_NEEDED
        internal = (
            "id", "draft", "number", "file_name", "file_hash", "mapping", "replaces", "rows", "total", "control_total",
            "booked_until", "snapshot_hash", "imported_by", "imported_at", "undone_at", "undone_by",
        )  # fmt: skip

    def __str__(self) -> str:
        return f"ledger import {self.number} of {self.draft_id}"


class ClaimsHistory(models.Model):
    """A file with the months of individual help by kind, from which the claims of a year are forecast.

    The months lie in the snapshot. Without ``accepted_at`` it is a preview; the last one accepted and not taken back counts.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.PositiveIntegerField(unique=True)
    file_name = models.CharField(max_length=240)
    file_hash = models.CharField(max_length=64)
    kinds = models.JSONField()
    first_month = models.DateField()
    last_month = models.DateField()
    snapshot_hash = models.CharField(max_length=64)
    imported_by = models.UUIDField(null=True)
    imported_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["number"]

    class Privacy:
        title = _("Months of individual help by kind")
        purpose = Purpose.PLANNING
        retention = Retention.WHILE_NEEDED
        internal = (
            "id", "number", "file_name", "file_hash", "kinds", "first_month", "last_month", "snapshot_hash", "imported_by",
            "imported_at", "accepted_at", "undone_at",
        )  # fmt: skip

    def __str__(self) -> str:
        return f"claims history {self.number}"
