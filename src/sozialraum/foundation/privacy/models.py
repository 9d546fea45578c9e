"""What the privacy room stores: emergency accesses, notices about them, and runs of the retention engine."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from sozialraum.foundation.privacy.enums import EmergencyKind, NoticeKind, Verdict
from sozialraum.foundation.vocabulary import Purpose, Retention


class EmergencyAccess(models.Model):
    """One foreign case that was opened in an emergency: who, why, until when, and what the review found."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    subject_kind = models.CharField(max_length=40)
    subject_id = models.UUIDField()
    actor_id = models.UUIDField()
    kind = models.CharField(max_length=20, choices=[(k.value, k.name) for k in EmergencyKind])
    reason = models.TextField()
    opened_at = models.DateTimeField()
    until = models.DateTimeField()
    verdict = models.CharField(max_length=20, blank=True, choices=[(v.value, v.name) for v in Verdict])
    remark = models.TextField(blank=True)
    reviewed_by = models.UUIDField(null=True, blank=True)
    reviewed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "person_emergency_access"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(until__gt=F("opened_at")), name="emergency_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=Q(verdict="", reviewed_by__isnull=True, reviewed_at__isnull=True)
                | (~Q(verdict="") & Q(reviewed_by__isnull=False, reviewed_at__isnull=False)),
                name="emergency_review_is_whole",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["actor_id", "until"], name="emergency_by_actor"),
            models.Index(fields=["subject_id"], name="emergency_by_subject"),
        ]

    class Privacy:
        title = _("Openings in an emergency")
        purpose = Purpose.SUPERVISION
        retention = Retention.AUDIT
        internal = (
            "id", "subject_kind", "subject_id", "actor_id", "kind", "opened_at", "until", "verdict", "reviewed_by",
            "reviewed_at",
        )  # fmt: skip
        social = ("reason", "remark")

    def __str__(self) -> str:
        return f"emergency access {self.id}"


class Notice(models.Model):
    """Something that whoever holds a role must learn at once; it names ids, never contents."""

    id = models.BigAutoField(primary_key=True)
    kind = models.CharField(max_length=40, choices=[(k.value, k.name) for k in NoticeKind])
    role = models.CharField(max_length=40)
    scope_kind = models.CharField(max_length=20)
    scope_key = models.CharField(max_length=64, blank=True)
    user_id = models.UUIDField(null=True, blank=True)
    subject_kind = models.CharField(max_length=40)
    subject_id = models.CharField(max_length=64)
    object_id = models.UUIDField()
    made_at = models.DateTimeField()
    seen_by = models.UUIDField(null=True, blank=True)
    seen_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(
                fields=["role", "scope_kind", "scope_key"],
                name="notice_unseen",
                condition=Q(seen_at__isnull=True),
            )
        ]

    class Privacy:
        title = _("Notices about emergencies")
        purpose = Purpose.SUPERVISION
        retention = Retention.AUDIT
        internal = (
            "id", "kind", "role", "scope_kind", "scope_key", "user_id", "subject_kind", "subject_id", "object_id",
            "made_at", "seen_by", "seen_at",
        )  # fmt: skip

    def __str__(self) -> str:
        return f"notice {self.id}"


class RetentionRun(models.Model):
    """One run of the retention engine: what was due, who approved the erasure, what was done.

    ``due`` and ``erased_rows`` are numbers; ``subjects`` are the ids to be erased, emptied when that is done.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    planned_at = models.DateTimeField()
    due = models.JSONField()
    subjects = models.JSONField(default=list)
    approved_by = models.UUIDField(null=True, blank=True)
    approved_at = models.DateTimeField(null=True, blank=True)
    archive_offered_on = models.DateField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    erased_rows = models.JSONField(default=dict)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(
                    approved_by__isnull=True, approved_at__isnull=True, archive_offered_on__isnull=True
                )
                | Q(approved_by__isnull=False, approved_at__isnull=False, archive_offered_on__isnull=False),
                name="retention_approval_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(done_at__isnull=True) | Q(approved_by__isnull=False),
                name="retention_done_is_approved",
            ),
        ]

    class Privacy:
        title = _("Runs of the retention engine")
        purpose = Purpose.RETENTION
        retention = Retention.WHILE_NEEDED
        internal = (
            "id", "planned_at", "due", "subjects", "approved_by", "approved_at", "archive_offered_on", "done_at",
            "erased_rows",
        )  # fmt: skip

    def __str__(self) -> str:
        return f"retention run {self.id}"
