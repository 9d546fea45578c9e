"""Areas that are alike, with the reason in words instead of a number."""

from __future__ import annotations

from dataclasses import dataclass

import pyarrow as pa

from sozialraum.analytics.similarity import similar_areas
from sozialraum.analytics.tables import TableError
from sozialraum.foundation.database.editions import kept
from sozialraum.social_structure import wording
from sozialraum.social_structure.enums import IndicatorKind, Unit
from sozialraum.social_structure.queries.areas import EDITION, AreaFacts, SystemFacts, areas_of
from sozialraum.social_structure.queries.figures import released, released_dates
from sozialraum.social_structure.queries.indicators import PREFIX, released_indicators
from sozialraum.social_structure.queries.profiles.licences import Shown

COUNT = 3
LEAST_INDICATORS = 3
LEAST_AREAS = 6
# which of several would say nearly the same, and so would count twice
COMPARED = {IndicatorKind.NEED, IndicatorKind.CONTEXT, IndicatorKind.ASSET}
SHARES = {Unit.PERCENT, Unit.PER_1000, Unit.SQUARE_METERS}


@dataclass(frozen=True, slots=True)
class Alike:
    """An area that is alike: in what both stand out together, and where they differ."""

    area: AreaFacts
    alike: str
    different: str


def alike_areas(area: AreaFacts, system: SystemFacts, shown: Shown) -> tuple[Alike, ...]:
    """The areas of the same level most alike, by every share that is released of enough of them and may be shown;
    assets among them.

    None where the area knows too little of itself, or the cut has too few areas to compare.
    """
    table, names = _values(system, area.level, shown)
    if len(names) < LEAST_INDICATORS or table.num_rows < LEAST_AREAS:
        return ()
    try:
        found = similar_areas(table, area.area_code, list(names), count=COUNT).to_pylist()
    except TableError:
        return ()
    areas = areas_of(system)
    return tuple(
        Alike(
            areas[row["area_code"]], wording.joined([names[each] for each in row["alike"]]),
            wording.joined([names[each] for each in row["different"]]),
        )
        for row in found
    )  # fmt: skip


@kept(EDITION, size=8)
def _values(system: SystemFacts, level: str, shown: Shown) -> tuple[pa.Table, dict[str, str]]:
    """Released values of a level by indicator, unknown ones null, and the names of the indicators."""
    codes = list(areas_of(system, level))
    columns: dict[str, pa.Array] = {"area_code": pa.array(codes, pa.string())}
    names: dict[str, str] = {}
    for each in released_indicators(system):
        if each.kind not in COMPARED or each.unit not in SHARES:
            continue
        subject = PREFIX + each.code
        day = released_dates(subject, system.id)[-1]
        if not shown(subject, system.id, day):
            continue
        table = released(subject, system.id, day)
        values = [None if table is None else table.figure(code).value for code in codes]
        if sum(value is not None for value in values) * 2 > len(codes):
            columns[each.code] = pa.array(values, pa.float64())
            names[each.code] = each.name
    return pa.table(columns), names
