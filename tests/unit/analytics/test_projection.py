"""Cohorts and components: nobody appears or vanishes unaccounted for, and Berlin's years 2018 to 2024 as they came."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest
import scipy
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from factories.published_cuts import cut_since_2021, cut_until_2020, register
from sozialraum.analytics.areal import carry_counts, crosswalk_from_geometry
from sozialraum.analytics.projection import (
    Assumptions,
    Housing,
    Population,
    Projection,
    Scenario,
    accuracy,
    expected_use,
    fitted_band,
    life_expectancy,
    model_fertility,
    model_mortality,
    population_from_bands,
    population_from_table,
    project,
    residual_migration,
    survivors,
)
from sozialraum.analytics.projection.accuracy import two_not_negative
from sozialraum.analytics.tables import FloatArray, TableError

MORTALITY = model_mortality((83.5, 78.7))
FERTILITY = model_fertility(1.35, mean_age=31.8)
GIVEN = Assumptions(MORTALITY, FERTILITY)

populations = hnp.arrays(np.float64, (3, 2, 96), elements=st.integers(0, 400)).map(
    lambda counts: Population(("A", "B", "C"), counts)
)


def movers(share: float) -> Housing:
    profile = np.zeros((2, 96))
    profile[:, [2, 5, 33, 36]] = 1 / 8
    return Housing(np.full((5, 3), [100.0, 0.0, 20.0]), occupancy=2.1, profile=profile, from_city=share)


@given(
    people=populations,
    migration=hnp.arrays(np.float64, (3, 2, 96), elements=st.floats(-1.2, 0.5)),
    share=st.floats(0, 1),
    scenario=st.builds(
        Scenario, st.just("any"), st.floats(0, 2), st.floats(0, 2), st.floats(0, 2), st.floats(-0.2, 0.2)
    ),
)
def test_people_after_are_people_before_and_what_happened(
    people: Population, migration: FloatArray, share: float, scenario: Scenario
) -> None:
    given = replace(GIVEN, migration=migration, housing=movers(share))
    projection = project(people, given, years=4, scenario=scenario)
    births, deaths, moves, homes = np.moveaxis(projection.components, 2, 0)
    before, after = projection.between(0)[:-1], projection.between(0)[1:]
    assert after == pytest.approx(before + births - deaths + moves + homes, rel=1e-9, abs=1e-7)
    assert (projection.counts >= -1e-9).all()


@given(people=populations, years=st.integers(1, 12))
def test_a_cohort_only_dies_while_nobody_moves(people: Population, years: int) -> None:
    projection = project(people, GIVEN, years=years)
    cohort = [projection.counts[year][:, :, 20 + year] for year in range(years + 1)]
    assert (np.diff(np.stack(cohort), axis=0) <= 0).all()
    lived = np.prod([1 - MORTALITY[:, 21 + year] for year in range(years)], axis=0)
    assert cohort[-1] == pytest.approx(people.counts[:, :, 20] * lived)


def test_areas_add_up_to_the_whole() -> None:
    rng = np.random.default_rng(2)
    people = Population(("A", "B", "C"), rng.integers(0, 90, (3, 2, 96)).astype(float))
    whole = Population(("all",), people.counts.sum(axis=0, keepdims=True))
    parts = project(people, GIVEN, years=6).counts.sum(axis=1)
    assert parts == pytest.approx(project(whole, GIVEN, years=6).counts[:, 0])


def test_a_stationary_population_stays() -> None:
    alive = survivors(MORTALITY) * 100
    people = Population(("A",), alive[None] * np.array([1 / 2.055, 1.055 / 2.055])[None, :, None])
    women = people.counts[0, 0]
    needed = 100 / float((women + np.r_[0, (women * (1 - MORTALITY[0, 1:]))[:-1]]) @ FERTILITY / 2)
    steady = project(people, replace(GIVEN, fertility=FERTILITY * needed), years=30)
    assert steady.counts[-1] == pytest.approx(steady.counts[0], rel=1e-3)


def test_moves_inside_the_city_leave_its_total_unchanged() -> None:
    people = Population(("A", "B", "C"), np.full((3, 2, 96), 500.0))
    inside = project(people, replace(GIVEN, housing=movers(1.0)), years=1)
    without = project(people, GIVEN, years=1)
    assert inside.counts[1].sum() == pytest.approx(without.counts[1].sum())
    assert inside.between(0)[1, 0] > without.between(0)[1, 0]
    outside = project(people, replace(GIVEN, housing=movers(0.0)), years=1)
    assert outside.components[0, :, 3] == pytest.approx([210.0, 0.0, 42.0])


def test_scenarios_stand_in_their_order() -> None:
    people = Population(("A",), np.full((1, 2, 96), 50.0))
    low, mid, high = (
        project(people, GIVEN, years=5, scenario=scenario).between(0, 18)[-1, 0]
        for scenario in (
            Scenario("low", births=0.85, migration_shift=-0.004), Scenario("mid"),
            Scenario("high", births=1.1, migration_shift=0.004),
        )
    )  # fmt: skip
    assert low < mid < high


def test_residual_migration_finds_what_was_put_in() -> None:
    rng = np.random.default_rng(4)
    people = Population(tuple("ABCDEF"), rng.integers(400, 900, (6, 2, 96)).astype(float))
    breaks = [0, 6, 15, 18, 27, 45, 65]
    rates = np.zeros((6, 2, 96))
    for first, beyond, rate in ((0, 6, 0.02), (18, 27, 0.05), (27, 45, -0.03), (65, 96, 0.0)):
        rates[:, :, first:beyond] = rate
    after = Population(people.codes, project(people, replace(GIVEN, migration=rates), years=1).counts[-1])
    found = residual_migration(
        people, after, 1, mortality=MORTALITY, fertility=FERTILITY, breaks=breaks, strength=0.0
    )
    assert found == pytest.approx(rates, abs=1e-9)
    leaning = residual_migration(
        people, after, 1, mortality=MORTALITY, fertility=FERTILITY, breaks=breaks, strength=1e12
    )
    assert np.ptp(leaning, axis=0) == pytest.approx(0, abs=1e-6)
    births = project(people, GIVEN, years=1).components[0, :, 0] * 1.3
    counted = residual_migration(
        people, after, 1, mortality=MORTALITY, fertility=FERTILITY, breaks=breaks, births=births
    )
    assert (counted[:, :, 0] < found[:, :, 0]).all()


def test_registers_as_tables_and_bands() -> None:
    table = pa.table(
        {
            "area_code": ["B", "A", "A"], "sex": ["male", "female", "female"], "age": [3, 101, 95],
            "count": [4, 2, 1],
        }
    )  # fmt: skip
    people = population_from_table(table)
    assert people.codes == ("A", "B")
    assert people.counts[0, 0, 95] == 3
    assert people.totals.tolist() == [3, 4]
    bands = population_from_bands(
        ["A"], [[60.0, 40.0]], [0, 6], survivors=survivors(MORTALITY), female_share=[0.25]
    )
    assert bands.between(0, 6) == pytest.approx([60.0])
    assert bands.counts[0, 0].sum() == pytest.approx(25.0)


def test_the_long_table_says_what_is_estimated() -> None:
    people = Population(("A", "B"), np.full((2, 2, 96), 10.0))
    table = project(people, GIVEN, years=2).table(2024, {"under 6": (0, 6), "6 to 17": (6, 18)})
    assert table.num_rows == 2 * 3 * 2
    rows = table.to_pylist()
    assert rows[0] == {
        "scenario": "mid", "area_code": "A", "year": 2024, "age_group": "under 6", "people": 120.0, "estimated": False,
    }  # fmt: skip
    assert all(row["estimated"] == (row["year"] > 2024) for row in rows)
    use = expected_use(project(people, GIVEN, years=2), np.where(np.arange(96) < 21, 0.05, 0.0))
    assert use[0].tolist() == pytest.approx([21.0, 21.0])


def test_the_model_life_table_gives_the_life_expectancy_it_was_asked_for() -> None:
    for women, men in ((83.5, 78.7), (80.0, 75.0), (70.0, 62.5)):
        assert life_expectancy(model_mortality((women, men))) == pytest.approx([women, men], abs=1e-6)
    assert (np.diff(MORTALITY[:, 2:], axis=1) > 0).all()


@given(
    design=hnp.arrays(np.float64, (12, 2), elements=st.floats(0.01, 100)),
    wanted=hnp.arrays(np.float64, 12, elements=st.floats(0, 100)),
)
def test_two_weights_that_are_not_negative_fit_as_well_as_those_of_the_general_solver(
    design: FloatArray, wanted: FloatArray
) -> None:
    weights = np.array(two_not_negative(design, wanted))
    _, away = scipy.optimize.nnls(design, wanted)
    assert (weights >= 0).all()
    assert np.linalg.norm(design @ weights - wanted) <= away * (1 + 1e-6) + 1e-6


def test_faults_are_told_in_a_sentence() -> None:
    people = Population(("A",), np.full((1, 2, 96), 10.0))
    with pytest.raises(TableError, match="known number"):
        Population(("A",), np.full((1, 2, 3), np.nan))
    with pytest.raises(TableError, match="do not fit"):
        Population(("A", "B"), np.zeros((1, 2, 3)))
    with pytest.raises(TableError, match="unknown sex"):
        population_from_table(pa.table({"area_code": ["A"], "sex": ["x"], "age": [3], "count": [4]}))
    with pytest.raises(TableError, match="age bands"):
        population_from_bands(["A"], [[1.0]], [3], survivors=survivors(MORTALITY))
    with pytest.raises(TableError, match="out of range"):
        model_mortality((8.0, 78.0))
    with pytest.raises(TableError, match="make no sense"):
        model_fertility(-1, mean_age=30)
    with pytest.raises(TableError, match="by age do not fit"):
        project(people, replace(GIVEN, fertility=FERTILITY[:-1]))
    with pytest.raises(TableError, match="Moves or new homes"):
        project(people, replace(GIVEN, migration=np.zeros((2, 2, 96))))
    with pytest.raises(TableError, match="use rates"):
        expected_use(project(people, GIVEN, years=1), [1.0])
    with pytest.raises(TableError, match="not of the same areas"):
        residual_migration(people, people, 0, mortality=MORTALITY, fertility=FERTILITY, breaks=[0])
    with pytest.raises(TableError, match="too small"):
        fitted_band([1.0], [1.0], [1.0])
    with pytest.raises(TableError, match="cannot be compared"):
        accuracy([np.nan], [1.0], [1.0])


BANDS = (
    "below_6", "6_15", "15_18", "18_27", "27_45", "45_55", "55_65", "above_65",
)  # fmt: skip
BREAKS = (0, 6, 15, 18, 27, 45, 55, 65)
GROUPS = {"all": (0, None), "under 6": (0, 6), "6 to 14": (6, 15), "15 to 17": (15, 18)}


class Berlin:
    """The register of five years in the cut of 2021; the years before were carried over."""

    def __init__(self, shared_data: Path) -> None:
        new = cut_since_2021(shared_data)
        old = cut_until_2020(shared_data)
        self.codes = sorted(new.codes)
        since = {row["id"]: float(row["inhabitants"]) for row in register(shared_data, 2021)}
        self.walk = crosswalk_from_geometry(
            old.codes, old.shapes, new.codes, new.shapes, to_counts=[since[code] for code in new.codes]
        )
        self.years = {year: self._year(shared_data, year) for year in (2018, 2020, 2021, 2022, 2024)}

    def _year(self, shared_data: Path, year: int) -> Population:
        rows = {row["id"]: row for row in register(shared_data, year)}
        names = [*(f"inhabitants_age_{band}" for band in BANDS), "inhabitants_female"]

        def cells(codes: list[str]) -> FloatArray:
            empty = dict.fromkeys(names, "0")
            return np.array([[float(rows.get(code, empty)[name]) for name in names] for code in codes])

        if year < 2021:
            figures = np.nan_to_num(carry_counts(self.walk, cells(list(self.walk.from_codes))).values)
        else:
            figures = cells(self.codes)
        people = figures[:, :-1].sum(axis=1)
        female = np.divide(figures[:, -1], people, out=np.full(people.size, 0.5), where=people > 0)
        return population_from_bands(
            self.codes,
            figures[:, :-1],
            BREAKS,
            survivors=survivors(MORTALITY),
            female_share=np.clip(female, 0, 1),
        )

    def projected(self, first: int, base: int, ahead: int) -> Projection:
        """From `base`, with the moves seen since `first`."""
        before, start = self.years[first], self.years[base]
        moves = residual_migration(
            before, start, base - first, mortality=MORTALITY, fertility=FERTILITY, breaks=BREAKS
        )
        return project(start, replace(GIVEN, migration=moves), years=ahead)


@pytest.fixture(scope="module")
def berlin(shared_data: Path) -> Berlin:
    return Berlin(shared_data)


def test_back_test_of_berlin_2021_to_2024(berlin: Berlin) -> None:
    """With the moves of 2018 to 2021: better than "nothing changes" where cohorts decide, no better for the total."""
    projection = berlin.projected(2018, 2021, 3)
    outcome = {
        name: accuracy(
            berlin.years[2024].between(*ages),
            projection.between(*ages)[-1],
            berlin.years[2021].between(*ages),
        )
        for name, ages in GROUPS.items()
    }
    assert outcome["all"].weighted < 0.045
    assert abs(outcome["all"].bias) < 0.02
    assert outcome["6 to 14"].weighted < 0.85 * outcome["6 to 14"].still
    assert outcome["15 to 17"].weighted < 0.75 * outcome["15 to 17"].still
    # births fell after 2021 by more than anybody had assumed: the youngest are the weak side of every projection
    assert 0.05 < outcome["under 6"].bias < 0.12


def test_the_error_band_of_earlier_years_holds_for_later_ones(berlin: Berlin) -> None:
    tests = [(berlin.projected(2018, 2020, ahead), 2020 + ahead, ahead) for ahead in (1, 2)]
    later = berlin.projected(2018, 2021, 3)
    for ages, least, most in (((6, 18), 0.75, 0.95), ((0, None), 0.7, 0.9)):
        band = fitted_band(
            np.concatenate([berlin.years[year].between(*ages) for _, year, _ in tests]),
            np.concatenate([projection.between(*ages)[-1] for projection, _, _ in tests]),
            np.concatenate([np.full(542, float(ahead)) for _, _, ahead in tests]),
        )
        low, high = band.bounds(later.between(*ages)[-1], 3, confidence=0.8)
        came = berlin.years[2024].between(*ages)
        assert least < np.mean((low <= came) & (came <= high)) < most
    low, high = band.bounds([100.0, 10_000.0], [1.0, 1.0])
    assert high[0] / low[0] > high[1] / low[1]
