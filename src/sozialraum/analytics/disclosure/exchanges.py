"""Exchanges: small rearrangements of people that leave every sum as it is.

Two quarters of a district swap a person of one age against a person of another: four cells move by one, no total
does. In a table of three dimensions eight cells move. Where an exchange moves hidden cells alone, the table after it
agrees with all that is shown, so it is a witness: nobody can tell it from the true one. Searching such boxes needs no
linear program and gives whole numbers at once (compare the hypercube method of Repsilber and Giessing that the German
statistical offices use to choose what to hide; here each box is also the proof).

In a dimension with totals an exchange runs through the tree: from one code up to the total that both share and down
to the other, or from a code up and out through a hidden root.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sozialraum.analytics.disclosure.count_table import Dimension
from sozialraum.analytics.tables import BoolArray, FloatArray

# exchanges tried for a code and dimension; beyond it they are taken at even steps
_NEAR, _FAR = 64, 240
# paths of a dimension that are combined, the cheapest first
_BREADTH = 14
_Steps = list[tuple[int, int]]


@dataclass(frozen=True)
class Exchange:
    """Cells (numbers in raveled order) that move by +1 or -1 times the amount."""

    cells: NDArray[np.int64]
    signs: NDArray[np.int64]


@dataclass(frozen=True)
class _Paths:
    """Padded paths that hold one code with +1: places (m x length) and signs, 0 where padded."""

    places: NDArray[np.int64]
    signs: NDArray[np.int64]

    @classmethod
    def of(cls, steps: list[_Steps]) -> _Paths:
        length = max((len(path) for path in steps), default=1)
        places, signs = np.zeros((len(steps), length), np.int64), np.zeros((len(steps), length), np.int64)
        for row, path in enumerate(steps):
            places[row, : len(path)] = [place for place, _ in path]
            signs[row, : len(path)] = [sign for _, sign in path]
            places[row, len(path) :] = path[0][0]
        return cls(places, signs)


class Exchanges:
    """All boxes of a table's dimensions, searched cell by cell."""

    def __init__(self, dimensions: tuple[Dimension, ...]) -> None:
        self.dimensions = dimensions
        self.shape = tuple(len(dimension.codes) for dimension in dimensions)
        self._strides = [int(np.prod(self.shape[axis + 1 :])) for axis in range(len(self.shape))]
        self._trees = [_Tree(dimension) for dimension in dimensions]
        self._known: dict[tuple[int, int, bool], _Paths] = {}

    def find(
        self, cell: int, cost: FloatArray, room: FloatArray, up: float, down: float, *, far: bool, count: int
    ) -> list[tuple[float, Exchange]]:
        """The `count` cheapest boxes through a cell that can move it up by `up` and down by `down`, cheapest first.

        `cost` is what hiding a cell costs (0 where it is hidden, infinite where it cannot be), `room` how far it can
        fall. With `far` also boxes that leave the district or the table.
        """
        places = np.unravel_index(cell, self.shape)
        paths: list[_Paths] = []
        for axis, place in enumerate(places):
            # a box holds, for every dimension, the path with all other codes kept: what fails there fails in the box
            path = self._paths(axis, int(place), far=far)
            line = cell + (path.places - int(place)) * self._strides[axis]
            price, fits = _judged(line, path.signs, cost, room, up, down)
            kept = np.flatnonzero(fits & np.isfinite(price))
            if not kept.size:
                return []
            if kept.size > _BREADTH:
                kept = kept[np.argsort(price[kept], kind="stable")[:_BREADTH]]
            paths.append(_Paths(path.places[kept], path.signs[kept]))
        cells, signs = _product(paths, self.shape)
        price, fits = _judged(cells, signs, cost, room, up, down)
        possible = np.flatnonzero(fits & np.isfinite(price))
        best = possible[np.argsort(price[possible], kind="stable")[:count]]
        result = []
        for row in best.tolist():
            used = signs[row] != 0
            result.append((float(price[row]), Exchange(cells[row][used], signs[row][used])))
        return result

    def _paths(self, axis: int, place: int, *, far: bool) -> _Paths:
        key = (axis, place, far)
        if key not in self._known:
            tree = self._trees[axis]
            steps = _thinned(tree.near(place), _NEAR)
            if far:
                steps += _thinned(tree.far(place), _FAR)
            self._known[key] = _Paths.of(steps)
        return self._known[key]


class _Tree:
    def __init__(self, dimension: Dimension) -> None:
        place = {code: number for number, code in enumerate(dimension.codes)}
        self.parent = {place[code]: place[above] for code, above in dimension.parents.items()}
        self.children = {
            place[code]: [place[part] for part in parts] for code, parts in dimension.children.items()
        }

    def near(self, place: int) -> list[_Steps]:
        """Against the siblings; out of the table for a root."""
        mine = self._down(place, 1)
        if place not in self.parent:
            return mine
        others = [each for each in self.children[self.parent[place]] if each != place]
        theirs = [path for other in others for path in self._down(other, -1)]
        return [one + other for one, other in itertools.product(mine, theirs)] or self.far(place)

    def far(self, place: int) -> list[_Steps]:
        """Through the totals above: to their siblings, and out through the root."""
        result: list[_Steps] = []
        mine = self._down(place, 1)
        line: _Steps = []
        while place in self.parent:
            place = self.parent[place]
            line.append((place, 1))
            above = self.parent.get(place)
            others = [] if above is None else [each for each in self.children[above] if each != place]
            theirs = (
                [path for other in others for path in self._down(other, -1)] if above is not None else [[]]
            )
            result += [one + line + other for one, other in itertools.product(mine, theirs)]
        return result

    def _down(self, place: int, sign: int) -> list[_Steps]:
        """From a code to every innermost code below it."""
        if place not in self.children:
            return [[(place, sign)]]
        return [[(place, sign), *path] for child in self.children[place] for path in self._down(child, sign)]


def _thinned(steps: list[_Steps], most: int) -> list[_Steps]:
    if len(steps) <= most:
        return steps
    return [steps[place] for place in np.linspace(0, len(steps) - 1, most).astype(int).tolist()]


def _judged(
    cells: NDArray[np.int64],
    signs: NDArray[np.int64],
    cost: FloatArray,
    room: FloatArray,
    up: float,
    down: float,
) -> tuple[FloatArray, BoolArray]:
    """What boxes cost, and whether every cell that falls has room to."""
    falls = room[cells]
    needed = np.where(signs < 0, up, np.where(signs > 0, down, 0.0))
    fits = np.asarray((falls >= needed).all(axis=1), dtype=np.bool_)
    return np.where(signs != 0, cost[cells], 0.0).sum(axis=1), fits


def _product(paths: list[_Paths], shape: tuple[int, ...]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Corners of all boxes (boxes x corners): cell numbers and signs, 0 where padded."""
    cells = np.zeros((1, 1), np.int64)
    signs = np.ones((1, 1), np.int64)
    for path, size in zip(paths, shape, strict=True):
        boxes, corners = cells.shape[0] * len(path.places), cells.shape[1] * path.places.shape[1]
        cells = (cells[:, None, :, None] * size + path.places[None, :, None, :]).reshape(boxes, corners)
        signs = (signs[:, None, :, None] * path.signs[None, :, None, :]).reshape(boxes, corners)
    return cells, signs
