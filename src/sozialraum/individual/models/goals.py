"""Goals: the direction in the person's words, what is to be reached by own action, and the next steps."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sozialraum.foundation.vocabulary import Purpose, Retention
from sozialraum.individual.enums import GoalLevel, GoalState
from sozialraum.individual.models.cases import Member
from sozialraum.individual.models.entries import KEPT, Entry


class Goal(Entry):
    """A goal of somebody of the family, in her words (DOMAIN 2.3).

    ``together_with`` holds the ids of members who share it, ``sign`` by what one will notice it, ``who`` does a step,
    ``in_other_words`` a professional's wording beside the words, never over them.
    """

    level = models.CharField(max_length=20, choices=[(k.value, k.name) for k in GoalLevel])
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.RESTRICT, related_name="+")
    owner = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    together_with = ArrayField(models.UUIDField(), default=list, blank=True)
    words = models.TextField()
    verbatim = models.BooleanField(default=True)
    in_other_words = models.TextField(blank=True)
    sign = models.TextField(blank=True)
    who = models.CharField(max_length=200, blank=True)
    reach_by = models.DateField(null=True, blank=True)
    agreed_on = models.DateField(null=True, blank=True)
    state = models.CharField(
        max_length=20, choices=[(k.value, k.name) for k in GoalState], default=GoalState.OPEN
    )
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        db_table = "person_goal"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(level="direction") | Q(parent__isnull=True), name="goal_direction_is_a_root"
            )
        ]

    class Privacy:
        title = _("Goals")
        purpose = Purpose.SERVICE
        retention = Retention.HELP_FILE
        internal = (*KEPT, "level", "parent", "position")
        social = (
            "owner", "together_with", "words", "verbatim", "in_other_words", "sign", "who", "reach_by", "agreed_on",
            "state",
        )  # fmt: skip

    def __str__(self) -> str:
        return f"goal {self.id}"
