"""Empirical Bayes: the fewer people an area has, the more its rate leans on the others'."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import scipy
from numpy.typing import ArrayLike

from sozialraum.analytics.messages import gettext_noop
from sozialraum.analytics.tables import BoolArray, FloatArray, TableError


@dataclass(frozen=True)
class Smoothed:
    """Steadied rates, one entry an area; NaN where the area's own rate is not known.

    `own_weight` is how much of the steadied rate is the area's own: 1 keeps it, 0 replaces it. `mean` is what it leans
    on (one number for all areas, or one for each neighborhood) and `variance` how much the true rates differ around
    that mean. `lower` and `upper` bound the true rate, given the model.
    """

    rate: FloatArray
    own_weight: FloatArray
    mean: FloatArray
    variance: FloatArray
    lower: FloatArray
    upper: FloatArray


def shrink_toward_mean(
    count: ArrayLike, size: ArrayLike, *, strength: float = 50.0, confidence: float = 0.95
) -> Smoothed:
    """Lean every share on the share of the whole as if `strength` people of the whole were added to the area.

    With n people of an area, its share p, the share of the whole p̄ and m = `strength`: (n p + m p̄) / (n + m). This is
    the posterior mean of a Beta prior with mean p̄ and m prior people, and the bounds are that posterior's. It is the
    house's default for indices (m = 50): fixed, and so the same from year to year. Raises TableError for counts that
    are no share and for a negative strength.

    >>> small = shrink_toward_mean([4, 100], [10, 990])
    >>> [round(float(rate), 4) for rate in small.rate], [round(float(own), 3) for own in small.own_weight]
    ([0.1533, 0.1012], [0.167, 0.952])
    """
    counts, sizes, known = _known(count, size)
    if (counts[known] > sizes[known]).any():
        raise TableError(
            gettext_noop("A count is greater than the number of people it is a share of."),
            gettext_noop("Check numerator and denominator, or compute a rate of events instead."),
        )
    if not strength >= 0:
        raise TableError(
            gettext_noop("A strength of {strength} cannot steady a rate."),
            gettext_noop("Give the number of people to lean on, zero or more."),
            strength=strength,
        )
    mean = _ratio(counts[known].sum(), sizes[known].sum())
    cases, others = counts[known] + strength * mean, sizes[known] - counts[known] + strength * (1 - mean)
    tail = (1 - confidence) / 2
    inside = (cases > 0) & (others > 0)
    safe, rest = np.where(inside, cases, 1.0), np.where(inside, others, 1.0)
    certain = np.where(cases > 0, 1.0, 0.0)
    lower = np.where(inside, scipy.special.betaincinv(safe, rest, tail), certain)
    upper = np.where(inside, scipy.special.betaincinv(safe, rest, 1 - tail), certain)
    own = sizes[known] / (sizes[known] + strength)
    spread = mean * (1 - mean) / (strength + 1)
    return _filled(known, cases / (sizes[known] + strength), own, mean, spread, lower, upper)


def shrink_globally(count: ArrayLike, size: ArrayLike, *, confidence: float = 0.95) -> Smoothed:
    """Lean every rate on the rate of the whole, as strongly as the data themselves say (Marshall 1991).

    With counts x, sizes n, r = x/n: b = sum x / sum n; a = sum n (r - b)² / sum n - b / mean(n), zero if negative;
    rate = b + a (r - b) / (a + b/n). The bounds are those of the Gamma posterior with the prior's mean b and variance
    a (at a = 0 every true rate is taken to be b). For rare events and small shares.

    >>> result = shrink_globally([2, 0, 12], [100, 50, 150])
    >>> [round(float(rate), 4) for rate in result.rate]
    [0.0308, 0.0268, 0.0696]
    """
    counts, sizes, known = _known(count, size)
    cases, people = counts[known], sizes[known]
    everybody = scipy.sparse.csr_array(np.ones((1, cases.size)))
    mean = np.repeat(everybody @ cases / (everybody @ people), cases.size)
    variance = np.repeat(_variance(everybody, cases, people, mean), cases.size)
    return _gamma(known, cases, people, mean, variance, confidence)


def shrink_spatially(
    count: ArrayLike, size: ArrayLike, neighbors: scipy.sparse.csr_array, *, confidence: float = 0.95
) -> Smoothed:
    """Lean every rate on its neighborhood, the area itself included (Marshall 1991, local form).

    `neighbors` is a sparse square matrix whose entries (whatever their weight) name the neighbors of each row's area.
    The mean is the rate of the area and its known neighbors together; the variance that of :func:`shrink_globally`
    over them, each neighbor's rate compared with that neighbor's own local mean (as R's spdep does). An area without
    known neighbors keeps its own rate. Raises TableError for a matrix that does not fit.

    >>> chain = scipy.sparse.csr_array(np.array([[0, 1, 0], [1, 0, 1], [0, 1, 0]]))
    >>> result = shrink_spatially([2, 0, 12], [100, 50, 150], chain)
    >>> [round(float(rate), 4) for rate in result.rate]
    [0.0188, 0.0417, 0.0676]
    """
    counts, sizes, known = _known(count, size)
    areas = counts.size
    if neighbors.shape != (areas, areas):
        raise TableError(
            gettext_noop("The neighbors do not fit the table: {areas} areas, a matrix of {shape}."),
            gettext_noop("Build the neighbors from the same areas in the same order."),
            areas=areas,
            shape=" × ".join(map(str, neighbors.shape)),
        )
    linked = scipy.sparse.csr_array(neighbors + scipy.sparse.eye_array(areas, format="csr"))
    linked.data = np.ones(linked.nnz)
    near = scipy.sparse.csr_array(linked[known][:, known])
    cases, people = counts[known], sizes[known]
    mean = near @ cases / (near @ people)
    variance = _variance(near, cases, people, mean)
    alone = np.diff(near.indptr) == 1
    result = _gamma(known, cases, people, mean, variance, confidence)
    rows = np.flatnonzero(known)[alone]
    result.rate[rows] = counts[rows] / sizes[rows]
    result.own_weight[rows] = 1.0
    tail = (1 - confidence) / 2
    result.lower[rows] = np.where(counts[rows] > 0, scipy.special.gammaincinv(np.maximum(counts[rows], 1e-9), tail), 0.0) / sizes[rows]  # fmt: skip
    result.upper[rows] = scipy.special.gammaincinv(counts[rows] + 1, 1 - tail) / sizes[rows]
    return result


def _known(count: ArrayLike, size: ArrayLike) -> tuple[FloatArray, FloatArray, BoolArray]:
    counts, sizes = (
        np.asarray(each, dtype=np.float64).reshape(-1) for each in np.broadcast_arrays(count, size)
    )
    if (counts < 0).any() or (sizes < 0).any():
        raise TableError(
            gettext_noop("A count or a number of people is negative."), gettext_noop("Check the table.")
        )
    return counts, sizes, np.isfinite(counts) & np.isfinite(sizes) & (sizes > 0)


def _ratio(part: float, whole: float) -> float:
    return float(part) / float(whole) if whole > 0 else float("nan")


def _variance(
    groups: scipy.sparse.csr_array, cases: FloatArray, people: FloatArray, mean: FloatArray
) -> FloatArray:
    """Marshall's a of each group of areas: what the rates differ by beyond chance; zero where chance explains all."""
    inside = groups @ people
    spread = groups @ (people * (cases / people - mean) ** 2) / inside
    chance = (groups @ cases / inside) / (inside / np.asarray(groups.sum(axis=1)).reshape(-1))
    variance: FloatArray = np.maximum(spread - chance, 0.0)
    return variance


def _gamma(
    known: BoolArray,
    cases: FloatArray,
    people: FloatArray,
    mean: FloatArray,
    variance: FloatArray,
    confidence: float,
) -> Smoothed:
    with np.errstate(divide="ignore", invalid="ignore"):
        own = np.where(variance > 0, variance / (variance + mean / people), 0.0)
        shape, exposure = mean**2 / variance, mean / variance
    rate = mean + own * (cases / people - mean)
    tail = (1 - confidence) / 2
    spread = variance > 0
    of_shape = np.where(spread, shape, 1.0) + cases
    of_exposure = np.where(spread, exposure, 1.0) + people
    lower = np.where(spread, scipy.special.gammaincinv(of_shape, tail) / of_exposure, mean)
    upper = np.where(spread, scipy.special.gammaincinv(of_shape, 1 - tail) / of_exposure, mean)
    return _filled(known, rate, own, mean, variance, lower, upper)


def _filled(known: BoolArray, *values: FloatArray | float) -> Smoothed:
    filled = []
    for value in values:
        column = np.full(known.shape, np.nan)
        column[known] = value
        filled.append(column)
    return Smoothed(*filled)
