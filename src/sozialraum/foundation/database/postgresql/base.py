"""The connection of the house: Django's, which does not ask the server before every page whether it is there."""

from __future__ import annotations

import select
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Any, Final

import psycopg
from django.db import Error, InterfaceError
from django.db.backends.postgresql import base
from psycopg import pq

ASKED_AFTER_SECONDS: Final = 10.0
MOST_PLANS: Final = 200
"""Plans that a connection lets the server keep: those of the pages that are asked for most, a few megabytes."""


class Answer:
    """What the server answers to a statement that was sent ahead, once somebody wants to know."""

    def __init__(self, database: DatabaseWrapper) -> None:
        self._database = database
        self.row: tuple[str | None, ...] | None = None

    def texts(self) -> tuple[str | None, ...]:
        """The row in texts; waits for it. Raises the database's error, or ``InterfaceError`` where none came."""
        if self.row is None:
            self._database.settle()
        if self.row is None:
            msg = "The database has not answered."
            raise InterfaceError(msg)
        return self.row


class DatabaseWrapper(base.DatabaseWrapper):
    """Looks at the socket first: a server that has ended, or has closed the connection, has said so there.

    Only where something is to be read, or where nobody has asked for a while (another machine may have vanished
    without a word), the server is asked by a statement. A page spares two of them, one for each connection.
    """

    _asked_at = 0.0
    _sends = False
    _under_way = False
    _awaited: Answer | None = None
    _failed: Exception | None = None
    _prepared: frozenset[bytes] = frozenset()

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        """Connect, with room for the plans of more statements than the driver's hundred."""
        connection = super().get_new_connection(conn_params)
        connection.prepared_max = MOST_PLANS
        self._prepared = frozenset()
        return connection

    @property
    def sends_ahead(self) -> bool:
        """Whether :meth:`send` may be used now: inside of :meth:`sending_ahead`, and outside of any transaction."""
        return self._sends and not self.in_atomic_block and bool(self.get_autocommit())

    @contextmanager
    def sending_ahead(self) -> Iterator[None]:
        """Inside, writes of their own may be sent and waited for later; on leaving, all of them stand on the disk.

        Raises the database's error where one of them failed, or the connection was lost before the server had said so.
        """
        self._sends, self._failed = True, None
        try:
            yield
            self.settle()
            if self._failed is not None:
                # whoever used the connection in between may have gone on without the record
                raise self._failed
        finally:
            self._sends = False
            # where something else has failed, the line is still read to its end
            with suppress(Error):
                self.settle()
            self._failed = None

    def send(self, statement: str, values: Sequence[bytes | None]) -> None:
        """Send a statement that is a transaction of its own, without waiting for what the server says to it.

        It holds ``$1``, ``$2`` … for ``values``, which are written as PostgreSQL reads them from text. Whatever uses
        this connection next waits for it first and gets its error, :meth:`sending_ahead` at the latest.
        """
        self.settle()
        with self.wrap_database_errors:
            self.validate_thread_sharing()
            self.close_if_health_check_failed()
            self.ensure_connection()
            line: pq.abc.PGconn = self.connection.pgconn
            command = statement.encode()
            if self.connection.prepare_threshold is None:
                line.send_query_params(command, values)
            else:
                line.send_query_prepared(self._plan(line, command), values)
            self._under_way = True
            _flush(line)
        if self.queries_logged:
            self.queries_log.append({"sql": statement, "time": "0"})

    def send_inside(self, statement: str, values: Sequence[bytes | None]) -> Answer:
        """Send a statement of the transaction that is running or begins with it, without waiting for its answer.

        Like :meth:`send`. Whatever is asked, committed or rolled back next waits for it first and gets its error.
        """
        self.settle()
        self.validate_no_broken_transaction()
        with self.wrap_database_errors:
            self.validate_thread_sharing()
            self.ensure_connection()
            line: pq.abc.PGconn = self.connection.pgconn
            command = statement.encode()
            # in one go, since the driver begins a transaction by a round trip of its own
            line.enter_pipeline_mode()
            self._under_way, self._awaited = True, Answer(self)
            if line.transaction_status == pq.TransactionStatus.IDLE:
                line.send_query_params(b"BEGIN", None)
            # no plan is kept for it: the driver throws all plans of a connection away where something is rolled back
            line.send_query_params(command, values)
            line.pipeline_sync()
            _flush(line)
        if self.queries_logged:
            self.queries_log.append({"sql": statement, "time": "0"})
        return self._awaited

    def settle(self) -> None:
        """Wait until the server has said that what was sent stands; its error where it does not."""
        if not self._under_way:
            return
        self._under_way = False
        awaited, self._awaited = self._awaited, None
        try:
            with self.wrap_database_errors:
                if self.connection is None or self.connection.closed:
                    msg = "The connection was lost before the server said that a record stands."
                    raise psycopg.OperationalError(msg)
                row = _finish(self.connection.pgconn)
                if awaited is not None:
                    awaited.row = row
        except Error as error:
            self._failed = error
            raise

    def _plan(self, line: pq.abc.PGconn, command: bytes) -> bytes:
        """The name of the plan that this connection keeps for a statement; made the first time."""
        name = b"sent_%x" % (hash(command) & 0xFFFFFFFF)
        if name not in self._prepared:
            line.send_prepare(name, command)
            _finish(line)
            self._prepared |= {name}
        return name

    def _commit(self) -> None:
        self.settle()
        super()._commit()  # type: ignore[misc]  # a hook of Django's that its types leave out

    def _rollback(self) -> None:
        # what was sent is taken back now, and whether it failed is nobody's concern any more
        with suppress(Error):
            self.settle()
        super()._rollback()  # type: ignore[misc]  # a hook of Django's that its types leave out

    def create_cursor(self, name: str | None = None) -> Any:
        """A cursor; what was sent before stands by then."""
        self.settle()
        return super().create_cursor(name)

    def is_usable(self) -> bool:
        """Whether the connection still holds; asks nothing where the socket is silent and was used lately."""
        if self.connection is None or self.connection.closed:
            return False
        now = time.monotonic()
        if now - self._asked_at < ASKED_AFTER_SECONDS and not _has_news(self.connection.fileno()):
            return True
        self._asked_at = now
        return bool(super().is_usable())


