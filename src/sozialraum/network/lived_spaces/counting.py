"""From pins to released counts: the database counts, the proof hides, the gate lets out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
import shapely
from numpy.typing import NDArray

from sozialraum.analytics.disclosure import CountTable, Dimension, LinearFact
from sozialraum.foundation.privacy.release import DEFAULT_THRESHOLD, Kind, ReleasedTable, release
from sozialraum.network.lived_spaces.enums import PinKind
from sozialraum.network.lived_spaces.repeated import Before, hidden_counts
from sozialraum.network.lived_spaces.rules import Grid
from sozialraum.social_structure.queries.outlines import Ground
from sozialraum.warehouse.snapshots import content_hash

ALL, INSIDE, OUTSIDE, REST = "all", "inside", "outside", "rest"
IntArray = NDArray[np.int64]
BoolArray = NDArray[np.bool_]
Count = tuple[str, tuple[str, ...], int]
"""How many persons gave an answer (or pinned a cell), with the group that they are in on every axis."""

Axes = Mapping[str, Sequence[str]]
"""The ways of grouping by name, each with its groups; never crossed with each other."""


def key(kind: str, cell: str, age: str = ALL, gender: str = ALL, part: str = ALL) -> str:
    """Under which key a released count is kept: what, where, which ages, which gender, which part of the day."""
    return "|".join((kind, cell, age, gender, part))


@dataclass(frozen=True, slots=True)
class Earlier:
    """An earlier run of the same in the cut of now: what was counted, and the keys of what was shown of it."""

    counts: Sequence[Count]
    shown: Collection[str]


def shown_of(table: ReleasedTable, kind: str) -> frozenset[str]:
    """The keys of what was let out of a kind with its number."""
    return frozenset(
        each.area_code for each in table if each.value is not None and each.area_code.startswith(f"{kind}|")
    )


def release_counts(found: Mapping[str, float | None], *, near: Sequence[ReleasedTable] = ()) -> ReleasedTable:
    """Let counts out that are protected already (``None``: stays back); ``near`` are releases that might be compared."""
    counted = pa.array(list(found.values()), pa.float64())
    table = pa.table(
        {
            "area_code": pa.array(list(found), pa.string()),
            "status": pa.array(["suppressed" if each is None else "observed" for each in found.values()], pa.string()),
            "value": counted, "numerator": counted, "denominator": pa.nulls(len(found), pa.float64()),
        }
    )  # fmt: skip
    return release(table, kind=Kind.COUNTS, source_hash=content_hash(table), near=near)


def sides_of(counts: Sequence[Count], grid: Grid, ground: Ground | None, area_code: str) -> dict[str, str]:
    """For each cell whether it lies inside the planning area or outside."""
    cells = sorted({tuple(int(each) for each in name.split(",")) for name, _groups, _persons in counts})
    inside = _inside([(column, row) for column, row in cells], grid, ground, area_code)
    return {
        f"{column},{row}": INSIDE if within else OUTSIDE
        for (column, row), within in zip(cells, inside, strict=True)
    }


@dataclass(frozen=True, slots=True)
class Crowd:
    """What everybody knows of the number of persons: of all ``most``, and of every group on every axis the least and the
    most. ``one_each`` says that everybody gives one answer: then the sizes of groups are the same for every such question.
    """

    most: int
    groups: Mapping[str, Mapping[str, tuple[int, int]]] = field(default_factory=dict)
    one_each: bool = False


def protected_counts(
    kind: str, counts: Sequence[Count], axes: Axes, sides: Mapping[str, str] | None = None, *, crowd: Crowd | None = None,
    before: Sequence[Earlier] = (),
) -> Iterator[tuple[str, float | None]]:  # fmt: skip
    """First the answers for everybody, then each way of grouping inside the answers that are shown.

    ``sides`` puts answers together into sums that are published as well (inside and outside an area). The proof of a
    grouping takes every total for known, so that its witnesses move nobody between answers; those of the answers move
    persons with all that they are between hidden answers. So all proofs hold together. What is known of the ``crowd``
    enters them: no more can have given an answer than there are. ``before`` are earlier runs of the same: both together are
    proven (:mod:`~sozialraum.network.lived_spaces.repeated`). Yields key and count, ``None`` where it stays back.
    """
    if not counts and not any(each.counts for each in before):
        yield key(kind, ALL), 0.0
        return
    asked = {name for name, _groups, _persons in counts}
    names = sorted(asked | {name for run in before for name, _groups, _persons in run.counts})
    above = dict(sides or {})
    summed = (INSIDE, OUTSIDE) if sides is not None else ()
    edges = {name: above.get(name, ALL) for name in names} | dict.fromkeys(summed, ALL)
    place = Dimension("answer", (*names, *summed, ALL), edges)
    totals = _totals(counts, place.codes, above)
    crowded = crowd is not None and crowd.most < totals[ALL]
    known = [LinearFact({(name,): 1}, 0, crowd.most) for name in names if crowd and crowded]
    runs = [
        Before(_line(_totals(run.counts, place.codes, above)), np.array([key(kind, code) in run.shown for code in place.codes]))
        for run in before
    ]  # fmt: skip
    hidden = _hidden(CountTable((place,), _line(totals)), known, runs)
    for code, back in zip(place.codes, hidden.tolist(), strict=True):
        if code in asked or code in (*summed, ALL):
            yield key(kind, code), None if back else float(totals[code])
    shown = [name for name, back in zip(names, hidden.tolist(), strict=False) if name in asked and not back]
    everything = not bool(hidden[-1])
    for position, (axis, of) in enumerate(axes.items()):
        groups = [str(each) for each in of]
        inner = _grouped(counts, position, groups, shown)
        facts = _known_of_groups(inner, groups, shown, crowd, axis)
        runs = [_grouped_before(run, kind, position, axis, groups, shown) for run in before]
        for name, group, value in _protected_groups(inner, groups, shown, facts, runs) if everything else ():
            yield key(kind, name, **{axis: group}), value


def _totals(counts: Sequence[Count], codes: Sequence[str], above: Mapping[str, str]) -> dict[str, int]:
    """Persons by answer, by side, and all."""
    totals = dict.fromkeys(codes, 0)
    for name, _groups, persons in counts:
        for at in {name, above.get(name, name), ALL}:
            totals[at] += persons
    return totals


def _line(totals: Mapping[str, int]) -> IntArray:
    return np.array(list(totals.values()), np.int64)


def _grouped_before(
    run: Earlier, kind: str, position: int, axis: str, groups: list[str], shown: list[str]
) -> Before:
    """An earlier run in the form of the table of groups of now."""
    told = [
        [key(kind, name, **{axis: group}) in run.shown for group in groups] + [key(kind, name) in run.shown]
        for name in shown
    ]
    told.append([False] * (len(groups) + 1))
    told.append(
        [key(kind, ALL, **{axis: group}) in run.shown for group in groups] + [key(kind, ALL) in run.shown]
    )
    return Before(_grouped(run.counts, position, groups, shown), np.array(told, np.bool_))


def _grouped(counts: Sequence[Count], position: int, groups: list[str], shown: list[str]) -> IntArray:
    """Persons by answer and group: the answers that are shown, then all others together, and the sums both ways."""
    table = np.zeros((len(shown) + 2, len(groups) + 1), np.int64)
    row_of, column_of = (
        {name: at for at, name in enumerate(shown)},
        {group: at for at, group in enumerate(groups)},
    )
    for name, of, persons in counts:
        for place in (row_of.get(name, len(shown)), len(shown) + 1):
            for part in (column_of[of[position]], len(groups)):
                table[place, part] += persons
    return table


def _known_of_groups(
    table: IntArray, groups: list[str], shown: list[str], crowd: Crowd | None, axis: str
) -> list[LinearFact]:
    """All totals of answers, and what the sizes of groups tell."""
    known = [
        LinearFact.exact({(name, ALL): 1}, int(table[at, -1])) for at, name in enumerate([*shown, REST, ALL])
    ]
    for part, group in enumerate(groups):
        sizes = crowd.groups.get(axis, {}).get(group) if crowd else None
        if crowd is None or sizes is None:
            continue
        least, most = sizes
        known += [
            LinearFact({(name, group): 1}, 0, most)
            for at, name in enumerate(shown)
            if most < int(table[at, -1])
        ]
        size = int(table[-1, part])
        if crowd.one_each:
            exact = size >= DEFAULT_THRESHOLD
            known.append(
                LinearFact({(ALL, group): 1}, size if exact else min(least, size), size if exact else most)
            )
    return known


def _protected_groups(
    table: IntArray,
    groups: list[str],
    shown: list[str],
    known: Sequence[LinearFact],
    before: Sequence[Before],
) -> Iterator[tuple[str, str, float | None]]:
    names = [*shown, REST]
    dimensions = (Dimension.flat("cell", names, total=ALL), Dimension.flat("group", groups, total=ALL))
    hidden = _hidden(CountTable(dimensions, table), known, before)
    for at, name in enumerate([*names, ALL]):
        for part, group in enumerate(groups):
            if name != REST:
                yield name, group, None if hidden[at, part] else float(table[at, part])


def _hidden(table: CountTable, known: Sequence[LinearFact], before: Sequence[Before]) -> BoolArray:
    """What stays back; everything where no proof is found."""
    return hidden_counts(table, known, before, threshold=DEFAULT_THRESHOLD)


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
        yield kind, cells.get(kind, []), outside_share(table, kind)


def outside_share(table: ReleasedTable, kind: str) -> float | None:
    """The share of spots outside the planning area; ``None`` where it is not released."""
    inside = table.figure(key(kind, INSIDE)).value
    outside = table.figure(key(kind, OUTSIDE)).value
    return None if inside is None or outside is None or not inside + outside else outside / (inside + outside)
