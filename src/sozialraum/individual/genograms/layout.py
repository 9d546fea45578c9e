"""Where everybody stands: one row a generation, grown outwards from the one in the middle.

The father's side grows to the left and the mother's to the right, each new group as near as the outline of what
stands already allows, row by row. So lines of an ordinary family do not cross: three generations, brothers and
sisters in the order of birth, one further couple on either side. Whoever cannot be placed like this still gets a
place; then lines may cross.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final, Literal

from sozialraum.individual.genograms.family import MIDDLE, Descent, Family, Union

Side = Literal[-1, 1]
LEFT: Final[Side] = -1
RIGHT: Final[Side] = 1
STEP: Final = 1.0
CLEARANCE: Final = 0.5


@dataclass(frozen=True, slots=True)
class Place:
    """Where somebody stands: ``x`` in widths of a person, ``row`` the generation, 0 that of the one in the middle."""

    x: float
    row: int


@dataclass(frozen=True)
class Layout:
    """Everybody's place, and for each union where the line to the children leaves."""

    places: Mapping[str, Place]
    drops: Mapping[str, float]

    def rows(self) -> list[list[str]]:
        """The keys of everybody, generation by generation, from left to right."""
        order = sorted(self.places, key=lambda key: (self.places[key].row, self.places[key].x))
        found: dict[int, list[str]] = {}
        for key in order:
            found.setdefault(self.places[key].row, []).append(key)
        return list(found.values())


def arrange(family: Family) -> Layout:
    """Place everybody of a family once."""
    grown = _Grown(family)
    grown.grow()
    return Layout(grown.places, grown.drops)


@dataclass
class _Group:
    """People who stand together with their lines; ``spans`` are the outlines, even for rows, odd for the space below."""

    places: dict[str, Place] = field(default_factory=dict)
    drops: dict[str, float] = field(default_factory=dict)
    spans: dict[int, tuple[float, float]] = field(default_factory=dict)

    def put(self, key: str, x: float, row: int) -> None:
        self.places[key] = Place(x, row)
        self.reach(2 * row, x, x)

    def reach(self, band: int, low: float, high: float) -> None:
        old = self.spans.get(band, (low, high))
        self.spans[band] = (min(old[0], low), max(old[1], high))

    def x(self, key: str) -> float:
        return self.places[key].x

    def edge(self, band: int, side: Side, otherwise: float) -> float:
        return self.spans[band][side == RIGHT] if band in self.spans else otherwise

    def take(self, other: _Group, shift: float) -> None:
        for key, place in other.places.items():
            self.places[key] = Place(place.x + shift, place.row)
        for key, x in other.drops.items():
            self.drops[key] = x + shift
        for band, (low, high) in other.spans.items():
            self.reach(band, low + shift, high + shift)

    def pushed(self, other: _Group, side: Side, wish: float) -> float:
        """The shift next to ``wish`` with which another group stands free on one side of this one."""
        shift = wish * side
        for band in other.spans.keys() & self.spans.keys():
            clear = CLEARANCE if band % 2 else STEP
            inner = other.spans[band][side == LEFT]
            shift = max(shift, (self.spans[band][side == RIGHT] - inner) * side + clear)
        return shift * side


