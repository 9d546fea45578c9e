"""Open data: somebody without an account takes figures along, on a desk and on a phone."""

from __future__ import annotations

import hashlib
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.e2e
Visit = Callable[..., Page]
Check = Callable[[Page], None]
CATALOG = "/offen/daten/"


def test_a_stranger_takes_a_run_along(visit: Visit, check_accessible: Check) -> None:
    page = visit(path="/offen/")
    page.get_by_role("link", name="Offene Daten").first.click()
    expect(page.locator("h1")).to_have_text("Welche Daten sind offen?")
    check_accessible(page)
    page.get_by_role("link", name="Aufwachsen in Lindenfurt 2025", exact=True).click()
    expect(page.locator(".answer")).to_contain_text("160 Quartiere")
    check_accessible(page)
    row = page.get_by_role("row").filter(has_text=".csv")
    with page.expect_download() as download:
        row.get_by_role("link").click()
    content = download.value.path().read_bytes()
    assert hashlib.sha256(content).hexdigest() == row.locator(".hash").inner_text()
    assert content.decode().splitlines()[0].startswith("run,area_system,area_vintage,level,area_code")


def test_a_stranger_looks_into_the_service(visit: Visit, check_accessible: Check) -> None:
    page = visit(path=CATALOG)
    page.get_by_role("link", name="Sammlungen ansehen").click()
    check_accessible(page)
    page.get_by_role("link", name="Arbeitslosigkeit, 15 bis 64 Jahre (Zuschnitt 2023)", exact=True).click()
    check_accessible(page)
    page.get_by_role("link", name="Objekte ansehen").click()
    expect(page.locator("tbody tr")).to_have_count(100)
    check_accessible(page)
    page.get_by_role("link", name="Weiter").click()
    expect(page.locator(".answer")).to_contain_text("101 bis 200")
    page.locator("tbody a").first.click()
    expect(page.locator("main")).to_contain_text("status")
    check_accessible(page)
    document = page.request.get("/offen/ogc/collections/areas-quartiere-2023-quarter/items?limit=1000").json()
    assert len(document["features"]) == 160


def test_open_data_fit_a_phone(visit: Visit, check_accessible: Check) -> None:
    page = visit(path=CATALOG, width=390, height=844)
    for address in (
        CATALOG, page.get_by_role("link", name="Aufwachsen in Lindenfurt 2025", exact=True).get_attribute("href") or "",
        "/offen/ogc/?f=html", "/offen/ogc/api?f=html", "/offen/ogc/conformance?f=html", "/offen/ogc/collections?f=html",
        "/offen/ogc/collections/areas-quartiere-2023-quarter/items?f=html",
    ):  # fmt: skip
        page.goto(address)
        assert page.evaluate("document.documentElement.scrollWidth") <= 390, address
        check_accessible(page)
