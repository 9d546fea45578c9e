"""Rounding to a base: every count becomes a multiple of five, so that none can be told within two persons.

Two ways, and the reader must be told which. *Independent*: every count, totals too, goes to its nearest multiple; no
value is off by more than 2, but totals are deliberately not the sums of their parts. *Controlled*: every count goes to
the multiple below or above, chosen so that all sums agree; a value may be off by 4. A multiple of the base stays as it
is in both, zero among them. Sources: Cox (1987) for controlled rounding; base 5 is the practice of the Federal
Employment Agency.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import scipy
from numpy.typing import NDArray

from sozialraum.analytics.disclosure.count_table import (
    UNKNOWN,
    Cell,
    CountTable,
    Dimension,
    LinearFact,
    LinearSystem,
    cells_of,
)
from sozialraum.analytics.messages import gettext_noop
from sozialraum.analytics.tables import TableError

_TIME_LIMIT = 60.0


class Rounding(StrEnum):
    """Whether totals agree with their parts."""

    INDEPENDENT = "independent"
    CONTROLLED = "controlled"


@dataclass(frozen=True)
class Rounded:
    """A table of multiples of `base` (UNKNOWN where a count is missing). Totals agree only where `way` is controlled."""

    dimensions: tuple[Dimension, ...]
    counts: NDArray[np.int64]
    base: int
    way: Rounding

    @property
    def most_off(self) -> int:
        """By how much a shown value may differ from the true one."""
        return self.base // 2 if self.way is Rounding.INDEPENDENT else self.base - 1

    def facts(self) -> tuple[LinearFact, ...]:
        """What everybody learns from the table, for the proof of another table of the same counts."""
        return tuple(
            LinearFact({cell: 1}, max(0, value - self.most_off), value + self.most_off)
            for cell, value in _values(self)
        )


def round_counts(table: CountTable, *, base: int = 5, way: Rounding = Rounding.INDEPENDENT) -> Rounded:
    """Round all counts of a table to multiples of `base` (odd, so that no count lies between two).

    Controlled rounding has the smallest sum of deviations (whole-number program); raises TableError where none is
    found, which may happen from three dimensions on.

    >>> table = CountTable.from_leaves([Dimension.flat("area", ["a", "b", "c"])], {("a",): 1, ("b",): 6, ("c",): 6})
    >>> round_counts(table).counts.tolist()
    [0, 5, 5, 15]
    >>> sum(round_counts(table, way=Rounding.CONTROLLED).counts[:3]) in (10, 15)
    True
    """
    if base < 3 or base % 2 == 0:
        raise TableError(
            gettext_noop("Counts cannot be rounded to multiples of {base} without a doubt."),
            gettext_noop("Use an odd base from 3 on, as a rule 5."),
            base=base,
        )
    flat = table.counts.ravel()
    rounded = _controlled(table, base) if way is Rounding.CONTROLLED else (flat + base // 2) // base * base
    rounded = np.where(flat == UNKNOWN, UNKNOWN, rounded).reshape(table.counts.shape)
    return Rounded(table.dimensions, rounded, base, way)


def pinned(
    shown: NDArray[np.int64], sums: Sequence[tuple[NDArray[np.intp], int]], *, most_off: int
) -> NDArray[np.intp]:
    """The rounded counts that known sums betray: those for which only one number above zero is left.

    ``shown`` are rounded counts, each at most ``most_off`` from its true one; ``sums`` are places of ``shown`` and
    the exact sum of their true counts, known from elsewhere; a sum that these counts cannot have is of other people and tells
    nothing. The bounds of every count are drawn closer, sum by sum, until nothing moves any more.

    >>> pinned(np.array([0, 5]), [(np.array([0, 1]), 5)], most_off=2).tolist()
    []
    >>> pinned(np.array([0, 5]), [(np.array([0, 1]), 9)], most_off=2).tolist()
    [0, 1]
    """
    lower, upper = np.maximum(shown - most_off, 0), shown + most_off
    moved = True
    while moved:
        moved = False
        for places, total in sums:
            low, high = lower[places], upper[places]
            if not low.sum() <= total <= high.sum():
                continue
            closer_low = np.maximum(low, total - (high.sum() - high))
            closer_high = np.minimum(high, total - (low.sum() - low))
            moved |= bool((closer_low > low).any() or (closer_high < high).any())
            lower[places], upper[places] = closer_low, closer_high
    return np.flatnonzero((lower >= upper) & (upper > 0))


def betrayed(
    shown: NDArray[np.int64], sums: Sequence[tuple[NDArray[np.intp], int]], *, most_off: int
) -> NDArray[np.intp]:
    """The rounded counts that known sums tell together with the rounding, and not by themselves (see :func:`pinned`).

    >>> betrayed(np.array([0, 5]), [(np.array([0, 1]), 9)], most_off=2).tolist()
    [0, 1]
    >>> betrayed(np.array([0, 5]), [(np.array([1]), 7)], most_off=2).tolist()
    []
    """
    told = pinned(shown, sums, most_off=most_off)
    if not told.size:
        return told
    far = sum(total for _, total in sums) + 1
    return np.setdiff1d(told, pinned(np.zeros_like(shown), sums, most_off=far))


def _values(rounded: Rounded) -> list[tuple[Cell, int]]:
    found = zip(cells_of(rounded.dimensions), rounded.counts.ravel().tolist(), strict=True)
    return [(cell, value) for cell, value in found if value != UNKNOWN]


def _controlled(table: CountTable, base: int) -> NDArray[np.int64]:
    from scipy.optimize import Bounds, LinearConstraint, milp

    counts = table.counts.ravel().astype(np.int64)
    system = LinearSystem.of(table.dimensions, ())
    known = counts != UNKNOWN
    # a sum with a missing part binds nobody
    whole = np.asarray(abs(system.matrix) @ (~known).astype(np.float64)) == 0
    matrix: scipy.sparse.csr_array = system.matrix[np.flatnonzero(whole)]
    floor, rest = counts // base, counts % base
    # rounding up instead of down changes the deviation from rest to base - rest
    solved = milp(
        np.where(known, base - 2.0 * rest, 0.0),
        integrality=np.ones(counts.size, dtype=np.int64),
        bounds=Bounds(0, np.where(known & (rest > 0), 1, 0)),
        constraints=LinearConstraint(matrix, -(matrix @ floor), -(matrix @ floor))
        if matrix.shape[0]
        else None,
        options={"time_limit": _TIME_LIMIT},
    )
    if solved.x is None:
        raise TableError(
            gettext_noop("No rounding was found in which all totals agree."),
            gettext_noop("Round every count for itself, and say that totals do not agree."),
        )
    return np.asarray((floor + np.rint(solved.x).astype(np.int64)) * base)
