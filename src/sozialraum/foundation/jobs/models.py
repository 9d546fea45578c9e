"""Background work as people see it: what was asked for, how far it is, how it ended."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sozialraum.foundation.jobs.enums import JobState
from sozialraum.foundation.vocabulary import Purpose, Retention


class Job(models.Model):
    """One piece of background work. Parameters and results are ids and numbers, never contents."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=80)
    state = models.CharField(
        max_length=12, choices=[(state.value, state.name) for state in JobState], default=JobState.WAITING
    )
    parameters = models.JSONField(default=dict)
    result = models.JSONField(null=True, blank=True)
    done = models.PositiveBigIntegerField(default=0)
    total = models.PositiveBigIntegerField(default=0)
    message = models.CharField(max_length=300, blank=True)
    reason = models.CharField(max_length=500, blank=True)
    by = models.UUIDField(null=True, blank=True)
    attempt = models.PositiveSmallIntegerField(default=0)
    cancel_requested = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True, blank=True)
    heartbeat_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["by", "-created_at"], name="job_by_person"),
            models.Index(fields=["heartbeat_at"], name="job_running", condition=Q(state="running")),
        ]

    class Privacy:
        title = _("Background work")
        purpose = Purpose.OPERATION
        retention = Retention.JOB
        internal = (
            "id", "kind", "state", "parameters", "result", "done", "total", "message", "reason", "by", "attempt",
            "cancel_requested", "created_at", "started_at", "heartbeat_at", "finished_at",
        )  # fmt: skip

    def __str__(self) -> str:
        return f"job {self.id}"


class PeriodicWork(models.Model):
    """When periodic work was last begun and how it ended."""

    name = models.CharField(max_length=80, primary_key=True)
    begun_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    failure = models.CharField(max_length=500, blank=True)

    class Privacy:
        title = _("Recurring background work")
        purpose = Purpose.OPERATION
        retention = Retention.JOB
        internal = ("name", "begun_at", "ended_at", "failure")

    def __str__(self) -> str:
        return self.name
