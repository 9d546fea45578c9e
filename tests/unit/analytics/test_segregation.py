"""Segregation: definitions by brute force, limits, and what small areas add by chance."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from sozialraum.analytics.segregation import (
    concentration,
    correlation_ratio,
    dissimilarity,
    evenness,
    exposure,
    gini,
    isolation,
    location_quotient,
    theil,
    with_chance,
)
from sozialraum.analytics.tables import TableError

areas = st.lists(st.tuples(st.integers(0, 40), st.integers(0, 60)), min_size=2, max_size=25)


@given(areas)
@settings(deadline=None)
def test_indices_are_what_their_definitions_say(rows: list[tuple[int, int]]) -> None:
    a, b = np.array(rows, dtype=float).T
    assume(a.sum() > 0)
    assume(b.sum() > 0)
    t = a + b
    p = np.divide(a, t, out=np.zeros_like(a), where=t > 0)
    total, share = t.sum(), a.sum() / t.sum()
    pairs = (t[:, None] * t[None, :] * np.abs(p[:, None] - p[None, :])).sum()
    assert gini(a, t) == pytest.approx(pairs / (2 * total**2 * share * (1 - share)), abs=1e-9)
    # dissimilarity in its second form: people-weighted distance from the city's share
    assert evenness(a, t) == pytest.approx((t * np.abs(p - share)).sum() / (2 * total * share * (1 - share)))
    assert dissimilarity(a, b) <= gini(a, t) + 1e-12
    assert isolation(a, t) + exposure(a, b, t) == pytest.approx(1)
    assert 0 <= theil(np.stack([a, b], axis=1)) <= 1
    # nobody moves when an area is halved in two alike
    assert theil(np.repeat(np.stack([a, b], axis=1), 2, axis=0)) == pytest.approx(
        theil(np.stack([a, b], axis=1))
    )


def test_even_and_complete_are_the_ends() -> None:
    even, apart = ([5, 10, 15], [10, 20, 30]), ([5, 0, 15], [5, 20, 15])
    for index in (gini, evenness, correlation_ratio):
        assert index(*even) == pytest.approx(0)
        assert index(*apart) == pytest.approx(1)
    assert theil([[5, 0, 0], [0, 7, 0], [0, 0, 9]]) == pytest.approx(1)
    assert theil([[5, 10, 5], [10, 20, 10]]) == pytest.approx(0)
    assert concentration([10, 10], [1.0, 3.0]) == pytest.approx(0.25)


def test_unknown_areas_are_left_out_and_not_taken_for_empty() -> None:
    nan = float("nan")
    assert evenness([10, 0, nan], [20, 20, 50]) == evenness([10, 0], [20, 20])
    assert np.isnan(location_quotient([10, 0, nan, 0], [20, 20, 50, 0])[2:]).all()


def test_small_areas_look_segregated_by_chance_and_the_correction_says_so() -> None:
    rng = np.random.default_rng(5)
    size = np.full(160, 30)
    strewn = rng.multivariate_hypergeometric(size, 300)
    found = with_chance(evenness, strewn, size)
    assert found.value > 0.2
    assert found.value < found.chance_95 + 0.02
    assert abs(found.corrected) < 0.06
    apart = with_chance(evenness, np.where(np.arange(160) < 10, 30, 0), size)
    assert apart.value == pytest.approx(1)
    assert apart.corrected == pytest.approx(1)


def test_what_cannot_be_is_refused() -> None:
    with pytest.raises(TableError, match="larger than all people"):
        gini([5, 1], [4, 10])
    with pytest.raises(TableError, match="group is empty"):
        evenness([0, 0], [4, 10])
    with pytest.raises(TableError, match="whole people"):
        with_chance(evenness, [0.5, 1], [4, 10])
    with pytest.raises(TableError, match="a column for every group"):
        theil([1, 2])
