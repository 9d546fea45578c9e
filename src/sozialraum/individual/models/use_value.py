"""What each part of a help is good for, said by those who get it."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from sozialraum.foundation.vocabulary import Purpose, Retention
from sozialraum.individual.enums import UseValue
from sozialraum.individual.models.arrangements import ArrangementComponent
from sozialraum.individual.models.cases import Case, Member


class UseRating(models.Model):
    """What somebody of the family says of one contribution; said again, the earlier word stays on record.

    It is about the help and never about the person who brings it: no number, and no list by worker.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    component = models.ForeignKey(ArrangementComponent, on_delete=models.PROTECT, related_name="+")
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    value = models.CharField(max_length=8, choices=[(v.value, v.name) for v in UseValue])
    words = models.TextField(blank=True)
    said_at = models.DateTimeField()

    class Meta:
        db_table = "person_use_rating"
        indexes: ClassVar = [models.Index(fields=["case", "said_at"], name="use_rating_by_case")]

    class Privacy:
        title = _("What helps, as families say it")
        purpose = Purpose.SERVICE
        retention = Retention.HELP_FILE
        internal = ("id", "case", "said_at")
        social = ("component", "member", "value", "words")

    def __str__(self) -> str:
        return f"use rating {self.id}"
