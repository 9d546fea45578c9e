"""Who writes down what joins organizations: the office for all, a provider's people for their own house."""

from __future__ import annotations

from typing import Final

from sozialraum.foundation.privacy.actors import Actor, Role
from sozialraum.foundation.privacy.decisions import Decision
from sozialraum.network.access import EDITORS, OFFICE, PROVIDERS, own_providers
from sozialraum.network.cooperations.enums import Side

KEEPERS: Final = EDITORS | {Role.TEAM_LEAD}
NOT_YOURS: Final = "The office writes for every organization, a provider's people for their own."


def reads_all_cooperations(actor: Actor) -> bool:
    """Office and providers read what is not published as well; everybody else what both sides have published."""
    return actor.has(*OFFICE, *PROVIDERS)


def can_speak_for(actor: Actor, provider_code: str) -> Decision:
    """Whether the actor writes, confirms and publishes for an organization of this provider (empty: of none).

    Only the office speaks for houses of nobody: a club or a school that has no account of its own.
    """
    if actor.has(*KEEPERS):
        return Decision.yes("office")
    if provider_code and provider_code in own_providers(actor):
        return Decision.yes("provider's own staff")
    return Decision.no(NOT_YOURS)


def can_note_cooperation(actor: Actor, one_provider: str, other_provider: str) -> Decision:
    """Who speaks for one of the two may note that they work together."""
    return can_speak_for(actor, one_provider) or can_speak_for(actor, other_provider)


def sides_of(actor: Actor, one_provider: str, other_provider: str) -> frozenset[Side]:
    """For which sides the actor speaks."""
    codes = {Side.ONE: one_provider, Side.OTHER: other_provider}
    return frozenset(side for side, code in codes.items() if can_speak_for(actor, code))


def writes_at_all(actor: Actor) -> bool:
    """Whether the actor speaks for any organization."""
    return actor.has(*KEEPERS) or bool(own_providers(actor))
