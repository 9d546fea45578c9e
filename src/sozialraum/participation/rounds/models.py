"""A year's negotiation and everything said in it. Amounts are cents; areas are named by code, never by a key (H12)."""

from __future__ import annotations

import uuid
from enum import StrEnum
from typing import ClassVar, Final

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sozialraum.foundation.database.edition_marks import EditionMark
from sozialraum.foundation.vocabulary import Purpose, Retention
from sozialraum.organization.enums import OfferKind
from sozialraum.participation.rounds.enums import (
    ObjectionState,
    Outcome,
    Position,
    RequestState,
    Stage,
    StepKind,
)


def _choices(kinds: type[StrEnum]) -> list[tuple[str, str]]:
    return [(kind.value, kind.name) for kind in kinds]


class Negotiation(models.Model):
    """The rounds of one year: the frozen formula, the reserve, who takes part, the days, where it stands.

    ``scenario`` is the allocation as it was published; ``loops`` is the number of proposals after which objections go
    to the committee, fixed beforehand; ``rules`` are what the committee adds to the formula, as published.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    year = models.PositiveSmallIntegerField(unique=True)
    draft = models.ForeignKey("budgets.BudgetDraft", on_delete=models.PROTECT, related_name="+")
    scenario = models.ForeignKey("budgets.BudgetScenario", on_delete=models.PROTECT, related_name="+")
    stage = models.CharField(max_length=12, choices=_choices(Stage), default=Stage.PUBLISHED)
    explanation = models.TextField()
    reserve = models.BigIntegerField()
    loops = models.PositiveSmallIntegerField(default=2)
    rules = models.JSONField(default=list)
    area_codes = models.JSONField()
    requests_from = models.DateField()
    requests_until = models.DateField()
    consent_until = models.DateField()
    objections_until = models.DateField()
    decision_on = models.DateField()
    published_by = models.UUIDField(null=True)
    published_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-year"]

    class Privacy:
        title = _("Rounds on a budget")
        purpose = Purpose.PARTICIPATION
        retention = Retention.WHILE_NEEDED
        public = (
            "year", "draft", "scenario", "stage", "explanation", "reserve", "loops", "rules", "area_codes", "requests_from",
            "requests_until", "consent_until", "objections_until", "decision_on", "published_at",
        )  # fmt: skip
        internal = ("id", "published_by")

    def __str__(self) -> str:
        return f"negotiation {self.year}"


class ChangeRequest(models.Model):
    """What the circle of an area asks for from the negotiation reserve, why, and what it knows it from."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    negotiation = models.ForeignKey(Negotiation, on_delete=models.PROTECT, related_name="requests")
    area_code = models.CharField(max_length=40)
    number = models.PositiveIntegerField(null=True)
    title = models.CharField(max_length=160, blank=True)
    offer_kind = models.CharField(max_length=30, choices=_choices(OfferKind), default=OfferKind.YOUTH_WORK)
    goal = models.TextField(blank=True)
    effect = models.TextField(blank=True)
    review_on = models.DateField(null=True)
    amount = models.BigIntegerField(null=True)
    reason = models.TextField(blank=True)
    evidence = models.TextField(blank=True)
    state = models.CharField(max_length=10, choices=_choices(RequestState), default=RequestState.DRAFT)
    version = models.PositiveIntegerField(default=1)
    created_by = models.UUIDField(null=True)
    changed_by = models.UUIDField(null=True)
    changed_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["number", "changed_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["negotiation", "number"], name="change_request_number_once"),
            models.CheckConstraint(
                condition=Q(state=RequestState.DRAFT)
                | (Q(amount__gt=0) & ~Q(goal="") & Q(review_on__isnull=False)),
                name="change_request_handed_in_is_whole",
            ),
        ]

    class Privacy:
        title = _("Change requests to a budget")
        purpose = Purpose.PARTICIPATION
        retention = Retention.WHILE_NEEDED
        internal = (
            "id", "negotiation", "area_code", "number", "title", "offer_kind", "goal", "effect", "review_on", "amount",
            "reason", "evidence", "state", "version", "created_by", "changed_by", "changed_at", "submitted_at",
        )  # fmt: skip

    def __str__(self) -> str:
        return f"change request {self.number or 'draft'} of {self.negotiation_id}"


