"""What the published schema of HSDS 3.1 says of its objects: which fields must be there, what they hold, what lies inside.

Facts of the schema files of the specification (Open Referral, ``schema/*.json``, objects that a service or an
organization can contain). Keys that lead to other tables are left out: in nested documents the nesting says it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

REQUIRED: Final[Mapping[str, tuple[str, ...]]] = {
    "service": ("id", "name", "status"),
    "organization": ("id", "name", "description"),
    "organization_identifier": ("id", "identifier_type", "identifier"),
    "program": ("id", "name", "description"),
    "location": ("id", "location_type"),
    "service_at_location": ("id",),
    "service_area": ("id",),
    "service_capacity": ("id", "unit", "available", "updated"),
    "unit": ("id", "name"),
    "schedule": ("id",),
    "phone": ("id", "number"),
    "address": ("id", "address_1", "city", "state_province", "postal_code", "country", "address_type"),
    "language": ("id",),
    "attribute": ("id", "link_type"),
    "taxonomy_term": ("id", "name", "description"),
    "taxonomy": ("id", "name", "description"),
    "cost_option": ("id",),
    "accessibility": ("id",),
    "contact": ("id",),
    "funding": ("id",),
    "required_document": ("id",),
    "url": ("id", "url"),
}
"""The fields that an object must have, by its kind."""

ONE: Final[Mapping[str, str]] = {
    "organization": "organization", "program": "program", "location": "location", "unit": "unit",
    "taxonomy_term": "taxonomy_term", "taxonomy": "taxonomy",
}  # fmt: skip
"""Fields that hold one object, and its kind."""

SEVERAL: Final[Mapping[str, str]] = {
    "locations": "location", "services": "service", "service_at_locations": "service_at_location",
    "service_areas": "service_area", "schedules": "schedule", "phones": "phone", "addresses": "address",
    "languages": "language", "attributes": "attribute", "cost_options": "cost_option",
    "accessibility": "accessibility", "contacts": "contact", "funding": "funding", "fundings": "funding", "programs": "program",
    "required_documents": "required_document", "organization_identifiers": "organization_identifier",
    "capacities": "service_capacity", "additional_urls": "url", "additional_websites": "url",
}  # fmt: skip
"""Fields that hold a list of objects, and their kind."""

NUMBERS: Final = frozenset(
    {"minimum_age", "maximum_age", "latitude", "longitude", "interval", "amount", "available", "maximum", "timezone",
     "year_incorporated", "extension"}
)  # fmt: skip
URIS: Final = frozenset({"url", "website", "uri", "term_uri", "schedule_link"})
EMAILS: Final = frozenset({"email", "assurer_email"})
DATES: Final = frozenset({"valid_from", "valid_to", "dtstart", "until", "assured_date"})
MOMENTS: Final = frozenset({"updated"})
TIMES: Final = frozenset({"opens_at", "closes_at"})

_PLACES: Final = frozenset({"physical", "postal", "virtual"})
LISTS: Final[Mapping[tuple[str, str], frozenset[str]]] = {
    ("service", "status"): frozenset({"active", "inactive", "defunct", "temporarily closed"}),
    ("location", "location_type"): _PLACES,
    ("address", "address_type"): _PLACES,
    ("schedule", "freq"): frozenset({"WEEKLY", "MONTHLY"}),
}
"""The values that a field of a kind may have, where the schema lists them."""
