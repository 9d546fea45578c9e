"""What is wrong is named, and nothing is cut in silence."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc
import pytest

from sozialraum.analytics.budget import (
    BudgetError,
    BudgetRecipe,
    allocate,
    carried_over,
    read_amount,
    shipped_budget_recipe,
)
from sozialraum.analytics.tables import TableError

POOL = 665_000_000
DEFAULT = shipped_budget_recipe("default")


def with_value(table: pa.Table, column: str, area: str, value: object) -> pa.Table:
    place = table["area"].to_pylist().index(area)
    values = table[column].to_pylist()
    values[place] = value
    return table.set_column(table.column_names.index(column), column, pa.array(values))


def test_a_pool_below_the_floors_names_the_shortfall(districts: pa.Table) -> None:
    with pytest.raises(BudgetError) as caught:
        allocate(districts, DEFAULT, 587_819_999)
    assert str(caught.value.values["shortfall"]) == "0.01"
    allocate(districts, DEFAULT, 587_820_000)


def test_floors_alone_can_be_too_much(districts: pa.Table) -> None:
    recipe = shipped_budget_recipe("per-head").changed({"floor": "700.000"})
    with pytest.raises(BudgetError) as caught:
        allocate(districts, recipe, POOL)
    assert str(caught.value.values["shortfall"]) == "350,000.00"


@pytest.mark.parametrize("column", ["young_people", "burdened", "infrastructure"])
def test_a_missing_value_is_never_zero(districts: pa.Table, column: str) -> None:
    with pytest.raises(BudgetError, match="unknown in: Hafen"):
        allocate(with_value(districts, column, "Hafen", None), DEFAULT, POOL)


@pytest.mark.parametrize("column", ["young_people", "burdened", "previous"])
def test_a_negative_value_is_refused_with_its_area(districts: pa.Table, column: str) -> None:
    with pytest.raises(BudgetError, match="negative in: Hafen"):
        allocate(with_value(districts, column, "Hafen", -1.0), DEFAULT, POOL)


def test_a_missing_last_year_is_named_and_a_new_area_can_be_said(districts: pa.Table) -> None:
    new = with_value(districts, "previous", "West", None)
    with pytest.raises(BudgetError, match="Last year's amount is unknown in: West"):
        allocate(new, DEFAULT, POOL)
    found = allocate(new, DEFAULT.changed({"missing_previous": "population"}), POOL)
    assert int(found.amount.sum()) == POOL
    assert "West" in str(found.notices[-1])
    # West's share of all young people, of what the others had
    assert found.low[3] == pytest.approx(0.97 * 5_360_000_00 * 6900 / 48750, abs=1)


def test_an_area_without_young_people_gets_the_floor_and_is_named(districts: pa.Table) -> None:
    table = district_with(districts, "Hafen", young_people=0.0, burdened=0.0, previous=0.0)
    found = allocate(table, DEFAULT, POOL)
    assert found.target[2] == found.amount[2] == 150_000_00
    assert "Hafen" in str(found.notices[0])


def district_with(table: pa.Table, area: str, **values: float) -> pa.Table:
    for column, value in values.items():
        table = with_value(table, column, area, value)
    return table


def test_nobody_anywhere_is_an_error(districts: pa.Table) -> None:
    nobody = districts.set_column(1, "young_people", pc.multiply(districts["young_people"], 0.0))
    with pytest.raises(BudgetError, match="No area has young people"):
        allocate(nobody, DEFAULT, POOL)


def test_more_burdened_than_young_people_is_noticed(districts: pa.Table) -> None:
    found = allocate(with_value(districts, "burdened", "Ost", 7000.0), DEFAULT, POOL)
    assert any("Ost" in str(notice) for notice in found.notices)


def test_a_factor_outside_its_range_is_refused_and_the_range_can_be_widened(districts: pa.Table) -> None:
    table = with_value(districts, "infrastructure", "Ost", 1.3)
    with pytest.raises(BudgetError, match=r"outside 0\.9 to 1\.1 in: Ost"):
        allocate(table, DEFAULT, POOL)
    assert int(allocate(table, DEFAULT.changed({"highest": "1,3"}), POOL).amount.sum()) == POOL


def test_without_infrastructure_every_area_counts_as_average(districts: pa.Table) -> None:
    found = allocate(districts.drop_columns(["infrastructure"]), DEFAULT, POOL)
    assert "infrastructure" in str(found.notices[0])
    assert not found.steps["infrastructure"].any()  # type: ignore[index]


def test_a_missing_column_names_those_there_are(districts: pa.Table) -> None:
    with pytest.raises(BudgetError, match=r"no column “burdened”.*young_people"):
        allocate(districts.drop_columns(["burdened"]), DEFAULT, POOL)
    with pytest.raises(BudgetError, match="no column “area”"):
        allocate(districts.drop_columns(["area"]), DEFAULT, POOL)


def test_an_area_twice_or_without_a_name_is_refused(districts: pa.Table) -> None:
    with pytest.raises(TableError, match="more than once: Nord"):
        allocate(with_value(districts, "area", "Hafen", "Nord"), DEFAULT, POOL)
    with pytest.raises(BudgetError, match="row 3"):
        allocate(with_value(districts, "area", "Hafen", None), DEFAULT, POOL)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"max_loss": "130 %"}, "max_loss” must be at most 1"),
        ({"floor": "-1"}, "“floor” must be at least 0"),
        ({"floor": "0,005"}, "at most two decimals"),
        ({"people_share": "viel"}, "people_share” must be a number"),
        ({"rounding": "dollar"}, "“rounding” must be one of"),
        ({"loss": "1"}, "no parameter “loss”"),
        ({"name": "x"}, "no parameter “name”"),
    ],
)
def test_parameters_that_cannot_be(changes: dict[str, object], message: str) -> None:
    with pytest.raises(BudgetError, match=message):
        DEFAULT.changed(changes)


def test_symbols_of_the_formula_name_the_same_parameters() -> None:
    assert DEFAULT.changed({"a": "0,5", "F": "1000", "c_d": "2%", "c_u": "0.1"}) == DEFAULT.changed(
        {"people_share": 0.5, "floor": 1000, "max_loss": 0.02, "max_gain": 0.1}
    )


def test_output_is_never_an_input() -> None:
    recipe = """
        name = "model"
        title_de = "a"
        title_en = "a"
        source = "a"
        [need]
        method = "regression"
        outcome = "helps_begun"
        [[need.predictors]]
        column = "spending"
        kind = "output"
    """
    with pytest.raises(BudgetError, match="only conditions of life may explain need, not spending"):
        BudgetRecipe.from_toml(recipe)
    same = recipe.replace('"spending"', '"helps_begun"').replace('kind = "output"', 'kind = "condition"')
    with pytest.raises(BudgetError, match="cannot explain itself"):
        BudgetRecipe.from_toml(same)


def test_an_amount_with_cents_is_spread_to_the_cent(districts: pa.Table) -> None:
    found = allocate(districts, DEFAULT, POOL + 37)
    assert int(found.amount.sum()) == POOL + 37
    assert "cent" in str(found.notices[-1])


@pytest.mark.parametrize("amount", [0, -5])
def test_nothing_cannot_be_spread(districts: pa.Table, amount: int) -> None:
    with pytest.raises(BudgetError, match="cannot be spread"):
        allocate(districts, DEFAULT, amount)


def test_negotiated_amounts_come_on_top_and_must_name_known_areas(districts: pa.Table) -> None:
    found = allocate(districts, DEFAULT, POOL, negotiated={"Ost": 20_000_00})
    assert found.amount[5] == 94_746_600 + 20_000_00
    assert found.total == POOL + 20_000_00 == int(found.amount.sum())
    with pytest.raises(BudgetError, match="Nirgendwo"):
        allocate(districts, DEFAULT, POOL, negotiated={"Nirgendwo": 1})


def test_new_cuts_hand_over_every_cent() -> None:
    links = [("A", "A1", 1 / 3), ("A", "A2", 2 / 3), ("B", "A2", 1.0)]
    carried = carried_over({"A": 100_01, "B": 7}, links)
    assert sum(carried.values()) == 100_08
    with pytest.raises(BudgetError, match="No new area takes over what “B” had"):
        carried_over({"A": 1, "B": 2}, links[:2])
    with pytest.raises(BudgetError, match=r"add up to 0\.5"):
        carried_over({"A": 1}, [("A", "A1", 0.5)])
    with pytest.raises(BudgetError, match="no amount last year: Z"):
        carried_over({"A": 1}, [("A", "A1", 1.0), ("Z", "A1", 1.0)])


@pytest.mark.parametrize("text", ["", "about 3", "1.2.3,4", "1,23.45.6", "--3"])
def test_what_is_no_number_is_none(text: str) -> None:
    assert read_amount(text) is None
