"""Who may act in a budget's rounds: the row "Budget rounds" of the table of rights (DOMAIN section 10)."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from sozialraum.foundation.accounts.rights import Thing, rights_of
from sozialraum.foundation.privacy.actors import Actor, Role, ScopeKind
from sozialraum.foundation.privacy.decisions import Decision

ONLY_PLANNING = "Planning leads through the rounds."
ONLY_CIRCLE = "The circle of this area speaks for it; you do not belong to it."
ONLY_COMMITTEE = "The youth welfare committee decides."
ONLY_PARTICIPANTS = "Whoever takes part in the rounds objects here; sign in with such a role."


PROPOSING: Final = frozenset(
    role
    for role in Role
    if any(right.condition == "propose" for right in rights_of(role, Thing.BUDGET_ROUND))
)


def _rights(actor: Actor) -> set[tuple[str, str]]:
    return {
        (right.letters, right.condition)
        for role in actor.held
        for right in rights_of(role, Thing.BUDGET_ROUND)
    }


def proposing_scopes(actor: Actor) -> frozenset[tuple[ScopeKind, str]]:
    """Teams, providers, areas and circles in which the actor proposes."""
    return frozenset(
        (held.scope_kind, held.scope_key) for held in actor.roles if held.scope_key and held.role in PROPOSING
    )


def can_lead(actor: Actor) -> Decision:
    """Planning publishes, opens and closes rounds, makes proposals and answers."""
    if ("W", "model") in _rights(actor):
        return Decision.yes(Thing.BUDGET_ROUND)
    return Decision.no(ONLY_PLANNING)


def can_speak_for(own: Collection[str], area_code: str) -> Decision:
    """Somebody of the area's circle: writes its requests and its record, gives its voice."""
    if area_code in own:
        return Decision.yes(Thing.BUDGET_ROUND)
    return Decision.no(ONLY_CIRCLE)


def can_take_part(actor: Actor) -> Decision:
    """Everybody who proposes, is heard, reads or votes may object, with a reason."""
    if any(
        condition in {"propose", "hear", "vote"} or set(letters) & set("RWD")
        for letters, condition in _rights(actor)
    ):
        return Decision.yes(Thing.BUDGET_ROUND)
    return Decision.no(ONLY_PARTICIPANTS)


def can_decide(actor: Actor) -> Decision:
    """The committee decides; its members record what it decided."""
    if any("D" in letters for letters, _ in _rights(actor)):
        return Decision.yes(Thing.BUDGET_ROUND)
    return Decision.no(ONLY_COMMITTEE)


def speaking_role(actor: Actor) -> str:
    """The role under which somebody is heard, for the public step: never a name."""
    for held in actor.roles:
        if any(right.condition or right.letters for right in rights_of(held.role, Thing.BUDGET_ROUND)):
            return str(held.role)
    return str(Role.RESIDENT)
