"""Counts of one figure over areas: what stays back, and why nobody can recompute it."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sozialraum.analytics.disclosure import Dimension, LinearFact, Protected, Unproven, attack
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


def test_a_partner_that_is_known_from_last_month_is_a_weak_one() -> None:
    # q2 protects q1 only as far as nobody knows q2 itself from the month before
    calm = protect(COUNTS, parents=PARENTS, threshold=5, near=[COUNTS | {"q1": 6, "north": 26, "city": 96}])
    assert calm.hidden == {"q1", "q2"}
    assert calm.proof["turnover"] == 3
    # q2 rose from 15 to 20 and nobody knows by how much: seen from then it can only be smaller, so q1 only larger
    grown = protect(
        COUNTS, parents=PARENTS, threshold=5, near=[COUNTS | {"q1": 6, "q2": 15, "north": 21, "city": 91}]
    )
    assert {"q1", "q2"} < grown.hidden


def test_what_was_hidden_last_month_is_not_told_by_showing_its_partner() -> None:
    # hidden then: 3 and 20 of 23. Now 6 and 22: whoever takes q2 to have been 19 to 25 reads q1 as 1 to 4, which the
    # rule says anyway; 24 instead would leave 1 or 2
    then: dict[str, int | None] = COUNTS | {"q1": None, "q2": None}
    harmless = protect(
        COUNTS | {"q1": 6, "q2": 22, "north": 28, "city": 98}, parents=PARENTS, threshold=5, near=[then]
    )
    assert harmless.hidden == frozenset()
    telling = protect(
        COUNTS | {"q1": 6, "q2": 24, "north": 30, "city": 100}, parents=PARENTS, threshold=5, near=[then]
    )
    assert telling.hidden == {"q1", "q2"}
    assert telling.proof["kept"] == ["q1", "q2"]


def test_a_change_larger_than_anybody_assumed_tells_nothing() -> None:
    then: dict[str, int | None] = COUNTS | {"q1": None, "q2": None}
    found = protect(
        COUNTS | {"q1": 6, "q2": 60, "north": 66, "city": 136}, parents=PARENTS, threshold=5, near=[then]
    )
    assert found.hidden == frozenset()


def test_a_release_that_would_tell_is_refused_where_nothing_can_be_hidden() -> None:
    # then 1 to 4 and its partner made 9; now the partner is 0, which is always shown, so it was small as well
    parents = {"q1": "north", "q2": "north"}
    then: dict[str, int | None] = {"q1": None, "q2": None, "north": 9}
    with pytest.raises(Unproven, match="another month"):
        protect({"q1": 0, "q2": 0, "north": 0}, parents=parents, threshold=5, near=[then])


@given(
    cells=st.lists(st.integers(0, 12), min_size=6, max_size=6),
    changes=st.lists(st.integers(-3, 3), min_size=6, max_size=6),
)
@settings(max_examples=25, deadline=None)
def test_an_attacker_with_two_months_learns_no_small_count(cells: list[int], changes: list[int]) -> None:
    parents = {f"q{n}": f"d{n // 3}" for n in range(6)} | {"d0": "city", "d1": "city"}

    def month(values: list[int]) -> dict[str, int]:
        found = {f"q{n}": value for n, value in enumerate(values)}
        found |= {f"d{n}": sum(values[3 * n : 3 * n + 3]) for n in range(2)}
        return found | {"city": sum(values)}

    first, second = month(cells), month([max(0, a + b) for a, b in zip(cells, changes, strict=True)])
    hidden = protect(first, parents=parents, threshold=5).hidden
    then = {code: None if code in hidden else count for code, count in first.items()}
    try:
        now = protect(second, parents=parents, threshold=5, near=[then])
    except Unproven:
        return
    codes = tuple(first)
    dimension = Dimension("area", codes, parents)

    def shown(counts: dict[str, int], hidden: frozenset[str]) -> Protected:
        values = np.array([-1 if code in hidden else counts[code] for code in codes])
        return Protected((dimension,), values, np.where(values < 0, "suppressed", "observed"), 5)

    # the attacker knows every count's change within three persons a quarter, but of a count that has been small only
    # that it was; an assumption that is wrong teaches nothing true
    for mine, my_hidden, other, other_hidden in (
        (first, hidden, second, now.hidden),
        (second, now.hidden, first, hidden),
    ):
        room = {code: 3 * (1 if code[0] == "q" else 3 if code[0] == "d" else 6) for code in codes}
        facts = [
            LinearFact({(code,): 1}, other[code] - room[code], other[code] + room[code])
            for code in my_hidden - other_hidden
            if other[code] - room[code] >= 5 and abs(mine[code] - other[code]) <= room[code]
        ]
        bounds = attack(shown(mine, my_hidden), facts=facts)
        for code in my_hidden:
            inside = [f"q{n}" for n in range(6) if code in {f"q{n}", parents[f"q{n}"], "city"}]
            if 0 < mine[code] < 5:
                assert bounds[(code,)].lower <= max(1, sum(mine[part] > 0 for part in inside))
                assert bounds[(code,)].upper >= 4
