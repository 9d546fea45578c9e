"""Who writes and who reads notes from the field (DOMAIN section 10, row "FuA log, offers")."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from sozialraum.foundation.privacy.actors import Actor, Role, ScopeKind
from sozialraum.foundation.privacy.decisions import Decision
from sozialraum.network.access import OFFICE, PROVIDERS

OF_THE_OFFICE: Final = (Role.CASE_WORKER, Role.TEAM_LEAD)
OF_A_PROVIDER: Final = (Role.PROVIDER_WORKER, Role.PROVIDER_LEAD)
AGREEING: Final = frozenset({Role.TEAM_LEAD, Role.CONTROLLER, Role.HEAD_OF_OFFICE, Role.ADMINISTRATOR})
READERS: Final = OFFICE | PROVIDERS | {Role.COMMITTEE_MEMBER}


@dataclass(frozen=True, slots=True, order=True)
class Unit:
    """A team of the office or a provider: whose time field work is. Exactly one of the two codes is given."""

    team_code: str = ""
    provider_code: str = ""


def units_of(actor: Actor) -> tuple[Unit, ...]:
    """The teams and providers in whose name the actor works in the field."""
    teams = [Unit(team_code=key) for key in sorted(actor.keys(ScopeKind.TEAM, *OF_THE_OFFICE)) if key]
    providers = [
        Unit(provider_code=key) for key in sorted(actor.keys(ScopeKind.PROVIDER, *OF_A_PROVIDER)) if key
    ]
    return (*teams, *providers)


def can_log_field_work(actor: Actor) -> Decision:
    """Who works in a team of the office or for a provider."""
    return Decision.yes() if units_of(actor) else Decision.no("People who work in the field keep this log.")


def can_read_field_work(actor: Actor) -> Decision:
    """Office, providers and the committee; what they read are notes without persons and the time of whole teams."""
    return (
        Decision.yes()
        if actor.has(*READERS)
        else Decision.no("The log of field work is for those who work in it.")
    )


def can_read_unit(actor: Actor, unit: Unit) -> Decision:
    """The office reads the log of every team and provider, a provider its own alone."""
    if actor.has(*OFFICE, Role.COMMITTEE_MEMBER) or unit in units_of(actor):
        return Decision.yes()
    return Decision.no("Another provider keeps this log.")


def can_agree_field_time(actor: Actor) -> Decision:
    """The leads of the office and controlling note what was agreed."""
    return (
        Decision.yes() if actor.has(*AGREEING) else Decision.no("Leads and controlling note what was agreed.")
    )
