"""Scales of an index over many draws at once: the last axis holds the areas of one draw."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import scipy
from numpy.typing import NDArray

from sozialraum.analytics.tables import FloatArray


@dataclass(frozen=True, eq=False)
class Scale:
    """How values of one column become comparable, as a recipe's normalization says it.

    `method`: `z`, `min_max`, `rank_normal`, `rank_exponential`, `target` or `none`; the other fields belong to one of
    them and mean what they mean in a recipe. `weights` are one number an area (for `z`).
    """

    method: Literal["z", "min_max", "rank_normal", "rank_exponential", "target", "none"] = "z"
    sample: bool = False
    low: float = 0.0
    high: float = 1.0
    closed: bool = True
    constant: float = 23.0
    target: float | None = None
    clip: float | None = None
    weights: FloatArray | None = None
    ties: Literal["average", "min", "max"] = "average"

    def apply(self, values: FloatArray) -> FloatArray:
        """The scaled values of every draw; a draw in which all areas are equal becomes zero, not an error.

        >>> Scale("min_max", high=100).apply(np.array([[5.0, 10.0, 25.0], [1.0, 1.0, 1.0]])).tolist()
        [[0.0, 25.0, 100.0], [0.0, 0.0, 0.0]]
        """
        match self.method:
            case "z":
                result = self._z(values)
            case "min_max":
                least = values.min(axis=-1, keepdims=True)
                way = values.max(axis=-1, keepdims=True) - least
                result = (values - least) * _inverse(way) * (self.high - self.low) + self.low
            case "rank_normal":
                result = scipy.special.ndtri(ascending_ranks(values, self.ties) / (values.shape[-1] + 1))
            case "rank_exponential":
                areas = values.shape[-1]
                rank = ascending_ranks(-values, self.ties)
                scaled = (areas - rank + 1) / areas if self.closed else 1 - rank / areas
                result = -self.constant * np.log(1 - scaled * (1 - np.exp(-100 / self.constant)))
            case "target":
                least = values.min(axis=-1, keepdims=True)
                way = np.asarray(self.target, dtype=np.float64) - least
                result = np.minimum((values - least) * _inverse(way), 1.0) * (self.high - self.low) + self.low
            case "none":
                result = values
        return result if self.clip is None else np.clip(result, -self.clip, self.clip)

    def _z(self, values: FloatArray) -> FloatArray:
        count = values.shape[-1] if self.weights is None else float(self.weights.sum())
        shares = None if self.weights is None else self.weights / count
        mean = values.mean(axis=-1, keepdims=True) if shares is None else (values @ shares)[..., None]
        centered = values - mean
        if shares is None:
            spread = np.einsum("...i,...i->...", centered, centered)[..., None] / count
        else:
            spread = (np.square(centered) @ shares)[..., None]
        if self.sample:
            spread *= count / (count - 1)
        centered *= _inverse(np.sqrt(spread))
        return centered


def ascending_ranks(
    values: FloatArray, ties: Literal["average", "min", "max"] = "average"
) -> NDArray[np.floating]:
    """Ranks from 1 for the smallest value of each draw; equal values share the average, lowest or highest rank.

    >>> ascending_ranks(np.array([[3.0, 1.0, 3.0, 7.0]])).tolist()
    [[2.5, 1.0, 2.5, 4.0]]
    """
    lower = places_from_top(-values).astype(np.float64)
    if ties == "min":
        return lower
    upper = values.shape[-1] + 1.0 - places_from_top(values)
    return upper if ties == "max" else (upper + lower) / 2


def places_from_top(values: FloatArray) -> NDArray[np.int32]:
    """Rank 1 for the greatest value of each draw; equal values share the better rank.

    >>> places_from_top(np.array([[3.0, 1.0, 3.0, 7.0]])).tolist()
    [[2, 4, 2, 1]]
    """
    order = np.argsort(-values, axis=-1)
    falling = np.take_along_axis(values, order, axis=-1)
    place = np.broadcast_to(np.arange(1, values.shape[-1] + 1, dtype=np.int32), values.shape)
    tied = falling[..., 1:] == falling[..., :-1]
    if tied.any():
        first = place.copy()
        first[..., 1:][tied] = 1
        place = np.maximum.accumulate(first, axis=-1)
    ranks = np.empty(values.shape, dtype=np.int32)
    np.put_along_axis(ranks, order, place, axis=-1)
    return ranks


def _inverse(width: FloatArray) -> FloatArray:
    return np.divide(1.0, width, out=np.zeros_like(width), where=width > 0)
