"""A mother comes in by the code of a letter, once; used again, taken back or guessed, a code opens nothing and tells nothing."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable

import pytest
from e2e.families import new_family
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.e2e
Visit = Callable[..., Page]
PASSWORD = "Drei Tauben auf dem Dach 7"


def letter_for(administrator: Page, number: str, name: str) -> str:
    """Write a letter for a parent of the case with this number; returns its code."""
    administrator.goto("/verwaltung/konten/einladen/")
    administrator.get_by_label("Vor- und Nachname").fill(name)
    administrator.locator("[name=role]").select_option("parent")
    administrator.locator("[name=place]").select_option(label="ein Fall (bitte Nummer eintragen)")
    administrator.locator("[name=case_number]").fill(number)
    administrator.get_by_role("button", name="Brief schreiben").click()
    return administrator.locator(".letter .figure").inner_text().strip()


def enter(page: Page, code: str) -> None:
    page.goto("/einladung/")
    page.get_by_label("Code").fill(code)
    page.get_by_role("button", name="Weiter").click()


def test_a_code_opens_one_account_once_and_a_wrong_one_tells_nothing(
    visit: Visit, check_accessible: Callable[[Page], None]
) -> None:
    worker = visit("case_worker")
    case = new_family(worker)
    worker.goto(case)
    number = re.search(r"\d{4}-\d{5}", worker.locator("aside").inner_text())
    assert number is not None
    administrator = visit("administrator")
    code, taken_back = (
        letter_for(administrator, number[0], name) for name in ("Amira Sommer", "Karim Sommer")
    )
    check_accessible(administrator)
    administrator.goto("/verwaltung/konten/")
    administrator.locator("li, tr", has_text="Karim Sommer").get_by_role(
        "button", name="Zurückziehen"
    ).last.click()

    mother = visit(path="/einladung/", width=390, height=844)
    check_accessible(mother)
    told = []
    for wrong in ("K7M2-9XQA-4RTZ", taken_back):
        enter(mother, wrong)
        told.append(mother.locator(".fe, .error, [id$=error]").first.inner_text())
    enter(mother, code.lower().replace("-", " "))
    check_accessible(mother)
    mother.locator("[name=username]").fill(f"amira.{uuid.uuid4().hex[:6]}")
    mother.locator("[name=password]").fill(PASSWORD)
    mother.locator("form:has([name=password]) button[type=submit]").first.click()
    expect(mother.get_by_role("heading", level=1)).to_have_text("Wie geht es weiter, Amira Sommer?")
    check_accessible(mother)

    again = visit(path="/einladung/", width=390, height=844)
    enter(again, code)
    told.append(again.locator(".fe, .error, [id$=error]").first.inner_text())
    assert len(set(told)) == 1, "used, taken back and guessed read the same"
