from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.utils import translation

from sozialraum.network.calendars import _first_day
from sozialraum.network.holidays import holiday_on
from sozialraum.network.presentation.times import today_in_words
from sozialraum.network.schedules import (
    Opening,
    PartOfDay,
    asked_bits,
    bits,
    possible,
    read_hours,
    schedule_from,
    stored,
)

TODAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("Mo bis Fr, 7 bis 17 Uhr", ["1,2,3,4,5 07:00-17:00"]),
        ("dienstags 16:30 bis 17:15 Uhr", ["2 16:30-17:15"]),
        ("täglich, 8 bis 20 Uhr", ["1,2,3,4,5,6,7 08:00-20:00"]),
        ("Di und Do, 9 bis 12 Uhr und 14 bis 16 Uhr; Sa 10-12", ["2,4 09:00-12:00", "2,4 14:00-16:00", "6 10:00-12:00"]),
        ("Mon to Wed, 9.30-24", ["1,2,3 09:30-24:00"]),
    ],
)  # fmt: skip
def test_times_are_read_as_people_write_them(text: str, lines: list[str]) -> None:
    schedule = read_hours(text)
    assert schedule is not None
    assert stored(schedule) == lines
    assert schedule_from(lines) == schedule


@pytest.mark.parametrize(
    "text",
    ["", "nach Absprache", "Mo bis Fr", "bis 22 Uhr", "März bis Oktober, immer offen", "Mo 25 bis 26 Uhr"],
)
def test_what_says_more_than_days_and_hours_stays_words(text: str) -> None:
    assert read_hours(text) is None


@pytest.mark.parametrize(
    "schedule",
    [
        [Opening((1,), 18 * 60, 14 * 60)],
        [Opening((8,), 60, 120)],
        [Opening((), 60, 120)],
        [Opening((1,), 60, 1500)],
        [Opening((1, 2), 60, 120), Opening((2,), 90, 150)],
        [Opening((1,), 60, 120, since=date(2026, 5, 1), until=date(2026, 4, 1))],
        [Opening((1,), 60, 120, every=0)],
        [Opening((1,), 60, 120)] * 41,
    ],
)
def test_impossible_times_are_refused_with_a_reason(schedule: list[Opening]) -> None:
    refused = possible(schedule)
    assert not refused
    assert refused.reason


def test_seasons_of_one_hour_do_not_overlap() -> None:
    summer = Opening((1,), 60, 120, since=date(2026, 4, 1), until=date(2026, 9, 30))
    winter = Opening((1,), 60, 150, since=date(2026, 10, 1))
    assert possible([summer, winter])


def test_parts_of_days_answer_to_what_is_asked() -> None:
    course = bits([Opening((2,), 16 * 60 + 30, 17 * 60 + 15)], today=TODAY)
    assert course & asked_bits({2}, PartOfDay.AFTERNOON)
    assert not course & asked_bits({2}, PartOfDay.MORNING)
    assert not course & asked_bits({3}, PartOfDay(0))
    assert bits([Opening((2,), 60, 120, until=date(2026, 1, 1))], today=TODAY) == 0


HOUSE = (Opening((2, 4), 14 * 60, 18 * 60), Opening((7,), 10 * 60, 12 * 60))


@pytest.mark.parametrize(
    ("now", "said"),
    [
        (datetime(2026, 11, 24, 15, 30, tzinfo=UTC), "Open now, until 18:00."),
        (datetime(2026, 11, 24, 14, 0, tzinfo=UTC), "Open now, until 18:00."),
        (
            datetime(2026, 11, 24, 18, 0, tzinfo=UTC),
            "Closed now. Open again on Thursday, November 26 at 14:00.",
        ),
        (datetime(2026, 11, 24, 9, 0, tzinfo=UTC), "Today from 14:00 on."),
        (
            datetime(2026, 11, 27, 9, 0, tzinfo=UTC),
            "Closed now. Open again on Sunday, November 29 at 10:00.",
        ),
        (datetime(2026, 10, 3, 11, 0, tzinfo=UTC), "Today is Day of German Unity: please ask before you go."),
        # Thursday is Christmas Eve, open as written; the Friday after it and the Saturday are holidays
        (
            datetime(2026, 12, 24, 19, 0, tzinfo=UTC),
            "Closed now. Open again on Sunday, December 27 at 10:00.",
        ),
    ],
)
def test_now_and_today_are_told_as_the_entry_says(now: datetime, said: str) -> None:
    with translation.override("en"):
        assert today_in_words(HOUSE, now=now, happens=False, confirmed=True) == said


@pytest.mark.parametrize(
    ("state", "day", "named"),
    [
        ("", date(2026, 6, 4), ""), ("NW", date(2026, 6, 4), "Corpus Christi"), ("SN", date(2026, 6, 4), ""),
        ("SN", date(2025, 11, 19), "Day of Repentance and Prayer"), ("SN", date(2027, 11, 17), "Day of Repentance and Prayer"),
        ("NI", date(2026, 10, 31), "Reformation Day"), ("BY", date(2026, 10, 31), ""), ("BY", date(2026, 11, 1), "All Saints' Day"),
        ("BE", date(2026, 3, 8), "International Women's Day"), ("BB", date(2026, 5, 24), "Whit Sunday"),
        ("TH", date(2026, 9, 20), "World Children's Day"), ("ST", date(2026, 1, 6), "Epiphany"),
    ],
)  # fmt: skip
def test_holidays_of_a_state_are_told_where_it_is_named(
    state: str, day: date, named: str, settings: Any
) -> None:
    settings.STATE = state
    assert holiday_on(day, state) == named
    now = datetime(day.year, day.month, day.day, 11, 0, tzinfo=UTC)
    with translation.override("en"):
        said = today_in_words(HOUSE, now=now, happens=False, confirmed=True)
    assert said.startswith("Today is ") == bool(named)


def test_nothing_is_promised_that_nobody_knows() -> None:
    now = datetime(2026, 11, 24, 15, 30, tzinfo=UTC)
    with translation.override("en"):
        old = today_in_words(HOUSE, now=now, happens=False, confirmed=False)
        assert old == "Open now, until 18:00. Nobody has confirmed this for a year, please call first."
        fortnightly = (Opening((2,), 16 * 60, 17 * 60, every=2),)
        assert today_in_words(fortnightly, now=now, happens=True, confirmed=True).startswith("Perhaps today")
        ended = (Opening((2,), 16 * 60, 17 * 60, until=date(2026, 1, 1)),)
        assert (
            today_in_words(ended, now=now, happens=True, confirmed=True) == "Not within the next four weeks."
        )
        assert today_in_words((), now=now, happens=True, confirmed=True) == ""


def test_a_calendar_of_every_second_week_begins_in_the_right_one() -> None:
    opening = Opening((2,), 960, 1020, since=date(2026, 11, 3), every=2)
    assert _first_day(opening, date(2026, 11, 18)) == date(2026, 12, 1)
    assert _first_day(opening, date(2026, 11, 17)) == date(2026, 11, 17)
    assert _first_day(Opening((2,), 960, 1020, every=2), date(2026, 11, 18)) == date(2026, 11, 24)
    over = Opening((2,), 960, 1020, since=date(2026, 11, 3), until=date(2026, 11, 20), every=2)
    assert _first_day(over, date(2026, 11, 18)).isoweekday() == 2
