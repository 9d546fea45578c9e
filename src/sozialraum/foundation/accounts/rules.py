"""Rules of signing in and of standing in: second factors, ends of sessions, codes of letters, who may be a substitute."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sozialraum.analytics.messages import gettext_noop
from sozialraum.foundation.privacy.actors import Actor, Role, ScopedRole, ScopeKind
from sozialraum.foundation.privacy.decisions import Decision

SECOND_FACTOR_ROLES = frozenset(
    {
        Role.CASE_WORKER, Role.TEAM_LEAD, Role.FINANCE_OFFICER, Role.PROVIDER_WORKER, Role.OMBUDSPERSON,
        Role.DATA_PROTECTION_OFFICER, Role.ADMINISTRATOR,
    }
)  # fmt: skip
"""Roles that see people's data or could give themselves the right to."""

STAND_IN: dict[Role, frozenset[Role]] = {
    Role.CASE_WORKER: frozenset({Role.CASE_WORKER, Role.TEAM_LEAD}),
    Role.TEAM_LEAD: frozenset({Role.TEAM_LEAD, Role.CASE_WORKER}),
    Role.FINANCE_OFFICER: frozenset({Role.FINANCE_OFFICER}),
    Role.PROVIDER_WORKER: frozenset({Role.PROVIDER_WORKER, Role.PROVIDER_LEAD}),
    Role.PROVIDER_LEAD: frozenset({Role.PROVIDER_LEAD, Role.PROVIDER_WORKER}),
    Role.OMBUDSPERSON: frozenset({Role.OMBUDSPERSON}),
    Role.PLANNER: frozenset({Role.PLANNER}),
    Role.CONTROLLER: frozenset({Role.CONTROLLER}),
    Role.HEAD_OF_OFFICE: frozenset({Role.HEAD_OF_OFFICE, Role.TEAM_LEAD}),
    Role.DATA_PROTECTION_OFFICER: frozenset({Role.DATA_PROTECTION_OFFICER}),
    Role.ADMINISTRATOR: frozenset({Role.ADMINISTRATOR}),
}
"""Who may stand in for a task: those who hold one of these tasks themselves. Families, residents and members of the
committee speak for themselves; nobody stands in for them."""
LONGEST_ABSENCE = timedelta(days=183)

