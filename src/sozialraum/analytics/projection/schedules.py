"""Births and deaths by age, from a model that fits what is known: for want of the office's own tables."""

from __future__ import annotations

from bisect import bisect_left

import numpy as np

from sozialraum.analytics.messages import gettext_noop
from sozialraum.analytics.projection.people import SEXES
from sozialraum.analytics.tables import FloatArray, TableError

FIRST_MOTHER, LAST_MOTHER = 15, 50
STEPS_A_YEAR = 10**9


def model_mortality(
    life_expectancies: tuple[float, float], *, ages: int = 96, infant: float = 0.003, steepness: float = 0.11
) -> FloatArray:
    """Probabilities of dying within a year that give two life expectancies (women, men), (sexes, ages + 1).

    The first entry is for the children born in the year, entry a + 1 for those who are a years old at its beginning; the
    last one stands for all older people. Above infancy the hazard rises by `steepness` a year of age (Gompertz 1825),
    b exp(b (x - M)) with the modal age of death M found for each life expectancy (Missov and others 2015). A model for
    want of the office's own life table, which goes in its place where it is at hand.

    >>> mortality = model_mortality((83.0, 78.0))
    >>> [round(float(years), 3) for years in life_expectancy(mortality)]
    [83.0, 78.0]
    """

    def probabilities(modal: int) -> FloatArray:
        age = np.arange(ages, dtype=np.float64)
        hazard = np.exp(steepness * (age - modal / STEPS_A_YEAR)) * (np.exp(steepness) - 1)
        dying = 1 - np.exp(-hazard)
        return np.concatenate([[infant], dying])

    def lived(modal: int) -> float:
        return float(life_expectancy(probabilities(modal)[None, :])[0])

    found = []
    for wanted in life_expectancies:
        if not 40 <= wanted <= 100:
            raise TableError(
                gettext_noop("A life expectancy of {years} years is out of range."),
                gettext_noop("Give years between 40 and 100, women first."),
                years=wanted,
            )
        # who dies later has lived longer: the first step that is late enough
        first = 30 * STEPS_A_YEAR
        modal = first + bisect_left(range(first, 130 * STEPS_A_YEAR), wanted, key=lived)
        found.append(probabilities(modal))
    return np.stack(found)


def survivors(mortality: FloatArray) -> FloatArray:
    """Of one birth, how many people are alive at each age in a stationary population, (sexes, ages); the last age holds
    all older ones."""
    alive = np.cumprod(1 - mortality[:, :-1], axis=1)
    alive[:, -1] /= np.maximum(mortality[:, -1], 1e-9)
    return np.asarray(alive)


def life_expectancy(mortality: FloatArray) -> FloatArray:
    """Mean years that a newborn lives under these probabilities, one number a sex (deaths at mid-year)."""
    return np.asarray(survivors(mortality).sum(axis=1) + 0.5)


def model_fertility(
    children: float, *, mean_age: float, deviation: float = 5.5, ages: int = 96
) -> FloatArray:
    """Births per woman and year by her age, (ages,), summing to `children` over her life.

    A Gamma curve over the ages from 15 to 49 with the given mean age and standard deviation (Hoem and others 1981).

    >>> fertility = model_fertility(1.4, mean_age=31.0)
    >>> round(float(fertility.sum()), 6), round(float((np.arange(96) + 0.5) @ fertility / 1.4))
    (1.4, 31)
    """
    middle = np.arange(FIRST_MOTHER, LAST_MOTHER) + 0.5
    away = mean_age - FIRST_MOTHER
    if not (children >= 0 and away > 0 and deviation > 0 and ages >= LAST_MOTHER):
        raise TableError(
            gettext_noop("These births by age make no sense."),
            gettext_noop(
                "Give a number of children of zero or more, a mean age above 15, and fifty ages or more."
            ),
        )
    shape, scale = (away / deviation) ** 2, deviation**2 / away
    # a Gamma density but for its constant, which the sum takes out again
    curve = np.exp((shape - 1) * np.log(middle - FIRST_MOTHER) - (middle - FIRST_MOTHER) / scale)
    fertility = np.zeros(ages)
    fertility[FIRST_MOTHER:LAST_MOTHER] = children * curve / curve.sum()
    return fertility


def check_schedules(mortality: FloatArray, fertility: FloatArray, ages: int) -> None:
    """Raise TableError unless births and deaths fit a population of so many ages."""
    fits = mortality.shape == (len(SEXES), ages + 1) and fertility.shape == (ages,)
    if not fits or not ((mortality >= 0) & (mortality <= 1)).all() or not (fertility >= 0).all():
        raise TableError(
            gettext_noop("Births or deaths by age do not fit the population's ages."),
            gettext_noop(
                "Give both for the same ages; deaths have one entry more, for the children of the year."
            ),
        )
