"""What lies ahead in the demo city lies ahead on whatever day it is built."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone

from sozialraum.demo.calendar import NOW, ahead

DRAWN_UP = NOW.date()


@pytest.mark.parametrize("gone", [-30, 0, 1, 6, 7, 8, 100, 1_000])
def test_what_lay_ahead_lies_as_far_ahead_and_on_the_same_weekday(
    gone: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    built = DRAWN_UP + timedelta(days=gone)
    monkeypatch.setattr(timezone, "localdate", lambda: built)
    for day in (DRAWN_UP + timedelta(days=1), date(2026, 11, 24), date(2027, 3, 31)):
        lead = (ahead(day) - max(built, DRAWN_UP)).days - (day - DRAWN_UP).days
        assert 0 <= lead <= 6
        assert ahead(day).weekday() == day.weekday()
    assert ahead(DRAWN_UP) == DRAWN_UP
    meeting = datetime(2026, 11, 24, 14, 30, tzinfo=UTC)
    assert ahead(meeting).timetz() == meeting.timetz()
    assert ahead(meeting).date() == ahead(meeting.date())
