"""The data room and what hangs on it: what we have, cuts and planning areas, the catalog of indicators."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.e2e
Visit = Callable[..., Page]
Check = Callable[[Page], None]
ROOM = "/sozialstruktur/daten/"
PAGES = (ROOM, "/sozialstruktur/daten/lieferungen/", "/sozialstruktur/zuschnitte/", "/sozialstruktur/merkmale/", "/sozialstruktur/daten/neu/")  # fmt: skip


def test_a_planner_finds_what_there_is_and_from_whom(visit: Visit, check_accessible: Check) -> None:
    page = visit("planner", path=ROOM)
    expect(page.locator("h1")).to_have_text("Welche Daten haben wir?")
    check_accessible(page)
    with page.expect_response(lambda response: "Kinderarmut" in response.url):
        page.locator("#holdings-q").press_sequentially("Kinderarmut", delay=20)
    page.wait_for_load_state("networkidle")
    row = page.get_by_role("row").filter(has_text="Kinderarmut, unter 15 Jahre")
    expect(row).to_contain_text("CC0-1.0")
    expect(row).to_contain_text("von 160")
    page.get_by_role("link", name="Alle Lieferungen").click()
    check_accessible(page)
    with page.expect_response(lambda response: "Schulverwaltung" in response.url):
        page.get_by_label("Von wem").select_option("Schulverwaltung")
    page.wait_for_load_state("networkidle")
    page.get_by_role("row").filter(has_text="Schulverwaltung").first.get_by_role("link").first.click()
    expect(page.locator("main")).to_contain_text("CC0-1.0")
    check_accessible(page)


def test_a_planner_reads_the_cuts_and_how_they_go_over(visit: Visit, check_accessible: Check) -> None:
    page = visit("planner", path=ROOM)
    page.get_by_role("link", name="Zuschnitte und Planungsräume").click()
    expect(page.locator("main")).to_contain_text("2015")
    expect(page.locator("main")).to_contain_text("2023")
    check_accessible(page)
    page.goto("/sozialstruktur/zuschnitte/planungsraeume/")
    check_accessible(page)


def test_a_planner_confirms_a_definition(visit: Visit, check_accessible: Check) -> None:
    page = visit("planner", path="/sozialstruktur/merkmale/")
    check_accessible(page)
    page.get_by_role("link", name="Wahlbeteiligung").first.click()
    check_accessible(page)
    page.get_by_role("link", name="Festlegung ändern").click()
    check_accessible(page)
    expect(page.locator("[name=reason]")).to_be_visible()


def test_rooms_of_data_fit_a_phone(visit: Visit, check_accessible: Check) -> None:
    page = visit("planner", path=ROOM, width=390, height=844)
    for address in PAGES:
        page.goto(address)
        assert page.evaluate("document.documentElement.scrollWidth") <= 390, address
        check_accessible(page)


def test_a_planner_brings_in_people_and_everybody_finds_a_quarter(
    visit: Visit, check_accessible: Check, tmp_path: Path
) -> None:
    page = visit("planner", path="/sozialstruktur/daten/neu/")
    file = tmp_path / "menschen.csv"
    rows = [
        f"0301;31.12.2020;{sex};{group};90"
        for sex in "mwd"
        for group in ("unter 18", "18 bis 64", "65 und älter")
    ]
    file.write_text("\n".join(["quartier;stichtag;geschlecht;alter;personen", *rows, rows[0]]))
    page.set_input_files("input[type=file]", str(file))
    page.get_by_role("button", name="Tabelle ansehen").click()
    expect(page.locator("h1")).to_have_text("Sind die Menschen richtig gelesen?")
    expect(page.locator(".findings")).to_contain_text("divers")
    # a row that stands twice stops the import
    expect(page.get_by_role("button", name="Importieren")).to_be_disabled()
    check_accessible(page)
    page.goto("/offen/")
    page.get_by_label("Name oder Schlüssel").fill("werft")
    page.get_by_role("button", name="Suchen").last.click()
    expect(page.locator(".open-list")).to_contain_text("Alte Werft")
    expect(page.locator(".open-list")).not_to_contain_text("Domplatz")
    check_accessible(page)
