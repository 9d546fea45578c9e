"""Forecast of individual claims by kind of help: stock, inflow, duration, unit cost, and how sure it is.

The month's stock follows S(m+1) = S(m) + Z(m) - E(m). Inflow Z is a count whose mean is itself uncertain (negative
binomial with the dispersion of the past); each running help ends within a month with the hazard of the past. Every path
is one possible year. The forecast says what claims will cost; it never says what they may.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from sozialraum.analytics.budget.money import BudgetError
from sozialraum.analytics.messages import gettext_noop
from sozialraum.analytics.tables import FloatArray

QUANTILES = (0.1, 0.2, 0.5, 0.8, 0.9)


@dataclass(frozen=True, eq=False)
class History:
    """Months of one kind of help, oldest first: helps begun and ended, running at the end, yearly unit cost in euros.

    `unit_cost` has one value per month. Unknown months are not allowed: a forecast on gaps would look surer than it is.
    """

    kind: str
    begun: FloatArray
    ended: FloatArray
    running: FloatArray
    unit_cost: FloatArray

    def __post_init__(self) -> None:
        parts = (self.begun, self.ended, self.running, self.unit_cost)
        if len({part.size for part in parts}) != 1 or self.begun.size < 12:
            raise BudgetError(
                gettext_noop(
                    "“{kind}” needs at least twelve months, each with begun, ended, running and cost."
                ),
                gettext_noop("Add the months that are missing."),
                kind=self.kind,
            )
        if any(np.isnan(part).any() or (part < 0).any() for part in parts):
            raise BudgetError(
                gettext_noop("“{kind}” has months with unknown or negative numbers."),
                gettext_noop("Complete them; an unknown month is never taken for zero."),
                kind=self.kind,
            )

    def until(self, month: int) -> History:
        """The same history as it was known after so many months."""
        return History(
            self.kind, self.begun[:month], self.ended[:month], self.running[:month], self.unit_cost[:month]
        )


@dataclass(frozen=True, eq=False)
class ClaimsForecast:
    """Cost of claims: `paths` (draws, months) in euros over all kinds, and the yearly middle by kind.

    `fan` gives by quantile the cost up to and including each month, for a fan chart; `stock` is the middle of the mean
    running helps by kind.
    """

    paths: FloatArray
    by_kind: Mapping[str, float]
    stock: Mapping[str, float]

    def total(self, quantile: float = 0.5) -> float:
        """The whole period's cost that is not exceeded with this probability (P50, P80)."""
        return float(np.quantile(self.paths.sum(axis=1), quantile))

    @property
    def fan(self) -> Mapping[float, FloatArray]:
        """By quantile the cumulated cost by month, (months,)."""
        bands = np.quantile(np.cumsum(self.paths, axis=1), QUANTILES, axis=0)
        return dict(zip(QUANTILES, bands, strict=True))


def forecast_claims(
    histories: Sequence[History],
    *,
    months: int = 12,
    draws: int = 2_000,
    seed: int = 0,
    raises: Mapping[str, Sequence[float]] | None = None,
    memory: int = 36,
    ahead: int = 0,
) -> ClaimsForecast:
    """Forecast the cost of all kinds of help over the coming months.

    `ahead` months lie between the history and the period asked for: they run, but are not counted.

    `raises` are agreed raises of cost by kind, one factor per month on the last known cost (1.03 from the month it holds;
    missing months keep the last, kinds that are left out keep their cost).
    `memory` is how many past months tell inflow and hazard. The same `seed` gives the same forecast.
    """
    random = np.random.default_rng(seed)
    paths = np.zeros((draws, months))
    by_kind: dict[str, float] = {}
    running: dict[str, float] = {}
    for history in sorted(histories, key=lambda entry: entry.kind):
        stock = _stock_paths(history, ahead + months, draws, memory, random)[:, ahead:]
        cost = stock * (history.unit_cost[-1] / 12) * _steps((raises or {}).get(history.kind, ()), months)
        by_kind[history.kind] = float(np.median(cost.sum(axis=1)))
        running[history.kind] = float(np.median(stock.mean(axis=1)))
        paths += cost
    return ClaimsForecast(paths, by_kind, running)


