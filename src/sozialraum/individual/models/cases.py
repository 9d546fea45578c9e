"""Families the office is there for, and who belongs to them."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sozialraum.foundation.vocabulary import Erasure, Purpose, Retention
from sozialraum.individual.enums import CaseState, MemberKind


class Case(models.Model):
    """One family that the office is there for; ``merged_into`` names the file that leads where it was entered twice."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.CharField(max_length=20, unique=True)
    family_name = models.CharField(max_length=120)
    area_code = models.CharField(max_length=20)
    area_vintage = models.CharField(max_length=10)
    team_code = models.CharField(max_length=20)
    state = models.CharField(max_length=20, choices=[(s.value, s.name) for s in CaseState])
    opened_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)
    without_help = models.BooleanField(default=False)
    archived_at = models.DateTimeField(null=True, blank=True)
    merged_into = models.UUIDField(null=True, blank=True)

    class Meta:
        db_table = "person_case"
        indexes: ClassVar = [
            models.Index(
                fields=["merged_into"], condition=Q(merged_into__isnull=False), name="case_brought_together"
            ),
            models.Index(
                fields=["ended_on", "without_help"],
                condition=Q(archived_at__isnull=True),
                name="case_ended_in_use",
            ),
            models.Index(
                fields=["ended_on"], condition=Q(without_help=True), name="case_ended_with_counseling"
            ),
            models.Index(fields=["opened_on"], name="case_by_opening"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | ~Q(merged_into=models.F("id")),
                name="case_is_not_its_own_former_file",
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=models.F("opened_on")),
                name="case_ends_after_it_begins",
            ),
        ]

    class Privacy:
        title = _("Cases")
        purpose = Purpose.SERVICE
        retention = Retention.HELP_FILE
        internal = ("id", "team_code", "archived_at", "merged_into")
        social = (
            "without_help",
            "number",
            "family_name",
            "area_code",
            "area_vintage",
            "state",
            "opened_on",
            "ended_on",
        )
        erasure: ClassVar = {"family_name": Erasure.ARCHIVE}

    def __str__(self) -> str:
        return f"case {self.id}"


class Member(models.Model):
    """Somebody who belongs to the family, or whom the family counts in.

    ``user_id`` is the own account. ``invited_as`` is the id that an account will have once the letter ``letter_id`` is used.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="members")
    kind = models.CharField(max_length=20, choices=[(k.value, k.name) for k in MemberKind])
    full_name = models.CharField(max_length=200)
    called = models.CharField(max_length=80, blank=True)
    born_on = models.DateField(null=True, blank=True)
    user_id = models.UUIDField(null=True, blank=True)
    invited_as = models.UUIDField(null=True, blank=True)
    letter_id = models.UUIDField(null=True, blank=True)

    class Meta:
        db_table = "person_member"
        indexes: ClassVar = [
            models.Index(
                fields=["born_on"],
                condition=Q(kind=MemberKind.YOUNG_PERSON.value),
                name="young_person_by_birthday",
            )
        ]

    class Privacy:
        title = _("Members of families")
        purpose = Purpose.SERVICE
        retention = Retention.HELP_FILE
        internal = ("id", "case", "user_id", "invited_as", "letter_id")
        social = ("kind", "full_name", "called", "born_on")

    def __str__(self) -> str:
        return f"member {self.id}"
