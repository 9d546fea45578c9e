"""Intervals against published values and against their defining equations."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest, norm, poisson

from sozialraum.analytics.rates import poisson_interval, share, wilson_interval
from sozialraum.analytics.tables import TableError


@given(size=st.integers(1, 100_000), portion=st.floats(0, 1), confidence=st.sampled_from([0.8, 0.95, 0.99]))
def test_wilson_equals_the_reference_implementation(size: int, portion: float, confidence: float) -> None:
    count = round(portion * size)
    lower, upper = wilson_interval([count], [size], confidence=confidence)
    reference = binomtest(count, size).proportion_ci(confidence, method="wilson")
    assert lower[0] == pytest.approx(reference.low, abs=1e-9)
    assert upper[0] == pytest.approx(reference.high, abs=1e-9)
    assert 0 <= lower[0] <= count / size <= upper[0] <= 1


def test_wilson_solves_the_score_equation() -> None:
    lower, upper = wilson_interval([7], [41])
    for bound in (lower[0], upper[0]):
        score = abs(7 / 41 - bound) / np.sqrt(bound * (1 - bound) / 41)
        assert score == pytest.approx(norm.ppf(0.975), rel=1e-9)


@given(events=st.integers(0, 5000), confidence=st.sampled_from([0.9, 0.95]))
def test_poisson_bounds_leave_the_tails_they_promise(events: int, confidence: float) -> None:
    lower, upper = poisson_interval([events], [1], confidence=confidence)
    tail = (1 - confidence) / 2
    assert poisson.cdf(events, upper[0]) == pytest.approx(tail, rel=1e-6)
    if events:
        assert poisson.sf(events - 1, lower[0]) == pytest.approx(tail, rel=1e-6)
    else:
        assert lower[0] == 0


def test_unknown_stays_unknown_and_zero_is_a_value() -> None:
    count = np.array([np.nan, 3, 0, 0])
    size = np.array([10, np.nan, 0, 10])
    for bounds in (wilson_interval(count, size), poisson_interval(count, size)):
        for bound in bounds:
            assert np.isnan(bound).tolist() == [True, True, True, False]
    assert np.isnan(share(count, size)).tolist() == [True, True, True, False]
    assert share(count, size)[3] == 0
    assert wilson_interval([0], [10])[0][0] == 0
    assert wilson_interval([10], [10])[1][0] == 1


def test_scale_and_broadcasting() -> None:
    lower, upper = poisson_interval([[1, 2], [3, 4]], 1000, per=10_000)
    assert lower.shape == upper.shape == (2, 2)
    assert (lower < share([[1, 2], [3, 4]], 1000, per=10_000)).all()


def test_impossible_input_is_refused() -> None:
    with pytest.raises(TableError, match="greater than the number of people"):
        wilson_interval([11], [10])
    with pytest.raises(TableError, match="negative"):
        poisson_interval([-1], [10])
    with pytest.raises(TableError, match="no confidence level"):
        wilson_interval([1], [10], confidence=95)
