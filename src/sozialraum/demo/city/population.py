"""Who lives in Lindenfurt: persons by quarter, age and sex on every 31 December from 2014 to 2025.

The city of 2025 is drawn first, from a German age pyramid and a pattern per kind of quarter. Then the years
are run backwards by cohorts: whoever is 30 today was 29 a year ago, here if he stayed, elsewhere if he moved
in; who left or died since is added. So baby boomers and thin years wander through the ages as in a real
register, students come and go near the campus, and a new quarter fills up. The accounts close: persons of
next year = persons of this year + births - deaths + moves in - moves out, for every quarter.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sozialraum.demo.city.blueprint import Blueprint
from sozialraum.demo.city.randomness import stream

FIRST_YEAR, LAST_YEAR = 2014, 2025
YEARS = tuple(range(FIRST_YEAR, LAST_YEAR + 1))
AGES = 100
"""Single years 0 to 98 and 99 for everyone of 99 and older."""

# Persons of a year of age in relation to the mean, as in a German city of 2025 (baby boom, thin 2000s).
PYRAMID = (
    (0, 0.83), (1, 0.86), (3, 0.93), (6, 0.98), (9, 0.97), (12, 0.92), (15, 0.91), (18, 0.93), (22, 1.00),
    (26, 1.08), (30, 1.22), (35, 1.32), (38, 1.26), (42, 1.20), (47, 1.02), (51, 1.05), (55, 1.30),
    (60, 1.53), (63, 1.48), (66, 1.31), (70, 1.13), (75, 0.97), (79, 0.80), (82, 0.86), (85, 0.82),
    (88, 0.48), (92, 0.20), (95, 0.07), (98, 0.015), (99, 0.016),
)  # fmt: skip
PATTERN_AGES = (0, 6, 12, 17, 18, 20, 23, 28, 34, 42, 52, 62, 70, 80, 90)
PATTERNS = {
    "centre": (1.10, 0.95, 0.90, 0.90, 0.9, 1.1, 1.60, 1.90, 1.45, 1.00, 0.90, 0.80, 0.75, 0.90, 1.00),
    "estate": (1.00, 1.05, 1.00, 0.95, 1.0, 1.0, 1.05, 1.10, 1.10, 1.05, 0.90, 0.85, 1.00, 1.30, 0.90),
    "perimeter": (1.15, 1.00, 0.90, 0.85, 0.9, 1.1, 1.35, 1.60, 1.50, 1.15, 0.90, 0.75, 0.65, 0.65, 0.70),
    "harbor": (1.10, 1.02, 0.95, 0.92, 1.0, 1.1, 1.25, 1.35, 1.25, 1.10, 0.95, 0.85, 0.75, 0.70, 0.60),
    "new": (1.45, 1.25, 0.85, 0.60, 0.8, 0.9, 0.90, 1.20, 1.90, 1.70, 0.85, 0.55, 0.45, 0.40, 0.35),
    "mixed": (0.98, 1.00, 1.00, 1.00, 1.0, 1.0, 1.00, 1.00, 1.00, 1.00, 1.00, 1.00, 1.00, 1.00, 1.00),
    "campus": (1.30, 0.95, 0.80, 0.75, 0.5, 1.6, 4.20, 2.60, 1.30, 0.75, 0.60, 0.50, 0.45, 0.45, 0.40),
    "suburb": (0.88, 1.02, 1.08, 1.08, 1.1, 0.8, 0.60, 0.55, 0.85, 1.10, 1.10, 1.15, 1.20, 1.20, 1.00),
    "villa": (0.85, 1.00, 1.10, 1.12, 1.1, 0.8, 0.60, 0.60, 0.85, 1.15, 1.20, 1.15, 1.10, 1.20, 1.50),
    "village": (0.90, 1.00, 1.05, 1.08, 1.1, 0.8, 0.62, 0.58, 0.85, 1.05, 1.15, 1.30, 1.20, 1.00, 0.80),
}
# Share of residents of an age who have moved in within the year, and how kinds of quarter differ.
MOVE_AGES = (0, 4, 10, 16, 17, 18, 20, 24, 28, 35, 45, 60, 75, 90)
MOVE_SHARE = (0.13, 0.10, 0.065, 0.065, 0.12, 0.30, 0.34, 0.28, 0.22, 0.14, 0.075, 0.042, 0.035, 0.06)
MOBILITY = {
    "centre": 1.35, "estate": 1.05, "perimeter": 1.2, "harbor": 1.25, "new": 1.2, "mixed": 0.95,
    "campus": 1.75, "suburb": 0.65, "villa": 0.7, "village": 0.6,
}  # fmt: skip
# From this age on too few survive to be found by running time backwards: the dead are added by the pattern.
OLDEST, OLDEST_THEN = 84, 0.62
# Size of the city by year as a share of 2025; 2015 and 2022 saw many people arrive.
CITY_SIZE = (0.951, 0.963, 0.969, 0.973, 0.976, 0.978, 0.977, 0.979, 0.993, 0.997, 0.999, 1.0)
# What a kind grew or shrank by year beyond the city, and quarters that were built in these years.
DRIFT = {"estate": -0.001, "new": 0.016, "village": 0.002, "villa": -0.001, "centre": 0.002, "campus": 0.003}
BUILT = {"0302": 0.035, "0612": 0.01, "0613": 0.045, "0914": 0.04, "0505": 0.02}


@dataclass(frozen=True)
class Residents:
    """Counts of persons and of what happened between two Stichtage.

    `persons` is years x quarters x ages x 2 (male, female), int32. The four movements are
    years x quarters, int32; the row of the first year is zero because it has no year before it.
    """

    persons: np.ndarray
    births: np.ndarray
    deaths: np.ndarray
    moves_in: np.ndarray
    moves_out: np.ndarray

    def count(self, year: int, low: int, high: int) -> np.ndarray:
        """Return the persons from age `low` to age `high`, both included, per quarter."""
        return np.asarray(self.persons[year - FIRST_YEAR, :, low : high + 1].sum(axis=(1, 2)), dtype=np.int64)


def draw_residents(blueprint: Blueprint) -> Residents:
    """Draw twelve years of residents; 2025 meets the blueprint's anchors exactly."""
    rng = stream(blueprint.seed, "population")
    quarters = len(blueprint.quarters)
    shape = (len(YEARS), quarters)
    persons = np.zeros((*shape, AGES, 2), dtype=np.int32)
    births, deaths, moves_in, moves_out = (np.zeros(shape, dtype=np.int32) for _ in range(4))
    profile = _profiles(blueprint, rng)
    female = _female_share()
    persons[-1] = _latest(blueprint, profile, female, rng)
    sizes = _sizes(blueprint, rng)
    mortality = _mortality()
    mobility = _mobility(blueprint)
    pattern = profile[:, :, None] * np.stack([1 - female, female], axis=1)
    for year in range(len(YEARS) - 2, -1, -1):
        step = _step_back(persons[year + 1], pattern, sizes[:, year], mortality, mobility, rng)
        persons[year], births[year + 1], deaths[year + 1], moves_in[year + 1], moves_out[year + 1] = step
    return Residents(persons, births, deaths, moves_in, moves_out)


