"""Reproducible random numbers: one independent stream for every part of the city."""

from __future__ import annotations

import zlib

import numpy as np


def stream(seed: int, *parts: str | int) -> np.random.Generator:
    """Return the generator that belongs to a part of the city.

    Streams of different parts are independent, so that a change in how streets are drawn leaves the
    population of the same seed as it was.

    >>> int(stream(1, "births").integers(1000)) == int(stream(1, "births").integers(1000))
    True
    """
    words = [zlib.crc32(str(part).encode()) for part in parts]
    return np.random.Generator(np.random.PCG64(np.random.SeedSequence([seed & 0xFFFFFFFF, *words])))


def apportion(shares: np.ndarray, total: int) -> np.ndarray:
    """Round non-negative shares to whole numbers that add up to `total` (largest remainder).

    Ties go to the earlier entry. All-zero shares are treated as equal.

    >>> apportion(np.array([1.0, 1.0, 1.0]), 4).tolist()
    [2, 1, 1]
    """
    shares = np.asarray(shares, dtype=np.float64)
    weight = shares.sum()
    if weight <= 0:
        shares = np.ones_like(shares)
        weight = float(shares.size)
    exact = shares / weight * total
    whole = np.floor(exact).astype(np.int64)
    missing = int(total - whole.sum())
    order = np.argsort(-(exact - whole), kind="stable")
    whole[order[:missing]] += 1
    return np.asarray(whole)
