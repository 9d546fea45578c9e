"""Rooms in which field work is told and counted: each is open to its people, fits a phone, and hides nothing from axe."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

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


def test_a_story_leads_to_what_it_tells_of(visit: Open, check_accessible: Callable[[Page], None]) -> None:
    page = visit("provider_worker", path="/netzwerk/wirkungen/")
    page.locator("main a[href*='/netzwerk/wirkungen/']:not([href$='/neu/'])").first.click()
    expect(page.locator("main h1")).to_be_visible()
    check_accessible(page)
