"""Days on which an office is open."""

from __future__ import annotations

from datetime import date, timedelta

HOLIDAYS = frozenset({(1, 1), (5, 1), (10, 3), (12, 24), (12, 25), (12, 26), (12, 31)})
"""Month and day of the holidays that fall on the same day every year, and of the two days between that nobody works."""


def working_day(day: date) -> date:
    """The day itself, or the last one before it on which somebody works.

    >>> working_day(date(2026, 1, 1))
    datetime.date(2025, 12, 30)
    >>> working_day(date(2026, 11, 22))
    datetime.date(2026, 11, 20)
    """
    while day.weekday() > 4 or (day.month, day.day) in HOLIDAYS:
        day -= timedelta(days=1)
    return day
