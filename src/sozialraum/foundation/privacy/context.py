"""The context that row-level security reads: set for one transaction, by the gate alone.

What is opened by the consent of the person concerned stands apart from what is opened to read: it lets through only
the rows that she shows to this actor, and nothing of any table that does not say what that is.

The settings are transaction-local, so a connection handed back to a pool carries nothing over. Without a context
every guarded table answers with no rows and refuses every write.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import cast
from uuid import UUID

from django.db import connection

from sozialraum.foundation.database.postgresql.base import DatabaseWrapper
from sozialraum.foundation.privacy.actors import Actor
from sozialraum.foundation.vocabulary import Action, Purpose

WRITING = frozenset({Action.WRITE, Action.DECIDE, Action.TAKE_OVER, Action.ERASE})
_SET = (
    "SELECT set_config('sozialraum.actor', %s, true), set_config('sozialraum.purpose', %s, true),"
    " set_config('sozialraum.readable', %s, true), set_config('sozialraum.writable', %s, true),"
    " set_config('sozialraum.shown', %s, true)"
)
_READ = (
    "SELECT coalesce(current_setting('sozialraum.actor', true), '') AS actor,"
    " coalesce(current_setting('sozialraum.purpose', true), '') AS purpose,"
    " coalesce(current_setting('sozialraum.readable', true), '') AS readable,"
    " coalesce(current_setting('sozialraum.writable', true), '') AS writable,"
    " coalesce(current_setting('sozialraum.shown', true), '') AS shown"
)
# one round trip: the function tells the settings before and makes the new ones
_ENTER = "SELECT * FROM privacy_enter($1, $2, $3, $4, $5)"


@dataclass(frozen=True, slots=True)
class RowContext:
    """What the database lets through: the ids of subjects that may be read, that may be written, and of those
    who show something by consent."""

    actor: str = ""
    purpose: str = ""
    readable: frozenset[str] = frozenset()
    writable: frozenset[str] = frozenset()
    shown: frozenset[str] = frozenset()

    @classmethod
    def of(cls, row: Sequence[str | None]) -> RowContext:
        """The five settings as the database tells them, in the order of the fields."""
        actor, purpose, *opened = (each or "" for each in row[:5])
        return cls(actor, purpose, *map(_ids, opened))


Before = Callable[[], RowContext]
"""Tells the context before an opening; waits for it where the database has not answered yet."""


def current() -> RowContext:
    """The context of the running transaction, as the database sees it."""
    with connection.cursor() as cursor:
        cursor.execute(_READ)
        return RowContext.of(cursor.fetchone())


def enter(*, actor: Actor, purpose: Purpose, action: Action, ids: tuple[UUID, ...]) -> RowContext:
    """Open these subjects in addition to what is open in this transaction; returns the context before.

    Reads the context and sets the new one in one statement.
    """
    keys = tuple(map(str, ids))
    return begin_to_enter(actor=actor, purpose=purpose, action=action, keys=keys)()


def begin_to_enter(*, actor: Actor, purpose: Purpose, action: Action, keys: tuple[str, ...]) -> Before:
    """The same without waiting for it: whatever the transaction asks next is asked with these subjects open, or not at all.

    Returns how to learn the context before. The ids are given as text.
    """
    opened = ",".join(keys)
    values = [
        str(actor.user_id or ""),
        purpose,
        "" if action is Action.TAKE_OVER or purpose is Purpose.CONSENT else opened,
        opened if action in WRITING else "",
        opened if purpose is Purpose.CONSENT else "",
    ]
    answer = cast("DatabaseWrapper", connection).send_inside(_ENTER, [each.encode() for each in values])
    return lambda: RowContext.of(answer.texts())


def restore(context: RowContext) -> None:
    """Set the context to exactly this."""
    with connection.cursor() as cursor:
        cursor.execute(
            _SET,
            [
                context.actor,
                context.purpose,
                ",".join(sorted(context.readable)),
                ",".join(sorted(context.writable)),
                ",".join(sorted(context.shown)),
            ],
        )


def clear() -> None:
    """Close everything; what a new request starts with."""
    restore(RowContext())


def _ids(text: str) -> frozenset[str]:
    return frozenset(text.split(",")) if text else frozenset()
