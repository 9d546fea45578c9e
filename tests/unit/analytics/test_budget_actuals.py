"""What a year will come to: exact where it is closed, honest where it is not."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sozialraum.analytics.budget.actuals import year_end

AMOUNTS = st.lists(st.integers(0, 10**9), min_size=12, max_size=12)


@given(AMOUNTS)
def test_a_closed_year_is_what_was_booked(booked: list[int]) -> None:
    end = year_end(booked, closed=12, plan=1)
    assert (end.low, end.expected, end.high) == (sum(booked),) * 3


@given(AMOUNTS, st.integers(0, 12))
def test_nothing_booked_is_ever_expected_away(booked: list[int], closed: int) -> None:
    end = year_end(booked, closed=closed, plan=12)
    assert end.expected >= sum(booked)
    if end.low is not None and end.high is not None:
        assert sum(booked) <= end.low <= end.expected


def test_four_of_five_years_lie_in_the_range() -> None:
    random = np.random.default_rng(7)
    inside = 0
    for _ in range(2_000):
        months = random.normal(10_000, 1_500, 12).round().astype(int).tolist()
        end = year_end([*months[:8], 0, 0, 0, 0], closed=8, plan=0)
        inside += (end.low or 0) <= sum(months) <= (end.high or 0)
    # the spread is estimated from eight months, so slightly fewer than 80 of 100
    assert 0.75 < inside / 2_000 < 0.82


def test_a_year_has_twelve_months() -> None:
    with pytest.raises(ValueError, match="twelve"):
        year_end([1], closed=0, plan=1)
