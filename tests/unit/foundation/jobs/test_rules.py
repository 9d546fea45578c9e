from datetime import UTC, datetime, timedelta

import pytest

from sozialraum.foundation.jobs.enums import OnLost
from sozialraum.foundation.jobs.rules import HEARTBEAT_EVERY, LOST_AFTER, is_due, is_lost, may_restart

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def test_some_missed_beats_are_no_loss() -> None:
    assert LOST_AFTER > 3 * HEARTBEAT_EVERY
    assert not is_lost(heartbeat_at=NOON, at=NOON + LOST_AFTER)
    assert is_lost(heartbeat_at=NOON, at=NOON + LOST_AFTER + timedelta(microseconds=1))


@pytest.mark.parametrize(
    ("on_lost", "attempt", "expected"),
    [(OnLost.RESTART, 1, True), (OnLost.RESTART, 2, True), (OnLost.RESTART, 3, False), (OnLost.FAIL, 1, False)],
)
def test_restart_only_where_declared_and_not_for_ever(on_lost: OnLost, attempt: int, expected: bool) -> None:
    assert may_restart(on_lost=on_lost, attempt=attempt) is expected


def test_periodic_work_is_due_at_first_and_after_its_interval() -> None:
    every = timedelta(minutes=1)
    assert is_due(last_begun_at=None, every=every, at=NOON)
    assert not is_due(last_begun_at=NOON, every=every, at=NOON + timedelta(seconds=59))
    assert is_due(last_begun_at=NOON, every=every, at=NOON + every)
