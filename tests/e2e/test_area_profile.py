"""The page of a quarter: a planner comes from the map and takes the PDF along, a resident reads it on a phone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.e2e
Check = Callable[[Page], None]
Open = Callable[..., Page]
QUARTER = "/offen/quartiere/quartiere/2023/0301/"
ORDER = [
    "Was da ist",
    "Wie Familien hier leben",
    "Was sich verändert hat",
    "Wer hier lebt",
    "Was wir nicht wissen",
]


def headings(page: Page) -> list[str]:
    return [text for text in page.locator("main h2").all_inner_texts() if text in ORDER]


def test_a_planner_opens_a_quarter_from_the_map_and_takes_its_pdf_along(
    visit: Open, check_accessible: Check
) -> None:
    page = visit("planner", path="/sozialstruktur/stadtkarte/?area=0301")
    page.get_by_role("link", name="Profil öffnen").click()
    expect(page.locator("h1")).to_have_text("Was macht Alte Werft aus?")
    page.wait_for_load_state()
    assert headings(page) == ORDER
    expect(page.locator("#answer")).to_contain_text("Orte und Angebote sind hier.")
    expect(page.get_by_text("bis 2022: Werft")).to_be_visible()
    row = page.get_by_role("row", name="Jugendliche ohne Arbeit")
    expect(row).to_contain_text("gesperrt")
    expect(page.get_by_text("Familien, für die das Amt da ist")).to_be_visible()
    check_accessible(page)
    page.get_by_text("Worauf sie beruht").click()
    expect(page.get_by_text("Lebenserwartung")).to_be_visible()
    for name, begin in (("PDF, 2 Seiten", b"%PDF"), ("Excel", b"PK")):
        with page.expect_download() as kept:
            page.get_by_role("link", name=name).click()
        assert Path(kept.value.path()).read_bytes().startswith(begin)


def test_a_resident_reads_the_open_page_on_a_phone_without_signing_in(
    visit: Open, check_accessible: Check
) -> None:
    page = visit(path="/offen/", width=390, height=844)
    expect(page.locator("h1")).to_have_text("Was weiß man über die Gebiete?")
    check_accessible(page)
    page.locator("#all ~ .open-list").get_by_role("link", name="Alte Werft", exact=True).click()
    page.wait_for_url(f"**{QUARTER}")
    assert headings(page) == ORDER
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    expect(page.get_by_text("Familien, für die das Amt da ist")).to_have_count(0)
    check_accessible(page)
    page.locator("main .alike a").first.click()
    expect(page.locator("h1")).to_contain_text("Was macht")
    assert "/offen/quartiere/" in page.url


@pytest.mark.parametrize("path", ["/offen/", QUARTER, "/offen/quartiere/quartiere/2023/03/"])
def test_the_open_pages_hold_at_the_desk_too(path: str, visit: Open, check_accessible: Check) -> None:
    page = visit(path=path)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    check_accessible(page)
