"""From pins to released counts: the database counts, the proof hides, the gate lets out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from uuid import UUID

import numpy as np
import pyarrow as pa
import shapely
from django.db import connection
from numpy.typing import NDArray

from sozialraum.analytics.disclosure import CellStatus, CountTable, Dimension, LinearFact, Unproven, protect
from sozialraum.analytics.tables import TableError
from sozialraum.foundation.privacy.release import DEFAULT_THRESHOLD, Kind, ReleasedTable, release
from sozialraum.network.lived_spaces.enums import AgeGroup, Gender, PartOfDay, PinKind
from sozialraum.network.lived_spaces.rules import Grid
from sozialraum.social_structure.queries.outlines import Ground
from sozialraum.warehouse.snapshots import content_hash

ALL, INSIDE, OUTSIDE, REST = "all", "inside", "outside", "rest"
IntArray = NDArray[np.int64]
BoolArray = NDArray[np.bool_]
Count = tuple[int, int, str, str, str, int]


def key(kind: str, cell: str, age: str = ALL, gender: str = ALL, part: str = ALL) -> str:
    """Under which key a released count is kept: what, where, which ages, which gender, which part of the day."""
    return "|".join((kind, cell, age, gender, part))


def released_pins(campaign_id: UUID, grid: Grid, ground: Ground | None, area_code: str) -> ReleasedTable:
    """Count every kind of pin by cell, age, gender and part of the day, and let out what nobody can be recognized by.

    A person counts once a kind and cell, so that each count is of persons. Ages, genders and parts of the day are
    never crossed with each other. Needs a transaction that the gate has opened for participation.
    """
    by_kind: dict[str, list[Count]] = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM pin_counts(%s)", [campaign_id])
        for kind, *rest in cursor.fetchall():
            by_kind[kind].append(tuple(rest))
    codes: list[str] = []
    values: list[float | None] = []
    for kind in PinKind:
        for code, value in _protected(kind, by_kind.get(kind, []), grid, ground, area_code):
            codes.append(code)
            values.append(value)
    counted = pa.array(values, pa.float64())
    table = pa.table(
        {
            "area_code": pa.array(codes, pa.string()),
            "status": pa.array(["suppressed" if value is None else "observed" for value in values], pa.string()),
            "value": counted, "numerator": counted, "denominator": pa.nulls(len(codes), pa.float64()),
        }
    )  # fmt: skip
    return release(table, kind=Kind.COUNTS, source_hash=content_hash(table))


def _protected(
    kind: PinKind, counts: list[Count], grid: Grid, ground: Ground | None, area_code: str
) -> Iterator[tuple[str, float | None]]:
    """First the cells for everybody, then each way of grouping inside the cells that are shown.

    The proof of a grouping takes every total for known, so that its witnesses move nobody between cells; those of
    the cells move persons with all that they are between hidden cells. So all proofs hold together.
    """
    if not counts:
        yield key(kind, ALL), 0.0
        return
    cells = sorted({(column, row) for column, row, *_rest in counts})
    names = [f"{column},{row}" for column, row in cells]
    inside = _inside(cells, grid, ground, area_code)
    sides = {name: INSIDE if within else OUTSIDE for name, within in zip(names, inside, strict=True)}
    place = Dimension("cell", (*names, INSIDE, OUTSIDE, ALL), sides | {INSIDE: ALL, OUTSIDE: ALL})
    totals = dict.fromkeys(place.codes, 0)
    for column, row, _age, _gender, _part, persons in counts:
        name = f"{column},{row}"
        for at in (name, sides[name], ALL):
            totals[at] += persons
    values = np.array([totals[code] for code in place.codes], np.int64)
    hidden = _hidden(CountTable((place,), values))
    for code, back in zip(place.codes, hidden.tolist(), strict=True):
        yield key(kind, code), None if back else float(totals[code])
    shown = [name for name, back in zip(names, hidden.tolist(), strict=False) if not back]
    everything = not bool(hidden[-1])
    for position, (axis, of) in enumerate(_GROUPS):
        groups = [each.value for each in of]
        inner = _grouped(counts, position, groups, shown)
        for name, group, value in _protected_groups(inner, groups, shown) if everything else ():
            yield key(kind, name, **{axis: group}), value


def _grouped(counts: list[Count], position: int, groups: list[str], shown: list[str]) -> IntArray:
    """Persons by cell and group: the cells that are shown, then all others together, and the sums both ways."""
    table = np.zeros((len(shown) + 2, len(groups) + 1), np.int64)
    for column, row, age, gender, part_of_day, persons in counts:
        name, group = f"{column},{row}", (age, gender, part_of_day)[position]
        at = shown.index(name) if name in shown else len(shown)
        for place in (at, len(shown) + 1):
            for part in (groups.index(group), len(groups)):
                table[place, part] += persons
    return table


def _protected_groups(
    table: IntArray, groups: list[str], shown: list[str]
) -> Iterator[tuple[str, str, float | None]]:
    names = [*shown, REST]
    dimensions = (Dimension.flat("cell", names, total=ALL), Dimension.flat("group", groups, total=ALL))
    known = [LinearFact.exact({(name, ALL): 1}, int(table[at, -1])) for at, name in enumerate([*names, ALL])]
    try:
        hidden = _hidden(CountTable(dimensions, table), known)
    except (Unproven, TableError):
        hidden = np.ones(table.shape, np.bool_)
    for at, name in enumerate([*names, ALL]):
        for part, group in enumerate(groups):
            if name != REST:
                yield name, group, None if hidden[at, part] else float(table[at, part])


def _hidden(table: CountTable, known: Sequence[LinearFact] = ()) -> BoolArray:
    found = protect(table, threshold=DEFAULT_THRESHOLD, published=list(known))
    return np.array(found.status.tolist()) == CellStatus.SUPPRESSED


_GROUPS = (("age", AgeGroup), ("gender", Gender), ("part", PartOfDay))


def _inside(cells: list[tuple[int, int]], grid: Grid, ground: Ground | None, area_code: str) -> list[bool]:
    """Whether the middle of each cell lies in the planning area; all where the area has no outline."""
    wkb = next((area.wkb for area in ground.areas if area.area_code == area_code), None) if ground else None
    if wkb is None:
        return [True] * len(cells)
    shape = shapely.from_wkb(wkb)
    points = [grid.center(column, row) for column, row in cells]
    return [
        bool(each) for each in shapely.contains_xy(shape, [x for x, _y in points], [y for _x, y in points])
    ]


def spaces_of(table: ReleasedTable) -> Iterator[tuple[PinKind, list[list[int]], float | None]]:
    """For each kind the released cells with their persons, and the share outside the planning area."""
    cells: dict[str, list[list[int]]] = defaultdict(list)
    for figure in table:
        kind, cell, *groups = figure.area_code.split("|")
        if "," in cell and groups == [ALL, ALL, ALL] and figure.value:
            column, row = cell.split(",")
            cells[kind].append([int(column), int(row), int(figure.value)])
    for kind in PinKind:
        inside = table.figure(key(kind, INSIDE)).value
        outside = table.figure(key(kind, OUTSIDE)).value
        share = (
            None
            if inside is None or outside is None or not inside + outside
            else outside / (inside + outside)
        )
        yield kind, cells.get(kind, []), share
