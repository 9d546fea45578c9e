"""How fresh an entry is: somebody has to say from time to time that it still holds (DOMAIN 3.2: yearly)."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Final

DAYS_FRESH: Final = 365


class Freshness(StrEnum):
    """What is known about whether an entry still holds."""

    CONFIRMED = "confirmed"
    STALE = "stale"
    NEVER = "never"


def freshness_of(confirmed_on: date | None, *, today: date) -> Freshness:
    """Whether an entry was confirmed within the last year.

    >>> freshness_of(date(2025, 10, 1), today=date(2026, 11, 24)).value
    'stale'
    """
    if confirmed_on is None:
        return Freshness.NEVER
    return Freshness.CONFIRMED if (today - confirmed_on).days <= DAYS_FRESH else Freshness.STALE
