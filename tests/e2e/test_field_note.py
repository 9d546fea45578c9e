"""A provider's worker notes what was in the field on a phone, without a connection, and comes back."""

from __future__ import annotations

import uuid
from collections.abc import Callable

import pytest
from e2e.counting import Count
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.e2e
Visit = Callable[..., Page]
Check = Callable[[Page], None]


def tap_note(page: Page, sentence: str) -> None:
    page.get_by_role("radio", name="Da gewesen").check()
    page.get_by_role("button", name="Anderer Ort").click()
    page.get_by_label("Name des Ortes").fill("Bolzplatz Linde")
    page.get_by_role("button", name="90", exact=True).click()
    for _ in range(3):
        page.get_by_role("button", name="eins mehr").click()
    page.get_by_role("checkbox", name="Jemand hilft mit").check()
    page.get_by_label("Ein Satz dazu").fill(sentence)
    page.get_by_role("button", name="Notiz sichern").click()


def test_notes_without_a_connection_are_sent_once_when_it_is_back(
    visit: Visit, check_accessible: Check
) -> None:
    page = visit("provider_worker", path="/netzwerk/feld/notiz/", width=390, height=844, service_worker=True)
    check_accessible(page)
    page.get_by_label("Ein Satz dazu").fill("Mit Frau Maier gekocht.")
    expect(page.get_by_text("Ist das ein Name?")).to_be_visible()
    page.context.set_offline(True)
    said = [f"Drei bauen ein Tor ({uuid.uuid4().hex[:6]}).", f"Das Tor steht ({uuid.uuid4().hex[:6]})."]
    for sentence in said:
        tap_note(page, sentence)
        expect(page.locator("[data-autosave-status]")).to_contain_text("sicher auf diesem Gerät")
        # the page makes room for the next note once this one is safe
        expect(page.get_by_label("Ein Satz dazu")).to_have_value("")
    expect(page.locator("[data-autosave-status]")).to_contain_text("(2)")
    kept = page.evaluate("Object.entries(localStorage).flat().join(' ')")
    # whole words of it: three letters such as "Tor" stand in many a sealed text by chance
    assert not any(words in kept for words in ("ein Tor", "Das Tor", "Bolzplatz")), "notes are encrypted"
    page.context.set_offline(False)
    expect(page.locator("[data-autosave-status]")).to_contain_text("Gesendet: 2")
    page.goto("/netzwerk/feld/")
    for sentence in said:
        expect(page.get_by_text(sentence)).to_have_count(1)
    check_accessible(page)


def test_the_last_note_is_repeated_with_two_taps(visit: Visit) -> None:
    page = visit("provider_worker", path="/netzwerk/feld/notiz/", width=390, height=844)
    page.get_by_role("button", name="Nehmen").click()
    page.get_by_role("button", name="Notiz sichern").click()
    expect(page.get_by_role("heading", name="Was tun wir für das Quartier?")).to_be_visible()


def test_a_provider_logs_field_work_by_phone_in_under_two_minutes(
    visit: Visit, check_accessible: Check
) -> None:
    page = visit("provider_worker", path="/netzwerk/feld/", width=390, height=844)
    sentence = f"Zwei fragen nach einer Bank ({uuid.uuid4().hex[:6]})."
    note = Count(page)
    note.click(page.get_by_role("link", name="Feldnotiz").first)
    note.check(page.get_by_role("radio", name="Da gewesen"))
    note.click(page.get_by_role("button", name="Anderer Ort"))
    note.write(page.get_by_label("Name des Ortes"), "Bolzplatz Linde")
    note.click(page.get_by_role("button", name="90", exact=True))
    for _ in range(4):
        note.click(page.get_by_role("button", name="eins mehr"))
    note.check(page.get_by_role("checkbox", name="Jemand hilft mit"))
    note.write(page.get_by_label("Ein Satz dazu"), sentence)
    check_accessible(page)
    note.click(page.get_by_role("button", name="Notiz sichern"))
    expect(page.get_by_text(sentence)).to_have_count(1)
    check_accessible(page)
    assert note.seconds < 60, "half of two minutes is left for finding the words"
    assert note.mandatory <= 2, "the kind, and the name of a place that is not in the directory"
    assert note.clicks <= 14
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
