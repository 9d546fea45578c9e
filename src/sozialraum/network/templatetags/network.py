"""Tags of the network floor: how kinds and freshness are said."""

from __future__ import annotations

from django import template
from django.utils import timezone
from django.utils.functional import Promise

from sozialraum.foundation.confirmation import Freshness
from sozialraum.network.cooperations.rules import SECTOR_OF
from sozialraum.network.enums import ResourceSort
from sozialraum.network.presentation import places as presentation
from sozialraum.network.presentation.directory import AUDIENCES
from sozialraum.network.presentation.listing import listed
from sozialraum.network.presentation.times import times_in_words, today_in_words
from sozialraum.network.queries import PlaceRow

register = template.Library()


register.filter(listed)


@register.filter
def place_kind(place: PlaceRow) -> str | Promise:
    """What a place is."""
    return presentation.KINDS[place.kind]


@register.filter
def is_organization(place: PlaceRow) -> bool:
    """Whether it stands in the network of those who work together."""
    return place.sort is not ResourceSort.ACTIVITY and place.kind in SECTOR_OF and not place.confidential


@register.filter
def place_cost(place: PlaceRow) -> str | Promise:
    """What going there costs; empty where nobody has said it."""
    return place.cost_note or ("" if place.cost == "unknown" else presentation.COSTS[place.cost])


@register.filter
def place_ages(place: PlaceRow) -> str:
    """For which ages it is."""
    return presentation.ages_in_words(place.age_from, place.age_to)


@register.filter
def place_languages(place: PlaceRow) -> str:
    """The languages besides German."""
    return presentation.languages_in_words(place.languages)


@register.filter
def place_times(place: PlaceRow) -> str:
    """When it is open: the structured times, else what is written."""
    return times_in_words(place.schedule) or place.hours


@register.filter
def place_today(place: PlaceRow) -> str:
    """Whether it is open now, later today or when next, as far as the entry knows."""
    return today_in_words(
        place.schedule, now=timezone.localtime(), happens=place.sort is ResourceSort.ACTIVITY,
        confirmed=place.freshness is Freshness.CONFIRMED,
    )  # fmt: skip


@register.filter
def place_audience(place: PlaceRow) -> str | Promise:
    """Which gender it is meant for."""
    return AUDIENCES[place.audience]


@register.filter
def place_fresh(place: PlaceRow) -> str:
    """When somebody said last that the entry holds."""
    return presentation.freshness_in_words(place.freshness, place.confirmed_on, today=timezone.localdate())
