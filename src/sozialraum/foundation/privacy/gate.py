"""The one door for people's data.

``open`` is the only maker of a :class:`Grant`. It asks the floor that keeps the subject whether this actor may
(its ``access`` room, registered here when the application starts), records the read or the denial outside the
business transaction, and opens exactly these subjects in the database for the rest of the transaction: row-level
security answers every other row with nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final
from uuid import UUID

from django.db import connection

from sozialraum.foundation.audit.enums import Function, Outcome
from sozialraum.foundation.audit.queries import READS
from sozialraum.foundation.audit.services import record
from sozialraum.foundation.privacy import context
from sozialraum.foundation.privacy.actors import Actor, Role
from sozialraum.foundation.privacy.decisions import Decision
from sozialraum.foundation.vocabulary import Action, Purpose

_MAKER: Final = object()


@dataclass(frozen=True, slots=True)
class Subject:
    """Whose data: the kind (``case``) and the ids. An empty tuple of ids asks for the floor's own answer."""

    kind: str
    ids: tuple[UUID, ...]


@dataclass(frozen=True, slots=True)
class Grant:
    """Proof that the gate was passed. Guarded queries and services take one as their first argument."""

    actor: Actor
    purpose: Purpose
    action: Action
    subject: Subject
    role: str
    ground: str
    at: datetime
    _maker: object = field(default=None, repr=False, compare=False)

    def __post_init__(self) -> None:
        if self._maker is not _MAKER:
            msg = "Only privacy.gate.open makes a Grant."
            raise TypeError(msg)

    @property
    def subject_id(self) -> UUID:
        """The one subject of this grant; ``ValueError`` where it covers several."""
        (only,) = self.subject.ids
        return only


class Denied(Exception):
    """The gate stays shut. Views answer 404, so that nobody learns whether the subject exists."""

    def __init__(self, decision: Decision) -> None:
        super().__init__("The gate stays shut.")
        self.decision = decision


AccessRule = Callable[[Actor, Purpose, Action, Subject], Decision]
_rules: dict[str, AccessRule] = {}

FUNCTIONS: Final = {
    Role.CASE_WORKER: Function.COUNSELING,
    Role.TEAM_LEAD: Function.GRANTING,
    Role.FINANCE_OFFICER: Function.ADMINISTRATION,
    Role.PROVIDER_WORKER: Function.COUNSELING,
    Role.PROVIDER_LEAD: Function.COUNSELING,
    Role.PLANNER: Function.PLANNING,
    Role.CONTROLLER: Function.CONTROLLING,
    Role.DATA_PROTECTION_OFFICER: Function.AUDITING,
    Role.OMBUDSPERSON: Function.COUNSELING,
    Role.PARENT: Function.OWN_MATTER,
    Role.YOUNG_PERSON: Function.OWN_MATTER,
    Role.TRUSTED_PERSON: Function.OWN_MATTER,
}


ADMINISTRATION: Final = Function.ADMINISTRATION


def function_of(role: str) -> Function:
    """In which function somebody with this role acts (H15)."""
    return FUNCTIONS.get(Role(role), ADMINISTRATION) if role else ADMINISTRATION


def register(kind: str, rule: AccessRule) -> None:
    """Let a floor answer for one kind of subject; called once, from its app configuration."""
    _rules[kind] = rule


def open(  # noqa: A001 - the gate opens; the name is part of the house's language
    actor: Actor,
    purpose: Purpose,
    action: Action,
    subject: Subject,
    *,
    role: str = "",
    ground: str = "",
    at: datetime | None = None,
) -> Grant:
    """Ask, record, open.

    Must be called inside a transaction; the opening ends with it. Returns the :class:`Grant`; raises
    :class:`Denied` where the floor says no. Both are recorded on a connection of their own, so that the record
    outlives a rollback.
    """
    if not connection.in_atomic_block:
        msg = "The gate opens only inside a transaction."
        raise RuntimeError(msg)
    at = at or datetime.now(UTC)
    before = context.enter(actor=actor, purpose=purpose, action=action, ids=subject.ids)
    decision = _rules[subject.kind](actor, purpose, action, subject)
    held = role or _role_of(actor, subject)
    if not decision or subject.ids:
        record(
            using=READS,
            at=at,
            actor_id=actor.user_id,
            role=held,
            function=function_of(held),
            action=action,
            purpose=purpose,
            outcome=Outcome.GRANTED if decision else Outcome.DENIED,
            subject_kind=subject.kind,
            subject_ids=[str(each) for each in subject.ids] or [""],
            ground=ground or decision.reason,
        )
    if not decision:
        context.restore(before)
        raise Denied(decision)
    return Grant(actor, purpose, action, subject, held, ground or decision.reason, at, _maker=_MAKER)


def _role_of(actor: Actor, subject: Subject) -> str:
    for held in actor.roles:
        if held.scope_key in {str(each) for each in subject.ids}:
            return held.role
    return actor.roles[0].role if actor.roles else ""
