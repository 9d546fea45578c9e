"""The context that row-level security reads: set for one transaction, by the gate alone.

The settings are transaction-local, so a connection handed back to a pool carries nothing over. Without a context
every guarded table answers with no rows and refuses every write.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from uuid import UUID

from django.db import connection

from sozialraum.foundation.privacy.actors import Actor
from sozialraum.foundation.vocabulary import Action, Purpose

WRITING = frozenset({Action.WRITE, Action.TAKE_OVER, Action.ERASE})
_SET = (
    "SELECT set_config('sozialraum.actor', %s, true), set_config('sozialraum.purpose', %s, true),"
    " set_config('sozialraum.readable', %s, true), set_config('sozialraum.writable', %s, true)"
)
_READ = (
    "SELECT coalesce(current_setting('sozialraum.actor', true), ''),"
    " coalesce(current_setting('sozialraum.purpose', true), ''),"
    " coalesce(current_setting('sozialraum.readable', true), ''),"
    " coalesce(current_setting('sozialraum.writable', true), '')"
)


@dataclass(frozen=True, slots=True)
class RowContext:
    """What the database lets through: the ids of subjects that may be read and that may be written."""

    actor: str = ""
    purpose: str = ""
    readable: frozenset[str] = frozenset()
    writable: frozenset[str] = frozenset()


def current() -> RowContext:
    """The context of the running transaction, as the database sees it."""
    with connection.cursor() as cursor:
        cursor.execute(_READ)
        actor, purpose, readable, writable = cursor.fetchone()
    return RowContext(actor, purpose, _ids(readable), _ids(writable))


def enter(*, actor: Actor, purpose: Purpose, action: Action, ids: tuple[UUID, ...]) -> RowContext:
    """Open these subjects in addition to what is open in this transaction; returns the context before."""
    before = current()
    opened = frozenset(str(each) for each in ids)
    after = replace(
        before,
        actor=str(actor.user_id or ""),
        purpose=purpose,
        readable=before.readable | (frozenset() if action is Action.TAKE_OVER else opened),
        writable=before.writable | (opened if action in WRITING else frozenset()),
    )
    restore(after)
    return before


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
            ],
        )


def clear() -> None:
    """Close everything; what a new request starts with."""
    restore(RowContext())


def _ids(text: str) -> frozenset[str]:
    return frozenset(text.split(",")) if text else frozenset()
