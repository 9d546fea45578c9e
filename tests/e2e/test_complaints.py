"""Jonas complains in one tap; the ombudsperson finds it on her start page and answers, the case worker never reads it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.e2e
Visit = Callable[..., Page]
Check = Callable[[Page], None]
WORDS = "Ich habe zweimal geschrieben, und keiner hat geantwortet."


def test_a_complaint_is_read_and_answered_by_whom_jonas_has_chosen(
    visit: Visit, check_accessible: Check
) -> None:
    jonas = visit("young_person", path="/individuum/meine/", width=390, height=844)
    jonas.get_by_role("link", name="Ich will mich beschweren").click()
    check_accessible(jonas)
    jonas.get_by_label("Was ist passiert? In deinen Worten").fill(WORDS)
    expect(jonas.get_by_label("Die Ombudsstelle.")).to_be_checked()
    jonas.get_by_role("button", name="Abschicken").click()
    expect(jonas.get_by_text("wartet auf eine Antwort").first).to_be_visible()
    check_accessible(jonas)

    ombuds = visit("ombudsperson")
    expect(ombuds.get_by_text("Eine Beschwerde wartet auf Ihre Antwort").first).to_be_visible()
    check_accessible(ombuds)
    ombuds.goto("/individuum/beschwerden/")
    check_accessible(ombuds)
    ombuds.get_by_role("listitem").filter(has_text=WORDS).get_by_role("link").click()
    check_accessible(ombuds)
    ombuds.get_by_label("Ihre Antwort").fill("Ich rufe dich am Montag um vier an.")
    ombuds.get_by_role("button", name="Antwort abschicken").click()
    expect(ombuds.get_by_text("Ich rufe dich am Montag um vier an.")).to_be_visible()

    jonas.reload()
    expect(jonas.get_by_text("Ich rufe dich am Montag um vier an.")).to_be_visible()
    worker = visit("case_worker", path="/individuum/?q=Kessler")
    worker.get_by_role("link", name="Familie Kessler").first.click()
    worker.goto(f"{worker.url}antworten/")
    expect(worker.get_by_text(WORDS)).to_have_count(0)
