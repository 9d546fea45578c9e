"""Rates with intervals: shares after Wilson, events per person after Poisson. Unknown stays unknown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import scipy
from numpy.typing import ArrayLike, NDArray

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
    if ((counts > sizes) & (sizes > 0)).any():
        raise TableError(
            gettext_noop("A count is greater than the number of people it is a share of."),
            gettext_noop("Check numerator and denominator, or compute a rate of events instead."),
        )
    z = float(scipy.special.ndtri(0.5 + _checked(confidence) / 2))
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
    For help density and other counts that may exceed the number of people. `size` may be any exposure, also
    person-years that are not whole numbers. NaN where a value is unknown or `size` is zero.

    >>> lower, upper = poisson_interval([10], [1000], per=1000)
    >>> round(float(lower[0]), 3), round(float(upper[0]), 3)
    (4.795, 18.39)
    """
    counts, sizes = _pair(events, size)
    tail = (1 - _checked(confidence)) / 2
    with np.errstate(divide="ignore", invalid="ignore"):
        low = np.where(counts > 0, scipy.special.gammaincinv(np.where(counts > 0, counts, 1), tail), 0.0)
        low = np.where(np.isnan(counts), np.nan, low)
        high = scipy.special.gammaincinv(counts + 1, 1 - tail)
        lower = np.where(sizes > 0, low / sizes * per, np.nan)
        upper = np.where(sizes > 0, high / sizes * per, np.nan)
    return lower, upper


@dataclass(frozen=True)
class Comparison:
    """Areas against the whole that they belong to, one entry an area.

    `rate` with `lower` and `upper`; `rest` is the rate of all other areas together; `p_value` of the exact test that
    both are equal; `position` is 1 where the area lies distinguishably above the rest, -1 below, 0 where it cannot be
    told apart or is not known. `whole` is the rate of all areas together.
    """

    whole: float
    rate: FloatArray
    lower: FloatArray
    upper: FloatArray
    rest: FloatArray
    p_value: FloatArray
    position: NDArray[np.int8]


def compare_with_whole(
    count: ArrayLike,
    size: ArrayLike,
    *,
    kind: Literal["share", "events"] = "share",
    per: float = 1.0,
    confidence: float = 0.95,
    many: Literal["each", "false_discovery"] = "each",
) -> Comparison:
    """Which areas can be told apart from the whole, and not by chance?

    Every area is tested against the rest of the whole, since the whole contains the area itself. The test is exact
    and conditional on the total: of X cases among N people, an area of n people holds a hypergeometric number if all
    shares are equal (Fisher 1935); of X events over an exposure N, it holds a binomial number (Przyborowski and
    Wilenski 1940). The p-value is twice the smaller tail, at most one.

    `many` says how the number of comparisons is met: `each` holds `confidence` for one area that was chosen before
    looking; `false_discovery` holds it for the list of all areas that stand out (Benjamini and Hochberg 1995), as a
    map needs. Counts of shares must be whole numbers. Unknown areas and areas without people stay unknown and do not
    enter the whole. Raises TableError for impossible counts.

    >>> outcome = compare_with_whole([40, 18, 20, 22], [100, 100, 100, 100], per=100)
    >>> outcome.whole, outcome.position.tolist()
    (25.0, [1, 0, 0, 0])
    """
    counts, sizes = _pair(count, size)
    interval = wilson_interval if kind == "share" else poisson_interval
    lower, upper = interval(counts, sizes, confidence=confidence, per=per)
    known = np.isfinite(counts) & np.isfinite(sizes) & (sizes > 0)
    cases, people = counts[known], sizes[known]
    total, everybody = float(cases.sum()), float(people.sum())
    p_value = np.full(counts.shape, np.nan)
    if known.any():
        p_value[known] = _exact_p(cases, people, total, everybody, kind)
    decisive = p_value.copy()
    if many == "false_discovery" and known.any():
        decisive[known] = _false_discovery(p_value[known])
    rate = share(counts, sizes, per=per)
    others, elsewhere = np.where(known, total - counts, np.nan), np.where(known, everybody - sizes, np.nan)
    rest = share(others, elsewhere, per=per)
    apart = known & (decisive < 1 - confidence) & np.isfinite(rest)
    side = np.sign(np.where(apart, rate - rest, 0.0)).astype(np.int8)
    whole = total / everybody * per if everybody > 0 else float("nan")
    return Comparison(whole, rate, lower, upper, rest, p_value, side)


def _exact_p(
    cases: FloatArray, people: FloatArray, total: float, everybody: float, kind: Literal["share", "events"]
) -> FloatArray:
    if kind == "share":
        if (cases != np.round(cases)).any() or (people != np.round(people)).any():
            raise TableError(
                gettext_noop("A share is compared by whole numbers of people, and a count is not whole."),
                gettext_noop("Compare estimated counts as events."),
            )
        below, above = _hypergeometric_tails(cases, people, total, everybody)
    else:
        portion = people / everybody
        floor = np.floor(cases)
        below = np.where(cases >= total, 1.0, scipy.special.bdtr(floor, int(total), portion))
        above = np.where(cases <= 0, 1.0, scipy.special.bdtrc(np.ceil(cases) - 1, int(total), portion))
    p: FloatArray = np.minimum(1.0, 2 * np.minimum(below, above))
    return p


def _hypergeometric_tails(
    cases: FloatArray, people: FloatArray, total: float, everybody: float
) -> tuple[FloatArray, FloatArray]:
    """How probable at most, and at least, so many cases are where all shares are equal.

    Asks the function on which `scipy.stats.hypergeom` stands: the whole of `scipy.stats` is 40 MB in every web process.
    """
    special = scipy.special._ufuncs
    lowest, highest = np.maximum(0, people - (everybody - total)), np.minimum(people, total)
    below = np.where(cases >= highest, 1.0, special._hypergeom_cdf(cases, total, people, everybody))
    # beyond either end nothing is to be asked
    before = np.maximum(cases - 1, lowest)
    above = np.where(cases <= lowest, 1.0, special._hypergeom_sf(before, total, people, everybody))
    return below, above


def _false_discovery(p_value: FloatArray) -> FloatArray:
    """P-values for a list of what stands out (Benjamini and Hochberg 1995).

    >>> _false_discovery(np.array([0.01, 0.5, 0.02, 0.04])).round(4).tolist()
    [0.04, 0.5, 0.04, 0.0533]
    """
    order = np.argsort(p_value)
    scaled = p_value[order] * p_value.size / np.arange(1, p_value.size + 1)
    adjusted = np.empty_like(p_value)
    adjusted[order] = np.minimum(np.minimum.accumulate(scaled[::-1])[::-1], 1.0)
    return adjusted


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
