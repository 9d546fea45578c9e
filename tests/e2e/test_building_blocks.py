"""The building blocks behave in a real browser as the floors rely on."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, expect

pytestmark = pytest.mark.e2e
Visit = Callable[..., Page]


def test_a_table_filters_sorts_and_keeps_its_state_in_the_address(visit: Visit) -> None:
    page = visit("planner", path="/bausteine/")
    status = page.locator("#sample-areas-result [role=status]")
    page.get_by_label("Quartier", exact=True).fill("ö")
    expect(status).to_contain_text("1 Quartier von 18")
    page.get_by_label("Quartier", exact=True).fill("")
    expect(status).to_have_text("18 Quartiere")
    page.locator("th").get_by_role("link", name="Quartier").click()
    expect(page.locator("tbody th").first).to_have_text("Alte Werft")
    expect(page.locator("tbody th").nth(1)).to_have_text("Äußerer Ring")
    page.get_by_label("Bezirk").select_option("Hafen")
    expect(status).to_contain_text("7 Quartiere von 18")
    page.wait_for_url(lambda address: "district=Hafen" in address and "sort=name" in address)
    page.reload()
    expect(status).to_contain_text("7 Quartiere von 18")


def test_a_text_survives_a_lost_connection_and_a_closed_page(visit: Visit) -> None:
    page = visit("planner", path="/bausteine/", service_worker=True)
    status = page.locator("[data-autosave-status]")
    page.get_by_label("Beobachtung").fill("Ein neuer Satz.")
    expect(status).to_contain_text("gespeichert")
    expect(status).to_have_attribute("data-state", "saved")
    page.context.set_offline(True)
    page.get_by_label("Beobachtung").fill("Ohne Netz geschrieben.")
    expect(status).to_have_text("ohne Netz, sicher auf diesem Gerät")
    kept = page.evaluate("JSON.stringify(localStorage)")
    assert "sozialraum-draft" in kept
    assert "Ohne Netz" not in kept
    browser = page.context
    page.close()
    browser.set_offline(False)
    again = browser.new_page()
    again.goto("/bausteine/")
    expect(again.get_by_label("Beobachtung")).to_have_value("Ohne Netz geschrieben.")
    expect(again.locator("[data-autosave-status]")).to_have_attribute("data-state", "saved", timeout=8000)
    assert again.evaluate("localStorage.length") == 0


def test_what_is_typed_before_the_scripts_have_come_is_saved_too(visit: Visit) -> None:
    page = visit("planner")
    held: list[Route] = []
    page.route("**/autosave.js", lambda route: held.append(route), times=1)
    page.goto("/bausteine/", wait_until="commit")
    page.get_by_label("Beobachtung").fill("Schneller als das Netz.")
    (script,) = held
    script.continue_()
    expect(page.locator("[data-autosave-status]")).to_have_attribute("data-state", "saved")
    page.reload()
    expect(page.get_by_label("Beobachtung")).to_have_value("Schneller als das Netz.")


def test_two_people_who_write_the_same_text_both_see_it(visit: Visit) -> None:
    page = visit("planner", path="/bausteine/")
    with page.expect_response(lambda answer: answer.request.method == "POST" and answer.ok):
        page.get_by_role("button", name="Jemand anderen inzwischen").click()
    page.get_by_label("Beobachtung").fill("Mein Text.")
    clash = page.locator(".conflict")
    expect(clash).to_contain_text("Am Kai ist es nur im Sommer voll.")
    expect(clash).to_contain_text("Mein Text.")
    clash.get_by_role("button", name="Meinen Text behalten").click()
    expect(page.locator("[data-autosave-status]")).to_have_attribute("data-state", "saved")
    page.reload()
    expect(page.get_by_label("Beobachtung")).to_have_value("Mein Text.")


def test_a_dialog_begins_with_the_way_back_and_closes_by_keyboard(visit: Visit) -> None:
    page = visit("planner", path="/bausteine/")
    page.get_by_role("button", name="Import zurücknehmen").first.press("Enter")
    expect(page.get_by_role("dialog")).to_be_visible()
    expect(page.get_by_role("button", name="Behalten")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()


def test_a_job_shows_its_progress_until_it_is_done(visit: Visit) -> None:
    page = visit("planner", path="/bausteine/")
    expect(page.locator("#sample-job")).to_contain_text("Fertig", timeout=15_000)


@pytest.mark.parametrize("width", [1440, 360, 320])
def test_nothing_scrolls_sideways(visit: Visit, width: int) -> None:
    page = visit("planner", path="/bausteine/", width=width)
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
