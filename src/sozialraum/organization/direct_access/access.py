"""Who counts help without a case, and who receives counts of it."""

from __future__ import annotations

from sozialraum.foundation.privacy.actors import Actor, Role
from sozialraum.foundation.privacy.decisions import Decision
from sozialraum.organization.access import own_providers

COUNTING = frozenset({Role.PLANNER, Role.CONTROLLER, Role.HEAD_OF_OFFICE})


def can_count_visits(actor: Actor, provider_code: str = "") -> Decision:
    """The provider's own people count who came to it, and see no other provider's count."""
    own = own_providers(actor)
    if own and (not provider_code or provider_code in own):
        return Decision.yes("provider's own staff")
    return Decision.no("Only the provider's own people count who came to it.")


def can_release_visits(actor: Actor) -> Decision:
    """Planning, controlling and the head of office let counts out, through the release gate alone."""
    if actor.has(*COUNTING):
        return Decision.yes("counts for planning (§ 80 SGB VIII)")
    return Decision.no("Only planning, controlling and the head of office receive counts.")
