"""Which areas can be told apart, and which cannot: every pair compared, and the number of pairs paid for."""

from __future__ import annotations

from functools import lru_cache
from typing import Literal

import numpy as np
import scipy
from numpy.typing import NDArray

from sozialraum.analytics.tables import BoolArray, FloatArray


def told_apart(
    index: FloatArray,
    covariance: FloatArray,
    *,
    confidence: float = 0.95,
    rule: Literal["all_pairs", "each_pair"] = "all_pairs",
) -> BoolArray:
    """Which pairs of areas differ by more than chance and choice explain, (areas, areas).

    Two areas are told apart where their indices differ by more than q times the standard deviation of that difference
    over the draws (which knows that both move together when weights change). `all_pairs` takes q from the studentized
    range of as many areas (Tukey 1953, Kramer 1956): with `confidence` not a single one of all pairs is told apart
    wrongly. `each_pair` takes the normal quantile: the confidence holds for one pair that was chosen before looking.

    >>> told_apart(np.array([0.0, 0.3, 4.0]), np.eye(3) * 0.2).tolist()
    [[False, False, True], [False, False, True], [True, True, False]]
    """
    variance = np.diag(covariance)
    of_difference = np.maximum(variance[:, None] + variance[None, :] - 2 * covariance, 0.0)
    limit = (
        range_quantile(index.size, confidence) / np.sqrt(2)
        if rule == "all_pairs"
        else float(scipy.special.ndtri(0.5 + confidence / 2))
    )
    apart: BoolArray = np.abs(index[:, None] - index[None, :]) > limit * np.sqrt(of_difference)
    return apart


def groups_from_top(rank: NDArray[np.signedinteger], apart: BoolArray) -> NDArray[np.int64]:
    """Number the areas by groups from the first rank down: a group holds all that cannot be told from its first area.

    A new group begins with the first area that can be told apart from the area that leads the group before. Areas
    on both sides of a border may still be close to each other; the leaders of different groups never are.

    >>> apart = np.array([[False, False, True], [False, False, True], [True, True, False]])
    >>> groups_from_top(np.array([1, 2, 3]), apart).tolist()
    [1, 1, 2]
    """
    group = np.empty(rank.size, dtype=np.int64)
    order = np.argsort(rank, kind="stable").tolist()
    leader, number = order[0], 1
    for area in order:
        if apart[area, leader]:
            leader, number = area, number + 1
        group[area] = number
    return group


def ranks_beyond_doubt(index_rank: NDArray[np.signedinteger], apart: BoolArray) -> tuple[NDArray[np.int64], NDArray[np.int64]]:  # fmt: skip
    """The best and the worst rank of every area that the pairs told apart leave open (Mogstad and others 2024).

    >>> apart = np.array([[False, False, True], [False, False, True], [True, True, False]])
    >>> [bound.tolist() for bound in ranks_beyond_doubt(np.array([1, 2, 3]), apart)]
    [[1, 1, 3], [2, 2, 3]]
    """
    above = index_rank[None, :] < index_rank[:, None]
    best = 1 + np.count_nonzero(apart & above, axis=1)
    worst = index_rank.size - np.count_nonzero(apart & ~above, axis=1)
    return best.astype(np.int64), worst.astype(np.int64)


@lru_cache(maxsize=64)
def range_quantile(count: int, confidence: float) -> float:
    """Quantile of the range (largest minus smallest) of `count` independent standard normal numbers.

    P(range < q) = count * integral of phi(x) (Phi(x) - Phi(x - q))^(count - 1) dx.

    >>> round(range_quantile(2, 0.95), 3), round(range_quantile(10, 0.95), 3)
    (2.772, 4.474)
    """
    if count < 2:
        return 0.0

    nodes, weights = np.polynomial.legendre.leggauss(400)
    largest = 9.0 * nodes
    density = 9.0 * weights * np.exp(-0.5 * largest**2) / np.sqrt(2 * np.pi)

    def probability(q: float) -> float:
        return float(
            count * density @ (scipy.special.ndtr(largest) - scipy.special.ndtr(largest - q)) ** (count - 1)
        )

    return float(scipy.optimize.brentq(lambda q: probability(q) - confidence, 0.0, 18.0, xtol=1e-10))