class ChangeRequestVersion(models.Model):
    """A change request as it was, so that two who write at once lose nothing."""

    id = models.BigAutoField(primary_key=True)
    request = models.ForeignKey(ChangeRequest, on_delete=models.PROTECT, related_name="versions")
    version = models.PositiveIntegerField()
    values = models.JSONField()
    saved_by = models.UUIDField(null=True)
    saved_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["version"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["request", "version"], name="change_request_version_once")
        ]

    class Privacy:
        title = _("Versions of change requests")
        purpose = Purpose.PARTICIPATION
        retention = Retention.WHILE_NEEDED
        internal = ("id", "request", "version", "values", "saved_by", "saved_at")

    def __str__(self) -> str:
        return f"version {self.version} of change request {self.request_id}"


class CircleRecord(models.Model):
    """What a circle wrote down of its meeting: without it no round closes. An empty area is the circle of all areas."""

    id = models.BigAutoField(primary_key=True)
    negotiation = models.ForeignKey(Negotiation, on_delete=models.PROTECT, related_name="records")
    stage = models.CharField(max_length=12, choices=_choices(Stage))
    area_code = models.CharField(max_length=40, blank=True)
    met_on = models.DateField(null=True)
    present = models.TextField(blank=True)
    text = models.TextField()
    recorded_by = models.UUIDField(null=True)
    recorded_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["id"]

    class Privacy:
        title = _("Records of circles")
        purpose = Purpose.PARTICIPATION
        retention = Retention.WHILE_NEEDED
        public = ("negotiation", "stage", "area_code", "met_on", "present", "text", "recorded_at")
        internal = ("id", "recorded_by")

    def __str__(self) -> str:
        return f"record of {self.area_code or 'all'} in {self.negotiation_id}"


class NegotiationProposal(models.Model):
    """A proposal on how the reserve is shared: cents by change request, and why."""

    id = models.BigAutoField(primary_key=True)
    negotiation = models.ForeignKey(Negotiation, on_delete=models.PROTECT, related_name="proposals")
    loop = models.PositiveSmallIntegerField()
    grants = models.JSONField()
    text = models.TextField()
    made_by = models.UUIDField(null=True)
    made_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["loop"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["negotiation", "loop"], name="proposal_once_a_loop")
        ]

    class Privacy:
        title = _("Proposals on the negotiation reserve")
        purpose = Purpose.PARTICIPATION
        retention = Retention.WHILE_NEEDED
        public = ("negotiation", "loop", "grants", "text", "made_at")
        internal = ("id", "made_by")

    def __str__(self) -> str:
        return f"proposal {self.loop} of {self.negotiation_id}"


class CircleVoice(models.Model):
    """What the circle of an area says to a proposal: once, and an objection only with its reason."""

    id = models.BigAutoField(primary_key=True)
    proposal = models.ForeignKey(NegotiationProposal, on_delete=models.PROTECT, related_name="voices")
    area_code = models.CharField(max_length=40)
    position = models.CharField(max_length=10, choices=_choices(Position))
    given_by = models.UUIDField(null=True)
    given_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["proposal", "area_code"], name="voice_once_a_proposal")
        ]

    class Privacy:
        title = _("Answers of circles to proposals")
        purpose = Purpose.PARTICIPATION
        retention = Retention.WHILE_NEEDED
        public = ("proposal", "area_code", "position", "given_at")
        internal = ("id", "given_by")

    def __str__(self) -> str:
        return f"voice of {self.area_code}"