def _has_news(number: int) -> bool:
    """Whether a file descriptor has something to read, an end or an error."""
    poll = select.poll()
    poll.register(number, select.POLLIN)
    return bool(poll.poll(0))


def _finish(line: pq.abc.PGconn) -> tuple[str | None, ...] | None:
    """Read what the server says to what is under way, to the end; raises its first error, else gives the last row in texts."""
    error: psycopg.Error | None = None
    row: tuple[str | None, ...] | None = None
    several = line.pipeline_status != pq.PipelineStatus.OFF
    while True:
        _flush(line)
        while line.is_busy():
            _wait(line, select.POLLIN)
        result = line.get_result()
        if result is None:
            # nothing comes between two of several as well, and after the last where the server has gone
            if several and line.status == pq.ConnStatus.OK:
                continue
            break
        if result.status == pq.ExecStatus.PIPELINE_SYNC:
            line.exit_pipeline_mode()
            break
        if result.status == pq.ExecStatus.TUPLES_OK:
            row = (
                tuple(_text(result.get_value(0, place)) for place in range(result.nfields))
                if result.ntuples
                else row
            )
        elif result.status not in {pq.ExecStatus.COMMAND_OK, pq.ExecStatus.PIPELINE_ABORTED}:
            error = error or psycopg.errors.error_from_result(result)
    if error is None and line.status != pq.ConnStatus.OK:
        error = psycopg.OperationalError("The connection was lost.")
    if error is not None:
        raise error
    return row


def _text(value: bytes | None) -> str | None:
    return None if value is None else value.decode()


def _flush(line: pq.abc.PGconn) -> None:
    while line.flush():
        _wait(line, select.POLLIN | select.POLLOUT)


def _wait(line: pq.abc.PGconn, events: int) -> None:
    """Wait for the socket; other threads go on meanwhile. Raises where the server has gone."""
    poll = select.poll()
    poll.register(line.socket, events)
    poll.poll()
    line.consume_input()
