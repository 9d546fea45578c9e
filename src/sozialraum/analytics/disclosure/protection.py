"""Suppression: small counts hidden, others hidden with them until a proof says that nothing can be inferred.

The rule. A count from 1 to `threshold` - 1 is hidden (primary suppression). Zero is a value and always shown; so
everybody knows that a hidden count is at least 1, and a hidden sum at least the number of its positive parts; the
proof grants that knowledge to the attacker. Further counts are hidden (complementary suppression) until for every
sensitive cell there are two whole tables that agree with all shown counts, all sums and all that was public
before: one in which the cell is that least value (1 for an innermost cell) and one in which it is `threshold` - 1.
Whoever reads the table thus learns nothing of the cell that the rule itself does not say. Every other hidden cell
can vary over a range as wide. Sources: Hundepool et al., Statistical Disclosure Control
(2012), ch. 4; threshold 5 after the practice of the German statistical offices.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

import numpy as np
from numpy.typing import NDArray

from sozialraum.analytics.disclosure.boxes import Boxes
from sozialraum.analytics.disclosure.count_table import (
    UNKNOWN,
    Cell,
    CellStatus,
    CountTable,
    LinearFact,
    LinearSystem,
    Protected,
    positive_parts,
)
from sozialraum.analytics.disclosure.exchanges import Exchanges
from sozialraum.analytics.disclosure.witnesses import Evidence, WitnessSearch
from sozialraum.analytics.messages import gettext_noop, shorten
from sozialraum.analytics.tables import BoolArray, TableError
from sozialraum.errors import SozialraumError

# up to two dimensions linear programs have whole solutions and hide less; from three on exchanges come first
_MANY_DIMENSIONS = 3


class Unproven(SozialraumError):
    """No suppression was found that can be proven to protect the table; it must not be released."""


def protect(
    table: CountTable,
    *,
    threshold: int = 5,
    published: Sequence[LinearFact] = (),
    keep_hidden: Collection[Cell] = (),
) -> Protected:
    """Hide what must be hidden, and prove that it stays hidden.

    `published` is what is public already about the same counts: totals elsewhere, an earlier release of the same,
    a coarser or a finer table (`released_facts`). `keep_hidden` names counts that are hidden in any case, unless they
    are zero or follow from what is public. Missing counts stay missing and are never guessed.

    Raises Unproven where what is public already gives a small count away, and TableError where `published`
    contradicts the table.
    """
    if threshold < 2:
        raise TableError(
            gettext_noop("A threshold of {threshold} hides nothing."),
            gettext_noop("Use at least 2."),
            threshold=threshold,
        )
    return _Suppression(table, threshold, tuple(published), keep_hidden).run()


class _Suppression:
    def __init__(
        self,
        table: CountTable,
        threshold: int,
        facts: tuple[LinearFact, ...],
        keep_hidden: Collection[Cell] = (),
    ) -> None:
        self.table, self.threshold, self.facts = table, threshold, facts
        self.system = LinearSystem.of(table.dimensions, facts)
        size = len(self.system.cells)
        self.counts = np.full(size, UNKNOWN, dtype=np.int64)
        self.counts[: self.system.own] = table.counts.ravel()
        self.missing: BoolArray = self.counts == UNKNOWN
        self.primary: BoolArray = (self.counts >= 1) & (self.counts < threshold)
        self.at_least = np.ones(size)
        self.at_least[: self.system.own] = np.maximum(1, positive_parts(table))
        self.hidden: BoolArray = self.primary | self.missing
        matrix = self.system.matrix
        self.rows = [matrix.indices[a:b] for a, b in zip(matrix.indptr[:-1], matrix.indptr[1:], strict=True)]
        self.signs = [matrix.data[a:b] for a, b in zip(matrix.indptr[:-1], matrix.indptr[1:], strict=True)]
        by_cell = matrix.tocsc()
        self.rows_of = [
            by_cell.indices[a:b] for a, b in zip(by_cell.indptr[:-1], by_cell.indptr[1:], strict=True)
        ]
        self.pinned = self._pinned()
        kept = set(keep_hidden)
        for number, cell in enumerate(self.system.cells[: self.system.own]):
            self.hidden[number] |= cell in kept and self.counts[number] > 0 and not self.pinned[number]
        self.by_exchange = 0

    def run(self) -> Protected:
        self._check_facts()
        evidence = Evidence.none(len(self.system.cells))
        if len(self.table.dimensions) >= _MANY_DIMENSIONS:
            self._hide_boxes(evidence)
        waiting = set(range(len(self.rows)))
        while True:
            self._close_rows(waiting)
            failing = self._failing(evidence)
            if not failing.size:
                return self._released()
            added = [cell for cell in map(self._hide_beside, failing.tolist()) if cell is not None]
            waiting = {int(row) for cell in added for row in self.rows_of[cell]}
            if not added and not self._show_determined(failing, evidence):
                raise self._unproven(int(failing[0]))

    def _hide_boxes(self, evidence: Evidence) -> None:
        size, threshold = self.system.own, self.threshold
        counts = self.counts[:size]
        boxes = Boxes(
            Exchanges(self.table.dimensions), counts, self.primary[:size], (self.pinned | self.missing)[:size],
            up=np.maximum(threshold - 1 - counts, 0),
            down=np.maximum(counts - self.at_least[:size].astype(np.int64), 0),
            width=threshold - 2, allowed=self._allowed,
        )  # fmt: skip
        boxes.search()
        self.hidden[:size] |= boxes.hidden
        moved = np.flatnonzero(boxes.hidden & (boxes.rise + boxes.fall > 0))
        evidence.add(moved, (counts + boxes.rise)[moved].astype(np.float64))
        evidence.add(moved, (counts - boxes.fall)[moved].astype(np.float64))
        self.by_exchange = int(
            evidence.satisfied(self.primary, self.at_least, threshold)[self.hidden & ~self.missing].sum()
        )

    def _allowed(self, cells: NDArray[np.int64], amounts: NDArray[np.int64]) -> bool:
        """Whether what is public besides the table still holds after some cells have moved."""
        if not self.facts:
            return True
        first = len(self.rows) - len(self.facts)
        change: dict[int, float] = {}
        for cell, amount in zip(cells.tolist(), amounts.tolist(), strict=True):
            for row in self.rows_of[cell].tolist():
                if row >= first:
                    weight = float(self.signs[row][self.rows[row] == cell][0])
                    change[row] = change.get(row, 0.0) + weight * amount
        for row, moved in change.items():
            if not moved:
                continue
            members = self.rows[row]
            if self.missing[members].any():
                return False
            value = float(self.counts[members] @ self.signs[row]) + moved
            if not self.system.lower[row] <= value <= self.system.upper[row]:
                return False
        return True

    def _show_determined(self, failing: NDArray[np.intp], evidence: Evidence) -> bool:
        """Show again what was hidden in vain: a count that follows from what is public protects nobody."""
        fixed = evidence.least[failing] == evidence.greatest[failing]
        in_vain = failing[fixed & ~self.primary[failing]]
        self.hidden[in_vain] = False
        self.pinned[in_vain] = True
        return bool(in_vain.size)

    def _failing(self, evidence: Evidence) -> NDArray[np.intp]:
        hidden = np.flatnonzero(self.hidden)
        if not (self.hidden & ~self.missing).any():
            return np.zeros(0, dtype=np.intp)
        shown = np.where(self.hidden, 0, self.counts).astype(np.float64)
        floor = np.where(self.missing, 0.0, 1.0)[hidden]
        ceiling = float(10 * self.threshold + 2 * shown.sum() + self.counts.max())
        search = WitnessSearch(self.system.reduced(shown, hidden), hidden, floor, ceiling)
        unproven = search.prove(self.primary, self.at_least, self.threshold, evidence)
        return unproven[~self.missing[unproven]]

    def _released(self) -> Protected:
        own = slice(0, self.system.own)
        shape = self.table.counts.shape
        status = np.full(self.system.own, CellStatus.OBSERVED.value, dtype="U10")
        status[self.hidden[own]] = CellStatus.SUPPRESSED.value
        status[self.missing[own]] = CellStatus.MISSING.value
        counts = np.where(self.hidden[own], UNKNOWN, self.counts[own]).reshape(shape)
        hidden = int((self.hidden[own] & ~self.missing[own]).sum())
        proof = {"exchanges": self.by_exchange, "programs": hidden - self.by_exchange}
        return Protected(
            self.table.dimensions, counts, status.reshape(shape), self.threshold, self.facts, proof
        )

    def _pinned(self) -> BoolArray:
        pinned = np.zeros(len(self.system.cells), dtype=np.bool_)
        place = {cell: number for number, cell in enumerate(self.system.cells)}
        for fact in self.facts:
            if len(fact.coefficients) == 1 and fact.lower == fact.upper:
                (cell,) = fact.coefficients
                pinned[place[cell]] = True
        exact = np.flatnonzero(self.system.lower == self.system.upper).tolist()
        found = bool(pinned.any())
        while found:
            found = False
            for row in exact:
                unknown = self.rows[row][~pinned[self.rows[row]]]
                if unknown.size == 1:
                    pinned[unknown[0]] = True
                    found = True
        return pinned

    def _check_facts(self) -> None:
        first = len(self.rows) - len(self.facts)
        for row, fact in enumerate(self.facts, start=first):
            members = self.rows[row]
            if self.missing[members].any():
                continue
            value = float(self.counts[members] @ self.signs[row])
            if not fact.lower <= value <= fact.upper:
                raise TableError(
                    gettext_noop(
                        "What was published before contradicts the table at {cell}: {old} then, {new} now."
                    ),
                    gettext_noop("Publish revised counts under a reference date of their own."),
                    cell=shorten([" / ".join(self.system.cells[cell]) for cell in members], limit=2),
                    old=fact.lower,
                    new=f"{value:g}",
                )
        known = np.flatnonzero(self.primary & self.pinned)
        if known.size:
            raise self._unproven(int(known[0]))

    def _close_rows(self, waiting: set[int]) -> None:
        """Cheap first steps: no sum may hold a single hidden cell, nor leave hidden cells too little to share."""
        while waiting:
            row = waiting.pop()
            while self._too_tight(row):
                added = self._cheapest(np.asarray(self.rows[row], dtype=np.intp))
                if added is None:
                    break
                self.hidden[added] = True
                waiting.update(int(other) for other in self.rows_of[added])

    def _too_tight(self, row: int) -> bool:
        members = self.rows[row]
        hidden = self.hidden[members]
        if not self.primary[members].any() and hidden.sum() != 1:
            return False
        if self.missing[members].any() or not hidden.any():
            return False
        count = int(hidden.sum())
        signs = self.signs[row][hidden]
        if count > 1 and not (signs == signs[0]).all():
            return False
        share = int(np.abs(signs) @ self.counts[members[hidden]])
        return count == 1 or share < self.threshold - 1 + (count - 1)

    def _cheapest(self, members: NDArray[np.intp]) -> int | None:
        open_cells = members[~self.hidden[members] & (self.counts[members] > 0) & ~self.pinned[members]]
        if not open_cells.size:
            return None
        return int(min(open_cells, key=lambda cell: (self._cost(int(cell)), int(cell))))

    def _cost(self, cell: int) -> int:
        # a cell whose other sums hold hidden cells already calls for no further one there
        alone = sum(not self.hidden[self.rows[row]].any() for row in self.rows_of[cell])
        return int(self.counts[cell]) * (1 + alone)

    def _hide_beside(self, cell: int) -> int | None:
        """Hide one more cell near one that is not protected: in its own sums first, then in those beyond."""
        seen: set[int] = set()
        edge = {int(row) for row in self.rows_of[cell]}
        while edge:
            members = np.unique(np.concatenate([self.rows[row] for row in edge]))
            added = self._cheapest(members)
            if added is not None:
                self.hidden[added] = True
                return added
            seen |= edge
            edge = {int(row) for member in members for row in self.rows_of[member]} - seen
        return None

    def _unproven(self, cell: int) -> Unproven:
        return Unproven(
            gettext_noop(
                "The table cannot be released: what is public already gives the small count at {cell} away."
            ),
            gettext_noop("Release a coarser table, or merge the area with a neighbor."),
            cell=" / ".join(self.system.cells[cell]),
        )
