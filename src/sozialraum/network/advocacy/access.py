"""Who asks politics for something, who goes on with it, and who reads what is not public yet."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from sozialraum.foundation.privacy.actors import Actor
from sozialraum.foundation.privacy.decisions import Decision
from sozialraum.network.access import OFFICE, PROVIDERS
from sozialraum.network.themes.access import CARING, STEERING

NOT_YOURS: Final = "Who brought it forward, leads and planning write here."


def can_raise_issue(actor: Actor) -> Decision:
    """Who works in the field or plans it."""
    if actor.has(*CARING) and actor.user_id is not None:
        return Decision.yes()
    return Decision.no("People who work in the field bring issues before politics.")


def can_move_issue(actor: Actor, owner_id: UUID | None) -> Decision:
    """Who brought it forward; leads and planning take it on where somebody has gone."""
    raising = can_raise_issue(actor)
    if not raising or actor.user_id == owner_id or actor.has(*STEERING):
        return raising
    return Decision.no(NOT_YOURS)


def reads_all_issues(actor: Actor) -> bool:
    """Office and providers read what is not public yet; everybody else what was published."""
    return actor.has(*OFFICE, *PROVIDERS)
