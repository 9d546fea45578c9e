"""Rates with intervals: shares after Wilson, events per person after Poisson. Unknown stays unknown."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import gammaincinv, ndtri

from sozialraum.analytics.messages import gettext_noop
from sozialraum.analytics.tables import FloatArray, TableError


def share(count: ArrayLike, size: ArrayLike, *, per: float = 1.0) -> FloatArray:
    """`count` / `size` * `per`; NaN where one is unknown or nobody is counted in the denominator.

    >>> share([5, 0, 3], [20, 10, 0], per=100).tolist()
    [25.0, 0.0, nan]
    """
    counts, sizes = _pair(count, size)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(sizes > 0, counts / sizes * per, np.nan)


def wilson_interval(
    count: ArrayLike, size: ArrayLike, *, confidence: float = 0.95, per: float = 1.0
) -> tuple[FloatArray, FloatArray]:
    """Score interval of a share (Wilson 1927): lower and upper bound, times `per`.

    With p = x/n and the normal quantile z: (p + z²/2n ± z sqrt(p(1-p)/n + z²/4n²)) / (1 + z²/n). It stays within
    0 and 1 and is sensible for 0 of n. NaN where a value is unknown or `size` is zero.
    Raises TableError where a count is negative or greater than its size.

    >>> lower, upper = wilson_interval([10], [50])
    >>> round(float(lower[0]), 4), round(float(upper[0]), 4)
    (0.1124, 0.3304)
    """
    counts, sizes = _pair(count, size)
    if (counts > sizes).any():
        raise TableError(
            gettext_noop("A count is greater than the number of people it is a share of."),
            gettext_noop("Check numerator and denominator, or compute a rate of events instead."),
        )
    z = float(ndtri(0.5 + _checked(confidence) / 2))
    with np.errstate(divide="ignore", invalid="ignore"):
        p = counts / sizes
        center = p + z**2 / (2 * sizes)
        reach = z * np.sqrt(p * (1 - p) / sizes + z**2 / (4 * sizes**2))
        scale = 1 + z**2 / sizes
        lower = np.where(sizes > 0, (center - reach) / scale, np.nan)
        upper = np.where(sizes > 0, (center + reach) / scale, np.nan)
    # rounding must not put the bound of an extreme share beyond the share itself
    lower = np.where(counts == 0, np.where(sizes > 0, 0.0, np.nan), np.clip(lower, 0.0, 1.0))
    upper = np.where(counts == sizes, np.where(sizes > 0, 1.0, np.nan), np.clip(upper, 0.0, 1.0))
    return lower * per, upper * per


def poisson_interval(
    events: ArrayLike, size: ArrayLike, *, confidence: float = 0.95, per: float = 1.0
) -> tuple[FloatArray, FloatArray]:
    """Exact interval of a rate of events per person (Garwood 1936): lower and upper bound, times `per`.

    With x events: chi²(a/2; 2x)/2 and chi²(1-a/2; 2x+2)/2, divided by `size`; the lower bound of no events is 0.
    For help density and other counts that may exceed the number of people. NaN where a value is unknown or
    `size` is zero.

    >>> lower, upper = poisson_interval([10], [1000], per=1000)
    >>> round(float(lower[0]), 3), round(float(upper[0]), 3)
    (4.795, 18.39)
    """
    counts, sizes = _pair(events, size)
    tail = (1 - _checked(confidence)) / 2
    with np.errstate(divide="ignore", invalid="ignore"):
        low = np.where(counts > 0, gammaincinv(np.where(counts > 0, counts, 1), tail), 0.0)
        low = np.where(np.isnan(counts), np.nan, low)
        high = gammaincinv(counts + 1, 1 - tail)
        lower = np.where(sizes > 0, low / sizes * per, np.nan)
        upper = np.where(sizes > 0, high / sizes * per, np.nan)
    return lower, upper


def _pair(count: ArrayLike, size: ArrayLike) -> tuple[FloatArray, FloatArray]:
    counts, sizes = np.broadcast_arrays(
        np.asarray(count, dtype=np.float64), np.asarray(size, dtype=np.float64)
    )
    if (counts < 0).any() or (sizes < 0).any():
        raise TableError(
            gettext_noop("A count or a number of people is negative."), gettext_noop("Check the table.")
        )
    return counts, sizes


def _checked(confidence: float) -> float:
    if not 0 < confidence < 1:
        raise TableError(
            gettext_noop("{confidence} is no confidence level."),
            gettext_noop("Use a share between 0 and 1, for example 0.95."),
            confidence=confidence,
        )
    return confidence
