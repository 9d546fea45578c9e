"""The one task of the queue: do the job of this id. Everything about the job stands in our own table."""

from __future__ import annotations

from datetime import UTC, datetime
from threading import Event
from uuid import UUID

from django_tasks import task

from sozialraum.foundation.jobs.enums import JobState
from sozialraum.foundation.jobs.performance import perform

stopping = Event()
doing: set[UUID] = set()


@task()
def run_job(job_id: str) -> str:
    """Do the job and return how it ended; its errors end in the job and never in the queue."""
    number = UUID(job_id)
    doing.add(number)
    try:
        ended = perform(number, clock=lambda: datetime.now(UTC), stopping=stopping.is_set)
    finally:
        doing.discard(number)
    if ended is JobState.WAITING:
        run_job.enqueue(job_id)
    return str(ended or "")
