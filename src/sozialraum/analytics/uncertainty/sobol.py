"""Sensitivity of any function to its inputs: which share of the result's variance each one decides."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from sozialraum.analytics.messages import gettext_noop
from sozialraum.analytics.tables import FloatArray, TableError


@dataclass(frozen=True, eq=False)
class Sensitivity:
    """Shares of variance, one row an input and one column a result.

    `first` is what an input decides by itself, `total` what it decides together with others as well; their difference
    is interplay. `first_error` and `total_error` are half-widths of their 95 % ranges (bootstrap over the design).
    `variance` is that of the results; where it is zero the shares are zero.
    """

    names: tuple[str, ...]
    first: FloatArray
    total: FloatArray
    first_error: FloatArray
    total_error: FloatArray
    mean: FloatArray
    variance: FloatArray
    evaluations: int


def sobol_sensitivity(
    function: Callable[[FloatArray], FloatArray],
    names: Sequence[str],
    *,
    draws: int = 1_024,
    seed: int = 1,
    resamples: int = 100,
) -> Sensitivity:
    """First-order and total sensitivity by Saltelli's design.

    `function` takes points of the unit cube, (points, inputs), and gives one result a point, or several (points,
    results); turn uniform numbers into whatever an input is distributed like. With two independent samples A and B and
    A_i (A with column i of B): first_i = mean(f(B) (f(A_i) - f(A))) / var, total_i = mean((f(A) - f(A_i))²) / 2 var
    (Saltelli and others 2010, table 2, b and f; Jansen 1999). `draws` is a power of two; the function is called for
    draws * (inputs + 2) points, drawn as a scrambled Sobol' sequence.

    Raises TableError where `draws` is no power of two.

    >>> result = sobol_sensitivity(lambda u: 3 * u[:, 0] + u[:, 1], ["three", "one"], draws=4096)
    >>> result.first[:, 0].round(2).tolist(), result.total[:, 0].round(2).tolist()
    ([0.9, 0.1], [0.9, 0.1])
    """
    if draws < 2 or draws & (draws - 1):
        raise TableError(
            gettext_noop("{draws} is no power of two."),
            gettext_noop("Take 512, 1024 or 2048 draws, for example."),
            draws=draws,
        )
    inputs = len(names)
    # loaded when it is needed: see analytics.rates
    from scipy.stats import qmc

    points = qmc.Sobol(2 * inputs, rng=np.random.default_rng(seed)).random(draws)
    one, two = points[:, :inputs], points[:, inputs:]
    of_one, of_two = _results(function, one), _results(function, two)
    mixed = np.empty((inputs, *of_one.shape))
    for place in range(inputs):
        swapped = one.copy()
        swapped[:, place] = two[:, place]
        mixed[place] = _results(function, swapped)
    first, total, variance = _shares(of_one, of_two, mixed)
    rng = np.random.default_rng(seed)
    firsts, totals = np.empty((resamples, *first.shape)), np.empty((resamples, *first.shape))
    for round_ in range(resamples):
        chosen = rng.integers(0, draws, draws)
        firsts[round_], totals[round_], _ = _shares(of_one[chosen], of_two[chosen], mixed[:, chosen])
    return Sensitivity(
        names=tuple(names),
        first=first,
        total=total,
        first_error=1.96 * firsts.std(axis=0),
        total_error=1.96 * totals.std(axis=0),
        mean=np.concatenate([of_one, of_two]).mean(axis=0),
        variance=variance,
        evaluations=draws * (inputs + 2),
    )


def _results(function: Callable[[FloatArray], FloatArray], points: FloatArray) -> FloatArray:
    results = np.asarray(function(points), dtype=np.float64)
    return results[:, None] if results.ndim == 1 else results


def _shares(
    of_one: FloatArray, of_two: FloatArray, mixed: FloatArray
) -> tuple[FloatArray, FloatArray, FloatArray]:
    both = np.concatenate([of_one, of_two])
    center, variance = both.mean(axis=0), both.var(axis=0)
    scale = np.divide(1.0, variance, out=np.zeros_like(variance), where=variance > 0)
    # results around their mean: the estimate stays the same and loses the noise that a large mean brings in
    first = ((of_two - center) * (mixed - of_one)).mean(axis=1) * scale
    total = np.square(of_one - mixed).mean(axis=1) / 2 * scale
    return first, total, variance
