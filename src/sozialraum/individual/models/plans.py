"""Help plans: their versions, what each person says to them, and how goals are rated at a review."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sozialraum.foundation.vocabulary import Purpose, Retention
from sozialraum.individual.enums import PlanState, ReviewResult, SignatureState
from sozialraum.individual.models.cases import Case, Member

ONE_PERSON = Q(member__isnull=False, professional_id__isnull=True) | Q(
    member__isnull=True, professional_id__isnull=False
)


class HelpPlan(models.Model):
    """One version of a help plan; fixed, it never changes again (the database refuses it)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField()
    state = models.CharField(
        max_length=12, choices=[(s.value, s.name) for s in PlanState], default=PlanState.DRAFT
    )
    content = models.JSONField(default=dict)
    review_on = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    begun_by = models.UUIDField()
    begun_at = models.DateTimeField()
    changed_by = models.UUIDField()
    changed_at = models.DateTimeField()
    fixed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "person_help_plan"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case", "number"], name="help_plan_number_once"),
            models.UniqueConstraint(fields=["case"], condition=Q(state="draft"), name="help_plan_one_draft"),
        ]

    class Privacy:
        title = _("Help plans")
        purpose = Purpose.SERVICE
        retention = Retention.HELP_FILE
        internal = (
            "id", "case", "number", "version", "begun_by", "begun_at", "changed_by", "changed_at", "fixed_at",
        )  # fmt: skip
        social = ("state", "content", "review_on")

    def __str__(self) -> str:
        return f"help plan {self.id}"


class PlanSignature(models.Model):
    """What somebody says to a fixed plan; the latest answer holds, the earlier ones stay."""

    id = models.BigAutoField(primary_key=True)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    plan = models.ForeignKey(HelpPlan, on_delete=models.PROTECT, related_name="+")
    member = models.ForeignKey(Member, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    professional_id = models.UUIDField(null=True, blank=True)
    state = models.CharField(max_length=12, choices=[(s.value, s.name) for s in SignatureState])
    words = models.TextField(blank=True)
    written_by = models.UUIDField()
    said_at = models.DateTimeField()

    class Meta:
        db_table = "person_plan_signature"
        constraints: ClassVar = [models.CheckConstraint(condition=ONE_PERSON, name="signature_of_one_person")]

    class Privacy:
        title = _("Signatures under help plans")
        purpose = Purpose.SERVICE
        retention = Retention.HELP_FILE
        internal = ("id", "case", "plan", "professional_id", "written_by", "said_at")
        social = ("member", "state", "words")

    def __str__(self) -> str:
        return f"signature {self.id}"


class GoalRating(models.Model):
    """How far a goal of a plan is reached in one person's eyes, from -2 to +2; the latest of each person holds."""

    id = models.BigAutoField(primary_key=True)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    plan = models.ForeignKey(HelpPlan, on_delete=models.PROTECT, related_name="+")
    goal_key = models.CharField(max_length=40)
    member = models.ForeignKey(Member, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    professional_id = models.UUIDField(null=True, blank=True)
    value = models.SmallIntegerField()
    words = models.TextField(blank=True)
    rated_by = models.UUIDField()
    rated_at = models.DateTimeField()

    class Meta:
        db_table = "person_goal_rating"
        constraints: ClassVar = [
            models.CheckConstraint(condition=ONE_PERSON, name="rating_of_one_person"),
            models.CheckConstraint(condition=Q(value__gte=-2, value__lte=2), name="rating_from_2_to_2"),
        ]

    class Privacy:
        title = _("Ratings of goals")
        purpose = Purpose.SERVICE
        retention = Retention.HELP_FILE
        internal = ("id", "case", "plan", "goal_key", "professional_id", "rated_by", "rated_at")
        social = ("member", "value", "words")

    def __str__(self) -> str:
        return f"rating {self.id}"


class PlanReview(models.Model):
    """All look at a plan together: is the help still suitable, is it still needed, how does it go on."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    plan = models.ForeignKey(HelpPlan, on_delete=models.PROTECT, related_name="+")
    held_on = models.DateField()
    suitable = models.TextField()
    needed = models.TextField()
    exit_reached = models.BooleanField(default=False)
    result = models.CharField(max_length=12, choices=[(r.value, r.name) for r in ReviewResult])
    text = models.TextField(blank=True)
    recorded_by = models.UUIDField()
    recorded_at = models.DateTimeField()

    class Meta:
        db_table = "person_plan_review"

    class Privacy:
        title = _("Reviews of help plans")
        purpose = Purpose.SERVICE
        retention = Retention.HELP_FILE
        internal = ("id", "case", "plan", "recorded_by", "recorded_at")
        social = ("held_on", "suitable", "needed", "exit_reached", "result", "text")

    def __str__(self) -> str:
        return f"review {self.id}"
