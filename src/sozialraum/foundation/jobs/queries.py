"""Reading background work."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sozialraum.foundation.jobs.enums import JobState
from sozialraum.foundation.jobs.kinds import kind_of
from sozialraum.foundation.jobs.models import Job, PeriodicWork
from sozialraum.foundation.jobs.rules import ENDED


@dataclass(frozen=True, slots=True)
class JobProgress:
    """How far a job is; ``total`` of 0 means that it is not known, ``title`` is a source text to translate."""

    id: UUID
    kind: str
    title: str
    state: JobState
    done: int
    total: int
    message: str
    reason: str
    by: UUID | None
    result: dict[str, Any] | None
    created_at: datetime
    started_at: datetime | None
    heartbeat_at: datetime | None
    finished_at: datetime | None

    @property
    def ended(self) -> bool:
        """Whether nothing more will happen."""
        return self.state in ENDED

    @property
    def percent(self) -> int | None:
        """What is done, 0 to 100; None where it is not known."""
        if self.state is JobState.DONE:
            return 100
        return min(100, round(100 * self.done / self.total)) if self.total else None


@dataclass(frozen=True, slots=True)
class PeriodicReport:
    """When periodic work was last done."""

    name: str
    begun_at: datetime | None
    ended_at: datetime | None
    failure: str


def job_progress(job_id: UUID) -> JobProgress | None:
    """Return how far the job is; None where there is no such job. Who may ask is for the caller to decide."""
    row = Job.objects.filter(id=job_id).first()
    return _progress(row) if row else None


def jobs_of(by: UUID, *, limit: int = 20) -> list[JobProgress]:
    """Return the latest jobs that this person asked for, newest first."""
    return [_progress(row) for row in Job.objects.filter(by=by).order_by("-created_at")[:limit]]


def periodic_reports() -> list[PeriodicReport]:
    """Return when each periodic work was last done."""
    rows = PeriodicWork.objects.order_by("name")
    return [PeriodicReport(row.name, row.begun_at, row.ended_at, row.failure) for row in rows]


def _progress(row: Job) -> JobProgress:
    kind = kind_of(row.kind)
    return JobProgress(
        id=row.id, kind=row.kind, title=kind.title if kind else row.kind, state=JobState(row.state), done=row.done,
        total=row.total, message=row.message, reason=row.reason, by=row.by, result=row.result,
        created_at=row.created_at, started_at=row.started_at, heartbeat_at=row.heartbeat_at,
        finished_at=row.finished_at,
    )  # fmt: skip
