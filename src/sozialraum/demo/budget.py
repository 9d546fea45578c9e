"""The budgets of Lindenfurt: 2027 is the worked example of a city of 250,000, at every scale of the city."""

from __future__ import annotations

import json
from datetime import date
from importlib.resources import files
from uuid import UUID

from sozialraum.analytics.budget import BudgetRecipe, shipped_budget_recipe
from sozialraum.analytics.budget.committee import read_rules
from sozialraum.analytics.budget.envelope import ClaimLine
from sozialraum.demo.calendar import on
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
RESOLVED = "Beschluss des Jugendhilfeausschusses vom 3. Dezember 2025"
# what the committee adds: nobody falls below a sum per head, youth work has its share, no provider holds an area alone
RULES = tuple(
    rule.model_copy(update={"why": RESOLVED})
    for rule in read_rules("each >= 100 per head; offers youth_work >= 15 %; provider <= 40 %")
)


def open_years(crowd: Crowd) -> dict[int, UUID]:
    """Open 2026, in which every area kept what it had, and 2027 with one scenario; returns the drafts by year."""
    planner = crowd.persona("planner")
    # 4 % of this are spoken about, and the rest is exactly what all areas had the year before
    kept = shipped_budget_recipe("default").changed({"max_loss": 0.0, "max_gain": 0.0})
    before = _year(2026, quarters=631_250_000, negotiation=0.04, recipe=kept)
    opened = {2026: services.open_draft(before, by=planner, at=on(date(2025, 9, 8)))}
    now = _year(
        2027, quarters=700_000_000, negotiation=0.05, recipe=shipped_budget_recipe("default").changed({"rules": RULES})
    )  # fmt: skip
    opened[2027] = services.open_draft(now, by=planner, at=on(date(2026, 11, 2)))
    services.keep_scenario(
        opened[2027],
        changes={"max_loss": 0.06, "max_gain": 0.3},
        negotiation=0.05,
        title="Schneller aufholen",
        by=planner,
        at=on(date(2026, 11, 5)),
    )
    return opened


def _year(year: int, *, quarters: int, negotiation: float, recipe: BudgetRecipe) -> NewDraft:
    plan = json.loads(
        (files("sozialraum.demo.city") / "base" / "lindenfurt.json").read_text(encoding="utf-8")
    )
    return NewDraft(
        year=year, structure=183_300_000, quarters=quarters, claims_error=0.045, negotiation=negotiation,
        claim_lines=[ClaimLine(kind, stock, cost * 100) for kind, stock, cost in CLAIMS], recipe=recipe,
        system_code=SYSTEM, area_vintage=VINTAGE, level=LEVEL,
        areas=[
            AreaInput(
                district["code"], district["under_21"], district["sgb2_under_18"], LAST_YEAR[district["name"]][0],
                LAST_YEAR[district["name"]][1] * 100,
            )
            for district in plan["districts"]
        ],
        source=f"Haushaltsrechnung {year - 1}, Einwohnerregister und Agentur für Arbeit, 31.12.{year - 2} (erfunden)",
    )  # fmt: skip
