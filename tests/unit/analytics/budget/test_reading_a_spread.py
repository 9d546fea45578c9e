"""Fairness, sensitivity, explanation, warnings, and the regression of need."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest
from scipy.optimize import minimize
from scipy.special import gammaln

from sozialraum.analytics.budget import BudgetError, BudgetRecipe, allocate, areas_of, shipped_budget_recipe
from sozialraum.analytics.budget.checks import Check, CheckCode, CheckState, Draft, checks
from sozialraum.analytics.budget.envelope import Envelope
from sozialraum.analytics.budget.explanation import Clause, explanation
from sozialraum.analytics.budget.fairness import against, changes, fairness
from sozialraum.analytics.budget.regression import fit_counts
from sozialraum.analytics.budget.sensitivity import allocate_many, spread_of, uncertain_shares, what_if

POOL = 665_000_000
DEFAULT = shipped_budget_recipe("default")
YEAR = Envelope(183_300_000, 700_000_000, 5_893_500_000, 223_200_000)


def test_every_young_person_is_worth_the_same_per_head(districts: pa.Table) -> None:
    young = np.array(districts["young_people"].to_pylist())
    flat = fairness(allocate(districts, shipped_budget_recipe("per-head"), POOL).amount, young)
    found = allocate(districts, DEFAULT, POOL)
    figures = fairness(found.amount, young, np.array(districts["burdened"].to_pylist()))
    assert flat.gini == pytest.approx(0, abs=1e-6)
    assert 0.05 < figures.gini < 0.2
    assert round(figures.mean) == 136
    assert [round(value) for value in figures.per_young_person] == [
        151,
        158,
        200,
        108,
        111,
        155,
        119,
        129,
        118,
        119,
    ]
    assert figures.per_burdened[0] == pytest.approx(620_800 / 700)
    previous = np.array(districts["previous"].to_pylist()) * 100
    assert np.round(100 * changes(found.amount, previous), 1).tolist() == [
        -3.0, 27.1, 27.8, 6.8, -3.0, 35.4, -3.0, -3.0, -3.0, -3.0,
    ]  # fmt: skip
    other = against(found, {"per-head": allocate(districts, shipped_budget_recipe("per-head"), POOL)})
    assert int(other["per-head"].sum()) == 0


def test_many_allocations_are_the_one_allocation(districts: pa.Table) -> None:
    areas = areas_of(districts, DEFAULT)
    for total in (POOL, 600_000_000):
        one = allocate(areas, DEFAULT.changed({"rounding": "cent"}), total)
        many = allocate_many(np.tile(one.shares, (3, 1)), areas, DEFAULT, total)
        assert many == pytest.approx(np.tile(one.amount / 100, (3, 1)), abs=0.02)
    with pytest.raises(BudgetError, match="above the amount"):
        allocate_many(np.tile(one.shares, (3, 1)), areas, DEFAULT, 1)


def test_ost_gains_in_every_draw_and_bergviertel_in_none(districts: pa.Table) -> None:
    areas = areas_of(districts, DEFAULT)
    spread = spread_of(uncertain_shares(areas, DEFAULT, draws=500), areas, DEFAULT, POOL)
    assert spread.wins[5] == 1.0
    assert spread.loses[6] == 1.0
    assert (spread.low <= spread.middle).all()
    assert (spread.middle <= spread.high).all()
    assert spread.high[5] > spread.low[5]


def test_what_if_keeps_clashes_beside_results(districts: pa.Table) -> None:
    found = what_if(
        areas_of(districts, DEFAULT), DEFAULT, POOL, parameter="floor", values=[0, 150_000, 700_000]
    )
    assert [entry.problem is None for entry in found] == [True, True, False]
    assert found[1].allocation is not None
    assert int(found[1].allocation.amount[5]) == 94_746_600


def test_the_explanation_has_a_clause_for_every_step_that_is_not_zero(districts: pa.Table) -> None:
    found = allocate(districts, DEFAULT, POOL)
    assert [reason.clause for reason in explanation(found, "Ost", factor=1.1)] == [
        Clause.BY_HEADS, Clause.MORE_BURDEN, Clause.FEW_OFFERS, Clause.FLOOR_SHIFTS, Clause.GROWTH_LIMITED, Clause.CATCH_UP,
    ]  # fmt: skip
    assert [reason.clause for reason in explanation(found, "Süd", factor=0.95)] == [
        Clause.BY_HEADS, Clause.LESS_BURDEN, Clause.MANY_OFFERS, Clause.FLOOR_LIFTS, Clause.PROTECTED,
    ]  # fmt: skip
    assert Clause.OFFERS_ELSEWHERE_FEW in [reason.clause for reason in explanation(found, "West")]
    second = allocate(areas_of(districts, DEFAULT).with_previous(found.ongoing), DEFAULT, POOL)
    assert Clause.PROTECTS_OTHERS in [reason.clause for reason in explanation(second, "Nord", factor=1.05)]


def state(draft: Draft, code: CheckCode) -> CheckState:
    return next(check.state for check in checks(draft) if check.code is code)


def test_a_planned_cut_of_claims_is_flagged() -> None:
    assert state(Draft(YEAR, YEAR.claims), CheckCode.SAVINGS_PROGRAM) is CheckState.MET
    assert state(Draft(YEAR, YEAR.claims + 1), CheckCode.SAVINGS_PROGRAM) is CheckState.RESOLVE


@pytest.mark.parametrize(
    ("now", "before", "expected"),
    [(0.3, 0.3, CheckState.MET), (0.29, 0.3, CheckState.RESOLVE), (None, 0.3, CheckState.NOTE)],
)
def test_youth_work_must_not_fall_and_unknown_is_not_met(
    now: float | None, before: float | None, expected: CheckState
) -> None:
    draft = Draft(YEAR, YEAR.claims, youth_work_share=now, previous_youth_work_share=before)
    assert state(draft, CheckCode.YOUTH_WORK) is expected


def test_the_greatest_provider_is_named() -> None:
    draft = Draft(YEAR, YEAR.claims, provider_shares={("Hafen", "A"): 0.43, ("Nord", "A"): 0.2})
    check = next(each for each in checks(draft) if each.code is CheckCode.PROVIDER_SHARE)
    assert check == Check(
        CheckCode.PROVIDER_SHARE,
        CheckState.RESOLVE,
        {"area": "Hafen", "provider": "A", "share": 0.43, "limit": 0.4, "above": 1},
    )


def test_an_index_needs_assets_and_catch_up_is_said_to_be_once(districts: pa.Table) -> None:
    assert state(
        Draft(YEAR, YEAR.claims, index_used=True, assets_shown=False), CheckCode.INDEX_WITHOUT_ASSETS
    ) is (CheckState.RESOLVE)
    found = checks(Draft(YEAR, YEAR.claims), allocate(districts, DEFAULT, POOL))
    assert {each.code: each.state for each in found}[CheckCode.CATCH_UP_ONCE] is CheckState.NOTE
    assert {each.code: each.state for each in found}[CheckCode.BELOW_FLOOR] is CheckState.MET


def simulated(seed: int = 4, count: int = 60) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    random = np.random.default_rng(seed)
    people = random.integers(300, 3000, count).astype(np.float64)
    predictors = np.column_stack([random.normal(20, 6, count), random.normal(0.3, 0.1, count)])
    mean = people * np.exp(-5 + 0.03 * predictors[:, 0] + 1.5 * predictors[:, 1])
    return random.poisson(mean * random.gamma(4, 1 / 4, count)).astype(np.float64), predictors, people


@pytest.mark.parametrize("family", ["poisson", "negative_binomial"])
def test_the_regression_is_the_maximum_of_its_likelihood(family: str) -> None:
    counts, predictors, people = simulated()
    model = fit_counts(counts, predictors, people, family=family)  # type: ignore[arg-type]
    design = np.column_stack([np.ones(people.size), (predictors - predictors.mean(0)) / predictors.std(0)])

    def loss(values: np.ndarray) -> float:
        mean = people * np.exp(design @ values[:3])
        if family == "poisson":
            return float(-(counts * np.log(mean) - mean - gammaln(counts + 1)).sum())
        size = np.exp(-values[3])
        return float(
            -(
                gammaln(counts + size) - gammaln(size) - gammaln(counts + 1)
                + size * np.log(size / (size + mean)) + counts * np.log(mean / (size + mean))
            ).sum()
        )  # fmt: skip

    start = np.array([-4.0, 0.0, 0.0, -1.0][: 3 if family == "poisson" else 4])
    best = minimize(
        loss, start, method="Nelder-Mead", options={"maxiter": 20_000, "xatol": 1e-9, "fatol": 1e-10}
    )
    assert model.log_likelihood == pytest.approx(-best.fun, abs=1e-5)
    assert model.expected == pytest.approx(people * np.exp(design @ best.x[:3]), rel=1e-3)
    assert (model.dispersion > 0) == (family == "negative_binomial")


def test_need_by_regression_pays_for_conditions_and_not_for_helps() -> None:
    counts, predictors, people = simulated()
    table = pa.table(
        {
            "area": [f"A{number}" for number in range(people.size)], "young_people": people, "begun": counts,
            "alone": predictors[:, 0], "poor": predictors[:, 1],
        }
    )  # fmt: skip
    document = shipped_budget_recipe("per-head").model_dump()
    document["need"] = {
        "method": "regression", "outcome": "begun", "family": "poisson",
        "predictors": [{"column": "alone", "kind": "condition"}, {"column": "poor", "kind": "condition"}],
    }  # fmt: skip
    recipe = BudgetRecipe.model_validate(document)
    before = allocate(table, recipe, POOL)
    assert before.shares == pytest.approx(fit_counts(counts, predictors, people).expected / counts.sum())
    # two areas alike in people and conditions get the same, whatever the office did there
    twin = {name: table[name].to_pylist() for name in table.column_names}
    for name in ("young_people", "alone", "poor"):
        twin[name][1] = twin[name][0]
    twin["begun"][0], twin["begun"][1] = 3, 90
    found = allocate(pa.table(twin), recipe, POOL)
    assert abs(int(found.amount[0]) - int(found.amount[1])) <= 100


def test_predictors_that_cannot_be_told_apart_are_refused() -> None:
    counts, predictors, people = simulated()
    with pytest.raises(BudgetError, match="cannot be told apart"):
        fit_counts(counts, np.column_stack([predictors[:, 0], 2 * predictors[:, 0]]), people)
    with pytest.raises(BudgetError, match="zero in every area"):
        fit_counts(np.zeros(people.size), predictors, people)
