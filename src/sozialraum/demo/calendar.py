"""The day on which the demo city was drawn up; everything in it happened before, or lies ahead of the day it is built."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import TypeVar

from django.utils import timezone

NOW = datetime(2026, 11, 20, 7, 0, tzinfo=UTC)
END_OF_MONTH = date(2026, 10, 31)
Day = TypeVar("Day", date, datetime)


def on(day: date, hour: int = 10) -> datetime:
    """A moment of that day."""
    return datetime.combine(day, time(hour), tzinfo=UTC)


def ahead(day: Day) -> Day:
    """A day or moment that lay ahead when the city was drawn up, now as far ahead of the day it is built, or up to six days more.

    It is moved by whole weeks, so that a Tuesday stays one. What had happened by then stays as it is.
    """
    if (day.date() if isinstance(day, datetime) else day) <= NOW.date():
        return day
    gone = (timezone.localdate() - NOW.date()).days
    return day + timedelta(weeks=max(0, -(-gone // 7)))
