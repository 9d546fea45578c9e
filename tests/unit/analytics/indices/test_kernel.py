"""Laws of the index kernel: order-free, affine invariance, replay, and nothing unknown ever zero."""

from __future__ import annotations

import duckdb
import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sozialraum.analytics.indices import (
    Recipe,
    RecipeError,
    compute_index,
    shipped_recipe,
    shipped_recipe_names,
)
from sozialraum.analytics.indices.kernel import classify
from sozialraum.analytics.tables import TableError

TOML = """
name = "two"
title_de = "Zwei"
title_en = "Two"
source = "test"
missing_values = [-9999]
[key]
columns = ["area"]
[validity]
population = ["people"]
minimum_population = 300
[[indicators]]
code = "A"
title_de = "a"
title_en = "a"
columns = ["a"]
part = "burden"
[[indicators]]
code = "B"
title_de = "b"
title_en = "b"
columns = ["b"]
part = "burden"
direction = "relief"
weight = 2.0
[[parts]]
code = "burden"
title_de = "Belastung"
title_en = "Burden"
restandardize = true
cuts = [{ at = -1.0, belongs_to = "above" }, { at = 1.0, belongs_to = "below" }]
classes = [
  { code = "low", name_de = "gering", name_en = "low", sign = "-" },
  { code = "middle", name_de = "mittel", name_en = "middle", sign = "o" },
  { code = "high", name_de = "hoch", name_en = "high", sign = "+" },
]
"""
RECIPE = Recipe.from_toml(TOML)


def table(a: list[float | None], b: list[float | None], people: list[float | None] | None = None) -> pa.Table:
    codes = [f"{place:04d}" for place in range(len(a))]
    return pa.table({"area": codes, "people": people or [1000.0] * len(a), "a": a, "b": b})


@st.composite
def value_pairs(draw: st.DrawFn) -> tuple[list[float], list[float]]:
    count = draw(st.integers(4, 40))
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    scale = 10.0 ** draw(st.integers(-3, 6))
    return (rng.normal(5, 2, count) * scale).tolist(), rng.exponential(3, count).tolist()


@given(pair=value_pairs(), seed=st.integers(0, 2**16))
def test_the_order_of_rows_changes_no_bit(pair: tuple[list[float], list[float]], seed: int) -> None:
    source = table(*pair)
    shuffled = source.take(np.random.default_rng(seed).permutation(source.num_rows))
    assert compute_index(shuffled, RECIPE).areas.equals(compute_index(source, RECIPE).areas)


@given(pair=value_pairs(), factor=st.floats(0.01, 1000), shift=st.floats(-1000, 1000))
def test_units_do_not_matter(pair: tuple[list[float], list[float]], factor: float, shift: float) -> None:
    a, b = pair
    scale = float(np.std(a))
    moved = [factor * value + shift * scale for value in a]
    before = compute_index(table(a, b), RECIPE).areas
    after = compute_index(table(moved, b), RECIPE).areas
    np.testing.assert_allclose(
        after["burden_index"].to_numpy(), before["burden_index"].to_numpy(), rtol=0, atol=1e-7
    )


@given(pair=value_pairs())
@settings(max_examples=20)
def test_a_replay_is_bit_identical(pair: tuple[list[float], list[float]]) -> None:
    source = table(*pair)
    again = Recipe.model_validate_json(RECIPE.canonical)
    assert again.fingerprint == RECIPE.fingerprint
    assert compute_index(source, again).areas.equals(compute_index(source, RECIPE).areas)


def test_worked_example() -> None:
    # z(a) = -1.3416, -0.4472, 0.4472, 1.3416; z(b) the same; index = z(a) - 2 z(b) = -z(a), divided by its SD
    areas = compute_index(table([1, 2, 3, 4], [10, 20, 30, 40]), RECIPE).areas
    expected = np.array([1.5, 0.5, -0.5, -1.5]) / np.sqrt(1.25)
    np.testing.assert_allclose(areas["burden_index"].to_numpy(), expected, rtol=1e-14)
    assert areas["burden_rank"].to_pylist() == [1, 2, 3, 4]
    assert areas["burden_class"].to_pylist() == ["high", "middle", "middle", "low"]


def test_ties_share_the_better_rank() -> None:
    areas = compute_index(table([3, 1, 3, 1, 2], [0, 1, 0, 1, 2]), RECIPE).areas
    assert areas["burden_rank"].to_pylist() == [1, 3, 1, 3, 5]


@pytest.mark.parametrize("unknown", [None, float("nan"), float("inf"), -9999.0])
def test_an_unknown_value_excludes_the_area_and_is_no_zero(unknown: float | None) -> None:
    full = table([1, 2, 3, 4], [4, 1, 3, 2])
    with_gap = table([1, 2, 3, 4, unknown], [4, 1, 3, 2, 5])
    result = compute_index(with_gap, RECIPE)
    assert result.areas.equals(compute_index(full, RECIPE).areas)
    assert result.excluded.to_pylist() == [
        {"area_code": "0004", "reason": "indicator_unknown", "detail": "A"}
    ]


def test_a_real_zero_stays_a_value() -> None:
    assert compute_index(table([0, 2, 3, 4], [0, 1, 3, 2]), RECIPE).areas.num_rows == 4


