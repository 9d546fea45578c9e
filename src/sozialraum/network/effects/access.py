"""Who tells what came of field work, who keeps the consents to it, and who lets it out to everybody."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from sozialraum.foundation.privacy.actors import Actor, Role
from sozialraum.foundation.privacy.decisions import Decision
from sozialraum.network.access import FIELD_WORKERS, OFFICE, PROVIDERS
from sozialraum.network.field_work.access import Unit, units_of
from sozialraum.network.themes.access import STEERING

TELLING: Final = frozenset({Role.RESIDENT, Role.PARENT, Role.YOUNG_PERSON})
IN_THE_CITY: Final = OFFICE | PROVIDERS | {Role.COMMITTEE_MEMBER}


def can_tell_effect(actor: Actor) -> Decision:
    """Who works in the field for a team or provider, and residents, for whom a team keeps it."""
    if actor.user_id is not None and (units_of(actor) or actor.has(*TELLING)):
        return Decision.yes()
    return Decision.no("People who work in the field and people of the quarter tell what came of it.")


def tells_of_oneself(actor: Actor) -> bool:
    """Whether the actor tells as somebody of the quarter: then the own consent is given by telling."""
    return not actor.has(*FIELD_WORKERS, *PROVIDERS) and actor.has(*TELLING)


def can_keep_effect(actor: Actor, *, kept_by: UUID, unit: Unit) -> Decision:
    """Who wrote it down, and everybody of the team or provider: a consent is taken back with whoever is there."""
    if actor.user_id is not None and (actor.user_id == kept_by or unit in units_of(actor)):
        return Decision.yes()
    return Decision.no("The team that it was told to keeps it.")


def can_release_effect(actor: Actor) -> Decision:
    """Leads and planning read a story once more before everybody does."""
    if actor.has(*STEERING):
        return Decision.yes()
    return Decision.no("Leads and planning let it out to everybody.")


def reads_in_the_city(actor: Actor) -> bool:
    """Whether the actor belongs to those who read what is told to the city: office, providers, committee."""
    return actor.has(*IN_THE_CITY)
