"""Somebody without an account looks for something near by, on a phone."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.e2e


def test_a_resident_finds_a_swimming_course_for_a_boy_of_nine_within_reach(
    visit: Callable[..., Page], check_accessible: Callable[[Page], None]
) -> None:
    page = visit(path="/netzwerk/", width=390, height=844)
    check_accessible(page)
    page.get_by_label("Was suchen Sie?").fill("Schwimmkurs für Jungen von 9, 25 Minuten ab Lindenring")
    page.keyboard.press("Enter")
    course = page.locator(".result", has_text="Schwimmen lernen im Lindebad")
    expect(course).to_contain_text("Minuten zu Fuß")
    expect(course).to_contain_text("samstags 10:00 bis 10:45 Uhr")
    expect(course).to_contain_text("passt zum Alter")
    expect(page.locator(".toggle.on", has_text="9 Jahre")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    check_accessible(page)
    course.get_by_role("link", name="Schwimmen lernen im Lindebad").click()
    expect(page.locator("h1")).to_have_text("Schwimmen lernen im Lindebad")
    check_accessible(page)


@pytest.mark.parametrize("said", ["Schwimkurs", "schwimmen lernen", "Schwimmkurse"])
def test_the_course_is_found_however_it_is_written(
    visit: Callable[..., Page], check_accessible: Callable[[Page], None], said: str
) -> None:
    page = visit(path="/netzwerk/", width=390, height=844)
    page.get_by_label("Was suchen Sie?").fill(f"{said} für einen Jungen von 9 ab Lindenring")
    page.keyboard.press("Enter")
    expect(page.locator(".result", has_text="Schwimmen lernen im Lindebad")).to_be_visible()
    assert page.context.cookies() == [] or all(each["name"] != "sessionid" for each in page.context.cookies())
    check_accessible(page)


def test_a_condition_is_taken_away_and_the_map_is_a_view_of_its_own(visit: Callable[..., Page]) -> None:
    page = visit(path="/netzwerk/?q=Nachhilfe+kostenlos", width=390, height=844)
    before = page.locator("#found .answer").inner_text()
    page.locator(".toggle.on", has_text="kostet nichts").click()
    expect(page.locator("#found .answer")).not_to_have_text(before)
    page.locator(".listmap label", has_text="Karte").click()
    expect(page.locator(".pins svg")).to_be_visible()
    expect(page.locator(".results")).to_be_hidden()


def test_a_worker_who_knows_nobody_finds_people_and_places(visit: Callable[..., Page]) -> None:
    page = visit("case_worker", path="/netzwerk/?q=jemand+repariert+mit+Kindern+Fahrräder&near=Alte+Werft")
    results = page.locator(".result")
    assert results.count() >= 3
    expect(page.locator(".result", has_text="aus der Nachbarschaft").first).to_be_visible()
    expect(page.get_by_role("link", name="Fahrradwerkstatt Gleis 3", exact=True)).to_be_visible()
