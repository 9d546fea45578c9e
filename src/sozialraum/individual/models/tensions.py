"""Where wish, will, professional view and mandate pull apart: who sees what how, and how all live with it (DOMAIN 2.3)."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sozialraum.foundation.vocabulary import Purpose, Retention
from sozialraum.individual.enums import StatementKind, TensionState
from sozialraum.individual.models.cases import Case, Member
from sozialraum.individual.models.plans import ONE_PERSON
from sozialraum.individual.models.words import Statement


class Tension(models.Model):
    """One thing over which people pull apart; ``about`` names it in a few neutral words, ``how`` says how it is lived with.

    It has no strength, no score and no winner: open, held until a day, or settled.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    about = models.CharField(max_length=160)
    state = models.CharField(
        max_length=8, choices=[(s.value, s.name) for s in TensionState], default=TensionState.OPEN
    )
    held_until = models.DateField(null=True, blank=True)
    how = models.TextField(blank=True)
    named_by = models.UUIDField()
    named_at = models.DateTimeField()

    class Meta:
        db_table = "person_tension"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(state="open") & Q(held_until__isnull=True)
                | Q(state="held", held_until__isnull=False) & ~Q(how="")
                | Q(state="settled", held_until__isnull=True) & ~Q(how=""),
                name="tension_says_how",
            )
        ]

    class Privacy:
        title = _("Where people pull apart")
        purpose = Purpose.SERVICE
        retention = Retention.HELP_FILE
        internal = ("id", "case", "state", "named_by", "named_at")
        social = ("about", "held_until", "how")

    def __str__(self) -> str:
        return f"tension {self.id}"


class TensionVoice(models.Model):
    """How one person sees it, in her words; voices are added and never changed, none overwrites another (H4).

    ``statement`` is where these words were said first, where they were said before.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    tension = models.ForeignKey(Tension, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20, choices=[(k.value, k.name) for k in StatementKind])
    member = models.ForeignKey(Member, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    professional_id = models.UUIDField(null=True, blank=True)
    statement = models.ForeignKey(
        Statement, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    words = models.TextField()
    written_by = models.UUIDField()
    said_at = models.DateTimeField()

    class Meta:
        db_table = "person_tension_voice"
        constraints: ClassVar = [
            models.CheckConstraint(condition=ONE_PERSON, name="tension_voice_of_one_person")
        ]

    class Privacy:
        title = _("How each sees it where people pull apart")
        purpose = Purpose.SERVICE
        retention = Retention.HELP_FILE
        internal = ("id", "case", "tension", "professional_id", "statement", "written_by", "said_at")
        social = ("kind", "member", "words")

    def __str__(self) -> str:
        return f"voice {self.id}"


class TensionStep(models.Model):
    """How a tension stood before somebody changed it: nothing that was agreed is lost."""

    id = models.BigAutoField(primary_key=True)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    tension = models.ForeignKey(Tension, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=8, choices=[(s.value, s.name) for s in TensionState])
    held_until = models.DateField(null=True, blank=True)
    how = models.TextField(blank=True)
    taken_by = models.UUIDField()
    taken_at = models.DateTimeField()

    class Meta:
        db_table = "person_tension_step"

    class Privacy:
        title = _("Steps where people pulled apart")
        purpose = Purpose.SERVICE
        retention = Retention.HELP_FILE
        internal = ("id", "case", "tension", "state", "taken_by", "taken_at")
        social = ("held_until", "how")

    def __str__(self) -> str:
        return f"step {self.id}"
