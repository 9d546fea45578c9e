"""Who reads reports and who lets figures out (DOMAIN section 10, row "Area report/index")."""

from __future__ import annotations

from sozialraum.foundation.privacy.actors import Actor, Role
from sozialraum.foundation.privacy.decisions import Decision

FAMILY = frozenset({Role.PARENT, Role.YOUNG_PERSON, Role.TRUSTED_PERSON})
COUNTING = frozenset({Role.PLANNER, Role.CONTROLLER, Role.HEAD_OF_OFFICE})


def can_view_reports(actor: Actor) -> Decision:
    """Everybody who is not here for the own family alone: what is shown has passed the release gate."""
    if not actor.roles or all(held.role in FAMILY for held in actor.roles):
        return Decision.no("This room is for planning, committee and office.")
    return Decision.yes()


def can_release_counts(actor: Actor) -> Decision:
    """Planning, controlling and the head of office let counts out; the gate asks again."""
    if actor.has(*COUNTING):
        return Decision.yes()
    return Decision.no("Planning, controlling and the head of office let counts out.")
