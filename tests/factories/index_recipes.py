"""Recipes of three indicators and tables to compute them from."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa
from hypothesis import strategies as st

from sozialraum.analytics.indices import IndexResult, Recipe

METHODS = ["z", "min_max", "rank_normal", "rank_exponential"]
AGGREGATIONS = ["sum", "mean", "geometric", "principal_component", "factor"]


def recipe(
    *, indicators: dict[str, dict[str, Any]] | None = None, part: dict[str, Any] | None = None, **fields: Any
) -> Recipe:
    chosen = indicators or {"a": {}, "b": {}, "c": {}}
    return Recipe.model_validate(
        {
            "name": "test", "title_de": "t", "title_en": "t", "source": "s", "key": {"columns": ["id"]},
            "indicators": [
                {"code": code, "title_de": code, "title_en": code, "columns": [code], "part": "x", **more}
                for code, more in chosen.items()
            ],
            "parts": [{"code": "x", "title_de": "x", "title_en": "x", **(part or {})}],
            **fields,
        }
    )  # fmt: skip


def table(**columns: Any) -> pa.Table:
    count = len(next(iter(columns.values())))
    return pa.table({"id": [f"{place:03d}" for place in range(count)], **columns})


def index(result: IndexResult) -> np.ndarray:
    return np.asarray(result.areas["x_index"])


@st.composite
def tables(draw: st.DrawFn) -> pa.Table:
    generator = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    count = draw(st.integers(6, 40))
    common = generator.normal(size=count)
    values = {name: 20 + 3 * common + generator.normal(size=count) for name in "abc"}
    return table(**values)


def methods() -> st.SearchStrategy[Recipe]:
    low_high = {"low": 1.0, "high": 100.0}
    return st.builds(
        lambda method, aggregation, points, direction: recipe(
            indicators={"a": {}, "b": {"direction": direction}, "c": {}},
            normalization={"method": method, **(low_high if method == "min_max" else {})},
            part={"aggregation": aggregation if method == "min_max" or aggregation != "geometric" else "mean"},
            points=points,
        ),
        st.sampled_from(METHODS), st.sampled_from(AGGREGATIONS), st.sampled_from(["burden", "relief"]),
        st.sampled_from(["burden", "relief"]),
    )  # fmt: skip
