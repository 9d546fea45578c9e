"""A case worker and a young person at one network map: by keyboard, by mouse, on a phone."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.e2e


def open_map(page: Page) -> None:
    page.goto("/individuum/?q=Kessler")
    page.get_by_role("link", name="Familie Kessler").first.click()
    page.get_by_role("link", name="Wer ist für wen da?").click()
    page.get_by_role("link", name="Öffnen").first.click()
    expect(page.locator("h1")).to_have_text("Wer ist für Jonas da?")
    page.wait_for_load_state()


def test_a_person_is_moved_by_keyboard_and_the_step_is_taken_back(
    visit: Callable[..., Page], check_accessible: Callable[[Page], None]
) -> None:
    page = visit("case_worker")
    open_map(page)
    check_accessible(page)
    sign = page.locator(".sign[data-key='luan']")
    before = sign.get_attribute("data-distance")
    sign.focus()
    page.keyboard.press("1")
    expect(page.locator("#network-map-said")).to_have_text("Luan, nah")
    expect(page.locator("tr", has_text="Luan").first).to_contain_text("nah")
    assert page.evaluate("document.activeElement.dataset.key") == "luan"
    page.get_by_role("button", name="Rückgängig").click()
    expect(sign).to_have_attribute("data-distance", str(before))


def test_an_acquaintance_is_noted_by_keyboard_and_a_person_dragged(visit: Callable[..., Page]) -> None:
    page = visit("case_worker")
    open_map(page)
    page.locator(".sign[data-key='dr-stein']").focus()
    page.keyboard.press("v")
    page.locator(".sign[data-key='frau-demir']").focus()
    page.keyboard.press("Enter")
    expect(page.locator("[data-ties='dr-stein frau-demir']")).to_have_count(1)
    sign = page.locator(".sign[data-key='dr-stein'] > rect")
    sign.scroll_into_view_if_needed()
    box = sign.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 5, box["y"] + 5)
    page.mouse.down()
    page.mouse.move(box["x"] + 60, box["y"] - 60, steps=6)
    with page.expect_response(lambda response: "/mensch/dr-stein/ort/" in response.url):
        page.mouse.up()
    for _ in range(2):
        with page.expect_response(lambda response: "/zurueck/" in response.url):
            page.get_by_role("button", name="Rückgängig").click()
    expect(page.locator("[data-ties='dr-stein frau-demir']")).to_have_count(0)


def test_jonas_finds_his_map_on_the_phone_and_takes_it_along(
    visit: Callable[..., Page], check_accessible: Callable[[Page], None]
) -> None:
    page = visit("young_person", path="/individuum/meine/netzwerk/", width=390, height=844)
    page.get_by_role("link", name="Öffnen").first.click()
    expect(page.locator("h1")).to_have_text("Wer ist für Jonas da?")
    check_accessible(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    expect(page.get_by_text("Sie gehört dir.")).to_be_visible()
    with page.expect_download() as found:
        page.get_by_role("link", name="Als Bild mitnehmen").click()
    assert found.value.suggested_filename.endswith(".png")
