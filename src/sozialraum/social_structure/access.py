"""Who may do what on this floor (DOMAIN section 10, row "Area report/index")."""

from __future__ import annotations

from sozialraum.foundation.privacy.actors import Actor, Role
from sozialraum.foundation.privacy.decisions import Decision

WRITERS = (Role.PLANNER, Role.CONTROLLER)


def can_view_figures(actor: Actor) -> Decision:
    """Released figures of areas: everyone signed in but the administrator, who runs the house and no more."""
    if any(held.role is not Role.ADMINISTRATOR for held in actor.roles):
        return Decision.yes("area report")
    return Decision.no("Area figures are open to everyone who works or takes part here; please sign in.")


def can_import(actor: Actor) -> Decision:
    """Bring in files and take imports back: planning and controlling."""
    if actor.has(*WRITERS):
        return Decision.yes("planning")
    return Decision.no("Youth-welfare planning and controlling bring in data.")


def can_see_parts(actor: Actor) -> Decision:
    """See an index to the last digit also where it tells a part that is kept back: who has the raw deliveries anyway."""
    return can_import(actor)


def can_record_run(actor: Actor) -> Decision:
    """Record a run: planning and controlling."""
    if actor.has(*WRITERS):
        return Decision.yes("planning")
    return Decision.no("Youth-welfare planning and controlling record runs.")
