"""The process that answers requests: gunicorn's worker with threads, leaving to others what it cannot begin at once."""

from __future__ import annotations

import selectors
import socket
import time
from functools import partial
from typing import Any

from gunicorn.workers.gthread import ThreadWorker

SILENT_SECONDS = 30.0
"""How long a connection may say nothing; browsers open some ahead of need."""
LINGER_SECONDS = 2.0
"""How long an answer may travel before its connection is closed."""


class FreeThreadWorker(ThreadWorker):
    """A process that takes a connection only while one of its threads is free, and keeps none after its answer.

    Whoever asks waits so for the first free thread of all processes, not for those of the process that happened to take the
    connection before. A connection that says nothing yet, or whose answer still travels, holds no thread. To be used with
    ``keepalive`` 0.
    """

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self._at_work = 0

    def set_accept_enabled(self, enabled: bool) -> None:  # noqa: FBT001 - gunicorn calls it so
        """Take connections, or no more; gunicorn asks before it waits for the next event."""
        super().set_accept_enabled(enabled and self._at_work < self.cfg.threads)

    def enqueue_req(self, conn: Any) -> None:
        """Give a connection to a thread once it says something; with the last free one the process takes no more."""
        if not (conn.data_ready or _says_something(conn.sock)):
            self._look_at(conn, self.pending_conns, SILENT_SECONDS, self.on_pending_socket_readable)
            return
        conn.data_ready = True
        self._at_work += 1
        super().enqueue_req(conn)
        self.set_accept_enabled(self._accepting)

    def finish_request(self, conn: Any, fs: Any) -> None:  # noqa: ARG002 - gunicorn calls it so
        """A thread is free again; the connection stays until the other side has the answer."""
        self._at_work -= 1
        try:
            conn.sock.shutdown(socket.SHUT_WR)
        except OSError:  # the other side was quicker
            self._forget(conn)
            return
        # gunicorn closes these in time, as it closes connections that are kept elsewhere
        self._look_at(conn, self.keepalived_conns, LINGER_SECONDS, self._end_of)

    def murder_pending(self) -> None:
        """Close what has said nothing for too long; a process that ends waits for nobody who says nothing."""
        if not self.alive:
            for conn in self.pending_conns:
                conn.timeout = 0.0
        super().murder_pending()

    def _look_at(self, conn: Any, among: Any, seconds: float, then: Any) -> None:
        conn.sock.settimeout(0)
        conn.timeout = time.monotonic() + seconds
        among.append(conn)
        self.poller.register(conn.sock, selectors.EVENT_READ, partial(then, conn))

    def _end_of(self, conn: Any, client: socket.socket) -> None:
        try:
            more = client.recv(65536)
        except OSError:
            more = b""
        if not more:
            self.poller.unregister(client)
            self.keepalived_conns.remove(conn)
            self._forget(conn)

    def _forget(self, conn: Any) -> None:
        self.nr_conns -= 1
        conn.close()


def _says_something(client: socket.socket) -> bool:
    """Whether something is there to be read, be it the end; ``client`` does not block."""
    try:
        client.recv(1, socket.MSG_PEEK)
    except BlockingIOError:
        return False
    except OSError:
        return True
    return True
