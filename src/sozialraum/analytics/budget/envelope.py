"""The envelope of a year: structure projects, quarter budgets, forecast of individual claims, risk reserve.

The forecast is not a limit. It stands in the envelope so that the sum is honest, and nothing here takes a decision on a
claim as an argument or gives one a balance to ask.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import scipy

from sozialraum.analytics.budget.money import BudgetError
from sozialraum.analytics.messages import gettext_noop


@dataclass(frozen=True)
class Envelope:
    """A year's planning envelope in cents: B = T1 + T2 + Ŝ3 + R.

    `structure` is tier 1, `quarters` tier 2, `claims` the P50 forecast of tier 3, `reserve` the risk reserve.
    `negotiation` is the share of tier 2 that the circles of the areas speak about.

    >>> year = Envelope(183_300_000, 700_000_000, 5_893_500_000, 223_200_000, negotiation=0.05)
    >>> year.total, year.negotiated, year.pool
    (7000000000, 35000000, 665000000)
    >>> round(100 * year.infrastructure_share, 1)
    13.0
    """

    structure: int
    quarters: int
    claims: int
    reserve: int
    negotiation: float = 0.05

    def __post_init__(self) -> None:
        if min(self.structure, self.quarters, self.claims, self.reserve) < 0:
            raise BudgetError(
                gettext_noop("A part of the envelope is negative."), gettext_noop("Give every part, or zero.")
            )
        if not 0 <= self.negotiation <= 1:
            raise BudgetError(
                gettext_noop("The negotiation reserve must be a share between 0 and 100 %."),
                gettext_noop("Give a share of the quarter budgets."),
            )

    @property
    def total(self) -> int:
        """The whole envelope."""
        return self.structure + self.quarters + self.claims + self.reserve

    @property
    def negotiated(self) -> int:
        """What of the quarter budgets is set aside for negotiation, in whole euros."""
        return round(self.quarters * self.negotiation / 100) * 100

    @property
    def pool(self) -> int:
        """What of the quarter budgets is spread by formula: P' = P - N."""
        return self.quarters - self.negotiated

    @property
    def infrastructure_share(self) -> float:
        """(T1 + T2) / (T1 + T2 + T3)."""
        spent = self.structure + self.quarters + self.claims
        return (self.structure + self.quarters) / spent if spent else 0.0


@dataclass(frozen=True)
class ClaimLine:
    """A kind of help in the forecast: mean running helps of the year and their yearly cost in cents.

    >>> ClaimLine("§ 34", 330, 85_000_00).cost
    2805000000
    """

    kind: str
    stock: float
    unit_cost: int

    @property
    def cost(self) -> int:
        """The year's cost in cents."""
        return round(self.stock * self.unit_cost)


def claims_total(lines: Sequence[ClaimLine]) -> int:
    """The forecast over all kinds of help, in cents."""
    return sum(line.cost for line in lines)


def steady_stock(inflow_per_year: float, months: float) -> float:
    """Running helps when as many begin as end (Little 1961): inflow a year times mean duration.

    >>> steady_stock(150, 26.4)
    330.0
    """
    return inflow_per_year * months / 12


def risk_reserve(claims: int, error: float, *, certainty: float = 0.8) -> int:
    """R = z_q·σ in cents: what must be kept back so that the forecast suffices with probability `certainty`.

    `error` is the standard deviation of past forecasts relative to them. Not more than needed is kept: at 50 % it is 0.

    >>> risk_reserve(5_893_500_000, 0.045)
    223204263
    """
    if not 0.5 <= certainty < 1:
        raise BudgetError(
            gettext_noop("A certainty of {certainty} makes no reserve."),
            gettext_noop("Give a share from 0.5 to below 1, usually 0.8."),
            certainty=certainty,
        )
    return round(float(scipy.special.ndtri(certainty)) * error * claims)


@dataclass(frozen=True)
class FinanceNotice:
    """What the finance office learns when claims cost more than was forecast; never a reason to refuse one."""

    forecast: int
    expected: int
    reserve: int

    @property
    def overrun(self) -> int:
        """What the year will cost beyond the forecast, in cents."""
        return max(self.expected - self.forecast, 0)

    @property
    def beyond_reserve(self) -> int:
        """What not even the reserve covers: a supplementary budget is needed."""
        return max(self.overrun - self.reserve, 0)


def finance_notice(forecast: int, expected: int, reserve: int) -> FinanceNotice | None:
    """The notice for a year whose claims cost more than forecast; None where the forecast suffices.

    >>> finance_notice(100, 130, 20).beyond_reserve
    10
    """
    return FinanceNotice(forecast, expected, reserve) if expected > forecast else None
