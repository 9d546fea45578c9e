"""Jonas reads on his phone where the others see something differently, and says how he sees it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.e2e
Visit = Callable[..., Page]
Check = Callable[[Page], None]
ABOUT = "Wie viele Stunden Begleitung Jonas in der Woche hat"


def test_jonas_says_how_he_sees_it_and_nobodys_words_are_changed(
    visit: Visit, check_accessible: Check
) -> None:
    jonas = visit("young_person", path="/individuum/meine/", width=390, height=844)
    jonas.get_by_role("link", name="Lesen und sagen, wie du es siehst").click()
    expect(jonas.get_by_role("heading", name=ABOUT)).to_be_visible()
    expect(jonas.get_by_text("sieht es so").first).to_be_visible()
    expect(jonas.get_by_text("§")).to_have_count(0)
    check_accessible(jonas)
    about = jonas.get_by_role("region", name=ABOUT)
    about.get_by_text("Wie siehst du das?").click()
    about.get_by_label("In deinen eigenen Worten gesagt").fill("Mit drei Stunden käme ich auch hin.")
    about.get_by_role("button", name="Das sagen").click()
    expect(jonas.get_by_text("Mit drei Stunden käme ich auch hin.")).to_be_visible()
    expect(jonas.get_by_text("Vier Stunden sind mir immer noch zu viel.")).to_be_visible()

    worker = visit("case_worker", path=jonas.url)
    expect(worker.get_by_text("Mit drei Stunden käme ich auch hin.")).to_be_visible()
    check_accessible(worker)
