"""Laws that hold for every way to compute an index, under random tables."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from factories.index_recipes import METHODS, index, methods, recipe, table, tables
from sozialraum.analytics.indices import Recipe, compute_index, contributions, correlations, drop_one
from sozialraum.analytics.indices.statistics import quantiles
from sozialraum.analytics.tables import TableError


@given(source=tables(), chosen=methods(), seed=st.integers(0, 2**16))
def test_the_order_of_rows_and_columns_changes_no_bit(source: pa.Table, chosen: Recipe, seed: int) -> None:
    generator = np.random.default_rng(seed)
    shuffled = source.take(generator.permutation(source.num_rows))
    shuffled = shuffled.select(list(generator.permutation(shuffled.column_names)))
    assert compute_index(shuffled, chosen).areas.equals(compute_index(source, chosen).areas)


@given(source=tables(), chosen=methods(), factor=st.floats(0.1, 100), shift=st.floats(-50, 50))
def test_units_do_not_matter(source: pa.Table, chosen: Recipe, factor: float, shift: float) -> None:
    moved = source.set_column(1, "a", pa.array(np.asarray(source["a"]) * factor + shift))
    before, after = compute_index(source, chosen), compute_index(moved, chosen)
    np.testing.assert_allclose(index(after), index(before), rtol=1e-6, atol=1e-6)


@given(
    source=tables(),
    method=st.sampled_from(METHODS),
    aggregation=st.sampled_from(["sum", "mean", "geometric"]),
    row=st.integers(0, 5),
)
def test_more_burden_never_improves_a_rank(source: pa.Table, method: str, aggregation: str, row: int) -> None:
    chosen = recipe(
        normalization={"method": method, "low": 1.0, "high": 2.0},
        part={"aggregation": aggregation if method == "min_max" else "sum"},
    )
    values = np.asarray(source["a"]).copy()
    # within the range of the others, so that nobody else's value is rescaled by a new extreme
    values[row] = np.sort(values)[-2] if values[row] < values.max() else values[row]
    worse = source.set_column(1, "a", pa.array(values))
    before = compute_index(source, chosen).areas["x_rank"].to_pylist()[row]
    after = compute_index(worse, chosen).areas["x_rank"].to_pylist()[row]
    if method in {"rank_normal", "rank_exponential"}:
        assert after <= before
    else:
        others = [place for place in range(source.num_rows) if place != row]
        gain = np.mean(index(compute_index(worse, chosen))[row] - index(compute_index(worse, chosen))[others])
        loss = np.mean(
            index(compute_index(source, chosen))[row] - index(compute_index(source, chosen))[others]
        )
        assert gain >= loss - 1e-9


@pytest.mark.parametrize("method", METHODS)
def test_a_column_that_is_the_same_everywhere_is_refused(method: str) -> None:
    source = table(a=[1.0, 2.0, 4.0], b=[7.0, 7.0, 7.0], c=[3.0, 2.0, 1.0])
    with pytest.raises(TableError, match="“b” has the same value in every valid area"):
        compute_index(source, recipe(normalization={"method": method}))


@pytest.mark.parametrize("method", METHODS)
def test_one_area_is_no_index(method: str) -> None:
    source = table(a=[1.0, None], b=[1.0, 2.0], c=[1.0, 3.0])
    with pytest.raises(TableError, match="Only 1 of 2 areas are valid"):
        compute_index(source, recipe(normalization={"method": method}))


def test_text_and_infinity_are_no_values() -> None:
    with pytest.raises(TableError, match="“a” holds string and not numbers"):
        compute_index(table(a=["1", "2"], b=[1.0, 2.0], c=[1.0, 2.0]), recipe())
    result = compute_index(
        table(a=[1.0, 2.0, np.inf, 5.0], b=[1.0, 2.0, 3.0, 1.0], c=[3.0, 2.0, 1.0, 1.0]), recipe()
    )
    assert result.excluded["reason"].to_pylist() == ["indicator_unknown"]


def test_ties_in_every_way() -> None:
    source = table(a=[1.0, 1.0, 2.0, 3.0], b=[1.0, 1.0, 2.0, 3.0], c=[1.0, 1.0, 2.0, 3.0])
    scaled = {"average": 1.5, "min": 1.0, "max": 2.0}
    for ties, rank in scaled.items():
        chosen = recipe(normalization={"method": "rank_exponential", "ties": ties, "ranks": "closed"})
        result = compute_index(source, chosen)
        # the tie of the two lowest: ranks 3 and 4 from above
        position = 4 + 1 - {1.0: 2.0, 1.5: 1.5, 2.0: 1.0}[rank]
        expected = -23 * np.log(1 - (4 - position + 1) / 4 * (1 - np.exp(-100 / 23)))
        assert np.asarray(result.areas["n_a"])[0] == pytest.approx(expected)
        assert result.areas["x_rank"].to_pylist() == [3, 3, 2, 1]


def test_a_tree_of_parts_by_hand() -> None:
    chosen = Recipe.model_validate(
        recipe().model_dump()
        | {
            "normalization": {"method": "min_max"},
            "indicators": [
                {
                    "code": "a",
                    "title_de": "",
                    "title_en": "",
                    "columns": ["a"],
                    "part": "left",
                    "weight": 3.0,
                },
                {
                    "code": "b",
                    "title_de": "",
                    "title_en": "",
                    "columns": ["b"],
                    "part": "left",
                    "direction": "relief",
                },
                {"code": "c", "title_de": "", "title_en": "", "columns": ["c"], "part": "x"},
            ],
            "parts": [
                {"code": "x", "title_de": "", "title_en": "", "aggregation": "sum", "grouping": {"count": 2}},
                {
                    "code": "left",
                    "title_de": "",
                    "title_en": "",
                    "parent": "x",
                    "weight": 2.0,
                    "aggregation": "mean",
                },
            ],
        }
    )
    result = compute_index(table(a=[0.0, 5.0, 10.0], b=[1.0, 3.0, 2.0], c=[0.0, 4.0, 1.0]), chosen)
    left = np.array([(3 * 0 + 1) / 4, (3 * 0.5 + 0) / 4, (3 * 1 + 0.5) / 4])
    np.testing.assert_allclose(result.areas["left_index"], left)
    np.testing.assert_allclose(index(result), np.array([0, 1, 0.25]) + 2 * left)
    assert result.areas["x_class"].to_pylist() == ["group_1", "group_2", "group_2"]
    parts = {(row["part"], row["member"]): row["weight"] for row in result.weights.to_pylist()}
    assert parts == {("left", "a"): 0.75, ("left", "b"): 0.25, ("x", "c"): 1.0, ("x", "left"): 2.0}


def test_a_ready_part_is_taken_and_its_inputs_are_not_asked_for() -> None:
    chosen = Recipe.model_validate(
        recipe().model_dump()
        | {
            "indicators": [
                {"code": "a", "title_de": "", "title_en": "", "columns": ["a"], "part": "left"},
                {"code": "b", "title_de": "", "title_en": "", "columns": ["b"], "part": "x"},
            ],
            "parts": [
                {"code": "x", "title_de": "", "title_en": ""},
                {
                    "code": "left", "title_de": "", "title_en": "", "parent": "x", "columns": ["left_*_rank"], "direction": "relief",
                    "normalization": {"method": "rank_exponential"},
                },
            ],
        }
    )  # fmt: skip
    result = compute_index(table(left_2031_rank=[1.0, 2.0, 3.0, None], b=[1.0, 2.0, 3.0, 4.0]), chosen)
    assert result.areas["left_index"].to_pylist()[0] == pytest.approx(100)
    assert result.excluded.to_pylist() == [
        {"area_code": "003", "reason": "indicator_unknown", "detail": "left"}
    ]


def test_periods_pooled_and_by_themselves() -> None:
    values = [1.0, 2.0, 3.0, 11.0, 12.0, 15.0]
    source = pa.table(
        {
            "id": ["1", "2", "3"] * 2, "year": [2020] * 3 + [2021] * 3, "a": values, "b": values[::-1], "c": values,
        }
    )  # fmt: skip
    alone = compute_index(source, recipe(period={"columns": ["year"]}, normalization={"method": "min_max"}))
    pooled = compute_index(
        source, recipe(period={"columns": ["year"]}, normalization={"method": "min_max", "scope": "pooled"})
    )
    assert alone.areas["n_a"].to_pylist() == [0.0, 0.5, 1.0, 0.0, 0.25, 1.0]
    assert pooled.areas["n_a"].to_pylist()[3] == pytest.approx(10 / 14)
    assert alone.areas["period"].to_pylist() == ["2020"] * 3 + ["2021"] * 3
    with pytest.raises(TableError, match="more than once: 1, 2, 3"):
        compute_index(source, recipe())
    with pytest.raises(TableError, match="For 2021, only 1 of 3 areas are valid"):
        compute_index(
            source, recipe(period={"columns": ["year"]}), valid_areas={"2020": {"1", "2"}, "2021": {"1"}}
        )


@pytest.mark.parametrize("kind", range(1, 10))
def test_quantiles_of_every_type_against_their_formula(kind: int) -> None:
    # Hyndman & Fan 1996: m = a + p (1 - a - b), j = floor(n p + m)
    values = np.array([1.0, 2.0, 4.0, 8.0, 16.0, 17.0, 30.0])
    for p in (0.1, 0.2, 0.5, 0.61, 0.8):
        n = values.size
        m = {1: 0.0, 2: 0.0, 3: -0.5, 4: 0.0, 5: 0.5, 6: p, 7: 1 - p, 8: (p + 1) / 3, 9: p / 4 + 3 / 8}[kind]
        j = int(np.floor(n * p + m + 1e-12))
        g = n * p + m - j
        gamma = {
            1: float(g > 1e-9),
            2: 1.0 if g > 1e-9 else 0.5,
            3: float(not (abs(g) < 1e-9 and j % 2 == 0)),
        }.get(kind, g)
        low, high = values[max(j - 1, 0)], values[min(j, n - 1)]
        assert quantiles(values, np.array([p]), kind)[0] == pytest.approx((1 - gamma) * low + gamma * high)


@given(source=tables(), aggregation=st.sampled_from(["sum", "mean", "principal_component", "factor"]))
def test_contributions_add_up_to_the_index(source: pa.Table, aggregation: str) -> None:
    result = compute_index(source, recipe(part={"aggregation": aggregation, "restandardize": True}))
    sums = (
        contributions(result).group_by("area_code").aggregate([("contribution", "sum")]).sort_by("area_code")
    )
    centered = index(result) - index(result).mean()
    np.testing.assert_allclose(sums["contribution_sum"], centered, atol=1e-9)


def test_what_changes_without_an_indicator() -> None:
    source = table(a=[1.0, 2.0, 3.0, 4.0], b=[1.0, 2.0, 3.0, 4.1], c=[9.0, 2.0, 3.0, 1.0])
    rows = drop_one(source, recipe()).to_pylist()
    assert {row["indicator"] for row in rows} == {"a", "b", "c"}
    without_c = {row["area_code"]: row["rank_without"] for row in rows if row["indicator"] == "c"}
    assert without_c == {"000": 4, "001": 3, "002": 2, "003": 1}
    assert drop_one(source, recipe(indicators={"a": {}})).num_rows == 0
    pairs = {
        (row["first"], row["second"]): row["spearman"]
        for row in correlations(compute_index(source, recipe())).to_pylist()
    }
    assert pairs["a", "b"] == pytest.approx(1.0)
    assert pairs["a", "c"] == pytest.approx(-0.8)
