"""Whether documents keep the rules of HSDS 3: what must be there, and what form it has.

Written from the published description of the specification (required fields, formats, value lists), as its schema
files cannot be fetched where the platform is built; a profile may be stricter.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date, time
from typing import Any, Final
from uuid import UUID

REQUIRED: Final[Mapping[str, tuple[str, ...]]] = {
    "service": ("id", "name", "status"),
    "organization": ("id", "name", "description"),
    "location": ("id", "location_type"),
    "service_at_location": ("id",),
    "schedule": ("id",),
    "phone": ("id", "number"),
    "address": ("id", "address_1", "city", "state_province", "postal_code", "country", "address_type"),
    "language": ("id",),
    "attribute": ("id",),
    "cost_option": ("id",),
    "accessibility": ("id",),
    "contact": ("id",),
}
CHILDREN: Final[Mapping[str, str]] = {
    "organization": "organization", "location": "location", "locations": "location", "services": "service",
    "service_at_locations": "service_at_location", "schedules": "schedule", "phones": "phone", "addresses": "address",
    "languages": "language", "attributes": "attribute", "cost_options": "cost_option", "accessibility": "accessibility",
    "contacts": "contact",
}  # fmt: skip
STATUSES: Final = frozenset({"active", "inactive", "defunct", "temporarily closed"})
LOCATION_TYPES: Final = frozenset({"physical", "postal", "virtual"})
DAY: Final = re.compile(r"[+-]?\d{0,2}(MO|TU|WE|TH|FR|SA|SU)")
DATES: Final = frozenset({"valid_from", "valid_to", "dtstart", "until", "assured_date"})
TIMES: Final = frozenset({"opens_at", "closes_at"})
MOST_PROBLEMS: Final = 50


def problems(document: Any, kind: str = "service", path: str = "") -> Iterator[str]:
    """What breaks the specification, each with the way to it; nothing where all is well.

    >>> list(problems({"id": "d9d5e0f5-d3ce-4f73-9a2f-4dd0ecc6c610", "name": "Kurs"}))
    ['status is missing']
    """
    if not isinstance(document, Mapping):
        yield f"{path or kind} is no object"
        return
    at = f"{path}." if path else ""
    for name in REQUIRED.get(kind, ()):
        # a place in no city is an address that HSDS lets stand empty, but not absent
        if name not in document or (document[name] in (None, "") and kind != "address"):
            yield f"{at}{name} is missing"
    for name, value in document.items():
        yield from _value_problems(kind, name, value, at)
        child = CHILDREN.get(name)
        if child is not None:
            several = value if isinstance(value, list) else [value]
            for number, each in enumerate(several):
                yield from problems(
                    each, child, f"{at}{name}[{number}]" if isinstance(value, list) else f"{at}{name}"
                )


def _value_problems(kind: str, name: str, value: Any, at: str) -> Iterator[str]:
    if value is None:
        return
    if name == "id" and not _is_uuid(value):
        yield f"{at}id is no UUID"
    if name == "status" and kind == "service" and value not in STATUSES:
        yield f"{at}status is none of the list"
    if name == "location_type" and value not in LOCATION_TYPES:
        yield f"{at}location_type is none of the list"
    if name in {"latitude", "longitude"} and not _within(value, 90 if name == "latitude" else 180):
        yield f"{at}{name} is not on the earth"
    if name in {"minimum_age", "maximum_age"} and not _within(value, 200):
        yield f"{at}{name} is no age"
    if name in DATES and not _is_date(value):
        yield f"{at}{name} is no date"
    if name in TIMES and not _is_time(value):
        yield f"{at}{name} is no time"
    if name == "byday" and not (
        isinstance(value, str) and all(DAY.fullmatch(day.strip()) for day in value.split(","))
    ):
        yield f"{at}byday names no days"


def _is_uuid(value: Any) -> bool:
    try:
        return bool(UUID(str(value)))
    except ValueError:
        return False


def _within(value: Any, most: float) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and -most <= value <= most


def _is_date(value: Any) -> bool:
    try:
        return bool(date.fromisoformat(str(value)[:10]))
    except ValueError:
        return False


def _is_time(value: Any) -> bool:
    try:
        return time.fromisoformat(str(value)) is not None
    except ValueError:
        return False
