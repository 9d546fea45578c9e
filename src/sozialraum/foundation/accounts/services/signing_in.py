"""What is recorded when somebody signs in or out, and the founding of a demo database."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import ProgrammingError, connections, transaction

from sozialraum.errors import SozialraumError
from sozialraum.foundation.audit.enums import Function, Outcome
from sozialraum.foundation.audit.queries import READS
from sozialraum.foundation.audit.services import record
from sozialraum.foundation.privacy.actors import Role
from sozialraum.foundation.privacy.gate import FUNCTIONS
from sozialraum.foundation.vocabulary import Action, Purpose

OWNER = "owner"


def record_sign_in(*, user_id: UUID, role: str, at: datetime, way: str) -> None:
    """Record that a person signed in; ``way`` names the method (password, passkey, persona, openid)."""
    _record(user_id=user_id, role=role, at=at, outcome=Outcome.SIGNED_IN, ground=way)


def record_sign_out(*, user_id: UUID, role: str, at: datetime, why: str) -> None:
    """Record that a session ended: by the person herself or by a limit."""
    _record(user_id=user_id, role=role, at=at, outcome=Outcome.SIGNED_OUT, ground=why)


def record_refused_sign_in(*, user_id: UUID | None, at: datetime, why: str) -> None:
    """Record a refused sign-in; the name that was typed is never kept, only whose account it was, if anybody's.

    Goes over the connection of its own, so that it outlives whatever becomes of the request.
    """
    _record(user_id=user_id, role="", at=at, outcome=Outcome.REFUSED_SIGN_IN, ground=why, acting=False)


def _record(
    *, user_id: UUID | None, role: str, at: datetime, outcome: Outcome, ground: str, acting: bool = True
) -> None:
    record(
        using=READS,
        at=at,
        actor_id=user_id if acting else None,
        role=role,
        function=FUNCTIONS.get(Role(role), Function.ADMINISTRATION) if role else Function.ADMINISTRATION,
        action=Action.READ,
        purpose=Purpose.OPERATION,
        outcome=outcome,
        subject_kind="user",
        subject_ids=[str(user_id or "")],
        object_kind="accounts.User",
        object_id=str(user_id or ""),
        ground=ground,
    )


def mark_as_demo(*, at: datetime) -> None:
    """Mark this database as a demo for good; only then do persona cards sign in.

    The one row of the marker's table can be written by the owner of the database alone, never by the role that
    answers requests, and only while nobody has an account: a trigger refuses it afterwards. Repeating it on a
    demo database changes nothing.

    Raises :class:`SozialraumError` where the database holds accounts already, or where its owner is not known here.
    """
    if OWNER not in connections:
        raise SozialraumError(
            "Only the owner of the database can found a demo.",
            "Name the owner in DATABASE_OWNER_URL, or use the embedded database.",
        )
    try:
        with transaction.atomic(using=OWNER), connections[OWNER].cursor() as cursor:
            cursor.execute(
                "INSERT INTO accounts_demomarker (id, marked_at) SELECT 1, %s"
                " WHERE NOT EXISTS (SELECT 1 FROM accounts_demomarker)",
                [at],
            )
    except ProgrammingError as refused:
        raise SozialraumError(
            "This database holds accounts of real people and can never become a demo.",
            "Choose an empty data directory or database for the demo.",
        ) from refused
