"""The index workshop: an index by keyboard, its uncertainty, a run with a reason, a comparison, and publishing."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.e2e
Check = Callable[[Page], None]
Open = Callable[..., Page]
WORKSHOP = "/sozialstruktur/werkstatt/"


def test_a_planner_builds_keeps_and_publishes_an_index(visit: Open, check_accessible: Check) -> None:
    page = visit("planner", path=WORKSHOP)
    page.get_by_role("button", name="Entwurf beginnen").press("Enter")
    page.wait_for_url(re.compile(r"/werkstatt/[0-9a-f-]{36}/$"))
    weights = page.locator(".recipe input[type=number]")
    expect(weights).to_have_count(4)
    check_accessible(page)
    answer = page.locator("#workshop-answer")
    before = page.locator("#ranks-table table").text_content()
    with page.expect_response("**/rechnung/"):
        weights.first.focus()
        page.keyboard.press("Control+a")
        page.keyboard.type("90")
    expect(answer).to_contain_text("nicht unterscheidbar")
    page.wait_for_function(
        "old => document.querySelector('#ranks-table table').textContent !== old", arg=before, timeout=15_000
    )
    expect(page.locator("#ranks-table td", has_text="nicht unterscheidbar").nth(1)).to_be_attached()
    expect(page.locator("[data-autosave-status]")).to_contain_text("gespeichert")
    page.get_by_role("button", name="Lauf sichern …").press("Enter")
    page.wait_for_url("**/sichern/")
    page.get_by_label("Titel").fill("Index der Prüfung")
    page.get_by_label("Wozu dieser Lauf?").fill("Gewicht der Grundsicherung geprüft")
    page.get_by_role("button", name="Lauf sichern").press("Enter")
    page.wait_for_url(re.compile(r"/laeufe/[0-9a-f-]{36}/$"))
    run = page.url
    member = visit("committee_member", path=run)
    expect(member.locator("body")).not_to_contain_text("Index der Prüfung")
    page.get_by_role("link", name="Mit einem anderen Lauf vergleichen").press("Enter")
    other = page.locator("#other-run")
    other.select_option(other.locator("option", has_text="Aufwachsen 2024").get_attribute("value"))
    page.get_by_role("button", name="Vergleichen").press("Enter")
    expect(page.get_by_role("heading", name=re.compile("gegenüber „Aufwachsen 2024“"))).to_be_visible()
    check_accessible(page)
    page.goto(run)
    page.get_by_role("button", name="Lauf veröffentlichen").press("Enter")
    expect(page.get_by_text("ist veröffentlicht")).to_be_visible()
    member.goto(run)
    expect(member.get_by_text("Index der Prüfung").first).to_be_visible()
    assert member.goto(WORKSHOP).status == 404  # type: ignore[union-attr]


def test_the_desk_fits_a_phone(visit: Open, check_accessible: Check) -> None:
    page = visit("planner", path=WORKSHOP, width=390, height=844)
    page.get_by_role("link", name="Aufwachsen 2026").first.click()
    expect(page.locator("#workshop-answer")).to_contain_text("Gebiet")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    check_accessible(page)


def test_values_of_another_date_and_what_each_indicator_does(visit: Open, check_accessible: Check) -> None:
    page = visit("planner", path=WORKSHOP)
    page.get_by_role("button", name="Entwurf beginnen").press("Enter")
    page.wait_for_url(re.compile(r"/werkstatt/[0-9a-f-]{36}/$"))
    date = page.locator(".recipe select[name^=date_]").first
    older = date.locator("option").nth(2).get_attribute("value")
    with page.expect_response("**/rechnung/"):
        date.select_option(older)
    expect(page.locator(".recipe .note").first).to_contain_text("Monate älter")
    expect(page.locator("#workshop-provenance")).to_contain_text("älter als der")
    expect(page.get_by_role("heading", name="Was bewirkt jedes Merkmal?")).to_be_visible()
    page.locator("#influence-table summary").press("Enter")
    expect(page.locator("#influence-table tbody tr")).to_have_count(5)
    check_accessible(page)
