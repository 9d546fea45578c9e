"""Intervals against published values and against their defining equations."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest, false_discovery_control, fisher_exact, hypergeom, norm, poisson

from sozialraum.analytics.rates import (
    _false_discovery,
    _hypergeometric_tails,
    compare_with_whole,
    poisson_interval,
    share,
    wilson_interval,
)
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


def test_person_years_need_not_be_whole() -> None:
    lower, upper = poisson_interval([4], [812.5], per=1000)
    assert lower[0] < 4 / 0.8125 < upper[0]


@given(
    inside=st.integers(0, 40), people=st.integers(40, 400), outside=st.integers(0, 400), others=st.integers(400, 4000)
)  # fmt: skip
def test_share_against_the_rest_is_fishers_exact_test(
    inside: int, people: int, outside: int, others: int
) -> None:
    table = [[inside, people - inside], [outside, others - outside]]
    outcome = compare_with_whole([inside, outside], [people, others])
    tails = [fisher_exact(table, alternative=side).pvalue for side in ("less", "greater")]
    assert outcome.p_value[0] == pytest.approx(min(1, 2 * min(tails)), rel=1e-6, abs=1e-12)
    assert outcome.p_value[0] == pytest.approx(outcome.p_value[1], rel=1e-6, abs=1e-12)


@given(inside=st.integers(0, 60), outside=st.integers(1, 400), portion=st.floats(0.01, 0.9))
def test_events_against_the_rest_are_binomial(inside: int, outside: int, portion: float) -> None:
    outcome = compare_with_whole([inside, outside], [1000 * portion, 1000 * (1 - portion)], kind="events")
    tails = [
        binomtest(inside, inside + outside, portion, alternative=side).pvalue for side in ("less", "greater")
    ]
    assert outcome.p_value[0] == pytest.approx(min(1, 2 * min(tails)), rel=1e-6, abs=1e-12)


def test_chance_alone_rarely_stands_out_and_a_real_difference_does() -> None:
    rng = np.random.default_rng(3)
    size = rng.integers(200, 2000, 500)
    chance = rng.binomial(size, 0.2)
    alone = compare_with_whole(chance, size)
    assert np.mean(alone.position != 0) < 0.06
    assert np.count_nonzero(compare_with_whole(chance, size, many="false_discovery").position) <= 2
    chance[:20] = rng.binomial(size[:20], 0.4)
    found = compare_with_whole(chance, size, many="false_discovery")
    assert np.count_nonzero(found.position[:20] == 1) >= 18
    assert np.count_nonzero(found.position[20:]) < 10


@given(data=st.data(), everybody=st.integers(2, 300_000))
def test_exact_tails_and_false_discovery_are_scipys(data: st.DataObject, everybody: int) -> None:
    total = data.draw(st.integers(0, everybody))
    people = np.array(data.draw(st.lists(st.integers(1, everybody), min_size=1, max_size=5)), dtype=float)
    lowest, highest = np.maximum(0, people - (everybody - total)), np.minimum(people, total)
    cases = np.array(
        [data.draw(st.integers(int(low), int(high))) for low, high in zip(lowest, highest, strict=True)],
        float,
    )
    below, above = _hypergeometric_tails(cases, people, float(total), float(everybody))
    assert below == pytest.approx(hypergeom.cdf(cases, everybody, total, people), rel=1e-9, abs=1e-300)
    assert above == pytest.approx(hypergeom.sf(cases - 1, everybody, total, people), rel=1e-9, abs=1e-300)
    assert _false_discovery(below) == pytest.approx(false_discovery_control(below), rel=1e-12)


def test_the_whole_leaves_out_what_is_unknown() -> None:
    outcome = compare_with_whole([10, np.nan, 30, 5], [100, 100, 100, 0], per=100)
    assert outcome.whole == 20
    assert outcome.rest[0] == 30
    assert outcome.position.tolist() == [-1, 0, 1, 0]
    assert np.isnan(outcome.p_value).tolist() == [False, True, False, True]
    single = compare_with_whole([10], [100])
    assert single.position.tolist() == [0]
    assert np.isnan(compare_with_whole([np.nan], [1]).whole)


def test_estimated_counts_are_compared_as_events_only() -> None:
    with pytest.raises(TableError, match="not whole"):
        compare_with_whole([1.5, 2], [10, 10])
    estimated = compare_with_whole([1.5, 40], [100, 1000], kind="events")
    assert 0 < estimated.p_value[0] <= 1
