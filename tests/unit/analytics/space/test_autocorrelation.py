"""Global and local autocorrelation: published values, an independent implementation, and chance itself."""

from __future__ import annotations

import csv
import itertools
import warnings
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from sozialraum.analytics.space import (
    Neighbors,
    adjusted,
    contiguity,
    distance_band,
    geary,
    getis_ord,
    hot_spots,
    local_moran,
    moran,
    moran_clusters,
)
from sozialraum.analytics.space.local_statistics import Definition, LocalStatus
from sozialraum.analytics.space.permutation import _draws, tail_counts, without_self
from sozialraum.analytics.tables import TableError


@pytest.fixture(scope="module")
def carolina(shared_data: Path) -> tuple[dict[str, np.ndarray], Neighbors]:
    def rows(name: str) -> list[dict[str, str]]:
        with (shared_data / "spatial_reference" / name).open() as file:
            return list(csv.DictReader(file))

    reference = rows("nc_sids_reference.csv")
    place = {row["FIPS"]: number for number, row in enumerate(reference)}
    columns = {
        name: np.array([float(row[name]) for row in reference])
        for name in ("raw", "Ii", "E_Ii", "Var_Ii", "Z_Ii")
    }
    scores = {row["FIPS"]: float(row["G"]) for row in rows("nc_localG.csv")}
    columns["G"] = np.array([scores[code] for code in place])
    linked = rows("nc_queen_neighbours.csv")
    neighbors = Neighbors.from_pairs(
        list(place), [place[row["i"]] for row in linked], [place[row["j"]] for row in linked]
    )
    return columns, neighbors.row_standardized()


def squares(side: int) -> Neighbors:
    places = [(x, y) for y in range(side) for x in range(side)]
    return contiguity(
        [f"{x}-{y}" for x, y in places],
        [shapely.to_wkb(shapely.box(x, y, x + 1, y + 1)) for x, y in places],
    )


def test_north_carolina_comes_out_as_published(carolina: tuple[dict[str, np.ndarray], Neighbors]) -> None:
    columns, neighbors = carolina
    assert moran(columns["raw"], neighbors).value == pytest.approx(0.230910449, abs=5e-10)
    assert geary(columns["raw"], neighbors).value == pytest.approx(0.727291240, abs=5e-10)
    local = local_moran(columns["raw"], neighbors)
    assert local.value == pytest.approx(columns["Ii"], abs=1e-12)
    assert local.expected == pytest.approx(columns["E_Ii"], abs=1e-12)
    assert local.variance == pytest.approx(columns["Var_Ii"], abs=1e-12)
    assert local.z == pytest.approx(columns["Z_Ii"], abs=1e-12)
    assert getis_ord(columns["raw"], neighbors, star=False).z == pytest.approx(columns["G"], abs=1e-12)


def test_the_two_definitions_of_local_moran_differ_by_a_factor_only(
    carolina: tuple[dict[str, np.ndarray], Neighbors],
) -> None:
    columns, neighbors = carolina
    one = local_moran(columns["raw"], neighbors)
    other = local_moran(columns["raw"], neighbors, definition=Definition.SAMPLE)
    assert other.value == pytest.approx(one.value * 99 / 100)
    assert other.z == pytest.approx(one.z)
    # the mean of the local values under the population's variance is Moran's I itself
    assert one.value.mean() == pytest.approx(moran(columns["raw"], neighbors).value)


@pytest.mark.parametrize("statistic", [moran, geary])
def test_moments_are_those_of_all_arrangements(statistic) -> None:
    rng = np.random.default_rng(4)
    neighbors = replace(
        Neighbors.from_pairs("abcdefg", rng.integers(0, 7, 20), rng.integers(0, 7, 20), rng.random(20))
    )
    neighbors = Neighbors(neighbors.codes, without_self(neighbors.matrix))
    values = rng.gamma(1, 1, 7)
    every = np.array([statistic(list(order), neighbors).value for order in itertools.permutations(values)])
    found = statistic(values, neighbors)
    assert every.mean() == pytest.approx(found.expected)
    assert every.var() == pytest.approx(found.variance)


@pytest.mark.parametrize("even", [True, False])
def test_lookup_counts_what_the_plain_method_counts(even: bool) -> None:
    rng = np.random.default_rng(7)
    neighbors = distance_band(
        [str(n) for n in range(60)], rng.random((60, 2)), radius=0.2, decay=None if even else 1
    )
    values = rng.poisson(2, 60).astype(float)
    above, below = tail_counts(values, neighbors, permutations=499, seed=5)
    matrix = neighbors.matrix
    draws = _draws(59, int(neighbors.counts.max()), 499, np.random.default_rng(5))
    assert neighbors.even_weights is even
    for area in range(60):
        weights = matrix.data[matrix.indptr[area] : matrix.indptr[area + 1]]
        if not weights.size:
            continue
        others = values.copy()
        others[area] = values[-1]
        sums = others[:-1][draws[:, : weights.size]] @ weights
        observed = values[matrix.indices[matrix.indptr[area] : matrix.indptr[area + 1]]] @ weights
        assert above[area] == (sums >= observed - 1e-9).sum()
        assert below[area] == (sums <= observed + 1e-9).sum()


@given(size=st.integers(5, 60), count=st.integers(1, 5), seed=st.integers(0, 9))
@settings(max_examples=40, deadline=None)
def test_draws_are_without_replacement_and_even(size: int, count: int, seed: int) -> None:
    drawn = _draws(size, count, 200, np.random.default_rng(seed))
    assert all(len(set(row)) == count for row in drawn.tolist())
    assert drawn.min() >= 0
    assert drawn.max() < size