class _Grown(_Group):
    def __init__(self, family: Family) -> None:
        super().__init__()
        self.family = family

    def grow(self) -> None:
        self._with(MIDDLE, 0.0, 0)
        birth, *second = self.family.parent_sets(MIDDLE) or (None,)
        if birth is not None:
            self._add_parents(MIDDLE, birth, None, tuple(second))
        self._add_rest()

    def _with(self, key: str, x: float, row: int) -> None:
        self.take(self._below(key, row), x)

    def _below(self, key: str, row: int) -> _Group:
        """Somebody with partners who bring no family along, and all their children."""
        group = _Group()
        group.put(key, 0.0, row)
        sides = self._sides(key)
        for union, side in sides:
            self._add_union(group, key, union, side)
        return group

    def _sides(self, key: str) -> list[tuple[Union, Side]]:
        family = self.family
        own = [
            union
            for union in family.unions_of(key)
            if union.partner(key) not in self.places and not family.parent_sets(union.partner(key))
        ]
        own.sort(key=lambda union: bool(self._own_children(union.key)))
        fruitful = [union for union in own if self._own_children(union.key)]
        if len(own) == 1:
            woman_right = (
                family.person(key).gender == "f" and family.person(own[0].partner(key)).gender != "f"
            )
            return [(own[0], LEFT if woman_right else RIGHT)]
        earlier = (
            fruitful[:-1][::2]
            if len(fruitful) > 1
            else [each for each in own[:-1] if each not in fruitful][:1]
        )
        return [(union, LEFT if union in earlier else RIGHT) for union in own]

    def _own_children(self, union: str) -> list[str]:
        """The children who stand under this union: whose first set of parents it is."""
        return [
            child
            for child in self.family.children(union)
            if child not in self.places and self.family.parent_sets(child)[0].union == union
        ]

    def _add_union(self, group: _Group, key: str, union: Union, side: Side) -> None:
        """Put a partner and the children of the two on one side of somebody."""
        row = group.places[key].row
        partner = union.partner(key)
        outermost = group.edge(2 * row, side, group.x(key))
        drop = outermost + side * STEP / 2
        children = self._row([self._below(child, row + 1) for child in self._own_children(union.key)])
        if children.places:
            anchors = [
                children.x(child) for child in self._own_children(union.key) if child in children.places
            ]
            center = (min(anchors) + max(anchors)) / 2
            children.reach(2 * row + 1, min(anchors), max(anchors))
            shift = group.pushed(children, side, drop - center)
            drop = center + shift
            group.take(children, shift)
        if partner not in group.places:
            at = max(drop * side + STEP / 2, outermost * side + STEP) * side
            group.put(partner, at, row)
        group.drops[union.key] = drop
        group.reach(2 * row + 1, *sorted((group.x(key), group.x(partner))))

    def _row(self, groups: Sequence[_Group]) -> _Group:
        """Groups side by side, each as near as its outline allows."""
        row = _Group()
        for group in groups:
            row.take(group, row.pushed(group, RIGHT, 0.0) if row.places else 0.0)
        return row

    def _add_parents(
        self, child: str, descent: Descent, side: Side | None, second: tuple[Descent, ...] = ()
    ) -> None:
        """Put the parents above somebody, brothers and sisters beside, and go on with the parents' own families."""
        union = self.family.union(descent.union)
        row = self.places[child].row
        end = self._end(child, second) if side is None else None
        self._add_siblings(child, descent.union, side, end)
        anchors = [
            self.x(key) for key in self.family.children(descent.union) if self._hangs(key, descent.union, row)
        ]
        center = (min(anchors) + max(anchors)) / 2
        pair = self._in_order(union)
        half = STEP if all(self.family.parent_sets(key) for key in pair) else STEP / 2
        couple = _Group()
        couple.put(pair[0], -half, row - 1)
        couple.put(pair[1], half, row - 1)
        shift = center if side is None else self.pushed(couple, side, center)
        self.take(couple, shift)
        self.drops[union.key] = shift
        self.reach(2 * row - 1, min(*anchors, shift - half), max(*anchors, shift + half))
        for key, outward in zip(pair, (LEFT, RIGHT), strict=True):
            for other in self.family.unions_of(key):
                self._add_further(key, other, outward)
        for each in second:
            self._add_second(child, each, end or RIGHT)
        for key, outward in zip(pair, (LEFT, RIGHT), strict=True):
            for above in self.family.parent_sets(key)[:1]:
                self._add_parents(key, above, outward)

    def _hangs(self, key: str, union: str, row: int) -> bool:
        return (
            key in self.places
            and self.places[key].row == row
            and self.family.parent_sets(key)[0].union == union
        )

    def _add_siblings(self, child: str, union: str, side: Side | None, end: Side | None) -> None:
        row = self.places[child].row
        order = [key for key in self.family.children(union) if self.family.parent_sets(key)[0].union == union]
        at = order.index(child)
        older, younger = order[:at], order[at + 1 :]
        if side == LEFT or end == RIGHT:
            older, younger = older + younger, []
        elif side == RIGHT or end == LEFT:
            older, younger = [], older + younger
        for key in reversed(older):
            self._beside(key, row, LEFT)
        for key in younger:
            self._beside(key, row, RIGHT)

    def _beside(self, key: str, row: int, side: Side) -> None:
        if key not in self.places:
            group = self._below(key, row)
            self.take(group, self.pushed(group, side, self.x(MIDDLE) - side * 10_000.0))

    def _end(self, child: str, second: tuple[Descent, ...]) -> Side | None:
        """At which end of the brothers and sisters somebody has to stand whose lines go farther, None for neither."""
        pairs = [set(self.family.union(each.union).pair) for each in second]
        birth = self.family.parent_sets(child)[0]
        left, right = self._in_order(self.family.union(birth.union))
        if any(left in pair for pair in pairs):
            return LEFT
        if pairs:
            busy = len(self.family.unions_of(right)) > 1 and not any(right in pair for pair in pairs)
            return LEFT if busy else RIGHT
        brings = any(self.family.parent_sets(each.partner(child)) for each in self.family.unions_of(child))
        return RIGHT if brings else None

    def _in_order(self, union: Union) -> tuple[str, str]:
        """A couple from left to right: by custom the man left, otherwise as the two were named."""
        one, other = (self.family.person(key) for key in union.pair)
        swapped = (one.gender == "f" and other.gender != "f") or (other.gender == "m" and one.gender != "m")
        return (other.key, one.key) if swapped else union.pair

    def _add_further(self, key: str, union: Union, side: Side) -> None:
        partner = union.partner(key)
        if (
            union.key not in self.drops
            and partner not in self.places
            and not self.family.parent_sets(partner)
        ):
            self._add_union(self, key, union, side)

    def _add_second(self, child: str, descent: Descent, side: Side) -> None:
        """A second set of parents, on the free side of the first; with a parent they share it stands already."""
        union = self.family.union(descent.union)
        if union.key in self.drops or any(key in self.places for key in union.pair):
            return
        row = self.places[child].row - 1
        couple = _Group()
        first, last = self._in_order(union)
        couple.put(first, -STEP / 2, row)
        couple.put(last, STEP / 2, row)
        for key in self._own_children(union.key):
            self._beside(key, row + 1, side)
        shift = self.pushed(couple, side, self.x(child) + side * STEP)
        self.take(couple, shift)
        self.drops[union.key] = shift
        self.reach(2 * row + 1, *sorted((self.x(child), shift + side * STEP / 2)))

    def _add_rest(self) -> None:
        """Whoever hangs farther away: partners who bring their family along, and further sets of parents."""
        while len(self.drops) < len(self.family.unions):
            if not (self._next_couple() or self._next_parents()):
                break

    def _next_couple(self) -> bool:
        for union in self.family.unions:
            there = [key for key in union.pair if key in self.places]
            if union.key in self.drops or not there:
                continue
            side = self._outward(there[0])
            if len(there) == 2:
                one, other = sorted(self.x(key) for key in there)
                self.drops[union.key] = (one + other) / 2
                for child in self._own_children(union.key):
                    self._beside(child, self.places[there[0]].row + 1, side)
            else:
                self._add_union(self, there[0], union, side)
            return True
        return False

    def _next_parents(self) -> bool:
        for descent in self.family.descent:
            if descent.child in self.places and descent.union not in self.drops:
                sets = self.family.parent_sets(descent.child)
                if sets[0] == descent:
                    self._add_parents(descent.child, descent, self._outward(descent.child))
                else:
                    self._add_second(descent.child, descent, self._outward(descent.child))
                return True
        return False

    def _outward(self, key: str) -> Side:
        if key == MIDDLE:
            return RIGHT
        return LEFT if self.x(key) < self.x(MIDDLE) else RIGHT


def overlaps(layout: Layout) -> bool:
    """Whether two people would stand on each other.

    >>> overlaps(Layout({"a": Place(0.0, 0), "b": Place(1.0, 0)}, {}))
    False
    """
    return any(
        layout.places[other].x - layout.places[one].x < STEP - 1e-6
        for row in layout.rows()
        for one, other in pairwise(row)
    )
