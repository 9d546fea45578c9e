"""Two files of one family brought together, and what is needed to take them apart again."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from sozialraum.foundation.vocabulary import Purpose, Retention
from sozialraum.individual.enums import MergeState
from sozialraum.individual.models.cases import Case


class CaseMerge(models.Model):
    """A second file of the same family is brought into the first one, ``case``; the former one stays whole and shut.

    ``people`` says for each member of the former file ``"stays"``, ``"along"``, or the id of the member of ``case`` that
    is the same person. ``taken`` names the values that come from the former file, ``let_in`` the members whose account
    is let into ``case``. ``before`` holds what was changed in ``case`` as ``{"place": {"field": [before, after]}}``,
    ``roles`` the assignments that ended or began with it. ``seen`` is the fingerprint of what the proposer saw.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    former_id = models.UUIDField()
    former_number = models.CharField(max_length=20)
    reason = models.TextField()
    people = models.JSONField(default=dict)
    taken = ArrayField(models.CharField(max_length=80), default=list, blank=True)
    let_in = ArrayField(models.UUIDField(), default=list, blank=True)
    worker_of_former = models.BooleanField(default=False)
    seen = models.CharField(max_length=64)
    needs_second = models.BooleanField(default=False)
    state = models.CharField(
        max_length=10, choices=[(s.value, s.name) for s in MergeState], default=MergeState.PROPOSED
    )
    before = models.JSONField(default=dict)
    roles = models.JSONField(default=dict)
    proposed_by = models.UUIDField()
    proposed_at = models.DateTimeField()
    confirmed_by = models.UUIDField(null=True, blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    done_by = models.UUIDField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.UUIDField(null=True, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "person_case_merge"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["former_id"], condition=Q(state__in=["proposed", "confirmed", "done"]),
                name="merge_runs_once",
            ),
            models.CheckConstraint(
                condition=Q(needs_second=False)
                | ~Q(state__in=["confirmed", "done"])
                | Q(confirmed_by__isnull=False) & ~Q(confirmed_by=F("proposed_by")),
                name="merge_confirmed_by_another",
            ),
        ]  # fmt: skip

    class Privacy:
        title = _("Files of one family brought together")
        purpose = Purpose.SERVICE
        retention = Retention.HELP_FILE
        internal = (
            "id", "case", "former_id", "worker_of_former", "seen", "needs_second", "state", "roles", "proposed_by",
            "proposed_at", "confirmed_by", "confirmed_at", "done_by", "done_at", "undone_by", "undone_at", "let_in",
        )  # fmt: skip
        social = ("former_number", "reason", "people", "taken", "before")

    def __str__(self) -> str:
        return f"merge {self.id}"


class CarriedRow(models.Model):
    """One row that came from the former file: from which one, and how it looked when it came."""

    id = models.BigAutoField(primary_key=True)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    merge = models.ForeignKey(CaseMerge, on_delete=models.PROTECT, related_name="+")
    model = models.CharField(max_length=40)
    from_key = models.CharField(max_length=40)
    to_key = models.CharField(max_length=40)
    fingerprint = models.CharField(max_length=64)

    class Meta:
        db_table = "person_carried_row"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["merge", "model", "from_key"], name="row_carried_once")
        ]

    class Privacy:
        title = _("What came from the former file of a family")
        purpose = Purpose.SERVICE
        retention = Retention.HELP_FILE
        internal = ("id", "case", "merge", "model", "from_key", "to_key", "fingerprint")

    def __str__(self) -> str:
        return f"carried row {self.id}"