class Objection(models.Model):
    """A reasoned objection: of a circle to a proposal (``loop``), or of anybody who takes part.

    ``speaker`` is the role that spoke, never a name. ``wish`` is what would make it acceptable; ``minority_view`` is what
    the circle lays before the committee where its objection was carried there.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    negotiation = models.ForeignKey(Negotiation, on_delete=models.PROTECT, related_name="objections")
    number = models.PositiveIntegerField()
    stage = models.CharField(max_length=12, choices=_choices(Stage))
    loop = models.PositiveSmallIntegerField(null=True)
    area_code = models.CharField(max_length=40, blank=True)
    speaker = models.CharField(max_length=30)
    reason = models.TextField()
    wish = models.TextField(blank=True)
    state = models.CharField(max_length=10, choices=_choices(ObjectionState), default=ObjectionState.OPEN)
    answer = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True)
    minority_view = models.TextField(blank=True)
    raised_by = models.UUIDField(null=True)
    raised_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["negotiation", "number"], name="objection_number_once"),
            models.CheckConstraint(condition=~Q(reason=""), name="objection_has_a_reason"),
        ]

    class Privacy:
        title = _("Objections to a budget")
        purpose = Purpose.PARTICIPATION
        retention = Retention.WHILE_NEEDED
        public = (
            "negotiation", "number", "stage", "loop", "area_code", "speaker", "reason", "wish", "state", "answer",
            "answered_at", "minority_view", "raised_at",
        )  # fmt: skip
        internal = ("id", "raised_by")

    def __str__(self) -> str:
        return f"objection {self.number} of {self.negotiation_id}"


class NegotiationDecision(models.Model):
    """What the committee decided, with its reasons and votes. A return to the circles is followed by a further one."""

    id = models.BigAutoField(primary_key=True)
    negotiation = models.ForeignKey(Negotiation, on_delete=models.PROTECT, related_name="decisions")
    decided_on = models.DateField()
    outcome = models.CharField(max_length=10, choices=_choices(Outcome))
    grants = models.JSONField(default=dict)
    text = models.TextField()
    votes_for = models.PositiveSmallIntegerField()
    votes_against = models.PositiveSmallIntegerField()
    abstained = models.PositiveSmallIntegerField()
    recorded_by = models.UUIDField(null=True)
    recorded_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["id"]

    class Privacy:
        title = _("Decisions on a budget")
        purpose = Purpose.PARTICIPATION
        retention = Retention.WHILE_NEEDED
        public = (
            "negotiation", "decided_on", "outcome", "grants", "text", "votes_for", "votes_against", "abstained",
            "recorded_at",
        )  # fmt: skip
        internal = ("id", "recorded_by")

    def __str__(self) -> str:
        return f"decision on {self.negotiation_id}"


class NegotiationStep(models.Model):
    """One step of a negotiation as everybody may read it; each carries the check of the one before it.

    ``content`` is all that pages for everybody show of the step; drafts and names never enter it.
    """

    id = models.BigAutoField(primary_key=True)
    negotiation = models.ForeignKey(Negotiation, on_delete=models.PROTECT, related_name="steps")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=24, choices=_choices(StepKind))
    stage = models.CharField(max_length=12, choices=_choices(Stage))
    area_code = models.CharField(max_length=40, blank=True)
    content = models.JSONField()
    taken_at = models.DateTimeField()
    previous_hash = models.CharField(max_length=64, blank=True)
    step_hash = models.CharField(max_length=64)

    class Meta:
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["negotiation", "number"], name="negotiation_step_once")
        ]

    class Privacy:
        title = _("Public steps of a budget")
        purpose = Purpose.PARTICIPATION
        retention = Retention.WHILE_NEEDED
        public = (
            "negotiation", "number", "kind", "stage", "area_code", "content", "taken_at", "previous_hash", "step_hash",
        )  # fmt: skip
        internal = ("id",)

    def __str__(self) -> str:
        return f"step {self.number} of {self.negotiation_id}"


EDITION: Final = "rounds_roundsedition"


class RoundsEdition(EditionMark):
    """One row with a mark that changes whenever something happens in the rounds, for what is kept in memory."""

    class Privacy(EditionMark.Privacy):
        title = _("Editions of the rounds on a budget")
