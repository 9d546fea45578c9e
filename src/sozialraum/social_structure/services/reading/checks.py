"""Does a table agree with itself and with the year before? Parts against totals, jumps against the last value."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sozialraum.foundation.ui.drawing import number
from sozialraum.social_structure.enums import FindingKind, Unit, Weight
from sozialraum.social_structure.models import AreaSystem, Observation
from sozialraum.social_structure.queries.inputs import current_values
from sozialraum.social_structure.services.reading.cells import Cells, cell_keys, day_of, places_of
from sozialraum.social_structure.services.reading.plans import SHOWN_ROWS, Finding
from sozialraum.social_structure.services.reading.rows import AreaList, some

# half a unit for each rounded part, as far as rounding can move a sum
ROUNDING: Final = 0.5
# a change is a jump where it lies outside five robust standard deviations of all changes of this indicator ...
ROBUST_DEVIATIONS: Final = 5.0
MAD_TO_DEVIATION: Final = 1.4826
# ... and is large in itself: points of a share, or parts of a count
LEAST_POINTS: Final = 8.0
LEAST_SHARE: Final = 0.25
LEAST_COUNT: Final = 20.0
FEWEST_CHANGES: Final = 8
_EPOCH: Final = date(1970, 1, 1).toordinal()


def sums(cells: Sequence[Cells], areas: AreaList, first_row: int) -> list[Finding]:
    """Totals that are not the sum of their parts, and shares of a whole that lie outside those of all its parts."""
    # what is computed from others was checked with them
    found = (_sum_finding(each, areas, first_row) for each in cells if not each.column.derived)
    return [each for each in found if each is not None]


def _sum_finding(cells: Cells, areas: AreaList, first_row: int) -> Finding | None:
    counts = cells.value if cells.indicator.unit == Unit.COUNT else cells.numerator
    added = np.isfinite(counts).any()
    rows: list[int] = []
    said: list[str] = []
    for day in np.unique(day_of(cells.keys)):
        here = np.flatnonzero(day_of(cells.keys) == day)
        full = np.full(len(areas.ids), np.nan)
        full[places_of(cells.keys[here])] = (counts if added else cells.value)[here]
        wrong, told = _not_adding(full, areas) if added else _outside_parts(full, areas, cells)
        for place, expected in zip(wrong, told, strict=True):
            key = cell_keys(np.array([place]), np.array([day]))[0]
            rows.append(int(cells.rows[np.searchsorted(cells.keys, key)]))
            said.append(f"{areas.names[place]}: {number(full[place], 1 if not added else 0)} ≠ {expected}")
    if not rows:
        return None
    counted = added and cells.indicator.unit != Unit.COUNT
    column = cells.column.numerator if counted and not cells.column.stored_numerator else _heading(cells)
    return Finding(FindingKind.PARTS_DIFFER, Weight.NOTICE, len(rows), column, some(rows, first_row), tuple(said[:SHOWN_ROWS]))  # fmt: skip


def _heading(cells: Cells) -> str:
    """What the column is called, or the columns whose sum is the value."""
    column = cells.column
    return (
        " + ".join(column.names)
        if column.parts
        else column.names[0]
        if column.names
        else cells.indicator.name_de
    )


def _not_adding(full: NDArray[np.float64], areas: AreaList) -> tuple[list[int], list[str]]:
    """Areas that are in the table with all their parts and are not their sum."""
    below = np.flatnonzero(areas.parents >= 0)
    total = np.zeros(len(full))
    parts = np.zeros(len(full), dtype=np.int64)
    known = np.zeros(len(full), dtype=np.int64)
    np.add.at(parts, areas.parents[below], 1)
    np.add.at(known, areas.parents[below], np.isfinite(full[below]).astype(np.int64))
    np.add.at(total, areas.parents[below], np.nan_to_num(full[below]))
    whole_numbers = np.all(np.equal(np.mod(full[np.isfinite(full)], 1), 0))
    slack = np.where(whole_numbers, 0.0, ROUNDING * parts) + 1e-6
    wrong = np.flatnonzero(
        (parts > 0) & (known == parts) & np.isfinite(full) & (np.abs(np.nan_to_num(full) - total) > slack)
    )
    return wrong.tolist(), [number(total[place]) for place in wrong]


def _outside_parts(full: NDArray[np.float64], areas: AreaList, cells: Cells) -> tuple[list[int], list[str]]:
    """A share of the whole is a weighted mean of the shares of its parts and so lies between them."""
    if cells.indicator.unit not in {Unit.PERCENT, Unit.PER_1000}:
        return [], []
    below = np.flatnonzero(areas.parents >= 0)
    low, high = np.full(len(full), np.inf), np.full(len(full), -np.inf)
    parts, known = np.zeros(len(full), dtype=np.int64), np.zeros(len(full), dtype=np.int64)
    np.add.at(parts, areas.parents[below], 1)
    np.add.at(known, areas.parents[below], np.isfinite(full[below]).astype(np.int64))
    usable = below[np.isfinite(full[below])]
    np.minimum.at(low, areas.parents[usable], full[usable])
    np.maximum.at(high, areas.parents[usable], full[usable])
    wrong = np.flatnonzero(
        (parts > 1)
        & (known == parts)
        & np.isfinite(full)
        & ((full < low - ROUNDING) | (full > high + ROUNDING))
    )
    return wrong.tolist(), [f"{number(low[place], 1)} – {number(high[place], 1)}" for place in wrong]


def jumps(cells: Sequence[Cells], system: AreaSystem, areas: AreaList, first_row: int) -> list[Finding]:
    """Values that moved far more than the others since the date before, in the table itself or among what is stored."""
    place = {int(area_id): each for each, area_id in enumerate(areas.ids)}
    found = []
    for each in cells:
        if each.indicator.unit == Unit.CATEGORY:
            continue
        days = np.unique(day_of(each.keys))
        before = _stored_before(each, system, place, len(areas.ids), int(days[0])) if len(days) else None
        rows: list[int] = []
        said: list[str] = []
        for day in days:
            here = np.flatnonzero(day_of(each.keys) == day)
            now = np.full(len(areas.ids), np.nan)
            now[places_of(each.keys[here])] = each.value[here]
            if before is not None:
                for area in np.flatnonzero(jumped(before, now, Unit(each.indicator.unit))):
                    key = cell_keys(np.array([area]), np.array([day]))[0]
                    rows.append(int(each.rows[np.searchsorted(each.keys, key)]))
                    said.append(f"{areas.names[area]}: {number(before[area], 1)} → {number(now[area], 1)}")
            before = now
        if rows:
            column = _heading(each)
            found.append(
                Finding(FindingKind.JUMP, Weight.NOTICE, len(rows), column, some(rows, first_row), tuple(said[:SHOWN_ROWS]))
            )  # fmt: skip
    return found


def _stored_before(
    cells: Cells, system: AreaSystem, place: dict[int, int], size: int, day: int
) -> NDArray[np.float64] | None:
    when = date.fromordinal(day + _EPOCH)
    last = (
        Observation.objects.filter(
            indicator=cells.indicator, area__system=system, reference_date__lt=when, delivery__undone_at=None
        )
        .order_by("-reference_date")
        .values_list("reference_date", flat=True)
        .first()
    )
    if last is None:
        return None
    values = np.full(size, np.nan)
    for each in current_values(indicator_ids=[cells.indicator.id], system=system, reference_date=last):
        if each.value is not None:
            values[place[each.area_id]] = each.value
    return values


def jumped(before: NDArray[np.float64], now: NDArray[np.float64], unit: Unit) -> NDArray[np.bool_]:
    """Which values moved far outside what the others did, and by much in themselves.

    The median and the median absolute deviation of all changes tell what is usual, so that a change that all areas share (a new
    law, a new definition) is not taken for many jumps. Counts are compared by their square roots, whose noise is
    the same at every size.

    >>> before = np.array([10., 20., 30., 25., 15., 12., 18., 22., 28., 16.])
    >>> now = before + np.array([.5, -.4, .3, 30., -.2, .1, .6, -.3, .2, .4])
    >>> np.flatnonzero(jumped(before, now, Unit.PERCENT)).tolist()
    [3]
    """
    known = np.isfinite(before) & np.isfinite(now)
    if known.sum() < FEWEST_CHANGES:
        return np.zeros(len(now), dtype=np.bool_)
    counted = unit in {Unit.COUNT, Unit.PER_1000}
    with np.errstate(invalid="ignore"):
        change = np.sqrt(now) - np.sqrt(before) if counted else now - before
        middle = np.median(change[known])
        spread = MAD_TO_DEVIATION * np.median(np.abs(change[known] - middle))
        large = (
            (np.abs(now - before) >= np.maximum(LEAST_COUNT, LEAST_SHARE * before))
            if counted
            else (np.abs(now - before) >= LEAST_POINTS)
        )
        outside = np.abs(change - middle) > ROBUST_DEVIATIONS * max(spread, 1e-9)
    return known & large & outside
