"""Planning areas put together on the map: by mouse, by keyboard, and by the list, which all say the same."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.e2e
Check = Callable[[Page], None]
Open = Callable[..., Page]
ADDRESS = "/sozialstruktur/zuschnitte/planungsraeume/"


def placed(page: Page) -> list[str]:
    return page.locator("[data-count]").all_text_contents()


def test_areas_are_chosen_on_the_map_by_mouse_keyboard_and_list(visit: Open, check_accessible: Check) -> None:
    page = visit("planner", path=ADDRESS)
    page.locator("[name=name]").fill("Planung")
    page.locator("[name=names]").fill("Am Fluss\nAm Berg")
    page.get_by_role("button", name="Gebiete zuordnen").press("Enter")
    expect(page.get_by_role("heading", name="Auf der Karte wählen")).to_be_visible()
    page.wait_for_load_state()
    areas = page.locator("[data-area]")
    everything = areas.count()
    assert placed(page) == ["0", "0", str(everything)]
    check_accessible(page)

    first = areas.first
    code = first.get_attribute("data-area")
    first.click()
    expect(page.locator(f"select[name=area_{code}]")).to_have_value("Am Fluss")
    first.click()
    expect(page.locator(f"select[name=area_{code}]")).to_have_value("")

    first.focus()
    page.keyboard.press("2")
    page.keyboard.press("Enter")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    assert placed(page) == ["0", "2", str(everything - 2)]
    assert page.evaluate("document.activeElement.getAttribute('aria-label')").endswith(": Am Berg")
    assert page.locator("[data-area][tabindex='0']").count() == 1

    page.locator(f"select[name=area_{code}]").select_option("Am Fluss")
    expect(first.locator("text")).to_have_text("1")
    assert placed(page) == ["1", "1", str(everything - 2)]
    page.get_by_role("button", name="Planungsräume bilden").press("Enter", timeout=60_000)
    page.wait_for_url("**/zuschnitte/")
    expect(page.get_by_text("Planung").first).to_be_visible()


def test_the_map_fits_a_phone(visit: Open, check_accessible: Check) -> None:
    page = visit("planner", path=ADDRESS, width=390, height=844)
    page.locator("[name=name]").fill("Planung")
    page.locator("[name=names]").fill("Am Fluss\nAm Berg")
    page.get_by_role("button", name="Gebiete zuordnen").click()
    expect(page.get_by_role("heading", name="Auf der Karte wählen")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    check_accessible(page)
