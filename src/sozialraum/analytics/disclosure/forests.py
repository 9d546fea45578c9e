"""Sums that form trees: the least and the greatest value of a hidden cell without a linear program.

Where no chain of sums leads back to where it began (quarters in districts in the city, one breakdown), what cells can be
follows from leaf to root by adding ranges, and whole tables follow from root to leaf. The answers are those of the
integer program: in such a system the values that a cell can take have no gaps.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import scipy

from sozialraum.analytics.tables import FloatArray

_Range = tuple[float, float]


@dataclass(frozen=True, slots=True)
class _Step:
    """A cell of a tree, and the sums that lead on from it with the cells beyond."""

    cell: int
    onward: tuple[tuple[int, int, tuple[tuple[int, int], ...]], ...]
    """Each sum by its number, with the cell's own sign in it and the cells beyond with theirs."""


class Forest:
    """Cells with ``lower <= matrix @ cells <= upper``, each a whole number from its floor to the ceiling."""

    def __init__(
        self,
        matrix: scipy.sparse.csr_array,
        lower: FloatArray,
        upper: FloatArray,
        floor: FloatArray,
        ceiling: float,
    ) -> None:
        self._lower, self._upper = np.ceil(lower).tolist(), np.floor(upper).tolist()
        self._own: list[_Range] = [(low, ceiling) for low in np.ceil(floor).tolist()]
        signs = matrix.data.astype(np.int64).tolist()
        cells, starts = matrix.indices.tolist(), matrix.indptr.tolist()
        self._members = [list(zip(cells[a:b], signs[a:b], strict=True)) for a, b in pairwise(starts)]
        self._sums_of: list[list[tuple[int, int]]] = [[] for _ in self._own]
        for number, members in enumerate(self._members):
            for cell, sign in members:
                self._sums_of[cell].append((number, sign))

    @classmethod
    def of(
        cls,
        matrix: scipy.sparse.csr_array,
        lower: FloatArray,
        upper: FloatArray,
        floor: FloatArray,
        ceiling: float,
    ) -> Forest | None:
        """The forest of these sums (sums by cells, 1 and -1, none empty); ``None`` where they are none."""
        if not np.isin(matrix.data, (-1, 1)).all():
            return None
        sums, cells = matrix.shape
        trees, _ = scipy.sparse.csgraph.connected_components(abs(matrix).T @ abs(matrix), directed=False)
        # cells and sums are joined by one line less than they are many, and not by more, where there is no circle
        if matrix.nnz != sums + cells - trees:
            return None
        return cls(matrix, lower, upper, floor, ceiling)

    def extreme(self, objective: FloatArray) -> FloatArray | None:
        """Whole cells that fit all sums; at the least of what it can be where the objective is positive, at the greatest
        where it is negative.

        The objective names at most one cell of each tree. ``None`` where no cells fit.
        """
        values = np.zeros(len(self._own))
        reached = [False] * len(self._own)
        for root in np.argsort(objective == 0, kind="stable").tolist():
            if reached[root]:
                continue
            steps = self._steps(root, reached)
            ranges = self._ranges(steps)
            if ranges is None:
                return None
            least, greatest = ranges[root]
            values[root] = greatest if objective[root] < 0 else least
            for step in steps:
                self._share(step, ranges, values)
        return values

    def _steps(self, root: int, reached: list[bool]) -> list[_Step]:
        """The cells of a tree from its root on, each after the one that leads to it."""
        steps, waiting = [], [(root, -1)]
        reached[root] = True
        for cell, behind in waiting:
            onward = tuple(
                (number, sign, tuple((other, way) for other, way in self._members[number] if other != cell))
                for number, sign in self._sums_of[cell]
                if number != behind
            )
            for number, _sign, beyond in onward:
                for other, _way in beyond:
                    reached[other] = True
                    waiting.append((other, number))
            steps.append(_Step(cell, onward))
        return steps

    def _ranges(self, steps: Sequence[_Step]) -> dict[int, _Range] | None:
        """What each cell can be as far as the cells beyond it tell; ``None`` where one can be nothing."""
        ranges: dict[int, _Range] = {}
        for step in reversed(steps):
            least, greatest = self._own[step.cell]
            for number, sign, beyond in step.onward:
                low, high = _sum_of(beyond, ranges)
                ends = (self._lower[number] - high) * sign, (self._upper[number] - low) * sign
                least, greatest = max(least, min(ends)), min(greatest, max(ends))
            if least > greatest:
                return None
            ranges[step.cell] = least, greatest
        return ranges

    def _share(self, step: _Step, ranges: dict[int, _Range], values: FloatArray) -> None:
        """Give the cells beyond this one values with which its sums hold."""
        for number, sign, beyond in step.onward:
            low, _high = _sum_of(beyond, ranges)
            more = max(0.0, self._lower[number] - sign * values[step.cell] - low)
            for other, way in beyond:
                least, greatest = ranges[other]
                given = min(more, greatest - least)
                values[other] = least + given if way > 0 else greatest - given
                more -= given


def _sum_of(cells: Sequence[tuple[int, int]], ranges: dict[int, _Range]) -> _Range:
    low = high = 0.0
    for cell, sign in cells:
        least, greatest = ranges[cell]
        low += least if sign > 0 else -greatest
        high += greatest if sign > 0 else -least
    return low, high
