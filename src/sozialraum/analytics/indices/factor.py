"""Weights that data find themselves: the first principal component, and one factor by maximum likelihood."""

from __future__ import annotations

import numpy as np
import scipy
from numpy.typing import NDArray

from sozialraum.analytics.tables import FloatArray

LEAST_UNIQUENESS = 0.005


def correlation_matrix(values: FloatArray, counts: FloatArray | None = None) -> FloatArray:
    """Correlations of the columns over the rows, each row as often as `counts` says.

    >>> correlation_matrix(np.array([[1.0, 2.0], [2.0, 4.0], [3.0, 6.0]])).round(6).tolist()
    [[1.0, 1.0], [1.0, 1.0]]
    """
    weights = np.ones(values.shape[0]) if counts is None else counts
    covariance = weighted_covariance(np.ascontiguousarray(values.T), weights)
    deviation = np.sqrt(np.diag(covariance))
    result: FloatArray = covariance / np.outer(deviation, deviation)
    return result


def weighted_covariance(columns: FloatArray, weights: FloatArray) -> FloatArray:
    """Σ w (x - mean) (y - mean) / Σ w for every pair of columns, which are the rows of `columns`.

    >>> weighted_covariance(np.array([[1.0, 3.0], [2.0, 8.0]]), np.array([1.0, 1.0])).tolist()
    [[1.0, 3.0], [3.0, 9.0]]
    """
    whole = weights.sum()
    centered = columns - (columns @ weights / whole)[:, None]
    covariance: FloatArray = (centered * weights) @ centered.T / whole
    return covariance


def principal_component(correlations: FloatArray) -> FloatArray:
    """The first eigenvector of a correlation matrix, of length 1, its sum not negative (Jolliffe 2002, ch. 2).

    >>> principal_component(np.array([[1.0, 0.5], [0.5, 1.0]])).round(4).tolist()
    [0.7071, 0.7071]
    """
    vector = np.linalg.eigh(correlations)[1][:, -1]
    # the sum of opposite loadings may vanish: then the largest one decides
    side = vector.sum() if abs(vector.sum()) > 1e-9 else vector[np.argmax(np.abs(vector))]
    result: FloatArray = vector * (1.0 if side >= 0 else -1.0)
    return result


def one_factor(correlations: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Loadings λ and uniquenesses ψ of one common factor by maximum likelihood: R ≈ λλᵀ + diag(ψ).

    Minimizes ln|Σ| + tr(Σ⁻¹R) over ψ, with λ at its optimum for given ψ: the first eigenvector of ψ^-½ R ψ^-½ times
    sqrt(θ - 1) (Jöreskog 1967; Lawley & Maxwell 1971, ch. 4). Uniquenesses stay above 0.005, as in R's factanal.
    Needs three columns: with fewer the factor is not determined. Raises ValueError for that.

    >>> true = np.array([0.9, 0.8, 0.7, 0.6])
    >>> matrix = np.outer(true, true) + np.diag(1 - true**2)
    >>> one_factor(matrix)[0].round(5).tolist()
    [0.9, 0.8, 0.7, 0.6]
    """
    size = correlations.shape[0]
    if size < 3:
        raise ValueError("one factor needs at least three columns")
    start = (1 - 0.5 / size) / np.diag(np.linalg.pinv(correlations))

    def deviance(logarithms: NDArray[np.float64]) -> tuple[float, FloatArray]:
        psi = np.exp(logarithms)
        scale = 1 / np.sqrt(psi)
        theta, vectors = np.linalg.eigh(correlations * np.outer(scale, scale))
        rest = np.maximum(theta[:-1], 1e-300)
        value = float(np.sum(rest - np.log(rest)) - size + 1)
        loading = np.sqrt(max(theta[-1] - 1, 0.0)) * vectors[:, -1] / scale
        slope = (loading**2 + psi - np.diag(correlations)) / psi
        return value, slope

    bounds = [(np.log(LEAST_UNIQUENESS), 0.0)] * size
    found = scipy.optimize.minimize(
        deviance,
        np.log(np.clip(start, LEAST_UNIQUENESS, 1.0)),
        jac=True,
        method="L-BFGS-B",
        bounds=bounds,
        options={"ftol": 1e-15, "gtol": 1e-10, "maxiter": 1000},
    )
    psi: FloatArray = np.exp(found.x)
    scale = 1 / np.sqrt(psi)
    theta, vectors = np.linalg.eigh(correlations * np.outer(scale, scale))
    loadings: FloatArray = np.sqrt(max(theta[-1] - 1, 0.0)) * vectors[:, -1] / scale
    return (loadings if loadings.sum() >= 0 else -loadings), psi


def factor_weights(correlations: FloatArray) -> FloatArray:
    """Regression weights of the one factor, λ/ψ, scaled to the sum 1: what SIMD weights its indicators with.

    >>> factor_weights(np.array([[1.0, 0.5, 0.5], [0.5, 1.0, 0.5], [0.5, 0.5, 1.0]])).round(4).tolist()
    [0.3333, 0.3333, 0.3333]
    """
    loadings, psi = one_factor(correlations)
    weights: FloatArray = loadings / psi
    return weights / weights.sum()
