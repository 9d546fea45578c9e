"""What every writing in case space does: ask for the right to write, and put the change on record."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sozialraum.errors import SozialraumError
from sozialraum.foundation.audit.enums import Outcome
from sozialraum.foundation.audit.services import CHANGES, record
from sozialraum.foundation.privacy import gate
from sozialraum.foundation.privacy.decisions import Decision
from sozialraum.foundation.privacy.gate import Grant
from sozialraum.foundation.vocabulary import Action


class Refused(SozialraumError):
    """What was asked for breaks a rule of the field; nothing was stored."""


def writable(grant: Grant) -> UUID:
    """The case that the grant lets write in; raises :class:`gate.Denied` for a grant to read."""
    if grant.action is not Action.WRITE:
        raise gate.Denied(Decision.no("This grant is for reading."))
    return grant.subject_id


def user_of(grant: Grant) -> UUID:
    """Who acts; raises :class:`gate.Denied` where nobody is signed in."""
    if grant.actor.user_id is None:
        raise gate.Denied(Decision.no("Nobody is signed in."))
    return grant.actor.user_id


def note_change(grant: Grant, object_kind: str, object_id: UUID, fields: Sequence[str]) -> None:
    """Put a change in a case on record, in the same transaction: which object and which fields, never their contents."""
    record(
        using=CHANGES, at=grant.at, actor_id=grant.actor.user_id, role=grant.role, function=gate.function_of(grant.role),
        action=Action.WRITE, purpose=grant.purpose, outcome=Outcome.CHANGED, subject_kind="case",
        subject_ids=[str(grant.subject_id)], object_kind=object_kind, object_id=str(object_id), fields=fields,
    )  # fmt: skip
