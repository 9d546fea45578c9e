"""The corridor: amounts as close to the targets as protection from sudden loss and growth allows, in closed form.

The problem is min Σ (x_i - t_i)² / t_i with Σ x_i = P and lo_i ≤ x_i ≤ hi_i. Its only solution is
x_i = clamp(λ t_i, lo_i, hi_i) with one number λ for all areas: whoever is not held by a bound gets the same share of
the target. That is what makes the rule explainable.
"""

from __future__ import annotations

import math
from enum import StrEnum

import numpy as np

from sozialraum.analytics.budget.money import BudgetError, CentArray, Told
from sozialraum.analytics.messages import gettext_noop
from sozialraum.analytics.tables import FloatArray

_ROWS = 64  # a block of this many draws stays in the cache


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


def scale_many(targets: FloatArray, low: FloatArray, high: FloatArray, total: float) -> FloatArray:
    """`scale_between` for many draws of targets at once: (draws, areas) in, amounts of the same shape out.

    `low` has the shape (areas,), `high` (areas,) or (draws, areas). Rows whose upper bounds do not reach `total` get
    the upper bounds. λ is found per row by a secant search that keeps its bracket, then sharpened on the areas that
    are free; sums differ from `total` by rounding only.
    """
    amounts = np.empty_like(targets)
    ceilings = np.broadcast_to(high, targets.shape)
    guess = 1.0
    for start in range(0, targets.shape[0], _ROWS):
        block = slice(start, start + _ROWS)
        guess = _scale_block(targets[block], low, ceilings[block], total, amounts[block], guess)
    return amounts


def _scale_block(
    target: FloatArray, low: FloatArray, high: FloatArray, total: float, out: FloatArray, guess: float
) -> float:
    np.copyto(out, high)
    full = out.sum(axis=1)
    rows = np.flatnonzero(full > total)
    if rows.size == 0:
        return guess
    whole = rows.size == target.shape[0]
    t, hi = (target, high) if whole else (target[rows], high[rows])
    x = np.empty_like(t)

    def spent(factor: FloatArray) -> FloatArray:
        np.multiply(t, factor[:, None], out=x)
        np.maximum(x, low, out=x)
        np.minimum(x, hi, out=x)
        result: FloatArray = x.sum(axis=1) - total
        return result

    below, above = np.zeros(rows.size), np.full(rows.size, _upper(t, hi))
    left, right = np.full(rows.size, float(low.sum()) - total), full[rows] - total
    factor = np.clip(np.full(rows.size, guess), below, above)
    for _ in range(60):
        error = spent(factor)
        if np.abs(error).max() <= 1e-7 * max(1.0, abs(total) * 1e-6):
            break
        free = (x > low) & (x < hi)
        slope = np.einsum("ij,ij->i", t, free)
        high_side = error > 0
        above, right = np.where(high_side, factor, above), np.where(high_side, error, right)
        below, left = np.where(high_side, below, factor), np.where(high_side, left, error)
        with np.errstate(divide="ignore", invalid="ignore"):
            newton = factor - error / slope
            falsi = below - left * (above - below) / (right - left)
        inside = (newton > below) & (newton < above) & (slope > 0)
        factor = np.where(
            inside, newton, np.where((falsi > below) & (falsi < above), falsi, (below + above) / 2)
        )
    if whole:
        np.copyto(out, x)
    else:
        out[rows] = x
    return float(np.median(factor))


def _upper(target: FloatArray, high: FloatArray) -> float:
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = np.where(target > 0, high / target, 0.0)
    return float(ratio.max())
