"""Means, deviations, ranks and quantiles, all independent of the order of the rows to the last bit."""

from __future__ import annotations

from typing import Literal

import numpy as np

from sozialraum.analytics.tables import FloatArray

Ties = Literal["average", "min", "max"]


def ordered_mean(values: FloatArray) -> float:
    """The mean, independent of the order of the values to the last bit.

    >>> ordered_mean(np.array([0.1, 0.2, 0.3])) == ordered_mean(np.array([0.3, 0.1, 0.2]))
    True
    """
    return float(np.sort(values).sum() / values.size)


def ordered_deviation(values: FloatArray, *, sample: bool = False) -> float:
    """The standard deviation around the ordered mean: of the population, or of a sample (n - 1).

    >>> ordered_deviation(np.array([1.0, 2.0, 3.0]), sample=True)
    1.0
    """
    return ordered_moments(values, sample=sample)[1]


def ordered_moments(values: FloatArray, *, sample: bool = False) -> tuple[float, float]:
    """The ordered mean and the standard deviation around it, from one sorting of the values.

    >>> ordered_moments(np.array([3.0, 1.0, 2.0]), sample=True)
    (2.0, 1.0)
    """
    ordered = np.sort(values)
    mean = float(ordered.sum() / values.size)
    # the squares of sorted values fall and rise once: a stable sort merges the two runs
    squares = np.sort((ordered - mean) ** 2, kind="stable")
    return mean, float(np.sqrt(squares.sum() / (values.size - (1 if sample else 0))))


def weighted_moments(values: FloatArray, weights: FloatArray, *, sample: bool = False) -> tuple[float, float]:
    """Σ w x / Σ w and sqrt(Σ w (x - mean)² / Σ w), independent of the order of the rows to the last bit.

    The deviation of a `sample`, in which the weights count repeated rows, is over Σ w - 1.

    >>> weighted_moments(np.array([1.0, 2.0]), np.array([3.0, 1.0]))[0]
    1.25
    >>> weighted_moments(np.array([1.0, 3.0]), np.array([2.0, 2.0]))[1]
    1.0
    """
    whole = _whole(weights)
    mean = float(np.sort(weights * values).sum() / whole)
    squares = np.sort(weights * (values - mean) ** 2)
    return mean, float(np.sqrt(squares.sum() / (whole - (1 if sample else 0))))


def _whole(weights: FloatArray) -> float:
    """Their sum, independent of their order: whole numbers add up exactly in any."""
    total = float(weights.sum())
    if total < 2.0**53 and (np.rint(weights) == weights).all():
        return total
    return float(np.sort(weights).sum())


def is_constant(values: FloatArray, deviation: float) -> bool:
    """Whether a deviation is nothing but rounding: a constant column may have a few units in the last place."""
    largest = float(np.abs(values).max(initial=0.0))
    return deviation <= 1e-12 * max(1.0, largest) * float(np.finfo(np.float64).eps) ** 0.25


def ranks(values: FloatArray, *, ties: Ties = "average") -> FloatArray:
    """Ranks from 1 for the smallest value; unknown values (NaN) keep no rank.

    >>> ranks(np.array([10.0, 30.0, 10.0, np.nan])).tolist()
    [1.5, 3.0, 1.5, nan]
    """
    placed = np.full(values.size, np.nan)
    known = ~np.isnan(values)
    # loaded when it is needed: see analytics.rates
    from scipy.stats import rankdata

    placed[known] = rankdata(values[known], method=ties)
    return placed


_QUANTILE_METHODS = (
    "inverted_cdf",
    "averaged_inverted_cdf",
    "closest_observation",
    "interpolated_inverted_cdf",
    "hazen",
    "weibull",
    "linear",
    "median_unbiased",
    "normal_unbiased",
)


def quantiles(values: FloatArray, probabilities: FloatArray, kind: int = 7) -> FloatArray:
    """Sample quantiles of one of the nine types of Hyndman & Fan (1996), numbered as they and R do.

    >>> quantiles(np.array([1.0, 2.0, 3.0, 10.0]), np.array([0.25]), 7).tolist()
    [1.75]
    >>> quantiles(np.array([1.0, 2.0, 3.0, 10.0]), np.array([0.25]), 9).tolist()
    [1.4375]
    """
    found: FloatArray = np.quantile(values, probabilities, method=_QUANTILE_METHODS[kind - 1])  # type: ignore[call-overload]  # the stubs want a literal
    return found


def skewness(values: FloatArray) -> float:
    """Sample skewness G1 = n / ((n-1)(n-2)) Σ ((x - mean) / s)³ (Joanes & Gill 1998, type 2); NaN below 3 values.

    >>> round(skewness(np.array([1.0, 2.0, 3.0, 10.0])), 4)
    1.7636
    """
    n = values.size
    deviation = ordered_deviation(values, sample=True) if n > 2 else 0.0
    if deviation == 0:
        return float("nan")
    cubes = np.sort(((values - ordered_mean(values)) / deviation) ** 3)
    return float(n / ((n - 1) * (n - 2)) * cubes.sum())


def excess_kurtosis(values: FloatArray) -> float:
    """Sample excess kurtosis G2 (Joanes & Gill 1998, type 2); NaN below 4 values.

    >>> round(excess_kurtosis(np.array([1.0, 2.0, 3.0, 10.0])), 4)
    3.228
    """
    n = values.size
    deviation = ordered_deviation(values, sample=True) if n > 3 else 0.0
    if deviation == 0:
        return float("nan")
    fourths = np.sort(((values - ordered_mean(values)) / deviation) ** 4).sum()
    scale = n * (n + 1) / ((n - 1) * (n - 2) * (n - 3))
    return float(scale * fourths - 3 * (n - 1) ** 2 / ((n - 2) * (n - 3)))
