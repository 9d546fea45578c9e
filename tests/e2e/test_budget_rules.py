"""The committee's rules, the forecast with raises, another year, the map of the difference: by mouse, keyboard and axe."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.e2e
Open = Callable[..., Page]
Check = Callable[[Page], None]
WORKSHOP = "/organisation/budget/"
RULES = f"{WORKSHOP}2027/regeln/"


def test_a_committee_member_tries_a_rule_and_sees_who_pays_for_it(
    visit: Open, check_accessible: Check
) -> None:
    page = visit("committee_member", path=RULES)
    expect(page.locator("main")).to_contain_text(
        "Jedes Gebiet erhält mindestens 100 Euro je jungem Menschen."
    )
    page.get_by_label("die gewählten Gebiete zusammen").check()
    page.get_by_label("Nord", exact=True).check()
    page.get_by_label("Ost", exact=True).check()
    page.get_by_label("Wie viel?").fill("32")
    page.get_by_label("Gezählt in").select_option(label="% von allem, was nach Formel verteilt wird")
    page.get_by_role("button", name="Zeigen, was sie bewirkt").click()
    expect(page.locator("#answer")).to_contain_text("verschieben sich")
    expect(page.locator(".rule-list")).to_contain_text("mehr für Nord")
    check_accessible(page)


def test_rules_that_clash_are_named_in_words(visit: Open, check_accessible: Check) -> None:
    page = visit("planner", path=f"{RULES}?subject=each&areas=01&side=at_most&value=600.000&measure=euros")
    expect(page.get_by_role("alert")).to_contain_text("ist geschützt: Es erhält mindestens")
    expect(page.get_by_role("alert")).to_contain_text("erhält höchstens 600.000 Euro.")
    check_accessible(page)


def test_a_slider_follows_the_arrow_keys_and_says_its_value(visit: Open) -> None:
    page = visit("planner", path=WORKSHOP)
    slider = page.get_by_label("Höchster Verlust im Jahr")
    before = slider.get_attribute("aria-valuetext")
    slider.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    expect(slider).not_to_have_attribute("aria-valuetext", before or "")
    expect(page.locator("#o-loss")).to_have_text("5\u00a0%")
    assert slider.evaluate("each => each === document.activeElement")


def test_the_difference_stands_on_one_map_and_the_choice_is_a_radio(
    visit: Open, check_accessible: Check
) -> None:
    page = visit("planner", path=f"{WORKSHOP}?other=method:per-head")
    page.get_by_label("eine Karte des Unterschieds").check()
    expect(page.locator(".budget-maps figure")).to_have_count(1)
    check_accessible(page)


def test_a_decided_year_does_not_call_itself_a_draft(visit: Open, check_accessible: Check) -> None:
    page = visit("planner", path=f"{WORKSHOP}?year=2026")
    expect(page.get_by_role("contentinfo")).to_contain_text("Beschlossen am 3. Dezember 2025")
    expect(page.get_by_role("contentinfo")).not_to_contain_text("Entwurf")
    check_accessible(page)


@pytest.mark.parametrize("width", [1440, 390])
@pytest.mark.parametrize(
    ("persona", "path"),
    [
        ("planner", RULES), ("controller", f"{WORKSHOP}2027/prognose/"), ("controller", f"{WORKSHOP}2026/plan-ist/"),
        ("planner", f"{WORKSHOP}?year=2026"), ("planner", f"{WORKSHOP}?other=method:per-head&maps=difference"),
    ],
)  # fmt: skip
def test_every_page_is_accessible_and_none_scrolls_sideways(
    visit: Open, check_accessible: Check, persona: str, path: str, width: int
) -> None:
    page = visit(persona, path=path, width=width)
    check_accessible(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
