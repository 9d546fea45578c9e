"""From a word to a count: said in a case, seen by the family, closed to everybody else, counted only if released."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.e2e
Visit = Callable[..., Page]
Check = Callable[[Page], None]
SAVED = re.compile(r"^gespeichert \d")
STRANGERS = (
    "planner", "controller", "head_of_office", "provider_lead", "administrator", "resident", "committee_member",
    "ombudsperson", "data_protection_officer",
)  # fmt: skip


def open_kesslers(page: Page) -> str:
    """Go to the family's page by the list; returns its address."""
    page.goto("/individuum/?q=Kessler")
    page.get_by_role("link", name="Familie Kessler").first.click()
    page.wait_for_url(re.compile(r"/individuum/[0-9a-f-]{36}/$"))
    return page.url


def talk(page: Page, voice: str) -> None:
    """Go to the kitchen table and give somebody the word."""
    page.get_by_role("link", name="Am Küchentisch sprechen").click()
    page.get_by_role("navigation", name="Stimmen").get_by_role("link", name=voice).click()
    page.wait_for_load_state()


def test_words_are_kept_seen_by_the_family_and_closed_to_others(
    visit: Visit, check_accessible: Check
) -> None:
    worker = visit("case_worker")
    address = open_kesslers(worker)
    check_accessible(worker)
    talk(worker, "Jonas")
    check_accessible(worker)
    words = f"Ich gehe am Montag mit Emre zusammen hin ({uuid.uuid4().hex[:6]})."
    worker.get_by_label("Jonas in eigenen Worten").fill(words)
    expect(worker.locator("[data-autosave-status]").last).to_have_text(SAVED)

    son = visit("young_person", width=390, height=844)
    expect(son.get_by_text(words)).to_be_visible()
    expect(son.locator(".seen")).to_contain_text("Katrin Ahlers")
    check_accessible(son)
    mother = visit("parent", path="/individuum/meine/daten/", width=390, height=844)
    expect(mother.locator(".seen").first).to_contain_text("Katrin Ahlers")
    check_accessible(mother)

    for stranger in STRANGERS:
        other = visit(stranger, path=address)
        assert other.request.get(address).status == 404, stranger
        assert "Kessler" not in other.locator("main").inner_text()


def test_two_people_at_the_same_words_lose_nothing(visit: Visit) -> None:
    room, bed = (f"Ich will ein {thing} {uuid.uuid4().hex[:4]}." for thing in ("Zimmer", "Hochbett"))
    first = visit("case_worker")
    open_kesslers(first)
    talk(first, "Lotte")
    box = first.get_by_label("Lotte in eigenen Worten")
    box.fill(bed)
    expect(first.locator("[data-autosave-status]").last).to_have_text(SAVED)

    second = visit("case_worker", path=first.url)
    expect(second.get_by_label("Lotte in eigenen Worten")).to_have_value(bed)
    with first.expect_response(lambda answer: answer.request.method == "POST" and answer.ok):
        box.fill(f"{bed} Und eine Lampe.")

    second.get_by_label("Lotte in eigenen Worten").fill(room)
    clash = second.locator(".conflict")
    expect(clash).to_contain_text(f"{bed} Und eine Lampe.")
    expect(clash).to_contain_text(room)
    assert second.get_by_label("Lotte in eigenen Worten").input_value() == room
    clash.get_by_role("button", name="behalten").click()
    expect(second.locator("[data-autosave-status]").last).to_have_text(SAVED)
    second.reload()
    expect(second.get_by_label("Lotte in eigenen Worten")).to_have_value(room)


def test_a_released_count_stands_on_the_area_page(visit: Visit, check_accessible: Check) -> None:
    planner = visit("planner", path="/berichte/")
    check_accessible(planner)
    planner.get_by_role("button", name="Neu zählen und freigeben").click()
    expect(planner.get_by_text("Die Zahlen dieses Monats sind freigegeben.")).to_be_visible()
    planner.get_by_label("Schlüssel, Quartier").fill("Alte Werft")
    expect(planner.locator(".res [role=status]")).to_contain_text("von")
    planner.get_by_role("link", name="Alte Werft").click()
    block = planner.get_by_role("heading", name="Familien, für die das Amt da ist")
    expect(block).to_be_visible()
    check_accessible(planner)
