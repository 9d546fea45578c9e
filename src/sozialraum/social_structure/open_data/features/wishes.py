"""What a request for features asks: the parameters of OGC API Features Part 1, checked (clauses 7.15 and 7.16)."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from sozialraum.errors import SozialraumError

DEFAULT_LIMIT: Final = 100
MOST: Final = 1000
KNOWN: Final = frozenset({"f", "bbox", "datetime", "limit", "offset", "area_code", "level", "status"})
FILTERS: Final = ("area_code", "level", "status")
_DATE_TIME: Final = re.compile(
    r"\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2}))?", re.ASCII | re.IGNORECASE
)


class WishRefused(SozialraumError):
    """A parameter that is unknown or cannot be read; answered with 400."""


@dataclass(frozen=True, slots=True)
class Wish:
    """Which features: within a box (west, south, east, north), of a time (from, to), with these properties, which page."""

    limit: int = DEFAULT_LIMIT
    offset: int = 0
    box: tuple[float, float, float, float] | None = None
    time: tuple[date | None, date | None] | None = None
    equal: tuple[tuple[str, str], ...] = ()


def only_known(given: Mapping[str, str], known: frozenset[str]) -> None:
    """Refuse parameters that the address does not know (requirement /req/core/query-param-unknown)."""
    if strange := sorted(set(given) - known):
        raise WishRefused(f"Unknown parameter: {strange[0]}.", f"Known are: {', '.join(sorted(known))}.")


def wish_of(given: Mapping[str, str]) -> Wish:
    """Read the parameters; raises :class:`WishRefused` with what is wrong in English, as all machine-read answers.

    >>> wish_of({"bbox": "9,52,9.1,52.1", "datetime": "2024-01-01T00:00:00Z/..", "limit": "5000"}).limit
    1000
    """
    only_known(given, KNOWN)
    return Wish(
        # more than the maximum is no error but the maximum (/req/core/fc-limit-response-1 in 1.0.1)
        limit=min(_whole(given.get("limit", str(DEFAULT_LIMIT)), "limit", least=1), MOST),
        offset=_whole(given.get("offset", "0"), "offset", least=0),
        box=_box(given["bbox"]) if "bbox" in given else None,
        time=_time(given["datetime"]) if "datetime" in given else None,
        equal=tuple((name, given[name]) for name in FILTERS if name in given),
    )


def _whole(text: str, name: str, *, least: int) -> int:
    if not re.fullmatch(r"\d{1,9}", text, re.ASCII) or int(text) < least:
        raise WishRefused(f"{name} must be a whole number from {least} on.", "Correct the parameter.")
    return int(text)


def _box(text: str) -> tuple[float, float, float, float]:
    try:
        numbers = [float(each) for each in text.split(",")]
    except ValueError:
        numbers = []
    if len(numbers) == 6:  # heights are read and do not matter: outlines have none
        numbers = [*numbers[:2], *numbers[3:5]]
    if len(numbers) != 4 or not all(map(math.isfinite, numbers)):
        raise WishRefused("bbox must be four or six numbers.", "Write west,south,east,north in degrees.")
    west, south, east, north = numbers
    if south > north or not (-180 <= west <= 180 and -180 <= east <= 180 and south >= -90 and north <= 90):
        raise WishRefused("bbox lies outside the earth.", "Write west,south,east,north in degrees.")
    return west, south, east, north


def _time(text: str) -> tuple[date | None, date | None]:
    ends = text.split("/")
    if len(ends) > 2 or (len(ends) == 1 and ends[0] in {"", ".."}):
        raise _no_time()
    first, last = (_end(each) for each in (ends if len(ends) == 2 else ends * 2))
    if (first is None and last is None) or (first is not None and last is not None and first > last):
        raise _no_time()
    return first, last


def _end(text: str) -> date | None:
    if text in {"", ".."}:
        return None
    if not _DATE_TIME.fullmatch(text):
        raise _no_time()
    try:
        return datetime.fromisoformat(text.upper()).date()
    except ValueError as error:
        raise _no_time() from error


def _no_time() -> WishRefused:
    return WishRefused(
        "datetime must be a date-time or an interval of RFC 3339.",
        "For example 2024-12-31T00:00:00Z, or 2020-01-01T00:00:00Z/.. for everything since.",
    )
