"""Which counts of a table of areas stay hidden: the release gate's way to the proof in ``analytics.disclosure``.

Deliveries are not always sums of their parts: a quarter is missing, a district was rounded to fives before it came.
Where the parts do not add up, the total is no equation but a range that everybody can read, and enters the proof
as such.

Counts of one figure follow each other by months. Somebody who knows how little a quarter changes in a month reads a
hidden count from the difference. Against that stands an assumption that is printed with the proof: nobody knows the
change of a count closer than by `turnover` persons. Under it, releases close by enter the proof in both directions:
what was shown then narrows what is hidden now, and what would be shown now must not narrow what was hidden then.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from django.utils.translation import gettext_noop

from sozialraum.analytics.disclosure import (
    CellStatus,
    Contradiction,
    CountTable,
    Dimension,
    LinearFact,
    Protected,
    Unproven,
    attack,
)
from sozialraum.analytics.disclosure import protect as prove
from sozialraum.analytics.disclosure.count_table import UNKNOWN

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
    near: Sequence[Mapping[str, int | None]] = (),
) -> HiddenCounts:
    """Hide counts from 1 to ``threshold`` - 1 and as many more as it takes until none can be inferred.

    ``parents`` leads from an area to the one above it, ``told`` are the counts that earlier releases of the same
    have shown, ``near`` the releases of the same figure at days close by (None: was hidden there). Raises
    :class:`sozialraum.analytics.disclosure.Unproven` where no proof is found.

    >>> sorted(protect({"a": 2, "b": 9, "c": 30, "all": 41}, parents=dict.fromkeys("abc", "all"), threshold=5).hidden)
    ['a', 'b']
    """
    try:
        return _protected(counts, parents=parents, threshold=threshold, told=told, near=near)
    except Unproven:
        # a total that does not add up narrows down its parts and cannot be part of an equation: it stays back itself
        loose = _loose_totals(counts, parents)
        if not loose:
            raise
        kept = {code: count for code, count in counts.items() if code not in loose}
        found = _protected(kept, parents=parents, threshold=threshold, told=told, near=near)
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
    near: Sequence[Mapping[str, int | None]],
) -> HiddenCounts:
    edges: dict[str, str] = {}
    facts: list[LinearFact] = []
    children = _parts_of(parents)
    for above, parts in children.items():
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
    facts += [fact for table in near for fact in _carried_over(table, counts, children, threshold)]
    codes = tuple(sorted(counts))
    table = CountTable(
        (Dimension("area", codes, edges),), np.array([counts[code] for code in codes], dtype=np.int64)
    )
    kept: set[str] = set()
    while True:
        shown = prove(table, threshold=threshold, published=facts, keep_hidden=[(code,) for code in kept])
        hidden = frozenset(
            code
            for code, status in zip(codes, shown.status.tolist(), strict=True)
            if status == CellStatus.SUPPRESSED
        )
        visible = {code: count for code, count in counts.items() if code not in hidden}
        again = {code for then in near for code in _telling(then, visible, parents, threshold)} - kept
        if not again:
            break
        kept |= again
    proof: dict[str, object] = {"hidden": sorted(hidden), "sums": len(edges), "facts": len(facts)}
    if near:
        proof |= {"near": len(near), "turnover": turnover(threshold), "kept": sorted(kept)}
    return HiddenCounts(hidden, proof)


def turnover(threshold: int) -> int:
    """How closely, in persons, somebody is taken to know the change of a count between two releases."""
    return max(1, threshold - 2)


def _carried_over(
    then: Mapping[str, int | None],
    counts: Mapping[str, int],
    children: Mapping[str, Sequence[str]],
    threshold: int,
) -> list[LinearFact]:
    """What counts shown on another day tell of the present ones.

    A count that is small now gets no bound of its own: that it fell below the threshold is all that hiding it says.
    """
    found = []
    for code, old in then.items():
        now = counts.get(code)
        if old is None or now is None or 0 < now < threshold:
            continue
        room = max(turnover(threshold) * _innermost(code, children), abs(now - old))
        found.append(LinearFact({(code,): 1}, max(0, old - room), old + room))
    return found


def _innermost(code: str, children: Mapping[str, Sequence[str]]) -> int:
    return sum(_innermost(part, children) for part in children.get(code, ())) or 1


def _telling(
    then: Mapping[str, int | None], visible: Mapping[str, int], parents: Mapping[str, str], threshold: int
) -> set[str]:
    """Counts that must not be shown now, since they would narrow what was hidden on another day.

    Raises Unproven where a count that is zero now tells it and cannot be hidden.
    """
    codes = tuple(sorted(then))
    counts = np.array([UNKNOWN if (count := then[code]) is None else count for code in codes], dtype=np.int64)
    back = {code: now for code, now in visible.items() if code in then and then[code] is None}
    if not back:
        return set()
    children = _parts_of(parents)
    status = np.where(counts == UNKNOWN, CellStatus.SUPPRESSED.value, CellStatus.OBSERVED.value)
    edges = {code: above for code, above in parents.items() if code in then and above in then}
    earlier = Protected(
        (Dimension("area", codes, _whole_sums(edges, parents, then)),), counts, status, threshold
    )
    before = attack(earlier)
    after, factor = None, 1
    while after is None:
        # whoever finds that counts have changed by more than assumed assumes twice as much
        room = {code: factor * turnover(threshold) * _innermost(code, children) for code in back}
        facts = [
            LinearFact(
                {(code,): 1},
                now - room[code] if now - room[code] >= threshold else 0,
                max(now + room[code], threshold - 1),
            )
            for code, now in back.items()
        ]
        try:
            after = attack(earlier, facts=facts)
        except Contradiction:
            factor *= 2
    told = [
        code
        for (code,), bounds in after.items()
        if bounds.lower < threshold
        and (bounds.lower > before[(code,)].lower or bounds.upper < min(threshold - 1, before[(code,)].upper))
    ]
    if not told:
        return set()
    families = {parents.get(code) for code in told}
    candidates = {code for code, now in back.items() if now}
    again = {code for code in candidates if parents.get(code) in families} or candidates
    if not again:
        raise Unproven(
            gettext_noop(
                "The release of another month and this one together would tell a small count at {cell}."
            ),
            gettext_noop("Release these counts for a later month."),
            cell=told[0],
        )
    return again


def _whole_sums(
    edges: Mapping[str, str], parents: Mapping[str, str], then: Mapping[str, int | None]
) -> dict[str, str]:
    """Those sums of another day whose parts are all there, and add up where all are known."""
    parts = _parts_of(parents)
    whole = set()
    for above in set(edges.values()):
        values = [then.get(code) for code in (*parts[above], above)]
        known = [value for value in values if value is not None]
        complete = all(code in then for code in parts[above])
        if complete and (len(known) < len(values) or sum(known[:-1]) == known[-1]):
            whole.add(above)
    return {code: above for code, above in edges.items() if above in whole}


def _range(above: str, parts: Sequence[str], counts: Mapping[str, int], *, complete: bool) -> LinearFact:
    """What a total says of parts that do not add up to it."""
    found = {code: counts[code] for code in parts if code in counts}
    total = sum(found.values())
    upper = max(counts[above] + ROUNDING, total)
    lower = min(counts[above] - ROUNDING, total) if complete else 0
    return LinearFact({(code,): 1 for code in found}, lower, upper)
