"""Reading counts of help without a case: the own ones as they are, all of them only on their way to the release gate."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Sum

from sozialraum.foundation.database.collation import german_sort_key
from sozialraum.foundation.privacy.actors import Actor
from sozialraum.foundation.privacy.gate import Denied
from sozialraum.organization.access import own_providers
from sozialraum.organization.direct_access.access import can_count_visits, can_release_visits
from sozialraum.organization.direct_access.enums import AgeGroup
from sozialraum.organization.direct_access.models import DirectAccessCount
from sozialraum.organization.queries import provider_names


@dataclass(frozen=True, slots=True)
class CountingPlace:
    """A provider that the actor counts for."""

    code: str
    name: str


def counting_places(actor: Actor) -> list[CountingPlace]:
    """The providers that this actor works for, by name."""
    names = provider_names(own_providers(actor))
    return sorted(
        (CountingPlace(*each) for each in names.items()), key=lambda place: german_sort_key(place.name)
    )


def own_counts(actor: Actor, *, provider_code: str, area_code: str, month: date) -> dict[AgeGroup, int]:
    """What this provider has counted in a quarter and a month, every age group, zero included.

    Raises :class:`Denied` for another provider's people.
    """
    decision = can_count_visits(actor, provider_code)
    if not decision:
        raise Denied(decision)
    found = DirectAccessCount.objects.filter(
        provider_code=provider_code, area_code=area_code, month=month.replace(day=1)
    ).values_list("age_group", "count")
    return dict.fromkeys(AgeGroup, 0) | {AgeGroup(group): count for group, count in found}


def own_year(actor: Actor, *, provider_code: str, year: int) -> list[tuple[date, int]]:
    """How many people came to this provider in each month of a year in which somebody came."""
    decision = can_count_visits(actor, provider_code)
    if not decision:
        raise Denied(decision)
    found = DirectAccessCount.objects.filter(provider_code=provider_code, month__year=year, count__gt=0)
    return list(found.order_by("month").values_list("month").annotate(Sum("count")))


def counts_by_area(actor: Actor, *, area_vintage: str, month: date) -> dict[str, int]:
    """The counts of all providers by quarter in a month; go nowhere but through ``privacy.release``.

    Raises :class:`Denied` for roles without counts.
    """
    decision = can_release_visits(actor)
    if not decision:
        raise Denied(decision)
    found = DirectAccessCount.objects.filter(area_vintage=area_vintage, month=month.replace(day=1))
    return dict(found.values_list("area_code").annotate(Sum("count")))
