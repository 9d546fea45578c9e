"""The lines of a genogram as points: one figure for each union, with the ticks to its children."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from sozialraum.individual.genograms.family import DescentKind, Family, Union
from sozialraum.individual.genograms.layout import Layout

Point = tuple[float, float]
WIDE: Final = 116.0
HIGH: Final = 178.0
HALF: Final = 23.0
COUPLE_AT: Final = 74.0
DEEPER: Final = 8.0
BAR_AT: Final = 122.0
BESIDE: Final = 10.0


@dataclass(frozen=True, slots=True)
class Line:
    """One run of points of a union; ``kind`` is empty for the couple's own line, else how the child belongs to it."""

    union: str
    points: tuple[Point, ...]
    kind: DescentKind | None = None

    @property
    def segments(self) -> Iterator[tuple[Point, Point]]:
        """The straight parts."""
        return zip(self.points, self.points[1:], strict=False)


def point_of(layout: Layout, key: str) -> Point:
    """The middle of somebody's sign."""
    place = layout.places[key]
    return place.x * WIDE, place.row * HIGH


def lines_of(family: Family, layout: Layout) -> list[Line]:
    """All lines of the family, couples first."""
    couples = [_couple(family, layout, union) for union in family.unions]
    children = [line for union in family.unions for line in _children(family, layout, union)]
    return [*couples, *children]


def couple_level(family: Family, layout: Layout, union: Union) -> float:
    """How deep the line of a couple runs: below those of nearer couples on the same side."""
    row = max(point_of(layout, key)[1] for key in union.pair)
    return row + COUPLE_AT + DEEPER * max(_rank(family, layout, union, key) for key in union.pair)


def _rank(family: Family, layout: Layout, union: Union, key: str) -> int:
    """How many nearer couples of the same person stand on the same side."""
    here = layout.places[key].x
    reach = layout.places[union.partner(key)].x - here
    others = (layout.places[each.partner(key)].x - here for each in family.unions_of(key))
    return sum(reach * other > 0 and abs(other) < abs(reach) for other in others)


def _couple(family: Family, layout: Layout, union: Union) -> Line:
    level = couple_level(family, layout, union)
    left, right = sorted(union.pair, key=lambda key: layout.places[key].x)
    (x1, y1), (x2, y2) = point_of(layout, left), point_of(layout, right)
    x1 += BESIDE / (1 + _rank(family, layout, union, left))
    x2 -= BESIDE / (1 + _rank(family, layout, union, right))
    return Line(union.key, ((x1, y1 + HALF), (x1, level), (x2, level), (x2, y2 + HALF)))


def _children(family: Family, layout: Layout, union: Union) -> Iterator[Line]:
    level = couple_level(family, layout, union)
    drop = layout.drops[union.key] * WIDE
    for descent in family.descent:
        if descent.union != union.key:
            continue
        x, y = point_of(layout, descent.child)
        x += _beside(family, layout, descent.child, union.key)
        bar = y - HIGH + BAR_AT
        yield Line(union.key, ((drop, level), (drop, bar), (x, bar), (x, y - HALF)), descent.kind)


def _beside(family: Family, layout: Layout, child: str, union: str) -> float:
    """Two sets of parents reach a child side by side, the left one left."""
    sets = sorted((layout.drops[each.union], each.union) for each in family.parent_sets(child))
    if len(sets) < 2:
        return 0.0
    return -BESIDE if sets[0][1] == union else BESIDE


def crossings(family: Family, layout: Layout) -> int:
    """How often lines of different couples meet."""
    lines = lines_of(family, layout)
    return sum(
        _meet(one, other)
        for at, first in enumerate(lines)
        for second in lines[at + 1 :]
        if first.union != second.union
        for one in first.segments
        for other in second.segments
    )


def _meet(one: tuple[Point, Point], other: tuple[Point, Point]) -> bool:
    # every part runs upright or level, so two meet where their boxes do
    return all(
        max(min(one[0][axis], one[1][axis]), min(other[0][axis], other[1][axis]))
        <= min(max(one[0][axis], one[1][axis]), max(other[0][axis], other[1][axis])) + 1e-6
        for axis in (0, 1)
    )
