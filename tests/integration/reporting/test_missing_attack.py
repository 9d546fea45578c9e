"""An attack on the released counts of what is missing near by: all months and areas together, by whole numbers."""

from __future__ import annotations

import contextlib
import random
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from itertools import pairwise

import numpy as np
import pytest
from scipy.optimize import Bounds, LinearConstraint, milp

from factories.areas import QUARTERS, make_areas
from factories.people import AT, TODAY
from sozialraum.foundation.privacy.release import ReleasedTable, ReleaseRefused, Withheld
from sozialraum.network.enums import MissingKind
from sozialraum.network.themes.rules import missing_subject
from sozialraum.social_structure.queries import area_parents, planning_system
from sozialraum.social_structure.services import release_counts

pytestmark = pytest.mark.django_db(databases=["default", "audit"])
SUBJECT = missing_subject(MissingKind.WEEKEND)
SMALL = 5
KNOWN_CHANGE = 3
"""How closely an attacker is taken to know what came and went in a quarter within a month (`small_counts.turnover`)."""
COUNTS = {"0101": 9, "0102": 3, "0103": 7, "0201": 6, "0202": 8, "0203": 2}
HIDDEN = {Withheld.SMALL_COUNT, Withheld.PROTECTS_OTHERS}


@pytest.fixture(autouse=True)
def areas() -> None:
    make_areas()


def month(number: int) -> date:
    return TODAY - timedelta(days=31 * (12 - number))


def let_out(counts: Mapping[str, int], day: date) -> ReleasedTable:
    system = planning_system()
    assert system is not None
    return release_counts(
        subject=SUBJECT, system_code=system.code, vintage=system.vintage, reference_date=day, counts=counts,
        parents=area_parents(system.id), by=None, at=AT,
    )  # fmt: skip


def drift(counts: Mapping[str, int], draw: random.Random) -> dict[str, int]:
    """A month in which in some quarters a family or two came or went."""
    return {
        code: max(0, count + draw.choice((-2, -1, -1, 0, 0, 0, 1, 1, 2))) for code, count in counts.items()
    }


def leaves_below(code: str) -> list[str]:
    parents = area_parents(system.id) if (system := planning_system()) else {}

    def under(leaf: str) -> bool:
        above: str | None = leaf
        while above is not None:
            if above == code:
                return True
            above = parents.get(above)
        return False

    return [leaf for leaf in QUARTERS if under(leaf)]


def ranges(tables: Sequence[ReleasedTable], *, change: int | None) -> dict[tuple[int, str], tuple[int, int]]:
    """The least and the most of every hidden quarter in every month.

    The attacker knows every shown count, that a quarter kept back as such has 1 to 4 or hides another, and, where ``change`` is
    given, that no quarter moves by more in a month.
    """
    cells = [(number, code) for number in range(len(tables)) for code in QUARTERS]
    place = {cell: at for at, cell in enumerate(cells)}
    rows, least, most = [], [], []

    def add(weights: Mapping[int, int], low: float, high: float) -> None:
        row = np.zeros(len(cells))
        for at, weight in weights.items():
            row[at] = weight
        rows.append(row)
        least.append(low)
        most.append(high)

    for number, table in enumerate(tables):
        for figure in table:
            if figure.value is not None:
                add(
                    {place[number, leaf]: 1 for leaf in leaves_below(figure.area_code)},
                    figure.value,
                    figure.value,
                )
    if change is not None:
        for number, _table in list(enumerate(tables))[1:]:
            for code in QUARTERS:
                add({place[number, code]: 1, place[number - 1, code]: -1}, -change, change)
    limits = LinearConstraint(np.array(rows), least, most)
    found = {}
    for cell in cells:
        if tables[cell[0]].figure(cell[1]).withheld in HIDDEN:
            ends = [
                milp(
                    sign * np.eye(len(cells))[place[cell]], integrality=np.ones(len(cells)), bounds=Bounds(0, 99),
                    constraints=limits,
                ).fun
                for sign in (1, -1)
            ]  # fmt: skip
            found[cell] = (round(ends[0]), round(-ends[1]))
    return found


@pytest.mark.parametrize("seed", range(6))
def test_h10_no_small_count_follows_from_half_a_year_of_releases(seed: int) -> None:
    draw, counts = random.Random(seed), dict(COUNTS)  # noqa: S311 - a made-up town
    truth: list[dict[str, int]] = []
    tables: list[ReleasedTable] = []
    for number in range(6):
        # where no way is proven, the gate keeps a whole month back
        with contextlib.suppress(ReleaseRefused):
            tables.append(let_out(counts, month(number)))
            truth.append(dict(counts))
        counts = drift(counts, draw)
    assert len(tables) >= 2
    assert all(
        not 0 < figure.value < SMALL for table in tables for figure in table if figure.value is not None
    )
    hidden = ranges(tables, change=None)
    assert hidden
    for (number, code), (least, most) in hidden.items():
        assert least <= truth[number][code] <= most
        if 0 < truth[number][code] < SMALL:
            assert most - least >= SMALL - 1, f"{code} of month {number} is known to be {least} to {most}"


@pytest.mark.parametrize("seed", range(6))
def test_h10_a_change_of_a_hidden_count_does_not_follow_from_two_months(seed: int) -> None:
    draw = random.Random(100 + seed)  # noqa: S311 - a made-up town
    before = dict(COUNTS)
    after = drift(before, draw)
    tables = [let_out(before, month(0))]
    try:
        tables.append(let_out(after, month(1)))
    except ReleaseRefused:
        return  # what is not let out tells nothing
    hidden = ranges(tables, change=max(KNOWN_CHANGE, *(abs(after[code] - before[code]) for code in QUARTERS)))
    for code in QUARTERS:
        known = [hidden.get((number, code)) for number in (0, 1)]
        if known[0] is None or known[1] is None:
            continue
        small = [number for number, counts in enumerate((before, after)) if 0 < counts[code] < SMALL]
        for number in small:
            least, most = known[number] or (0, 0)
            assert least < most, f"{code} of month {number} is {least}"
        (low, high), (later_low, later_high) = known[0], known[1]
        assert (later_low - high, later_high - low) != (after[code] - before[code],) * 2


def test_the_marks_of_one_family_are_seen_in_no_shown_small_count() -> None:
    """One family marks, takes it back and marks again: month by month a small quarter stays kept back."""
    tables = [let_out({**COUNTS, "0102": count}, month(number)) for number, count in enumerate((3, 4, 3, 4))]
    assert all(table.figure("0102").value is None for table in tables)
    for first, second in pairwise(tables):
        shown = [
            {each.area_code for each in table if each.value is not None and each.area_code in QUARTERS}
            for table in (first, second)
        ]
        assert shown[0] == shown[1], "what is shown does not change with one family"
