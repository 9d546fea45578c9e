"""Who may see and keep the places of the field (DOMAIN section 10, row "FuA log, offers")."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from sozialraum.foundation.privacy.actors import Actor, Role, ScopeKind
from sozialraum.foundation.privacy.decisions import Decision
from sozialraum.network.enums import CardVisibility, Visibility

OFFICE: Final = frozenset(
    {
        Role.CASE_WORKER, Role.TEAM_LEAD, Role.PLANNER, Role.CONTROLLER, Role.HEAD_OF_OFFICE, Role.ADMINISTRATOR,
        Role.DATA_PROTECTION_OFFICER,
    }
)  # fmt: skip
PROVIDERS: Final = frozenset({Role.PROVIDER_WORKER, Role.PROVIDER_LEAD})
EDITORS: Final = frozenset({Role.CASE_WORKER, Role.PLANNER, Role.ADMINISTRATOR})

NOT_A_KEEPER: Final = "People who work in the field keep these entries."


def visible_to(actor: Actor) -> frozenset[Visibility]:
    """Which entries the actor finds: everyone the public ones, office and providers those of the team as well."""
    if actor.has(*OFFICE, *PROVIDERS):
        return frozenset(Visibility)
    return frozenset({Visibility.PUBLIC, Visibility.CONFIDENTIAL})


def sees_inside(actor: Actor) -> bool:
    """Whether the actor reads what an entry says to those who work in the field: the key person, who confirms."""
    return actor.has(*OFFICE, *PROVIDERS)


def can_add_place(actor: Actor) -> Decision:
    """Who works in the field, for the office or for a provider, and planning for whole tables."""
    if actor.has(*EDITORS, *PROVIDERS):
        return Decision.yes()
    return Decision.no(NOT_A_KEEPER)


def can_read_in(actor: Actor) -> Decision:
    """Planning and administration bring whole files into the directory."""
    if actor.has(Role.PLANNER, Role.ADMINISTRATOR):
        return Decision.yes()
    return Decision.no("Planning and administration bring in whole files.")


def can_keep_place(actor: Actor, provider_code: str) -> Decision:
    """The office keeps every entry, a provider's people their own and those that belong to no provider."""
    if actor.has(*EDITORS):
        return Decision.yes("office")
    if not actor.has(*PROVIDERS):
        return Decision.no(NOT_A_KEEPER)
    if provider_code and provider_code not in actor.keys(ScopeKind.PROVIDER, *PROVIDERS):
        return Decision.no("Another provider keeps this entry.")
    return Decision.yes("provider's own staff")


def can_merge_places(actor: Actor) -> Decision:
    """The office keeps every entry, so it may make one of two; a provider's people ask it to."""
    if actor.has(*EDITORS):
        return Decision.yes("office")
    return Decision.no("The office makes one entry of two.")


def own_providers(actor: Actor) -> frozenset[str]:
    """The codes of the providers that the actor works for."""
    return actor.keys(ScopeKind.PROVIDER, *PROVIDERS)


FIELD_WORKERS: Final = frozenset({Role.CASE_WORKER, Role.TEAM_LEAD})


def reads_cards_as(actor: Actor) -> CardVisibility:
    """As whom the actor reads residents' cards (DOMAIN section 10, row "Competence cards")."""
    if actor.has(*FIELD_WORKERS):
        return CardVisibility.CASE
    if actor.has(*PROVIDERS):
        return CardVisibility.TEAM
    return CardVisibility.PUBLIC


def can_keep_cards(actor: Actor) -> Decision:
    """Who talks with people in the field may write down a card for them."""
    if actor.has(*FIELD_WORKERS, *PROVIDERS):
        return Decision.yes()
    return Decision.no("People who work in the field write cards together with residents.")


def can_write_own_card(actor: Actor) -> Decision:
    """Residents and people of families say for themselves what they can and would like."""
    if actor.user_id is not None and actor.has(Role.RESIDENT, Role.PARENT, Role.YOUNG_PERSON):
        return Decision.yes()
    return Decision.no(
        "Everybody writes such a card for oneself, or together with somebody who works in the field."
    )


def can_change_card(actor: Actor, *, user_id: UUID | None, kept_by: UUID) -> Decision:
    """The person, and who keeps the card for them."""
    if actor.user_id is not None and actor.user_id in {user_id, kept_by}:
        return Decision.yes()
    return Decision.no("A card belongs to the person and to who wrote it down.")
