"""Where cases came from, and what came along: ties between people, households over time."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from sozialraum.foundation.vocabulary import Purpose, Retention
from sozialraum.individual.models.cases import Case, Member


class CaseImport(models.Model):
    """One export of another system: looked at, taken over, perhaps taken back. The file itself is kept sealed until then.

    ``findings`` name rows, columns and keys of the file, never a person, and are forgotten with it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    system = models.CharField(max_length=80)
    sealed = models.TextField(blank=True)
    file_hash = models.CharField(max_length=64)
    counts = models.JSONField(default=dict)
    findings = models.JSONField(default=list)
    asked_by = models.UUIDField()
    asked_at = models.DateTimeField()
    job_id = models.UUIDField(null=True)
    done_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)

    class Privacy:
        title = _("Exports of other systems")
        purpose = Purpose.SERVICE
        retention = Retention.WHILE_NEEDED
        internal = (
            "id", "system", "file_hash", "counts", "findings", "asked_by", "asked_at", "job_id", "done_at", "undone_at",
        )  # fmt: skip
        entrusted = ("sealed",)

    def __str__(self) -> str:
        return f"case import {self.id}"


class CaseOrigin(models.Model):
    """The key that a case had in the system it came from, so that it is recognized when it comes again."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="+")
    case_import = models.ForeignKey(CaseImport, on_delete=models.PROTECT, related_name="+")
    system = models.CharField(max_length=80)
    key = models.CharField(max_length=80)

    class Meta:
        db_table = "person_case_origin"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["system", "key"], name="origin_taken_over_once")
        ]

    class Privacy:
        title = _("Keys of cases in other systems")
        purpose = Purpose.SERVICE
        retention = Retention.HELP_FILE
        internal = ("id", "case", "case_import", "system")
        social = ("key",)

    def __str__(self) -> str:
        return f"origin {self.id}"


class MemberTie(models.Model):
    """What one member of a family is to another, for a time: parent, sibling, guardian."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    tie = models.CharField(max_length=20)
    other = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    valid_from = models.DateField(null=True)
    valid_until = models.DateField(null=True)

    class Meta:
        db_table = "person_member_tie"

    class Privacy:
        title = _("Ties between members of a family")
        purpose = Purpose.SERVICE
        retention = Retention.HELP_FILE
        internal = ("id", "case")
        social = ("member", "tie", "other", "valid_from", "valid_until")

    def __str__(self) -> str:
        return f"tie {self.id}"


class HouseholdStay(models.Model):
    """Somebody of the family lived in a household from a day until a day; the same key is the same household."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    household = models.CharField(max_length=80)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True)

    class Meta:
        db_table = "person_household_stay"

    class Privacy:
        title = _("Households over time")
        purpose = Purpose.SERVICE
        retention = Retention.HELP_FILE
        internal = ("id", "case")
        social = ("member", "household", "valid_from", "valid_until")

    def __str__(self) -> str:
        return f"household stay {self.id}"
