"""Entries of the directory as documents of HSDS 3.1 (Open Referral's Human Services Data Specification).

A place, an activity or an offer is a *service*; who runs it is its *organization*, where it happens a *location*.
Residents' cards are no services and never leave by this way. A confidential place has no location.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final
from uuid import NAMESPACE_URL, UUID, uuid5

from sozialraum.network.calendars import DAY_CODES
from sozialraum.network.enums import Cost
from sozialraum.network.queries import PlaceRow
from sozialraum.network.schedules import Opening, Schedule, clock
from sozialraum.organization.queries import OfferRow, ProviderRow

VERSION: Final = "3.1.1"
PROFILE: Final = "https://docs.openreferral.org/en/3.1/"
Document = dict[str, Any]


def made_id(*parts: object) -> str:
    """The stable id of what has none of its own: the same parts give the same id for ever."""
    return str(uuid5(NAMESPACE_URL, "sozialraum:" + ":".join(map(str, parts))))


def organization_of_provider(provider: ProviderRow) -> Document:
    """A provider as an organization."""
    found: Document = {
        "id": made_id("provider", provider.code), "name": provider.name,
        "description": provider.association or provider.name, "email": provider.email, "website": provider.website,
        "organization_identifiers": [
            {"id": made_id("provider", provider.code, "key"), "identifier_type": "provider_code", "identifier": provider.code}
        ],
    }  # fmt: skip
    if provider.phone:
        found["phones"] = [{"id": made_id("provider", provider.code, "phone"), "number": provider.phone}]
    return _without_blanks(found)


def service_of_place(place: PlaceRow, providers: Mapping[str, ProviderRow]) -> Document:
    """A place or an activity as a whole service, with organization, location, schedules and assurance."""
    provider = providers.get(place.provider_code)
    # HSDS wants an organization behind every service; a place without a provider is its own
    organization = (
        organization_of_provider(provider)
        if provider
        else {
            "id": made_id("place", place.id, "organization"),
            "name": place.name,
            "description": place.description or place.name,
        }
    )
    service: Document = {
        "id": str(place.id), "name": place.name, "description": place.description, "url": place.website,
        "email": place.email, "status": "active", "fees_description": place.cost_note,
        "eligibility_description": "; ".join(filter(None, (place.good_for, place.not_for and f"Nicht für: {place.not_for}"))),
        "minimum_age": place.age_from, "maximum_age": place.age_to,
        "assured_date": place.confirmed_on.isoformat() if place.confirmed_on else None,
        "organization": organization, "schedules": schedules_of(place.schedule, place.hours, place.id),
        "languages": _languages(place.languages, place.id),
        "attributes": [_attribute(place.id, "kind", place.kind), _attribute(place.id, "level", place.level),
                       *(_attribute(place.id, "rubric", each) for each in place.rubrics)],
    }  # fmt: skip
    if place.cost is Cost.FREE:
        service["cost_options"] = [
            {"id": made_id(place.id, "cost"), "option": "free", "amount": 0, "currency": "EUR"}
        ]
    if place.phone:
        service["phones"] = [{"id": made_id(place.id, "phone"), "number": place.phone}]
    if place.places_free is not None and place.confirmed_on:
        # the schema wants to know how many are free and since when that is known; a number of places alone stays out
        unit = {"id": made_id("unit", "places"), "name": "places"}
        service["capacities"] = [
            {
                "id": made_id(place.id, "capacity"),
                "unit": unit,
                "available": place.places_free,
                "maximum": place.capacity,
                "updated": f"{place.confirmed_on.isoformat()}T00:00:00+00:00",
            }
        ]
    if not place.confidential and (place.address or place.latitude is not None):
        service["service_at_locations"] = [
            {"id": made_id(place.id, "at"), "location": _without_blanks(location_of(place))}
        ]
    return _without_blanks(service)


def location_of(place: PlaceRow) -> Document:
    """Where a place is; asked of places alone whose location is public."""
    found: Document = {
        "id": made_id(place.host or place.id, "location"), "location_type": "physical",
        "name": place.host_name or place.name, "latitude": place.latitude, "longitude": place.longitude,
    }  # fmt: skip
    if place.address:
        found["addresses"] = [
            {
                "id": made_id(place.id, "address"), "address_1": place.address, "city": "", "state_province": "",
                "postal_code": "", "country": "DE", "address_type": "physical",
            }
        ]  # fmt: skip
    if place.step_free is not None:
        said = "ohne Stufen" if place.step_free else "mit Stufen"
        found["accessibility"] = [{"id": made_id(place.id, "access"), "description": said}]
    return found


def service_of_offer(offer: OfferRow, providers: Mapping[str, ProviderRow]) -> Document:
    """A provider's offer as a service; where a help at home takes place is nobody's business."""
    provider = providers[offer.provider_code]
    return _without_blanks(
        {
            "id": str(offer.id), "name": offer.name, "description": offer.description, "status": "active",
            "application_process": "" if offer.direct_access else "Antrag beim Jugendamt",
            "assured_date": offer.confirmed_on.isoformat() if offer.confirmed_on else None,
            "organization": organization_of_provider(provider),
            "attributes": [_attribute(offer.id, "legal_basis", f"§ {basis.value} SGB VIII") for basis in offer.legal_bases],
        }
    )  # fmt: skip


def schedules_of(schedule: Schedule, hours: str, of: UUID) -> list[Document]:
    """Structured times as schedules (RFC 5545), else the words."""
    if not schedule:
        return [{"id": made_id(of, "hours"), "description": hours}] if hours else []
    return [_schedule(each, of, number) for number, each in enumerate(schedule)]


def _schedule(opening: Opening, of: UUID, number: int) -> Document:
    # an interval counts from a first day; where none is known, the words say how often
    counted = opening.every == 1 or opening.since is not None
    since = opening.since.isoformat() if opening.since else None
    return _without_blanks(
        {
            "id": made_id(of, "schedule", number), "freq": "WEEKLY", "interval": opening.every if counted else None,
            "dtstart": since if opening.every > 1 else None, "valid_from": since,
            "valid_to": opening.until.isoformat() if opening.until else None,
            "byday": ",".join(DAY_CODES[day - 1] for day in opening.days), "opens_at": clock(opening.begins),
            "closes_at": "23:59" if opening.ends == 24 * 60 else clock(opening.ends),
            "description": "" if counted else f"alle {opening.every} Wochen",
        }
    )  # fmt: skip


def _languages(codes: Sequence[str], of: UUID) -> list[Document]:
    return [{"id": made_id(of, "language", code), "code": code, "name": code} for code in codes]


def _attribute(of: UUID, taxonomy: str, value: str) -> Document:
    term = {
        "id": made_id("term", taxonomy, value),
        "name": str(value),
        "description": str(value),
        "taxonomy": {
            "id": made_id("taxonomy", taxonomy),
            "name": taxonomy,
            "description": f"{taxonomy} of the directory",
        },
    }
    return {
        "id": made_id(of, taxonomy, value), "link_type": taxonomy, "link_entity": "service", "value": str(value),
        "taxonomy_term": term,
    }  # fmt: skip


def _without_blanks(document: Document) -> Document:
    return {name: value for name, value in document.items() if value not in (None, "", [])}
