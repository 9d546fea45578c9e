"""Whether like lies by like in the whole city: Moran's I and Geary's C."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import scipy
from numpy.typing import ArrayLike

from sozialraum.analytics.messages import gettext_noop
from sozialraum.analytics.space.neighbors import Neighbors
from sozialraum.analytics.tables import FloatArray, TableError

# permuted values held in memory at once: 32 MB
_BATCH = 4_000_000


@dataclass(frozen=True)
class GlobalStatistic:
    """A statistic with what chance alone would give.

    `variance` is that of random arrangement of the same values (randomization), `normal_variance` that of independent
    normal values. `z` and the two-sided `p` use the former. `permuted_p` (None without permutations) is the two-sided
    share of random arrangements at least as far out, the one at hand counted among them. `areas` had a value and
    entered; `islands` of them had no neighbor.
    """

    value: float
    expected: float
    variance: float
    normal_variance: float
    z: float
    p: float
    permuted_p: float | None
    areas: int
    islands: int


@dataclass(frozen=True)
class _Frame:
    z: FloatArray
    neighbors: Neighbors
    s0: float
    s1: float
    s2: float
    kurtosis: float

    @classmethod
    def of(cls, values: ArrayLike, neighbors: Neighbors) -> _Frame:
        known, x = known_values(values, neighbors)
        kept = neighbors if known.all() else neighbors.subset(known)
        w = kept.matrix
        both = w + w.T
        z = x - x.mean()
        s0 = float(w.sum())
        if s0 == 0:
            raise TableError(
                gettext_noop("No two areas with a value are neighbors."),
                gettext_noop("Use another definition of neighbors."),
            )
        return cls(
            z, kept, s0, float((both.multiply(both)).sum()) / 2,
            float(((w.sum(axis=1) + w.sum(axis=0)) ** 2).sum()), float((z**4).mean() / (z**2).mean() ** 2),
        )  # fmt: skip


def moran(
    values: ArrayLike, neighbors: Neighbors, *, permutations: int = 0, seed: int = 0
) -> GlobalStatistic:
    """Moran's I (Moran 1950; moments after Cliff and Ord 1981).

    I = n / S0 * sum_ij w_ij z_i z_j / sum_i z_i^2 with z the deviations from the mean. Above its expectation
    -1 / (n - 1) like lies by like. Areas without a value (NaN) are left out, and said so in `areas`.
    Raises TableError for fewer than four values, or values that are all the same.

    >>> import numpy as np
    >>> ring = Neighbors.from_pairs("abcd", [0, 1, 1, 2, 2, 3], [1, 0, 2, 1, 3, 2])
    >>> round(moran([1, 2, 3, 4], ring).value, 3)
    0.333
    """
    frame = _Frame.of(values, neighbors)
    n, s0, s1, s2, b2 = frame.z.size, frame.s0, frame.s1, frame.s2, frame.kurtosis
    scale = n / s0 / float(frame.z @ frame.z)

    def value(z: FloatArray) -> FloatArray:
        return scale * (z * (frame.neighbors.matrix @ z)).sum(axis=0)

    expected = -1.0 / (n - 1)
    normal = (n**2 * s1 - n * s2 + 3 * s0**2) / (s0**2 * (n**2 - 1)) - expected**2
    first = n * ((n**2 - 3 * n + 3) * s1 - n * s2 + 3 * s0**2)
    second = b2 * ((n**2 - n) * s1 - 2 * n * s2 + 6 * s0**2)
    variance = (first - second) / ((n - 1) * (n - 2) * (n - 3) * s0**2) - expected**2
    return _statistic(frame, value, expected, variance, normal, permutations, seed)


def geary(
    values: ArrayLike, neighbors: Neighbors, *, permutations: int = 0, seed: int = 0
) -> GlobalStatistic:
    """Geary's C (Geary 1954; moments after Cliff and Ord 1981).

    C = (n - 1) / (2 S0) * sum_ij w_ij (x_i - x_j)^2 / sum_i z_i^2. Below 1 like lies by like. Areas without a value
    are left out. Raises TableError as `moran` does.
    """
    frame = _Frame.of(values, neighbors)
    w = frame.neighbors.matrix
    n, s0, s1, s2, b2 = frame.z.size, frame.s0, frame.s1, frame.s2, frame.kurtosis
    scale = (n - 1) / (2 * s0) / float(frame.z @ frame.z)
    both_ways = (w.sum(axis=1) + w.sum(axis=0))[:, None]

    def value(z: FloatArray) -> FloatArray:
        # sum w (zi - zj)^2 = sum (row + column sum) z^2 - 2 z'Wz
        return scale * ((both_ways * z**2).sum(axis=0) - 2 * (z * (w @ z)).sum(axis=0))

    normal = ((2 * s1 + s2) * (n - 1) - 4 * s0**2) / (2 * (n + 1) * s0**2)
    variance = (
        (n - 1) * s1 * (n**2 - 3 * n + 3 - (n - 1) * b2)
        - (n - 1) * s2 * (n**2 + 3 * n - 6 - (n**2 - n + 2) * b2) / 4
        + s0**2 * (n**2 - 3 - (n - 1) ** 2 * b2)
    ) / (n * (n - 2) * (n - 3) * s0**2)
    return _statistic(frame, value, 1.0, variance, normal, permutations, seed)


def known_values(values: ArrayLike, neighbors: Neighbors) -> tuple[np.ndarray, FloatArray]:
    """Which areas have a value, and these values; TableError where nothing can be compared."""
    x = np.asarray(values, dtype=np.float64)
    if x.shape != (len(neighbors.codes),):
        raise TableError(
            gettext_noop("There are {values} values for {areas} areas."),
            gettext_noop("Give one value for every area, null where it is unknown."),
            values=x.size,
            areas=len(neighbors.codes),
        )
    known = np.isfinite(x)
    found = x[known]
    if found.size < 4 or np.ptp(found) == 0:
        raise TableError(
            gettext_noop("Fewer than four areas have a value, or all values are the same."),
            gettext_noop("There is no pattern in space to look for."),
        )
    return known, found


def _statistic(
    frame: _Frame, value: Callable[[FloatArray], FloatArray], expected: float, variance: float, normal: float,
    permutations: int, seed: int,
) -> GlobalStatistic:  # fmt: skip
    observed = float(value(frame.z[:, None])[0])
    z = (observed - expected) / np.sqrt(variance)
    permuted = None
    if permutations:
        rng = np.random.default_rng(seed)
        above = below = 0
        slack = 1e-12 * max(1.0, abs(observed))
        left = permutations
        while left:
            batch = min(left, max(1, _BATCH // frame.z.size))
            drawn = value(rng.permuted(np.tile(frame.z, (batch, 1)), axis=1).T)
            above += int((drawn >= observed - slack).sum())
            below += int((drawn <= observed + slack).sum())
            left -= batch
        permuted = min(1.0, 2 * (min(above, below) + 1) / (permutations + 1))
    return GlobalStatistic(
        value=observed, expected=expected, variance=float(variance), normal_variance=float(normal), z=float(z),
        p=float(2 * scipy.special.ndtr(-abs(z))), permuted_p=permuted, areas=frame.z.size,
        islands=int((frame.neighbors.counts == 0).sum()),
    )  # fmt: skip
