"""What a family misses near by is counted with others, becomes a theme, is solved, and comes back as a match."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from e2e.families import a_name
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.e2e
Visit = Callable[..., Page]
Check = Callable[[Page], None]
COUNTED = re.compile(r"(\d+) Familien vermissen es")


def act(page: Page, what: str, button: str, **said: str) -> None:
    """One act on a theme: unfold it, fill in, press."""
    box = page.locator(".theme-acts details", has=page.locator("summary", has_text=what))
    box.locator("summary").click()
    for name, text in said.items():
        box.locator(f"[name='{name}']").fill(text)
    box.get_by_role("button", name=button).click()


def test_missing_near_by_becomes_a_theme_and_comes_back_as_a_match(
    visit: Visit, check_accessible: Check
) -> None:
    mark = uuid.uuid4().hex[:6]
    title, place = f"Davon gibt es zu wenig ({mark})", f"Neuer Treff {mark}"

    planner = visit("planner", path="/netzwerk/themen/")
    check_accessible(planner)
    gap = planner.locator(".untold").first
    counted = COUNTED.search(gap.inner_text())
    assert counted
    assert int(counted.group(1)) >= 5
    kind, area = gap.locator(".sr").inner_text().removeprefix(": ").rsplit(", ", 1)

    worker = visit("case_worker", path="/individuum/neu/")
    worker.get_by_label("Wie heißt die Familie?").fill(a_name())
    worker.get_by_label("In welchem Quartier lebt die Familie?").select_option(label=area)
    worker.get_by_role("button", name="Gespräch beginnen").click()
    worker.wait_for_url("**/gespraech/")
    near_by = worker.url.replace("gespraech/", "naehe/")
    worker.goto(near_by)
    worker.get_by_role("checkbox", name=kind, exact=True).check()
    worker.get_by_role("button", name="Sichern, was fehlt").click()
    became = worker.locator(".gaps > li")
    expect(became).to_contain_text(kind)
    check_accessible(worker)

    gap.get_by_role("link", name="Ein Thema daraus machen").click()
    expect(planner.get_by_label("Wo?")).not_to_have_value("")
    check_accessible(planner)
    planner.get_by_label("Worum geht es?").fill(title)
    planner.get_by_label("Wer sagt das?").fill("Stadtteilrunde")
    planner.get_by_role("button", name="Thema nennen").click()
    expect(planner.locator("h1")).to_have_text(title)
    expect(planner.locator(".known")).to_contain_text(counted.group(1))
    check_accessible(planner)
    planner.get_by_role("button", name="Ich kümmere mich").click()
    act(planner, "Es ist geprüft", "Als geprüft sichern", text="Mit Eltern vor der Kita besprochen.")
    due = (timezone.localdate() + timedelta(days=14)).isoformat()
    act(planner, "Einen Schritt planen", "Schritt planen", text="Einen Raum suchen", due_on=due)
    act(planner, "Die Arbeit beginnt", "Als in Arbeit sichern", text="Die Gemeinde gibt den Raum.")
    worker.reload()
    expect(became).to_contain_text("In Arbeit.")
    expect(became.get_by_role("link", name=title)).to_be_visible()

    planner.locator("#loesung summary").click()
    planner.get_by_role("link", name="Jetzt eintragen").click()
    check_accessible(planner)
    planner.get_by_label("Name", exact=True).fill(place)
    planner.get_by_label("Wann ist geöffnet?").fill("samstags 14 bis 17 Uhr")
    planner.get_by_role("button", name="Ort eintragen").click()
    expect(planner.locator("#result_place option:checked")).to_have_text(place)
    planner.get_by_label("Was gibt es jetzt?").fill("Samstags ist der Treff offen.")
    planner.get_by_role("button", name="Mit diesem Ergebnis abschließen").click()
    expect(planner.locator(".answer")).to_contain_text("Samstags ist der Treff offen.")
    check_accessible(planner)

    worker.goto("/")
    told = worker.locator("section, li, article").filter(has_text=title).last
    expect(told).to_contain_text("Samstags ist der Treff offen.")
    check_accessible(worker)
    worker.goto(near_by)
    match = worker.locator(".gaps .suggested > li", has_text=place)
    expect(match).to_contain_text("entstanden, weil viele es vermisst haben")
    expect(match).to_contain_text("samstags 14:00 bis 17:00 Uhr")
    check_accessible(worker)
    match.get_by_role("button", name="Mit der Familie besprechen").click()
    expect(worker.locator("section", has_text="Mit der Familie zu besprechen").last).to_contain_text(place)
    worker.goto(near_by)
    worker.get_by_role("button", name="Ich habe es der Familie gesagt").click()
    expect(became).to_contain_text("der Familie gesagt am")

    stranger = visit(path="/netzwerk/themen/", width=390, height=844)
    stranger.get_by_label("Quartier", exact=True).select_option(label=area)
    stranger.get_by_role("button", name="Zeigen").click()
    expect(stranger.get_by_role("link", name=title)).to_be_visible()
    check_accessible(stranger)
    stranger.locator("[href*='/quartiere/']").first.click()
    expect(stranger.locator("h1")).to_contain_text(area)
    expect(stranger.locator("main")).to_contain_text(title)
    assert stranger.evaluate("document.documentElement.scrollWidth") <= 390
    check_accessible(stranger)
