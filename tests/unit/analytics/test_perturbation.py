"""Rounding, cell keys and dominance: what each promises is kept, and what it does not is said."""

from __future__ import annotations

import itertools

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sozialraum.analytics.disclosure import (
    Bounds,
    CountTable,
    Dimension,
    Dominance,
    NoiseTable,
    PercentRule,
    Rounding,
    Unproven,
    attack,
    cell_keys,
    protect,
    record_keys,
    round_counts,
    sensitive_sums,
)
from sozialraum.analytics.disclosure.count_table import sum_constraints
from sozialraum.analytics.tables import TableError

SECRET = b"a secret of thirty-two bytes here"


def table_of(counts: list[int], columns: int) -> CountTable:
    areas, ages = [f"a{n}" for n in range(len(counts) // columns)], [f"g{n}" for n in range(columns)]
    cells = itertools.product(areas, ages)
    return CountTable.from_leaves(
        [Dimension.flat("area", areas), Dimension.flat("age", ages)], dict(zip(cells, counts, strict=True))
    )


counts = st.integers(2, 5).flatmap(
    lambda columns: st.tuples(
        st.lists(st.integers(0, 30), min_size=3 * columns, max_size=3 * columns), st.just(columns)
    )
)


@given(counts)
@settings(max_examples=60, deadline=None)
def test_rounding_keeps_its_promise(drawn: tuple[list[int], int]) -> None:
    table = table_of(*drawn)
    for way in Rounding:
        rounded = round_counts(table, way=way)
        assert (rounded.counts % 5 == 0).all()
        assert np.abs(rounded.counts - table.counts).max() <= rounded.most_off
        assert (rounded.counts == table.counts)[table.counts % 5 == 0].all()
    flat = round_counts(table, way=Rounding.CONTROLLED).counts.ravel()
    for terms in sum_constraints(table.dimensions):
        assert sum(int(flat[cell]) * sign for cell, sign in terms) == 0


def test_independent_rounding_says_that_totals_do_not_agree() -> None:
    table = table_of([1, 1, 1, 1, 1, 1], 2)
    assert round_counts(table).counts.tolist() == [[0, 0, 0]] * 3 + [[5, 5, 5]]
    assert round_counts(table).most_off == 2
    with pytest.raises(TableError, match="multiples of 4"):
        round_counts(table, base=4)


def test_a_rounded_table_is_part_of_the_proof_of_the_next() -> None:
    table = table_of([3, 20, 31, 12, 8, 40], 2)
    rounded = round_counts(table)
    # suppressed and rounded to fives, each is safe for itself; both together tell the 3
    assert attack(protect(table), facts=rounded.facts())[("a0", "g0")] == Bounds(3, 3)
    with pytest.raises(Unproven):
        protect(table, published=rounded.facts())


def test_missing_counts_stay_missing() -> None:
    table = CountTable((Dimension.flat("area", ["a", "b"]),), np.array([-1, 7, 9]))
    for way in Rounding:
        assert round_counts(table, way=way).counts.tolist()[0] == -1


@pytest.mark.parametrize(("variance", "reach", "hides"), [(2.0, 5, 0), (1.0, 3, 0), (4.0, 8, 2), (9.0, 9, 4)])
def test_noise_has_the_stated_moments(variance: float, reach: int, hides: int) -> None:
    table = NoiseTable.of(variance=variance, reach=reach, hides=hides)
    steps = np.arange(-reach, reach + 1)
    assert table.probabilities.sum(axis=1) == pytest.approx(np.ones(len(table.probabilities)))
    assert table.probabilities @ steps == pytest.approx(np.zeros(len(table.probabilities)), abs=1e-5)
    assert table.variances[-1] == pytest.approx(variance, abs=1e-4)
    for count, row in enumerate(table.probabilities):
        results = {count + int(step) for step in steps[row > 1e-12]}
        assert min(results) >= 0
        assert not results & set(range(1, hides + 1))
    assert table.perturb([0, 0], [0.0, 0.999]).tolist() == [0, 0]


def test_the_same_people_get_the_same_noise_and_drawn_noise_is_as_stated() -> None:
    people = [f"person-{n}" for n in range(40_000)]
    keys = record_keys(people, secret=SECRET)
    rng = np.random.default_rng(1)
    cell = rng.integers(0, 4_000, 40_000)
    table = NoiseTable.of(variance=2.0, reach=5)
    counted = np.bincount(cell, minlength=4_000)
    shown = table.perturb(counted, cell_keys(keys, cell, cells=4_000))
    order = rng.permutation(40_000)
    again = table.perturb(counted, cell_keys(keys[order], cell[order], cells=4_000))
    assert shown.tolist() == again.tolist()
    noise = (shown - counted)[counted > 6]
    assert abs(noise.mean()) < 0.1
    assert noise.var() == pytest.approx(2.0, rel=0.1)
    other = table.perturb(counted, cell_keys(record_keys(people, secret=SECRET[::-1]), cell, cells=4_000))
    assert (other != shown).mean() > 0.5
    with pytest.raises(TableError, match="too short"):
        record_keys(people, secret=b"short")
    with pytest.raises(TableError, match="does not fit"):
        NoiseTable.of(variance=30, reach=5)


def test_dominance_and_percent_rule() -> None:
    amounts = pa.table(
        {
            "cell": ["one", "two", "two", "top", "top", "top", "even", "even", "even", "even", "none"],
            "contributor": ["x", "x", "y", "x", "y", "z", "x", "y", "z", "w", "x"],
            "amount": [10.0, 5.0, 5.0, 80.0, 15.0, 5.0, 30.0, 25.0, 25.0, 20.0, 0.0],
        }
    )

    def sensitive(rule: Dominance | PercentRule) -> set[str]:
        found = sensitive_sums(amounts, rule=rule)
        return {row["cell"] for row in found.to_pylist() if row["sensitive"]}

    assert sensitive(Dominance(2, 85)) == {"one", "two", "top"}
    # z's 5 lets y tell x's 80 within 5: under 10 % of 80
    assert sensitive(PercentRule(10)) == {"one", "two", "top"}
    assert sensitive(PercentRule(5)) == {"one", "two"}
    with pytest.raises(TableError, match="negative or unknown"):
        sensitive_sums(pa.table({"cell": ["a"], "contributor": ["b"], "amount": [-1.0]}), rule=Dominance())
