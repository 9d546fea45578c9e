"""Two runs among the same people: an attacker who has both, and knows that nobody left, learns no small count."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import Bounds, LinearConstraint, milp

from sozialraum.analytics.disclosure import CountTable, Dimension
from sozialraum.network.lived_spaces.counting import ALL, Earlier, key, protected_counts
from sozialraum.network.lived_spaces.repeated import Before, hidden_counts

AXES = {"age": ("young", "middle", "old")}
GROUPS = AXES["age"]
NAMES = ("yard", "hall", "shop")
Counts = dict[tuple[str, str], int]
tables = st.fixed_dictionaries({each: st.integers(0, 14) for each in itertools.product(NAMES, GROUPS)})
newcomers = st.fixed_dictionaries(
    {each: st.sampled_from((0, 0, 0, 1, 2, 7)) for each in itertools.product(NAMES, GROUPS)}
)


def released(counts: Counts, before: list[Earlier]) -> dict[str, float]:
    """What leaves of a run: persons by answer and group, as they are published."""
    rows = as_rows(counts)
    found = protected_counts("wish", rows, AXES, before=before)
    return {code: value for code, value in found if value is not None}


def as_rows(counts: Counts) -> list[tuple[str, tuple[str, ...], int]]:
    return [(name, (group,), persons) for (name, group), persons in counts.items() if persons]


def equations(
    counts: Counts, shown: dict[str, float], offset: int, size: int
) -> list[tuple[np.ndarray, float]]:
    """What a published run says of its cells: each shown value is a sum of them."""
    cells = list(counts)
    found = []
    for name, group in itertools.product((*NAMES, ALL), (*GROUPS, ALL)):
        code = key("wish", name, **({} if group == ALL else {"age": group}))
        if code in shown:
            row = np.zeros(size)
            for place, (a, g) in enumerate(cells):
                row[offset + place] = float(name in {ALL, a} and group in {ALL, g})
            found.append((row, shown[code]))
    return found


def known_range(rows: list[tuple[np.ndarray, float]], row: np.ndarray, most: int) -> tuple[int, int]:
    limits = LinearConstraint(
        np.array([each for each, _value in rows]), [v for _r, v in rows], [v for _r, v in rows]
    )
    ends = [
        milp(sign * row, integrality=np.ones(len(row)), bounds=Bounds(0, most), constraints=limits).fun for sign in (1, -1)
    ]  # fmt: skip
    return round(ends[0]), round(-ends[1])


@settings(max_examples=12, deadline=None)
@given(tables, newcomers)
def test_what_both_runs_show_tells_no_small_count(first: Counts, came: Counts) -> None:
    second = {cell: first[cell] + came[cell] for cell in first}
    shown_first = released(first, [])
    shown_second = released(second, [Earlier(as_rows(first), frozenset(shown_first))])
    size, cells = 2 * len(first), list(first)
    # unknown are the counts of the first run and those who came; the second is their sum
    rows = equations(first, shown_first, 0, size)
    for row, value in equations(first, shown_second, 0, size):
        both = row.copy()
        both[len(cells) :] = row[: len(cells)]
        rows.append((both, value))
    if not rows:
        return
    for place, cell in enumerate(cells):
        for at, true in ((place, first[cell]), (len(cells) + place, came[cell])):
            if 0 < true < 5:
                row = np.zeros(size)
                row[at] = 1
                least, most = known_range(rows, row, 60)
                assert least <= true <= most
                assert most - least >= 3, f"{cell} is known to be {least} to {most}"


def test_one_child_that_came_new_is_not_read_from_the_difference() -> None:
    first = dict.fromkeys(itertools.product(NAMES, GROUPS), 9)
    second = {**first, ("yard", "old"): 10}
    alone = released(second, [])
    assert alone[key("wish", "yard")] == 28
    shown_first = released(first, [])
    together = released(second, [Earlier(as_rows(first), frozenset(shown_first))])
    assert key("wish", "yard") not in together
    assert key("wish", "yard", age="old") not in together


def test_a_much_larger_run_of_others_is_still_shown() -> None:
    first = dict.fromkeys(itertools.product(NAMES, GROUPS), 6)
    second = {each: 40 + place for place, each in enumerate(first)}
    shown_first = released(first, [])
    together = released(second, [Earlier(as_rows(first), frozenset(shown_first))])
    assert together[key("wish", ALL)] == sum(second.values())
    assert together[key("wish", "hall", age="old")] == second["hall", "old"]


@pytest.mark.parametrize(("now", "back"), [([7, 20, 27], False), ([8, 20, 28], True), ([3, 20, 23], True)])
def test_fewer_than_before_are_other_people_and_close_counts_stay_back(now: list[int], back: bool) -> None:
    place = Dimension.flat("answer", ("yard", "hall"), total=ALL)
    before = Before(np.array([9, 20, 29]), np.array([True, True, True]))
    table = CountTable((place,), np.array(now))
    hidden = hidden_counts(table, [], [Before(np.array([7, 20, 27]), before.shown)], threshold=5)
    assert bool(hidden[0]) is back
    fewer = hidden_counts(CountTable((place,), np.array([6, 20, 26])), [], [before], threshold=5)
    assert fewer[0]