def _profiles(blueprint: Blueprint, rng: np.random.Generator) -> np.ndarray:
    """Return the expected persons by quarter and age for 2025 (quarters x ages)."""
    ages = np.arange(AGES)
    marks, heights = zip(*PYRAMID, strict=True)
    pyramid = np.interp(ages, marks, heights)
    kinds = {kind: np.interp(ages, PATTERN_AGES, values) for kind, values in PATTERNS.items()}
    shapes = np.stack([pyramid * kinds[quarter.kind] for quarter in blueprint.quarters])
    older = np.exp(rng.normal(0, 0.12, len(shapes)))[:, None] ** ((ages - 45) / 30.0)[None, :]
    shapes = shapes * np.where(ages >= 21, older, 1.0)
    anchors = np.array(
        [(q.under_18, q.under_21 - q.under_18, q.population - q.under_21) for q in blueprint.quarters]
    )
    for column, (low, high) in enumerate(((0, 18), (18, 21), (21, AGES))):
        part = shapes[:, low:high]
        part *= (anchors[:, column] / part.sum(axis=1))[:, None]
    return shapes


def _female_share() -> np.ndarray:
    return np.interp(
        np.arange(AGES),
        (0, 18, 30, 50, 65, 75, 82, 88, 94, 99),
        (0.487, 0.485, 0.49, 0.5, 0.515, 0.54, 0.58, 0.64, 0.74, 0.82),
    )