def _steps(factors: Sequence[float], months: int) -> FloatArray:
    """A factor for every month; the last one holds on.

    >>> _steps([1.0, 1.03], 4).tolist()
    [1.0, 1.03, 1.03, 1.03]
    """
    last = factors[-1] if factors else 1.0
    return np.array([*factors, *([last] * months)][:months], dtype=np.float64)


def _stock_paths(
    history: History, months: int, draws: int, memory: int, random: np.random.Generator
) -> FloatArray:
    begun, ended = history.begun[-memory:], history.ended[-memory:]
    before = np.concatenate(
        [[history.running[-begun.size] - begun[0] + ended[0]], history.running[-begun.size : -1]]
    )
    # a month's ends per help that could end; half an end more and one help more keep the rate away from 0 and 1
    hazard = random.beta(ended.sum() + 0.5, max(float(before.sum() - ended.sum()), 0.0) + 0.5, draws)
    mean = random.gamma(begun.sum() + 0.5, 1 / begun.size, draws)
    average = float(begun.mean())
    excess = max(float(begun.var(ddof=1)) - average, 0.0) / average**2 if average > 0 else 0.0
    stock = np.full(draws, round(float(history.running[-1])), dtype=np.int64)
    paths = np.empty((draws, months))
    for month in range(months):
        rate = mean if excess <= 0 else random.gamma(1 / excess, mean * excess)
        inflow = random.poisson(rate)
        outflow = random.binomial(stock, hazard)
        # helps that begin or end within the month are paid for half of it on average
        paths[:, month] = stock + (inflow - outflow) / 2
        stock = stock + inflow - outflow
    return paths


@dataclass(frozen=True)
class Hindcast:
    """A past year as it would have been forecast: P50, P80 and what it really cost, in euros."""

    first_month: int
    p50: float
    p80: float
    actual: float

    @property
    def error(self) -> float:
        """(actual - P50) / P50."""
        return (self.actual - self.p50) / self.p50


def hindcasts(
    histories: Sequence[History], *, draws: int = 1_000, seed: int = 0, memory: int = 36, ahead: int = 0,
    first: int | None = None, with_raises: Collection[str] = (),
) -> tuple[Hindcast, ...]:  # fmt: skip
    """Forecast every past year from what was known `ahead` months before it, at least two years back, and compare.

    All histories must cover the same months. Years begin at the month `first` and every twelve after it; without it so
    that the last one ends with the history. For the kinds `with_raises` every forecast knows the costs that came to be:
    their error is then that of the numbers alone, which is what stays open where raises are agreed.
    """
    sizes = {history.begun.size for history in histories}
    if len(sizes) != 1:
        raise BudgetError(
            gettext_noop("The kinds of help do not cover the same months."),
            gettext_noop("Bring them to the same months."),
        )
    size, found = sizes.pop(), []
    begin = size % 12 if first is None else first % 12
    for start in range(begin, size - 11, 12):
        if start - ahead < 24:
            continue
        known = [each.until(start - ahead) for each in histories]
        came = {
            each.kind: (each.unit_cost[start : start + 12] / each.unit_cost[start - ahead - 1]).tolist()
            for each in histories
            if each.kind in with_raises and each.unit_cost[start - ahead - 1] > 0
        }
        forecast = forecast_claims(known, draws=draws, seed=seed, memory=memory, ahead=ahead, raises=came)
        actual = sum(
            float(((_middle(each))[start : start + 12] * each.unit_cost[start : start + 12] / 12).sum())
            for each in histories
        )
        found.append(Hindcast(start, forecast.total(), forecast.total(0.8), actual))
    return tuple(found)


def _middle(history: History) -> FloatArray:
    return history.running - (history.begun - history.ended) / 2


def forecast_error(past: Sequence[Hindcast]) -> float:
    """σ of the relative errors of past forecasts around zero: a bias counts as an error too.

    BudgetError where there is no past year to judge by.
    """
    if not past:
        raise BudgetError(
            gettext_noop("No past year can be forecast again: the history is too short."),
            gettext_noop("Enter at least three full years, or give the error by hand."),
        )
    return float(np.sqrt(np.mean([entry.error**2 for entry in past])))
