"""The rounds on a budget as a provider, the planner of the losing quarter, a treasurer and a committee member meet them."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Request, Route, expect

pytestmark = pytest.mark.e2e
Open = Callable[..., Page]
Check = Callable[[Page], None]
ROOT = "/mitwirkung/budget/2027/"


def saves_itself(request: Request) -> bool:
    return "x-autosave" in request.headers


def test_a_provider_writes_a_change_request_that_saves_itself(visit: Open, check_accessible: Check) -> None:
    page = visit("provider_lead", path=ROOT)
    page.get_by_role("button", name="Änderungswunsch schreiben").click()
    expect(page.locator("h1")).to_contain_text("Was soll sich in")
    page.get_by_label("Wofür ist das Geld?").fill("Fahrradwerkstatt am Kai")
    page.get_by_label("Wie viel, in Euro?").fill("12.500")
    expect(page.locator("[data-autosave-status]")).to_contain_text("gespeichert")
    check_accessible(page)
    page.get_by_role("button", name="Ansehen und einreichen").click()
    expect(page.locator("#answer")).to_contain_text("12.500 Euro sind gewünscht")
    page.get_by_role("button", name="Einreichen").click()
    expect(page.locator("main")).to_contain_text("Ein Änderungswunsch hat ein Ziel.")
    page.get_by_role("link", name="Budget der Gebiete").click()
    expect(page.locator("#yours").locator("..")).to_contain_text("Fahrradwerkstatt am Kai")


def test_whoever_goes_on_while_words_are_on_their_way_takes_all_of_them_along(visit: Open) -> None:
    page = visit("provider_lead", path=ROOT)
    page.get_by_role("button", name="Änderungswunsch schreiben").click()
    held: list[Route] = []
    page.route(
        "**/*",
        lambda route: held.append(route) if saves_itself(route.request) else route.continue_(),
    )
    with page.expect_request(saves_itself):
        page.get_by_label("Wofür ist das Geld?").fill("Werkbänke")
    page.get_by_label("Wie viel, in Euro?").fill("9.000")
    page.wait_for_timeout(
        1000
    )  # longer than the rest after the last key: the second text waits for the first
    with page.expect_request(saves_itself):
        held[0].continue_()
    page.get_by_role("button", name="Ansehen und einreichen").click()
    held[1].continue_()
    expect(page.locator("#answer")).to_contain_text("9.000 Euro sind gewünscht")


def test_the_planner_sees_what_is_missing_and_the_start_page_says_it(
    visit: Open, check_accessible: Check
) -> None:
    page = visit("planner")
    expect(page.locator("main")).to_contain_text("Budget 2027: Die Kreise wünschen Änderungen")
    page.goto(ROOT)
    expect(page.locator("#why-not")).to_contain_text(
        "Eine Runde schließt nicht ohne das Protokoll ihres Kreises."
    )
    check_accessible(page)
    page.goto("/organisation/budget/")
    expect(page.get_by_role("button", name="Als Entwurf übernehmen")).to_have_count(0)
    expect(page.locator("main")).to_contain_text("Die Regeln stehen fest")


def test_the_circle_of_the_losing_quarter_finds_its_minority_view(
    visit: Open, check_accessible: Check
) -> None:
    page = visit(path="/mitwirkung/budget/2026/")
    expect(page.locator("#objections").locator("..")).to_contain_text(
        "Auch im Bergviertel leben Kinder mit wenig Geld"
    )
    check_accessible(page)
    page.get_by_role("link", name="Alle Schritte bisher").click()
    expect(page.locator("main")).to_contain_text("Sondervotum zu Einwand 3")
    check_accessible(page)


def test_a_committee_member_reads_the_decision_and_what_it_pays(visit: Open, check_accessible: Check) -> None:
    page = visit("committee_member", path="/mitwirkung/budget/2026/")
    expect(page.locator("#answer")).to_contain_text("Der Ausschuss hat am 3. Dezember 2025 entschieden.")
    page.goto("/organisation/budget/2026/zeilen/")
    expect(page.locator("#answer")).to_contain_text("6.312.500 Euro")
    page.get_by_role("link", name="Jugendbus für fünf Dörfer").first.click()
    expect(page.locator("main")).to_contain_text("In jedem Dorf gibt es an einem Nachmittag")
    check_accessible(page)


def test_the_treasurer_finds_every_cent(visit: Open, check_accessible: Check) -> None:
    page = visit("controller", path="/organisation/budget/2026/plan-ist/")
    expect(page.locator("#sum").locator("..")).to_contain_text("Differenz")
    expect(page.locator(".reconciled tr").last).to_contain_text("0,00")
    expect(page.locator("#files").locator("..")).to_contain_text(
        "stimmt auf den Cent mit der Kontrollsumme überein"
    )
    page.locator("summary", has_text="Dasselbe als Tabelle, nach Monaten").click()
    check_accessible(page)


@pytest.mark.parametrize("width", [1440, 390])
@pytest.mark.parametrize(
    ("persona", "path"),
    [
        ("", ROOT), ("", "/mitwirkung/budget/2026/"), ("", f"{ROOT}verlauf/"), ("planner", f"{ROOT}termine/"),
        ("resident", f"{ROOT}einwand/"), ("case_worker", f"{ROOT}protokoll/"), ("planner", "/organisation/budget/2026/zeilen/"),
        ("planner", "/organisation/budget/2026/zeilen/neu/"), ("controller", "/organisation/budget/2026/plan-ist/"),
    ],
)  # fmt: skip
def test_every_page_is_accessible_and_none_scrolls_sideways(
    visit: Open, check_accessible: Check, persona: str, path: str, width: int
) -> None:
    page = visit(persona, path=path, width=width)
    check_accessible(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
