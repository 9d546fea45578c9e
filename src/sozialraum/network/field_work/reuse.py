"""The reuse rate of field work (DOMAIN 3.1): of what was opened in a year, how much was used since.

Used is what its team has marked as in use (for a family's arrangement, for a match, by the quarter; no family is named), and
what a later note was written at. Years do not overlap, and a month counts when it is over, so that two looks close together
tell nothing. What leaves is a released table: shares of fewer than thirty and small counts stay back.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

import pyarrow as pa

from sozialraum.foundation.database import statements
from sozialraum.foundation.database.editions import kept
from sozialraum.foundation.privacy.release import Figure, Kind, ReleasedTable, ReleaseRefused, release
from sozialraum.network.field_work.access import Unit
from sozialraum.network.field_work.models import EDITION
from sozialraum.warehouse.snapshots import content_hash

ALL: Final = "all"

# a later note counts as use of what it was written at, whoever wrote it; the last note at each place is found once, since
# looking for later ones beside every note takes minutes in a large city
_OPENED = """
WITH last AS MATERIALIZED (
  SELECT place_name, max(done_on) AS done_on FROM field_work_fieldnote
  WHERE place_name <> '' AND done_on <= %s GROUP BY place_name)
SELECT n.team_code, n.provider_code, extract(year FROM n.done_on)::int, count(*),
  count(*) FILTER (WHERE n.resource_used_on <= %s OR last.done_on > n.done_on)
FROM field_work_fieldnote n LEFT JOIN last ON last.place_name = n.resource_name
WHERE n.resource_name <> '' AND n.done_on <= %s AND n.done_on >= %s
GROUP BY 1, 2, 3
"""


@dataclass(frozen=True, slots=True)
class ReuseLine:
    """A year of a team, or of all: how many things were opened, and the share that was used as it may be shown."""

    year: int
    figure: Figure


def reuse_rates(*, today: date, years: int = 3) -> ReleasedTable | None:
    """The share of what was opened that was used, by team or provider and year, up to the end of the last month.

    ``None`` where nothing was opened, or where no way is found to protect the small counts.
    """
    until = today.replace(day=1) - timedelta(days=1)
    return _released(date(until.year - years + 1, 1, 1), until)


@kept(EDITION, size=4)
def _released(since: date, until: date) -> ReleasedTable | None:
    counts: dict[str, list[int]] = {}
    parents: dict[str, str] = {}
    for team, provider, year, opened, used in statements.rows(_OPENED, [until, until, until, since]):
        key, whole = _key(Unit(team, provider), year), _key(None, year)
        parents[key] = whole
        for each in (key, whole):
            sums = counts.setdefault(each, [0, 0])
            sums[0] += used
            sums[1] += opened
    if not counts:
        return None
    table = _table(counts)
    try:
        return release(table, kind=Kind.RATES, source_hash=content_hash(table), parents=parents)
    except ReleaseRefused:
        return None


def _table(counts: Mapping[str, list[int]]) -> pa.Table:
    used, opened = ([float(each[at]) for each in counts.values()] for at in (0, 1))
    return pa.table(
        {
            "area_code": pa.array(list(counts), pa.string()), "status": pa.array(["observed"] * len(counts), pa.string()),
            "value": pa.array([100 * a / b for a, b in zip(used, opened, strict=True)], pa.float64()),
            "numerator": pa.array(used, pa.float64()), "denominator": pa.array(opened, pa.float64()),
            "factor": pa.array([100.0] * len(counts), pa.float64()),
        }
    )  # fmt: skip


def reuse_of(table: ReleasedTable | None, unit: Unit | None) -> list[ReuseLine]:
    """The years of one team or provider (of all without one), the earliest first."""
    if table is None:
        return []
    own = unit.key if unit else ALL
    return [ReuseLine(year, table.figure(key)) for year, key in _years(table).get(own, ())]


def latest_of(table: ReleasedTable | None, units: Collection[Unit]) -> dict[Unit, ReuseLine]:
    """The latest year of each of these."""
    if table is None:
        return {}
    years = _years(table)
    latest = {unit: years[unit.key][-1] for unit in units if unit.key in years}
    return {unit: ReuseLine(year, table.figure(key)) for unit, (year, key) in latest.items()}


@kept(EDITION, size=4)
def _years(table: ReleasedTable) -> Mapping[str, Sequence[tuple[int, str]]]:
    """The years of each, the earliest first, with the key of their figure; figures are made of those alone that are shown."""
    found: dict[str, list[tuple[int, str]]] = {}
    for key in table.table.column("area_code").to_pylist():
        own, _bar, year = key.rpartition("|")
        found.setdefault(own, []).append((int(year), key))
    return {own: sorted(years) for own, years in found.items()}


def _key(unit: Unit | None, year: int) -> str:
    return f"{unit.key if unit else ALL}|{year}"
