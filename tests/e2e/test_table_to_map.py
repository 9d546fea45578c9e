"""From a table to a map: a planner reads the map, an area, a run, and hands out one accessible page."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.e2e
Visit = Callable[..., Page]
Check = Callable[[Page], None]
PICTURES = Path(__file__).resolve().parents[2] / "docs" / "pictures"


def keep_picture(page: Page, name: str) -> None:
    """Renew a picture of the documentation where SOZIALRAUM_PICTURES asks for it."""
    if os.environ.get("SOZIALRAUM_PICTURES"):
        page.screenshot(path=PICTURES / f"{name}.png")


def test_map_table_and_sentence_agree(visit: Visit, check_accessible: Check) -> None:
    page = visit("planner", path="/sozialstruktur/stadtkarte/", width=1280, height=900)
    expect(page.locator("h1")).to_have_text("Wo wachsen Kinder mit Grundsicherung auf?")
    check_accessible(page)
    keep_picture(page, "city-map")
    before = page.url
    page.get_by_label("Merkmal").select_option(label="Arbeitslosigkeit, 15 bis 64 Jahre")
    expect(page.locator("h1")).to_have_text("Wo fehlt Menschen Arbeit?")
    page.wait_for_url(lambda address: address != before)
    page.reload()
    expect(page.locator("h1")).to_have_text("Wo fehlt Menschen Arbeit?")
    page.set_viewport_size({"width": 360, "height": 780})
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    check_accessible(page)


def test_an_area_begins_with_its_assets(visit: Visit, check_accessible: Check) -> None:
    page = visit("planner", path="/sozialstruktur/gebiete/quartiere/2023/0301/")
    headings = page.locator("main h2").all_inner_texts()
    assert headings.index("Was da ist") < headings.index("Wie Familien hier leben")
    check_accessible(page)


def test_a_run_is_one_for_page_table_and_pdf(visit: Visit, check_accessible: Check) -> None:
    page = visit("planner", path="/sozialstruktur/laeufe/")
    check_accessible(page)
    page.get_by_role("link", name="Aufwachsen in Lindenfurt 2025").first.click()
    page.wait_for_load_state()
    check_accessible(page)
    run_id = page.url.rstrip("/").rsplit("/", 1)[-1]
    pdf = page.request.get(f"/berichte/laeufe/{run_id}/bericht.pdf")
    assert pdf.headers["content-type"] == "application/pdf"
    assert pdf.body().startswith(b"%PDF-")
    table = page.request.get(f"/berichte/laeufe/{run_id}/tabelle.csv").text()
    assert "0306" in table


def test_a_table_that_does_not_fit_changes_nothing(
    visit: Visit, tmp_path: Path, check_accessible: Check
) -> None:
    page = visit("planner", path="/sozialstruktur/daten/neu/")
    check_accessible(page)
    broken = tmp_path / "table.xlsx"
    broken.write_bytes(b"PK\x03\x04 this is no workbook")
    page.locator("input[type=file]").set_input_files(broken)
    page.locator("main form button[type=submit]").first.click()
    expect(page.locator("main")).to_contain_text("table.xlsx")
    check_accessible(page)
