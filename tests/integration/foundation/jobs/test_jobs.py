"""Background work: asked for, done, reported, canceled, lost and found again."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection, connections, transaction
from django_tasks_db.models import DBTaskResult

from sozialraum.errors import SozialraumError
from sozialraum.foundation.jobs import kinds, tasks
from sozialraum.foundation.jobs.enums import JobState, OnLost
from sozialraum.foundation.jobs.kinds import Run, job, periodically
from sozialraum.foundation.jobs.models import Job, PeriodicWork
from sozialraum.foundation.jobs.performance import beat, perform
from sozialraum.foundation.jobs.periodic import do_due
from sozialraum.foundation.jobs.queries import JobProgress, job_progress, jobs_of, periodic_reports
from sozialraum.foundation.jobs.rules import KEPT_FOR, LOST_AFTER
from sozialraum.foundation.jobs.services import cancel, enqueue, forget_old, recover_lost
from sozialraum.foundation.jobs.worker import Worker

pytestmark = pytest.mark.usefixtures("committing")

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
KIM = UUID("00000000-0000-0000-0000-0000000000a1")


@pytest.fixture
def committing(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """A database whose transactions are real: jobs run in other threads and connections.

    Django's own way to empty the tables afterwards (TRUNCATE) is closed to the application's role, as it should.
    """
    with django_db_blocker.unblock():
        yield
        for model in (Job, DBTaskResult, PeriodicWork):
            model.objects.all().delete()
        connections.close_all()


class Clock:
    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(autouse=True)
def own_kinds(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(kinds, "_kinds", dict(kinds._kinds))
    monkeypatch.setattr(kinds, "_periodic", {})
    tasks.stopping.clear()
    yield
    tasks.stopping.clear()


def state_of(job_id: UUID) -> JobProgress:
    found = job_progress(job_id)
    assert found is not None
    return found


def test_a_job_is_done_and_its_result_kept(clock: Clock) -> None:
    @job("test.add", title="Adding")
    def add(run: Run, *, left: int, right: int) -> dict[str, Any]:
        run.progress(done=1, total=2, message="half")
        return {"sum": left + right, "by": str(run.by)}

    number = enqueue(add, by=KIM, at=NOON, left=2, right=3)
    assert state_of(number).state is JobState.WAITING
    Worker().run(once=True)
    found = state_of(number)
    assert (found.state, found.percent, found.title) == (JobState.DONE, 100, "Adding")
    assert found.result == {"sum": 5, "by": str(KIM)}
    assert [each.id for each in jobs_of(KIM)] == [number]
    assert jobs_of(uuid4()) == []


def test_a_job_of_a_rolled_back_transaction_does_not_exist() -> None:
    @job("test.never", title="Never")
    def never(run: Run) -> None:
        raise AssertionError("must not run")

    with transaction.atomic():
        enqueue(never, by=None, at=NOON)
        transaction.set_rollback(True)
    assert Job.objects.count() == 0
    assert DBTaskResult.objects.count() == 0


def test_progress_is_seen_while_the_works_transaction_is_open(clock: Clock) -> None:
    seen: list[tuple[int, int, int | None]] = []

    def look() -> None:
        found = state_of(number)
        seen.append((found.done, found.total, found.percent))
        connections.close_all()

    @job("test.long", title="Long")
    def long(run: Run) -> None:
        with transaction.atomic():
            run.progress(done=30, total=120, message="areas")
            other = threading.Thread(target=look)
            other.start()
            other.join()

    number = enqueue(long, by=None, at=NOON)
    perform(number, clock=clock)
    assert seen == [(30, 120, 25)]


def test_a_waiting_job_is_canceled_at_once(clock: Clock) -> None:
    @job("test.unwanted", title="Unwanted")
    def unwanted(run: Run) -> None:
        raise AssertionError("must not run")

    number = enqueue(unwanted, by=None, at=NOON)
    assert cancel(number, at=NOON)
    assert not cancel(number, at=NOON)
    Worker().run(once=True)
    assert state_of(number).state is JobState.CANCELED


def test_a_running_job_is_canceled_at_its_next_report(clock: Clock) -> None:
    steps: list[int] = []

    @job("test.steps", title="Steps")
    def walk(run: Run) -> None:
        for step in range(5):
            run.progress(done=step, total=5, message=str(step))
            steps.append(step)
            if step == 1:
                cancel(number, at=NOON)

    number = enqueue(walk, by=None, at=NOON)
    assert perform(number, clock=clock) is JobState.CANCELED
    assert steps == [0, 1]


def test_an_expected_failure_tells_its_sentence_and_an_unexpected_one_no_contents(clock: Clock) -> None:
    @job("test.expected", title="Expected")
    def expected(run: Run) -> None:
        raise SozialraumError("The file has no header.", "Choose the right sheet.")

    @job("test.unexpected", title="Unexpected")
    def unexpected(run: Run) -> None:
        raise ValueError("Mustermensch, geboren 2011")

    first, second = (enqueue(kind, by=None, at=NOON) for kind in (expected, unexpected))
    Worker().run(once=True)
    assert state_of(first).reason == "The file has no header. Choose the right sheet."
    assert (state_of(second).state, state_of(second).reason) == (JobState.FAILED, "ValueError")
    assert "Mustermensch" not in str(list(DBTaskResult.objects.values()))


@pytest.mark.parametrize(
    ("on_lost", "expected"), [(OnLost.RESTART, JobState.DONE), (OnLost.FAIL, JobState.FAILED)]
)
def test_a_job_whose_worker_died_is_begun_again_or_failed(
    clock: Clock, on_lost: OnLost, expected: JobState
) -> None:
    @job("test.lost", title="Lost", on_lost=on_lost)
    def work(run: Run) -> None:
        run.progress(done=1, total=1)

    number = enqueue(work, by=None, at=NOON)
    long_ago = datetime.now(UTC) - LOST_AFTER - timedelta(seconds=1)
    Job.objects.filter(id=number).update(state=JobState.RUNNING, heartbeat_at=long_ago, attempt=1)
    DBTaskResult.objects.update(status="RUNNING")
    Worker().run(once=True)
    assert state_of(number).state is expected
    assert ("ended while" in state_of(number).reason) is (expected is JobState.FAILED)


def test_a_beating_job_is_not_lost() -> None:
    @job("test.alive", title="Alive", on_lost=OnLost.RESTART)
    def work(run: Run) -> None: ...

    number = enqueue(work, by=None, at=NOON)
    Job.objects.filter(id=number).update(state=JobState.RUNNING, heartbeat_at=NOON, attempt=1)
    beat(number, at=NOON + LOST_AFTER)
    assert recover_lost(at=NOON + LOST_AFTER + timedelta(seconds=5)) == 0


def test_a_job_that_fell_out_of_the_queue_is_put_back() -> None:
    @job("test.dropped", title="Dropped")
    def work(run: Run) -> None: ...

    number = enqueue(work, by=None, at=NOON)
    DBTaskResult.objects.update(status="RUNNING")
    assert recover_lost(at=NOON + LOST_AFTER + timedelta(seconds=1)) == 1
    assert recover_lost(at=NOON + LOST_AFTER + timedelta(seconds=1)) == 0
    Worker().run(once=True)
    assert state_of(number).state is JobState.DONE


def test_a_stopped_worker_hands_a_restartable_job_back(clock: Clock) -> None:
    @job("test.handed", title="Handed", on_lost=OnLost.RESTART)
    def work(run: Run) -> None:
        run.progress(done=1, total=9, message="x")

    number = enqueue(work, by=None, at=NOON)
    assert perform(number, clock=clock, stopping=lambda: True) is JobState.WAITING
    assert perform(number, clock=clock) is JobState.DONE


def test_what_is_handed_back_waits_in_the_queue_again() -> None:
    @job("test.queued-again", title="Queued again", on_lost=OnLost.RESTART)
    def work(run: Run) -> None:
        run.progress(done=1, total=9, message="x")

    number = enqueue(work, by=None, at=NOON)
    DBTaskResult.objects.all().delete()
    tasks.stopping.set()
    try:
        assert tasks.run_job.call(str(number)) == JobState.WAITING
    finally:
        tasks.stopping.clear()
    queued = DBTaskResult.objects.get(status="READY")
    assert queued.args_kwargs["args"] == [str(number)]
    assert state_of(number).state is JobState.WAITING


def test_two_workers_never_do_one_job_twice() -> None:
    done: list[str] = []

    @job("test.once", title="Once")
    def work(run: Run, *, name: str) -> None:
        done.append(name)

    for name in "abcdefgh":
        enqueue(work, by=None, at=NOON, name=name)

    def take() -> None:
        Worker()._take_jobs()
        connections.close_all()

    threads = [threading.Thread(target=take) for _ in range(3)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert sorted(done) == list("abcdefgh")


def test_periodic_work_is_done_when_due_by_one_worker(clock: Clock) -> None:
    done: list[datetime] = []
    periodically("test.minute", every=timedelta(minutes=1), work=done.append)
    assert do_due(clock=clock) == ["test.minute"]
    assert do_due(clock=clock) == []
    clock.now += timedelta(minutes=1)
    assert do_due(clock=clock) == ["test.minute"]
    assert done == [NOON, NOON + timedelta(minutes=1)]
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND classid = 20641")
        assert cursor.fetchone() == (0,)


def test_periodic_work_waits_while_another_worker_does_it(clock: Clock) -> None:
    inner: list[list[str]] = []

    def other_worker() -> None:
        inner.append(do_due(clock=clock))
        connections.close_all()

    def work(_at: datetime) -> None:
        clock.now += timedelta(hours=1)
        thread = threading.Thread(target=other_worker)
        thread.start()
        thread.join()

    periodically("test.long", every=timedelta(minutes=1), work=work)
    do_due(clock=clock)
    assert inner == [[]]


def test_failing_periodic_work_is_told_and_does_not_keep_others_back(clock: Clock) -> None:
    def fail(_at: datetime) -> None:
        raise SozialraumError("The mail server is away.")

    done: list[datetime] = []
    periodically("test.a", every=timedelta(minutes=1), work=fail)
    periodically("test.b", every=timedelta(minutes=1), work=done.append)
    do_due(clock=clock)
    assert done == [NOON]
    assert {each.name: each.failure for each in periodic_reports()} == {
        "test.a": "The mail server is away.",
        "test.b": "",
    }


def test_old_jobs_are_forgotten_and_waiting_ones_kept(clock: Clock) -> None:
    @job("test.old", title="Old")
    def work(run: Run) -> None: ...

    old, waiting = (enqueue(work, by=None, at=NOON) for _ in range(2))
    perform(old, clock=clock)
    assert forget_old(at=NOON + KEPT_FOR) == 0
    assert forget_old(at=NOON + KEPT_FOR + timedelta(seconds=1)) == 1
    assert job_progress(waiting) is not None


def test_the_worker_ends_on_sigterm() -> None:
    kept = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}
    timer = threading.Timer(1.0, lambda: os.kill(os.getpid(), signal.SIGTERM))
    timer.start()
    try:
        Worker().run()
    finally:
        for number, handler in kept.items():
            signal.signal(number, handler)
    assert tasks.stopping.is_set()
