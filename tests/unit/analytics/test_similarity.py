"""Similar areas and population trees: the data behind two figures of the area profile."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sozialraum.analytics.projection import population_tree
from sozialraum.analytics.similarity import similar_areas
from sozialraum.analytics.tables import TableError


def city(areas: int = 40) -> pa.Table:
    rng = np.random.default_rng(3)
    columns = {name: rng.normal(size=areas) for name in ("poverty", "rent", "parks", "clubs")}
    return pa.table({"area_code": [f"{place:02}" for place in range(areas)], **columns})


NAMES = ["poverty", "rent", "parks", "clubs"]


def test_distance_is_the_mean_squared_difference_of_z_values() -> None:
    table = city()
    values = np.column_stack([table.column(name).to_numpy() for name in NAMES])
    scaled = (values - values.mean(axis=0)) / values.std(axis=0)
    expected = np.sqrt(np.mean((scaled - scaled[7]) ** 2, axis=1))
    order = [row for row in np.argsort(expected) if row != 7][:6]
    found = similar_areas(table, "07", NAMES, count=6)
    assert found.column("area_code").to_pylist() == [f"{row:02}" for row in order]
    assert found.column("distance").to_numpy() == pytest.approx(expected[order])


@given(scale=st.floats(0.01, 1000), shift=st.floats(-1000, 1000))
def test_units_do_not_matter(scale: float, shift: float) -> None:
    table = city()
    other = table.set_column(2, "rent", pa.array(table.column("rent").to_numpy() * scale + shift))
    one, two = (similar_areas(each, "00", NAMES) for each in (table, other))
    assert one.column("area_code").equals(two.column("area_code"))


def test_two_areas_are_equally_far_from_each_other() -> None:
    table = city()
    there = {
        row["area_code"]: row["distance"] for row in similar_areas(table, "01", NAMES, count=39).to_pylist()
    }
    back = {
        row["area_code"]: row["distance"] for row in similar_areas(table, "05", NAMES, count=39).to_pylist()
    }
    assert there["05"] == pytest.approx(back["01"])


def test_reasons_name_what_both_share_and_where_they_differ() -> None:
    table = pa.table(
        {
            "area_code": list("ABCDEF"),
            "poverty": [40.0, 39.0, 5.0, 6.0, 4.0, 5.0],
            "rent": [10.0, 10.1, 10.0, 10.2, 9.0, 11.0],
            "parks": [1.0, 9.0, 2.0, 3.0, 4.0, 5.0],
            "same": [1.0] * 6,
        }
    )
    found = similar_areas(table, "A", ["poverty", "rent", "parks", "same"], count=5).to_pylist()
    twin = next(row for row in found if row["area_code"] == "B")
    assert twin["alike"] == ["poverty", "rent"]
    assert twin["different"] == ["parks"]
    assert twin["known_share"] == 1.0


def test_unknown_is_no_likeness() -> None:
    table = pa.table(
        {
            "area_code": ["A", "B", "C", "D"],
            "one": [1.0, 1.0, 2.0, None],
            "two": [1.0, None, 2.0, None],
            "three": [1.0, 1.0, 9.0, 1.0],
        }
    )
    found = similar_areas(table, "A", ["one", "two", "three"])
    assert found.column("area_code").to_pylist() == ["B", "C"]
    assert found.column("known_share").to_pylist() == pytest.approx([2 / 3, 1])
    weighted = similar_areas(table, "A", ["one", "two", "three"], weights={"two": 10.0})
    assert weighted.column("area_code").to_pylist() == ["C"]
    with pytest.raises(TableError, match="Too few values"):
        similar_areas(table, "D", ["one", "two", "three"])
    with pytest.raises(TableError, match="no area"):
        similar_areas(table, "Z", ["one"])
    with pytest.raises(TableError, match="no column"):
        similar_areas(table, "A", ["nothing"])


def test_a_tree_shows_everybody_once() -> None:
    rng = np.random.default_rng(1)
    people, whole = rng.integers(0, 50, (2, 96)), rng.integers(100, 900, (2, 96))
    tree = population_tree(people, beside=whole)
    assert tree.column("age_from").to_pylist() == list(range(0, 96, 5))
    assert tree.column("age_to").to_pylist() == [*range(4, 95, 5), None]
    assert tree.column("female").to_numpy().sum() == people[0].sum()
    shares = sum(tree.column(f"{sex}_share").to_numpy().sum() for sex in ("female", "male"))
    assert shares == pytest.approx(100)
    beside = sum(tree.column(f"beside_{sex}_share").to_numpy().sum() for sex in ("female", "male"))
    assert beside == pytest.approx(100)
    assert population_tree(np.zeros((2, 96))).column("male_share").null_count == 20


def test_a_tree_of_other_shape_is_refused() -> None:
    with pytest.raises(TableError, match="begin at birth"):
        population_tree(np.ones((2, 96)), breaks=[6, 18])
    with pytest.raises(TableError, match="begin at birth"):
        population_tree(np.ones((3, 96)))
    with pytest.raises(TableError, match="different ages"):
        population_tree(np.ones((2, 96)), beside=np.ones((2, 90)))
