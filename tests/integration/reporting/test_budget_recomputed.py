"""A treasurer recomputes a budget by hand: another program gets the formulas and no results, and comes out to the cent."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from django.test import Client

from factories.browsers import browser_of, stop_clock
from factories.budgets import AREAS, make_draft
from factories.people import AT, make_actor
from factories.spreadsheets import recomputed
from sozialraum.analytics.budget import shipped_budget_recipe
from sozialraum.foundation.privacy.actors import Role
from sozialraum.organization.budgets.services import record_negotiated

pytestmark = pytest.mark.django_db(databases=["default", "audit"])
DEFAULT = shipped_budget_recipe("default")
RULES = DEFAULT.changed({"rules": "03 >= 850.000; 07 + 08 <= 1.015.000; offers youth_work >= 15 %"})


@pytest.fixture
def controller(monkeypatch: pytest.MonkeyPatch) -> Client:
    stop_clock(monkeypatch)
    return browser_of(make_actor(Role.CONTROLLER))


@pytest.mark.parametrize(
    ("recipe", "tried"),
    [
        (DEFAULT, {}),  # catch-up
        (DEFAULT, {"loss": "1", "gain": "45"}),  # one factor for all
        (DEFAULT.changed({"rounding": "cent"}), {"heads": "70", "floor": "200"}),
        (RULES, {}),
        (shipped_budget_recipe("rlp-40-60"), {}),
    ],
)
def test_every_formula_comes_out_to_the_cent_in_another_program(
    controller: Client, tmp_path: Path, recipe: object, tried: dict[str, str]
) -> None:
    make_draft(recipe=recipe)
    _compare(controller, tmp_path, tried)


def test_what_was_negotiated_comes_out_as_well(controller: Client, tmp_path: Path) -> None:
    draft_id = make_draft()
    amounts = {"06": 40_000_00, "10": 12_345_00}
    record_negotiated(
        draft_id, amounts=amounts, decided_on=date(2026, 12, 16), by=make_actor(Role.COMMITTEE_MEMBER), at=AT
    )
    _compare(controller, tmp_path, {})


def _compare(controller: Client, folder: Path, tried: dict[str, str]) -> None:
    answer = controller.get("/berichte/budget/rechnung.xlsx", tried)
    assert answer.status_code == 200
    sheets = recomputed(b"".join(answer) if answer.streaming else answer.content, folder)
    rows = {row[0]: row for row in sheets["Rechnung"]}
    page = controller.get("/organisation/budget/", tried)
    found = page.context["view"].allocation
    for place, code in enumerate(found.codes):
        assert (
            float(rows[code][-1 if page.context["view"].draft.decided_on else 14])
            == found.amount[place] / 100
        )
    assert float(rows["Rest oder Fehlbetrag (muss 0 sein)"][12]) == pytest.approx(0, abs=0.005)
    for row in sheets["Schritte"][1:]:
        assert float(row[-1]) == 0
    assert len(rows) > len(AREAS)
