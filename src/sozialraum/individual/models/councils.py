"""The family council: invited people, what the family writes among itself, and the plan that it hands over."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sozialraum.foundation.vocabulary import Purpose, Retention
from sozialraum.individual.enums import ComponentKind, CouncilAnswer, CouncilPhase, CouncilResult, CouncilRole
from sozialraum.individual.models.cases import Case


class FamilyCouncil(models.Model):
    """One family council (DOMAIN 2.7): what the office asks, who coordinates, where it stands.

    The coordinator is a named person outside the program: she has no case function and reads nothing here.
    ``earlier`` are the states of the office's part by version, so that two people can write in it at once.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    phase = models.CharField(max_length=20, choices=[(p.value, p.name) for p in CouncilPhase])
    concern = models.TextField(blank=True)
    question = models.TextField(blank=True)
    requirements = ArrayField(models.TextField(), default=list, blank=True)
    coordinator_name = models.CharField(max_length=200, blank=True)
    coordinator_contact = models.CharField(max_length=200, blank=True)
    independent = models.BooleanField(default=False)
    meets_on = models.DateField(null=True, blank=True)
    place = models.CharField(max_length=200, blank=True)
    care = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)
    earlier = models.JSONField(default=dict)
    commissioned_by = models.UUIDField()
    begun_at = models.DateTimeField()
    changed_by = models.UUIDField()
    changed_at = models.DateTimeField()
    private_from = models.DateTimeField(null=True, blank=True)
    followup_on = models.DateField(null=True, blank=True)
    ending = models.TextField(blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "person_family_council"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(ended_at__isnull=True), name="council_runs_once"
            )
        ]

    class Privacy:
        title = _("Family councils")
        purpose = Purpose.SERVICE
        retention = Retention.HELP_FILE
        internal = (
            "id", "case", "phase", "independent", "version", "commissioned_by", "begun_at", "changed_by", "changed_at",
            "private_from", "followup_on", "ended_at",
        )  # fmt: skip
        social = (
            "concern", "question", "requirements", "coordinator_name", "coordinator_contact", "meets_on", "place", "care",
            "earlier", "ending",
        )  # fmt: skip

    def __str__(self) -> str:
        return f"family council {self.id}"


class CouncilGuest(models.Model):
    """Somebody invited to a council; the attendance log says who came and who stayed among the family."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    council = models.ForeignKey(FamilyCouncil, on_delete=models.PROTECT, related_name="guests")
    name = models.CharField(max_length=200)
    role = models.CharField(max_length=20, choices=[(r.value, r.name) for r in CouncilRole])
    invited_by = models.UUIDField()
    invited_at = models.DateTimeField()
    attended = models.BooleanField(default=False)
    stayed = models.BooleanField(default=False)

    class Meta:
        db_table = "person_council_guest"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(stayed=False)
                | Q(role__in=[CouncilRole.FAMILY, CouncilRole.NETWORK, CouncilRole.ADVOCATE]),
                name="council_no_professional_stays",
            ),
            models.UniqueConstraint(fields=["council", "name"], name="council_guest_once"),
        ]

    class Privacy:
        title = _("Guests of family councils")
        purpose = Purpose.SERVICE
        retention = Retention.HELP_FILE
        internal = ("id", "case", "council", "invited_by", "invited_at")
        social = ("name", "role", "attended", "stayed")

    def __str__(self) -> str:
        return f"council guest {self.id}"


class CouncilDraft(models.Model):
    """One part of the plan while the family writes it: sealed, and shown by the database to its members alone."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    council = models.ForeignKey(FamilyCouncil, on_delete=models.PROTECT, related_name="+")
    sealed_part = models.BinaryField()
    version = models.PositiveIntegerField(default=1)
    written_by = models.UUIDField()
    written_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "person_council_draft"

    class Privacy:
        title = _("What families write among themselves")
        purpose = Purpose.SERVICE
        retention = Retention.HELP_FILE
        internal = ("id", "case", "council", "version", "written_by", "written_at", "removed_at")
        entrusted = ("sealed_part",)

    def __str__(self) -> str:
        return f"council draft {self.id}"

    @property
    def seal_place(self) -> str:
        """The place that the sealed part is bound to."""
        return f"individual.CouncilDraft.sealed_part:{self.id}"


class CouncilPlan(models.Model):
    """The plan as the family handed it over, and what the office answered; what it says is never reworded.

    ``leave_of`` names who of the family gave the leave where the plan was written on paper and taken down for it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    council = models.ForeignKey(FamilyCouncil, on_delete=models.PROTECT, related_name="plans")
    number = models.PositiveIntegerField()
    handed_over_by = models.UUIDField()
    handed_over_at = models.DateTimeField()
    private_minutes = models.PositiveIntegerField()
    leave_of = models.CharField(max_length=200, blank=True)
    answer = models.CharField(max_length=20, blank=True, choices=[(a.value, a.name) for a in CouncilAnswer])
    clear = models.BooleanField(null=True, blank=True)
    safe = models.BooleanField(null=True, blank=True)
    lawful = models.BooleanField(null=True, blank=True)
    words = models.TextField(blank=True)
    answered_by = models.UUIDField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    agreed_by = models.UUIDField(null=True, blank=True)

    class Meta:
        db_table = "person_council_plan"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["council", "number"], name="council_plan_numbered")
        ]

    class Privacy:
        title = _("Plans of families")
        purpose = Purpose.SERVICE
        retention = Retention.HELP_FILE
        internal = (
            "id", "case", "council", "number", "handed_over_by", "handed_over_at", "private_minutes", "answered_by",
            "answered_at", "agreed_by",
        )  # fmt: skip
        social = ("leave_of", "answer", "clear", "safe", "lawful", "words")

    def __str__(self) -> str:
        return f"council plan {self.id}"


class CouncilPlanItem(models.Model):
    """One part of a handed-over plan: who does what until when, who looks after it, and what became of it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    plan = models.ForeignKey(CouncilPlan, on_delete=models.PROTECT, related_name="items")
    number = models.PositiveIntegerField()
    who = models.CharField(max_length=200)
    what = models.TextField()
    until = models.DateField(null=True, blank=True)
    kind = models.CharField(max_length=20, choices=[(k.value, k.name) for k in ComponentKind])
    check_by = models.CharField(max_length=200, blank=True)
    result = models.CharField(max_length=20, blank=True, choices=[(r.value, r.name) for r in CouncilResult])
    result_words = models.TextField(blank=True)
    result_by = models.UUIDField(null=True, blank=True)
    component_id = models.UUIDField(null=True, blank=True)

    class Meta:
        db_table = "person_council_plan_item"

    class Privacy:
        title = _("Parts of plans of families")
        purpose = Purpose.SERVICE
        retention = Retention.HELP_FILE
        internal = ("id", "case", "plan", "number", "result_by", "component_id")
        social = ("who", "what", "until", "kind", "check_by", "result", "result_words")

    def __str__(self) -> str:
        return f"council plan item {self.id}"
