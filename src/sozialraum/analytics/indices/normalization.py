"""Values made comparable: z-values, ranges, normal scores, exponential ranks, the way to a target.

Every function takes one column in one scope (a period, or all periods pooled), gives NaN where a value is unknown, and
raises `Constant` where the known values do not differ.
"""

from __future__ import annotations

import numpy as np
import scipy

from sozialraum.analytics.indices.recipe import Normalization
from sozialraum.analytics.indices.statistics import (
    Ties,
    is_constant,
    ordered_moments,
    ranks,
    weighted_moments,
)
from sozialraum.analytics.tables import FloatArray


class Constant(Exception):
    """A column that has the same value everywhere: it cannot tell areas apart."""


def z_values(values: FloatArray, *, weights: FloatArray | None = None, sample: bool = False) -> FloatArray:
    """(x - mean) / standard deviation; every area counts once, or as often as `weights` say.

    >>> z_values(np.array([1.0, 2.0, 3.0]), sample=True).tolist()
    [-1.0, 0.0, 1.0]
    """
    known = ~np.isnan(values)
    gaps = not known.all()
    read = values[known] if gaps else values
    if weights is None:
        mean, deviation = ordered_moments(read, sample=sample)
    else:
        mean, deviation = weighted_moments(read, weights[known] if gaps else weights, sample=sample)
    if is_constant(read, deviation):
        raise Constant
    z = values - mean
    z /= deviation
    return z


def min_max(values: FloatArray, *, low: float = 0.0, high: float = 1.0) -> FloatArray:
    """low + (x - min) / (max - min) (high - low).

    >>> min_max(np.array([5.0, 10.0, 25.0]), low=0, high=100).tolist()
    [0.0, 25.0, 100.0]
    """
    least, most = float(np.nanmin(values)), float(np.nanmax(values))
    if is_constant(values[~np.isnan(values)], most - least):
        raise Constant
    scaled: FloatArray = (values - least) / (most - least) * (high - low) + low
    return scaled


def normal_scores(values: FloatArray, *, ties: Ties = "average") -> FloatArray:
    """Φ⁻¹(r / (n + 1)), r the rank of n known values (van der Waerden 1952; SIMD 2016 technical notes).

    >>> normal_scores(np.array([7.0, 1.0, 3.0])).round(4).tolist()
    [0.6745, -0.6745, 0.0]
    """
    _require_variation(values)
    scores: FloatArray = scipy.special.ndtri(
        ranks(values, ties=ties) / (np.count_nonzero(~np.isnan(values)) + 1)
    )
    return scores


def exponential_ranks(
    values: FloatArray, *, closed: bool = True, constant: float = 23.0, ties: Ties = "average"
) -> FloatArray:
    """-c ln(1 - R (1 - exp(-100/c))): from 0 to 100, stretched at the high end so that few areas compensate.

    With rank 1 for the highest value, R = (n - rank + 1) / n if `closed` (Indices of Deprivation 2019, technical
    report, appendix E), else R = 1 - rank / n (SIMD 2016).

    >>> exponential_ranks(np.array([1.0, 2.0, 3.0, 4.0])).round(2).tolist()
    [6.52, 15.65, 31.01, 100.0]
    >>> exponential_ranks(np.array([1.0, 2.0]), closed=False).round(2).tolist()
    [0.0, 15.65]
    """
    _require_variation(values)
    count = np.count_nonzero(~np.isnan(values))
    rank = ranks(-values, ties=ties)
    scaled = (count - rank + 1) / count if closed else 1 - rank / count
    stretched: FloatArray = -constant * np.log(1 - scaled * (1 - np.exp(-100 / constant)))
    return np.abs(stretched)


def target_attainment(
    values: FloatArray, target: float, *, low: float = 0.0, high: float = 1.0
) -> FloatArray:
    """The way from the least favorable value (`low`) to the target (`high`); beyond the target counts as reached.

    Values are favorable where they are high; turn the sign of values and target where low is favorable.

    >>> target_attainment(np.array([10.0, 15.0, 40.0]), 20.0).tolist()
    [0.0, 0.5, 1.0]
    """
    least = float(np.nanmin(values))
    if target <= least:
        raise Constant
    way: FloatArray = np.minimum((values - least) / (target - least), 1.0) * (high - low) + low
    return way


def normalize(
    values: FloatArray,
    rule: Normalization,
    *,
    sign: float = 1.0,
    weights: FloatArray | None = None,
    target: float | None = None,
) -> FloatArray:
    """Apply a recipe's rule to one column in one scope; `sign` is -1 where a high value means less of the index.

    For `target` the favorable side is the low one of a burden: the result still rises with what the index points
    to, so that it is the distance that remains.
    """
    match rule.method:
        case "z":
            result = sign * z_values(values, weights=weights, sample=rule.deviation == "sample")
        case "min_max":
            result = min_max(sign * values, low=rule.low, high=rule.high)
        case "rank_normal":
            result = normal_scores(sign * values, ties=rule.ties)
        case "rank_exponential":
            result = exponential_ranks(
                sign * values, closed=rule.ranks == "closed", constant=rule.constant, ties=rule.ties
            )
        case "target":
            assert target is not None  # noqa: S101 - the recipe's own check
            result = target_attainment(sign * values, sign * target, low=rule.low, high=rule.high)
        case "none":
            result = sign * values
    return result if rule.clip is None else np.clip(result, -rule.clip, rule.clip)


def _require_variation(values: FloatArray) -> None:
    known = values[~np.isnan(values)]
    if known.size == 0 or known.min() == known.max():
        raise Constant
