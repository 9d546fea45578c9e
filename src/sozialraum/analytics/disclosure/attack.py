"""The attacker: what anybody can compute about hidden counts from what is shown."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import scipy

from sozialraum.analytics.disclosure.count_table import (
    UNKNOWN,
    Cell,
    CellStatus,
    LinearFact,
    LinearSystem,
    Protected,
    released_facts,
)
from sozialraum.analytics.messages import gettext_noop
from sozialraum.analytics.tables import FloatArray, TableError


class Contradiction(TableError):
    """What an attacker assumes cannot be true of the table."""


@dataclass(frozen=True)
class Bounds:
    """The least and the greatest whole number that a hidden cell can be; `upper` is infinite where nothing limits."""

    lower: float
    upper: float


def attack(
    released: Protected,
    *,
    earlier: Sequence[Protected] = (),
    facts: Sequence[LinearFact] = (),
    hidden_at_least: int = 1,
) -> dict[Cell, Bounds]:
    """Bound every suppressed cell by linear programming, from the released tables alone.

    The attacker uses all sums, all other releases of the same counts, further facts, and that zeros are never
    hidden (`hidden_at_least`). Raises Contradiction where no table agrees with all of it.
    """
    known = [fact for table in earlier for fact in released_facts(table)]
    system = LinearSystem.of(released.dimensions, [*released.facts, *known, *facts])
    counts = np.full(len(system.cells), UNKNOWN, dtype=np.int64)
    counts[: system.own] = released.counts.ravel()
    status = np.full(len(system.cells), CellStatus.MISSING.value, dtype="U10")
    status[: system.own] = released.status.ravel()
    hidden = np.flatnonzero(counts == UNKNOWN)
    matrix, lower, upper = system.reduced(np.where(counts == UNKNOWN, 0, counts).astype(float), hidden)
    floor = np.where(status[hidden] == CellStatus.SUPPRESSED, float(hidden_at_least), 0.0)
    result: dict[Cell, Bounds] = {}
    # cells that no sum connects tell nothing of each other: every block is a small program of its own
    _, block = scipy.sparse.csgraph.connected_components(abs(matrix).T @ abs(matrix), directed=False)
    order = np.argsort(block, kind="stable")
    for members in np.split(order, np.flatnonzero(np.diff(block[order])) + 1):
        asked = [place for place in members.tolist() if status[hidden[place]] == CellStatus.SUPPRESSED]
        if not asked:
            continue
        inside = matrix[:, members]
        rows = np.flatnonzero(np.diff(inside.indptr))
        found = _bounds(inside[rows], lower[rows], upper[rows], floor[members])
        at = {place: number for number, place in enumerate(members.tolist())}
        result |= {system.cells[hidden[place]]: found(at[place]) for place in asked}
    return result


def _bounds(
    matrix: scipy.sparse.csr_array, lower: FloatArray, upper: FloatArray, floor: FloatArray
) -> Callable[[int], Bounds]:
    """The least and greatest value of a column, given lower <= matrix @ x <= upper and x >= floor."""
    # heavy, and a page that only reads releases does not need it
    from scipy.optimize import linprog

    rows, at = scipy.sparse.vstack([matrix, -matrix], format="csr"), np.concatenate([upper, -lower])
    finite = np.isfinite(at)
    limits = [(low, None) for low in floor]

    def end(column: int, sign: float) -> float:
        if not finite.any():
            return float(floor[column]) if sign > 0 else np.inf
        objective = np.zeros(floor.size)
        objective[column] = sign
        solved = linprog(objective, A_ub=rows[finite], b_ub=at[finite], bounds=limits, method="highs")
        if solved.status == 2:
            raise Contradiction(
                gettext_noop("No table agrees with all that is assumed about it."),
                gettext_noop("Check the assumptions; one of them does not hold."),
            )
        return np.inf if solved.status == 3 else sign * float(solved.fun or 0.0)

    def bounds(column: int) -> Bounds:
        least, greatest = end(column, 1.0), end(column, -1.0)
        return Bounds(float(np.ceil(least - 1e-6)), float(np.floor(greatest + 1e-6)))

    return bounds
