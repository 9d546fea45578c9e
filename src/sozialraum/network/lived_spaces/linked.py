"""Which earlier runs speak of the same people as a new one, whatever their method and their cut, and what of them compares.

The same class may pin, draw a map and fill in a week; maps of two sections may overlap. What both tell together is only proven
where both count the same: the same people (age and gender, place, two years) saying the same. So

* *statements that mean the same* are linked across methods (:data:`ALIKE`), others only with themselves;
* of maps with another grid only the sums compare: all, and inside and outside where the area is the same. Which cell of the one
  holds what of the other is not known to anybody, so it is laid as close to the new map as it can be (:func:`recut`);
* how many of an age or a gender took part is known to all from the moment that any method tells it (``sizes``).

A wish pinned at a spot and an answer at the door are not linked: neither is a part of the other.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final
from uuid import UUID

from sozialraum.network.lived_spaces.counting import ALL, INSIDE, OUTSIDE, Axes, Count, Earlier, sides_of
from sozialraum.network.lived_spaces.rules import Bounds, Grid
from sozialraum.social_structure.queries.outlines import Ground

ALIKE: Final[Mapping[str, frozenset[str]]] = {
    "pins.like": frozenset({"subjective_map.gladly"}),
    "pins.avoid": frozenset({"subjective_map.not_gladly"}),
    "pins.unsafe": frozenset({"subjective_map.not_gladly"}),
    "pins.meet": frozenset({"clique.spots"}),
    "subjective_map.gladly": frozenset({"pins.like"}),
    "subjective_map.not_gladly": frozenset({"pins.avoid", "pins.unsafe"}),
    "clique.spots": frozenset({"pins.meet"}),
}
"""Statements (method and question) that mean the same of a spot."""

GROWN: Final = {"18+": "18-26", "18-26": "18+", "27-59": "18+", "60+": "18+"}
LEFT: Final = "left"
"""Where persons stand whom the new run has no room for: then other people took part in it."""


@dataclass(frozen=True, slots=True)
class Said:
    """What an earlier run counted of one statement, by age and gender first, and the keys of what was shown of it.

    ``sides`` says of every cell whether it lies inside the area of that run; it is empty for answers that are no spots.
    """

    counts: Sequence[Count]
    shown: Collection[str]
    sides: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RunBefore:
    """An earlier run: where it was, what was said in it by statement, and the sizes of groups that it tells."""

    id: UUID
    method: str
    area_code: str
    bounds: Bounds
    said: Mapping[str, Said]
    sizes: Mapping[str, Mapping[str, int]] = field(default_factory=dict)


Provider = Callable[[str, Bounds, datetime], Iterable[RunBefore]]
_providers: list[Provider] = []


def register_runs(provider: Provider) -> None:
    """Let a method bring its closed runs. Called from ``AppConfig.ready``."""
    if provider not in _providers:
        _providers.append(provider)


def runs_before(area_code: str, bounds: Bounds, *, at: datetime) -> list[RunBefore]:
    """Every run of every method within two years among people who may be the same.

    Needs a transaction that the gate has opened for participation.
    """
    return [run for provider in _providers for run in provider(area_code, bounds, at)]


def earlier_of(
    statement: str, counts: Sequence[Count], runs: Sequence[RunBefore], *, area_code: str, bounds: Bounds, axes: Axes,
    sides: Mapping[str, str],
) -> list[Earlier]:  # fmt: skip
    """What earlier runs counted of a statement, in the cut of the new run's ``counts``.

    ``sides`` says of the new run's cells whether they lie inside its area, and is empty for answers that are no spots.
    """
    found = []
    for run in runs:
        for other in sorted({statement} | ALIKE.get(statement, frozenset())):
            said = run.said.get(other)
            if said is None:
                continue
            same_cells = (not sides and not said.sides) or list(run.bounds) == list(bounds)
            same_area = run.area_code == area_code
            shown = frozenset(
                _compared(said.shown, statement.partition(".")[2], same_cells=same_cells, same_area=same_area)
            )
            if same_cells and other == statement:
                found.append(Earlier(said.counts, shown))
                continue
            laid = recut(said, counts, axes, sides if same_area else {}, same_cells=same_cells)
            found.append(Earlier(laid, shown))
    return found


@dataclass(slots=True)
class _Room:
    """How many of a group the new run has at a cell, less those of the earlier run who stand there already."""

    name: str
    groups: tuple[str, ...]
    free: int

    def takes(self, name: str, groups: tuple[str, ...]) -> bool:
        """Whether somebody of these groups can stand here; a group that was not asked for fits all."""
        return (not name or name == self.name) and all(
            not one or not other or one == other for one, other in zip(self.groups, groups, strict=False)
        )


def recut(
    said: Said, now: Sequence[Count], axes: Axes, sides: Mapping[str, str], *, same_cells: bool
) -> list[Count]:
    """The persons of an earlier run laid onto the cells and groups of the new one, as far as it has room for them.

    Everybody keeps age, gender and side of the area (and the cell, with ``same_cells``); the sums are those of the earlier
    run. Who finds no room stands at :data:`LEFT` (or at her cell), where the new run counted fewer.

    >>> then = Said([("9,9", ("6-9",), 6)], ())
    >>> recut(then, [("1,1", ("6-9",), 4), ("1,2", ("6-9",), 8)], {"age": ("6-9",)}, {}, same_cells=False)
    [('1,1', ('6-9',), 4), ('1,2', ('6-9',), 2)]
    """
    rooms: dict[str, list[_Room]] = defaultdict(list)
    for name, groups, persons in now:
        rooms[sides.get(name, "")].append(_Room(name, groups, persons))
    kept = [{str(group) for group in groups} for groups in axes.values()]
    first = [str(groups[0]) for groups in axes.values()]
    laid: dict[tuple[str, tuple[str, ...]], int] = defaultdict(int)
    for name, groups, persons in said.counts:
        side = said.sides.get(name, "") if sides else ""
        same = tuple(
            group if not group or group in of else GROWN.get(group, "")
            for group, of in zip(groups, kept, strict=False)
        )
        left = persons
        for room in rooms[side]:
            if left and room.free and room.takes(name if same_cells else "", same):
                taken = min(left, room.free)
                laid[room.name, room.groups] += taken
                room.free -= taken
                left -= taken
        if left:
            named = (*same, *[""] * len(first))
            stands = tuple(group or usual for group, usual in zip(named, first, strict=False))
            laid[name if same_cells else f"{LEFT} {side}".strip(), stands] += left
    return [(name, groups, persons) for (name, groups), persons in laid.items()]


def sides_with_earlier(
    sides: Mapping[str, str], earlier: Sequence[Earlier], grid: Grid, ground: Ground | None, area_code: str
) -> dict[str, str]:
    """The sides of the new run's cells, of those that only earlier runs have, and of those whom it has no room for."""
    left = {f"{LEFT} {side}": side for side in (INSIDE, OUTSIDE)}
    more = [each for run in earlier for each in run.counts if "," in each[0] and each[0] not in sides]
    return {**left, **sides, **sides_of(more, grid, ground, area_code)}


