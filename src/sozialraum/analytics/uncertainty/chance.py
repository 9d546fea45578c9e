"""Chance in the inputs: what the true rate of an area may be, given its count and its people."""

from __future__ import annotations

from typing import Final

import numpy as np

from sozialraum.analytics.tables import BoolArray, FloatArray
from sozialraum.analytics.uncertainty.composite import Input


def drawn_values(entry: Input, draws: int, rng: np.random.Generator) -> FloatArray:
    """Values of one input in many draws, (draws, areas); (1, areas) where its chance is not known.

    A share of x among n people is drawn from Beta(x + 1/2, n - x + 1/2), a rate of x events over an exposure n from
    Gamma(x + 1/2) / n: the posterior distributions under Jeffreys' priors (Brown, Cai and DasGupta 2001), which leave
    room also where nobody was counted. The treatments of the recipe follow: mixing with the whole, logarithm, borders.

    Where x and n - x are at least :data:`ENOUGH`, one normal number is bent into the distribution by its first four
    moments (Cornish and Fisher 1938, to the second order), which takes a quarter of the time of two gamma numbers. Its
    quantiles are off by at most 0.0025 standard deviations within three of them and by 0.011 within four; areas with
    fewer are drawn exactly.
    """
    if entry.counts is None or entry.sizes is None:
        return entry.values[None, :]
    counts, sizes, known = _known(entry)
    few = counts < ENOUGH
    if entry.kind == "share":
        few |= sizes - counts < ENOUGH
    rates = _bent(*_moments(entry.kind, counts, sizes), draws, rng)
    if few.any():
        rates[:, few] = _exact(entry.kind, counts[few], sizes[few], draws, rng)
    values = treated(entry, rates, sizes, known)
    return values if known.all() else np.where(known, values, entry.values)


ENOUGH: Final = 30.0
"""From so many counted people (and not counted ones) on four moments say a posterior distribution."""


def _exact(
    kind: str, counts: FloatArray, sizes: FloatArray, draws: int, rng: np.random.Generator
) -> FloatArray:
    shape = (draws, counts.size)
    cases = rng.standard_gamma(counts + 0.5, shape)
    if kind == "share":
        return np.asarray(cases / (cases + rng.standard_gamma(sizes - counts + 0.5, shape)))
    return np.asarray(cases / sizes)


def _bent(
    mean: FloatArray, deviation: FloatArray, skewness: FloatArray, excess: FloatArray, draws: int,
    rng: np.random.Generator,
) -> FloatArray:  # fmt: skip
    """Normal numbers z as mean + deviation * (z + g1 (z² - 1) / 6 + g2 (z³ - 3z) / 24 - g1² (2z³ - 5z) / 36)."""
    normal = rng.standard_normal((draws, mean.size))
    bend = np.square(skewness)
    values: FloatArray = normal * (deviation * (excess / 24 - bend / 18))
    for factor in (deviation * skewness / 6, deviation * (1 - excess / 8 + bend * 5 / 36)):
        values += factor
        values *= normal
    values += mean - deviation * skewness / 6
    return values


def _moments(
    kind: str, counts: FloatArray, sizes: FloatArray
) -> tuple[FloatArray, FloatArray, FloatArray, FloatArray]:
    """Mean, standard deviation, skewness and excess kurtosis of the posterior distributions."""
    one = counts + 0.5
    if kind != "share":
        return one / sizes, np.sqrt(one) / sizes, 2 / np.sqrt(one), 6 / one
    two = sizes - counts + 0.5
    both, product = one + two, one * two
    return (
        one / both,
        np.sqrt(product / (both**2 * (both + 1))),
        2 * (two - one) * np.sqrt(both + 1) / ((both + 2) * np.sqrt(product)),
        6 * ((one - two) ** 2 * (both + 1) - product * (both + 2)) / (product * (both + 2) * (both + 3)),
    )


def treated(entry: Input, rates: FloatArray, sizes: FloatArray, known: BoolArray) -> FloatArray:
    """Rates on their way to the value that the index takes: mixed with the whole, per, logarithm, borders."""
    if entry.strength > 0:
        people = np.where(known, sizes, 0.0)
        whole = (rates @ people / people.sum())[..., None]
        rates = (rates * sizes + entry.strength * whole) / (sizes + entry.strength)
    values = rates * entry.per
    if entry.logarithm:
        values = np.log(values)
    if np.isfinite(entry.low) or np.isfinite(entry.high):
        values = np.clip(values, entry.low, entry.high)
    return values


def moments(entry: Input) -> tuple[FloatArray, FloatArray]:
    """Variance and third central moment of an input's value in each area; zero where its chance is not known.

    They are those of the distributions that :func:`drawn_values` draws from, for inputs without logarithm.
    """
    none = np.zeros(entry.values.size)
    if entry.counts is None or entry.sizes is None:
        return none, none
    counts, sizes, known = _known(entry)
    if entry.kind == "share":
        one, two = counts + 0.5, sizes - counts + 0.5
        total = one + two
        variance = one * two / (total**2 * (total + 1))
        third = variance * 2 * (two - one) / (total * (total + 2))
    else:
        variance = (counts + 0.5) / sizes**2
        third = 2 * (counts + 0.5) / sizes**3
    scale = entry.per * sizes / (sizes + entry.strength)
    return np.where(known, variance * scale**2, 0.0), np.where(known, third * scale**3, 0.0)


def _known(entry: Input) -> tuple[FloatArray, FloatArray, BoolArray]:
    """Counts and sizes with a stand-in where they are not known, and where they are."""
    counts, sizes = np.asarray(entry.counts), np.asarray(entry.sizes)
    known = np.isfinite(counts) & np.isfinite(sizes) & (sizes > 0) & (counts >= 0)
    if entry.kind == "share":
        known &= counts <= sizes
    if entry.fixed is not None:
        known &= ~entry.fixed
    return np.where(known, counts, 0.0), np.where(known, sizes, 1.0), known
