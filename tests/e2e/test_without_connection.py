"""Thirty minutes at a kitchen table without a connection: not a word is lost, and nobody's words are overwritten."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable

import pytest
from e2e.families import new_family
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.e2e
Visit = Callable[..., Page]
SAFE = "ohne Netz, sicher auf diesem Gerät"


def begin_talk(visit: Visit, *, service_worker: bool = True) -> tuple[Page, str]:
    """A talk of a new family with one voice in it, and the address of its case."""
    page = visit("case_worker", width=1024, height=768, service_worker=service_worker)
    case = new_family(page)
    page.get_by_label("Mit welchem Namen schreiben wir diese Person auf?").fill("Malik")
    page.get_by_role("button", name="Diese Person sprechen lassen").click()
    expect(page.get_by_label("Malik in eigenen Worten")).to_be_focused()
    return page, case


def status_of(page: Page) -> object:
    return page.locator("article.voice.now:not([hidden]) [data-autosave-status]")


def press_card(page: Page, persona: str) -> None:
    """Sign in as somebody else in the same browser."""
    page.goto("/anmelden/")
    page.locator(f"[data-persona='{persona}'] button").click()
    page.wait_for_url(lambda address: "/anmelden/" not in address)


def all_is_sent(page: Page) -> None:
    page.wait_for_function("() => Object.keys(localStorage).length === 0", timeout=20_000)


def test_half_an_hour_without_a_connection_loses_no_word(visit: Visit) -> None:
    page, case = begin_talk(visit)
    context = page.context
    page.clock.install()
    context.set_offline(True)
    page.get_by_label("Malik in eigenen Worten").fill("Ich will wieder in den Verein.")
    page.clock.fast_forward(1_000)
    expect(status_of(page)).to_have_text(SAFE)

    page.get_by_role("link", name="Jemand anders").click()
    page.get_by_label("Mit welchem Namen schreiben wir diese Person auf?").fill("Amira")
    page.get_by_label("Elternteil", exact=True).check()
    page.get_by_role("button", name="Diese Person sprechen lassen").click()
    page.get_by_label("Amira in eigenen Worten").fill("Mir fehlt morgens eine halbe Stunde.")
    page.clock.fast_forward(1_000)
    expect(status_of(page)).to_have_text(SAFE)

    page.get_by_role("link", name="Meine fachliche Sicht").click()
    page.get_by_label("Meine fachliche Sicht").last.fill("Der Weg am Morgen ist das Schwerste.")
    page.clock.fast_forward(1_000)
    expect(status_of(page)).to_have_text(SAFE)
    for _ in range(30):
        page.clock.fast_forward(60_000)
    page.get_by_role("link", name="Malik", exact=True).click()
    said = page.get_by_label("Malik in eigenen Worten")
    expect(said).to_have_value("Ich will wieder in den Verein.")
    said.fill("Ich will wieder in den Verein. Mit Emre.")
    page.clock.fast_forward(1_000)
    expect(status_of(page)).to_have_text(SAFE)
    kept = page.evaluate("Object.values(localStorage).join(' ')")
    # whole words of it: three letters such as "Weg" stand in many a sealed text by chance
    plain = re.compile("Verein|Amira|halbe Stunde|Der Weg am Morgen")
    assert not plain.search(kept), "what waits on the device is encrypted"

    page.close()
    context.set_offline(False)
    again = context.new_page()
    again.goto(case)
    for words in (
        "Ich will wieder in den Verein. Mit Emre.",
        "Mir fehlt morgens eine halbe Stunde.",
        "Der Weg am Morgen",
    ):
        # the page draws itself again when all is sent: to go there once more would race with it
        expect(again.get_by_text(words)).to_have_count(1, timeout=20_000)
    all_is_sent(again)
    expect(again.locator("article.voice", has_text="Mir fehlt")).to_contain_text("Amira")


def test_who_was_named_without_a_connection_comes_before_her_words_when_it_is_back(visit: Visit) -> None:
    page, case = begin_talk(visit)
    page.get_by_label("Malik in eigenen Worten").fill("Zuerst ich.")
    expect(status_of(page)).to_have_text(re.compile(r"^gespeichert \d"))
    page.context.set_offline(True)
    page.get_by_role("link", name="Jemand anders").click()
    page.get_by_label("Mit welchem Namen schreiben wir diese Person auf?").fill("Oma Ruth")
    page.get_by_label("verwandt", exact=True).check()
    page.get_by_role("button", name="Diese Person sprechen lassen").click()
    page.get_by_label("Oma Ruth in eigenen Worten").fill("Ich rufe ihn morgens an.")
    expect(status_of(page)).to_have_text(SAFE)
    expect(page.locator("#kept-here")).to_contain_text("auf diesem Gerät sicher")
    page.context.set_offline(False)
    expect(status_of(page)).to_have_text(re.compile(r"^gespeichert \d"), timeout=20_000)
    all_is_sent(page)
    page.goto(case)
    expect(page.locator("article.voice", has_text="Ich rufe ihn morgens an.")).to_contain_text("Oma Ruth")


def test_a_reload_without_a_connection_keeps_the_words(visit: Visit) -> None:
    page, case = begin_talk(visit)
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.context.set_offline(True)
    page.get_by_label("Malik in eigenen Worten").fill("Vor dem Neuladen gesagt.")
    expect(status_of(page)).to_have_text(SAFE)
    page.reload()
    expect(page.get_by_role("heading", level=1)).to_have_text("Wo ist die Verbindung?")
    page.context.set_offline(False)
    page.goto(case)
    expect(page.get_by_text("Vor dem Neuladen gesagt.")).to_be_visible(timeout=20_000)
    all_is_sent(page)


def test_entries_of_a_card_are_written_down_one_after_another_without_a_connection(visit: Visit) -> None:
    page, case = begin_talk(visit)
    page.goto(f"{case}ressourcen/")
    begin = page.get_by_role("button", name="Die Karte mit der Familie beginnen")
    if begin.count():
        begin.click()
    field = page.locator("#field-personal")
    field.locator("details.adding > summary").click()
    page.context.set_offline(True)
    for words in ("Ich kenne jeden Bus.", "Ich kann warten."):
        page.locator("#w-personal").fill(words)
        page.keyboard.press("Enter")
        expect(field.locator(".waits-here", has_text=words)).to_be_visible()
        expect(page.locator("#w-personal")).to_be_focused()
    expect(page.locator("#kept-here")).to_contain_text("2 Texte")
    page.context.set_offline(False)
    all_is_sent(page)
    for words in ("Ich kenne jeden Bus.", "Ich kann warten."):
        expect(field.locator("li[id^=entry-]", has_text=words)).to_have_count(1)


def test_two_who_write_the_same_words_see_both_texts_when_the_connection_is_back(visit: Visit) -> None:
    page, case = begin_talk(visit)
    page.get_by_label("Malik in eigenen Worten").fill("Der erste Satz.")
    expect(status_of(page)).to_have_text(re.compile(r"^gespeichert \d"))
    other = page.context.new_page()
    other.goto(f"{case}gespraech/")
    page.context.set_offline(True)
    page.get_by_label("Malik in eigenen Worten").fill("Der erste Satz, ohne Netz weitergeschrieben.")
    expect(status_of(page)).to_have_text(SAFE)
    page.context.set_offline(False)
    expect(status_of(page)).to_have_text(re.compile(r"^gespeichert \d"), timeout=20_000)
    other.get_by_label("Malik in eigenen Worten").fill("Der erste Satz, am anderen Gerät.")
    clash = other.locator(".conflict")
    expect(clash).to_contain_text("ohne Netz weitergeschrieben")
    expect(clash).to_contain_text("am anderen Gerät")
    clash.get_by_role("button", name="Meinen Text behalten").click()
    expect(status_of(other)).to_have_text(re.compile(r"^gespeichert \d"))
    other.goto(case)
    expect(other.get_by_text("am anderen Gerät")).to_be_visible()


def test_a_server_that_ends_while_it_saves_loses_nothing_and_stores_nothing_twice(visit: Visit) -> None:
    page, case = begin_talk(visit, service_worker=False)
    words = f"Gesagt, als der Server starb ({uuid.uuid4().hex[:6]})."
    stored = []

    def dies_after_storing(route: object) -> None:
        stored.append(route.fetch().status)  # type: ignore[attr-defined]  # the server stores, its answer gets lost
        route.abort("connectionreset")  # type: ignore[attr-defined]  # a route of Playwright

    page.route("**/worte/**", dies_after_storing, times=1)
    page.get_by_label("Malik in eigenen Worten").fill(words)
    expect(status_of(page)).to_have_text(SAFE)
    assert stored == [200]
    page.evaluate("window.dispatchEvent(new Event('online'))")
    expect(status_of(page)).to_have_text(re.compile(r"^gespeichert \d"))
    all_is_sent(page)
    page.goto(case)
    expect(page.get_by_text(words)).to_have_count(1)


def test_words_outlive_the_session_and_open_for_nobody_else(visit: Visit) -> None:
    page, case = begin_talk(visit)
    words = f"Nach der Sitzung gesagt ({uuid.uuid4().hex[:6]})."
    page.context.clear_cookies(name="sessionid")
    page.get_by_label("Malik in eigenen Worten").fill(words)
    expect(status_of(page)).to_have_text(re.compile("^abgemeldet, sicher auf diesem Gerät"))
    press_card(page, "planner")
    assert page.evaluate("window.sozialraumDrafts.names('').length") == 1
    assert page.evaluate("window.sozialraumDrafts.whole(window.sozialraumDrafts.names('')[0])") is None
    assert page.locator("meta[name=draft-key]").count() == 0, "the key does not stay in the page"
    page.context.clear_cookies(name="sessionid")
    press_card(page, "case_worker")
    all_is_sent(page)
    page.goto(case)
    expect(page.get_by_text(words)).to_be_visible()
