"""Class borders: the exact optimum, equal groups, ties kept together, round numbers that move nothing."""

from __future__ import annotations

from itertools import combinations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from sozialraum.analytics.classification import (
    explained_share,
    natural_borders,
    quantile_borders,
    radius_share,
    roundest,
)

values = st.lists(st.integers(-400, 900).map(lambda number: number / 10), min_size=1, max_size=12)


@given(values, st.integers(2, 4))
def test_no_grouping_explains_more_than_the_natural_one(numbers: list[float], classes: int) -> None:
    distinct = sorted(set(numbers))
    groups = min(classes, len(distinct))
    best = max(
        explained_share(numbers, [distinct[at] for at in cuts])
        for cuts in combinations(range(1, len(distinct)), groups - 1)
    )
    found = natural_borders(numbers, classes)
    assert len(found) == groups - 1
    assert explained_share(numbers, found) >= best - 1e-9


@given(values, st.integers(2, 5))
def test_equal_groups_rise_and_never_part_equal_values(numbers: list[float], classes: int) -> None:
    borders = quantile_borders(numbers, classes)
    assert list(borders) == sorted(set(borders))
    assert len(borders) < classes
    for border in borders:
        assert min(numbers) < border <= max(numbers)


def test_equal_groups_are_equal_without_ties() -> None:
    numbers = np.random.default_rng(7).permutation(np.arange(100) ** 1.5)
    counts = np.bincount(np.searchsorted(quantile_borders(numbers), numbers, "right"))
    assert counts.tolist() == [20] * 5


@given(st.floats(-1e6, 1e6), st.floats(1e-6, 1e6))
def test_a_round_border_lies_above_the_lower_and_not_above_the_upper_value(low: float, step: float) -> None:
    high = low + step
    if high > low:
        assert low < roundest(low, high) <= high


def test_what_is_not_known_has_no_class_and_no_circle() -> None:
    assert natural_borders([np.nan, np.inf]) == quantile_borders([]) == ()
    assert explained_share([], (1.0,)) == 1.0
    assert radius_share(4, 0) == 0.0
