"""What is unknown, far out or small, treated as the recipe says."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from factories.index_recipes import index, recipe, table
from sozialraum.analytics.indices import Missing, Outliers, compute_index
from sozialraum.analytics.indices.treatments import draw_in


def test_each_way_to_treat_the_unknown() -> None:
    source = table(
        a=[1.0, None, 3.0, 8.0], b=[4.0, 3.0, 2.0, 1.0], c=[1.0, 2.0, 2.0, 5.0], kind=["n", "n", "s", "s"]
    )

    def values(**rule: Any) -> tuple[list[float], list[dict[str, Any]]]:
        result = compute_index(source, recipe(normalization={"method": "none"}, missing=rule))
        return result.areas["n_a"].to_pylist(), result.changes.to_pylist()

    mean, changes = values(method="mean")
    assert mean == [1.0, 4.0, 3.0, 8.0]
    assert changes == [{"area_code": "001", "indicator": "a", "kind": "filled", "before": None, "after": 4.0}]
    assert values(method="median")[0] == [1.0, 3.0, 3.0, 8.0]
    assert values(method="group_mean", group=("kind",))[0] == [1.0, 1.0, 3.0, 8.0]
    assert values(method="neutral")[0] == [1.0, 4.0, 3.0, 8.0]
    assert len(values(method="exclude")[0]) == 3
    z = compute_index(source, recipe(missing={"method": "neutral"}))
    assert z.areas["z_a"].to_pylist()[1] == 0.0
    assert z.changes.select(["area_code", "indicator", "kind"]).to_pylist() == [
        {"area_code": "001", "indicator": "a", "kind": "filled"}
    ]
    again = compute_index(
        source,
        recipe(
            normalization={"method": "none"}, missing={"method": "reweight"}, part={"aggregation": "mean"}
        ),
    )
    assert index(again).tolist() == [2.0, 2.5, 7 / 3, 14 / 3]
    assert again.changes["kind"].to_pylist() == ["reweighted"]
    few = compute_index(source, recipe(missing={"method": "mean", "minimum_known": 0.9}))
    assert few.excluded.to_pylist() == [{"area_code": "001", "reason": "too_few_known", "detail": "2/3"}]


def test_an_unknown_value_stands_for_what_the_publisher_says() -> None:
    source = table(a=[2.0, None, 3.0, 8.0], b=[4.0, None, 2.0, 1.0], c=[1.0, 2.0, 2.0, 5.0])
    plain = recipe(normalization={"method": "none"}, missing={"minimum_known": 0.7})
    first = plain.indicators[0].model_copy(update={"unknown_as": 1.5})
    stated = plain.model_copy(update={"indicators": (first, *plain.indicators[1:])})
    assert compute_index(source, plain).excluded["detail"].to_pylist() == ["1/3"]
    assert compute_index(source, stated).excluded["detail"].to_pylist() == ["2/3"]
    whole = source.set_column(source.column_names.index("b"), "b", [[4.0, 3.0, 2.0, 1.0]])
    result = compute_index(whole, stated)
    assert result.areas["n_a"].to_pylist() == [2.0, 1.5, 3.0, 8.0]
    assert result.changes.to_pylist() == [
        {"area_code": "001", "indicator": "a", "kind": "filled", "before": None, "after": 1.5}
    ]
    assert stated.fingerprint != plain.fingerprint
    assert type(stated).from_toml(stated.to_toml()) == stated


def test_a_group_without_any_known_value_cannot_fill_in() -> None:
    source = table(a=[1.0, None, 3.0], b=[4.0, 3.0, 2.0], c=[1.0, 2.0, 5.0], kind=["n", "s", "n"])
    result = compute_index(source, recipe(missing={"method": "group_mean", "group": ("kind",)}))
    assert result.excluded["detail"].to_pylist() == ["a"]


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ({"method": "fences", "limit": 1.5}, [1.0, 2.0, 3.0, 4.0, 7.0]),
        ({"method": "deviations", "limit": 1.5}, [1.0, 2.0, 3.0, 4.0, 12 + 1.5 * np.std([1, 2, 3, 4, 50])]),
        ({"method": "quantiles", "lower": 0.25, "upper": 0.75}, [2.0, 2.0, 3.0, 4.0, 4.0]),
        ({"method": "skewness"}, [1.0, 2.0, 3.0, 4.0, 4.0]),
    ],
)
def test_outliers_are_drawn_in(rule: dict[str, Any], expected: list[float]) -> None:
    drawn = draw_in(np.array([1.0, 2.0, 3.0, 4.0, 50.0]), Outliers(**rule))
    np.testing.assert_allclose(drawn, expected)


def test_outliers_can_be_unknown_or_leave_their_area_out() -> None:
    source = table(a=[1.0, 2.0, 3.0, 4.0, 50.0], b=[1.0, 3.0, 2.0, 5.0, 4.0], c=[5.0, 4.0, 2.0, 1.0, 3.0])
    out = compute_index(source, recipe(outliers={"method": "fences", "limit": 1.5, "action": "exclude"}))
    assert out.excluded.to_pylist() == [{"area_code": "004", "reason": "outlier", "detail": "a"}]
    rule = {"method": "fences", "limit": 1.5, "action": "missing"}
    unknown = compute_index(
        source, recipe(outliers=rule, missing={"method": "mean"}, normalization={"method": "none"})
    )
    assert unknown.areas["n_a"].to_pylist()[-1] == 2.5
    assert [(row["kind"], row["before"], row["after"]) for row in unknown.changes.to_pylist()] == [
        ("outlier", 50.0, None),
        ("filled", None, 2.5),
    ]


def test_small_areas_are_drawn_toward_the_whole() -> None:
    indicators = {"a": {"numerator": ("x",), "denominator": ("n",), "per": 100.0}, "b": {}, "c": {}}
    chosen = recipe(indicators=indicators, shrinkage={"strength": 50.0}, normalization={"method": "none"})
    source = table(x=[0.0, 30.0, 10.0], n=[10.0, 100.0, 90.0], b=[1.0, 2.0, 4.0], c=[1.0, 2.0, 3.0])
    result = compute_index(source, chosen)
    whole = 40 / 200
    expected = [100 * (x + 50 * whole) / (n + 50) for x, n in [(0, 10), (30, 100), (10, 90)]]
    np.testing.assert_allclose(result.areas["n_a"], expected)
    assert [note.values["indicators"] for note in result.notes] == ["a", "b, c"]
    tight = recipe(indicators=indicators, validity={"minimum_denominator": 30})
    assert compute_index(source, tight).excluded["area_code"].to_pylist() == ["000"]


def test_rules_for_the_unknown_are_exact_about_themselves() -> None:
    assert Missing().method == "exclude"
    with pytest.raises(ValueError, match="group names"):
        Missing(method="mean", group=("a",))
