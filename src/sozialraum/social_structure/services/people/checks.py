"""Does a table of people agree with itself, with the larger areas and with the date before?"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from sozialraum.foundation.ui.drawing import number
from sozialraum.social_structure.enums import FindingKind, Unit, Weight
from sozialraum.social_structure.models import AreaSystem
from sozialraum.social_structure.queries.areas import area_system
from sozialraum.social_structure.queries.people import people_tables
from sozialraum.social_structure.services.people.entries import TOTAL, Entries
from sozialraum.social_structure.services.people.plans import PeoplePlan
from sozialraum.social_structure.services.reading.checks import jumped
from sozialraum.social_structure.services.reading.plans import SHOWN_ROWS, Finding
from sozialraum.social_structure.services.reading.rows import AreaList, Rows, some
from sozialraum.warehouse.sources import SourceTable


def repeated(source: SourceTable, plan: PeoplePlan, rows: Rows, entries: Entries) -> list[Finding]:
    """Rows for the same area, date, sex and ages. Where another column tells them apart (nationality, for example) they are
    parts and are added up; where none does, nobody can know which one counts, and the import stops.
    """
    kept = rows.kept[entries.rows] & (entries.sexes != TOTAL) & (entries.bands != TOTAL)
    at = entries.rows[kept]
    size = int(entries.bands.max(initial=0)) + 1
    _, days = np.unique(rows.days, return_inverse=True)
    cells = ((rows.areas[at] * (int(days.max(initial=0)) + 1) + days[at]) * 2 + entries.sexes[kept]) * size
    _, first, back = np.unique(cells + entries.bands[kept], return_index=True, return_inverse=True)
    again = np.flatnonzero(first[back] != np.arange(len(at)))
    if not again.size:
        return []
    places = np.unique(at[again])
    table: pa.Table = source.table.select(list(source.columns))
    others = [name for name in source.columns if name != plan.count_column]
    if plan.is_long and table.select(others).group_by(others).aggregate([]).num_rows == table.num_rows:
        return [Finding(FindingKind.ADDED_ROWS, Weight.NOTICE, int(places.size), "", some(places, source.first_row))]  # fmt: skip
    return [Finding(FindingKind.DUPLICATE_KEY, Weight.STOPS, int(places.size), plan.key_column, some(places, source.first_row))]  # fmt: skip


def totals(
    source: SourceTable, plan: PeoplePlan, rows: Rows, entries: Entries, days: NDArray[np.int64], sexes: int
) -> list[Finding]:
    """Rows for both sexes together, compared with women and men of the same area, date and ages."""
    if not plan.is_long or sexes == 1:
        return []
    kept = rows.kept[entries.rows] & (entries.bands != TOTAL) & np.isfinite(entries.counts)
    both = kept & (entries.sexes == TOTAL)
    if not both.any():
        return []
    size = int(entries.bands.max()) + 1
    cell = (rows.areas * len(days) + np.searchsorted(days, rows.days)) * size + np.maximum(entries.bands, 0)
    of_parts = np.bincount(
        cell[kept & ~both], entries.counts[kept & ~both], minlength=int(cell[kept].max()) + 1
    )
    wrong = np.flatnonzero(both)[np.abs(of_parts[cell[both]] - entries.counts[both]) > 0]
    if not wrong.size:
        return []
    said = tuple(f"{number(entries.counts[at])} ≠ {number(of_parts[cell[at]])}" for at in wrong[:SHOWN_ROWS])
    return [Finding(FindingKind.PARTS_DIFFER, Weight.NOTICE, int(wrong.size), plan.count_column, some(wrong, source.first_row), said)]  # fmt: skip


def upper_areas(
    full: NDArray[np.float64], areas: AreaList, days: NDArray[np.int64], source: SourceTable, rows: Rows
) -> list[Finding]:
    """Larger areas that stand in the table with all their parts and are not their sum."""
    everybody = full.sum(axis=(2, 3))
    below = np.flatnonzero(areas.parents >= 0)
    wrong: list[tuple[int, str]] = []
    for at, day in enumerate(days):
        sums, parts, known = (np.zeros(len(areas.ids)) for _ in range(3))
        np.add.at(sums, areas.parents[below], everybody[at, below])
        np.add.at(parts, areas.parents[below], 1)
        np.add.at(known, areas.parents[below], everybody[at, below] > 0)
        for place in np.flatnonzero(
            (parts > 0) & (known == parts) & (everybody[at] > 0) & (sums != everybody[at])
        ):
            row = int(np.flatnonzero((rows.areas == place) & (rows.days == day))[0])
            wrong.append(
                (row, f"{areas.names[place]}: {number(everybody[at, place])} ≠ {number(sums[place])}")
            )
    if not wrong:
        return []
    first = some([row for row, _ in wrong], source.first_row)
    return [Finding(FindingKind.PARTS_DIFFER, Weight.NOTICE, len(wrong), "", first, tuple(said for _, said in wrong[:SHOWN_ROWS]))]  # fmt: skip


def gaps(counts: NDArray[np.float64], names: Sequence[str]) -> list[Finding]:
    """Areas that are not known at all dates of the table."""
    missing = np.flatnonzero(~np.isfinite(counts).all(axis=(0, 2, 3)))
    if not missing.size:
        return []
    said = tuple(names[place] for place in missing[:SHOWN_ROWS])
    return [Finding(FindingKind.AREA_NOT_KNOWN, Weight.SETS_MISSING, int(missing.size), "", (), said)]


def jumps(
    counts: NDArray[np.float64], names: Sequence[str], days: Sequence[date], system: AreaSystem
) -> list[Finding]:
    """Areas whose number of people moved far more than that of the others since the date before."""
    before = _stored_before(days[0], system) if days else None
    said: list[str] = []
    for at in range(len(days)):
        now = counts[at].sum(axis=(1, 2))
        if before is not None:
            said += [
                f"{names[place]}: {number(before[place])} → {number(now[place])}"
                for place in np.flatnonzero(jumped(before, now, Unit.COUNT)).tolist()
            ]
        before = now
    if not said:
        return []
    return [Finding(FindingKind.PEOPLE_JUMP, Weight.NOTICE, len(said), "", (), tuple(said[:SHOWN_ROWS]))]


def _stored_before(day: date, system: AreaSystem) -> NDArray[np.float64] | None:
    facts = area_system(system.code, system.vintage)
    earlier = [each for each in people_tables(facts) if each.day < day] if facts else []
    if not earlier:
        return None
    last = earlier[-1]
    found = {code: float(last.counts[place].sum()) for place, code in enumerate(last.codes)}
    finest = sorted(system.areas.filter(level=system.levels[-1]["code"]).values_list("area_code", flat=True))
    return np.array([found.get(code, np.nan) for code in finest])
