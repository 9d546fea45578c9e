"""Reading people and their roles."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db.models import Q

from sozialraum.foundation.accounts.models import RoleAssignment, User
from sozialraum.foundation.privacy.actors import Actor, Role, ScopedRole, ScopeKind


def actor_of(user: User, *, today: date, second_factor: bool) -> Actor:
    """The actor that this person is today: every role whose time runs, substitutions included."""
    held = RoleAssignment.objects.filter(
        Q(valid_until__isnull=True) | Q(valid_until__gte=today), user=user, valid_from__lte=today
    ).order_by("given_at", "id")
    return Actor(
        user_id=user.id,
        roles=tuple(
            ScopedRole(
                role=Role(each.role),
                scope_kind=ScopeKind(each.scope_kind),
                scope_key=each.scope_key,
                substitute=each.substitute_for_id is not None,
            )
            for each in held
        ),
        second_factor=second_factor,
        young=user.young,
    )


def names_of(user_ids: Iterable[UUID]) -> dict[UUID, str]:
    """The names of these people, for showing who did something."""
    return dict(User.objects.filter(id__in=set(user_ids)).values_list("id", "full_name"))
