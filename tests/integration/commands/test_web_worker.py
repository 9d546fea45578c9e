"""Who takes a connection: two real processes of gunicorn with a small application of our own."""

from __future__ import annotations

import contextlib
import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from factories.programs import environment

SERVER = """
import os, sys, time
from gunicorn.app.base import BaseApplication
from sozialraum.commands.web_worker import FreeThreadWorker

class Server(BaseApplication):
    def load_config(self):
        given = {"bind": "127.0.0.1:" + sys.argv[1], "workers": int(sys.argv[2]), "threads": int(sys.argv[3]),
                 "worker_class": FreeThreadWorker, "keepalive": 0, "graceful_timeout": 20, "control_socket_disable": True,
                 "loglevel": "warning"}
        for name, value in given.items():
            self.cfg.set(name, value)

    def load(self):
        def answer(environ, start):
            time.sleep(float(environ["QUERY_STRING"] or 0))
            environ["wsgi.input"].read()
            body = str(os.getpid()).encode() if environ["PATH_INFO"] == "/" else b"x" * 5_000_000
            start("200 OK", [("Content-Type", "text/plain"), ("Content-Length", str(len(body)))])
            return [body]
        return answer

Server().run()
"""
LONG, SHORT = 6.0, 3.0
"""Seconds that a page holds a thread here, and within which nobody may have waited for it."""
Served = Callable[[int, int], tuple[subprocess.Popen[bytes], int]]


@pytest.fixture
def served() -> Iterator[Served]:
    """Start so many processes with so many threads, and wait until they answer."""
    with contextlib.ExitStack() as ends:

        def start(workers: int, threads: int) -> tuple[subprocess.Popen[bytes], int]:
            with socket.socket() as probe:
                probe.bind(("127.0.0.1", 0))
                port = int(probe.getsockname()[1])
            command = [sys.executable, "-c", SERVER, str(port), str(workers), str(threads)]
            process = subprocess.Popen(command, env=environment())
            ends.callback(process.wait, 30)
            ends.callback(process.terminate)
            deadline, seen = time.monotonic() + 60, set[str]()
            while len(seen) < workers:
                assert time.monotonic() < deadline, f"{len(seen)} of {workers} processes answer"
                with contextlib.suppress(ConnectionRefusedError):
                    connected(port).close()
                    seen.update(_at_once(port, workers))
            return process, port

        yield start


def _at_once(port: int, many: int) -> list[str]:
    with ThreadPoolExecutor(many) as askers:
        return list(askers.map(lambda _number: ask(port, "/?0.2"), range(many)))


def ask(port: int, path: str = "/") -> str:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    with contextlib.closing(connection):
        connection.request("GET", path)
        return connection.getresponse().read().decode()


def connected(port: int, said: bytes = b"") -> socket.socket:
    client = socket.create_connection(("127.0.0.1", port), timeout=20)
    client.sendall(said)
    return client


def test_nobody_waits_for_a_process_that_is_busy(served: Served) -> None:
    _, port = served(2, 1)
    with contextlib.closing(connected(port, f"GET /?{LONG} HTTP/1.1\r\nHost: a\r\n\r\n".encode())) as slow:
        time.sleep(0.5)
        begun = time.monotonic()
        others = {ask(port) for _ in range(10)}
        assert time.monotonic() - begun < SHORT
        busy = slow.makefile("rb").read().decode().split("\r\n\r\n")[1]
    assert len(others) == 1
    assert busy not in others


def test_when_all_are_busy_those_who_wait_are_answered_by_the_first_that_is_free(served: Served) -> None:
    _, port = served(2, 1)
    with (
        contextlib.closing(connected(port, f"GET /?{LONG} HTTP/1.1\r\nHost: a\r\n\r\n".encode())),
        contextlib.closing(connected(port, b"GET /?1 HTTP/1.1\r\nHost: a\r\n\r\n")) as sooner,
    ):
        time.sleep(0.3)
        begun = time.monotonic()
        answers = _at_once(port, 4)
        assert time.monotonic() - begun < LONG - 1
        assert set(answers) == {sooner.makefile("rb").read().decode().split("\r\n\r\n")[1]}
        assert len(answers) == 4


def test_connections_that_say_nothing_hold_no_thread(served: Served) -> None:
    _, port = served(1, 1)
    with contextlib.ExitStack() as open_:
        silent = [open_.enter_context(contextlib.closing(connected(port))) for _ in range(8)]
        begun = time.monotonic()
        process = ask(port)
        assert time.monotonic() - begun < SHORT
        silent[3].sendall(b"GET / HTTP/1.1\r\nHost: a\r\n\r\n")
        assert silent[3].makefile("rb").read().endswith(process.encode())


def test_an_answer_that_travels_slowly_holds_no_thread_and_comes_whole(served: Served) -> None:
    _, port = served(1, 1)
    with contextlib.closing(socket.socket()) as slow:
        slow.settimeout(20)
        slow.connect(("127.0.0.1", port))
        slow.sendall(b"GET /large HTTP/1.1\r\nHost: a\r\n\r\n")
        # nine tenths are read, the rest lies in what the system keeps for both sides
        read = 0
        while read < 4_500_000:
            read += len(slow.recv(65536))
        begun = time.monotonic()
        for _ in range(5):
            ask(port)
        assert time.monotonic() - begun < 1.5
        while more := slow.recv(65536):
            read += len(more)
        assert read > 5_000_000


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_a_stop_ends_what_was_begun_and_waits_for_nobody_silent(served: Served, how: signal.Signals) -> None:
    process, port = served(1, 2)
    with (
        contextlib.closing(connected(port)),
        contextlib.closing(connected(port, b"GET /?1 HTTP/1.1\r\nHost: a\r\n\r\n")) as asking,
    ):
        time.sleep(0.3)
        begun = time.monotonic()
        os.kill(process.pid, how)
        if how is signal.SIGTERM:
            assert b"200 OK" in asking.makefile("rb").read()
        process.wait(20)
        assert time.monotonic() - begun < 8
