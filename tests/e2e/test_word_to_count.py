"""From a word to a count: said in a case, seen by the family, closed to everybody else, counted only if released."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.e2e


def _open_family(page: Page, name: str) -> str:
    page.goto("/individuum/")
    page.get_by_role("link", name=re.compile(f"Familie {name}")).first.click()
    page.wait_for_url(re.compile(r"/individuum/[0-9a-f-]{36}/"))
    return page.url


def test_words_are_recorded_seen_and_kept_from_others(
    visit: Callable[..., Page], check_accessible: Callable[[Page], None]
) -> None:
    worker = visit("case_worker")
    address = _open_family(worker, "Kessler")
    check_accessible(worker)
    worker.get_by_role("link", name="Am Küchentisch").click()
    check_accessible(worker)
    worker.get_by_role("link", name="Jonas").first.click()
    words = "Ich gehe am Montag mit Emre zusammen hin."
    worker.get_by_label("Jonas’ eigene Worte").fill(words)
    worker.get_by_role("button", name="Festhalten").click()
    expect(worker.get_by_text(words)).to_be_visible()

    son = visit("young_person", width=390, height=844)
    expect(son.get_by_text(words)).to_be_visible()
    expect(son.locator("#seen + .seen, .seen").first).to_contain_text("Katrin Ahlers")
    check_accessible(son)

    for stranger in (
        "planner",
        "head_of_office",
        "provider_lead",
        "administrator",
        "resident",
        "data_protection_officer",
    ):
        other = visit(stranger)
        answer = other.goto(address)
        assert answer is not None
        assert answer.status == 404, stranger
        assert "Kessler" not in other.content()


def test_two_people_at_the_same_words_lose_nothing(visit: Callable[..., Page]) -> None:
    first, second = visit("case_worker"), visit("case_worker")
    for page in (first, second):
        _open_family(page, "Kessler")
        page.get_by_role("link", name="Am Küchentisch").click()
        page.get_by_role("link", name="Jonas").first.click()
    for page, text in ((first, "Fassung eins."), (second, "Fassung zwei.")):
        box = page.locator("textarea[name=text]").first
        box.fill(text)
        box.blur()
        page.wait_for_timeout(1200)
    expect(second.get_by_text("Fassung eins.").first).to_be_visible()
    assert second.locator("textarea[name=text]").first.input_value() == "Fassung zwei."
