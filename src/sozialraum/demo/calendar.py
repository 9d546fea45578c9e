"""The day on which the demo city was drawn up; everything in it happened before."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

NOW = datetime(2026, 11, 20, 7, 0, tzinfo=UTC)
END_OF_MONTH = date(2026, 10, 31)


def on(day: date, hour: int = 10) -> datetime:
    """A moment of that day."""
    return datetime.combine(day, time(hour), tzinfo=UTC)
