"""What was said in a case, and what was entrusted to one person."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sozialraum.foundation.vocabulary import Purpose, Retention
from sozialraum.individual.enums import StatementKind
from sozialraum.individual.models.cases import Case, Member


class Statement(models.Model):
    """What somebody said: one speaker, one kind, one day. It is never overwritten by another record.

    What is ``private`` was said in a private moment: the speaker and who wrote it down read it, and nobody else, until
    the speaker wants it shown.
    """

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
    private = models.BooleanField(default=False)
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
            models.CheckConstraint(
                condition=Q(private=False) | Q(speaker__isnull=False, agreed_with_provider=False),
                name="statement_private_is_own_and_stays",
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
            "private",
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


class PlainWording(models.Model):
    """What somebody said, put into plain words by somebody else: it stands beside the words and never over them (H4)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    statement = models.ForeignKey(Statement, on_delete=models.PROTECT, related_name="+")
    of_version = models.PositiveIntegerField()
    text = models.TextField()
    written_by = models.UUIDField()
    written_at = models.DateTimeField()

    class Meta:
        db_table = "person_plain_wording"

    class Privacy:
        title = _("What was said, in plain words")
        purpose = Purpose.SERVICE
        retention = Retention.HELP_FILE
        internal = ("id", "case", "statement", "of_version", "written_by", "written_at")
        social = ("text",)

    def __str__(self) -> str:
        return f"plain wording {self.id}"


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
