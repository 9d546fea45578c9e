"""Weights found from the values: principal component and one factor."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from factories.index_recipes import recipe, table
from sozialraum.analytics.indices import compute_index
from sozialraum.analytics.indices.factor import correlation_matrix, one_factor, principal_component
from sozialraum.analytics.tables import TableError


def test_found_weights_only_look_at_the_periods_that_may_decide() -> None:
    generator = np.random.default_rng(1)
    common = generator.normal(size=40)
    late = {
        name: common + generator.normal(size=40) * spread
        for name, spread in zip("abc", (0.3, 0.6, 0.9), strict=True)
    }
    early = {name: generator.normal(size=40) for name in "abc"}
    source = pa.table(
        {"id": [f"{place:02d}" for place in range(40)] * 2, "year": ["1999"] * 40 + ["2005"] * 40}
        | {name: np.concatenate([early[name], late[name]]) for name in "abc"}
    )
    fields: dict[str, Any] = {"period": {"columns": ["year"]}, "normalization": {"method": "none"}}
    part = {"aggregation": "principal_component", "scope": "pooled", "fit_from": "2000"}
    result = compute_index(source, recipe(part=part, **fields))
    matrix = np.column_stack([late[name] for name in "abc"])
    expected = principal_component(correlation_matrix(matrix)) / matrix.std(axis=0)
    np.testing.assert_allclose(result.weights["weight"].to_pylist(), expected)
    assert result.weights["period"].to_pylist() == [None] * 3
    anchored = compute_index(
        source.set_column(2, "a", pa.array(-np.asarray(source["a"]))),
        recipe(part=part | {"anchor": "a"}, **fields),
    )
    assert anchored.weights["weight"].to_pylist()[0] > 0


@given(loadings=st.lists(st.floats(0.35, 0.9), min_size=3, max_size=7))
@settings(max_examples=60)
def test_a_true_factor_is_found(loadings: list[float]) -> None:
    true = np.array(loadings)
    found, psi = one_factor(np.outer(true, true) + np.diag(1 - true**2))
    np.testing.assert_allclose(found, true, atol=2e-4)
    np.testing.assert_allclose(psi, 1 - true**2, atol=4e-4)


def test_the_likelihood_of_a_factor_is_at_its_maximum() -> None:
    generator = np.random.default_rng(3)
    values = generator.normal(size=(200, 1)) * [0.9, 0.7, 0.6, 0.4] + generator.normal(size=(200, 4))
    matrix = correlation_matrix(values)
    loadings, psi = one_factor(matrix)

    def deviance(one: np.ndarray, two: np.ndarray) -> float:
        sigma = np.outer(one, one) + np.diag(two)
        return float(np.linalg.slogdet(sigma)[1] + np.trace(np.linalg.solve(sigma, matrix)))

    least = deviance(loadings, psi)
    for _ in range(200):
        moved = loadings + generator.normal(size=4) * 0.01
        assert deviance(moved, np.abs(psi + generator.normal(size=4) * 0.01)) >= least - 1e-9


def test_found_weights_need_enough_to_find_them() -> None:
    source = table(a=[1.0, 2.0, 4.0], b=[1.0, 3.0, 2.0], c=[3.0, 1.0, 2.0])
    with pytest.raises(TableError, match="fewer than three members"):
        compute_index(source, recipe(indicators={"a": {}, "b": {}}, part={"aggregation": "factor"}))
    with pytest.raises(TableError, match="needs positive values"):
        compute_index(source, recipe(part={"aggregation": "geometric"}))
    with pytest.raises(TableError, match="no logarithm"):
        compute_index(
            source.set_column(1, "a", pa.array([0.0, 1.0, 2.0])),
            recipe(indicators={"a": {"transform": "log"}}),
        )
