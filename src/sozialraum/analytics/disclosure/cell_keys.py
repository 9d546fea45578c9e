"""Perturbation by cell keys: noise with a stated variance that is always the same for the same people.

Every record carries a lasting random key; the key of a cell is the fractional part of the sum of its records' keys,
and the noise is read from a table by count and key. Wherever the same people are counted, in whatever table and
version, the same noise falls, so that asking twice averages nothing out, and the difference of two tables shows the
noise of two cells and not the few people between them. Totals bear their own noise and so are deliberately not the
sums of their parts; of n parts, the gap has the variance (n + 1) V.

Sources: Fraser and Wooton (2005), Australian Bureau of Statistics; Giessing (2016) and the German census of 2022 for
tables of greatest entropy. Unlike suppression it gives no certainty about one cell but a stated probability; where
counts are small, most shown counts differ from the truth.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from sozialraum.analytics.messages import gettext_noop
from sozialraum.analytics.tables import FloatArray, TableError

_STEPS = 1 << 53


@dataclass(frozen=True)
class NoiseTable:
    """Probabilities of noise: row i for the count i, the last row for all larger ones; columns -reach to +reach.

    Noise has mean 0 in every row and the variance `variance` where the row leaves room for it (`variances` says what
    it is in each). A count of 0 stays 0, none becomes negative, and none becomes one of 1 to `hides`.
    """

    probabilities: FloatArray
    variance: float
    hides: int

    @property
    def reach(self) -> int:
        """The largest noise."""
        return (self.probabilities.shape[1] - 1) // 2

    @property
    def variances(self) -> FloatArray:
        """The variance of the noise by row."""
        steps = np.arange(-self.reach, self.reach + 1)
        return np.asarray(self.probabilities @ steps**2)

    @classmethod
    def of(cls, *, variance: float = 2.0, reach: int = 5, hides: int = 0) -> NoiseTable:
        """The table of greatest entropy: the least that is assumed beside mean, variance and what may not come out.

        Raises TableError where noise of that variance does not fit between -reach and reach.

        >>> table = NoiseTable.of(variance=2.0, reach=5)
        >>> table.variances.round(6).tolist()[-1]
        2.0
        """
        if not 0 < variance < reach**2 or hides < 0 or hides >= reach:
            raise TableError(
                gettext_noop("Noise of variance {variance} does not fit into a reach of {reach}."),
                gettext_noop(
                    "Choose a smaller variance or a larger reach; hidden counts must lie within it."
                ),
                variance=variance,
                reach=reach,
            )
        steps = np.arange(-reach, reach + 1)
        rows = []
        for count in range(reach + hides + 2):
            result = count + steps
            allowed = (result >= 0) & ~((result >= 1) & (result <= hides))
            if count == 0:
                allowed = steps == 0
            rows.append(_most_even(steps, allowed, variance))
        return cls(np.array(rows), variance, hides)

    def noise(self, counts: ArrayLike, keys: ArrayLike) -> NDArray[np.int64]:
        """The noise of cells by their counts and keys (0 to 1)."""
        row = np.minimum(np.asarray(counts, dtype=np.int64), len(self.probabilities) - 1)
        cumulated = np.cumsum(self.probabilities, axis=1)
        cumulated[:, -1] = 1.0
        key = np.asarray(keys, dtype=np.float64)
        return (key[..., None] >= cumulated[row]).sum(axis=-1) - self.reach

    def perturb(self, counts: ArrayLike, keys: ArrayLike) -> NDArray[np.int64]:
        """Counts with their noise."""
        return np.asarray(counts, dtype=np.int64) + self.noise(counts, keys)


def record_keys(records: Iterable[str], *, secret: bytes) -> NDArray[np.uint64]:
    """A lasting key (whole number below 2^53) for every record from its id and a secret of the municipality.

    The secret must stay the same for as long as tables are compared, and must never be published: with it the noise
    could be computed and taken off.
    """
    if len(secret) < 16:
        raise TableError(
            gettext_noop("The secret of the record keys is too short."),
            gettext_noop("Use at least 16 random bytes, and keep them."),
        )
    digests = (hashlib.blake2b(each.encode(), key=secret[:64], digest_size=8).digest() for each in records)
    return np.array([int.from_bytes(each, "big") % _STEPS for each in digests], dtype=np.uint64)


def cell_keys(keys: NDArray[np.uint64], cell: ArrayLike, *, cells: int) -> FloatArray:
    """The key of every cell (0 to 1) from its records' keys; `cell` numbers the cell of each record.

    Sums in whole numbers, so that the order of the records does not matter.
    """
    total = np.zeros(cells, dtype=np.uint64)
    np.add.at(total, np.asarray(cell, dtype=np.int64), keys)
    return np.asarray((total % np.uint64(_STEPS)).astype(np.float64) / _STEPS)


def _most_even(steps: NDArray[np.int64], allowed: NDArray[np.bool_], variance: float) -> FloatArray:
    """Probabilities of greatest entropy on the allowed steps with mean 0 and the variance, or the nearest possible."""
    from scipy.optimize import linprog, minimize

    result = np.zeros(steps.size)
    d = steps[allowed].astype(np.float64)
    if d.size == 1:
        result[allowed] = 1.0
        return result
    # the variance nearest to the asked one that mean 0 allows on these steps
    sums = np.array([np.ones(d.size), d])
    narrow, wide = (
        np.asarray(linprog(sign * d**2, A_eq=sums, b_eq=[1, 0], method="highs").x) for sign in (1, -1)
    )
    least, most = float(narrow @ d**2), float(wide @ d**2)
    target = min(max(variance, least), most)
    if target - least < 1e-6 or most - target < 1e-6:
        result[allowed] = narrow if target - least <= most - target else wide
        return result
    features = np.array([d, d**2 - target])

    def dual(x: FloatArray) -> tuple[float, FloatArray]:
        exponent = x @ features
        weights = np.exp(exponent - exponent.max())
        return float(np.log(weights.sum()) + exponent.max()), features @ weights / weights.sum()

    best = minimize(dual, np.zeros(2), jac=True, method="BFGS", options={"gtol": 1e-12})
    exponent = best.x @ features
    weights = np.exp(exponent - exponent.max())
    result[allowed] = weights / weights.sum()
    return result
