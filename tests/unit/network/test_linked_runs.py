"""Other methods and other cuts among the same people: whoever has both releases learns no small count."""

from __future__ import annotations

import itertools
from uuid import UUID

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import Bounds, LinearConstraint, milp

from sozialraum.network.lived_spaces.counting import (
    ALL,
    INSIDE,
    OUTSIDE,
    Count,
    Crowd,
    Earlier,
    key,
    protected_counts,
)
from sozialraum.network.lived_spaces.linked import LEFT, RunBefore, Said, earlier_of, known_sizes, recut

GROUPS = ("6-9", "10-13", "14-17")
AXES = {"age": GROUPS}
HERE, BESIDE = (9.0, 52.0, 9.02, 52.02), (9.004, 52.0, 9.03, 52.02)
THEN, NOW = ("0,0", "0,1", "5,5"), ("1,0", "1,1", "4,4")
SIDES = {cell: OUTSIDE if cell in {"5,5", "4,4"} else INSIDE for cell in (*THEN, *NOW)}
Table = dict[tuple[str, str], int]
tables = st.fixed_dictionaries({each: st.integers(0, 14) for each in itertools.product(THEN, GROUPS)})
newcomers = st.fixed_dictionaries({each: st.sampled_from((0, 0, 1, 2, 6)) for each in itertools.product((INSIDE, OUTSIDE), GROUPS)})  # fmt: skip


def rows_of(table: Table) -> list[Count]:
    return [(cell, (group,), persons) for (cell, group), persons in table.items() if persons]


def shown(name: str, counts: list[Count], before: list[Earlier]) -> dict[str, float]:
    known = SIDES | {f"{LEFT} {side}": side for side in (INSIDE, OUTSIDE)}
    found = protected_counts(name, counts, AXES, known, before=before)
    return {code: value for code, value in found if value is not None}


def map_before(then: Table, told: dict[str, float], *, bounds: tuple[float, ...] = BESIDE) -> RunBefore:
    west, south, east, north = bounds
    said = {"subjective_map.gladly": Said(rows_of(then), frozenset(told), SIDES)}
    return RunBefore(UUID(int=1), "subjective_map", "0101", (west, south, east, north), said)


