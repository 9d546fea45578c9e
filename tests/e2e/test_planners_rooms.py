"""Rooms of the planner that no other story walks through: each is open, fits a phone, and hides nothing from axe."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.e2e
Open = Callable[..., Page]
Check = Callable[[Page], None]


def fits(page: Page, check_accessible: Check) -> None:
    """Axe on the desk and on the phone, where nothing scrolls sideways."""
    check_accessible(page)
    page.set_viewport_size({"width": 390, "height": 844})
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    check_accessible(page)
    page.set_viewport_size({"width": 1440, "height": 900})


@pytest.mark.parametrize(
    "path",
    ["", "daten/", "daten/lieferungen/", "gebiete/neu/", "zuschnitte/", "merkmale/", "merkmale/neu/", "werkstatt/"],
)  # fmt: skip
def test_rooms_of_data(visit: Open, check_accessible: Check, path: str) -> None:
    fits(visit("planner", path=f"/sozialstruktur/{path}"), check_accessible)


def test_a_delivery_with_its_report(visit: Open, check_accessible: Check) -> None:
    page = visit("planner", path="/sozialstruktur/daten/lieferungen/")
    page.locator("main table.data tbody a").first.click()
    expect(page.locator("h1")).to_contain_text("in Ordnung?")
    fits(page, check_accessible)


def test_an_area_with_similar_ones(visit: Open, check_accessible: Check) -> None:
    page = visit("planner", path="/sozialstruktur/gebiete/quartiere/2023/0301/")
    expect(page.get_by_role("heading", name="Welche Gebiete ähnlich sind")).to_be_visible()
    fits(page, check_accessible)


def test_the_recipe_as_a_text(visit: Open, check_accessible: Check) -> None:
    page = visit("planner", path="/sozialstruktur/werkstatt/")
    page.locator("form[action$='/werkstatt/neu/'] button").first.click()
    page.wait_for_load_state()
    page.goto(page.url.rstrip("/") + "/rezept/")
    expect(page.locator("main textarea")).to_be_visible()
    fits(page, check_accessible)


def test_people_are_read_from_a_table(visit: Open, check_accessible: Check, tmp_path: Path) -> None:
    lines = ["Schlüssel;Geschlecht;0 bis unter 18;18 bis unter 65;65 und älter"]
    lines += [f"{code};{sex};120;400;90" for code in ("0301", "0302", "0303", "0304") for sex in ("m", "w")]
    file = tmp_path / "Einwohner 31.12.2024.csv"
    file.write_text("\n".join(lines), encoding="utf-8")
    page = visit("planner", path="/sozialstruktur/daten/neu/")
    page.locator("input[type=file]").set_input_files(file)
    page.get_by_role("button", name="Tabelle ansehen").click()
    expect(page.locator("h1")).to_contain_text("richtig gelesen?")
    fits(page, check_accessible)
