"""Treasurer, planner, provider and committee member: each reads why, objects where it counts, and recomputes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from factories.spreadsheets import recomputed

pytestmark = pytest.mark.e2e
Open = Callable[..., Page]
Check = Callable[[Page], None]
AREA, ROUND = "/organisation/budget/gebiete/07/", "/mitwirkung/budget/2027/"
ROLES = ("controller", "planner", "provider_lead", "committee_member")


@pytest.mark.parametrize("width", [1440, 390])
@pytest.mark.parametrize("persona", ROLES)
def test_everybody_reads_why_and_finds_where_to_object(
    visit: Open, check_accessible: Check, persona: str, width: int
) -> None:
    page = visit(persona, path=AREA, width=width)
    said = page.locator("#budget-said")
    for words in (
        "Bergviertel erhält 2027 465.600 Euro.", "Weil hier weniger Kinder mit Grundsicherung leben", "Schutz vor zu schnellem Verlust",
    ):  # fmt: skip
        expect(said).to_contain_text(words)
    check_accessible(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.locator("#object + ul").get_by_role("link", name="Zur Runde").click()
    page.wait_for_url(f"**{ROUND}")
    # round 1: the circle's own people write a change request, everybody may object
    requests = page.get_by_role("button", name="Änderungswunsch schreiben")
    expect(requests).to_have_count(1 if persona == "provider_lead" else 0)
    page.get_by_role("link", name="Einwand erheben").click()
    expect(page.get_by_role("textbox").first).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("persona", ["controller", "committee_member"])
def test_the_export_recomputed_by_another_program_says_the_same_as_the_page(
    visit: Open, tmp_path: Path, persona: str
) -> None:
    page = visit(persona, path="/organisation/budget/?year=2027")
    shown = {
        row.locator("th").inner_text(): row.locator("td").nth(8).inner_text()
        for row in page.locator("#budget-rows tr").all()
    }
    with page.expect_download() as download:
        page.get_by_role("link", name="Excel mit allen Formeln").click()
    sheets = recomputed(Path(download.value.path()).read_bytes(), tmp_path)
    rows = {row[0]: row for row in sheets["Rechnung"]}
    assert len(shown) == 10
    for area, thousands in shown.items():
        amount = float(rows[area][14])
        assert f"{amount / 1000:,.1f}".translate(str.maketrans(",.", ".,")) == thousands
    assert sum(float(rows[area][14]) for area in shown) == 6_650_000


def test_a_decided_year_shows_the_minority_view_where_the_decision_stands(visit: Open) -> None:
    page = visit("committee_member", path=f"{AREA}?year=2026")
    page.get_by_role("link", name="Zum Beschluss").click()
    expect(page.locator("main")).to_contain_text("Auch im Bergviertel leben Kinder mit wenig Geld")
