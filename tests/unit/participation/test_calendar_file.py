"""The calendar file as RFC 5545 wants it: folded by octets, escaped, whole days, and the same key when a day moves."""

from __future__ import annotations

from datetime import UTC, date, datetime

from hypothesis import given
from hypothesis import strategies as st

from sozialraum.participation.rounds.calendar_file import LONGEST_LINE, CalendarDay, calendar_file

AT = datetime(2026, 11, 2, 8, tzinfo=UTC)
TEXTS = st.text(st.characters(blacklist_categories=("Cs", "Cc")), max_size=200)


@given(TEXTS)
def test_no_line_is_too_long_and_unfolding_gives_the_words_back(title: str) -> None:
    file = calendar_file([CalendarDay("a", date(2026, 12, 31), title)], name="Budget", at=AT)
    assert all(len(line) <= LONGEST_LINE for line in file.split(b"\r\n"))
    unfolded = file.decode().replace("\r\n ", "")
    escaped = title.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    assert f"SUMMARY:{escaped}\r\n" in unfolded


def test_a_day_ends_on_the_next_and_a_moved_one_keeps_its_key() -> None:
    first = calendar_file([CalendarDay("budget-2027-1", date(2026, 12, 31), "x")], name="b", at=AT)
    moved = calendar_file([CalendarDay("budget-2027-1", date(2027, 1, 4), "x")], name="b", at=AT, sequence=1)
    assert b"DTSTART;VALUE=DATE:20261231\r\nDTEND;VALUE=DATE:20270101" in first
    assert b"UID:budget-2027-1@sozialraum" in first
    assert b"UID:budget-2027-1@sozialraum" in moved
    assert b"SEQUENCE:1" in moved
