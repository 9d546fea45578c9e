"""Areas that are alike: a distance over several indicators, and the reason in indicators instead of a number."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from sozialraum.analytics.messages import gettext_noop
from sozialraum.analytics.tables import (
    ArrowStream,
    FloatArray,
    TableError,
    as_table,
    float_column,
    text_column,
    unique_or_error,
)

CLOSE = 0.5
"""Standard deviations within which two areas count as alike in an indicator."""

FAR = 1.0
"""Standard deviations beyond which two areas count as different in an indicator."""


def similar_areas(
    table: pa.Table | ArrowStream,
    area_code: str,
    indicators: Sequence[str],
    *,
    count: int = 5,
    weights: Mapping[str, float] | None = None,
    minimum_known: float = 0.6,
    reasons: int = 3,
) -> pa.Table:
    """The areas most alike to one, nearest first, each with what they share and where they differ.

    Every indicator is standardized over all areas (z-values). The distance of two areas is the root of the weighted mean
    of squared differences over the indicators that both know: 0 for the same values, about 1.4 for two areas taken at
    random. Areas that know less than `minimum_known` of the (weighted) indicators in common with the area are left out;
    an unknown value is never taken for the mean. An indicator without variation says nothing and is left out.

    Columns: `area_code`, `distance`, `known_share`; `alike`, up to `reasons` indicators in which both are within half a
    standard deviation of each other, those first in which both stand out most from the rest; `different`, those in
    which they are more than one standard deviation apart, the farthest first. Equal distances are sorted by code.

    Assets belong among the indicators: areas that share burdens alone are not alike.

    Raises TableError for an area that is not there, one that knows too little, and unknown or missing columns.

    >>> table = pa.table({"area_code": ["A", "B", "C"], "poverty": [30.0, 28.0, 5.0], "parks": [1.0, 4.0, 2.0]})
    >>> found = similar_areas(table, "A", ["poverty", "parks"], count=1).to_pylist()[0]
    >>> found["area_code"], found["alike"], found["different"]
    ('C', [], ['poverty'])
    """
    source = as_table(table)
    codes = text_column(source, "area_code")
    unique_or_error(codes, column="area_code")
    absent = [name for name in indicators if name not in source.column_names]
    if absent or not indicators:
        raise TableError(
            gettext_noop("The table has no column “{column}”."),
            gettext_noop("Name the indicators by which areas are compared."),
            column=", ".join(absent),
        )
    if area_code not in codes:
        raise TableError(
            gettext_noop("The table has no area “{area}”."),
            gettext_noop("Choose an area of this cut."),
            area=area_code,
        )
    scaled, kept = _standardized(source, indicators)
    names = [indicators[place] for place in kept]
    weight = np.array([1.0 if weights is None else weights.get(name, 1.0) for name in names])
    own = codes.index(area_code)
    difference = scaled - scaled[own]
    known = np.isfinite(difference)
    share = (known * weight).sum(axis=1) / max(float(weight.sum()), 1e-300)
    if share[own] < minimum_known or not names:
        raise TableError(
            gettext_noop("Too few values of the area “{area}” are known to look for similar ones."),
            gettext_noop("Choose indicators that are known there."),
            area=area_code,
        )
    squares = np.where(known, difference, 0.0) ** 2
    with np.errstate(divide="ignore", invalid="ignore"):
        distance = np.sqrt((squares * weight).sum(axis=1) / (known * weight).sum(axis=1))
    usable = [
        row
        for row, code in enumerate(codes)
        if row != own and code is not None and share[row] >= minimum_known
    ]
    nearest = sorted(usable, key=lambda row: (float(distance[row]), str(codes[row])))[:count]
    return pa.table(
        {
            "area_code": pa.array([codes[row] for row in nearest], pa.string()),
            "distance": distance[nearest],
            "known_share": share[nearest],
            "alike": pa.array(
                [_alike(scaled[own], scaled[row], names)[:reasons] for row in nearest], pa.list_(pa.string())
            ),
            "different": pa.array(
                [_different(difference[row], names)[:reasons] for row in nearest], pa.list_(pa.string())
            ),
        }
    )


def _standardized(table: pa.Table, indicators: Sequence[str]) -> tuple[FloatArray, NDArray[np.intp]]:
    values = np.column_stack([float_column(table, name) for name in indicators])
    known = np.isfinite(values)
    counts = known.sum(axis=0)
    filled = np.where(known, values, 0.0)
    mean = filled.sum(axis=0) / np.maximum(counts, 1)
    centered = np.where(known, values - mean, np.nan)
    deviation = np.sqrt(np.nansum(centered**2, axis=0) / np.maximum(counts, 1))
    varied = np.flatnonzero(deviation > 1e-12 * np.maximum(1.0, np.abs(mean)))
    return centered[:, varied] / deviation[varied], varied


def _alike(own: FloatArray, other: FloatArray, names: Sequence[str]) -> list[str]:
    close = np.abs(own - other) <= CLOSE
    order = np.argsort(-np.abs(own + other), kind="stable")
    return [names[place] for place in order if close[place]]


def _different(difference: FloatArray, names: Sequence[str]) -> list[str]:
    far = np.abs(difference) > FAR
    order = np.argsort(-np.where(np.isfinite(difference), np.abs(difference), 0.0), kind="stable")
    return [names[place] for place in order if far[place]]
