"""When a job is lost, what follows, and when periodic work is due."""

from __future__ import annotations

from datetime import datetime, timedelta

from sozialraum.foundation.jobs.enums import JobState, OnLost

HEARTBEAT_EVERY = timedelta(seconds=3)
LOST_AFTER = timedelta(seconds=20)
MOST_ATTEMPTS = 3
KEPT_FOR = timedelta(days=90)
ENDED = frozenset({JobState.DONE, JobState.FAILED, JobState.CANCELED})


def is_lost(*, heartbeat_at: datetime, at: datetime) -> bool:
    """Whether a running job has been silent for so long that its worker must be dead.

    >>> is_lost(heartbeat_at=datetime(2026, 1, 1, 12, 0, 0), at=datetime(2026, 1, 1, 12, 0, 21))
    True
    """
    return at - heartbeat_at > LOST_AFTER


def may_restart(*, on_lost: OnLost, attempt: int) -> bool:
    """Whether a lost job is begun again; after three attempts it is not its worker that is at fault.

    >>> may_restart(on_lost=OnLost.RESTART, attempt=3)
    False
    """
    return on_lost is OnLost.RESTART and attempt < MOST_ATTEMPTS


def is_due(*, last_begun_at: datetime | None, every: timedelta, at: datetime) -> bool:
    """Whether periodic work is to be begun at ``at``."""
    return last_begun_at is None or at - last_begun_at >= every
