"""Doing a job in this process, with progress, cancel and hand-back; the queue knows nothing of it."""

from __future__ import annotations

import logging
import time
import traceback
from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from sozialraum.errors import SozialraumError
from sozialraum.foundation.jobs.enums import JobState, OnLost
from sozialraum.foundation.jobs.kinds import kind_of
from sozialraum.foundation.jobs.models import Job

log = logging.getLogger(__name__)

BESIDE = "audit"  # the connection outside the work's own transaction
REPORT_EVERY_SECONDS = 0.25


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


def perform(
    job_id: UUID, *, clock: Callable[[], datetime], stopping: Callable[[], bool] = lambda: False
) -> JobState | None:
    """Do a waiting job in this process and return how it ended; None where it is not waiting.

    ``WAITING`` means that it was handed back and wants to go into the queue again.

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
    return JobState.WAITING
