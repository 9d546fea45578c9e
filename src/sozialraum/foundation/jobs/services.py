"""The one module through which background work is asked for, done, canceled and recovered.

The queue is django-tasks with its database backend: a job asked for inside a transaction exists only when that
transaction is committed. What people see of it is our ``Job``; progress and heartbeats are written on the second
connection, so that they are visible while the work's own transaction is still open.
"""

from __future__ import annotations

import logging
import time
import traceback
from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.db import connections, transaction
from django.db.models import Q

from sozialraum.errors import SozialraumError
from sozialraum.foundation.jobs.enums import JobState, OnLost
from sozialraum.foundation.jobs.kinds import JobKind, Periodic, kind_of, periodic_work
from sozialraum.foundation.jobs.models import Job, PeriodicWork
from sozialraum.foundation.jobs.rules import ENDED, KEPT_FOR, LOST_AFTER, is_due, is_lost, may_restart

log = logging.getLogger(__name__)

BESIDE = "audit"  # the connection outside the work's own transaction
REPORT_EVERY_SECONDS = 0.25
PERIODIC_LOCKS = 0x50A1


class Canceled(Exception):
    """The person who asked for the job does not want it any more."""


class HandedBack(Exception):
    """The worker is being stopped; the job waits for the next one."""


class Running:
    """The ``Run`` of one job: reports progress and notices a cancel or a stop."""

    def __init__(self, job: Job, *, clock: Callable[[], datetime], stopping: Callable[[], bool]) -> None:
        self._job, self._clock, self._stopping = job, clock, stopping
        self._reported = float("-inf")

    @property
    def by(self) -> UUID | None:
        """The id of the person who asked for the job."""
        return self._job.by

    def progress(self, *, done: int = 0, total: int = 0, message: str = "") -> None:
        """Say how far the work is; raises ``Canceled`` or ``HandedBack``, which the work lets pass."""
        now = time.monotonic()
        if done < total and not message and now - self._reported < REPORT_EVERY_SECONDS:
            return
        self._reported = now
        values: dict[str, Any] = {"done": done, "total": total, "heartbeat_at": self._clock()}
        if message:
            values["message"] = message[:300]
        rows = Job.objects.using(BESIDE).filter(id=self._job.id)
        rows.update(**values)
        if rows.filter(cancel_requested=True).exists():
            raise Canceled
        kind = kind_of(self._job.kind)
        if self._stopping() and kind is not None and kind.on_lost is OnLost.RESTART:
            raise HandedBack


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


def perform(
    job_id: UUID, *, clock: Callable[[], datetime], stopping: Callable[[], bool] = lambda: False
) -> JobState | None:
    """Do a waiting job in this process and return how it ended; None where it is not waiting.

    Errors end in the job's ``reason``: the sentence of a ``SozialraumError``, else the kind of the failure
    alone, since the text of an exception may carry contents of people's data.
    """
    row = _begin(job_id, at=clock())
    if row is None:
        return None
    kind = kind_of(row.kind)
    try:
        if kind is None:
            raise SozialraumError("This release does not know this kind of work any more.")
        result = kind.work(Running(row, clock=clock, stopping=stopping), **row.parameters)
    except HandedBack:
        return _hand_back(job_id)
    except Canceled:
        return _end(job_id, JobState.CANCELED, at=clock())
    except SozialraumError as error:
        return _end(job_id, JobState.FAILED, at=clock(), reason=str(error))
    except Exception as problem:
        frames = "".join(traceback.format_tb(problem.__traceback__))
        log.error("job %s of kind %s failed: %s\n%s", job_id, row.kind, type(problem).__name__, frames)
        return _end(job_id, JobState.FAILED, at=clock(), reason=f"{type(problem).__name__}")
    return _end(job_id, JobState.DONE, at=clock(), result=result)


def beat(job_id: UUID, *, at: datetime) -> None:
    """Record that the worker of a running job lives."""
    Job.objects.using(BESIDE).filter(id=job_id, state=JobState.RUNNING).update(heartbeat_at=at)


def recover_lost(*, at: datetime) -> int:
    """Begin again, or fail with a reason, every job whose worker died; returns how many there were.

    Also puts jobs back into the queue that wait without being in it (a worker died between taking a job from
    the queue and beginning it).
    """
    lost = Job.objects.filter(state=JobState.RUNNING, heartbeat_at__lt=at - LOST_AFTER).values_list(
        "id", flat=True
    )
    return sum(_recover(job_id, at=at) for job_id in list(lost)) + _recover_dropped(at=at)


def do_due(*, clock: Callable[[], datetime]) -> list[str]:
    """Do the periodic work that is due, each by one worker at a time; returns the names of what was done."""
    return [each.name for each in periodic_work() if _do_if_due(each, clock=clock)]


def forget_old(*, at: datetime) -> int:
    """Delete jobs that ended 90 days ago, and the queue's own notes of a day; returns how many jobs."""
    from django_tasks_db.models import DBTaskResult

    DBTaskResult.objects.finished().filter(finished_at__lt=at - KEPT_FOR / 90).delete()
    deleted, _tables = Job.objects.filter(state__in=ENDED, finished_at__lt=at - KEPT_FOR).delete()
    return deleted


def _put_in_queue(job_id: UUID) -> None:
    from sozialraum.foundation.jobs.tasks import run_job

    run_job.enqueue(str(job_id))


def _begin(job_id: UUID, *, at: datetime) -> Job | None:
    with transaction.atomic():
        row = Job.objects.select_for_update().filter(id=job_id, state=JobState.WAITING).first()
        if row is None:
            return None
        row.state, row.started_at, row.heartbeat_at = JobState.RUNNING, at, at
        row.attempt += 1
        row.done = row.total = 0
        row.message = ""
        row.save()
    return row


def _end(job_id: UUID, state: JobState, *, at: datetime, reason: str = "", result: Any = None) -> JobState:
    values = {"state": state, "finished_at": at, "reason": reason[:500], "result": result}
    Job.objects.filter(id=job_id, state=JobState.RUNNING).update(**values)
    return state


def _hand_back(job_id: UUID) -> JobState:
    with transaction.atomic():
        row = Job.objects.select_for_update().get(id=job_id)
        row.state, row.heartbeat_at = JobState.WAITING, None
        row.attempt -= 1
        row.save(update_fields=["state", "heartbeat_at", "attempt"])
        _put_in_queue(job_id)
    return JobState.WAITING


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


def _do_if_due(work: Periodic, *, clock: Callable[[], datetime]) -> bool:
    connection = connections["default"]
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, hashtext(%s))", [PERIODIC_LOCKS, work.name])
        if not cursor.fetchone()[0]:
            return False
        try:
            return _do(work, clock=clock)
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s, hashtext(%s))", [PERIODIC_LOCKS, work.name])


def _do(work: Periodic, *, clock: Callable[[], datetime]) -> bool:
    row, _made = PeriodicWork.objects.get_or_create(name=work.name)
    begun = clock()
    if not is_due(last_begun_at=row.begun_at, every=work.every, at=begun):
        return False
    row.begun_at = begun
    row.save(update_fields=["begun_at"])
    try:
        work.work(begun)
        row.failure = ""
    except Exception as problem:
        log.error("periodic work %s failed: %s", work.name, type(problem).__name__)
        row.failure = str(problem)[:500] if isinstance(problem, SozialraumError) else type(problem).__name__
    row.ended_at = clock()
    row.save(update_fields=["ended_at", "failure"])
    return True
