"""Reading the history of individual help, and what it forecasts for a year."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from uuid import UUID

import numpy as np
import pyarrow as pa

from sozialraum.analytics.budget import BudgetError
from sozialraum.analytics.budget.envelope import risk_reserve
from sozialraum.analytics.budget.forecast import (
    ClaimsForecast,
    Hindcast,
    History,
    forecast_claims,
    forecast_error,
    hindcasts,
)
from sozialraum.analytics.messages import gettext_noop
from sozialraum.organization.budgets.models import ClaimsHistory
from sozialraum.organization.budgets.queries import DraftFacts
from sozialraum.social_structure import snapshots

MOST_AHEAD = 24


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """A file of months; ``counts`` where the forecast rests on it, ``waiting`` where it is a preview."""

    id: UUID
    number: int
    file_name: str
    kinds: tuple[str, ...]
    first_month: date
    last_month: date
    snapshot_hash: str
    imported_at: datetime
    undone_at: datetime | None
    waiting: bool
    counts: bool


@dataclass(frozen=True, slots=True)
class Raise:
    """An agreed raise of what a kind of help costs: a share of the last known cost, from a month of the year on."""

    kind: str
    share: float
    month: int

    @property
    def factors(self) -> tuple[float, ...]:
        """One factor for each month of the year.

        >>> Raise("§ 34", 0.03, 11).factors[-3:]
        (1.0, 1.03, 1.03)
        """
        return tuple(1.0 + self.share if month >= self.month else 1.0 for month in range(1, 13))


def raises_of(draft: DraftFacts) -> tuple[Raise, ...]:
    """The raises that a year's draft counts on."""
    return tuple(Raise(each["kind"], float(each["share"]), int(each["month"])) for each in draft.raises)


@dataclass(frozen=True, eq=False)
class YearForecast:
    """The claims of a year, in euros: the forecast, what past forecasts would have missed, the latest unit cost by kind.

    ``ahead`` months lie between the last known month and the year; past years are forecast from as far away. ``error`` is
    None where no past year can be judged by. ``raises`` are those agreed on, and in the forecast.
    """

    year: int
    known_until: date
    ahead: int
    forecast: ClaimsForecast
    past: tuple[tuple[int, Hindcast], ...]
    error: float | None
    unit_cost: Mapping[str, float]
    raises: tuple[Raise, ...] = ()

    @property
    def claims(self) -> int:
        """P50 in cents."""
        return round(100 * self.forecast.total())

    @property
    def reserve(self) -> int | None:
        """What follows from the error of past forecasts, in cents."""
        return None if self.error is None else risk_reserve(self.claims, self.error)


def histories() -> tuple[HistoryRow, ...]:
    """All files of months, the latest first."""
    found = list(ClaimsHistory.objects.order_by("-number"))
    counting = next((each.id for each in found if each.accepted_at and not each.undone_at), None)
    return tuple(
        HistoryRow(
            each.id, each.number, each.file_name, tuple(each.kinds), each.first_month, each.last_month, each.snapshot_hash,
            each.imported_at, each.undone_at, each.accepted_at is None and each.undone_at is None, each.id == counting,
        )
        for each in found
    )  # fmt: skip


def counting_history() -> HistoryRow | None:
    """The file that the forecast rests on; None before one was accepted."""
    return next((each for each in histories() if each.counts), None)


def forecast_of(history: HistoryRow, year: int, raises: tuple[Raise, ...] = ()) -> YearForecast:
    """The claims of a year, forecast from the months before it. The same file, year and raises give the same forecast.

    Raises :class:`BudgetError` where the file is too short or ends too long before the year.
    """
    return _forecast(history.snapshot_hash, year, raises)


@lru_cache(maxsize=16)
def _forecast(snapshot_hash: str, year: int, raises: tuple[Raise, ...]) -> YearForecast:
    # kept in memory: a snapshot never changes, and the draws are seeded
    return year_forecast(snapshots.fetch(snapshot_hash), year, raises)


def year_forecast(months: pa.Table, year: int, raises: tuple[Raise, ...] = ()) -> YearForecast:
    """Forecast a year from a table of months (`kind`, `month`, `begun`, `ended`, `running`, `unit_cost`).

    For kinds with a raise, past years are forecast again with the costs that came to be: a rise that is in the forecast
    already must not be kept in reserve once more.
    """
    days: list[date] = sorted(set(months["month"].to_pylist()))
    known = [day for day in days if day.year < year]
    ahead = 12 * (year - known[-1].year) - known[-1].month if known else 0
    if not known or ahead > MOST_AHEAD:
        raise BudgetError(
            gettext_noop("The history does not reach near enough to {year}."),
            gettext_noop(
                "Bring in the months up to now; a forecast over more than two years would only look exact."
            ),
            year=year,
        )
    whole = _histories(months)
    before = [each.until(len(known)) for each in whole]
    january = (13 - days[0].month) % 12
    past = hindcasts(whole, ahead=ahead, first=january, with_raises={each.kind for each in raises})
    factors = {each.kind: each.factors for each in raises}
    judged = tuple((days[each.first_month].year, each) for each in past if days[each.first_month].year < year)
    return YearForecast(
        year=year, known_until=known[-1], ahead=ahead, forecast=forecast_claims(before, ahead=ahead, raises=factors), past=judged,
        error=forecast_error([each for _year, each in judged]) if judged else None,
        unit_cost={
            each.kind: float(each.unit_cost[-1]) * float(np.mean(factors.get(each.kind, (1.0,)))) for each in before
        },
        raises=raises,
    )  # fmt: skip


def _histories(months: pa.Table) -> list[History]:
    columns = {name: np.asarray(months[name].to_pylist()) for name in months.column_names}
    found = []
    for kind in sorted(set(columns["kind"].tolist())):
        rows = np.flatnonzero(columns["kind"] == kind)
        rows = rows[np.argsort(columns["month"][rows])]
        parts = (
            columns[name][rows].astype(np.float64) for name in ("begun", "ended", "running", "unit_cost")
        )
        found.append(History(kind, *parts))
    return found
