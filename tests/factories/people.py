"""People for tests, made through the services that users call."""

from __future__ import annotations

import itertools
from datetime import UTC, date, datetime
from uuid import UUID

from sozialraum.foundation.accounts.models import User
from sozialraum.foundation.accounts.queries import actor_of
from sozialraum.foundation.accounts.services import create_user, give_role
from sozialraum.foundation.privacy.actors import Actor, Role, ScopeKind

AT = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
TODAY = date(2026, 11, 24)
_numbers = itertools.count(1)


def make_user(*, full_name: str = "Toni Berger", young: bool = False) -> User:
    """A person who can sign in."""
    return create_user(username=f"person-{next(_numbers)}", full_name=full_name, at=AT, by=None, young=young)


def make_actor(
    role: Role,
    *,
    user: User | None = None,
    scope_kind: ScopeKind = ScopeKind.OFFICE,
    scope_key: str = "",
    second_factor: bool = True,
    full_name: str = "Toni Berger",
) -> Actor:
    """A person signed in with one more role."""
    user = user or make_user(full_name=full_name)
    give_role(user_id=user.id, role=role, scope_kind=scope_kind, scope_key=scope_key, at=AT, by=None)
    return actor_of(user, today=TODAY, second_factor=second_factor)


def again(actor: Actor, *, second_factor: bool = True) -> Actor:
    """The same person with the roles held now."""
    assert isinstance(actor.user_id, UUID)
    return actor_of(User.objects.get(id=actor.user_id), today=TODAY, second_factor=second_factor)
