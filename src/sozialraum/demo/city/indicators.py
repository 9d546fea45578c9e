"""Social indicators of Lindenfurt, with the flaws that deliveries have.

One latent burden per quarter and year, the logit of child poverty, drives all indicators; what remains is a
field that is smooth over neighboring quarters, so that maps show spatial correlation (Moran's I well above
zero) without copying each other. Counts are binomial with errors that persist from year to year. Values are
withheld or missing as sources do it: counts of 1 to 9, bases under 25, three quarters without a delivery.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import numpy as np

from sozialraum.demo.city.blueprint import Blueprint
from sozialraum.demo.city.catalog import (
    CHILD_INCOME_SUPPORT,
    FEWEST_CASES,
    INDICATORS,
    PART_PATHS,
    PINNED,
    SMALLEST_BASE,
    SPLIT_PATH,
    Indicator,
)
from sozialraum.demo.city.population import FIRST_YEAR, LAST_YEAR, YEARS, Residents
from sozialraum.demo.city.randomness import stream

OBSERVED, MISSING, SUPPRESSED = "observed", "missing", "suppressed"
_HARBOR = "03"
_UNDELIVERED_SOURCE = "Statistik der Bundesagentur für Arbeit"


@dataclass(frozen=True)
class Series:
    """One indicator at one date: true counts and the status of each quarter's value in the delivery.

    The counts of missing and suppressed values stay here so that sums of districts are true; they are
    never written into a table or file.
    """

    indicator: Indicator
    reference_date: date
    numerator: np.ndarray
    denominator: np.ndarray
    status: np.ndarray


def draw_series(blueprint: Blueprint, residents: Residents, pairs: np.ndarray) -> list[Series]:
    """Draw all indicators at all their dates; `pairs` are the neighboring quarters (m x 2)."""
    field = _SmoothField(len(blueprint.quarters), pairs)
    cases, burden = _income_support(blueprint, residents, field)
    series: list[Series] = []
    for entry in INDICATORS:
        if entry.code == CHILD_INCOME_SUPPORT:
            bases = [residents.count(year, 0, 17) for year in YEARS]
            counts = list(cases)
        elif entry.code == "child_poverty":
            bases = [residents.count(year, 0, 14) for year in YEARS]
            counts = _younger_part(blueprint, residents, cases, bases)
        else:
            bases, counts = _draw_indicator(blueprint, residents, entry, burden, field)
        for day, base, count in zip(entry.dates, bases, counts, strict=True):
            status = _status(blueprint, entry, day, count, base)
            series.append(Series(entry, day, count, base, status))
    return series


class _SmoothField:
    """Draws standard normal fields over quarters that resemble their neighbors."""

    def __init__(self, size: int, pairs: np.ndarray) -> None:
        self.size = size
        self.first = np.concatenate([pairs[:, 0], pairs[:, 1]])
        self.second = np.concatenate([pairs[:, 1], pairs[:, 0]])
        self.degree = np.maximum(np.bincount(self.first, minlength=size), 1)

    def smooth(self, values: np.ndarray, rounds: int = 3) -> np.ndarray:
        """Mix each value with its neighbors' mean and bring the result back to mean 0 and deviation 1."""
        for _ in range(rounds):
            around = np.bincount(self.first, weights=values[self.second], minlength=self.size) / self.degree
            values = 0.5 * values + 0.5 * around
        centered = values - values.mean()
        return np.asarray(centered / max(float(centered.std()), 1e-12))

    def draw(self, rng: np.random.Generator) -> np.ndarray:
        """Draw a field: four fifths smooth, one fifth each quarter's own."""
        smooth = self.smooth(rng.normal(size=self.size))
        return np.asarray(0.9 * smooth + 0.44 * rng.normal(size=self.size))


def _logit(share: np.ndarray) -> np.ndarray:
    share = np.clip(share, 0.003, 0.95)
    return np.asarray(np.log(share / (1 - share)))


def _share(logit: np.ndarray) -> np.ndarray:
    return np.asarray(1 / (1 + np.exp(-logit)))


