"""A provider's worker notes what was in the field on a phone, without a connection, and comes back."""

from __future__ import annotations

import uuid
from collections.abc import Callable

import pytest
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
    page = visit("provider_worker", path="/netzwerk/feld/notiz/", width=390, height=844)
    check_accessible(page)
    page.get_by_label("Ein Satz dazu").fill("Mit Frau Maier gekocht.")
    expect(page.get_by_text("Ist das ein Name?")).to_be_visible()
    page.context.set_offline(True)
    said = [f"Drei bauen ein Tor ({uuid.uuid4().hex[:6]}).", f"Das Tor steht ({uuid.uuid4().hex[:6]})."]
    for sentence in said:
        tap_note(page, sentence)
        expect(page.locator("[data-autosave-status]")).to_contain_text("sicher auf diesem Gerät")
    kept = page.evaluate("Object.entries(localStorage).flat().join(' ')")
    assert "Tor" not in kept, "notes on the device are encrypted"
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
