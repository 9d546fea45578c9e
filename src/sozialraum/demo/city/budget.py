"""The budget of Lindenfurt for 2027: 70 million euros in three tiers, and the ten areas' amounts.

The figures are the worked example of the project's domain description (thousands of euros unless named
otherwise); they are the same that the budget page shows.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class AreaBudget:
    """One district's part of tier 2, in thousands of euros.

    `supply_factor` weighs what is already there, `share` is the part in percent by formula, `target` what the
    formula gives, `floor` the most that may be lost, `ongoing` what is paid on, `catch_up` the one-time rest.
    """

    district_code: str
    previous: float
    supply_factor: float
    share: float
    target: float
    floor: float
    ongoing: float
    catch_up: float

    @property
    def total(self) -> float:
        """Ongoing amount and catch-up."""
        return round(self.ongoing + self.catch_up, 1)


TOTAL = 70_000.0
TIER_1_STRUCTURE = 1_833.0
TIER_2_AREAS = 7_000.0
TIER_2_FORMULA = 6_650.0
TIER_2_NEGOTIATION = 350.0
TIER_3_FORECAST = 58_935.0
RISK_RESERVE = 2_232.0

# Forecast of individual claims: legal basis, running helps, euros a year for each.
CLAIMS = (
    ("ambulatory", 950, 11_500), ("32", 110, 36_000), ("33", 260, 16_500), ("34/41", 330, 85_000),
    ("35", 12, 110_000), ("35a-ambulatory", 240, 21_000), ("35a-residential", 20, 98_000), ("19", 14, 120_000),
    ("42", 18, 95_000),
)  # fmt: skip

AREA_BUDGETS = (
    AreaBudget("01", 640, 1.00, 7.540, 538.3, 620.8, 620.8, 0.0),
    AreaBudget("02", 820, 1.05, 19.272, 1142.5, 795.4, 984.0, 58.2),
    AreaBudget("03", 610, 1.05, 13.809, 861.2, 591.7, 732.0, 47.4),
    AreaBudget("04", 700, 1.00, 11.608, 747.8, 679.0, 747.8, 0.0),
    AreaBudget("05", 650, 0.95, 9.247, 626.2, 630.5, 630.5, 0.0),
    AreaBudget("06", 700, 1.10, 19.080, 1132.6, 679.0, 840.0, 107.5),
    AreaBudget("07", 480, 0.95, 4.413, 377.3, 465.6, 465.6, 0.0),
    AreaBudget("08", 560, 0.95, 5.796, 448.5, 543.2, 543.2, 0.0),
    AreaBudget("09", 500, 1.00, 5.414, 428.8, 485.0, 485.0, 0.0),
    AreaBudget("10", 400, 1.00, 3.821, 346.8, 388.0, 388.0, 0.0),
)