def _latest(
    blueprint: Blueprint, profile: np.ndarray, female: np.ndarray, rng: np.random.Generator
) -> np.ndarray:
    persons = np.zeros((len(profile), AGES), dtype=np.int64)
    anchors = np.array(
        [(q.under_18, q.under_21 - q.under_18, q.population - q.under_21) for q in blueprint.quarters]
    )
    for column, (low, high) in enumerate(((0, 18), (18, 21), (21, AGES))):
        part = profile[:, low:high] + 1e-12
        persons[:, low:high] = rng.multinomial(anchors[:, column], part / part.sum(axis=1, keepdims=True))
    women = rng.binomial(persons, female[None, :])
    return np.asarray(np.stack([persons - women, women], axis=2), dtype=np.int32)


def _sizes(blueprint: Blueprint, rng: np.random.Generator) -> np.ndarray:
    """Return the aimed-at population per quarter and year (quarters x years)."""
    latest = np.array([quarter.population for quarter in blueprint.quarters], dtype=np.float64)
    own = rng.normal(0, 0.004, len(latest))
    growth = np.array([DRIFT.get(q.kind, 0.0) + BUILT.get(q.code, 0.0) for q in blueprint.quarters]) + own
    back = np.arange(len(YEARS) - 1, -1, -1)
    sizes = latest[:, None] * np.exp(-growth[:, None] * back[None, :])
    city = latest.sum() * np.array(CITY_SIZE)
    return np.asarray(sizes * (city / sizes.sum(axis=0))[None, :])


def _mortality() -> np.ndarray:
    """Return the probability to die within a year by age and sex (ages x 2), a Gompertz law and infants."""
    ages = np.arange(AGES)
    law = 1.85e-5 * np.exp(0.1020 * ages)
    law[0] = 0.003
    return np.asarray(np.clip(np.stack([law * 1.3, law * 0.82], axis=1), 0, 0.45))


def _mobility(blueprint: Blueprint) -> np.ndarray:
    shares = np.interp(np.arange(AGES), MOVE_AGES, MOVE_SHARE)
    kinds = np.array([MOBILITY[quarter.kind] for quarter in blueprint.quarters])
    return np.clip(kinds[:, None] * shares[None, :], 0, 0.6)


def _step_back(
    later: np.ndarray,
    pattern: np.ndarray,
    size: np.ndarray,
    mortality: np.ndarray,
    mobility: np.ndarray,
    rng: np.random.Generator,
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Undo one year: take the arrivals out, put back who left or died, make everyone a year younger.

    Young people who left are as many as the kind of place usually loses at that age; older ones who left
    resemble those who stayed, so that strong and weak years of birth keep their size.
    """
    cohort = np.zeros_like(later)
    cohort[:, :-2] = later[:, 1:-1]
    cohort[:, -1] = rng.binomial(later[:, -1], 0.42)
    cohort[:, -2] = later[:, -1] - cohort[:, -1]
    died = rng.poisson(cohort * (mortality / (1 - mortality))[None])
    usual = OLDEST_THEN * pattern[:, OLDEST:]
    lacking = np.maximum(usual.sum(axis=0) - (cohort + died)[:, OLDEST:].sum(axis=0), 0.0)
    died[:, OLDEST:] += rng.poisson(usual / np.maximum(usual.sum(axis=0), 1e-9) * lacking)
    arrived = rng.binomial(cohort, mobility[:, :, None])
    newborn = later[:, 0].sum(axis=1)
    stayed = cohort - arrived + died
    place_shapes = np.interp(np.arange(AGES), (30, 44), (1.0, 0.0))[None, :, None]
    leaving = mobility[:, :, None] * (place_shapes * pattern + (1 - place_shapes) * cohort)
    scale = (size - stayed.sum(axis=(1, 2))) / np.maximum(leaving.sum(axis=(1, 2)), 1e-9)
    left = rng.poisson(leaving * np.clip(scale, 0.15, 4.0)[:, None, None])
    infants_in = rng.binomial(newborn, 0.05)
    infants_out = rng.binomial(newborn, 0.05)
    infant_deaths = rng.binomial(newborn, 0.003)
    births = newborn - infants_in + infants_out + infant_deaths
    earlier = (stayed + left).astype(np.int32)
    return (
        earlier,
        births,
        died.sum(axis=(1, 2)) + infant_deaths,
        arrived.sum(axis=(1, 2)) + infants_in,
        left.sum(axis=(1, 2)) + infants_out,
    )
