"""When somebody is asked what a help is good for."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

FIRST_AFTER: Final = timedelta(weeks=6)
AGAIN_AFTER: Final = timedelta(weeks=12)


def is_asked(begun_on: date, last_said_on: date | None, *, today: date) -> bool:
    """Whether it is time to ask: six weeks after a contribution began, and twelve after the last word on it.

    >>> is_asked(date(2026, 9, 1), None, today=date(2026, 11, 22))
    True
    >>> is_asked(date(2026, 9, 1), date(2026, 10, 20), today=date(2026, 11, 22))
    False
    """
    if last_said_on is not None:
        return today >= last_said_on + AGAIN_AFTER
    return today >= begun_on + FIRST_AFTER
