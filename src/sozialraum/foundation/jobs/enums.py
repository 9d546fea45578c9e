"""States of background work."""

from __future__ import annotations

from enum import StrEnum


class JobState(StrEnum):
    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELED = "canceled"


class OnLost(StrEnum):
    """What becomes of a job whose worker died: begun again, or failed with a reason."""

    RESTART = "restart"
    FAIL = "fail"
