"""The corridor: amounts as close to the targets as protection from sudden loss and growth allows, in closed form.

The problem is min Σ (x_i - t_i)² / t_i with Σ x_i = P and lo_i ≤ x_i ≤ hi_i. Its only solution is
x_i = clamp(λ t_i, lo_i, hi_i) with one number λ for all areas: whoever is not held by a bound gets the same share of
the target. That is what makes the rule explainable.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from enum import StrEnum

import numpy as np

from sozialraum.analytics.budget.money import BudgetError, CentArray, Told
from sozialraum.analytics.messages import gettext_noop
from sozialraum.analytics.tables import FloatArray

_ROWS = 64  # a block of this many draws stays in the cache
_STEPS = 80


class Branch(StrEnum):
    """Which of the three cases of the corridor came about."""

    CATCH_UP = "catch_up"  # everybody at the upper bound; the rest is given once, as catch-up
    SCALED = "scaled"  # one factor for all who are not held by a bound


def scale_between(
    target: FloatArray, low: FloatArray, high: FloatArray, total: float
) -> tuple[FloatArray, float]:
    """x = clamp(λ·target, low, high) with Σ x = total, and λ; exact up to one rounding of the sum.

    Needs low ≤ high, target ≥ 0 and Σ low ≤ total ≤ Σ of what can be reached. O(n log n): the breakpoints of λ are
    sorted, and between two of them the sum is a straight line.

    >>> x, factor = scale_between(np.array([4.0, 4.0]), np.array([0.0, 3.0]), np.array([9.0, 9.0]), 5.0)
    >>> x.tolist(), factor
    ([2.0, 3.0], 0.5)
    """
    positive = target > 0
    fixed = math.fsum(low[~positive])
    t, lo, hi = target[positive], low[positive], high[positive]
    if t.size == 0:
        return low.copy(), 0.0
    enters, leaves = lo / t, hi / t
    points = np.concatenate([enters, leaves])
    slopes = np.concatenate([t, -t])
    order = np.argsort(points, kind="stable")
    points, slopes = points[order], slopes[order]
    slope = np.cumsum(slopes)
    start = math.fsum(lo) + fixed
    reached = start + np.concatenate([[0.0], np.cumsum(slope[:-1] * np.diff(points))])
    place = max(int(np.searchsorted(reached, total, side="right")) - 1, 0)
    guess = points[place] + ((total - reached[place]) / slope[place] if slope[place] > 0 else 0.0)
    return _sharpened(target, low, high, total, float(guess))


def _sharpened(
    target: FloatArray, low: FloatArray, high: FloatArray, total: float, factor: float
) -> tuple[FloatArray, float]:
    # the running sums above carry rounding; with the free areas known, λ follows from exact sums
    for _ in range(3):
        x = np.clip(factor * target, low, high)
        free = (factor * target > low) & (factor * target < high)
        weight = math.fsum(target[free])
        if weight <= 0:
            return x, factor
        better = (total - math.fsum(x[~free])) / weight
        if better == factor:
            break
        factor = better
    return np.clip(factor * target, low, high), factor


def ongoing_amounts(
    target: CentArray, low: CentArray, high: CentArray, total: int
) -> tuple[FloatArray, CentArray, Branch, float]:
    """The three cases of the corridor, in cents: ongoing amounts, weights of the catch-up, the case, and λ.

    1. Σ low > total: BudgetError that names the shortfall; nothing is cut in silence.
    2. Σ high ≤ total: everybody gets `high`; what is left is given once, in proportion to the gap to the target.
    3. Otherwise one factor for all who are not held by a bound.
    """
    if (shortfall := int(low.sum()) - total) > 0:
        raise BudgetError(
            gettext_noop(
                "The protected amounts of all areas add up to {needed} euros; the amount of {amount} euros is "
                "{shortfall} euros short of that."
            ),
            gettext_noop(
                "Raise the amount by {shortfall} euros, allow a higher loss in a year, or lower the floor. "
                "Nothing was cut."
            ),
            needed=Told(int(low.sum())),
            amount=Told(total),
            shortfall=Told(shortfall),
        )
    if int(high.sum()) <= total:
        return high.astype(np.float64), np.maximum(target - high, 0), Branch.CATCH_UP, 1.0
    goal, lowest, highest = (part.astype(np.float64) for part in (target, low, high))
    x, factor = scale_between(goal, lowest, highest, float(total))
    return x, np.zeros_like(target), Branch.SCALED, factor


def scale_many(targets: FloatArray, low: FloatArray, cap: FloatArray, total: float) -> FloatArray:
    """`scale_between` for many draws of targets at once: (draws, areas) in, amounts of the same shape out.

    `low` and `cap` have the shape (areas,); as in the formula the upper bound of a draw is max(low, min(cap, target)), and
    Σ low ≤ total. Rows whose upper bounds do not reach `total` get the upper bounds. Sums differ from `total` by less
    than a ten-billionth of it.
    """
    amounts = np.empty_like(targets)
    search = ScaleSearch(low, cap, total)
    for block in blocks(targets.shape[0]):
        search.fill(targets[block], amounts[block])
    return amounts


def blocks(rows: int) -> Iterator[slice]:
    """Slices over rows that are small enough to stay in the processor's cache.

    >>> [part.start for part in blocks(70)]
    [0, 64]
    """
    for start in range(0, rows, _ROWS):
        yield slice(start, min(start + _ROWS, rows))


class ScaleSearch:
    """Finds λ for block after block of draws; it begins where the block before ended.

    With the upper bound max(low, min(cap, target)) no λ above 1 is needed, and for λ ≤ 1 the target itself never binds:
    clamp(λ·target, low, cap) says the same. So the bounds are those of all draws, λ = 1 gives the upper bounds, and no
    array of them is made. λ is searched by secants that keep their bracket; the slope of the block before makes the first
    step. Each step costs one pass over the block and no mask.
    """

    def __init__(self, low: FloatArray, cap: FloatArray, total: float) -> None:
        self.total = total
        # whole blocks of bounds: a row that is broadcast costs half as much again
        self._low = np.tile(low, (_ROWS, 1))
        self._cap = np.tile(np.maximum(cap, low), (_ROWS, 1))
        self._guess, self._slope = 1.0, total
        # a product with ones sums rows faster than a sum along them
        self._ones = np.ones(low.size)

    def fill(self, target: FloatArray, out: FloatArray) -> FloatArray:
        """Write the amounts of a block into `out`; returns what each row leaves of the total, 0 but for rounding where λ < 1."""
        count = target.shape[0]
        low, cap = self._low[:count], self._cap[:count]

        def spent(factor: FloatArray) -> FloatArray:
            np.multiply(target, factor[:, None], out=out)
            np.maximum(out, low, out=out)
            np.minimum(out, cap, out=out)
            result: FloatArray = out @ self._ones - self.total
            return result

        below, above = np.zeros(count), np.full(count, np.inf)
        factor, slope = np.full(count, self._guess), np.full(count, self._slope)
        before, error_before = factor, np.zeros(count)
        tolerance = 1e-10 * self.total
        for step in range(_STEPS):
            error = spent(factor)
            over = error > 0
            wrong = (np.abs(error) > tolerance) & (over | (factor < 1))
            if not wrong.any():
                break
            np.copyto(above, factor, where=over)
            np.copyto(below, factor, where=~over)
            if step:
                # a row that is right already stands still, and its slope stays
                with np.errstate(divide="ignore", invalid="ignore"):
                    bent = (error - error_before) / (factor - before)
                np.copyto(slope, bent, where=(bent > 0) & (bent < np.inf))
            following = np.minimum(factor - error / slope, 1.0)
            inside = (following > below) & (following < above)
            if not inside.all():
                # a step that leaves the bracket says that the line bends here: halve it
                following = np.where(inside, following, (below + np.minimum(above, 1.0)) / 2)
            before, error_before = factor, error
            factor = np.where(wrong, following, factor)
        else:
            error = spent(factor)
            for row in np.flatnonzero((np.abs(error) > tolerance) & ((factor < 1) | (error > 0))):
                # secants that creep along a flat line do not arrive; the closed form always does
                high = np.maximum(low[row], np.minimum(cap[row], target[row]))
                out[row] = scale_between(target[row], low[row], high, self.total)[0]
                error[row] = 0.0
        self._guess, self._slope = float(factor.mean()), float(slope.mean())
        return -error
