"""The one door for people's data.

``open`` is the only maker of a :class:`Grant`. It asks the floor that keeps the subject whether this actor may
(its ``access`` room, registered here when the application starts), records the read or the denial outside the
business transaction, and opens exactly these subjects in the database for the rest of the transaction: row-level
security answers every other row with nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import Error, connection
from django.utils import timezone

from sozialraum.foundation.audit.enums import Function, Outcome
from sozialraum.foundation.audit.queries import READS
from sozialraum.foundation.audit.services import record
from sozialraum.foundation.privacy import context
from sozialraum.foundation.privacy.actors import Actor, Role, ScopeKind
from sozialraum.foundation.privacy.decisions import Decision
from sozialraum.foundation.privacy.enums import EmergencyKind, NoticeKind
from sozialraum.foundation.privacy.models import EmergencyAccess, Notice
from sozialraum.foundation.vocabulary import Action, Purpose

_MAKER: Final = object()


@dataclass(frozen=True, slots=True)
class Subject:
    """Whose data: the kind (``case``) and the ids. An empty tuple of ids asks for the floor's own answer."""

    kind: str
    ids: tuple[UUID, ...]
    keys: tuple[str, ...] = field(init=False, repr=False, compare=False)
    """The ids in words; a list of families is asked for them at every step."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "keys", tuple(map(str, self.ids)))


@dataclass(frozen=True, slots=True)
class Grant:
    """Proof that the gate was passed. Guarded queries and services take one as their first argument.

    ``until`` is given where the gate opened in an emergency only: when that access ends.
    """

    actor: Actor
    purpose: Purpose
    action: Action
    subject: Subject
    role: str
    ground: str
    at: datetime
    until: datetime | None = None
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
EmergencyRule = Callable[[Actor, Subject], Decision]
_rules: dict[str, AccessRule] = {}
_emergency_rules: dict[str, EmergencyRule] = {}

EMERGENCY: Final = "emergency"
EMERGENCY_HOURS: Final = 4
NOTIFIED: Final = frozenset({ScopeKind.OFFICE, ScopeKind.TEAM})
"""The scopes whose roles are told of an emergency; nobody is asked about notices for the families she is there for."""
EMERGENCY_PURPOSES: Final = frozenset({Purpose.SERVICE, Purpose.PROTECTION})

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


def register(kind: str, rule: AccessRule, *, emergency: EmergencyRule | None = None) -> None:
    """Let a floor answer for one kind of subject; called once, from its app configuration.

    ``emergency`` says who may open a subject of this kind that is not theirs in an emergency; without it nobody.
    """
    _rules[kind] = rule
    if emergency is not None:
        _emergency_rules[kind] = emergency


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

    Must be called inside a transaction; the opening ends with it. Several subjects are opened together or not at
    all, with one record each. Returns the :class:`Grant`; raises :class:`Denied` where the floor says no. Both are
    recorded on a connection of their own, so that the record outlives a rollback. Where the floor says no to
    reading and an emergency access of this actor is running, the gate opens on its ground, for protection. Where the
    floor allows a part alone (:attr:`Decision.only`), the database opens that part and not the subjects.
    """
    # its day is a day of the office: between midnight and two the clock of the world is still in yesterday
    at = timezone.localtime(at)
    _inside_transaction()
    # the database opens while the floor decides; what the floor asks it waits for that
    before = context.begin_to_enter(actor=actor, purpose=purpose, action=action, keys=subject.keys)
    try:
        decision, until = _rules[subject.kind](actor, purpose, action, subject), None
        held = role or _role_of(actor, subject)
        if not decision and (running := _running_emergency(actor, purpose, action, subject, at)):
            purpose, until, held = Purpose.PROTECTION, running.until, _emergency_role(actor)
            decision = Decision.yes(emergency_ground(running.kind))
            context.enter(actor=actor, purpose=purpose, action=action, ids=subject.ids)
        if decision.only:
            context.restore(before())
            context.enter(actor=actor, purpose=purpose, action=action, ids=decision.only)
        if not decision or subject.ids:
            _record(actor, purpose, action, subject, held, decision, ground or decision.reason, at)
        if not decision:
            raise Denied(decision)
    except BaseException:
        # whatever went wrong, nothing stays open that was not open before; in a broken transaction nothing is
        with suppress(Error):
            context.restore(before())
        raise
    return Grant(actor, purpose, action, subject, held, ground or decision.reason, at, until, _maker=_MAKER)


