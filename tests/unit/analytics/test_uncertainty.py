"""Draws of an index: what is known exactly, what must hold for any plan, and what a run keeps."""

from __future__ import annotations

import json
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import special, stats
from scipy.stats import beta, gamma, kendalltau, studentized_range

from sozialraum.analytics.tables import TableError
from sozialraum.analytics.uncertainty import (
    Composite,
    Input,
    Node,
    Plan,
    RankIntervals,
    Scale,
    alternatives,
    chance,
    drop_one,
    groups_from_top,
    influence,
    ranks_beyond_doubt,
    simple_composite,
    simulate,
    told_apart,
)
from sozialraum.analytics.uncertainty.chance import drawn_values, moments
from sozialraum.analytics.uncertainty.groups import range_quantile


def counted_city(areas: int, indicators: int, *, seed: int = 1, people: int = 2_000) -> Composite:
    rng = np.random.default_rng(seed)
    burden = rng.normal(size=areas)
    inputs = []
    for place in range(indicators):
        sizes = rng.integers(people // 5, people * 2, areas)
        risk = 1 / (1 + np.exp(1.5 - 0.5 * burden - 0.3 * rng.normal(size=areas)))
        counts = rng.binomial(sizes, risk)
        inputs.append(
            Input(f"i{place}", counts / sizes * 100, counts=counts.astype(float), sizes=sizes.astype(float), per=100)
        )  # fmt: skip
    node = Node(
        "index", tuple(entry.code for entry in inputs), np.ones(indicators), restandardize="population"
    )
    return Composite(
        tuple(f"{place:04}" for place in range(areas)),
        tuple(inputs),
        (node,),
        cuts=((-1.0, True), (1.0, False)),
    )


CITY = counted_city(60, 4)


def test_the_same_seed_gives_the_same_draws_to_the_last_bit_and_another_one_does_not() -> None:
    plan = Plan(draws=500, seed=7)
    one, two = simulate(CITY, plan), simulate(CITY, plan)
    assert (one.ranks == two.ranks).all()
    assert one.intervals().to_arrow().equals(two.intervals().to_arrow(), check_metadata=True)
    assert (simulate(CITY, Plan(draws=500, seed=8)).ranks != one.ranks).any()


def test_the_number_of_threads_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    plan = Plan(draws=9_000, seed=3)
    many = simulate(CITY, plan)
    monkeypatch.setattr("os.cpu_count", lambda: 1)
    alone = simulate(CITY, plan)
    assert (many.ranks == alone.ranks).all()
    assert many.covariance is not None
    assert (many.covariance == alone.covariance).all()


@given(
    plan=st.builds(
        Plan,
        draws=st.integers(2, 60),
        seed=st.integers(0, 1000),
        chance=st.sampled_from(["counts", "moments", "none"]),
        weights=st.sampled_from(["spread", "dirichlet", "fixed"]),
        reach=st.floats(0, 1),
    )
)
@settings(max_examples=40)
def test_every_draw_is_a_ranking_and_every_interval_holds_the_rank(plan: Plan) -> None:
    simulation = simulate(CITY, plan)
    assert (np.sort(simulation.ranks, axis=0) == np.arange(1, 61)[:, None]).all()
    table = simulation.intervals().table
    rank, low, high = (table.column(name).to_numpy() for name in ("rank", "rank_low", "rank_high"))
    assert (low <= rank).all()
    assert (rank <= high).all()
    share = table.column("class_share").to_numpy()
    assert ((share >= 0) & (share <= 1)).all()
    wide = simulation.intervals(confidence=0.99).table
    assert (wide.column("rank_low").to_numpy() <= low).all()
    assert (wide.column("rank_high").to_numpy() >= high).all()


def test_without_anything_to_vary_nothing_moves() -> None:
    still = simulate(CITY, Plan(draws=20, chance="none", weights="fixed"))
    assert (still.ranks == still.rank[:, None]).all()
    assert (still.class_share == 1).all()
    assert still.deviation == pytest.approx(0, abs=1e-12)
    for drawn in ("none", "moments"):
        plan = Plan(draws=20, chance=drawn, weights="spread", reach=0.0)  # type: ignore[arg-type]
        bare = replace(CITY, inputs=tuple(replace(entry, counts=None) for entry in CITY.inputs))
        assert (simulate(bare, plan).ranks == still.rank[:, None]).all()


def test_chance_follows_its_distribution() -> None:
    rng = np.random.default_rng(1)
    share = Input(
        "s", np.array([25.0, 0.0]), counts=np.array([5.0, 0.0]), sizes=np.array([20.0, 40.0]), per=100
    )
    drawn = drawn_values(share, 60_000, rng) / 100
    for place, (cases, others) in enumerate([(5.5, 15.5), (0.5, 40.5)]):
        for portion in (0.025, 0.5, 0.975):
            expected = beta.ppf(portion, cases, others)
            assert np.quantile(drawn[:, place], portion) == pytest.approx(expected, rel=0.03, abs=2e-5)
    events = Input("e", np.array([0.03]), counts=np.array([3.0]), sizes=np.array([100.0]), kind="events")
    drawn = drawn_values(events, 60_000, rng)
    assert np.quantile(drawn, 0.975) == pytest.approx(gamma.ppf(0.975, 3.5) / 100, rel=0.02)
    for entry in (share, events):
        sample = drawn_values(entry, 200_000, rng)
        variance, third = moments(entry)
        assert sample.var(axis=0) == pytest.approx(variance, rel=0.03)
        assert ((sample - sample.mean(axis=0)) ** 3).mean(axis=0) == pytest.approx(third, rel=0.15)


def test_an_area_without_counts_keeps_its_value() -> None:
    entry = Input(
        "s", np.array([7.0, 8.0, 9.0, 10.0]), per=100, counts=np.array([np.nan, 5.0, 5.0, 50.0]),
        sizes=np.array([50.0, 0.0, 60.0, 40.0]), fixed=np.array([False, False, True, False]),
    )  # fmt: skip
    assert (drawn_values(entry, 5, np.random.default_rng(1)) == entry.values).all()
    assert (moments(entry)[0] == 0).all()


def test_moments_tell_the_same_story_as_counts() -> None:
    city = counted_city(150, 5, people=600)
    full = simulate(city, Plan(draws=4_000, seed=2))
    quick = simulate(city, Plan(draws=4_000, seed=2, chance="moments"))
    assert quick.deviation == pytest.approx(full.deviation, rel=0.12)
    widths = [
        simulation.intervals().table.column("rank_high").to_numpy()
        - simulation.intervals().table.column("rank_low").to_numpy()
        for simulation in (full, quick)
    ]
    assert widths[1].mean() == pytest.approx(widths[0].mean(), rel=0.05)
    assert kendalltau(*widths).statistic > 0.85


def test_more_people_give_narrower_ranges() -> None:
    widths = []
    for people in (300, 3_000, 30_000):
        table = (
            simulate(counted_city(80, 4, people=people), Plan(draws=600, weights="fixed")).intervals().table
        )
        widths.append((table.column("rank_high").to_numpy() - table.column("rank_low").to_numpy()).mean())
    assert widths[0] > 1.5 * widths[1] > 2 * widths[2]


def test_areas_told_apart_really_differ() -> None:
    """Sixty areas with one and the same risk: in at most five of a hundred cities is a pair told apart."""
    wrong = 0
    for seed in range(60):
        rng = np.random.default_rng(seed)
        counts = rng.binomial(1_000, 0.2, (2, 40)).astype(float)
        inputs = tuple(
            Input(
                f"i{place}", counts[place] / 1_000, scale=Scale("none"), counts=counts[place], sizes=np.full(40, 1_000.0)
            )
            for place in range(2)
        )  # fmt: skip
        city = Composite(
            tuple(f"{place:02}" for place in range(40)), inputs, (Node("index", ("i0", "i1"), np.ones(2)),)
        )
        simulation = simulate(city, Plan(draws=400, seed=seed, weights="fixed"))
        wrong += bool(simulation.apart().any())
        assert simulation.apart(rule="each_pair").sum() >= simulation.apart().sum()
    assert wrong <= 8


def test_groups_and_ranks_beyond_doubt_agree_with_the_pairs() -> None:
    simulation = simulate(CITY, Plan(draws=1_000))
    apart = simulation.apart()
    assert (apart == apart.T).all()
    groups = groups_from_top(simulation.rank, apart)
    order = np.argsort(simulation.rank)
    assert (np.diff(groups[order]) >= 0).all()
    leaders = [order[np.flatnonzero(groups[order] == number)[0]] for number in range(1, groups.max() + 1)]
    assert all(apart[one, two] for one, two in pairwise(leaders))
    best, worst = ranks_beyond_doubt(simulation.rank, apart)
    assert (best <= simulation.rank).all()
    assert (worst >= simulation.rank).all()
    assert told_apart(np.array([1.0]), np.array([[1.0]])).tolist() == [[False]]


@pytest.mark.parametrize("count", [2, 3, 10, 50, 160])
def test_the_quantile_of_the_range_is_tukeys(count: int) -> None:
    assert range_quantile(count, 0.95) == pytest.approx(studentized_range.ppf(0.95, count, np.inf), rel=1e-6)


def test_membership_of_the_first_places() -> None:
    intervals = simulate(CITY, Plan(draws=500)).intervals()
    membership = intervals.membership(10)
    low, high = (intervals.table.column(name).to_pylist() for name in ("rank_low", "rank_high"))
    for verdict, best, worst in zip(membership, low, high, strict=True):
        assert verdict == ("in" if worst <= 10 else "out" if best > 10 else "open")
    assert {"in", "open", "out"} <= set(membership)
    share = simulate(CITY, Plan(draws=500)).within(10)
    assert share.sum() == pytest.approx(10)


def test_a_stored_table_explains_itself() -> None:
    intervals = simulate(CITY, Plan(draws=100, seed=5)).intervals(confidence=0.8)
    stored = intervals.to_arrow()
    again = RankIntervals.from_arrow(stored)
    assert again == intervals
    assert again.sampled == ("i0", "i1", "i2", "i3")
    assert (
        RankIntervals.from_arrow(intervals.table, json.loads(json.dumps(intervals.parameters))) == intervals
    )
    with pytest.raises(TableError, match="no ranges"):
        RankIntervals.from_arrow(pa.table({"area_code": ["A"]}))


def test_weights_stay_positive_and_keep_their_sum() -> None:
    for weights in ("spread", "dirichlet"):
        plan = Plan(draws=300, chance="none", weights=weights)  # type: ignore[arg-type]
        one_sided = simple_composite(
            "ABC", {"x": [1.0, 2.0, 3.0], "y": [2.0, 3.0, 9.0], "z": [0.0, 1.0, 5.0]}, weights=[5, 1, 1]
        )
        assert (simulate(one_sided, plan).ranks == np.array([[3], [2], [1]])).all()


def test_leaving_one_out_is_the_index_without_it() -> None:
    table = drop_one(CITY, places=10).to_pylist()
    assert [row["indicator"] for row in table] == ["i0", "i1", "i2", "i3"]
    without = CITY.without("i2")
    shift = np.abs(without.ranks(without.baseline) - CITY.ranks(CITY.baseline))
    assert table[2]["mean_shift"] == pytest.approx(shift.mean())
    assert table[2]["largest_shift"] == shift.max()
    assert 0 <= table[2]["entering"] <= 10
    single = simple_composite("AB", {"x": [1.0, 2.0]})
    assert drop_one(single).column("mean_shift").to_pylist() == [None]
    with pytest.raises(TableError, match="nothing is left"):
        single.without("x")


def test_other_recipes_widen_the_ranges() -> None:
    others = alternatives(
        CITY, scales=[Scale("min_max", high=100.0), Scale("rank_normal")], geometric=True, drop=True
    )
    assert len(others) == 7
    plan = Plan(draws=700, chance="none", weights="fixed")
    varied = simulate(CITY, plan, variants=others)
    assert (varied.deviation >= 0).all()
    assert (np.ptp(varied.ranks, axis=1) > 0).any()
    with pytest.raises(TableError, match="same areas"):
        simulate(CITY, plan, variants=[counted_city(3, 2)])


def test_influence_sums_up_and_names_what_it_varies() -> None:
    result = influence(CITY, variants=[CITY.with_scale(Scale("rank_normal"))], draws=256, areas=["0003"])
    assert result.names == ("index/i0", "index/i1", "index/i2", "index/i3", "chance", "recipe")
    assert result.first.shape == (6, 2)
    assert result.evaluations == 256 * 8
    assert (result.total[:, 0] > -0.05).all()
    assert (result.total[:, 0] + 0.15 > result.first[:, 0]).all()
    # with few people an area the counts decide more than any single weight
    small = influence(counted_city(60, 4, people=60), draws=256)
    assert small.names[int(small.total[:, 0].argmax())] == "chance"
    fewer = influence(CITY, variants=[CITY.without("i1")], draws=64)
    assert np.isfinite(fewer.total).all()


def test_a_draw_in_which_all_are_equal_is_no_error() -> None:
    same = simple_composite("ABC", {"x": [1.0, 1.0, 1.0]})
    assert simulate(same, Plan(draws=10)).rank.tolist() == [1, 1, 1]


def test_faults_are_told_in_a_sentence() -> None:
    with pytest.raises(TableError, match="makes no sense"):
        Plan(draws=1)
    with pytest.raises(TableError, match="not a plain weighted sum"):
        simulate(CITY.with_scale(Scale("rank_normal")), Plan(draws=5, chance="moments"))
    with pytest.raises(TableError, match="no confidence level"):
        simulate(CITY, Plan(draws=5)).intervals(confidence=90)
    with pytest.raises(TableError, match="did not keep"):
        simulate(CITY, Plan(draws=5), pairs=False).apart()
    with pytest.raises(TableError, match="members that are not there"):
        Composite(("A",), (Input("x", np.ones(1)),), (Node("index", ("y",), np.ones(1)),))
    with pytest.raises(TableError, match="do not fit its areas"):
        Composite(("A", "B"), (Input("x", np.ones(1)),), (Node("index", ("x",), np.ones(1)),))


@pytest.mark.parametrize("kind", ["share", "rate"])
@pytest.mark.parametrize(("cases", "people"), [(30, 61), (30, 300), (60, 4_000), (270, 300), (500, 1_000)])
def test_bent_normal_numbers_are_close_to_the_distribution_that_they_stand_for(
    kind: str, cases: int, people: int
) -> None:
    if kind == "share" and people - cases < chance.ENOUGH:
        pytest.skip("drawn exactly")
    counts, sizes = np.array([float(cases)]), np.array([float(people)])
    normal = np.linspace(-4, 4, 161)

    class Given:
        def standard_normal(self, shape: tuple[int, int]) -> np.ndarray:
            return normal.reshape(shape)

    mean, deviation, skewness, excess = chance._moments(kind, counts, sizes)
    bent = chance._bent(mean, deviation, skewness, excess, normal.size, Given())[:, 0]  # type: ignore[arg-type]  # numbers that are known
    if kind == "share":
        exact = special.betaincinv(cases + 0.5, people - cases + 0.5, special.ndtr(normal))
    else:
        exact = special.gammaincinv(cases + 0.5, special.ndtr(normal)) / people
    off = np.abs(bent - exact) / deviation[0]
    assert off[np.abs(normal) <= 3].max() < 0.0025
    assert off.max() < 0.011
    assert (np.diff(bent) > 0).all()


def test_areas_with_few_counted_people_are_drawn_exactly() -> None:
    counts, sizes = np.array([0.0, 3.0, 29.0, 400.0]), np.array([50.0, 40.0, 900.0, 1_000.0])
    entry = Input("a", counts / sizes, counts=counts, sizes=sizes)
    drawn = chance.drawn_values(entry, 40_000, np.random.default_rng(1))
    for place in range(4):
        expected = stats.beta(counts[place] + 0.5, sizes[place] - counts[place] + 0.5)
        assert stats.kstest(drawn[:, place], expected.cdf).pvalue > 0.001
