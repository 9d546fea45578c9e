"""The worked example of the field, year one and year two, and methods of practice against published figures."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest

from sozialraum.analytics.budget import (
    Branch,
    BudgetRecipe,
    Step,
    allocate,
    areas_of,
    shipped_budget_recipe,
    shipped_budget_recipe_names,
)

POOL = 665_000_000
# share of need in percent, target, lower bound, ongoing, catch-up, total in thousand euros, euros per young person
PRINTED = {
    "Altstadt": (7.540, 538.3, 620.8, 620.8, 0, 620.8, 151),
    "Nord": (19.272, 1142.5, 795.4, 984.0, 58.2, 1042.2, 158),
    "Hafen": (13.809, 861.2, 591.7, 732.0, 47.4, 779.4, 200),
    "West": (11.608, 747.8, 679.0, 747.8, 0, 747.8, 108),
    "Süd": (9.247, 626.2, 630.5, 630.5, 0, 630.5, 111),
    "Ost": (19.080, 1132.6, 679.0, 840.0, 107.5, 947.5, 155),
    "Bergviertel": (4.413, 377.3, 465.6, 465.6, 0, 465.6, 119),
    "Universität": (5.796, 448.5, 543.2, 543.2, 0, 543.2, 129),
    "Gartenstadt": (5.414, 428.8, 485.0, 485.0, 0, 485.0, 118),
    "Randdörfer": (3.821, 346.8, 388.0, 388.0, 0, 388.0, 119),
}


def test_year_one_comes_out_to_the_printed_digit(districts: pa.Table) -> None:
    found = allocate(districts, shipped_budget_recipe("default"), POOL)
    young = districts["young_people"].to_pylist()
    printed = [
        (
            round(100 * share, 3), round(target / 1e5, 1), round(low / 1e5, 1), round(ongoing / 1e5, 1),
            round(catch_up / 1e5, 1), round(amount / 1e5, 1), round(amount / 100 / people),
        )
        for share, target, low, ongoing, catch_up, amount, people in zip(
            found.shares, found.target, found.low, found.ongoing, found.catch_up, found.amount, young, strict=True
        )
    ]  # fmt: skip
    assert dict(zip(found.codes, printed, strict=True)) == PRINTED
    assert found.branch is Branch.CATCH_UP
    assert int(found.amount.sum()) == POOL
    assert [int(part.sum()) for part in (found.low, found.ongoing, found.catch_up)] == [
        587_820_000, 643_689_279, 21_310_721,
    ]  # fmt: skip


def test_the_steps_of_ost_are_those_that_are_read_aloud(districts: pa.Table) -> None:
    found = allocate(districts, shipped_budget_recipe("default"), POOL)
    place = found.codes.index("Ost")
    euros = {step: round(int(values[place]) / 100) for step, values in found.steps.items()}
    assert euros == {
        Step.PEOPLE: 832_103, Step.NEED: 348_355, Step.INFRASTRUCTURE: 88_365, Step.FLOOR: -136_201,
        Step.CORRIDOR: -292_622, Step.CATCH_UP: 107_466, Step.NEGOTIATION: 0, Step.ROUNDING: 0,
    }  # fmt: skip
    assert int(found.amount[place]) == 94_746_600


def test_year_two_uses_one_factor_for_all_who_are_free(districts: pa.Table) -> None:
    recipe = shipped_budget_recipe("default")
    first = allocate(districts, recipe, POOL)
    second = allocate(areas_of(districts, recipe).with_previous(first.ongoing), recipe, POOL)
    assert second.branch is Branch.SCALED
    assert [round(int(value) / 1e5) for value in second.ongoing] == [
        602, 1071, 807, 725, 612, 1008, 452, 527, 470, 376,
    ]  # fmt: skip
    assert int(second.ongoing.sum()) == POOL
    assert not second.catch_up.any()


# Hamburg-Nord 2004, planning areas P1 to P5: young people under 18, inhabitants, youth-inhabitant value as published;
# the greatest share of young people of all planning areas there was 17.61 %
HAMBURG = {
    "P1": (3569, 31355, 4383), "P2": (2938, 20836, 4598), "P3": (5375, 48610, 6387), "P4": (2286, 23956, 2286),
    "P5": (8612, 85129, 9231),
}  # fmt: skip


def test_the_youth_inhabitant_value_is_the_published_one() -> None:
    rows = {**HAMBURG, "greatest": (1761, 10000, 3522)}
    table = pa.table(
        {
            "area": list(rows),
            "young_people": [row[0] for row in rows.values()],
            "inhabitants": [row[1] for row in rows.values()],
        }
    )
    recipe = shipped_budget_recipe("youth-inhabitant-value").model_dump()
    recipe["need"]["indices"] = [{"count": "young_people", "part": "young_people", "whole": "inhabitants"}]
    found = allocate(table, BudgetRecipe.model_validate(recipe), 100_000_000_00)
    published = np.array([row[2] for row in rows.values()])
    assert found.shares / found.shares[3] * 2286 == pytest.approx(published, abs=0.5)


def test_the_mean_of_four_youth_inhabitant_indices() -> None:
    table = pa.table(
        {
            "area": ["A", "B"],
            "young_people": [100, 100],
            "burdened": [10, 30],
            "alone": [20, 10],
            "poor": [5, 5],
        }
    )
    indices = [
        {"count": "young_people", "part": part, "whole": "young_people"}
        for part in ("burdened", "alone", "poor", "burdened")
    ]
    recipe = shipped_budget_recipe("youth-inhabitant-value").model_dump()
    recipe["need"]["indices"] = indices
    # indices of A: 1/3, 2/3, 1/2, 1/3
    found = allocate(table, BudgetRecipe.model_validate(recipe), 2400)
    assert found.shares[0] == pytest.approx((1 / 3 + 2 / 3 + 1 / 2 + 1 / 3) / 4)


def test_shares_are_rounded_before_they_are_compared() -> None:
    # 12.3449 % and 12.3351 % are both 12.34 % before they are compared: the two areas stand alike
    table = pa.table(
        {"area": ["A", "B", "C"], "young_people": [10**6] * 3, "burdened": [123_449, 123_351, 200_000]}
    )
    found = allocate(table, shipped_budget_recipe("youth-inhabitant-value"), 4_000_000_00)
    assert found.amount.tolist() == [1_000_000_00, 1_000_000_00, 2_000_000_00]


def test_berlin_shares_half_of_the_difference_to_the_median() -> None:
    # unit costs 10, 20, 40: the median is 20; norms 200, 200, 200; halves of the way: 150, 200, 300
    table = pa.table({"area": ["A", "B", "C"], "young_people": [10, 10, 10], "previous": [100, 200, 400]})
    assert allocate(table, shipped_budget_recipe("berlin-median"), 650_00).amount.tolist() == [
        150_00,
        200_00,
        300_00,
    ]


def test_rhineland_palatinate_is_forty_to_sixty() -> None:
    table = pa.table({"area": ["A", "B"], "young_people": [300, 100], "burdened": [20, 80]})
    assert allocate(table, shipped_budget_recipe("rlp-40-60"), 1000_00).amount.tolist() == [420_00, 580_00]


def test_federal_weighting_follows_the_ordinance() -> None:
    # rates 10 % and 30 % against 20 % overall: a quarter of -50 % and +50 % on shares of 1/4 and 3/4;
    # second half: 40 % and 20 % of long duration against 25 %: a quarter of +60 % and -20 %
    table = pa.table(
        {"area": ["A", "B"], "young_people": [1000, 1000], "burdened": [100, 300], "long": [40, 60]}
    )
    recipe = shipped_budget_recipe("federal-quarter").model_dump()
    recipe["need"]["long_term"] = "long"
    found = allocate(table, BudgetRecipe.model_validate(recipe), 1_000_000_00)
    one = np.array([0.25 * 0.875, 0.75 * 1.125])
    two = np.array([0.25 * 1.15, 0.75 * 0.95])
    assert found.shares == pytest.approx((one / one.sum() + two / two.sum()) / 2)


def test_the_ordinance_says_what_the_recipe_does(shared_data: Path) -> None:
    text = " ".join((shared_data / "budget_examples" / "EinglMV_2022.md").read_text(encoding="utf-8").split())
    need = shipped_budget_recipe("federal-quarter").need
    assert need.method == "quarter_damping"
    assert need.damping == 0.25
    assert text.count("Dieser beträgt ein Viertel der prozentualen Abweichung") == 2
    assert "Die andere Hälfte der Mittel" in text


@pytest.mark.parametrize("name", shipped_budget_recipe_names())
def test_every_recipe_spends_the_amount_and_explains_it(districts: pa.Table, name: str) -> None:
    found = allocate(districts, shipped_budget_recipe(name), POOL)
    assert int(found.amount.sum()) == POOL
    steps = np.array(list(found.steps.values()))
    assert steps.sum(axis=0).tolist() == found.amount.tolist()
    assert int(found.steps[Step.PEOPLE].sum()) == POOL
    row = found.table.to_pylist()[0]
    assert sum(value for column, value in row.items() if column.startswith("step_")) == row["amount"]
    assert isinstance(row["amount"], Decimal)


def test_a_recipe_comes_back_from_what_a_scenario_stores() -> None:
    for name in shipped_budget_recipe_names():
        recipe = shipped_budget_recipe(name)
        assert BudgetRecipe.from_canonical(recipe.canonical) == recipe
        assert BudgetRecipe.from_canonical(recipe.canonical).fingerprint == recipe.fingerprint
