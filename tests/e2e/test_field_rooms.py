"""Rooms in which field work is told and counted: each is open to its people, fits a phone, and hides nothing from axe."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, expect

pytestmark = pytest.mark.e2e
Open = Callable[..., Page]


@pytest.mark.parametrize(
    ("persona", "path"),
    [
        ("provider_worker", "/netzwerk/wirkungen/"), ("resident", "/netzwerk/wirkungen/neu/"),
        ("planner", "/netzwerk/zusammenarbeit/?offen=alle"), ("planner", "/netzwerk/feld/anteile/"),
        ("resident", "/netzwerk/?ausschnitt=alle"),
        ("head_of_office", "/individuum/rat-bei-sorge/"), ("head_of_office", "/individuum/rat-bei-sorge/neu/"),
        ("controller", "/berichte/was-hilft/"),
    ],
)  # fmt: skip
def test_room(persona: str, path: str, visit: Open, check_accessible: Callable[[Page], None]) -> None:
    page = visit(persona, path=path)
    expect(page.locator("main h1")).to_be_visible()
    check_accessible(page)
    page.set_viewport_size({"width": 390, "height": 844})
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    check_accessible(page)


def test_an_account_is_found_by_typing_the_name(
    visit: Open, check_accessible: Callable[[Page], None]
) -> None:
    page = visit("head_of_office", path="/individuum/rat-bei-sorge/neu/", width=360, height=740)
    field, options = (
        page.get_by_role("combobox", name="Ihr Konto"),
        page.locator(".typed-name").get_by_role("option"),
    )
    chosen = page.locator("[name=account_id_chosen]")
    field.focus()
    page.keyboard.type("ahlers, katrin")
    expect(options).to_have_count(1)
    expect(options.first).to_contain_text("Katrin Ahlers")
    expect(options.first).to_contain_text("Team Hafen")
    expect(field).to_have_attribute("aria-expanded", "true")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.keyboard.press("ArrowDown")
    expect(field).to_have_attribute("aria-activedescendant", str(options.first.get_attribute("id")))
    expect(page.locator(".typed-name [aria-selected=true]")).to_have_count(1)
    check_accessible(page)
    page.keyboard.press("Escape")
    expect(options).to_have_count(0)
    expect(field).to_have_value("ahlers, katrin")
    page.keyboard.press("ArrowDown")
    expect(options).to_have_count(1)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(field).to_have_value("Katrin Ahlers")
    assert chosen.input_value()
    page.keyboard.press("Backspace")
    assert not chosen.input_value(), "whoever types on has chosen nobody"
    field.fill("an")
    page.keyboard.press("Escape")
    for name in ("full_name", "qualification", "employer", "phone"):
        page.locator(f"[name={name}]").fill("030 23125")
    page.get_by_role("button", name="Eintrag sichern").click()
    expect(page.get_by_role("radio")).to_have_count(10)
    expect(field).to_have_value("an")
    expect(page.locator("[name=employer]")).to_have_value("030 23125")
    check_accessible(page)


def test_a_late_answer_does_not_overwrite_a_newer_one_and_without_answers_the_field_works(
    visit: Open,
) -> None:
    page = visit("head_of_office")
    late: list[Route] = []
    page.route("**/konto/kollegium/?name=an", lambda route: late.append(route))
    page.route("**/konto/kollegium/?name=xqz", lambda route: route.fulfill(status=403, body="broken"))
    page.goto("/individuum/rat-bei-sorge/neu/")
    field, options = (
        page.get_by_role("combobox", name="Ihr Konto"),
        page.locator(".typed-name").get_by_role("option"),
    )
    with page.expect_request("**/konto/kollegium/?name=an"):
        field.fill("an")
    field.fill("ahlers, katrin")
    expect(options).to_have_count(1)
    late[0].fulfill(json={"people": [{"id": "1", "name": "Zu Spät", "place": ""}], "more": False})
    expect(options).to_have_count(1)
    expect(options.first).to_contain_text("Ahlers")
    with page.expect_response("**/konto/kollegium/?name=xqz"):
        field.fill("xqz")
    expect(options).to_have_count(0)
    expect(field).to_have_attribute("aria-expanded", "false")
    expect(field).to_have_value("xqz")


def test_a_story_leads_to_what_it_tells_of(visit: Open, check_accessible: Callable[[Page], None]) -> None:
    page = visit("provider_worker", path="/netzwerk/wirkungen/")
    page.locator("main a[href*='/netzwerk/wirkungen/']:not([href$='/neu/'])").first.click()
    expect(page.locator("main h1")).to_be_visible()
    check_accessible(page)
