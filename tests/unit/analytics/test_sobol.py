"""Sensitivity against functions whose shares of variance are known by formula."""

from __future__ import annotations

import numpy as np
import pytest

from sozialraum.analytics.tables import FloatArray, TableError
from sozialraum.analytics.uncertainty import sobol_sensitivity


def ishigami(unit: FloatArray, a: float = 7.0, b: float = 0.1) -> FloatArray:
    x = np.pi * (2 * unit - 1)
    return np.asarray(np.sin(x[:, 0]) + a * np.sin(x[:, 1]) ** 2 + b * x[:, 2] ** 4 * np.sin(x[:, 0]))


def test_ishigami() -> None:
    a, b, pi = 7.0, 0.1, np.pi
    one = 0.5 * (1 + b * pi**4 / 5) ** 2
    two = a**2 / 8
    both = b**2 * pi**8 * (1 / 18 - 1 / 50)
    variance = one + two + both
    result = sobol_sensitivity(ishigami, ["x1", "x2", "x3"], draws=8192)
    assert result.variance[0] == pytest.approx(variance, rel=0.01)
    assert result.first[:, 0] == pytest.approx([one / variance, two / variance, 0], abs=0.015)
    assert result.total[:, 0] == pytest.approx(
        [(one + both) / variance, two / variance, both / variance], abs=0.01
    )
    assert (result.first_error < 0.05).all()
    assert (result.total_error < 0.05).all()


def test_the_g_function_of_sobol() -> None:
    weight = np.array([0.0, 1.0, 4.5, 9.0, 99.0])

    def product(unit: FloatArray) -> FloatArray:
        return np.asarray(np.prod((np.abs(4 * unit - 2) + weight) / (1 + weight), axis=1))

    single = 1 / (3 * (1 + weight) ** 2)
    variance = np.prod(1 + single) - 1
    total = single * np.prod(1 + single) / (1 + single)
    result = sobol_sensitivity(product, list("abcde"), draws=8192)
    assert result.first[:, 0] == pytest.approx(single / variance, abs=0.015)
    assert result.total[:, 0] == pytest.approx(total / variance, abs=0.015)


def test_several_results_at_once_and_an_input_that_does_nothing() -> None:
    def both(unit: FloatArray) -> FloatArray:
        return np.stack([1e6 + unit[:, 0], np.full(len(unit), 3.0)], axis=1)

    result = sobol_sensitivity(both, ["it", "nothing"], draws=1024)
    assert result.first[:, 0] == pytest.approx([1, 0], abs=0.01)
    assert result.total[1, 0] == 0
    assert (result.total[:, 1] == 0).all()
    assert result.mean[1] == 3.0


def test_a_fixed_seed_and_a_power_of_two() -> None:
    one = sobol_sensitivity(ishigami, ["a", "b", "c"], draws=64, seed=4)
    two = sobol_sensitivity(ishigami, ["a", "b", "c"], draws=64, seed=4)
    assert (one.total == two.total).all()
    with pytest.raises(TableError, match="no power of two"):
        sobol_sensitivity(ishigami, ["a", "b", "c"], draws=100)