def known_sizes(
    counts: Iterable[Count], axes: Axes, runs: Sequence[RunBefore]
) -> dict[str, dict[str, tuple[int, int]]]:
    """The most persons that each group can have, as earlier runs told it, where the new run does not say otherwise."""
    least: dict[tuple[str, str], int] = defaultdict(int)
    by_answer: dict[tuple[str, str, str], int] = defaultdict(int)
    for name, groups, persons in counts:
        for axis, group in zip(axes, groups, strict=False):
            by_answer[name, axis, group] += persons
            least[axis, group] = max(least[axis, group], by_answer[name, axis, group])
    found: dict[str, dict[str, tuple[int, int]]] = {}
    for axis, every in axes.items():
        for group in every:
            told = [size for run in runs if (size := run.sizes.get(axis, {}).get(str(group)))]
            if told and min(told) >= least[axis, str(group)]:
                found.setdefault(axis, {})[str(group)] = (0, min(told))
    return found


def _compared(shown: Iterable[str], name: str, *, same_cells: bool, same_area: bool) -> Iterable[str]:
    """What was shown, under the name of the new run's question: of other cuts the sums alone, of other areas no sides."""
    for each in shown:
        _kind, cell, *groups = each.split("|")
        if (same_area or cell not in {INSIDE, OUTSIDE}) and (same_cells or cell in {INSIDE, OUTSIDE, ALL}):
            yield "|".join((name, cell, *groups))
