"""Regression of a count on conditions of life: Poisson or negative binomial with offset, by reweighted least squares.

Our own forty lines, because a statistics package weighs more than everything else in the arithmetic together; tests
compare it with a general optimizer.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import scipy

from sozialraum.analytics.budget.money import BudgetError
from sozialraum.analytics.messages import gettext_noop
from sozialraum.analytics.tables import FloatArray


@dataclass(frozen=True, eq=False)
class CountModel:
    """A fitted model: `coefficients` (intercept first), `dispersion` (0 for Poisson), `expected` counts per area."""

    coefficients: FloatArray
    dispersion: float
    expected: FloatArray
    log_likelihood: float


def fit_counts(
    counts: FloatArray,
    predictors: FloatArray,
    exposure: FloatArray,
    *,
    family: Literal["poisson", "negative_binomial"] = "poisson",
) -> CountModel:
    """Fit log E[count] = log(exposure) + b0 + Σ b·x. `predictors` has one row per area and one column per predictor.

    The negative binomial has the variance μ + α·μ²; α is found by maximum likelihood (Hilbe 2011, NB2). Areas without
    exposure are left out of the fit and expected to have none. BudgetError where predictors cannot be told apart or
    the areas are too few.

    >>> model = fit_counts(np.array([10.0, 20.0]), np.array([[0.0], [1.0]]), np.array([100.0, 100.0]))
    >>> np.round(np.exp(model.coefficients), 6).tolist()
    [0.1, 2.0]
    """
    used = exposure > 0
    mean = predictors[used].mean(axis=0) if used.any() else np.zeros(predictors.shape[1])
    spread = predictors[used].std(axis=0) if used.any() else np.ones(predictors.shape[1])
    spread[spread == 0] = 1.0
    design = np.column_stack([np.ones(int(used.sum())), (predictors[used] - mean) / spread])
    if design.shape[0] < design.shape[1] or np.linalg.matrix_rank(design) < design.shape[1]:
        raise BudgetError(
            gettext_noop("The conditions that should explain need cannot be told apart in these areas."),
            gettext_noop(
                "Take out a column that follows from others or is the same everywhere, or add areas."
            ),
        )
    if counts[used].sum() <= 0:
        raise BudgetError(
            gettext_noop("The outcome of the regression is zero in every area."),
            gettext_noop("Check its column."),
        )
    y, offset = counts[used], np.log(exposure[used])
    dispersion = 0.0
    if family == "negative_binomial":
        found = scipy.optimize.minimize_scalar(
            lambda log_alpha: -_likelihood(y, np.exp(offset + design @ _irls(y, design, offset, np.exp(log_alpha))), np.exp(log_alpha)),
            bounds=(-12.0, 4.0), method="bounded", options={"xatol": 1e-6},
        )  # fmt: skip
        dispersion = float(np.exp(found.x))
    standardized = _irls(y, design, offset, dispersion)
    expected = np.zeros(exposure.size)
    expected[used] = np.exp(offset + design @ standardized)
    slopes = standardized[1:] / spread
    coefficients = np.concatenate([[standardized[0] - float(slopes @ mean)], slopes])
    return CountModel(coefficients, dispersion, expected, _likelihood(y, expected[used], dispersion))


def _irls(y: FloatArray, design: FloatArray, offset: FloatArray, dispersion: float) -> FloatArray:
    beta = np.zeros(design.shape[1])
    beta[0] = np.log(y.sum() / np.exp(offset).sum())
    for _ in range(100):
        eta = np.clip(offset + design @ beta, -300, 300)
        mu = np.exp(eta)
        weight = mu / (1 + dispersion * mu)
        working = eta - offset + (y - mu) / mu
        scaled = np.sqrt(weight)
        step = np.asarray(
            np.linalg.lstsq(design * scaled[:, None], working * scaled, rcond=None)[0], dtype=np.float64
        )
        if np.abs(step - beta).max() < 1e-12 * max(1.0, float(np.abs(step).max())):
            return step
        beta = step
    return beta


def _likelihood(y: FloatArray, mu: FloatArray, dispersion: float) -> float:
    if dispersion <= 0:
        return float((y * np.log(mu) - mu - scipy.special.gammaln(y + 1)).sum())
    size = 1 / dispersion
    return float(
        (
            scipy.special.gammaln(y + size)
            - scipy.special.gammaln(size)
            - scipy.special.gammaln(y + 1)
            + size * np.log(size / (size + mu))
            + y * np.log(mu / (size + mu))
        ).sum()
    )
