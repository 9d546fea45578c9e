"""A year's budget: the worked example of a city of 250,000."""

from __future__ import annotations

from uuid import UUID

from factories.people import AT, make_actor
from sozialraum.analytics.budget import shipped_budget_recipe
from sozialraum.analytics.budget.envelope import ClaimLine
from sozialraum.foundation.privacy.actors import Actor, Role
from sozialraum.organization.budgets.services import AreaInput, NewDraft, open_draft

AREAS = (
    ("01", 4100, 700, 1.00, 640_000), ("02", 6600, 2150, 1.05, 820_000), ("03", 3900, 1650, 1.05, 610_000),
    ("04", 6900, 1000, 1.00, 700_000), ("05", 5700, 850, 0.95, 650_000), ("06", 6100, 2050, 1.10, 700_000),
    ("07", 3900, 250, 0.95, 480_000), ("08", 4200, 450, 0.95, 560_000), ("09", 4100, 350, 1.00, 500_000),
    ("10", 3250, 200, 1.00, 400_000),
)  # fmt: skip


def new_draft(**changes: object) -> NewDraft:
    values: dict[str, object] = {
        "year": 2027, "structure": 183_300_000, "quarters": 700_000_000, "claims_error": 0.045,
        "claim_lines": [ClaimLine("§ 34", 330, 8_500_000), ClaimLine("§ 31", 950, 1_150_000)],
        "recipe": shipped_budget_recipe("default"), "system_code": "quartiere", "area_vintage": "2023", "level": "district",
        "areas": [AreaInput(code, young, burdened, factor, before * 100) for code, young, burdened, factor, before in AREAS],
        "source": "Haushaltsrechnung",
    }  # fmt: skip
    return NewDraft(**{**values, **changes})  # type: ignore[arg-type]


def make_draft(by: Actor | None = None, **changes: object) -> UUID:
    return open_draft(new_draft(**changes), by=by or make_actor(Role.PLANNER), at=AT)
