"""The worker process: takes jobs from the queue, keeps their hearts beating, does what is due at intervals."""

from __future__ import annotations

import logging
import os
import signal
import threading
from collections.abc import Callable
from datetime import UTC, datetime
from types import FrameType

from django.db import close_old_connections, connections
from django.db.utils import InterfaceError, OperationalError
from django_tasks_db.management.commands.db_worker import Worker as QueueWorker

from sozialraum.foundation.jobs import performance, periodic, services, tasks
from sozialraum.foundation.jobs.rules import HEARTBEAT_EVERY

log = logging.getLogger(__name__)

LOOK_EVERY_SECONDS = 0.5
DUE_EVERY_SECONDS = 5.0


def _now() -> datetime:
    return datetime.now(UTC)


class Worker:
    """One worker; any number of them share a database. ``parent`` is the process it must not outlive."""

    def __init__(self, *, parent: int | None = None) -> None:
        self._parent = parent
        self._stop = tasks.stopping
        self.name = f"{os.uname().nodename}-{os.getpid()}"

    def run(self, *, once: bool = False) -> None:
        """Work until SIGTERM or SIGINT, or, with ``once``, until nothing waits."""
        self._stop.clear()
        if once:
            services.recover_lost(at=_now())
            periodic.do_due(clock=_now)
            self._take_jobs()
            return
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._on_signal)
        threads = [
            threading.Thread(target=self._beat, name="heartbeat", daemon=True),
            threading.Thread(target=self._do_due, name="periodic", daemon=True),
        ]
        for thread in threads:
            thread.start()
        while not self._stop.is_set():
            self._survive(self._take_jobs)
            self._stop.wait(LOOK_EVERY_SECONDS)
        for thread in threads:
            thread.join(2)

    def _on_signal(self, _number: int, _frame: FrameType | None) -> None:
        self._stop.set()

    def _take_jobs(self) -> None:
        queue = QueueWorker(
            queue_names=["default"], interval=0, batch=True, backend_name="default", startup_delay=False,
            max_tasks=1, worker_id=self.name[:64], excluded_queue_names=[],
        )  # fmt: skip
        while not self._stop.is_set():
            done = queue._run_tasks
            queue.run()
            if queue._run_tasks == done:
                return
            queue._run_tasks = 0

    def _beat(self) -> None:
        while not self._stop.wait(HEARTBEAT_EVERY.total_seconds()):
            if self._parent is not None and os.getppid() != self._parent:
                self._stop.set()
            self._survive(self._beat_once)
        connections.close_all()

    def _beat_once(self) -> None:
        for job_id in tuple(tasks.doing):
            performance.beat(job_id, at=_now())

    def _do_due(self) -> None:
        while not self._stop.is_set():
            self._survive(lambda: services.recover_lost(at=_now()))
            self._survive(lambda: periodic.do_due(clock=_now))
            self._stop.wait(DUE_EVERY_SECONDS)
        connections.close_all()

    def _survive(self, act: Callable[[], object]) -> None:
        """Outlast a database that is away for a while: it is asked again at the next turn."""
        try:
            close_old_connections()
            act()
        except (OperationalError, InterfaceError) as problem:
            if not self._stop.is_set():
                log.warning("the worker waits for the database: %s", type(problem).__name__)
            connections.close_all()
            self._stop.wait(DUE_EVERY_SECONDS)
