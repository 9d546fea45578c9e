"""Who raises themes, who cares for them, and who reads those that are not public."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from sozialraum.foundation.privacy.actors import Actor, Role
from sozialraum.foundation.privacy.decisions import Decision
from sozialraum.network.access import OFFICE, PROVIDERS

CARING: Final = PROVIDERS | {Role.CASE_WORKER, Role.TEAM_LEAD, Role.PLANNER}
STEERING: Final = frozenset({Role.PLANNER, Role.TEAM_LEAD})
NOT_YOURS: Final = "Who cares for a theme, its lead and planning write here."


def reads_all_themes(actor: Actor) -> bool:
    """Office and providers read themes that are not public yet; everybody else the public ones."""
    return actor.has(*OFFICE, *PROVIDERS)


def can_care(actor: Actor) -> Decision:
    """Who works in the field or plans it raises themes and cares for them."""
    return (
        Decision.yes() if actor.has(*CARING) else Decision.no("People who work in the field care for themes.")
    )


def can_move_theme(actor: Actor, owner_id: UUID | None) -> Decision:
    """Who cares for the theme, and leads and planning; a theme without anybody is open to all who may care."""
    if not actor.has(*CARING):
        return can_care(actor)
    if owner_id in {None, actor.user_id} or actor.has(*STEERING):
        return Decision.yes()
    return Decision.no(NOT_YOURS)
