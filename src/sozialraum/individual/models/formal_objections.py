"""What somebody objects to in a decision of the office, and what became of it (§§ 68 to 73 VwGO)."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sozialraum.foundation.vocabulary import Purpose, Retention
from sozialraum.individual.enums import ObjectionForm, ObjectionState
from sozialraum.individual.models.cases import Case, Member
from sozialraum.individual.models.choices import GrantDecision

ANSWERED = (ObjectionState.REMEDIED.value, ObjectionState.PASSED_ON.value)


class FormalObjection(models.Model):
    """An objection (Widerspruch) to one decision; ``member`` objects, or somebody for her (``spoken_for``).

    ``came_on`` is empty while it is only announced. ``last_day`` is what the time was when it was put on record, from
    the day on which the decision was received and from whether its letter said rightly what can be done against it.
    ``answer`` is read by the family; ``passed_to`` names who decides where the office did not remedy it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    decision = models.ForeignKey(GrantDecision, on_delete=models.PROTECT, related_name="objections")
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    spoken_for = models.CharField(max_length=200, blank=True)
    form = models.CharField(max_length=12, choices=[(f.value, f.name) for f in ObjectionForm])
    words = models.TextField(blank=True)
    came_on = models.DateField(null=True, blank=True)
    received_on = models.DateField()
    instructed = models.BooleanField(default=True)
    last_day = models.DateField()
    state = models.CharField(
        max_length=10, choices=[(s.value, s.name) for s in ObjectionState], default=ObjectionState.OPEN
    )
    answer_due_on = models.DateField(null=True, blank=True)
    answer = models.TextField(blank=True)
    passed_to = models.CharField(max_length=200, blank=True)
    answered_by = models.UUIDField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    recorded_by = models.UUIDField()
    recorded_at = models.DateTimeField()

    class Meta:
        db_table = "person_formal_objection"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["decision", "member"], condition=Q(state="open"), name="objection_runs_once"
            ),
            models.CheckConstraint(
                condition=Q(form="announced", came_on__isnull=True)
                | ~Q(form="announced") & Q(came_on__isnull=False, answer_due_on__isnull=False),
                name="objection_came_in_a_form",
            ),
            models.CheckConstraint(
                condition=Q(state__in=ANSWERED, answered_by__isnull=False, answered_at__isnull=False) & ~Q(answer="")
                | ~Q(state__in=ANSWERED) & Q(answered_by__isnull=True, answered_at__isnull=True),
                name="objection_answered_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(state="passed_on") | ~Q(passed_to=""), name="objection_passed_on_to_somebody"
            ),
        ]  # fmt: skip

    class Privacy:
        title = _("Objections to decisions")
        purpose = Purpose.SERVICE
        retention = Retention.HELP_FILE
        internal = (
            "id", "case", "decision", "form", "state", "answered_by", "answered_at", "recorded_by", "recorded_at",
            "answer_due_on", "last_day", "instructed",
        )  # fmt: skip
        social = ("member", "spoken_for", "words", "came_on", "received_on", "answer", "passed_to")

    def __str__(self) -> str:
        return f"objection {self.id}"
