"""A stranger signs in as each persona, finds their rooms and nobody else's."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.e2e

STAFF_ROOMS = {"Start", "Sozialstruktur", "Organisation", "Netzwerk", "Mitwirkung", "Berichte"}
WITH_FAMILIES = STAFF_ROOMS | {"Individuum"}
ROOMS = {
    "case_worker": WITH_FAMILIES,
    "team_lead": WITH_FAMILIES,
    "provider_worker": WITH_FAMILIES,
    "planner": STAFF_ROOMS,
    "controller": STAFF_ROOMS,
    "finance_officer": {"Start", "Sozialstruktur", "Organisation", "Berichte"},
    "head_of_office": STAFF_ROOMS,
    "committee_member": STAFF_ROOMS,
    "data_protection_officer": {"Start", "Sozialstruktur", "Mitwirkung"},
    "administrator": {"Start"},
}
PERSONAS = [
    "case_worker", "team_lead", "provider_worker", "provider_lead", "parent", "young_person", "planner", "controller",
    "finance_officer", "head_of_office", "committee_member", "ombudsperson", "resident", "data_protection_officer", "administrator",
    "trusted_person",
]  # fmt: skip


def test_a_card_for_every_persona(
    visit: Callable[..., Page], check_accessible: Callable[[Page], None]
) -> None:
    page = visit(path="/anmelden/")
    assert sorted(
        page.locator("[data-persona]").evaluate_all("all => all.map(e => e.dataset.persona)")
    ) == sorted(PERSONAS)
    check_accessible(page)


@pytest.mark.parametrize("persona", PERSONAS)
def test_start_page_of(
    persona: str, visit: Callable[..., Page], check_accessible: Callable[[Page], None]
) -> None:
    page = visit(path="/anmelden/", service_worker=True)
    page.locator(f"[data-persona='{persona}'] button").click()
    page.wait_for_url(lambda address: "/anmelden/" not in address)
    expect(page.locator("h1")).to_be_visible()
    check_accessible(page)
    page.set_viewport_size({"width": 360, "height": 780})
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), (
        f"{page.url} scrolls sideways"
    )
    assert page.evaluate("document.documentElement.scrollHeight <= document.body.scrollHeight + 8"), (
        f"{persona}: there is nothing to see below the end of the page, but it scrolls there"
    )
    check_accessible(page)


@pytest.mark.parametrize("persona", sorted(ROOMS))
def test_rooms_of(persona: str, visit: Callable[..., Page], check_accessible: Callable[[Page], None]) -> None:
    page = visit(persona)
    links = page.locator("nav.house a[href]")
    open_rooms = {
        text.strip(): links.nth(n).get_attribute("href") for n, text in enumerate(links.all_inner_texts())
    }
    assert set(open_rooms) == ROOMS[persona]
    for href in open_rooms.values():
        answer = page.goto(str(href))
        assert answer is not None
        assert answer.status == 200, f"{persona} at {href}"
        check_accessible(page)
