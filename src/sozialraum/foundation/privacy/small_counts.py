"""Small counts of one figure over areas: which stay back, so that none can be recomputed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from sozialraum.analytics.disclosure import CountTable, Dimension, LinearFact
from sozialraum.analytics.disclosure import protect as protect_table
from sozialraum.analytics.disclosure.count_table import UNKNOWN, Cell


@dataclass(frozen=True)
class HiddenCounts:
    """The areas whose count stays back, and the range that the proof leaves open for each."""

    hidden: frozenset[str]
    bounds: Mapping[str, tuple[int, int]]


def protect(
    counts: Mapping[str, int],
    *,
    parents: Mapping[str, str],
    threshold: int,
    told: Sequence[Mapping[str, int]] = (),
) -> HiddenCounts:
    """Find the counts that stay back, and prove it (``analytics.disclosure``).

    ``counts`` holds the known counts by area; ``parents`` leads from an area to the one it is part of. Where all
    parts of an area are known and do not add up to it, the difference is taken as known to everybody.
    ``told`` are the counts that earlier releases of the same figure have shown.

    Raises ``Unproven`` where what was told already gives a small count away, and ``TableError`` where it
    contradicts the counts of today.
    """
    codes = list(dict.fromkeys([*counts, *(code for pair in parents.items() for code in pair)]))
    parts: dict[str, list[str]] = {}
    for code, parent in parents.items():
        parts.setdefault(parent, []).append(code)
    tree: dict[str, str] = {}
    facts = [LinearFact.exact({(code,): 1}, count) for release in told for code, count in release.items()]
    for parent, members in parts.items():
        known = parent in counts and all(member in counts for member in members)
        gap = sum(counts[member] for member in members) - counts[parent] if known else 0
        if gap:
            signs: dict[Cell, int] = {(member,): 1 for member in members}
            facts.append(LinearFact.exact(signs | {(parent,): -1}, gap))
        else:
            tree |= dict.fromkeys(members, parent)
    values = np.array([counts.get(code, UNKNOWN) for code in codes], dtype=np.int64)
    table = CountTable((Dimension("area", tuple(codes), tree),), values)
    released = protect_table(table, threshold=threshold, published=facts)
    return HiddenCounts(
        hidden=frozenset(cell[0] for cell in released.proof),
        bounds={cell[0]: ends for cell, ends in released.proof.items()},
    )
