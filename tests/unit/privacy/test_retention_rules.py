"""Periods and what is due when: worked by hand from the statutes."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sozialraum.foundation.privacy.enums import RetentionStep
from sozialraum.foundation.privacy.retention.rules import (
    PERIODS,
    Facts,
    kept_until,
    months_later,
    restricted_from,
    step_due,
    with_local_periods,
)
from sozialraum.foundation.vocabulary import Retention

HELP, COUNSELING = PERIODS[Retention.HELP_FILE], PERIODS[Retention.COUNSELING]
DAYS = st.dates(date(1950, 1, 1), date(2060, 12, 31))


@pytest.mark.parametrize(
    ("facts", "until"),
    [
        (Facts(date(2026, 1, 5), date(2027, 3, 1), date(2012, 4, 9)), date(2112, 4, 9)),
        (Facts(date(2026, 1, 5), date(2027, 3, 1), date(2012, 2, 29)), date(2112, 2, 28)),
        (Facts(date(2026, 1, 5), date(2027, 3, 1)), date(2126, 1, 5)),
        (Facts(date(2026, 1, 5), None, date(2012, 4, 9)), None),
    ],
)
def test_h9_help_files_are_kept_70_years_after_the_30th_birthday(facts: Facts, until: date | None) -> None:
    assert kept_until(HELP, facts) == until


def test_what_is_due_of_a_help_file() -> None:
    facts = Facts(date(2026, 1, 5), date(2027, 3, 1), date(2012, 4, 9))
    assert step_due(HELP, facts, today=date(2028, 2, 29)) is None
    assert step_due(HELP, facts, today=date(2028, 3, 1)) is RetentionStep.RESTRICT
    archived = Facts(facts.begun_on, facts.ended_on, facts.born_on, restricted=True)
    assert step_due(HELP, archived, today=date(2112, 4, 9)) is None
    assert step_due(HELP, archived, today=date(2112, 4, 10)) is RetentionStep.ERASE


def test_counseling_without_help_goes_after_three_years_or_the_local_period() -> None:
    facts = Facts(date(2026, 1, 5), date(2026, 3, 1), date(2012, 4, 9), restricted=True)
    assert kept_until(COUNSELING, facts) == date(2029, 3, 1)
    local = with_local_periods({Retention.COUNSELING: 12})[Retention.COUNSELING]
    assert kept_until(local, facts) == date(2027, 3, 1)


@pytest.mark.parametrize(
    ("local", "told"),
    [
        ({Retention.HELP_FILE: 12}, "statute"),
        ({Retention.COUNSELING: 6}, "between"),
        ({Retention.COUNSELING: 60}, "between"),
    ],
)
def test_a_local_period_stays_within_the_law(local: dict[Retention, int], told: str) -> None:
    with pytest.raises(ValueError, match=told):
        with_local_periods(local)


def test_every_class_has_a_period_with_its_statute() -> None:
    assert set(PERIODS) == set(Retention)
    assert all(period.basis for period in PERIODS.values())


@given(DAYS, st.integers(0, 1200))
def test_months_later_keeps_day_or_the_last_of_the_month(day: date, months: int) -> None:
    later = months_later(day, months)
    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    assert later.day <= day.day
    assert later.day == day.day or later.day >= 28


@given(begun=DAYS, months=st.integers(0, 240), born=st.none() | DAYS, restricted=st.booleans(), today=DAYS)
def test_nothing_is_erased_before_its_case_has_ended_and_its_period_is_over(
    begun: date, months: int, born: date | None, restricted: bool, today: date
) -> None:
    ended = months_later(begun, months)
    for period in (HELP, COUNSELING):
        facts = Facts(begun, ended, born, restricted=restricted)
        if step_due(period, facts, today=today) is RetentionStep.ERASE:
            until = kept_until(period, facts)
            assert until is not None
            assert until < today
        begins = restricted_from(period, facts)
        assert begins is not None
        assert begins >= ended
        assert step_due(period, Facts(begun, None, born), today=today) is None
