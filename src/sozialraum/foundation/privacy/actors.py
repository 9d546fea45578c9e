"""Who acts: the roles and scopes of the person signed in, as one immutable value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from uuid import UUID


class Role(StrEnum):
    """The roles of DOMAIN section 10."""

    CASE_WORKER = "case_worker"
    TEAM_LEAD = "team_lead"
    FINANCE_OFFICER = "finance_officer"
    PROVIDER_WORKER = "provider_worker"
    PROVIDER_LEAD = "provider_lead"
    PARENT = "parent"
    YOUNG_PERSON = "young_person"
    TRUSTED_PERSON = "trusted_person"
    OMBUDSPERSON = "ombudsperson"
    PLANNER = "planner"
    CONTROLLER = "controller"
    HEAD_OF_OFFICE = "head_of_office"
    COMMITTEE_MEMBER = "committee_member"
    RESIDENT = "resident"
    DATA_PROTECTION_OFFICER = "data_protection_officer"
    ADMINISTRATOR = "administrator"


class ScopeKind(StrEnum):
    """What a role is bound to."""

    OFFICE = "office"
    AREA = "area"
    TEAM = "team"
    PROVIDER = "provider"
    CASE = "case"
    CIRCLE = "circle"


@dataclass(frozen=True, slots=True)
class ScopedRole:
    """One role within one scope; ``scope_key`` is empty for the whole office."""

    role: Role
    scope_kind: ScopeKind = ScopeKind.OFFICE
    scope_key: str = ""
    substitute: bool = False


@dataclass(frozen=True, slots=True)
class Actor:
    """A person signed in (or nobody), with the roles that hold at this moment."""

    user_id: UUID | None
    roles: tuple[ScopedRole, ...] = ()
    second_factor: bool = False
    young: bool = False
    # looked up for every family of a list, and made once a request
    _held: frozenset[Role] = field(init=False, repr=False, compare=False)
    _by_scope: Mapping[tuple[ScopeKind, str], Role] = field(init=False, repr=False, compare=False)
    _in_person: frozenset[str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        put = object.__setattr__
        put(self, "_held", frozenset(held.role for held in self.roles))
        # the first one counts where several are held for one scope
        put(self, "_by_scope", {(h.scope_kind, h.scope_key): h.role for h in reversed(self.roles)})
        put(self, "_in_person", frozenset(held.scope_key for held in self.roles if not held.substitute))

    @property
    def held(self) -> frozenset[Role]:
        """The roles, in whatever scope."""
        return self._held

    def has(self, *roles: Role) -> bool:
        """Whether any of these roles is held, in whatever scope."""
        return not self._held.isdisjoint(roles)

    def keys(self, kind: ScopeKind, *roles: Role) -> frozenset[str]:
        """The scope keys (case ids, team codes, ...) for which one of these roles is held."""
        return frozenset(
            held.scope_key
            for held in self.roles
            if held.scope_kind is kind and (not roles or held.role in roles)
        )

    def with_role(self, held: ScopedRole) -> Actor:
        """The same person holding one more role, which has just been given."""
        return replace(self, roles=(*self.roles, held))

    def role_for(self, kind: ScopeKind, key: str) -> Role | None:
        """The role held for this one scope key, if any."""
        return self._by_scope.get((kind, key))

    def in_person(self, key: str) -> bool:
        """Whether a role for this scope key is the actor's own, and not only a colleague's for whom she stands in."""
        return key in self._in_person


NOBODY = Actor(user_id=None)
HOUSE = Actor(
    user_id=None, second_factor=True
)  # the platform's own periodic work; no request is answered as this
