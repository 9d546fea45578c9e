"""Who may manage accounts."""

from __future__ import annotations

from sozialraum.foundation.privacy.actors import Actor, Role, ScopeKind
from sozialraum.foundation.privacy.decisions import Decision

SECOND_FACTOR = "Set up your second factor first."


def can_manage_people(actor: Actor) -> Decision:
    """The administration manages accounts and roles of the whole office; it reads no people's data by it."""
    if not any(
        held.role is Role.ADMINISTRATOR and held.scope_kind is ScopeKind.OFFICE for held in actor.roles
    ):
        return Decision.no("Only the administration manages accounts.")
    return Decision.yes("administration") if actor.second_factor else Decision.no(SECOND_FACTOR)
