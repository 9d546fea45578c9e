"""What a year will come to by its end, from the months that are closed. A forecast of lines, never a limit on claims."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

MONTHS: Final = 12
LEAST_MONTHS: Final = 3
EIGHTY: Final = 1.2815515655446004
"""The normal quantile of 0.9: four of five years lie between expected - EIGHTY·σ and expected + EIGHTY·σ."""


@dataclass(frozen=True)
class YearEnd:
    """The expected sum of a year in cents; four of five years lie between low and high. None where too little is known."""

    expected: int
    low: int | None
    high: int | None


def year_end(booked: Sequence[int], *, closed: int, plan: int) -> YearEnd:
    """The year's sum from what is booked by month (cents, 12 entries) when `closed` months are over.

    Each open month is expected to cost what a closed one did on average; the spread of the closed months gives the
    range, with the uncertainty of their mean: σ² = s²·(r + r²/m) for r open and m closed months. What is booked in open
    months already is at least spent. Below three closed months the plan's twelfths stand for the open months, without a
    range.

    >>> year_end([100] * 6 + [0] * 6, closed=6, plan=1_000)
    YearEnd(expected=1200, low=1200, high=1200)
    >>> year_end([90, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0], closed=1, plan=1_200)
    YearEnd(expected=1190, low=None, high=None)
    """
    if len(booked) != MONTHS or not 0 <= closed <= MONTHS:
        raise ValueError("a year has twelve months")
    done, early, rest = booked[:closed], sum(booked[closed:]), MONTHS - closed
    spent = sum(done)
    if rest == 0:
        return YearEnd(spent, spent, spent)
    if closed < LEAST_MONTHS:
        return YearEnd(spent + max(early, round(plan * rest / MONTHS)), None, None)
    mean = spent / closed
    variance = sum((value - mean) ** 2 for value in done) / (closed - 1)
    half = EIGHTY * math.sqrt(variance * (rest + rest * rest / closed))
    least = spent + early
    expected = max(least, round(spent + mean * rest))
    return YearEnd(expected, max(least, round(expected - half)), round(expected + half))