CODE_ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""32 signs without the look-alikes 0 and O, 1 and I."""
CODE_GROUPS, CODE_GROUP_LENGTH = 3, 4


def needs_second_factor(actor: Actor) -> bool:
    """Whether a role of this actor demands a second factor that this session has not shown yet."""
    return requires_second_factor(actor) and not actor.second_factor


def requires_second_factor(actor: Actor) -> bool:
    """Whether any role of this actor makes the second factor a duty; families are offered it.

    >>> from sozialraum.foundation.privacy.actors import ScopedRole
    >>> requires_second_factor(Actor(None, roles=(ScopedRole(Role.PARENT),)))
    False
    """
    return actor.has(*SECOND_FACTOR_ROLES)


@dataclass(frozen=True, slots=True)
class SessionLimits:
    """How long a session lasts: without a request (``idle``) and at most (``absolute``)."""

    idle: timedelta
    absolute: timedelta


def session_ended(
    *, signed_in_at: datetime, seen_at: datetime, now: datetime, limits: SessionLimits, idles: bool
) -> bool:
    """Whether a session has run out; ``idles`` says whether the idle limit holds for this person.

    >>> from datetime import UTC
    >>> at = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
    >>> limits = SessionLimits(idle=timedelta(minutes=30), absolute=timedelta(hours=10))
    >>> later = at + timedelta(minutes=31)
    >>> session_ended(signed_in_at=at, seen_at=at, now=later, limits=limits, idles=True)
    True
    >>> session_ended(signed_in_at=at, seen_at=at, now=later, limits=limits, idles=False)
    False
    """
    if now - signed_in_at > limits.absolute:
        return True
    return idles and now - seen_at > limits.idle


def new_code() -> str:
    """A fresh code for a letter: three groups of four signs, 60 random bits.

    >>> len(new_code())
    14
    """
    groups = (
        "".join(secrets.choice(CODE_ALPHABET) for _ in range(CODE_GROUP_LENGTH)) for _ in range(CODE_GROUPS)
    )
    return "-".join(groups)


def read_code(typed: str) -> str:
    """The code as it was meant: case, blanks and hyphens do not matter, look-alikes are understood.

    Returns twelve signs, or an empty text where it cannot be a code.

    >>> read_code(" k7m2 - 9xqa 4rtz")
    'K7M29XQA4RTZ'
    >>> read_code("hello")
    ''
    """
    signs = "".join(sign for sign in typed.upper() if sign.isalnum())
    fits = len(signs) == CODE_GROUPS * CODE_GROUP_LENGTH and all(sign in CODE_ALPHABET for sign in signs)
    return signs if fits else ""


def code_digest(code: str, *, key: str) -> str:
    """The keyed digest under which a code is stored; without the key, codes cannot be guessed from a dump."""
    return hmac.new(key.encode(), b"invitation:" + read_code(code).encode(), hashlib.sha256).hexdigest()


def wait_seconds(attempts: Sequence[float], *, now: float, allowed: int, window: float) -> int:
    """How long to wait until the next attempt: seconds, 0 where one is allowed now.

    ``attempts`` are the times of the attempts within the window, newest first.

    >>> wait_seconds([100.0, 90.0], now=110.0, allowed=2, window=60)
    40
    >>> wait_seconds([100.0], now=110.0, allowed=2, window=60)
    0
    """
    running = [at for at in attempts if at > now - window]
    if len(running) < allowed:
        return 0
    return max(1, round(running[allowed - 1] + window - now))


def may_stand_in(role: Role, absent: Iterable[ScopedRole], candidate: Iterable[ScopedRole]) -> bool:
    """Whether somebody with these own tasks may stand in for this task of an absent person.

    A task that is bound to a team or a provider stays there (a team lead's may go to the lead of another team); a task
    of the whole office goes to anybody who holds a fitting one.

    >>> worker = ScopedRole(Role.CASE_WORKER, ScopeKind.TEAM, "T03")
    >>> may_stand_in(Role.CASE_WORKER, [worker], [ScopedRole(Role.CASE_WORKER, ScopeKind.TEAM, "T03")])
    True
    >>> may_stand_in(Role.CASE_WORKER, [worker], [ScopedRole(Role.CASE_WORKER, ScopeKind.TEAM, "T07")])
    False
    """
    places = bound_to(role, absent)
    fitting = [
        held for held in candidate if held.role in STAND_IN.get(role, frozenset()) and not held.substitute
    ]
    if not places:
        return bool(fitting)
    return any(
        (held.scope_kind, held.scope_key) in places or (held.role is role is Role.TEAM_LEAD)
        for held in fitting
    )


def bound_to(role: Role, held: Iterable[ScopedRole]) -> frozenset[tuple[ScopeKind, str]]:
    """The teams and providers within which somebody holds a task."""
    return frozenset(
        (each.scope_kind, each.scope_key)
        for each in held
        if each.role is role and each.scope_kind in {ScopeKind.TEAM, ScopeKind.PROVIDER}
    )


def absence_fits(*, valid_from: date, valid_until: date, today: date) -> Decision:
    """Whether an absence may be entered: it begins today or later, ends after it begins, lasts half a year at most.

    >>> day = date(2026, 11, 24)
    >>> bool(absence_fits(valid_from=day, valid_until=day, today=day))
    True
    >>> absence_fits(valid_from=day, valid_until=date(2027, 11, 24), today=day).reason
    'Half a year at most; after that, the task is given to somebody.'
    """
    if valid_from < today:
        return Decision.no(gettext_noop("It begins today at the earliest."))
    if valid_until < valid_from:
        return Decision.no(gettext_noop("It ends after it begins."))
    if valid_until - valid_from > LONGEST_ABSENCE:
        return Decision.no(gettext_noop("Half a year at most; after that, the task is given to somebody."))
    return Decision.yes()
