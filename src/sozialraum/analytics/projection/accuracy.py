"""How far off a projection was, and so how far off the next one may be."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from sozialraum.analytics.messages import gettext_noop
from sozialraum.analytics.tables import FloatArray, TableError


@dataclass(frozen=True)
class Accuracy:
    """Errors of a projection against what came: `weighted` is the sum of all absolute errors over the sum of people,
    `median` the median relative error of an area, `bias` the relative error of the whole; `still` is the weighted error
    of saying that nothing changes."""

    weighted: float
    median: float
    bias: float
    still: float


@dataclass(frozen=True, eq=False)
class ErrorBand:
    """The spread of relative errors: variance = years * (`base` + `small` / people), and the quantiles of what was seen.

    `scores` are the absolute errors of the back-test in units of that spread, sorted: the band of a confidence is as wide
    as that share of them was.
    """

    base: float
    small: float
    scores: FloatArray

    def bounds(
        self, projected: ArrayLike, years: ArrayLike, *, confidence: float = 0.8
    ) -> tuple[FloatArray, FloatArray]:
        """Lower and upper bound of projected numbers of people, so many years ahead; the number itself at zero years.

        >>> band = ErrorBand(0.0001, 0.1, np.array([0.5, 1.0, 1.5, 2.0]))
        >>> [round(float(bound[0]), 1) for bound in band.bounds([1000.0], 4, confidence=0.75)]
        [958.5, 1043.3]
        """
        people = np.asarray(projected, dtype=np.float64)
        spread = np.sqrt(
            np.asarray(years, dtype=np.float64) * (self.base + self.small / np.maximum(people, 1.0))
        )
        reach = float(np.quantile(self.scores, confidence, method="inverted_cdf")) * spread
        return people * np.exp(-reach), people * np.exp(reach)


def accuracy(actual: ArrayLike, projected: ArrayLike, start: ArrayLike) -> Accuracy:
    """Compare what came with what was projected from `start`, one number an area; areas without people are left out.

    >>> outcome = accuracy([110, 90], [105, 95], [100, 100])
    >>> outcome.weighted, outcome.bias, outcome.still
    (0.05, 0.0, 0.1)
    """
    came, said, was = _three(actual, projected, start)
    inhabited = came > 0
    relative = np.abs(said - came)[inhabited] / came[inhabited]
    total = came.sum()
    return Accuracy(
        weighted=float(np.abs(said - came).sum() / total),
        median=float(np.median(relative)),
        bias=float(said.sum() / total - 1),
        still=float(np.abs(was - came).sum() / total),
    )


def fitted_band(actual: ArrayLike, projected: ArrayLike, years: ArrayLike) -> ErrorBand:
    """The error band that a back-test teaches: larger for small areas, growing with the square root of the years.

    All three have one entry for each area and back-test. Raises TableError for fewer than ten.
    """
    came, said, ahead = _three(actual, projected, years)
    usable = (came > 0) & (said > 0) & (ahead > 0)
    if usable.sum() < 10:
        raise TableError(
            gettext_noop("A back-test of {count} areas is too small for an error band."),
            gettext_noop("Compare at least ten areas."),
            count=int(usable.sum()),
        )
    came, said, ahead = came[usable], said[usable], ahead[usable]
    error = np.log(came / said)
    # robust against the few areas in which a home for refugees or a new street decides everything
    squares = np.minimum(error**2, np.quantile(error**2, 0.95)) / ahead
    design, weight = np.stack([np.ones_like(said), 1 / said], axis=1), np.sqrt(said)
    base, small = two_not_negative(design * weight[:, None], squares * weight)
    spread = np.sqrt(ahead * (base + small / said))
    scores = np.sort(np.abs(error) / np.where(spread > 0, spread, 1.0))
    return ErrorBand(base, small, scores)


def two_not_negative(design: FloatArray, wanted: FloatArray) -> tuple[float, float]:
    """The least squares of two columns with no negative weight; neither the columns nor what is wanted are negative.

    Where the free solution has a negative weight, the best one has none there: the other column alone. For two columns
    this is all that `scipy.optimize.nnls` does, which would bring twelve megabytes into every web process.
    """
    weights = np.linalg.lstsq(design, wanted)[0]
    if weights.min() < 0:
        other = int(weights.argmax())
        column = design[:, other]
        weights = np.zeros(2)
        weights[other] = column @ wanted / (column @ column)
    return float(weights[0]), float(weights[1])


def _three(*given: ArrayLike) -> tuple[FloatArray, FloatArray, FloatArray]:
    one, two, three = np.broadcast_arrays(*(np.asarray(each, dtype=np.float64) for each in given))
    if not (np.isfinite(one) & np.isfinite(two) & np.isfinite(three)).all():
        raise TableError(
            gettext_noop("Unknown values cannot be compared."),
            gettext_noop("Leave out areas that one of the two does not know."),
        )
    return one.reshape(-1), two.reshape(-1), three.reshape(-1)
