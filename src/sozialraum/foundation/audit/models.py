"""The audit trail: entries that are only ever added, and the seals that chain them."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from sozialraum.foundation.audit.enums import Function, Outcome
from sozialraum.foundation.vocabulary import Action, Purpose, Retention


def _choices(kinds: type) -> list[tuple[str, str]]:
    return [(kind.value, kind.name) for kind in kinds]  # type: ignore[attr-defined]  # members of an enum


class AuditEntry(models.Model):
    """One act: who, when, as what, on what, why. Ids and field names only, never contents."""

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField()
    actor_id = models.UUIDField(null=True)
    role = models.CharField(max_length=40, blank=True)
    function = models.CharField(max_length=20, choices=_choices(Function))
    action = models.CharField(max_length=20, choices=_choices(Action))
    purpose = models.CharField(max_length=20, choices=_choices(Purpose))
    outcome = models.CharField(max_length=20, choices=_choices(Outcome))
    ground = models.CharField(max_length=200, blank=True)
    subject_kind = models.CharField(max_length=40)
    subject_id = models.CharField(max_length=64, blank=True)
    object_kind = models.CharField(max_length=80, blank=True)
    object_id = models.CharField(max_length=64, blank=True)
    fields = ArrayField(models.CharField(max_length=60), default=list)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["subject_kind", "subject_id", "-at"], name="audit_by_subject"),
            models.Index(fields=["actor_id", "-at"], name="audit_by_actor"),
            models.Index(fields=["at"], name="audit_by_time"),
        ]

    class Privacy:
        title = _("Audit trail")
        purpose = Purpose.SUPERVISION
        retention = Retention.AUDIT
        internal = (
            "id", "at", "actor_id", "role", "function", "action", "purpose", "outcome", "ground",
            "subject_kind", "subject_id", "object_kind", "object_id", "fields",
        )  # fmt: skip

    def __str__(self) -> str:
        return f"audit entry {self.id}"


class AuditSeal(models.Model):
    """The link of one entry in the hash chain: SHA-256 over the previous link and the entry."""

    position = models.BigIntegerField(primary_key=True)
    entry_id = models.BigIntegerField(unique=True)
    sealed_at = models.DateTimeField()
    digest = models.CharField(max_length=64)

    class Privacy:
        title = _("Seals of the audit trail")
        purpose = Purpose.SUPERVISION
        retention = Retention.AUDIT
        internal = ("position", "entry_id", "sealed_at", "digest")

    def __str__(self) -> str:
        return f"audit seal {self.position}"