def test_small_and_unknown_populations_and_missing_keys_are_listed() -> None:
    source = pa.table(
        {
            "area": ["01", "02", "03", None, "05", "06"],
            "people": [300.0, 299.0, None, 500.0, 400.0, 900.0],
            "a": [1.0, 2.0, 3.0, 4.0, 5.0, 8.0],
            "b": [1.0, 2.0, 1.0, 4.0, 5.0, 1.0],
        }
    )
    result = compute_index(source, RECIPE, valid_areas=["01", "05"])
    assert result.areas["area_code"].to_pylist() == ["01", "05"]
    assert result.excluded.to_pylist() == [
        {"area_code": "", "reason": "key_missing", "detail": "4"},
        {"area_code": "02", "reason": "population_below_minimum", "detail": "299"},
        {"area_code": "03", "reason": "population_unknown", "detail": ""},
        {"area_code": "06", "reason": "not_in_valid_list", "detail": ""},
    ]


def test_whatever_speaks_arrow_is_a_table() -> None:
    source = table([1, 2, 3, 4], [4, 1, 3, 2])
    connection = duckdb.connect()
    connection.register("source", source)
    relation = connection.sql("select * from source order by area desc")
    assert compute_index(relation, RECIPE).areas.equals(compute_index(source, RECIPE).areas)
    with pytest.raises(TableError, match="A list is not a table"):
        compute_index([1, 2], RECIPE)  # type: ignore[arg-type]


def test_failures_say_what_is_wrong_and_what_to_do() -> None:
    good = table([1, 2, 3, 4], [4, 1, 3, 2])
    with pytest.raises(TableError, match=r"no column “b”.*Its columns are: area, people, a"):
        compute_index(good.drop_columns("b"), RECIPE)
    with pytest.raises(TableError, match=r"more than once: 0000"):
        compute_index(pa.concat_tables([good, good.slice(0, 1)]), RECIPE)
    with pytest.raises(TableError, match=r"“A” has the same value in every valid area"):
        compute_index(table([0.1] * 5, [4, 1, 3, 2, 9]), RECIPE)
    with pytest.raises(TableError, match=r"Only 1 of 4 areas are valid.*population_below_minimum"):
        compute_index(table([1, 2, 3, 4], [4, 1, 3, 2], [999.0, 1.0, 2.0, 3.0]), RECIPE)
    with pytest.raises(TableError, match=r"key column “area” holds int64 and not text"):
        compute_index(good.set_column(0, "area", pa.array([1, 2, 3, 4])), RECIPE)
    with pytest.raises(TableError, match=r"column “a” holds string and not numbers"):
        compute_index(good.set_column(2, "a", pa.array(["1", "2", "3", "x"])), RECIPE)


def test_cancelling_indicators_are_told() -> None:
    twin = RECIPE.model_copy(
        update={"indicators": (RECIPE.indicators[0], RECIPE.indicators[1].model_copy(update={"weight": 1.0}))}
    )
    with pytest.raises(TableError, match="cancel each other out"):
        compute_index(table([1, 2, 3, 4], [1, 2, 3, 4]), twin)


def test_class_borders_are_closed_as_the_recipe_says() -> None:
    part = shipped_recipe("berlin-mss-2019").part("status")
    values = np.array([-1.0000001, -1.0, 1.0, 1.0000001, 1.5, 1.5000001])
    assert [part.classes[place].name_de for place in classify(values, part)] == [
        "hoch",
        "mittel",
        "mittel",
        "niedrig",
        "niedrig",
        "sehr niedrig",
    ]


def test_shipped_recipes_load_and_have_distinct_fingerprints() -> None:
    names = shipped_recipe_names()
    assert {"berlin-mss-2013", "berlin-mss-2019"} <= set(names)
    assert len({shipped_recipe(name).fingerprint for name in names}) == len(names)
    assert all(shipped_recipe(name).name == name for name in names)
    with pytest.raises(RecipeError, match=r"no recipe named “berlin”.*berlin-mss-2013"):
        shipped_recipe("berlin")


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('name = "two"', "name = two", "not valid TOML"),
        ("minimum_population = 300", "minimum_population = -1", "validity.minimum_population"),
        ('part = "burden"', 'part = "other"', "unknown part other"),
        ("weight = 2.0", "weight = 0.0", "indicators.1.weight"),
        ("weight = 2.0", "weight = nan", "indicators.1.weight"),
        ("weight = 2.0", "weigth = 2.0", "indicators.1.weigth"),
        ('code = "B"', 'code = "A"', "an indicator code stands twice"),
        ("{ at = -1.0, ", "{ at = 1.0, ", "cuts must rise"),
        (', { at = 1.0, belongs_to = "below" }', "", "1 cuts make 2 classes"),
        ('code = "high"', 'code = "low"', "a class code stands twice"),
        ("restandardize = true", "restandardise = true", "parts.0.restandardise"),
    ],
)
def test_a_wrong_recipe_names_the_place(old: str, new: str, message: str) -> None:
    assert old in TOML
    with pytest.raises(RecipeError, match=message):
        Recipe.from_toml(TOML.replace(old, new, 1))
