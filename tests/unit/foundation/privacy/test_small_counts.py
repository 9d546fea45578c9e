"""Counts of one figure over areas: what stays back, and why nobody can recompute it."""

from __future__ import annotations

import pytest

from sozialraum.analytics.disclosure import Unproven
from sozialraum.foundation.privacy.small_counts import protect

PARENTS = {"q1": "north", "q2": "north", "q3": "south", "q4": "south", "north": "city", "south": "city"}
COUNTS = {"q1": 3, "q2": 20, "q3": 40, "q4": 30, "north": 23, "south": 70, "city": 93}


def test_a_small_count_takes_a_neighbor_with_it() -> None:
    found = protect(COUNTS, parents=PARENTS, threshold=5)
    assert found.hidden == {"q1", "q2"}
    assert found.proof["hidden"] == ["q1", "q2"]


def test_without_small_counts_everything_is_shown() -> None:
    assert (
        protect(COUNTS | {"q1": 0, "north": 20, "city": 90}, parents=PARENTS, threshold=5).hidden
        == frozenset()
    )


def test_parts_that_do_not_add_up_are_no_hiding_place() -> None:
    # two people of the north could be placed in no quarter, and everybody knows that
    found = protect(COUNTS | {"north": 25, "city": 95}, parents=PARENTS, threshold=5)
    assert found.hidden == {"q1", "q2"}


def test_a_part_without_a_figure_is_unknown_and_not_zero() -> None:
    counts = {code: count for code, count in COUNTS.items() if code != "q2"}
    assert protect(counts, parents=PARENTS, threshold=5).hidden == {"q1"}


def test_what_was_told_before_counts() -> None:
    # the south without q4 was shown before: q4 alone must not follow from it now
    told = {"q1": 0, "q2": 20, "q3": 40}
    counts = {"q1": 0, "q2": 20, "q3": 40, "q4": 3, "north": 20, "south": 43, "city": 63}
    found = protect(counts, parents=PARENTS, threshold=5, told=[told])
    assert found.hidden == {"q4", "south", "city"}
    with pytest.raises(Unproven):
        protect(counts, parents=PARENTS, threshold=5, told=[told, {"south": 43}])
