"""The formula workshop as a treasurer, a planner of the losing quarter and a committee member use it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.e2e
Open = Callable[..., Page]
Check = Callable[[Page], None]
WORKSHOP = "/organisation/budget/"


def test_sliders_move_map_sentence_and_table_together_by_keyboard(
    visit: Open, check_accessible: Check
) -> None:
    page = visit("planner", path=WORKSHOP)
    expect(page.locator("h1")).to_have_text("Wie kommt das Geld gerecht in die Gebiete?")
    expect(page.locator("#budget-said")).to_contain_text("Ost erhält 2027 947.466 Euro.")
    check_accessible(page)
    slider = page.locator("#s-loss")
    slider.focus()
    slider.press("ArrowRight")
    expect(page.locator("#o-loss")).to_have_text("4\u00a0%")
    expect(page.locator("#budget-answer")).to_contain_text("kein Gebiet verliert mehr als 4\u00a0%.")
    expect(slider).to_be_focused()
    expect(slider).to_have_attribute("aria-valuetext", "4\u00a0%")
    page.get_by_role("button", name="Bergviertel").press("Enter")
    expect(page.locator("#why")).to_have_text("Warum bekommt Bergviertel diesen Betrag?")
    expect(page.get_by_role("button", name="Bergviertel")).to_have_attribute("aria-pressed", "true")
    check_accessible(page)
    address = page.url
    other = visit("committee_member", path=address)
    expect(other.locator("#why")).to_have_text("Warum bekommt Bergviertel diesen Betrag?")
    expect(other.locator("#o-loss")).to_have_text("4\u00a0%")


def test_rules_that_clash_say_what_is_missing_and_lose_nothing(visit: Open, check_accessible: Check) -> None:
    page = visit("planner", path=WORKSHOP)
    floor = page.locator("#s-floor")
    floor.focus()
    floor.press("End")
    expect(page.locator("#budget-problem")).to_contain_text("Diese Regeln passen nicht zusammen")
    expect(page.locator("#budget-problem")).to_contain_text("Es wurde nichts gekürzt.")
    expect(page.locator("#budget-said")).to_contain_text("947.466 Euro")
    check_accessible(page)
    page.get_by_role("link", name="Zurück auf den Entwurf").click()
    expect(page.locator("#budget-problem")).to_be_empty()


def test_a_scenario_is_kept_and_stands_beside_the_draft(visit: Open, check_accessible: Check) -> None:
    page = visit("planner", path=f"{WORKSHOP}?heads=60")
    page.get_by_label("Name der Variante").fill("Mehr nach Köpfen")
    page.get_by_role("button", name="Als Variante sichern").click()
    expect(page.locator("main")).to_contain_text("Als Variante „Mehr nach Köpfen“ gesichert.")
    page.goto(WORKSHOP)
    page.get_by_label("Vergleichen mit").select_option(label="Mehr nach Köpfen")
    expect(page.locator(".budget-maps figure")).to_have_count(2)
    expect(page.locator("thead")).to_contain_text("gegen Mehr nach Köpfen")
    check_accessible(page)


@pytest.mark.parametrize("width", [1440, 360])
@pytest.mark.parametrize("path", ["", "rahmen/", "gebiete/07/", "varianten/", "neu/"])
def test_every_page_is_accessible_and_none_scrolls_sideways(
    visit: Open, check_accessible: Check, path: str, width: int
) -> None:
    page = visit("planner", path=f"{WORKSHOP}{path}", width=width)
    check_accessible(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
