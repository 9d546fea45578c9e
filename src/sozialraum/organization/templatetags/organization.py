"""Tags of the organization floor: how kinds and states are said."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import template
from django.utils.functional import Promise
from django.utils.safestring import SafeString

from sozialraum.organization import presentation
from sozialraum.organization.budgets import drawing
from sozialraum.organization.queries import OfferRow, ProviderRow, TeamPerson, TeamRow

register = template.Library()


@register.filter
def key_sign(fill: str) -> SafeString:
    """How a color of the budget map looks in its legend."""
    return drawing.key_sign(fill)


@register.filter
def team_kind(team: TeamRow) -> str | Promise:
    """What a team is there for."""
    return presentation.TEAM_KINDS[team.kind]


@register.filter
def function(person: TeamPerson) -> str | Promise:
    """What somebody is in a team; empty for a member."""
    return presentation.FUNCTIONS[person.function]


@register.filter
def provider_kind(provider: ProviderRow) -> str | Promise:
    """What a provider is."""
    return presentation.PROVIDER_KINDS[provider.kind]


@register.filter
def offer_kind(offer: OfferRow) -> str | Promise:
    """What an offer does."""
    return presentation.OFFER_KINDS[offer.kind]


@register.filter
def offer_form(offer: OfferRow) -> str | Promise:
    """Where and how it takes place."""
    return presentation.OFFER_FORMS[offer.form]


@register.filter
def bases(offer: OfferRow) -> list[str]:
    """The paragraphs with their names."""
    return [presentation.basis_name(basis) for basis in offer.legal_bases]


@register.filter
def fresh_words(entry: Any) -> str:
    """When somebody said last that the entry holds."""
    return presentation.freshness_sentence(entry.freshness, entry.confirmed_on)


@register.filter
def of_key(values: Mapping[str, Any], key: str) -> Any:
    """The value of a mapping under a key."""
    return values.get(key)
