"""What somebody of a family complains about, to whom, and what was answered (§§ 8, 9a, 45 SGB VIII)."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sozialraum.foundation.vocabulary import Purpose, Retention
from sozialraum.individual.enums import ComplaintState
from sozialraum.individual.models.cases import Case


class Complaint(models.Model):
    """A complaint in the words of the one who complains; she says who reads it, and nobody else does.

    ``author_name`` is the name the addressee reads: whoever is complained to sees nothing of the case.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    author_id = models.UUIDField()
    author_name = models.CharField(max_length=200)
    to_office = models.BooleanField(default=False)
    to_ombuds = models.BooleanField(default=False)
    worker_reads = models.BooleanField(default=False)
    words = models.TextField()
    state = models.CharField(
        max_length=10, choices=[(s.value, s.name) for s in ComplaintState], default=ComplaintState.OPEN
    )
    due_on = models.DateField()
    complained_at = models.DateTimeField()

    class Meta:
        db_table = "person_complaint"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(to_office=True) | Q(to_ombuds=True), name="complaint_has_an_addressee"
            )
        ]

    class Privacy:
        title = _("Complaints of families")
        purpose = Purpose.PARTICIPATION
        retention = Retention.HELP_FILE
        internal = (
            "id", "case", "author_id", "to_office", "to_ombuds", "worker_reads", "state", "due_on", "complained_at",
        )  # fmt: skip
        social = ("author_name", "words")

    def __str__(self) -> str:
        return f"complaint {self.id}"


class ComplaintAnswer(models.Model):
    """What was answered to a complaint, by whom and in which function (H15); answers are added and never changed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    complaint = models.ForeignKey(Complaint, on_delete=models.PROTECT, related_name="+")
    words = models.TextField()
    role = models.CharField(max_length=40)
    written_by = models.UUIDField()
    written_at = models.DateTimeField()

    class Meta:
        db_table = "person_complaint_answer"

    class Privacy:
        title = _("Answers to complaints")
        purpose = Purpose.PARTICIPATION
        retention = Retention.HELP_FILE
        internal = ("id", "case", "complaint", "role", "written_by", "written_at")
        social = ("words",)

    def __str__(self) -> str:
        return f"answer {self.id}"
