"""What politics is asked, and every step of it. Houses, committees and offices are named; people and families are not."""

from __future__ import annotations

import uuid
from enum import StrEnum
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sozialraum.foundation.database.edition_marks import EditionMark
from sozialraum.foundation.vocabulary import Purpose, Retention
from sozialraum.network.advocacy.enums import Addressee, AnswerKind, IssueState


def _choices(kinds: type[StrEnum]) -> list[tuple[str, str]]:
    return [(kind.value, kind.name) for kind in kinds]


class PoliticalIssue(models.Model):
    """What a quarter asks of those who decide: what, of whom, until when, what was answered, what came of it.

    ``evidence`` is what stood there when it was sent, as words and released figures: an answer answers that.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    title = models.CharField(max_length=160)
    text = models.TextField(blank=True)
    ask = models.CharField(max_length=300)
    area_code = models.CharField(max_length=40)
    area_vintage = models.CharField(max_length=10)
    theme = models.ForeignKey(
        "themes.Theme", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    note = models.ForeignKey(
        "field_work.FieldNote", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    addressee = models.CharField(max_length=20, choices=_choices(Addressee))
    addressee_name = models.CharField(max_length=200)
    raised_on = models.DateField()
    raised_as = models.CharField(max_length=200)
    owner_id = models.UUIDField(null=True)
    owner_as = models.CharField(max_length=200)
    public = models.BooleanField(default=False)
    state = models.CharField(max_length=12, choices=_choices(IssueState), default=IssueState.PREPARED)
    evidence = models.JSONField(default=list)
    sent_on = models.DateField(null=True, blank=True)
    due_on = models.DateField(null=True, blank=True)
    reminded_on = models.DateField(null=True, blank=True)
    answered_on = models.DateField(null=True, blank=True)
    answer_kind = models.CharField(max_length=14, choices=_choices(AnswerKind), blank=True)
    answer = models.TextField(blank=True)
    consequence = models.CharField(max_length=500, blank=True)
    closed_on = models.DateField(null=True, blank=True)
    changed_at = models.DateTimeField()
    changed_by = models.UUIDField(null=True)

    class Meta:
        ordering: ClassVar = ["-raised_on", "title"]
        indexes: ClassVar = [models.Index(fields=["area_code", "state"], name="issue_by_area")]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(state="sent") | Q(sent_on__isnull=False, due_on__isnull=False),
                name="issue_sent_waits_until_a_day",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["answered", "closed"])
                | (Q(answered_on__isnull=False) & ~Q(answer="")),
                name="issue_answered_has_an_answer",
            ),
            models.CheckConstraint(
                condition=~Q(state="closed") | (Q(closed_on__isnull=False) & ~Q(consequence="")),
                name="issue_closed_has_a_consequence",
            ),
        ]

    class Privacy:
        title = _("What politics is asked")
        purpose = Purpose.PLANNING
        retention = Retention.WHILE_NEEDED
        public = (
            "title", "text", "ask", "area_code", "area_vintage", "theme", "addressee", "addressee_name", "raised_on",
            "raised_as", "owner_as", "state", "evidence", "sent_on", "due_on", "reminded_on", "answered_on",
            "answer_kind", "answer", "consequence", "closed_on",
        )  # fmt: skip
        internal = ("id", "note", "owner_id", "public", "changed_at", "changed_by")

    def __str__(self) -> str:
        return f"issue {self.id}"


class IssueEvent(models.Model):
    """What happened to an issue: the state that it reached or kept, and a sentence."""

    id = models.BigAutoField(primary_key=True)
    issue = models.ForeignKey(PoliticalIssue, on_delete=models.PROTECT, related_name="events")
    state = models.CharField(max_length=12, choices=_choices(IssueState))
    reminder = models.BooleanField(default=False)
    happened_on = models.DateField()
    text = models.CharField(max_length=500, blank=True)
    told_as = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering: ClassVar = ["happened_on", "id"]

    class Privacy:
        title = _("What happened to what politics is asked")
        purpose = Purpose.PLANNING
        retention = Retention.WHILE_NEEDED
        public = ("state", "reminder", "happened_on", "text", "told_as")
        internal = ("id", "issue")

    def __str__(self) -> str:
        return f"event {self.id} of issue {self.issue_id}"


class IssueEdition(EditionMark):
    """One row with a mark that changes whenever an issue has changed, for what is kept in memory."""

    class Privacy(EditionMark.Privacy):
        title = _("Editions of what politics is asked")
