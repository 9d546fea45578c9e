from __future__ import annotations

from datetime import date

import pytest

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
