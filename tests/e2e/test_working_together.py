"""Who works with whom, who can do what, and what politics is asked: at a desk, by keyboard, on a phone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.e2e
QUARTER = "/netzwerk/zusammenarbeit/?gebiet=0301"


def test_a_worker_reads_the_network_of_a_quarter_by_keyboard(
    visit: Callable[..., Page], check_accessible: Callable[[Page], None]
) -> None:
    page = visit("case_worker", path=f"{QUARTER}&seit=2025-01-01")
    check_accessible(page)
    expect(page.locator("h1")).to_have_text("Alte Werft: Wer arbeitet mit wem?")
    sign = page.locator(".network-map a", has_text="Schule am Wehr").first
    sign.focus()
    page.keyboard.press("Enter")
    chosen = page.locator(".chosen")
    expect(chosen.get_by_role("heading", name="Schule am Wehr")).to_be_visible()
    expect(chosen).to_contain_text("Mittagstreff dienstags und donnerstags")
    check_accessible(page)
    chosen.get_by_role("link", name="Ansehen und eintragen").click()
    expect(page.locator("h1")).to_have_text("Mit wem arbeitet Schule am Wehr?")
    check_accessible(page)


def test_a_provider_confirms_and_notes_for_its_own_house(
    visit: Callable[..., Page], check_accessible: Callable[[Page], None]
) -> None:
    page = visit("provider_lead", path=QUARTER)
    page.locator(".own").get_by_role("link", name="Brücke e. V.").click()
    check_accessible(page)
    waiting = page.locator(".waits", has_text="Kita Kaje")
    waiting.get_by_role("button", name="Stimmt noch: Kita Kaje").click()
    expect(page.locator(".waits", has_text="Kita Kaje")).to_have_count(0)
    page.get_by_role("link", name="Zusammenarbeit eintragen").click()
    check_accessible(page)
    page.get_by_role("combobox", name="Mit wem?").fill("buecherei")
    page.locator(".typed-name").get_by_role("option", name="Stadtteilbücherei").first.click()
    check_accessible(page)
    page.get_by_label("ein gemeinsames Angebot").check()
    page.get_by_label("In wenigen Worten").fill("Vorlesen am Freitag")
    page.get_by_label("Seit wann?").fill("2026-09-04")
    page.get_by_role("button", name="Speichern").click()
    expect(page.locator(".partners")).to_contain_text("Vorlesen am Freitag")


def test_everybody_finds_on_a_phone_who_can_do_what(
    visit: Callable[..., Page], check_accessible: Callable[[Page], None]
) -> None:
    page = visit(path="/netzwerk/kompetenzen/?gebiet=0301", width=390, height=844)
    check_accessible(page)
    page.get_by_role("link", name="Bauen und Reparieren").first.click()
    expect(page.locator("#found")).to_contain_text("Bauen und Reparieren")
    check_accessible(page)
    page.goto(page.url.split("/netzwerk/")[0] + QUARTER)
    expect(page.locator("footer, .provenance").first).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    check_accessible(page)


def test_a_theme_becomes_a_question_and_the_answer_brings_it_back(
    visit: Callable[..., Page], check_accessible: Callable[[Page], None]
) -> None:
    page = visit("case_worker", path="/netzwerk/anliegen/?gebiet=0301")
    check_accessible(page)
    page.get_by_role("link", name="Heizung und Versicherung für den Hof").click()
    expect(page.locator("h1")).to_have_text("Heizung und Versicherung für den Hof")
    check_accessible(page)
    page.get_by_label("Auf welchem Weg geht es dorthin?").fill("Über die Geschäftsstelle")
    page.get_by_label("Bis wann wird um Antwort gebeten?").fill(
        (datetime.now(UTC) + timedelta(days=30)).date().isoformat()
    )
    page.get_by_role("button", name="Als abgeschickt speichern").click()
    expect(page.locator(".answer").first).to_contain_text("Wartet auf Antwort")
    page.locator("summary", has_text="Die Antwort ist da").click()
    page.get_by_label("Die Antwort im Wortlaut").fill("Ja, für zwei Jahre.")
    page.get_by_role("button", name="Antwort speichern").click()
    expect(page.locator(".theme-sheet")).to_contain_text("Ja, für zwei Jahre.")
    page.get_by_role("link", name="Thema: Ein ruhiger Ort für den Samstag").click()
    expect(page.locator(".theme-sheet")).to_contain_text("Ja, am")
    check_accessible(page)
    committee = visit("committee_member", path="/mitwirkung/")
    committee.get_by_role("link", name="Was die Quartiere die Politik fragen").click()
    check_accessible(committee)