def in_the_new_cut(then: Table, came: Table) -> Table:
    """The same people and those who came, over the cells of another grid: most at its first cell of a side."""
    now: Table = dict.fromkeys(itertools.product(NOW, GROUPS), 0)
    for (cell, group), persons in then.items():
        first, *rest = [each for each in NOW if SIDES[each] == SIDES[cell]]
        now[first, group] += persons - (persons // 3 if rest else 0)
        for other in rest:
            now[other, group] += persons // 3
    for (side, group), persons in came.items():
        now[next(each for each in NOW if SIDES[each] == side), group] += persons
    return now


def told_of(name: str, table: Table, told: dict[str, float]) -> list[tuple[np.ndarray, float]]:
    """Each published value as a sum of a run's cells."""
    sums = {**{cell: [cell] for cell, _g in table}, ALL: [cell for cell, _g in table]}
    for side in (INSIDE, OUTSIDE):
        sums[side] = [cell for cell, _g in table if SIDES[cell] == side]
    return [
        (np.array([float(cell in sums[place] and group in {ALL, of}) for cell, of in table]), told[code])
        for place, group in itertools.product(sums, (*GROUPS, ALL))
        if (code := key(name, place, **({} if group == ALL else {"age": group}))) in told
    ]


@settings(max_examples=10, deadline=None)
@given(tables, newcomers)
def test_a_map_and_pins_of_the_same_class_on_other_sections_tell_no_small_count(
    then: Table, came: Table
) -> None:
    now = in_the_new_cut(then, came)
    told_then = shown("gladly", rows_of(then), [])
    before = earlier_of(
        "pins.like", rows_of(now), [map_before(then, told_then)], area_code="0101", bounds=HERE, axes=AXES,
        sides=SIDES,
    )  # fmt: skip
    told_now = shown("like", rows_of(now), before)
    size = len(then)
    rows = [
        (np.concatenate([row, np.zeros(size)]), value) for row, value in told_of("gladly", then, told_then)
    ]
    rows += [(np.concatenate([np.zeros(size), row]), value) for row, value in told_of("like", now, told_now)]
    if not rows:
        return
    new = {
        (side, group): np.array(
            [-float(SIDES[cell] == side and of == group) for cell, of in then]
            + [float(SIDES[cell] == side and of == group) for cell, of in now]
        )
        for side, group in came
    }
    # nobody left: of every group on every side there are at least as many as before
    limits = [
        LinearConstraint(np.array([row for row, _v in rows]), [v for _r, v in rows], [v for _r, v in rows]),
        LinearConstraint(np.array(list(new.values())), 0, np.inf),
    ]
    asked = {("came", *at): (row, came[at]) for at, row in new.items()}
    asked |= {("then", *at): (np.eye(2 * size)[place], then[at]) for place, at in enumerate(then)}
    asked |= {("now", *at): (np.eye(2 * size)[size + place], now[at]) for place, at in enumerate(now)}
    for name, (row, true) in asked.items():
        if 0 < true < 5:
            least, most = (
                round(sign * milp(sign * row, integrality=np.ones(2 * size), bounds=Bounds(0, 90), constraints=limits).fun)
                for sign in (1, -1)
            )  # fmt: skip
            assert least <= true <= most
            assert most - least >= 3, f"{name} is known to be {least} to {most}"


def test_one_child_that_came_new_is_not_read_from_another_method() -> None:
    then = dict.fromkeys(itertools.product(THEN, GROUPS), 9)
    now = in_the_new_cut(then, {(INSIDE, "14-17"): 1})
    assert key("like", ALL) in shown("like", rows_of(now), [])
    run = map_before(then, shown("gladly", rows_of(then), []))
    for sides, area in ((SIDES, "0101"), (SIDES, "01")):
        before = earlier_of(
            "pins.like", rows_of(now), [run], area_code=area, bounds=HERE, axes=AXES, sides=sides
        )
        told = shown("like", rows_of(now), before)
        assert key("like", ALL) not in told
        assert key("like", ALL, age="14-17") not in told


@pytest.mark.parametrize("statement", ["pins.wish", "survey.change", "week.free"])
def test_what_does_not_mean_the_same_is_not_compared(statement: str) -> None:
    run = map_before(dict.fromkeys(itertools.product(THEN, GROUPS), 9), {})
    assert not earlier_of(statement, [], [run], area_code="0101", bounds=HERE, axes=AXES, sides={})


def test_a_recut_keeps_every_person_with_age_and_side() -> None:
    then = dict.fromkeys(itertools.product(THEN, GROUPS), 7)
    said = Said([*rows_of(then), ("0,0", ("27-59",), 3)], (), SIDES)
    laid = recut(
        said, rows_of(dict.fromkeys(itertools.product(NOW, GROUPS), 5)), AXES, SIDES, same_cells=False
    )
    assert sum(persons for _c, _g, persons in laid) == 66
    left = [(cell, groups, persons) for cell, groups, persons in laid if cell.startswith(LEFT)]
    assert {cell for cell, _g, _p in left} == {f"{LEFT} {INSIDE}", f"{LEFT} {OUTSIDE}"}
    inside = sum(persons for cell, _g, persons in laid if cell in {"1,0", "1,1", f"{LEFT} {INSIDE}"})
    assert inside == 45


def test_sizes_told_elsewhere_are_known_unless_there_are_more() -> None:
    run = RunBefore(UUID(int=2), "week", "0101", HERE, {}, {"age": {"6-9": 6, "10-13": 9}})
    counts = [("1,0", ("6-9",), 8), ("1,0", ("10-13",), 7)]
    sizes = known_sizes(counts, AXES, [run])
    assert sizes == {"age": {"10-13": (0, 9)}}
    alone = dict(protected_counts("like", counts, AXES, crowd=Crowd(40, sizes)))
    assert alone[key("like", "1,0", age="10-13")] == 7
