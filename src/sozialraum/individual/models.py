"""Cases and the words spoken in them. Every table here is guarded: no grant, no rows."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sozialraum.foundation.vocabulary import Erasure, Purpose, Retention
from sozialraum.individual.enums import CaseState, MemberKind, SharedThing, StatementKind


class Case(models.Model):
    """One family that the office is there for."""

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

    class Meta:
        db_table = "person_case"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=models.F("opened_on")),
                name="case_ends_after_it_begins",
            )
        ]

    class Privacy:
        title = _("Cases")
        purpose = Purpose.SERVICE
        retention = Retention.HELP_FILE
        internal = ("id", "team_code", "archived_at")
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
    """Somebody who belongs to the family, or whom the family counts in."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="members")
    kind = models.CharField(max_length=20, choices=[(k.value, k.name) for k in MemberKind])
    full_name = models.CharField(max_length=200)
    called = models.CharField(max_length=80, blank=True)
    born_on = models.DateField(null=True, blank=True)
    user_id = models.UUIDField(null=True, blank=True)

    class Meta:
        db_table = "person_member"

    class Privacy:
        title = _("Members of families")
        purpose = Purpose.SERVICE
        retention = Retention.HELP_FILE
        internal = ("id", "case", "user_id")
        social = ("kind", "full_name", "called", "born_on")

    def __str__(self) -> str:
        return f"member {self.id}"


class Statement(models.Model):
    """What somebody said: one speaker, one kind, one day. It is never overwritten by another record."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="statements")
    speaker = models.ForeignKey(
        Member, null=True, blank=True, on_delete=models.PROTECT, related_name="statements"
    )
    professional_id = models.UUIDField(null=True, blank=True)
    kind = models.CharField(max_length=20, choices=[(k.value, k.name) for k in StatementKind])
    text = models.TextField()
    own_action = models.TextField(blank=True)
    strength = models.PositiveSmallIntegerField(null=True, blank=True)
    verbatim = models.BooleanField(default=True)
    language = models.CharField(max_length=8, default="de")
    said_on = models.DateField()
    agreed_with_provider = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)
    recorded_by = models.UUIDField()
    recorded_at = models.DateTimeField()
    changed_by = models.UUIDField()
    changed_at = models.DateTimeField()

    class Meta:
        db_table = "person_statement"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(speaker__isnull=False, professional_id__isnull=True)
                | Q(speaker__isnull=True, professional_id__isnull=False),
                name="statement_has_one_speaker",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["professional_view", "mandate"], professional_id__isnull=False)
                | Q(kind__in=["wish", "will", "open"], speaker__isnull=False),
                name="statement_kind_fits_speaker",
            ),
            models.CheckConstraint(
                condition=Q(strength__isnull=True) | Q(strength__lte=10), name="statement_strength_0_to_10"
            ),
        ]

    class Privacy:
        title = _("What was said in a case")
        purpose = Purpose.SERVICE
        retention = Retention.HELP_FILE
        internal = (
            "id",
            "case",
            "version",
            "recorded_by",
            "recorded_at",
            "changed_by",
            "changed_at",
            "agreed_with_provider",
            "professional_id",
        )
        social = ("speaker", "kind", "text", "own_action", "strength", "verbatim", "language", "said_on")

    def __str__(self) -> str:
        return f"statement {self.id}"


class StatementVersion(models.Model):
    """What a statement said before it was changed: nothing that was said is lost."""

    id = models.BigAutoField(primary_key=True)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    statement = models.ForeignKey(Statement, on_delete=models.PROTECT, related_name="versions")
    version = models.PositiveIntegerField()
    text = models.TextField()
    own_action = models.TextField(blank=True)
    strength = models.PositiveSmallIntegerField(null=True, blank=True)
    saved_by = models.UUIDField()
    saved_at = models.DateTimeField()

    class Meta:
        db_table = "person_statement_version"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["statement", "version"], name="statement_version_once")
        ]

    class Privacy:
        title = _("Earlier versions of what was said")
        purpose = Purpose.SERVICE
        retention = Retention.HELP_FILE
        internal = ("id", "case", "statement", "version", "saved_by", "saved_at")
        social = ("text", "own_action", "strength")

    def __str__(self) -> str:
        return f"version {self.version} of statement {self.statement_id}"


class Share(models.Model):
    """One thing of one person of the family that somebody else may see, until it is taken back."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    owner = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    thing = models.CharField(max_length=20, choices=[(t.value, t.name) for t in SharedThing])
    recipient_id = models.UUIDField()
    until = models.DateField(null=True, blank=True)
    given_by = models.UUIDField()
    given_at = models.DateTimeField()
    withdrawn_by = models.UUIDField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "person_share"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["owner", "thing", "recipient_id"], condition=Q(withdrawn_at__isnull=True),
                name="share_runs_once",
            )
        ]  # fmt: skip

    class Privacy:
        title = _("What families show to whom")
        purpose = Purpose.SERVICE
        retention = Retention.HELP_FILE
        internal = ("id", "case", "thing", "given_by", "given_at", "withdrawn_by", "withdrawn_at", "until")
        social = ("owner", "recipient_id")

    def __str__(self) -> str:
        return f"share {self.id}"


class NetworkSheet(models.Model):
    """The network map of one person of the family on one day; it belongs to that person."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    owner = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    drawn_on = models.DateField()
    content = models.JSONField(default=dict)
    version = models.PositiveIntegerField(default=1)
    begun_by = models.UUIDField()
    begun_at = models.DateTimeField()
    changed_by = models.UUIDField()
    changed_at = models.DateTimeField()

    class Meta:
        db_table = "person_network_sheet"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["owner", "drawn_on"], name="network_sheet_once_a_day")
        ]

    class Privacy:
        title = _("Network maps")
        purpose = Purpose.SERVICE
        retention = Retention.HELP_FILE
        internal = ("id", "case", "version", "begun_by", "begun_at", "changed_by", "changed_at")
        social = ("owner", "drawn_on", "content")

    def __str__(self) -> str:
        return f"network sheet {self.id}"


class NetworkSheetVersion(models.Model):
    """A network map before it was changed: each step of the running sitting, and the beginning of every earlier one."""

    id = models.BigAutoField(primary_key=True)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    sheet = models.ForeignKey(NetworkSheet, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField()
    content = models.JSONField()
    step = models.BooleanField()
    saved_by = models.UUIDField()
    saved_at = models.DateTimeField()

    class Meta:
        db_table = "person_network_sheet_version"

    class Privacy:
        title = _("Earlier states of network maps")
        purpose = Purpose.SERVICE
        retention = Retention.HELP_FILE
        internal = ("id", "case", "sheet", "version", "step", "saved_by", "saved_at")
        social = ("content",)

    def __str__(self) -> str:
        return f"version {self.version} of network sheet {self.sheet_id}"


class EntrustedNote(models.Model):
    """What was entrusted to one person (§ 65 SGB VIII): sealed, and readable for nobody else (H7)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    author_id = models.UUIDField()
    sealed_text = models.BinaryField()
    version = models.PositiveIntegerField(default=1)
    written_at = models.DateTimeField()

    class Meta:
        db_table = "person_entrusted_note"

    class Privacy:
        title = _("Entrusted notes")
        purpose = Purpose.SERVICE
        retention = Retention.HELP_FILE
        internal = ("id", "case", "author_id", "version", "written_at")
        entrusted = ("sealed_text",)

    def __str__(self) -> str:
        return f"entrusted note {self.id}"

    @property
    def place(self) -> str:
        """The place that the sealed text is bound to."""
        return f"individual.EntrustedNote.sealed_text:{self.id}"
