"""Who may manage accounts."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext_noop

from sozialraum.foundation.privacy.actors import Actor, Role, ScopeKind
from sozialraum.foundation.privacy.decisions import Decision

SECOND_FACTOR = "Set up your second factor first."
TO_ONESELF = gettext_noop("Nobody gives herself a task that opens people’s data. Ask another administrator.")

PEOPLES_DATA = frozenset(
    {
        Role.CASE_WORKER, Role.TEAM_LEAD, Role.FINANCE_OFFICER, Role.PROVIDER_WORKER, Role.PROVIDER_LEAD, Role.PARENT,
        Role.YOUNG_PERSON, Role.TRUSTED_PERSON, Role.OMBUDSPERSON, Role.DATA_PROTECTION_OFFICER,
    }
)  # fmt: skip
"""The tasks that open people's data, or control who opened them."""


def can_manage_people(actor: Actor) -> Decision:
    """The administration manages accounts and roles of the whole office; it reads no people's data by it."""
    if not any(
        held.role is Role.ADMINISTRATOR and held.scope_kind is ScopeKind.OFFICE for held in actor.roles
    ):
        return Decision.no("Only the administration manages accounts.")
    return Decision.yes("administration") if actor.second_factor else Decision.no(SECOND_FACTOR)


def can_give_role(actor: Actor, user_id: UUID, role: Role) -> Decision:
    """The administration gives tasks to others; a task that opens people's data nobody gives to herself."""
    allowed = can_manage_people(actor)
    if allowed and user_id == actor.user_id and role in PEOPLES_DATA:
        return Decision.no(TO_ONESELF)
    return allowed
