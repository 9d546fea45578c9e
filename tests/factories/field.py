"""Teams, providers, offers and places for tests, made through the services that users call."""

from __future__ import annotations

import itertools
from typing import Any
from uuid import UUID

from factories.people import AT, make_actor
from sozialraum.foundation.privacy.actors import Actor, Role, ScopeKind
from sozialraum.network.enums import PlaceKind
from sozialraum.network.services import NewPlace, add_places
from sozialraum.organization.enums import LegalBasis, OfferForm, OfferKind
from sozialraum.organization.services import (
    NewOffer,
    NewProvider,
    NewTeam,
    add_offers,
    add_providers,
    add_teams,
)

_numbers = itertools.count(1)


def make_keeper() -> Actor:
    """Somebody of the administration, who keeps the register."""
    return make_actor(Role.ADMINISTRATOR)


def make_lead(provider_code: str, **options: Any) -> Actor:
    """The lead of a provider."""
    return make_actor(Role.PROVIDER_LEAD, scope_kind=ScopeKind.PROVIDER, scope_key=provider_code, **options)


def make_team(keeper: Actor, **fields: Any) -> str:
    """A team of the office; returns its code."""
    number = next(_numbers)
    team = NewTeam(**{"code": f"team-{number}", "name": f"Team {number}", **fields})
    add_teams([team], by=keeper, at=AT)
    return team.code


def make_provider(keeper: Actor, **fields: Any) -> str:
    """A provider; returns its code."""
    number = next(_numbers)
    provider = NewProvider(**{"code": f"provider-{number}", "name": f"Verein {number}", **fields})
    add_providers([provider], by=keeper, at=AT)
    return provider.code


def make_offer(keeper: Actor, provider_code: str, **fields: Any) -> UUID:
    """An offer of a provider; returns its id."""
    offer = NewOffer(
        **{
            "provider_code": provider_code,
            "name": f"Familienhilfe {next(_numbers)}",
            "kind": OfferKind.HELP_AT_HOME,
            "legal_bases": [LegalBasis.FAMILY_HELP],
            "form": OfferForm.AMBULANT,
            **fields,
        }
    )
    return add_offers([offer], by=keeper, at=AT)[0]


def make_place(keeper: Actor, **fields: Any) -> UUID:
    """A place of the field; returns its id."""
    place = NewPlace(**{"name": f"Treffpunkt {next(_numbers)}", "kind": PlaceKind.MEETING_PLACE, **fields})
    return add_places([place], by=keeper, at=AT)[0]