def test_every_place_is_drawn_as_often_as_any_other() -> None:
    drawn = _draws(6, 3, 60_000, np.random.default_rng(1))
    for column in drawn.T:
        assert np.bincount(column, minlength=6) / 60_000 == pytest.approx(np.full(6, 1 / 6), abs=0.006)


def test_permutation_agrees_with_the_moments_of_conditional_randomization() -> None:
    neighbors = squares(12).row_standardized()
    values = np.random.default_rng(3).normal(size=144)
    found = local_moran(values, neighbors, permutations=9_999)
    # normal values and averages over neighbors: the normal p is close, never equal
    assert np.abs(found.p - found.permuted_p).max() < 0.06
    others = getis_ord(values, neighbors, star=False, permutations=9_999)
    assert np.abs(others.p - others.permuted_p).max() < 0.06
    star = getis_ord(values, neighbors, permutations=9_999)
    assert star.permuted_p == pytest.approx(others.permuted_p)


def test_without_a_pattern_few_areas_are_called_spots_and_a_planted_one_is_found() -> None:
    neighbors = squares(20)
    rng = np.random.default_rng(11)
    found = 0
    for _ in range(30):
        table = hot_spots(getis_ord(rng.normal(size=400), neighbors, permutations=1_999))
        found += sum(kind != "none" for kind in table["spot"].to_pylist())
    assert found <= 30
    values = rng.normal(size=400)
    hot = [5 * 20 + 5, 5 * 20 + 6, 6 * 20 + 5, 6 * 20 + 6, 4 * 20 + 5, 4 * 20 + 6]
    values[hot] += 5
    table = hot_spots(getis_ord(values, neighbors, permutations=19_999))
    spots = {n for n, kind in enumerate(table["spot"].to_pylist()) if kind == "hot"}
    assert set(hot) <= spots
    clusters = moran_clusters(local_moran(values, neighbors, permutations=19_999))["cluster"].to_pylist()
    assert [clusters[place] for place in hot] == ["high_high"] * 6


def test_missing_areas_and_islands_are_named_and_not_zero() -> None:
    neighbors = Neighbors.from_pairs("abcdef", [0, 1, 1, 2, 2, 3], [1, 0, 2, 1, 3, 2]).row_standardized()
    values = [1.0, 2.0, 4.0, 3.0, float("nan"), 2.0]
    for star in (True, False):
        found = getis_ord(values, neighbors, star=star, permutations=99)
        assert found.status[4] is LocalStatus.MISSING
        assert found.status[5] is LocalStatus.ISLAND
        assert np.isnan(found.z[4:]).all()
        assert hot_spots(found)["spot"].to_pylist()[4:] == [None, None]
    local = local_moran(values, neighbors, permutations=99)
    assert np.isnan(local.permuted_p[4:]).all()
    assert moran(values, neighbors).areas == 5
    assert moran(values, neighbors).islands == 1
    assert local.to_arrow()["value"].null_count == 2


def test_a_map_without_pattern_is_refused() -> None:
    neighbors = squares(3)
    with pytest.raises(TableError, match="all values are the same"):
        moran([1.0] * 9, neighbors)
    with pytest.raises(TableError, match="4 values for 9 areas"):
        moran([1.0] * 4, neighbors)
    with pytest.raises(TableError, match="No two areas"):
        moran(np.arange(4.0), Neighbors.from_pairs("abcd", [], []))


def test_adjusted_values_follow_the_published_example() -> None:
    # Benjamini and Hochberg (1995), section 4: fifteen tests, four rejected at 0.05
    p = [0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719, 0.6528,
         0.7590, 1.0]  # fmt: skip
    assert (adjusted(p) <= 0.05).sum() == 4
    assert (adjusted(p, control="bonferroni") <= 0.05).sum() == 3
    assert (adjusted(p, control="none") <= 0.05).sum() == 9
    assert (adjusted(p, control="benjamini_yekutieli") <= adjusted(p)).sum() <= 1
    assert np.isnan(adjusted([np.nan, np.nan])).all()


def test_an_independent_library_agrees() -> None:
    esda = pytest.importorskip("esda", reason="esda is not installed; see benchmarks/README.md")
    libpysal = pytest.importorskip("libpysal")
    mine = squares(15)
    matrix = mine.row_standardized()
    values = np.random.default_rng(2).gamma(1, 1, 225)
    theirs = libpysal.weights.lat2W(15, 15, rook=False)
    theirs.transform = "r"
    other, own = esda.Moran(values, theirs, permutations=0), moran(values, matrix)
    assert (own.value, own.expected, own.variance) == pytest.approx((other.I, other.EI, other.VI_rand))
    assert own.normal_variance == pytest.approx(other.VI_norm)
    other, own = esda.Geary(values, theirs, permutations=0), geary(values, matrix)
    assert (own.value, own.variance, own.normal_variance) == pytest.approx(
        (other.C, other.VC_rand, other.VC_norm)
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        other = esda.Moran_Local(values, theirs, permutations=9_999, seed=1)
    found = local_moran(values, matrix, definition=Definition.SAMPLE, permutations=9_999)
    assert found.value == pytest.approx(other.Is)
    assert np.abs(found.directed_p - other.p_sim).max() < 0.03
    theirs.transform = "b"
    assert getis_ord(values, mine).z == pytest.approx(
        esda.G_Local(values, theirs, transform="b", star=True, permutations=0).Zs
    )
    assert getis_ord(values, mine, star=False).z == pytest.approx(
        esda.G_Local(values, theirs, transform="b", star=None, permutations=0).Zs
    )
