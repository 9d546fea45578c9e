"""The one module through which background work is asked for, canceled and recovered.

The queue is django-tasks with its database backend: a job asked for inside a transaction exists only when that
transaction is committed. What people see of it is our ``Job``; progress and heartbeats are written on the second
connection, so that they are visible while the work's own transaction is still open.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import Q

from sozialraum.foundation.jobs.enums import JobState
from sozialraum.foundation.jobs.kinds import JobKind, kind_of
from sozialraum.foundation.jobs.models import Job
from sozialraum.foundation.jobs.rules import ENDED, KEPT_FOR, LOST_AFTER, is_lost, may_restart
from sozialraum.foundation.jobs.tasks import run_job


def enqueue(kind: JobKind, *, by: UUID | None, at: datetime, **parameters: Any) -> UUID:
    """Ask for a job and return its id; it is begun when the surrounding transaction is committed."""
    job_id = uuid4()
    with transaction.atomic():
        Job.objects.create(id=job_id, kind=kind.name, parameters=parameters, by=by, created_at=at)
        _put_in_queue(job_id)
    return job_id


def cancel(job_id: UUID, *, at: datetime) -> bool:
    """Cancel a job: a waiting one at once, a running one at its next report; returns whether it can be."""
    with transaction.atomic():
        row = Job.objects.select_for_update().filter(id=job_id).first()
        if row is None or row.state in ENDED:
            return False
        row.cancel_requested = True
        if row.state == JobState.WAITING:
            row.state, row.finished_at = JobState.CANCELED, at
        row.save(update_fields=["cancel_requested", "state", "finished_at"])
    return True


def recover_lost(*, at: datetime) -> int:
    """Begin again, or fail with a reason, every job whose worker died; returns how many there were.

    Also puts jobs back into the queue that wait without being in it (a worker died between taking a job from
    the queue and beginning it).
    """
    lost = Job.objects.filter(state=JobState.RUNNING, heartbeat_at__lt=at - LOST_AFTER).values_list(
        "id", flat=True
    )
    return sum(_recover(job_id, at=at) for job_id in list(lost)) + _recover_dropped(at=at)


def forget_old(*, at: datetime) -> int:
    """Delete jobs that ended 90 days ago, and the queue's own notes of a day; returns how many jobs."""
    from django_tasks_db.models import DBTaskResult

    DBTaskResult.objects.finished().filter(finished_at__lt=at - KEPT_FOR / 90).delete()
    deleted, _tables = Job.objects.filter(state__in=ENDED, finished_at__lt=at - KEPT_FOR).delete()
    return deleted


def _put_in_queue(job_id: UUID) -> None:
    run_job.enqueue(str(job_id))


def _recover(job_id: UUID, *, at: datetime) -> int:
    with transaction.atomic():
        row = (
            Job.objects.select_for_update(skip_locked=True).filter(id=job_id, state=JobState.RUNNING).first()
        )
        if row is None or row.heartbeat_at is None or not is_lost(heartbeat_at=row.heartbeat_at, at=at):
            return 0
        kind = kind_of(row.kind)
        if (
            kind is not None
            and not row.cancel_requested
            and may_restart(on_lost=kind.on_lost, attempt=row.attempt)
        ):
            row.state, row.heartbeat_at = JobState.WAITING, None
            row.save(update_fields=["state", "heartbeat_at"])
            _put_in_queue(job_id)
            return 1
        row.state = JobState.CANCELED if row.cancel_requested else JobState.FAILED
        row.finished_at = at
        row.reason = "The program was ended while this was running. Start it again."
        row.save(update_fields=["state", "finished_at", "reason"])
    return 1


def _recover_dropped(*, at: datetime) -> int:
    from django_tasks_db.models import DBTaskResult

    waiting = Job.objects.filter(state=JobState.WAITING, created_at__lt=at - LOST_AFTER).values_list(
        "id", flat=True
    )
    found = 0
    for job_id in list(waiting):
        with transaction.atomic():
            if (
                not Job.objects.select_for_update(skip_locked=True)
                .filter(id=job_id, state=JobState.WAITING)
                .exists()
            ):
                continue
            queued = DBTaskResult.objects.filter(Q(status="READY"), args_kwargs__args__0=str(job_id)).exists()
            if not queued:
                _put_in_queue(job_id)
                found += 1
    return found
