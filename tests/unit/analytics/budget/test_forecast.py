"""Envelope, forecast of claims, and that neither is a limit."""

from __future__ import annotations

import numpy as np
import pytest

from sozialraum.analytics.budget.envelope import (
    ClaimLine,
    Envelope,
    claims_total,
    finance_notice,
    risk_reserve,
    steady_stock,
)
from sozialraum.analytics.budget.forecast import History, forecast_claims, forecast_error, hindcasts
from sozialraum.analytics.budget.money import BudgetError

# the city of 250,000: mean running helps and yearly unit cost in euros
CLAIMS = [
    ("ambulant", 950, 11_500), ("§ 32", 110, 36_000), ("§ 33", 260, 16_500), ("§ 34, § 41", 330, 85_000),
    ("§ 35", 12, 110_000), ("§ 35a ambulant", 240, 21_000), ("§ 35a residential", 20, 98_000), ("§ 19", 14, 120_000),
    ("§ 42", 18, 95_000),
]  # fmt: skip


def history(
    kind: str = "§ 34", months: int = 96, begun: float = 12.5, stay: float = 26.4, seed: int = 1
) -> History:
    random = np.random.default_rng(seed)
    stock, rows = round(begun * stay), []
    for _ in range(months):
        inflow, outflow = int(random.poisson(begun)), int(random.binomial(stock, 1 / stay))
        stock += inflow - outflow
        rows.append((inflow, outflow, stock))
    new, gone, running = (np.array(column, dtype=np.float64) for column in zip(*rows, strict=True))
    return History(kind, new, gone, running, np.full(months, 85_000.0))


def test_the_envelope_of_the_worked_example() -> None:
    lines = [ClaimLine(kind, stock, cost * 100) for kind, stock, cost in CLAIMS]
    claims = claims_total(lines)
    assert claims == 58_935_000_00
    reserve = risk_reserve(claims, 0.045)
    assert round(reserve / 1e8, 3) == 2.232
    year = Envelope(1_833_000_00, 7_000_000_00, claims, 2_232_000_00)
    assert (year.total, year.negotiated, year.pool) == (70_000_000_00, 350_000_00, 6_650_000_00)
    assert round(100 * year.infrastructure_share, 1) == 13.0


def test_little_s_law_and_the_steady_state_of_the_forecast() -> None:
    assert steady_stock(150, 26.4) == pytest.approx(330)
    months = np.ones(120)
    steady = History("§ 34", 12.5 * months, 12.5 * months, 330 * months, 85_000 * months)
    forecast = forecast_claims([steady], draws=500, memory=120)
    assert forecast.total() == pytest.approx(330 * 85_000, rel=0.01)


def test_the_fan_opens_with_time_and_repeats_by_seed() -> None:
    forecast = forecast_claims([history()], draws=800, seed=3)
    fan = forecast.fan
    width = fan[0.9] - fan[0.1]
    assert (np.diff(width) > 0).all()
    assert forecast.total(0.8) > forecast.total(0.5)
    again = forecast_claims([history()], draws=800, seed=3)
    assert (again.paths == forecast.paths).all()


def test_tariffs_move_the_cost_from_their_month() -> None:
    plain = forecast_claims([history()], draws=300)
    raised = forecast_claims([history()], draws=300, raises={history().kind: [1.0] * 6 + [1.1]})
    assert raised.paths[:, :6] == pytest.approx(plain.paths[:, :6])
    assert raised.paths[:, 6:] == pytest.approx(1.1 * plain.paths[:, 6:])


def test_past_years_are_forecast_again_and_their_error_is_shown() -> None:
    past = hindcasts([history(seed=5), history("§ 31", begun=40, stay=14, seed=6)], draws=300)
    assert len(past) == 6
    assert [entry.first_month for entry in past] == [24, 36, 48, 60, 72, 84]
    assert 0 < forecast_error(past) < 0.15
    # P80 must have been enough in most years, or the reserve means nothing
    assert sum(entry.actual <= entry.p80 for entry in past) >= 3


def test_a_short_history_says_so() -> None:
    with pytest.raises(BudgetError, match="at least three full years"):
        forecast_error(hindcasts([history(months=24)], draws=50))
    with pytest.raises(BudgetError, match="at least twelve months"):
        history(months=11)
    good = history(months=24)
    gap = good.begun.copy()
    gap[3] = np.nan
    with pytest.raises(BudgetError, match="unknown or negative"):
        History("§ 34", gap, good.ended, good.running, good.unit_cost)


def test_an_overrun_is_a_notice_and_nothing_else() -> None:
    assert finance_notice(100, 100, 10) is None
    notice = finance_notice(100, 125, 10)
    assert notice is not None
    assert (notice.overrun, notice.beyond_reserve) == (25, 15)


def test_no_reserve_below_one_half_and_no_negative_envelope() -> None:
    with pytest.raises(BudgetError, match="makes no reserve"):
        risk_reserve(100, 0.1, certainty=0.4)
    assert risk_reserve(100_00, 0.1, certainty=0.5) == 0
    with pytest.raises(BudgetError, match="negative"):
        Envelope(-1, 0, 0, 0)
