"""Sums that form trees, against the integer program that serves all others."""

from __future__ import annotations

import numpy as np
import pytest
import scipy
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import Bounds, LinearConstraint, milp

from sozialraum.analytics.disclosure import CountTable, Dimension, LinearFact, protect
from sozialraum.analytics.disclosure.forests import Forest

CEILING = 60.0


@st.composite
def forests(draw: st.DrawFn) -> tuple[scipy.sparse.csr_array, np.ndarray, np.ndarray, np.ndarray]:
    """Cells that hang on each other by sums without a circle; some sums hold for no table at all."""
    random = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    rows: list[dict[int, int]] = []
    cells = int(random.integers(1, 4))
    for _ in range(int(random.integers(1, 7))):
        members = {int(random.integers(cells)): int(random.choice([-1, 1]))}
        for _ in range(int(random.integers(0, 4))):
            members[cells] = int(random.choice([-1, 1]))
            cells += 1
        rows.append(members)
    matrix = np.zeros((len(rows), cells))
    for number, members in enumerate(rows):
        matrix[number, list(members)] = list(members.values())
    about = matrix @ random.integers(0, 12, cells)
    lower = about - random.integers(0, 3, len(rows))
    upper = lower + random.integers(0, 4, len(rows)) * random.integers(0, 2, len(rows))
    lower = np.where(random.random(len(rows)) < 0.2, -np.inf, lower)
    upper = np.where(random.random(len(rows)) < 0.2, np.inf, upper)
    return scipy.sparse.csr_array(matrix), lower, upper, random.integers(0, 3, cells).astype(float)


@given(system=forests(), chosen=st.integers(0, 30), up=st.booleans())
def test_extremes_are_those_of_the_integer_program(system: tuple, chosen: int, up: bool) -> None:
    matrix, lower, upper, floor = system
    forest = Forest.of(matrix, lower, upper, floor, CEILING)
    assert forest is not None
    cells = matrix.shape[1]
    objective = np.zeros(cells)
    objective[chosen % cells] = -1.0 if up else 1.0
    expected = milp(
        objective, integrality=np.ones(cells), bounds=Bounds(floor, np.full(cells, CEILING)),
        constraints=LinearConstraint(matrix, lower, upper),
    )  # fmt: skip
    found = forest.extreme(objective)
    if expected.x is None:
        assert found is None
        return
    assert found is not None
    assert found[chosen % cells] == round(expected.x[chosen % cells])
    sums = matrix @ found
    fitting = [sums >= lower, sums <= upper, found >= floor, found <= CEILING, found == np.rint(found)]
    assert all(each.all() for each in fitting)


def test_a_circle_of_sums_or_a_weight_is_no_forest() -> None:
    two_ways = scipy.sparse.csr_array(np.array([[1.0, 1.0], [1.0, 1.0]]))
    weighed = scipy.sparse.csr_array(np.array([[2.0, 1.0]]))
    for matrix in (two_ways, weighed):
        rows = matrix.shape[0]
        assert Forest.of(matrix, np.zeros(rows), np.ones(rows), np.zeros(2), CEILING) is None


@given(seed=st.integers(0, 2**32 - 1))
def test_the_same_counts_stay_hidden_as_with_the_program(seed: int) -> None:
    random = np.random.default_rng(seed)
    quarters = [f"q{number}" for number in range(12)]
    above = {quarter: f"d{int(random.integers(4))}" for quarter in quarters}
    counts = {quarter: int(random.poisson(random.choice([1, 4, 15]))) for quarter in quarters}
    for quarter, district in above.items():
        counts[district] = counts.get(district, 0) + counts[quarter]
    districts = sorted(set(above.values()))
    counts["city"] = sum(counts[district] for district in districts)
    codes = tuple(sorted(counts))
    edges = {**above, **dict.fromkeys(districts, "city")}
    table = CountTable((Dimension("area", codes, edges),), np.array([counts[code] for code in codes]))
    told = [LinearFact.exact({(quarters[0],): 1}, counts[quarters[0]])] if counts[quarters[0]] > 4 else []
    by_ranges = protect(table, published=told)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Forest, "of", lambda *_system: None)
        by_program = protect(table, published=told)
    np.testing.assert_array_equal(by_ranges.status, by_program.status)
