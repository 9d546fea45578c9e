"""Where the members of a network and their groups stand in a picture; the same network gives the same picture."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

Points = NDArray[np.float64]
GOLDEN: Final = math.pi * (3 - math.sqrt(5))
ROUNDS: Final = 80
PUSHES: Final = 400
# who stands so many steps away is not pushed: parts that nothing joins stay near each other
AFAR: Final = 3.0
INWARD: Final = 0.35
INNER: Final = 0.8  # those who are tied stand in the inner part of a disc, the others along its rim


def apart(middles: Points, radii: NDArray[np.float64], *, gap: float, pushes: int = PUSHES) -> Points:
    """Discs moved apart until none touches another, each as near to where it was as the others let it.

    ``middles`` has shape (n, 2), ``radii`` (n,), ``gap`` the least distance between two rims.

    >>> moved = apart(np.array([[0.0, 0.0], [1.0, 0.0]]), np.array([2.0, 2.0]), gap=1.0)
    >>> round(float(np.hypot(*(moved[0] - moved[1]))), 1) >= 5.0
    True
    """
    found = np.array(middles, dtype=float)
    needed = radii[:, None] + radii[None, :] + gap
    np.fill_diagonal(needed, 0)
    for _turn in range(pushes):
        away, far = _ways(found)
        short = np.maximum(needed - far, 0)
        if not (short > needed * 1e-3).any():
            break
        found += (away / far[..., None] * (short * 0.52)[..., None]).sum(axis=1) / np.maximum(
            (short > 0).sum(axis=1), 1
        )[:, None]
    return found


def disc(count: int, ties: Sequence[tuple[int, int]], *, pull: Points, step: float) -> tuple[Points, float]:
    """Places of the members of one group around its middle, and the radius of the disc that holds them.

    Tied members attract each other and all repel each other (Fruchterman & Reingold 1991); ``pull`` (n, 2) draws a member
    to the side where its partners outside stand (zeros for none). Who has neither stands along the lower rim. ``step`` is
    the least distance between two members.

    >>> places, radius = disc(4, [(0, 1), (1, 2)], pull=np.zeros((4, 2)), step=20.0)
    >>> bool((np.hypot(*places.T) <= radius).all()), places.shape
    (True, (4, 2))
    """
    tied = np.zeros(count, dtype=bool)
    for one, other in ties:
        tied[[one, other]] = True
    tied |= np.hypot(pull[:, 0], pull[:, 1]) > 0
    inner = step * 0.9 * math.sqrt(max(int(tied.sum()), 1)) + step * 0.6
    alone = int((~tied).sum())
    radius = max(inner / INNER, alone * step / math.pi if alone else 0.0) + step * 0.4
    places = np.zeros((count, 2))
    if tied.any():
        places[tied] = _springs(np.flatnonzero(tied), ties, count, pull, inner, step)
    if alone:
        turns = math.pi / 2 + (np.arange(alone) - (alone - 1) / 2) * (step / (radius - step * 0.6))
        places[~tied] = np.stack([np.cos(turns), np.sin(turns)], axis=1) * (radius - step * 0.6)
    return places, radius


def _springs(
    members: NDArray[np.intp], ties: Sequence[tuple[int, int]], count: int, pull: Points, inner: float, step: float
) -> Points:  # fmt: skip
    number = np.full(count, -1)
    number[members] = np.arange(len(members))
    pairs = np.array([(number[one], number[other]) for one, other in ties], dtype=int).reshape(-1, 2)
    degree = np.bincount(pairs.ravel(), minlength=len(members))
    rank = np.empty(len(members))
    rank[np.argsort(-degree, kind="stable")] = np.arange(len(members))
    reach = inner * np.sqrt((rank + 0.5) / len(members))
    at = np.stack([np.cos(rank * GOLDEN), np.sin(rank * GOLDEN)], axis=1) * reach[:, None]
    wish = step * 1.1
    for turn in range(ROUNDS):
        away, far = _ways(at)
        strength = np.where(far < wish * AFAR, (wish / far) ** 2, 0.0)
        force = (away * strength[..., None]).sum(axis=1)
        along = at[pairs[:, 1]] - at[pairs[:, 0]]
        drawn = along * (np.hypot(along[:, 0], along[:, 1]) / wish)[:, None]
        np.add.at(force, pairs[:, 0], drawn)
        np.add.at(force, pairs[:, 1], -drawn)
        force += pull[members] * wish * 0.5 - at * INWARD
        length = np.maximum(np.hypot(force[:, 0], force[:, 1]), 1e-9)
        most = inner * 0.2 * (1 - turn / ROUNDS) + 0.2
        at = _within(at + force / length[:, None] * np.minimum(length, most)[:, None], inner)
    at *= inner / max(float(np.hypot(at[:, 0], at[:, 1]).max()), step)
    spread = np.full(len(members), step / 2)
    for _turn in range(4):
        at = _within(apart(at, spread, gap=0, pushes=PUSHES // 20), inner)
    return at


def _ways(at: Points) -> tuple[Points, NDArray[np.float64]]:
    """From each to each: the way apart, and how long it is; who stands on one spot is told apart by number."""
    away = at[:, None, :] - at[None, :, :]
    far = np.hypot(away[..., 0], away[..., 1])
    same = far < 1e-6
    turns = np.arange(len(at)) * GOLDEN
    nudge = np.stack([np.cos(turns), np.sin(turns)], axis=1)
    away[same] = (nudge[:, None, :] - nudge[None, :, :])[same] * 1e-3
    return away, np.where(same, 1e-3, far)


def _within(at: Points, inner: float) -> Points:
    far = np.hypot(at[:, 0], at[:, 1])
    return at * np.where(far > inner, inner / np.maximum(far, 1e-9), 1.0)[:, None]
