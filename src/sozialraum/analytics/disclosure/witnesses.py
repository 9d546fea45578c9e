"""The proof: whole tables, different in the hidden cells, that agree with everything that is public."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import scipy
from numpy.typing import NDArray

from sozialraum.analytics.disclosure.forests import Forest
from sozialraum.analytics.tables import BoolArray, FloatArray

_TIME_LIMIT = 5.0


@dataclass
class Evidence:
    """For every cell the least and the greatest value seen in a witness table; infinities where none was seen."""

    least: FloatArray
    greatest: FloatArray

    @classmethod
    def none(cls, cells: int) -> Evidence:
        """Nothing seen yet."""
        return cls(np.full(cells, np.inf), np.full(cells, -np.inf))

    def add(self, cells: NDArray[np.intp], values: FloatArray) -> None:
        """Note a witness table."""
        self.least[cells] = np.minimum(self.least[cells], values)
        self.greatest[cells] = np.maximum(self.greatest[cells], values)

    def satisfied(self, primary: BoolArray, at_least: FloatArray, threshold: int) -> BoolArray:
        """Which cells are protected: a sensitive one from its `at_least` to threshold - 1, others over a range."""
        wide: BoolArray = self.greatest - self.least >= threshold - 2
        whole: BoolArray = (self.least <= at_least) & (self.greatest >= threshold - 1)
        return np.where(primary, whole, wide)


class WitnessSearch:
    """Search for witness tables in the reduced system of the hidden cells.

    Cells that no sum connects do not touch each other, so one program moves a cell in each connected block at
    once. Sums that form trees are solved by adding ranges. Elsewhere a solution of the linear program counts only after
    rounding to whole numbers and checking every row exactly; where it is not whole, the same program is solved in whole numbers.
    """

    def __init__(
        self,
        system: tuple[scipy.sparse.csr_array, FloatArray, FloatArray],
        hidden: NDArray[np.intp],
        floor: FloatArray,
        ceiling: float,
    ) -> None:
        self.matrix, self.lower, self.upper = system
        self.hidden = hidden
        self.floor = floor
        self.ceiling = ceiling
        _, self.block = scipy.sparse.csgraph.connected_components(
            abs(self.matrix).T @ abs(self.matrix), directed=False
        )
        self._forest = Forest.of(self.matrix, self.lower, self.upper, floor, ceiling)

    @cached_property
    def _program(self) -> tuple[tuple[Any, FloatArray | None], ...]:
        """The sums as a linear program takes them: those between two ends, and those with one value."""
        equal = self.lower == self.upper
        between = self.matrix[~equal]
        at = np.concatenate([self.upper[~equal], -self.lower[~equal]])
        limits = scipy.sparse.vstack([between, -between], format="csr")[np.isfinite(at)]
        return (
            (limits, at[np.isfinite(at)]) if limits.shape[0] else (None, None),
            (self.matrix[equal], self.lower[equal]) if equal.any() else (None, None),
        )

    def prove(
        self, primary: BoolArray, at_least: FloatArray, threshold: int, evidence: Evidence
    ) -> NDArray[np.intp]:
        """Extend the evidence until every hidden cell is protected; return those that cannot be (cell numbers)."""
        tried: dict[bool, BoolArray] = {
            up: np.zeros(self.hidden.size, dtype=np.bool_) for up in (True, False)
        }
        while True:
            open_cells = ~evidence.satisfied(primary, at_least, threshold)[self.hidden]
            moved = False
            for up in (True, False):
                objective = np.zeros(self.hidden.size)
                waiting = np.flatnonzero(open_cells & ~tried[up])
                _, first = np.unique(self.block[waiting], return_index=True)
                chosen = waiting[first]
                if not chosen.size:
                    continue
                moved = True
                tried[up][chosen] = True
                objective[chosen] = -1.0 if up else 1.0
                solution = self._solve(objective)
                if solution is not None:
                    evidence.add(self.hidden, solution)
            if not moved:
                failing: NDArray[np.intp] = self.hidden[open_cells]
                return failing

    def _solve(self, objective: FloatArray) -> FloatArray | None:
        if self._forest is not None:
            return self._forest.extreme(objective)
        # heavy, and sums that form trees do not need it
        from scipy.optimize import linprog

        (limits, at), (sums, values) = self._program
        bounds = [(low, self.ceiling) for low in self.floor]
        result = linprog(
            objective, A_ub=limits, b_ub=at, A_eq=sums, b_eq=values, bounds=bounds, method="highs"
        )
        if result.status != 0 or result.x is None:
            return None
        whole = self._whole(result.x)
        if whole is not None:
            return whole
        from scipy.optimize import Bounds, LinearConstraint, milp

        exact = milp(
            objective,
            integrality=np.ones(self.hidden.size, dtype=np.int64),
            bounds=Bounds(self.floor, np.full(self.hidden.size, self.ceiling)),
            constraints=LinearConstraint(self.matrix, self.lower, self.upper),
            options={"time_limit": _TIME_LIMIT},
        )
        return None if exact.x is None else self._whole(exact.x)

    def _whole(self, values: FloatArray) -> FloatArray | None:
        rounded = np.rint(values)
        sums = self.matrix @ rounded
        fits = (sums >= self.lower).all() and (sums <= self.upper).all()
        return rounded if fits and (rounded >= self.floor).all() else None