def open_in_emergency(
    actor: Actor, subject: Subject, *, kind: EmergencyKind, reason: str, notify_scope: str, at: datetime
) -> Grant:
    """Open one foreign subject for reading, for :data:`EMERGENCY_HOURS` hours, with a written reason.

    Stores the :class:`EmergencyAccess` and one notice each for the lead of the team ``notify_scope`` and for the
    data-protection officer, in the transaction that opens. Raises :class:`Denied`, recorded, where the floor's
    emergency rule says no; ``ValueError`` for a reason without words or for more than one subject.
    """
    _inside_transaction()
    (subject_id,) = subject.ids
    if not reason.strip():
        msg = "An emergency access needs a written reason."
        raise ValueError(msg)
    rule = _emergency_rules.get(subject.kind)
    decision = rule(actor, subject) if rule else Decision.no("Subjects of this kind have no emergency.")
    if not decision or actor.user_id is None:
        _record(
            actor, Purpose.PROTECTION, Action.READ, subject, _emergency_role(actor), decision, EMERGENCY, at
        )
        raise Denied(decision)
    context.enter(actor=actor, purpose=Purpose.PROTECTION, action=Action.READ, ids=())
    access = EmergencyAccess.objects.create(
        subject_kind=subject.kind, subject_id=subject_id, actor_id=actor.user_id, kind=kind, reason=reason.strip(),
        opened_at=at, until=at + timedelta(hours=EMERGENCY_HOURS),
    )  # fmt: skip
    addressees = [
        (Role.DATA_PROTECTION_OFFICER, ScopeKind.OFFICE, ""),
        *([(Role.TEAM_LEAD, ScopeKind.TEAM, notify_scope)] if notify_scope else []),
    ]
    Notice.objects.bulk_create(
        Notice(
            kind=NoticeKind.EMERGENCY_OPENED, role=role, scope_kind=scope_kind, scope_key=scope_key,
            subject_kind=subject.kind, subject_id=str(subject_id), object_id=access.id, made_at=at,
        )
        for role, scope_kind, scope_key in addressees
    )  # fmt: skip
    return open(actor, Purpose.PROTECTION, Action.READ, subject, at=at)


def record_emergency_attempt(actor: Actor, kind: str, decision: Decision, *, at: datetime) -> None:
    """Record that an emergency was asked for a subject that is not there or not to be opened."""
    _record(
        actor,
        Purpose.PROTECTION,
        Action.READ,
        Subject(kind, ()),
        _emergency_role(actor),
        decision,
        EMERGENCY,
        at,
    )


def emergency_ground(kind: str) -> str:
    """The ground that the record names: ``emergency: danger``."""
    return f"{EMERGENCY}: {kind}"


def _inside_transaction() -> None:
    if not connection.in_atomic_block:
        msg = "The gate opens only inside a transaction."
        raise RuntimeError(msg)


def _running_emergency(
    actor: Actor, purpose: Purpose, action: Action, subject: Subject, at: datetime
) -> EmergencyAccess | None:
    rule = _emergency_rules.get(subject.kind)
    asked = action is Action.READ and purpose in EMERGENCY_PURPOSES and len(subject.ids) == 1
    if not asked or rule is None or actor.user_id is None or not rule(actor, subject):
        return None
    return (
        EmergencyAccess.objects.filter(
            subject_kind=subject.kind,
            subject_id=subject.ids[0],
            actor_id=actor.user_id,
            opened_at__lte=at,
            until__gt=at,
        )
        .order_by("-until")
        .first()
    )


def _record(
    actor: Actor, purpose: Purpose, action: Action, subject: Subject, role: str, decision: Decision, ground: str,
    at: datetime,
) -> None:  # fmt: skip
    record(
        using=READS,
        at=at,
        actor_id=actor.user_id,
        role=role,
        function=function_of(role),
        action=action,
        purpose=purpose,
        outcome=Outcome.GRANTED if decision else Outcome.DENIED,
        subject_kind=subject.kind,
        subject_ids=subject.keys or ("",),
        ground=ground,
    )


def _emergency_role(actor: Actor) -> str:
    return Role.CASE_WORKER if actor.has(Role.CASE_WORKER) else (actor.roles[0].role if actor.roles else "")


def _role_of(actor: Actor, subject: Subject) -> str:
    keys = frozenset(subject.keys)
    for held in actor.roles:
        if held.scope_key in keys:
            return held.role
    return actor.roles[0].role if actor.roles else ""
