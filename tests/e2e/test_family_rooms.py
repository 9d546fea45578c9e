"""The rooms of a family that no other test enters: genogram, council, protection; and the family's own pages as they are read."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from e2e.families import new_family
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.e2e
Visit = Callable[..., Page]
Check = Callable[[Page], None]
OWN_PAGES = (
    "meine/", "meine/plan/", "meine/netzwerk/", "meine/daten/", "meine/familienrat/",
)  # fmt: skip
LINKED = ("Worauf können wir bauen?", "Ziele")
LONGEST_SENTENCE, MEAN_SENTENCE = 25, 12
"""Words of a sentence: what B1 texts keep to, and A2 texts on the average (Netzwerk Leichte Sprache counts to fifteen)."""


def at_both_widths(page: Page, check: Check) -> None:
    """Look with axe at a desk and on a phone; nothing scrolls sideways."""
    for width in (1440, 390):
        page.set_viewport_size({"width": width, "height": 844})
        check(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.fixture
def talk(visit: Visit) -> tuple[Page, str]:
    """A new family with one young person in it."""
    page = visit("case_worker")
    case = new_family(page)
    page.get_by_label("Mit welchem Namen schreiben wir diese Person auf?").fill("Malik")
    page.get_by_role("button", name="Diese Person sprechen lassen").click()
    expect(page.get_by_label("Malik in eigenen Worten")).to_be_focused()
    return page, case


def test_a_genogram_is_drawn_step_by_step(talk: tuple[Page, str], check_accessible: Check) -> None:
    page, case = talk
    page.goto(f"{case}genogramm/")
    check_accessible(page)
    page.locator("form[action$='/beginnen/'] button").first.click()
    page.locator("summary", has_text="zu Malik").click()
    form = page.locator("form[action$='/neu/']")
    form.locator("[name=name]").fill("Amira")
    form.locator("button[type=submit]").click()
    expect(page.locator("table.family-table tbody tr")).not_to_have_count(1)
    expect(page.locator("svg", has_text="Amira").first).to_be_visible()
    at_both_widths(page, check_accessible)
    page.get_by_role("button", name="Rückgängig").click()
    expect(page.locator("table.family-table tbody tr")).to_have_count(1)


def test_a_family_council_is_offered_and_prepared(talk: tuple[Page, str], check_accessible: Check) -> None:
    page, case = talk
    page.goto(f"{case}familienrat/")
    at_both_widths(page, check_accessible)
    page.locator("#question").fill("Wer ist morgens für Malik da?")
    page.locator("form[action$='/beginnen/'] button").click()
    expect(page.get_by_text("Wer ist morgens für Malik da?").first).to_be_visible()
    at_both_widths(page, check_accessible)
    page.goto(f"{case}familienrat/vorbereiten/")
    at_both_widths(page, check_accessible)


def test_a_report_of_a_danger_is_kept_apart(talk: tuple[Page, str], check_accessible: Check) -> None:
    page, case = talk
    page.goto(f"{case}schutz/")
    opened = page.locator("details", has=page.locator("[name=reporter]"))
    if opened.get_attribute("open") is None:
        opened.locator("summary").click()
    at_both_widths(page, check_accessible)
    form = page.locator("form:has([name=content])")
    form.locator("[name=content]").fill("Malik war abends um elf allein auf der Straße.")
    for name in ("reporter", "urgency"):
        field = form.locator(f"[name={name}]").first
        if field.evaluate("field => field.tagName") == "SELECT":
            field.select_option(index=1)
        else:
            field.check()
    form.get_by_role("button", name="Mitteilung sichern").click()
    expect(page.get_by_text("allein auf der Straße")).to_be_visible()
    at_both_widths(page, check_accessible)
    page.goto(case)
    expect(page.get_by_text("allein auf der Straße")).to_have_count(0)


@pytest.mark.parametrize("persona", ["young_person", "parent"])
def test_the_familys_own_pages_are_read_on_a_phone_in_both_directions(
    visit: Visit, check_accessible: Check, persona: str
) -> None:
    page = visit(persona, path="/individuum/meine/", width=390, height=844)
    addresses = [f"/individuum/{path}" for path in OWN_PAGES]
    addresses += [str(page.get_by_role("link", name=name).first.get_attribute("href")) for name in LINKED]
    for address in addresses:
        page.goto(address)
        check_accessible(page)
        expect(page.locator("a.omb[href^='tel:']")).to_be_visible()
        for direction in ("ltr", "rtl"):
            page.evaluate("way => document.documentElement.dir = way", direction)
            assert page.evaluate("document.documentElement.scrollWidth") <= 390, f"{address} {direction}"
        check_accessible(page)


def test_the_young_persons_page_is_read_aloud_and_easy_to_read(visit: Visit) -> None:
    page = visit("young_person", path="/individuum/meine/", width=390, height=844)
    page.evaluate(
        "() => { window.said = []; SpeechSynthesis.prototype.speak = (speech) => window.said.push([speech.lang, speech.text]); }"
    )
    page.get_by_role("button", name="Vorlesen").click()
    ((language, text),) = page.evaluate("window.said")
    assert language == "de"
    assert "Das willst du" in text
    assert "Anrufen" not in text
    page.evaluate(
        "() => document.querySelectorAll('blockquote, .t, .said, svg').forEach((each) => each.remove())"
    )
    own = page.locator("#content").inner_text()
    sentences = [each.split() for each in re.split(r"[.!?:\n]+", own) if len(each.split()) > 2]
    assert max(map(len, sentences)) <= LONGEST_SENTENCE
    assert sum(map(len, sentences)) / len(sentences) <= MEAN_SENTENCE
    assert "§" not in own
