"""Which counts of a table of areas stay hidden: the release gate's way to the proof in ``analytics.disclosure``.

Deliveries are not always sums of their parts: a quarter is missing, a district was rounded to fives before it came.
Where the parts do not add up, the total is no equation but a range that everybody can read, and enters the proof
as such.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from sozialraum.analytics.disclosure import CellStatus, CountTable, Dimension, LinearFact, Unproven
from sozialraum.analytics.disclosure import protect as prove

# rounding to base 5 moves a count by two at the most
ROUNDING: Final = 2


@dataclass(frozen=True, slots=True)
class HiddenCounts:
    """The areas whose count is not shown, and what the proof rests on: plain values for the certificate."""

    hidden: frozenset[str]
    proof: Mapping[str, object]


def protect(
    counts: Mapping[str, int],
    *,
    parents: Mapping[str, str],
    threshold: int,
    told: Sequence[Mapping[str, int]] = (),
) -> HiddenCounts:
    """Hide counts from 1 to ``threshold`` - 1 and as many more as it takes until none can be inferred.

    ``parents`` leads from an area to the one above it, ``told`` are the counts that earlier releases of the same
    have shown. Raises :class:`sozialraum.analytics.disclosure.Unproven` where no proof is found.

    >>> sorted(protect({"a": 2, "b": 9, "c": 30, "all": 41}, parents=dict.fromkeys("abc", "all"), threshold=5).hidden)
    ['a', 'b']
    """
    try:
        return _protected(counts, parents=parents, threshold=threshold, told=told)
    except Unproven:
        # a total that does not add up narrows down its parts and cannot be part of an equation: it stays back itself
        loose = _loose_totals(counts, parents)
        if not loose:
            raise
        kept = {code: count for code, count in counts.items() if code not in loose}
        found = _protected(kept, parents=parents, threshold=threshold, told=told)
        return HiddenCounts(found.hidden | loose, {**found.proof, "totals kept back": sorted(loose)})


def _parts_of(parents: Mapping[str, str]) -> dict[str, list[str]]:
    children: dict[str, list[str]] = {}
    for code, above in parents.items():
        children.setdefault(above, []).append(code)
    return children


def _loose_totals(counts: Mapping[str, int], parents: Mapping[str, str]) -> frozenset[str]:
    """The areas whose count is not the sum of their parts' counts."""
    return frozenset(
        above
        for above, parts in _parts_of(parents).items()
        if above in counts and counts[above] != sum(counts.get(code, 0) for code in parts)
    )


def _protected(
    counts: Mapping[str, int],
    *,
    parents: Mapping[str, str],
    threshold: int,
    told: Sequence[Mapping[str, int]],
) -> HiddenCounts:
    edges: dict[str, str] = {}
    facts: list[LinearFact] = []
    for above, parts in _parts_of(parents).items():
        known = [counts[code] for code in parts if code in counts]
        if above in counts and len(known) == len(parts) and sum(known) == counts[above]:
            edges |= dict.fromkeys(parts, above)
        elif above in counts and known:
            facts.append(_range(above, parts, counts, complete=len(known) == len(parts)))
    facts += [
        LinearFact.exact({(code,): 1}, value)
        for table in told
        for code, value in table.items()
        if counts.get(code) == value
    ]
    codes = tuple(sorted(counts))
    table = CountTable(
        (Dimension("area", codes, edges),), np.array([counts[code] for code in codes], dtype=np.int64)
    )
    shown = prove(table, threshold=threshold, published=facts)
    hidden = frozenset(
        code
        for code, status in zip(codes, shown.status.tolist(), strict=True)
        if status == CellStatus.SUPPRESSED
    )
    return HiddenCounts(hidden, {"hidden": sorted(hidden), "sums": len(edges), "facts": len(facts)})


def _range(above: str, parts: Sequence[str], counts: Mapping[str, int], *, complete: bool) -> LinearFact:
    """What a total says of parts that do not add up to it."""
    found = {code: counts[code] for code in parts if code in counts}
    total = sum(found.values())
    upper = max(counts[above] + ROUNDING, total)
    lower = min(counts[above] - ROUNDING, total) if complete else 0
    return LinearFact({(code,): 1 for code in found}, lower, upper)
