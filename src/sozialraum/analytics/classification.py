"""Borders of map classes: equal groups, natural groups, and how much of the spread a grouping explains.

Borders are the lower ends of the second to the last class: a value belongs to the class whose border it has reached.
They are as round as they can be without moving a value into another class. Values are numbers in any unit; what is
not finite is left out.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]


def quantile_borders(values: ArrayLike, classes: int = 5) -> tuple[float, ...]:
    """Borders of classes that hold as many values each as ties allow.

    Equal values are never parted, so there may be fewer classes than asked for.

    >>> quantile_borders([2, 3, 5, 8, 13, 21, 34, 55, 89, 144])
    (4.0, 10.0, 30.0, 60.0)
    >>> quantile_borders([7, 7, 7])
    ()
    """
    ordered = np.sort(_finite(values))
    found: list[float] = []
    for place in range(1, classes):
        at = round(len(ordered) * place / classes)
        if not 0 < at < len(ordered):
            continue
        # a border between equal values moves to the nearer end of the ties
        low, high = (
            np.searchsorted(ordered, ordered[at], "left"),
            np.searchsorted(ordered, ordered[at], "right"),
        )
        cut = int(low if at - low <= high - at else high)
        if 0 < cut < len(ordered):
            border = roundest(float(ordered[cut - 1]), float(ordered[cut]))
            if not found or border > found[-1]:
                found.append(border)
    return tuple(found)


def natural_borders(values: ArrayLike, classes: int = 5) -> tuple[float, ...]:
    """Borders of the grouping with the least spread inside its groups (Fisher 1958; Jenks 1977).

    The exact optimum by dynamic programming, minimizing the sum of squared deviations from the group means. Because
    the best last border never moves down when values are added, each layer needs n log n steps.

    >>> natural_borders([1, 2, 3, 40, 41, 42, 90, 92], classes=3)
    (10.0, 50.0)
    """
    distinct, counts = np.unique(_finite(values), return_counts=True)
    groups = min(classes, len(distinct))
    if groups < 2:
        return ()
    sums = np.concatenate([[0.0], np.cumsum(counts * distinct)])
    squares = np.concatenate([[0.0], np.cumsum(counts * distinct**2)])
    totals = np.concatenate([[0.0], np.cumsum(counts)])

    def spread(start: NDArray[np.intp], end: int) -> Floats:
        number, added = totals[end] - totals[start], sums[end] - sums[start]
        return np.asarray(squares[end] - squares[start] - added**2 / number, np.float64)

    size = len(distinct)
    best = np.concatenate([[np.inf], [float(spread(np.array([0]), end)[0]) for end in range(1, size + 1)]])
    choices: list[NDArray[np.intp]] = []
    for group in range(2, groups + 1):
        layer, choice = np.full(size + 1, np.inf), np.zeros(size + 1, np.intp)
        waiting = [(group, size, group - 1, size - 1)]
        while waiting:
            first, last, low, high = waiting.pop()
            if first > last:
                continue
            end = (first + last) // 2
            starts = np.arange(low, min(high, end - 1) + 1)
            costs = best[starts] + spread(starts, end)
            at = int(np.argmin(costs))
            layer[end], choice[end] = costs[at], starts[at]
            waiting += [(first, end - 1, low, int(starts[at])), (end + 1, last, int(starts[at]), high)]
        best = layer
        choices.append(choice)
    cuts, end = [], size
    for choice in reversed(choices):
        end = int(choice[end])
        cuts.append(end)
    return tuple(roundest(float(distinct[cut - 1]), float(distinct[cut])) for cut in reversed(cuts))


def explained_share(values: ArrayLike, borders: Sequence[float]) -> float:
    """How much of the spread of the values lies between the classes: 0 for none, 1 for all (goodness of variance fit).

    >>> round(explained_share([1, 2, 3, 40, 41, 42, 90, 92], (10.0, 50.0)), 3)
    0.999
    """
    numbers = _finite(values)
    total = float(((numbers - numbers.mean()) ** 2).sum()) if len(numbers) else 0.0
    if not total:
        return 1.0
    place = np.searchsorted(np.asarray(borders, np.float64), numbers, "right")
    within = sum(
        float(((each - each.mean()) ** 2).sum())
        for each in (numbers[place == group] for group in range(len(borders) + 1))
        if len(each)
    )
    return 1 - within / total


def roundest(low: float, high: float) -> float:
    """The number with the fewest digits above ``low`` and not above ``high``.

    >>> roundest(9.87, 12.4), roundest(0.231, 0.238), roundest(-3.0, 2.0)
    (10.0, 0.232, 0.0)
    """
    if low < 0 <= high:
        return 0.0
    start = -math.floor(math.log10(max(abs(low), abs(high)))) - 1
    for digits in range(start, start + 17):
        step = 10.0**-digits
        candidate = round((math.floor(low / step + 1e-9) + 1) * step, max(digits, 0))
        if low < candidate <= high:
            return candidate
    return high


def radius_share(value: float, largest: float) -> float:
    """The radius of a proportional symbol as a share of the largest one: its surface follows the value.

    >>> radius_share(25, 100), radius_share(0, 100)
    (0.5, 0.0)
    """
    return math.sqrt(max(value, 0.0) / largest) if largest > 0 else 0.0


def _finite(values: ArrayLike) -> Floats:
    numbers = np.asarray(values, np.float64).ravel()
    return numbers[np.isfinite(numbers)]
