"""The budget of Lindenfurt for 2027: the worked example of a city of 250,000, at every scale of the city."""

from __future__ import annotations

import json
from importlib.resources import files

from sozialraum.analytics.budget import shipped_budget_recipe
from sozialraum.analytics.budget.envelope import ClaimLine
from sozialraum.demo.calendar import NOW
from sozialraum.demo.people import Crowd
from sozialraum.organization.budgets import services
from sozialraum.organization.budgets.services import AreaInput, NewDraft

SYSTEM, VINTAGE, LEVEL = "quartiere", "2023", "district"
# factor for offers (above 1 means fewer) and last year's ongoing amount in euros
LAST_YEAR = {
    "Altstadt": (1.00, 640_000), "Nord": (1.05, 820_000), "Hafen": (1.05, 610_000), "West": (1.00, 700_000),
    "Süd": (0.95, 650_000), "Ost": (1.10, 700_000), "Bergviertel": (0.95, 480_000), "Universität": (0.95, 560_000),
    "Gartenstadt": (1.00, 500_000), "Randdörfer": (1.00, 400_000),
}  # fmt: skip
# kind of help, helps running on average, yearly cost of one in euros
CLAIMS = (
    ("Ambulante Hilfen, §§ 27 bis 31", 950, 11_500), ("Tagesgruppe, § 32", 110, 36_000),
    ("Vollzeitpflege, § 33", 260, 16_500), ("Heimerziehung und junge Volljährige, §§ 34, 41", 330, 85_000),
    ("Intensive Einzelbetreuung, § 35", 12, 110_000), ("Eingliederungshilfe ambulant, § 35a", 240, 21_000),
    ("Eingliederungshilfe stationär, § 35a", 20, 98_000), ("Gemeinsame Wohnformen, § 19", 14, 120_000),
    ("Inobhutnahme, § 42", 18, 95_000),
)  # fmt: skip


def open_year(crowd: Crowd) -> None:
    """Open the year 2027 and keep one scenario to compare with."""
    planner = crowd.persona("planner")
    plan = json.loads(
        (files("sozialraum.demo.city") / "base" / "lindenfurt.json").read_text(encoding="utf-8")
    )
    draft_id = services.open_draft(
        NewDraft(
            year=2027, structure=183_300_000, quarters=700_000_000, claims_error=0.045,
            claim_lines=[ClaimLine(kind, stock, cost * 100) for kind, stock, cost in CLAIMS],
            recipe=shipped_budget_recipe("default"), system_code=SYSTEM, area_vintage=VINTAGE, level=LEVEL,
            areas=[
                AreaInput(
                    district["code"], district["under_21"], district["sgb2_under_18"], LAST_YEAR[district["name"]][0],
                    LAST_YEAR[district["name"]][1] * 100,
                )
                for district in plan["districts"]
            ],
            source="Haushaltsrechnung 2026, Einwohnerregister und Agentur für Arbeit, 31.12.2025 (erfunden)",
        ),
        by=planner, at=NOW,
    )  # fmt: skip
    services.keep_scenario(
        draft_id,
        changes={"max_loss": 0.06, "max_gain": 0.3},
        negotiation=0.05,
        title="Schneller aufholen",
        by=planner,
        at=NOW,
    )
