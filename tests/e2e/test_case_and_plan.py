"""From a first concern to the decision, and the next version of a plan that Jonas reads and signs on his phone."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable

import pytest
from e2e.families import new_family
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.e2e
Visit = Callable[..., Page]
Check = Callable[[Page], None]


def go_on(page: Page, step: str) -> None:
    """Go to the next step of the way."""
    onward = page.get_by_role("button", name=f"Weiter zu „{step}“")
    onward.click()
    # the step before has told the same
    expect(onward).to_have_count(0)
    expect(page.get_by_text("Der Schritt ist festgehalten.")).to_be_visible()


def test_a_concern_goes_its_way_to_the_decision(visit: Visit, check_accessible: Check) -> None:
    worker = visit("case_worker")
    case = new_family(worker)
    check_accessible(worker)
    worker.goto(f"{case}weg/")
    check_accessible(worker)
    go_on(worker, "Beratung")
    expect(worker.get_by_role("button", name="Weiter zu „Was ist schon da?“")).to_have_attribute(
        "aria-disabled", "true"
    )

    worker.get_by_role("link", name="Beratung festhalten").click()
    check_accessible(worker)
    for box in (
        worker.get_by_role("group", name="Worüber haben Sie gesprochen?").get_by_role("checkbox").all()
    ):
        box.check()
    worker.get_by_role("button", name="Festhalten").click()
    go_on(worker, "Was ist schon da?")
    go_on(worker, "Wille und Ziele")
    check_accessible(worker)

    worker.goto(f"{case}teambogen/")
    check_accessible(worker)
    worker.goto(f"{case}wahl/")
    worker.get_by_label("Hilfeart").select_option("31")
    worker.get_by_role("button", name="Der Familie die Liste zeigen").click()
    expect(worker.get_by_text("niemand wird vorgezogen")).to_be_visible()
    check_accessible(worker)
    phone = visit("case_worker", path=worker.url, width=390, height=844)
    check_accessible(phone)


def test_jonas_disagrees_reads_again_and_signs(visit: Visit, check_accessible: Check) -> None:
    worker = visit("case_worker", path="/individuum/?q=Kessler")
    worker.get_by_role("link", name="Familie Kessler").first.click()
    worker.get_by_role("link", name="Was haben wir vereinbart?").click()
    expect(worker.get_by_text("Lotte (ein Bild mitgegeben)")).to_be_visible()
    check_accessible(worker)
    worker.get_by_role("button", name="Neue Fassung beginnen").click()
    worker.get_by_role("link", name="Weiterschreiben").first.click()
    check_accessible(worker)
    worker.get_by_label("Wer trägt was bei?").fill(
        "Opa Werner: ist um 6:45 da, jeden Morgen\nDaniel Okafor [P01]: ruft an"
    )
    expect(worker.locator("[data-autosave-status]").last).to_have_text(re.compile(r"^gespeichert \d"))
    worker.get_by_role("button", name="Bogen ansehen").click()

    son = visit("young_person", path="/individuum/meine/plan/", width=390, height=844)
    son.get_by_text("Ich sehe etwas anders").click()
    words = f"Jeden Morgen ist mir zu viel ({uuid.uuid4().hex[:5]})."
    son.get_by_label("Was siehst du anders?").fill(words)
    son.get_by_role("button", name="In den Plan schreiben").click()
    check_accessible(son)

    worker.reload()
    expect(worker.get_by_text(words)).to_be_visible()
    expect(worker.locator("ins", has_text="jeden Morgen").first).to_be_visible()
    worker.get_by_role("button", name="Zum Unterschreiben festlegen").click()
    son.goto("/individuum/meine/plan/")
    son.get_by_role("button", name="Ich möchte noch einmal lesen").click()
    expect(son.get_by_text("möchte den Plan noch einmal in Ruhe lesen").first).to_be_visible()
    son.get_by_role("button", name="Ich unterschreibe", exact=True).click()
    check_accessible(son)
    worker.reload()
    expect(worker.locator(".plan-sign .signed", has_text="Jonas Kessler")).to_be_visible()
    worker.get_by_role("button", name="Ich unterschreibe", exact=True).click()
    expect(worker.get_by_text("2 von 4 Unterschriften").first).to_be_visible()
    check_accessible(worker)
