"""The web process: gunicorn in the calling process, with the job worker beside it."""

from __future__ import annotations

import errno
import os
import socket
import subprocess
import sys
import threading
from typing import Any

from gunicorn.app.base import BaseApplication

from sozialraum.commands.console import say
from sozialraum.errors import SozialraumError

GRACE_SECONDS = 20


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
                    other=_free_port(host, family, port),
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


class WorkerBeside:
    """The job worker as a child process: started again when it dies, ended with the web process."""

    def __init__(self, data_directory: str) -> None:
        self._command = [sys.executable, "-m", "sozialraum", "--data-dir", data_directory, "worker"]
        self._environment = {**os.environ, "SOZIALRAUM_PARENT": str(os.getpid())}
        self._ending = threading.Event()
        self._process: subprocess.Popen[bytes] | None = None
        self._watch = threading.Thread(target=self._keep_running, daemon=True)

    def start(self) -> None:
        """Start the worker and keep it running."""
        self._watch.start()

    def _keep_running(self) -> None:
        pause = 1.0
        while not self._ending.is_set():
            self._process = subprocess.Popen(self._command, env=self._environment, stdin=subprocess.DEVNULL)  # noqa: S603
            self._process.wait()
            self._ending.wait(pause)
            pause = min(pause * 2, 60.0)

    def stop(self) -> None:
        """Let the worker finish or hand back what it does, then end it."""
        self._ending.set()
        if self._process is None:
            return
        self._process.terminate()
        try:
            self._process.wait(GRACE_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()


class WebServer(BaseApplication):
    """Gunicorn with our settings; the application is loaded once and shared by the forked processes."""

    def __init__(
        self, *, host: str, port: int, workers: int, threads: int, beside: WorkerBeside | None
    ) -> None:
        self._address = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
        self._shown = (
            f"http://{'localhost' if host in {'127.0.0.1', '0.0.0.0', '::1', '::'} else host}:{port}"  # noqa: S104
        )
        self._workers, self._threads, self._beside = workers, threads, beside
        super().__init__()

    def load_config(self) -> None:
        """Set what gunicorn is told; nothing is read from files or the environment."""
        # threads, since a browser that opens connections ahead of need would block a single-threaded process
        settings: dict[str, Any] = {
            "bind": self._address, "workers": self._workers, "worker_class": "gthread", "threads": self._threads,
            "preload_app": True, "timeout": 120, "graceful_timeout": GRACE_SECONDS, "keepalive": 5,
            "max_requests": 20_000, "max_requests_jitter": 2_000, "loglevel": "warning", "accesslog": None,
            "control_socket_disable": True, "when_ready": self._when_ready,
        }  # fmt: skip
        for name, value in settings.items():
            if name in self.cfg.settings:
                self.cfg.set(name, value)

    def load(self) -> Any:
        """Return the WSGI application."""
        from django.db import connections

        from sozialraum.site.wsgi import application

        connections.close_all()
        return application

    def _when_ready(self, _arbiter: Any) -> None:
        say("Sozialraum runs at [bold]{address}[/]  (Ctrl+C ends it)", address=self._shown)
        if self._beside is not None:
            self._beside.start()