def _income_support(
    blueprint: Blueprint, residents: Residents, field: _SmoothField
) -> tuple[np.ndarray, np.ndarray]:
    """Return cases (years x quarters) of child income support and the standardized burden of each year."""
    rng = stream(blueprint.seed, "income support")
    latest = np.array([quarter.sgb2_under_18 for quarter in blueprint.quarters], dtype=np.int64)
    children = np.array([quarter.under_18 for quarter in blueprint.quarters], dtype=np.int64)
    anchor = _logit((latest + 0.3) / (children + 1.0))
    path = np.zeros((len(YEARS), len(latest)))
    path[-1] = anchor
    lean = 0.02 * field.draw(rng)
    for year in range(len(YEARS) - 2, -1, -1):
        path[year] = path[year + 1] + lean + 0.055 * field.draw(rng)
    _pin_paths(blueprint, path)
    cases = np.zeros((len(YEARS), len(latest)), dtype=np.int64)
    cases[-1] = latest
    error = rng.normal(size=len(latest))
    target = _targets(INDICATORS[0], INDICATORS[0].dates)
    free = np.array([quarter.code not in PART_PATHS for quarter in blueprint.quarters])
    for year in range(len(YEARS) - 2, -1, -1):
        error = 0.85 * error + np.sqrt(1 - 0.85**2) * rng.normal(size=len(latest))
        base = residents.count(YEARS[year], 0, 17)
        noise = np.where(free, error * 0.6, 0.0)
        path[year], cases[year] = _calibrated(path[year], base, noise, target[year] * base.sum(), free)
    spread = path[-1].std()
    return cases, (path - path[-1].mean()) / max(float(spread), 1e-9)


def _pin_paths(blueprint: Blueprint, path: np.ndarray) -> None:
    codes = {quarter.code: place for place, quarter in enumerate(blueprint.quarters)}
    for code, known in PART_PATHS.items():
        for year, percent in {**SPLIT_PATH, **known}.items():
            path[year - FIRST_YEAR, codes[code]] = np.log(percent / (100 - percent))


def _targets(entry: Indicator, dates: tuple[date, ...]) -> np.ndarray:
    years, values = zip(*entry.city, strict=True)
    return np.asarray(np.interp([day.year for day in dates], years, values)) / entry.per


def _counts(logits: np.ndarray, base: np.ndarray, error: np.ndarray) -> np.ndarray:
    share = _share(logits)
    drawn = base * share + np.sqrt(base * share * (1 - share)) * error
    return np.asarray(np.clip(np.rint(drawn), 0, base), dtype=np.int64)


