"""The web process: gunicorn in the calling process, with the job worker beside it."""

from __future__ import annotations

import contextlib
import ctypes
import errno
import importlib
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psutil
from gunicorn.app.base import BaseApplication

from sozialraum.commands.console import say
from sozialraum.commands.installation import loading
from sozialraum.commands.web_worker import FreeThreadWorker
from sozialraum.errors import SozialraumError

GRACE_SECONDS = 10
FIRST_PAUSE_SECONDS = 1.0
LOOK_EVERY_SECONDS = 0.5
REVIVE_EVERY_SECONDS = 2.0
MOST_FAILURES = 10
MOST_HEAPS, APART_FROM_BYTES = -8, -3
"""The C library's names (malloc.h): M_ARENA_MAX, and M_MMAP_THRESHOLD, from where memory is asked for by itself."""
EVERY_PROCESS_NEEDS = ("scipy.sparse.csgraph", "scipy.special", "snowballstemmer")
"""Loaded late elsewhere, for the command line's sake; here loaded once before the fork, else by each process for itself."""


def give_memory_back() -> None:
    """Let what a process no longer needs go back to the system: a process of pages holds little and computes now and then.

    Arrow would keep what a table has needed once, and the C library of Linux a heap for every thread. To be called before
    Arrow is loaded, which then asks which memory to use, in all its parts.
    """
    os.environ.setdefault("ARROW_DEFAULT_MEMORY_POOL", "system")
    with contextlib.suppress(OSError, AttributeError):  # elsewhere there is nothing to be set
        settings = ctypes.CDLL(None)
        settings.mallopt(MOST_HEAPS, 2)
        settings.mallopt(APART_FROM_BYTES, 256 * 1024)


