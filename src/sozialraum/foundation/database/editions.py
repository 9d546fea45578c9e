"""Keeping in memory what hardly ever changes, for exactly as long as it has not changed.

A floor with such data (areas, released figures) has an edition: a table with one row and a mark. A trigger gives it
a new mark when a transaction that wrote to a watched table commits, whoever wrote and by whatever way, so no service
can forget it. What :func:`kept` keeps belongs to the mark that was in force when it was asked for; every request that
reads a page asks for the marks once, for all editions together (whoever is signed in by the statement that reads the
session), and so sees a change of any other process at once.

Marks are random and never come back, not even after a rollback or a restored backup. A transaction that has itself
written something gets nothing from memory and leaves nothing there: it sees what nobody else may see yet.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from functools import lru_cache, wraps
from typing import Any, ParamSpec, TypeVar
from uuid import UUID

from django.core.signals import request_finished, request_started
from django.db.migrations import RunSQL
from django.utils.translation import get_language

from sozialraum.foundation.database.statements import rows

Given = ParamSpec("Given")
Answer = TypeVar("Answer")

_CHANGED = """
CREATE FUNCTION {edition}_changes() RETURNS trigger LANGUAGE plpgsql AS $changes$
BEGIN
  IF current_setting('sozialraum.{edition}', true) IS DISTINCT FROM pg_current_xact_id()::text THEN
    INSERT INTO {edition} (id, mark) VALUES (1, gen_random_uuid()) ON CONFLICT (id) DO UPDATE SET mark = excluded.mark;
    PERFORM set_config('sozialraum.{edition}', pg_current_xact_id()::text, true);
  END IF;
  RETURN NULL;
END $changes$
"""
_WATCH = """
CREATE CONSTRAINT TRIGGER {table}_makes_{edition} AFTER INSERT OR UPDATE OR DELETE ON {table}
DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION {edition}_changes()
"""


def watch(edition: str, *tables: str) -> RunSQL:
    """Give ``edition`` (a table with ``id`` and ``mark``) a new mark whenever one of the tables has changed.

    The trigger is deferred to the commit: the one row is locked for that moment only, so that a long import makes
    nobody wait and two writers cannot lock each other out.
    """
    return RunSQL(
        sql=[
            f"INSERT INTO {edition} (id, mark) VALUES (1, gen_random_uuid())",
            _CHANGED.format(edition=edition),
            *(_WATCH.format(edition=edition, table=table) for table in tables),
        ],
        reverse_sql=[
            *(f"DROP TRIGGER {table}_makes_{edition} ON {table}" for table in tables),
            f"DROP FUNCTION {edition}_changes",
        ],
    )


def watch_also(edition: str, *tables: str) -> RunSQL:
    """Let more tables give an edition that is there a new mark."""
    return RunSQL(
        sql=[_WATCH.format(edition=edition, table=table) for table in tables],
        reverse_sql=[f"DROP TRIGGER {table}_makes_{edition} ON {table}" for table in tables],
    )


def kept(edition: str, *, size: int = 32) -> Callable[[Callable[Given, Answer]], Callable[Given, Answer]]:
    """Keep the answers of a function, by arguments and reader's language, until the edition changes.

    Arguments must be hashable. Answers are shared by all who ask: they must be values that nobody changes. At most
    ``size`` answers are kept, those asked for last.
    """

    _known.add(edition)

    def keep(function: Callable[Given, Answer]) -> Callable[Given, Answer]:
        @lru_cache(maxsize=size)
        def remembered(
            _mark: UUID, _language: str | None, *args: Given.args, **kwargs: Given.kwargs
        ) -> Answer:
            return function(*args, **kwargs)

        @wraps(function)
        def answer(*args: Given.args, **kwargs: Given.kwargs) -> Answer:
            mark = mark_of(edition)
            if mark is None:
                return function(*args, **kwargs)
            return remembered(mark, get_language(), *args, **kwargs)  # type: ignore[arg-type]  # a key like any other

        return answer

    return keep


_known: set[str] = set()
"""The editions that functions of this program are kept by."""


class _Reading(threading.local):
    """The marks that the page asked for in this thread has seen so far; ``None`` outside of such a request."""

    marks: dict[str, UUID | None] | None = None


_reading = _Reading()


def _begin(environ: dict[str, Any] | None = None, **_: Any) -> None:
    reads = environ is not None and environ.get("REQUEST_METHOD") in {"GET", "HEAD"}
    _reading.marks = {} if reads else None


def _end(**_: Any) -> None:
    _reading.marks = None


request_started.connect(_begin, dispatch_uid="editions")
request_finished.connect(_end, dispatch_uid="editions")


def mark_of(edition: str) -> UUID | None:
    """The mark of an edition as this page sees it; ``None`` in a transaction that has written, which keeps nothing."""
    marks = _reading.marks
    if marks is None:
        return _stored_marks([edition])[edition]
    if edition not in marks:
        # a page that asks for one edition soon asks for another, and one statement reads them all
        _known.add(edition)
        marks.update(_stored_marks(marks_are_of()))
    return marks[edition]


def marks_are_of() -> list[str]:
    """The editions that this program keeps something by."""
    return sorted(_known)


def marks() -> dict[str, UUID | None]:
    """The marks of all editions that this program keeps something by, as they are stored now."""
    return _stored_marks(marks_are_of()) if _known else {}


def unread() -> list[str]:
    """The editions whose marks the page asked for in this thread does not know yet; none where no page is being read.

    The first statement that a page sends anyway can bring them along: with :func:`mark_columns`, whose answers go to
    :func:`take_read`.
    """
    return marks_are_of() if _reading.marks == {} else []


def mark_columns(editions: Sequence[str]) -> list[str]:
    """What a statement selects to learn these marks; nothing for none."""
    marks = [f"(SELECT mark FROM {edition})" for edition in editions]
    return ["pg_current_xact_id_if_assigned() IS NULL", *marks] if marks else []


def take_read(editions: Sequence[str], answered: Sequence[Any]) -> None:
    """Take what :func:`mark_columns` of these were answered with."""
    if editions and _reading.marks is not None:
        _reading.marks.update(_as_marks(editions, answered))


def _stored_marks(editions: Sequence[str]) -> dict[str, UUID | None]:
    return _as_marks(editions, rows(f"SELECT {', '.join(mark_columns(editions))}")[0])


def _as_marks(editions: Sequence[str], answered: Sequence[Any]) -> dict[str, UUID | None]:
    nothing_written, *found = answered
    return dict(zip(editions, found, strict=True)) if nothing_written else dict.fromkeys(editions)
