"""Steadied rates: the published values of North Carolina, and what must hold for any table."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.sparse import csr_array

from sozialraum.analytics.smoothing import shrink_globally, shrink_spatially, shrink_toward_mean
from sozialraum.analytics.tables import TableError


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8") as lines:
        return list(csv.DictReader(lines))


@pytest.fixture(scope="module")
def carolina(shared_data: Path) -> list[dict[str, str]]:
    return rows_of(shared_data / "spatial_reference" / "nc_sids_reference.csv")


def column(rows: list[dict[str, str]], name: str) -> np.ndarray:
    return np.array([float(row[name]) for row in rows])


def test_global_moments_and_rates_of_north_carolina(carolina: list[dict[str, str]]) -> None:
    result = shrink_globally(column(carolina, "SID74"), column(carolina, "BIR74"))
    assert result.variance[0] == pytest.approx(7.692931e-07, rel=1e-6)
    assert result.mean[0] == pytest.approx(0.002021445, rel=1e-6)
    assert result.rate == pytest.approx(column(carolina, "EB_global"), rel=1e-10)


def test_spatial_rates_of_north_carolina(carolina: list[dict[str, str]], shared_data: Path) -> None:
    place = {row["FIPS"]: position for position, row in enumerate(carolina)}
    pairs = rows_of(shared_data / "spatial_reference" / "nc_queen_neighbours.csv")
    near = csr_array(
        (np.ones(len(pairs)), ([place[pair["i"]] for pair in pairs], [place[pair["j"]] for pair in pairs])),
        shape=(100, 100),
    )
    result = shrink_spatially(column(carolina, "SID74"), column(carolina, "BIR74"), near)
    assert result.rate == pytest.approx(column(carolina, "EB_local"), rel=1e-10)


areas = st.lists(st.tuples(st.integers(0, 40), st.integers(40, 3000)), min_size=2, max_size=30)


@given(table=areas, strength=st.floats(0, 500))
def test_a_steadied_share_lies_between_its_own_and_the_mean(
    table: list[tuple[int, int]], strength: float
) -> None:
    count, size = np.array(table).T
    result = shrink_toward_mean(count, size, strength=strength)
    raw, mean = count / size, count.sum() / size.sum()
    assert (result.rate >= np.minimum(raw, mean) - 1e-12).all()
    assert (result.rate <= np.maximum(raw, mean) + 1e-12).all()
    # with less than one case or one other, the mean of so skewed a distribution may lie beyond its bounds
    settled = (count + strength * mean >= 1) & (size - count + strength * (1 - mean) >= 1)
    assert (result.lower <= result.rate + 1e-12)[settled].all()
    assert (result.rate <= result.upper + 1e-12)[settled].all()
    if strength == 0:
        assert result.rate == pytest.approx(raw)


@given(table=areas)
def test_every_neighbor_is_the_whole(table: list[tuple[int, int]]) -> None:
    count, size = np.array(table).T
    everybody = csr_array(np.ones((len(table), len(table))) - np.eye(len(table)))
    near, whole = shrink_spatially(count, size, everybody), shrink_globally(count, size)
    assert near.rate == pytest.approx(whole.rate, rel=1e-7, abs=1e-9)
    assert near.lower == pytest.approx(whole.lower, rel=1e-5, abs=1e-7)


def test_steadying_comes_closer_to_the_truth() -> None:
    rng = np.random.default_rng(7)
    size = rng.integers(50, 3000, 400)
    truth = rng.gamma(9, 0.01 / 9, 400)
    count = rng.poisson(truth * size)
    result = shrink_globally(count, size)
    raw_error = np.sqrt(np.mean((count / size - truth) ** 2))
    assert np.sqrt(np.mean((result.rate - truth) ** 2)) < raw_error / 1.5
    covered = np.mean((result.lower <= truth) & (truth <= result.upper))
    assert 0.92 < covered < 0.98


def test_unknown_stays_unknown_and_does_not_enter_the_mean() -> None:
    count, size = [3.0, np.nan, 5.0, 0.0], [100.0, 100.0, 100.0, 0.0]
    near = csr_array((4, 4))
    for result in (
        shrink_toward_mean(count, size),
        shrink_globally(count, size),
        shrink_spatially(count, size, near),
    ):
        assert np.isnan(result.rate).tolist() == [False, True, False, True]
    assert shrink_globally(count, size).mean[0] == 0.04
    alone = shrink_spatially(count, size, near)
    assert alone.rate[[0, 2]].tolist() == [0.03, 0.05]
    assert alone.own_weight[[0, 2]].tolist() == [1.0, 1.0]
    assert alone.lower[0] < 0.03 < alone.upper[0]


def test_nobody_affected_and_everybody_affected() -> None:
    nobody = shrink_toward_mean([0, 0], [10, 20])
    assert nobody.rate.tolist() == nobody.lower.tolist() == nobody.upper.tolist() == [0, 0]
    everybody = shrink_toward_mean([10, 20], [10, 20])
    assert everybody.rate.tolist() == everybody.upper.tolist() == [1, 1]
    assert shrink_globally([0, 0], [10, 20]).rate.tolist() == [0, 0]


def test_faults_are_told_in_a_sentence() -> None:
    with pytest.raises(TableError, match="greater than"):
        shrink_toward_mean([11], [10])
    with pytest.raises(TableError, match="negative"):
        shrink_globally([-1], [10])
    with pytest.raises(TableError, match="cannot steady"):
        shrink_toward_mean([1], [10], strength=-1)
    with pytest.raises(TableError, match="do not fit the table"):
        shrink_spatially([1], [10], csr_array((2, 2)))
