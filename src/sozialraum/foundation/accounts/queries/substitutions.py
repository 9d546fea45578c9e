"""Who stands in for whom, who may be asked to, and for whom a lead may arrange it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from sozialraum.foundation.accounts.access import LEADS
from sozialraum.foundation.accounts.models import RoleAssignment, Substitution, User
from sozialraum.foundation.accounts.rules import STAND_IN, bound_to, may_stand_in
from sozialraum.foundation.database import statements
from sozialraum.foundation.privacy.actors import Actor, Role, ScopedRole, ScopeKind


@dataclass(frozen=True, slots=True)
class StandIn:
    """One substitution that runs or begins later."""

    id: UUID
    absent_id: UUID
    absent_name: str
    substitute_id: UUID
    substitute_name: str
    role: Role
    valid_from: date
    valid_until: date
    running: bool


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody who may be chosen."""

    id: UUID
    full_name: str
    job_title: str


def own_tasks(user_id: UUID, *, today: date) -> tuple[ScopedRole, ...]:
    """The tasks that somebody holds herself today, without those of people she stands in for."""
    return tuple(_scoped(each) for each in _holding(today).filter(user_id=user_id).order_by("given_at", "id"))


def substitutions_of(user_id: UUID, *, today: date) -> tuple[StandIn, ...]:
    """The substitutions in which somebody is absent or stands in, that run or begin later; the next first."""
    return tuple(
        StandIn(number, absent, absent_name, substitute, name, Role(role), first, last, first <= today)
        for number, absent, absent_name, substitute, name, role, first, last in statements.rows(
            _OF_ONE, [user_id, user_id, today]
        )
    )


# every start page asks for it
_OF_ONE = (
    "SELECT s.id, s.absent_id, absent.full_name, s.substitute_id, standing.full_name, s.role, s.valid_from, s.valid_until"
    " FROM accounts_substitution s JOIN accounts_user absent ON absent.id = s.absent_id"
    " JOIN accounts_user standing ON standing.id = s.substitute_id"
    " WHERE (s.absent_id = %s OR s.substitute_id = %s) AND s.ended_at IS NULL AND s.valid_until >= %s"
    " ORDER BY s.valid_from, s.arranged_at, s.id"
)


def substitutions_in_team(actor: Actor, *, today: date) -> tuple[StandIn, ...]:
    """The substitutions of the people whom this actor leads."""
    led = [each.id for each in led_people(actor, today=today)]
    return _stand_ins(Q(absent_id__in=led), today=today) if led else ()


def substitution(substitution_id: UUID, *, today: date) -> StandIn | None:
    """One substitution that has not ended."""
    found = _stand_ins(Q(id=substitution_id), today=today)
    return found[0] if found else None


def led_people(actor: Actor, *, today: date) -> tuple[Colleague, ...]:
    """The people of the teams and providers that this actor leads, without the actor, in order of names."""
    places = Q()
    for role, kind in LEADS.items():
        if keys := actor.keys(kind, role):
            places |= Q(scope_kind=kind, scope_key__in=keys)
    if not places or actor.user_id is None:
        return ()
    held = _holding(today).filter(places, role__in=list(STAND_IN)).exclude(user_id=actor.user_id)
    return _colleagues(held.values_list("user_id", flat=True))


def possible_substitutes(absent_id: UUID, role: Role, *, today: date) -> tuple[Colleague, ...]:
    """Who may stand in for one task of somebody, in order of names (see ``rules.may_stand_in``)."""
    absent = own_tasks(absent_id, today=today)
    fitting = _holding(today).filter(role__in=list(STAND_IN.get(role, ()))).exclude(user_id=absent_id)
    found: dict[UUID, list[ScopedRole]] = {}
    places = bound_to(role, absent)
    if places and role is not Role.TEAM_LEAD:
        # of a city's hundreds those of the own team or provider; the rule judges them below
        codes = [key for _kind, key in places]
        fitting = fitting.filter(scope_kind__in=[kind for kind, _key in places], scope_key__in=codes)
    # tasks within a case say nothing about where somebody works, and there are thousands of them
    for each in fitting.exclude(scope_kind=ScopeKind.CASE):
        found.setdefault(each.user_id, []).append(_scoped(each))
    return _colleagues(user_id for user_id, held in found.items() if may_stand_in(role, absent, held))


def _holding(today: date) -> QuerySet[RoleAssignment]:
    return RoleAssignment.objects.filter(
        Q(valid_until__isnull=True) | Q(valid_until__gte=today), valid_from__lte=today, user__is_active=True
    )


def _scoped(held: RoleAssignment) -> ScopedRole:
    return ScopedRole(Role(held.role), ScopeKind(held.scope_kind), held.scope_key)


def _colleagues(user_ids: Iterable[UUID]) -> tuple[Colleague, ...]:
    people = User.objects.filter(id__in=set(user_ids)).order_by("name_sort", "id")
    return tuple(Colleague(each.id, each.full_name, each.job_title) for each in people)


def _stand_ins(which: Q, *, today: date) -> tuple[StandIn, ...]:
    found = Substitution.objects.filter(which, ended_at__isnull=True, valid_until__gte=today)
    return tuple(
        StandIn(
            each.id, each.absent_id, each.absent.full_name, each.substitute_id, each.substitute.full_name,
            Role(each.role), each.valid_from, each.valid_until, each.valid_from <= today,
        )
        for each in found.select_related("absent", "substitute").order_by("valid_from", "arranged_at", "id")
    )  # fmt: skip
