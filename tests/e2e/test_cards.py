"""Jonas and his case worker put a card and an arrangement together, by keyboard, on a tablet and a phone."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from e2e.families import new_family
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.e2e
THINGS = (
    "Ich kann gut zuhören.",
    "Ich finde jeden Weg.",
    "Ich kann kochen.",
    "Ich bin pünktlich.",
    "Ich kann warten.",
)


def open_family(page: Page, link: str) -> None:
    page.goto("/individuum/?q=Kessler")
    page.get_by_role("link", name="Familie Kessler").first.click()
    page.get_by_role("link", name=link).click()


def test_five_things_are_written_down_by_keyboard_and_taken_back(
    visit: Callable[..., Page], check_accessible: Callable[[Page], None]
) -> None:
    page = visit("case_worker", width=1024, height=768)
    open_family(page, "Worauf können wir bauen?")
    check_accessible(page)
    field = page.locator("#field-personal")
    field.locator("details.adding > summary").focus()
    page.keyboard.press("Enter")
    page.locator("#w-personal").focus()
    for words in THINGS:
        page.keyboard.type(words)
        page.keyboard.press("Enter")
        expect(field.get_by_text(words)).to_be_visible()
        expect(page.locator("#w-personal")).to_be_focused()
    use = field.locator("li", has_text=THINGS[0]).locator("button.use")
    use.focus()
    for wanted in ("gerade nicht", "vielleicht", "gern", "unbedingt"):
        page.keyboard.press("ArrowRight")
        expect(use).to_contain_text(wanted)
        expect(use).to_be_focused()
    expect(field.locator("li", has_text=THINGS[0]).locator("button.use")).to_contain_text("unbedingt")
    check_accessible(page)
    for _ in range(4 + len(THINGS)):
        with page.expect_response(lambda answer: "/ressourcen/zurueck/" in answer.url):
            page.locator("#card-undo").click()
        expect(page.locator("#card[aria-busy]")).to_have_count(0)
    expect(field.get_by_text(THINGS[0])).to_have_count(0)


def test_a_contribution_is_added_and_drawn_into_the_week(
    visit: Callable[..., Page], check_accessible: Callable[[Page], None]
) -> None:
    page = visit("case_worker", width=1024, height=768)
    open_family(page, "Wer trägt was?")
    check_accessible(page)
    page.locator("#ring-family_friends").get_by_role("link", name="Ergänzen").click()
    check_accessible(page)
    page.get_by_label("Wer?", exact=True).fill("Tante Silke")
    page.get_by_label("Was tut dieser Mensch oder Ort?").fill("ruft samstags an")
    page.get_by_label("Sa", exact=True).check()
    page.get_by_label("Von", exact=True).fill("9:30")
    page.get_by_label("bis", exact=True).fill("10:00")
    page.get_by_role("button", name="Ergänzen").click()
    expect(page.locator(".week tr", has_text="Tante Silke")).to_contain_text("9:30")
    page.get_by_role("button", name="Rückgängig").click()
    expect(page.locator(".week tr", has_text="Tante Silke")).to_have_count(0)


def test_jonas_answers_on_his_phone_and_takes_it_back(
    visit: Callable[..., Page], check_accessible: Callable[[Page], None]
) -> None:
    page = visit("young_person", path="/individuum/meine/", width=390, height=844)
    check_accessible(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    expect(page.get_by_role("link", name="Anrufen")).to_be_visible()
    page.get_by_text("Da bin ich dagegen").click()
    page.get_by_label("Was soll anders sein?").fill("Mittwochs lieber in die Werkstatt.")
    page.get_by_role("button", name="Nein sagen").click()
    expect(page.get_by_text("Die Antwort kommt bis spätestens")).to_be_visible()
    check_accessible(page)
    page.get_by_role("button", name="Zurücknehmen").click()
    expect(page.get_by_text("Mittwochs lieber in die Werkstatt.")).to_have_count(0)


def test_taking_the_card_back_can_be_undone_for_a_moment(visit: Callable[..., Page]) -> None:
    page = visit("young_person", path="/individuum/meine/", width=390, height=844)
    page.get_by_role("link", name="Worauf können wir bauen?").click()
    page.wait_for_load_state()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    line = page.locator(".share-line", has_text="Daniel Okafor")
    line.get_by_role("button", name="Zurücknehmen").click()
    expect(page.locator(".share-line.taken-back")).to_contain_text("sieht nichts mehr")
    page.get_by_role("button", name="Doch zeigen").click()
    expect(page.locator(".share-line", has_text="Daniel Okafor")).to_contain_text(
        "nur „Diese Menschen sind für uns da“"
    )


def test_who_writes_faster_than_the_answers_come_loses_no_word(visit: Callable[..., Page]) -> None:
    page = visit("case_worker", width=820, height=1180)
    case = new_family(page)
    page.get_by_label("Mit welchem Namen schreiben wir diese Person auf?").fill("Malik")
    page.get_by_role("button", name="Diese Person sprechen lassen").click()
    expect(page.get_by_label("Malik in eigenen Worten")).to_be_focused()
    page.goto(f"{case}ressourcen/")
    page.locator("#field-social details.adding > summary").click()
    said = [f"{name} hilft mir." for name in ("Oma", "Ben", "Silke", "Emre")]
    for words in said:
        page.locator("#w-social").press_sequentially(words)
        page.keyboard.press("Enter")
    page.locator("#w-social").press_sequentially("Noch nicht fertig")
    for words in said:
        expect(page.locator("#field-social li", has_text=words)).to_have_count(1)
    expect(page.locator("#w-social")).to_have_value("Noch nicht fertig")
