"""Who writes and who reads notes from the field (DOMAIN section 10, row "FuA log, offers")."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from sozialraum.foundation.privacy.actors import Actor, Role, ScopeKind
from sozialraum.foundation.privacy.decisions import Decision
from sozialraum.network.access import OFFICE, PROVIDERS

OF_THE_OFFICE: Final = (Role.CASE_WORKER, Role.TEAM_LEAD)
OF_A_PROVIDER: Final = (Role.PROVIDER_WORKER, Role.PROVIDER_LEAD)
AGREEING: Final = frozenset({Role.CONTROLLER, Role.HEAD_OF_OFFICE, Role.ADMINISTRATOR})
READERS: Final = OFFICE | PROVIDERS | {Role.COMMITTEE_MEMBER}


@dataclass(frozen=True, slots=True, order=True)
class Unit:
    """A team of the office or a provider: whose time field work is. Exactly one of the two codes is given."""

    team_code: str = ""
    provider_code: str = ""

    @property
    def key(self) -> str:
        """How addresses and forms name it.

        >>> Unit(team_code="hafen").key
        'team:hafen'
        """
        return f"team:{self.team_code}" if self.team_code else f"traeger:{self.provider_code}"

    @classmethod
    def named(cls, key: str) -> Unit:
        """The team or provider that a key names."""
        kind, _, code = key.partition(":")
        return cls(team_code=code) if kind == "team" else cls(provider_code=code)


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
    if readable_units(actor, [unit]):
        return Decision.yes()
    return Decision.no("Another provider keeps this log.")


def readable_units(actor: Actor, units: Collection[Unit]) -> list[Unit]:
    """Those of these teams and providers whose log the actor reads, in the same order."""
    if actor.has(*OFFICE, Role.COMMITTEE_MEMBER):
        return list(units)
    own = units_of(actor)
    return [unit for unit in units if unit in own]


def can_agree_field_time(actor: Actor, unit: Unit | None = None) -> Decision:
    """Controlling and the head of the office note what was agreed with whomever, a team's lead for her own team."""
    led = actor.keys(ScopeKind.TEAM, Role.TEAM_LEAD)
    if actor.has(*AGREEING) or (led if unit is None else unit.team_code in led):
        return Decision.yes()
    return Decision.no("Leads and controlling note what was agreed.")
