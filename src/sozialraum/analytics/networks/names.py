"""Names beside the signs of a picture, so that none covers another: near where there is room, else with a line."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

Box = tuple[float, float, float, float]
# how far from its sign a name may stand, in its own heights; beyond the first step a line leads to it
STEPS: Final = (0.0, 1.1, 2.2, 3.6)
TURNS: Final = 16
BESIDE: Final = 8  # the candidates that touch the sign; those after them need a line
ALONG_THE_LINE: Final = 6


@dataclass(frozen=True, slots=True)
class Name:
    """A name to be placed: where its sign stands, how far the sign reaches, how wide and high the name is.

    ``centered`` names stand rather below or above their sign than beside it.
    """

    key: str
    x: float
    y: float
    reach: float
    width: float
    height: float
    centered: bool = False


@dataclass(frozen=True, slots=True)
class NamePlace:
    """Where a name stands: the middle of its box, and the end of the line to its sign (`None` right beside it)."""

    x: float
    y: float
    line: tuple[float, float] | None


def place_names(names: Sequence[Name], *, taken: Iterable[Box], bounds: Box) -> dict[str, NamePlace]:
    """A place for every name that finds one; the first ones choose first, whoever finds no room is left out.

    Greedy placement among fixed candidates (Christensen, Marks & Shieber 1995): right, left, above, below, aslant, then
    farther out with a line. No name lies on a box of ``taken`` (left, top, right, bottom), on another name or beyond
    ``bounds``, and no line runs through a name.

    >>> near = [Name("a", 0, 0, 5, 40, 10), Name("b", 12, 0, 5, 40, 10)]
    >>> placed = place_names(near, taken=[], bounds=(-100, -100, 100, 100))
    >>> placed["a"].line is None, abs(placed["a"].x - placed["b"].x) >= 40 or abs(placed["a"].y - placed["b"].y) >= 10
    (True, True)
    """
    signs = [
        (each.x - each.reach, each.y - each.reach, each.x + each.reach, each.y + each.reach) for each in names
    ]
    boxes = np.array([*taken, *signs], dtype=float).reshape(-1, 4)
    written = np.empty((0, 4))
    placed: dict[str, NamePlace] = {}
    for each in names:
        middles = _candidates(each)
        half = np.array([each.width / 2, each.height / 2])
        asked = np.hstack([middles - half, middles + half])
        inside = (asked[:, :2] >= bounds[:2]).all(axis=1) & (asked[:, 2:] <= bounds[2:]).all(axis=1)
        free = inside & ~_overlap(asked, boxes).any(axis=1) & ~_overlap(asked, written).any(axis=1)
        for place in np.flatnonzero(free):
            middle = middles[place]
            line = _line(each, middle) if place >= BESIDE else None
            if line is None or not _runs_through(each, line, written):
                placed[each.key] = NamePlace(float(middle[0]), float(middle[1]), line)
                written = np.vstack([written, asked[place]])
                break
    return placed


def _candidates(name: Name) -> NDArray[np.float64]:
    """Middles of the boxes to try, the best first: eight beside the sign, then rings farther out."""
    wide, high = name.width / 2 + name.reach + 3, name.height / 2 + name.reach + 1
    beside = [(wide, 0), (-wide, 0), (0, -high), (0, high)]
    if name.centered:
        beside.reverse()
    aslant = [(sx * (name.width / 2 + name.reach * 0.4), sy * high) for sx in (1, -1) for sy in (-1, 1)]
    rings = [
        (
            math.cos(turn) * (name.reach + step * name.height + name.width / 2),
            math.sin(turn) * (name.reach + step * name.height + name.height),
        )
        for step in STEPS[1:]
        for turn in (2 * math.pi * number / TURNS for number in range(TURNS))
    ]
    return np.array([*beside, *aslant, *rings]) + np.array([name.x, name.y])


def _overlap(asked: NDArray[np.float64], boxes: NDArray[np.float64]) -> NDArray[np.bool_]:
    a, b = asked[:, None, :], boxes[None, :, :]
    return np.asarray((a[..., :2] < b[..., 2:]).all(axis=-1) & (b[..., :2] < a[..., 2:]).all(axis=-1))


def _line(name: Name, middle: NDArray[np.float64]) -> tuple[float, float]:
    """The point of the name's box that is nearest to the sign."""
    x = min(max(name.x, middle[0] - name.width / 2), middle[0] + name.width / 2)
    y = min(max(name.y, middle[1] - name.height / 2), middle[1] + name.height / 2)
    return float(x), float(y)


def _runs_through(name: Name, line: tuple[float, float], written: NDArray[np.float64]) -> bool:
    shares = np.linspace(0, 1, ALONG_THE_LINE)[:, None]
    points = np.array([name.x, name.y]) * (1 - shares) + np.array(line) * shares
    return bool(_overlap(np.hstack([points - 1, points + 1]), written).any())