def _calibrated(
    logits: np.ndarray, base: np.ndarray, error: np.ndarray, total: float, free: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Shift the free logits until all counts add up to `total`, as near as whole counts allow."""
    low, high = -4.0, 4.0
    for _ in range(40):
        middle = (low + high) / 2
        if _counts(np.where(free, logits + middle, logits), base, error).sum() < total:
            low = middle
        else:
            high = middle
    shifted = np.where(free, logits + high, logits)
    return shifted, _counts(shifted, base, error)


def _younger_part(
    blueprint: Blueprint, residents: Residents, cases: np.ndarray, bases: list[np.ndarray]
) -> list[np.ndarray]:
    """Split the children under 15 off the cases under 18; the younger are a little more often poor."""
    rng = stream(blueprint.seed, "child poverty")
    counts = []
    for place, year in enumerate(YEARS):
        children = np.maximum(residents.count(year, 0, 17), 1)
        share = np.clip(bases[place] / children * 1.035, 0, 1)
        part = np.rint(cases[place] * share + 0.35 * rng.normal(size=len(share))).astype(np.int64)
        older = children - bases[place]
        counts.append(
            np.clip(part, np.maximum(cases[place] - older, 0), np.minimum(cases[place], bases[place]))
        )
    return counts


def _draw_indicator(
    blueprint: Blueprint, residents: Residents, entry: Indicator, burden: np.ndarray, field: _SmoothField
) -> tuple[list[np.ndarray], list[np.ndarray]]:
    """Return bases and counts per date, drawn from the last date, where the anchors are, backwards."""
    rng = stream(blueprint.seed, "indicator", entry.code)
    targets = _targets(entry, entry.dates)
    bases = [_base(entry.base, residents, burden, day) for day in entry.dates]
    counts = [np.zeros_like(base) for base in bases]
    kinds = np.array([entry.kinds.get(quarter.kind, 0.0) for quarter in blueprint.quarters])
    harbor = np.array([quarter.district == _HARBOR for quarter in blueprint.quarters])
    own = entry.spread * field.draw(rng)
    error = rng.normal(size=len(kinds))
    last = len(entry.dates) - 1
    for place in range(last, -1, -1):
        level = entry.slope * burden[_row(entry.dates[place])] + kinds + own + _logit(targets[place])
        unpinned = level.copy()
        base, noise, free = bases[place], error, np.ones(len(kinds), dtype=bool)
        if place == last:
            free, noise = _pin(blueprint, entry, level, base, error)
            error = noise
            anchored = _anchored(entry, level, base, noise, free, harbor, targets[place])
            kinds, level, free = kinds + anchored - unpinned, anchored, np.zeros(len(kinds), dtype=bool)
        _, counts[place] = _calibrated(level, base, noise, targets[place] * base.sum(), free)
        own = own + 0.15 * entry.spread * field.draw(rng) + 0.02 * field.draw(rng)
        error = 0.8 * error + 0.6 * rng.normal(size=len(error))
    return bases, counts


def _anchored(
    entry: Indicator,
    level: np.ndarray,
    base: np.ndarray,
    error: np.ndarray,
    free: np.ndarray,
    harbor: np.ndarray,
    target: float,
) -> np.ndarray:
    """Bring the district Hafen and then the whole city to their known values of the last date."""
    level = level.copy()
    if entry.harbor is not None:
        total = entry.harbor / entry.per * base[harbor].sum()
        level[harbor], _ = _calibrated(level[harbor], base[harbor], error[harbor], total, free[harbor])
        free = free & ~harbor
    return _calibrated(level, base, error, target * base.sum(), free)[0]


def _pin(
    blueprint: Blueprint, entry: Indicator, level: np.ndarray, base: np.ndarray, error: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Set the values that the prototypes print; changes `level` and `base` in place.

    Returns which quarters may still be shifted, and the errors with those of the set ones at zero.
    """
    free = np.ones(len(level), dtype=bool)
    if blueprint.scale != blueprint.tiles:
        return free, error
    for place, quarter in enumerate(blueprint.quarters):
        cases, fixed_base = PINNED.get((entry.code, quarter.code), (None, None))
        if cases is None:
            continue
        base[place] = base[place] if fixed_base is None else fixed_base
        share = cases / base[place]
        level[place] = np.log(share / (1 - share))
        free[place] = False
    return free, np.where(free, error, 0.0)


def _row(day: date) -> int:
    """Return the row of burdens that a date belongs to: the last 31 December up to half a year before."""
    year = day.year - 1 if day.month < 7 else day.year
    return min(max(year, FIRST_YEAR), LAST_YEAR) - FIRST_YEAR


def _base(name: str, residents: Residents, burden: np.ndarray, day: date) -> np.ndarray:
    year = FIRST_YEAR + _row(day)

    def entrants() -> np.ndarray:
        years = [min(max(day.year - back, FIRST_YEAR), LAST_YEAR) for back in range(1, 5)]
        return np.rint(0.96 * sum(residents.count(each, 5, 5) for each in years))

    def class_4() -> np.ndarray:
        years = [min(max(day.year - back, FIRST_YEAR), LAST_YEAR) for back in range(1, 5)]
        return np.asarray(sum(residents.count(each, 9, 9) for each in years))

    bases: dict[str, Callable[[], np.ndarray]] = {
        "everyone": lambda: residents.count(year, 0, 99),
        "adults": lambda: residents.count(year, 18, 99),
        "working_age": lambda: residents.count(year, 15, 64),
        "youth": lambda: residents.count(year, 15, 24),
        "pensioners": lambda: residents.count(year, 65, 99),
        "under_18": lambda: residents.count(year, 0, 17),
        "under_3": lambda: residents.count(year, 0, 2),
        "family_children": lambda: np.rint(0.93 * residents.count(year, 0, 17)),
        "families": lambda: np.rint(0.272 * residents.count(year, 0, 99)),
        "school_entrants": entrants,
        "class_4": class_4,
        "electorate": lambda: np.rint(
            residents.count(year, 18, 99) * np.clip(0.86 - 0.05 * burden[_row(day)], 0.6, 0.96)
        ),
    }
    return np.asarray(bases[name](), dtype=np.int64)


def _status(
    blueprint: Blueprint, entry: Indicator, day: date, count: np.ndarray, base: np.ndarray
) -> np.ndarray:
    undelivered = np.array([quarter.delivery == "missing" for quarter in blueprint.quarters])
    if entry.source != _UNDELIVERED_SOURCE or day != date(LAST_YEAR, 12, 31):
        undelivered[:] = False
    return np.where(undelivered, MISSING, withheld(entry, count, base))


def withheld(entry: Indicator, count: np.ndarray, base: np.ndarray) -> np.ndarray:
    """Return `observed` or `suppressed` for each count, by the rule of the indicator's source."""
    if entry.suppression == "few_cases":
        hidden = (count > 0) & (count < FEWEST_CASES)
    elif entry.suppression == "small_base":
        hidden = base < SMALLEST_BASE
    else:
        hidden = np.zeros(len(count), dtype=bool)
    return np.where(hidden, SUPPRESSED, OBSERVED)