def refuse_taken_port(host: str, port: int) -> None:
    """Raise an error that names the port where another program listens on it or it may not be opened."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as problem:
            if problem.errno == errno.EADDRINUSE:
                raise SozialraumError(
                    "Port {port} is in use by another program.",
                    "Choose another one, for example: --port {other}.",
                    port=port,
                    other=str(_free_port(host, family, port)),
                ) from problem
            if problem.errno == errno.EACCES:
                raise SozialraumError(
                    "This user may not open port {port}.",
                    "Choose one above 1024, for example: --port 8000.",
                    port=port,
                ) from problem
            raise SozialraumError(
                "The address {host} cannot be opened: {reason}.",
                "Choose an address of this machine with --host, for example 127.0.0.1.",
                host=host,
                reason=problem.strerror or problem,
            ) from problem


def _free_port(host: str, family: int, taken: int) -> int:
    for port in range(taken + 1, min(taken + 50, 65536)):
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            try:
                probe.bind((host, port))
            except OSError:
                continue
            return port
    return taken + 1


class Household:
    """The web process and the job worker as children of this one: kept running, and ended in order.

    This process only waits: it starts no thread, so that the web process can be forked from it, with the
    application already loaded, without inheriting a lock that nobody will open.
    """

    def __init__(
        self, web: WebServer, *, data_directory: str, worker: bool, revive: Callable[[], None] | None = None
    ) -> None:
        self._web, self._worker, self._revive = web, worker, revive
        self._revive_at, self._failures = 0.0, 0
        self._command = [sys.executable, "-m", "sozialraum", "--data-dir", data_directory, "worker"]
        self._web_process: int | None = None
        self._worker_process: subprocess.Popen[bytes] | None = None
        # the pages come first: the worker loads the program once more
        self._pause, self._again_at = FIRST_PAUSE_SECONDS, time.monotonic() + FIRST_PAUSE_SECONDS

    def run(self) -> None:
        """Start both and wait; returns only by an exception (a signal, or the end of the web process)."""
        try:
            self._web_process = self._fork_web()
            while True:
                self._look_after_worker()
                self._look_after_web()
                self._look_after_database()
                time.sleep(LOOK_EVERY_SECONDS)
        finally:
            self._end()

    def _fork_web(self) -> int:
        number = os.fork()
        if number:
            return number
        status = 1
        try:
            for each in (signal.SIGTERM, signal.SIGINT):
                signal.signal(each, signal.SIG_DFL)
            self._web.run()
            status = 0
        except SystemExit as leaving:
            status = leaving.code if isinstance(leaving.code, int) else 1
        finally:
            # the parent alone leaves the `with` blocks that both stand in
            os._exit(status)

    def _look_after_web(self) -> None:
        number, status = os.waitpid(self._web_process or -1, os.WNOHANG)
        if number:
            self._web_process = None
            raise SozialraumError(
                "The web process ended unexpectedly (status {status}).",
                "Start again with --debug and read what it prints.",
                status=os.waitstatus_to_exitcode(status),
            )

    def _look_after_worker(self) -> None:
        if not self._worker or time.monotonic() < self._again_at:
            return
        if self._worker_process is not None and self._worker_process.poll() is None:
            return
        environment = {**os.environ, "SOZIALRAUM_PARENT": str(os.getpid())}
        self._worker_process = subprocess.Popen(self._command, env=environment, stdin=subprocess.DEVNULL)  # noqa: S603 - our own program
        # a worker that dies at once is not started again and again at full speed
        self._again_at = time.monotonic() + self._pause
        self._pause = min(self._pause * 2, 60.0)

    def _look_after_database(self) -> None:
        if self._revive is None or time.monotonic() < self._revive_at:
            return
        self._revive_at = time.monotonic() + REVIVE_EVERY_SECONDS
        try:
            self._revive()
            self._failures = 0
        except SozialraumError:
            self._failures += 1
            if self._failures >= MOST_FAILURES:
                raise

    def _end(self) -> None:
        if self._web_process is not None:
            os.kill(self._web_process, signal.SIGTERM)
        if self._worker_process is not None:
            self._worker_process.terminate()
        deadline = time.monotonic() + GRACE_SECONDS + 5
        while self._web_process is not None and time.monotonic() < deadline:
            if os.waitpid(self._web_process, os.WNOHANG)[0]:
                self._web_process = None
            else:
                time.sleep(0.05)
        if self._web_process is not None:
            os.kill(self._web_process, signal.SIGKILL)
        if self._worker_process is not None:
            try:
                self._worker_process.wait(max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                self._worker_process.kill()


class WebServer(BaseApplication):
    """Gunicorn with our settings; the application is loaded once and shared by the forked processes.

    ``turn`` is the file by which these prepare one after the other what first readers would wait for.
    """

    def __init__(self, *, host: str, port: int, workers: int, threads: int, turn: Path) -> None:
        self._address = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
        self._shown = (
            f"http://{'localhost' if host in {'127.0.0.1', '0.0.0.0', '::1', '::'} else host}:{port}"  # noqa: S104 - compared only
        )
        self._workers, self._threads = workers, threads
        self._serving, self._turn = os.getpid(), turn
        super().__init__()

    def load_config(self) -> None:
        """Set what gunicorn is told; nothing is read from files or the environment."""
        # threads, since a page waits for the database a part of its time; few, since more of them do not compute more, and
        # share one processor so that each page takes longer
        settings: dict[str, Any] = {
            "bind": self._address, "workers": self._workers, "worker_class": FreeThreadWorker, "threads": self._threads,
            "preload_app": True, "timeout": 120, "graceful_timeout": GRACE_SECONDS, "keepalive": 0,
            "max_requests": 20_000, "max_requests_jitter": 2_000, "loglevel": "warning", "accesslog": None,
            "control_socket_disable": True, "when_ready": self._when_ready, "post_worker_init": self._begin,
        }  # fmt: skip
        for name, value in settings.items():
            if name in self.cfg.settings:
                self.cfg.set(name, value)

    def load(self) -> Any:
        """Return the WSGI application, with every page's code loaded once for all processes."""
        import pyarrow as pa
        from django.db import connections
        from django.urls import get_resolver

        from sozialraum.foundation.accounts.openid import provider
        from sozialraum.foundation.database.roles import keep_plans
        from sozialraum.site.wsgi import application

        # what is loaded now is never collected, so the forked processes go on sharing its memory
        with loading():
            if provider() is not None:
                import sozialraum.foundation.accounts.openid_flow  # noqa: F401 - what it registers
            _every_page = get_resolver().url_patterns
            for name in EVERY_PROCESS_NEEDS:
                importlib.import_module(name)
            keep_plans()
            connections.close_all()
            # where something has loaded Arrow before it was told, its tables at the least use the system's memory
            pa.set_memory_pool(pa.system_memory_pool())
        return application

    def _when_ready(self, _arbiter: Any) -> None:
        say("Sozialraum runs at [bold]{address}[/]  (Ctrl+C ends it)", address=self._shown)

    def _begin(self, worker: Any) -> None:
        """In a web worker: follow the process that serves, and prepare what the first readers would wait for."""
        from sozialraum.foundation.database.locks import FileLock
        from sozialraum.foundation.database.preparations import keep_prepared

        self._follow(worker)
        threading.Thread(
            target=keep_prepared, args=(_language, threading.Event()), kwargs={"turn": FileLock(self._turn)},
            name="prepare", daemon=True,
        ).start()  # fmt: skip

    def _follow(self, worker: Any) -> None:
        """In a web worker: end the web process when the process that serves is gone."""
        serving, master = self._serving, worker.ppid

        def watch() -> None:
            while psutil.pid_exists(serving):
                time.sleep(2)
            os.kill(master, signal.SIGTERM)

        threading.Thread(target=watch, name="follow", daemon=True).start()


def _language() -> str:
    """The language of this installation."""
    from django.conf import settings

    from sozialraum.foundation.ui.queries import installation_facts

    facts = installation_facts()
    return facts.language if facts else str(settings.LANGUAGE_CODE)
