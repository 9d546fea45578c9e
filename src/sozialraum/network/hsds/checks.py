"""Whether documents keep the rules of HSDS 3: what must be there, what it holds, and what form it has.

The rules are those of the published schema (:mod:`sozialraum.network.hsds.fields`) and the formats it names: UUID, URI,
e-mail address, date, time, days of RFC 5545, coordinates of WGS 84. A profile may be stricter.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time
from typing import Any, Final
from urllib.parse import urlsplit
from uuid import UUID

from sozialraum.network.hsds.fields import (
    DATES,
    EMAILS,
    LISTS,
    MOMENTS,
    NUMBERS,
    ONE,
    REQUIRED,
    SEVERAL,
    TIMES,
    URIS,
)

DAY: Final = re.compile(r"[+-]?\d{0,2}(MO|TU|WE|TH|FR|SA|SU)")
MOST_YEARS: Final = 200
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
    if kind == "schedule" and (document.get("interval") or 1) != 1 and not document.get("dtstart"):
        yield f"{at}dtstart is missing, from which the interval counts"
    for name, value in document.items():
        yield from _value_problems(kind, name, value, at)
        if value is None:
            continue
        if name == "taxonomy" and isinstance(value, str):
            # the schema wants an object, the specification's own examples give the name alone: both are read
            continue
        if name in ONE:
            yield from problems(value, ONE[name], f"{at}{name}")
        elif name in SEVERAL and not isinstance(value, list):
            yield f"{at}{name} is no list"
        elif name in SEVERAL:
            for number, each in enumerate(value):
                yield from problems(each, SEVERAL[name], f"{at}{name}[{number}]")


def _value_problems(kind: str, name: str, value: Any, at: str) -> Iterator[str]:
    if value is None:
        return
    listed = LISTS.get((kind, name))
    if listed is not None and value not in listed:
        yield f"{at}{name} is none of the list"
    if name == "id" and not _is_uuid(value):
        yield f"{at}id is no UUID"
    if name in NUMBERS and not _is_number(value):
        yield f"{at}{name} is no number"
    elif name in {"latitude", "longitude"} and abs(value) > (90 if name == "latitude" else 180):
        yield f"{at}{name} is not on the earth"
    elif name in {"minimum_age", "maximum_age"} and not 0 <= value <= MOST_YEARS:
        yield f"{at}{name} is no age"
    for names, holds, what in _FORMATS:
        if name in names and not holds(value):
            yield f"{at}{name} is no {what}"
    if name == "byday" and not (
        isinstance(value, str) and all(DAY.fullmatch(day.strip()) for day in value.split(","))
    ):
        yield f"{at}byday names no days"


def _is_uuid(value: Any) -> bool:
    try:
        return bool(UUID(str(value)))
    except ValueError:
        return False


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _is_uri(value: Any) -> bool:
    try:
        parts = urlsplit(value if isinstance(value, str) else "")
    except ValueError:
        return False
    return bool(parts.scheme and (parts.netloc or parts.path))


def _is_email(value: Any) -> bool:
    name, _, house = value.rpartition("@") if isinstance(value, str) else ("", "", "")
    return bool(name and "." in house and " " not in value)


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


def _is_moment(value: Any) -> bool:
    try:
        return datetime.fromisoformat(str(value)).tzinfo is not None
    except ValueError:
        return False


_FORMATS: Final = (
    (URIS, _is_uri, "URI"),
    (EMAILS, _is_email, "e-mail address"),
    (DATES, _is_date, "date"),
    (MOMENTS, _is_moment, "moment with its offset"),
    (TIMES, _is_time, "time"),
)
