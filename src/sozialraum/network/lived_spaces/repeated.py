"""Two runs of one method among the same people: what both together tell is proven, not each alone.

Whoever knows that a class pinned twice and that one child came new reads that child from the difference of two counts, however
well each run is protected for itself. So the second run is proven as a part of a table of both: what was counted *before*, what
is *new* (never published, and protected where it is small), and what is counted *now*. The first run's released counts enter as
known. Where fewer said something than before, the people cannot be the same; then counts that differ by one to four stay back.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sozialraum.analytics.disclosure import CellStatus, CountTable, Dimension, LinearFact, Unproven, protect
from sozialraum.analytics.disclosure.count_table import Cell
from sozialraum.analytics.tables import TableError

BEFORE, NEW, NOW = "before", "new", "now"
_RUN: Final = Dimension.flat("run", (BEFORE, NEW), total=NOW)
MOST_ROUNDS: Final = 12
IntArray = NDArray[np.int64]
BoolArray = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Before:
    """An earlier run of the same in the form of the table of now: its true counts, and which of them were shown."""

    counts: IntArray
    shown: BoolArray


def hidden_counts(
    table: CountTable, known: Sequence[LinearFact], before: Sequence[Before], *, threshold: int
) -> BoolArray:
    """What of a table stays back, so that neither it nor it together with any earlier run tells a small count.

    ``known`` are facts about the counts of now that everybody can read. Everything stays back where no proof is found.
    """
    cells = [tuple(codes) for codes in _codes(table.dimensions)]
    hidden = np.zeros(table.counts.size, np.bool_)
    try:
        for _round in range(MOST_ROUNDS):
            kept = {cell for cell, back in zip(cells, hidden.tolist(), strict=True) if back}
            found = _alone(table, known, kept, threshold)
            for each in before:
                found |= _together(table, known, each, kept, cells, threshold)
            if bool((found <= hidden).all()):
                return hidden.reshape(table.counts.shape)
            hidden |= found
    except (Unproven, TableError):
        pass
    return np.ones(table.counts.shape, np.bool_)


def _alone(table: CountTable, known: Sequence[LinearFact], kept: set[Cell], threshold: int) -> BoolArray:
    found = protect(table, threshold=threshold, published=list(known), keep_hidden=kept)
    return (np.array(found.status.tolist()) == CellStatus.SUPPRESSED).ravel()


def _together(
    table: CountTable, known: Sequence[LinearFact], before: Before, kept: set[Cell], cells: list[Cell], threshold: int
) -> BoolArray:  # fmt: skip
    """What stays back of now, given a run before."""
    new = table.counts - before.counts
    shown = before.shown.ravel()
    if bool((new < 0).any()):
        close = (np.abs(new) > 0) & (np.abs(new) < threshold)
        return close.ravel() & shown
    facts = [
        LinearFact({(*cell, NOW): times for cell, times in each.coefficients.items()}, each.lower, each.upper)
        for each in known
    ]
    facts += [
        LinearFact.exact({(*cell, BEFORE): 1}, int(count))
        for cell, count, told in zip(cells, before.counts.ravel(), shown, strict=True)
        if told
    ]
    # what is new is never published; taking all of it but the small for known is on the safe side and hides less of now
    keep = {(*cell, NOW) for cell in kept}
    keep |= {(*cell, BEFORE) for cell, told in zip(cells, shown, strict=True) if not told}
    both = CountTable((*table.dimensions, _RUN), np.stack([before.counts, new, table.counts], axis=-1))
    found = protect(both, threshold=threshold, published=facts, keep_hidden=keep)
    status = np.array(found.status.tolist())[..., _RUN.codes.index(NOW)]
    return (status == CellStatus.SUPPRESSED).ravel()


def _codes(dimensions: Sequence[Dimension]) -> list[Cell]:
    grid = np.meshgrid(*(np.arange(len(each.codes)) for each in dimensions), indexing="ij")
    return [
        tuple(each.codes[number] for each, number in zip(dimensions, place, strict=True))
        for place in zip(*(axis.ravel().tolist() for axis in grid), strict=True)
    ]
