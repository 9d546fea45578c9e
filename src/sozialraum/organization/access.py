"""Who may see and keep teams, providers and offers (DOMAIN section 10, rows "FuA log, offers" and "Agreement")."""

from __future__ import annotations

from typing import Final

from sozialraum.foundation.accounts.rights import can_enter_room
from sozialraum.foundation.privacy.actors import Actor, Role, ScopeKind
from sozialraum.foundation.privacy.decisions import Decision

OFFICE: Final = frozenset(
    {
        Role.CASE_WORKER, Role.TEAM_LEAD, Role.FINANCE_OFFICER, Role.PLANNER, Role.CONTROLLER, Role.HEAD_OF_OFFICE,
        Role.DATA_PROTECTION_OFFICER, Role.ADMINISTRATOR,
    }
)  # fmt: skip
PARTNERS: Final = frozenset(
    {Role.PROVIDER_WORKER, Role.PROVIDER_LEAD, Role.OMBUDSPERSON, Role.COMMITTEE_MEMBER}
)
KEEPERS: Final = frozenset({Role.ADMINISTRATOR, Role.PLANNER})

NOT_YOUR_PROVIDER: Final = "Only the provider's own lead changes this offer."


def can_enter(actor: Actor) -> Decision:
    """Whom the table of rights lets into this room; everyone else finds places and offers in the directory."""
    return can_enter_room(actor, "organization")


def can_see_contacts(actor: Actor) -> Decision:
    """The office and its partners see whom to ask at a provider; everybody sees its telephone number."""
    if actor.has(*OFFICE, *PARTNERS):
        return Decision.yes()
    return Decision.no("The office and its partners see whom to ask.")


def can_see_members(actor: Actor) -> Decision:
    """Colleagues of the office see who works in a team; partners see its lead and its number."""
    if actor.has(*OFFICE):
        return Decision.yes()
    return Decision.no("The office's own people see who works in a team.")


def can_keep_register(actor: Actor) -> Decision:
    """Planning and administration keep the register of teams and providers (§ 80 (1) Nr. 1 SGB VIII: stock)."""
    if actor.has(*KEEPERS):
        return Decision.yes()
    return Decision.no("Planning and administration keep this register.")


def can_change_agreement(actor: Actor) -> Decision:
    """Kind, legal bases, form and direct access are agreed with the office (§§ 36a (2), 77, 78b SGB VIII)."""
    if actor.has(*KEEPERS):
        return Decision.yes()
    return Decision.no("This is agreed with the office; planning changes it.")


def can_edit_offer(actor: Actor, provider_code: str) -> Decision:
    """The lead of the provider whose offer it is; nobody writes for another provider."""
    if provider_code in actor.keys(ScopeKind.PROVIDER, Role.PROVIDER_LEAD):
        return Decision.yes("provider's lead")
    return Decision.no(NOT_YOUR_PROVIDER)


def can_confirm_offer(actor: Actor, provider_code: str) -> Decision:
    """The provider's lead and its professionals say that an offer still holds."""
    if provider_code in own_providers(actor):
        return Decision.yes("provider's own staff")
    return Decision.no("Only the provider's own people confirm this offer.")


def own_providers(actor: Actor) -> frozenset[str]:
    """The codes of the providers that the actor works for."""
    return actor.keys(ScopeKind.PROVIDER, Role.PROVIDER_LEAD, Role.PROVIDER_WORKER)
