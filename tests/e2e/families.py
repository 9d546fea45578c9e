"""New families for tests that must not meet the traces of others."""

from __future__ import annotations

import uuid

from playwright.sync_api import Page


def a_name() -> str:
    """A family's name that sounds like no other, so that nobody is asked whether it is the same family."""
    return "".join(
        "BDFGKLMNRST"[each % 11] + "aeiou"[each % 5] for each in uuid.uuid4().bytes[:6]
    ).capitalize()


def new_family(page: Page) -> str:
    """Write down a new concern as the case worker who is signed in; ends in the talk, returns the case's address."""
    page.goto("/individuum/neu/")
    page.get_by_label("Wie heißt die Familie?").fill(a_name())
    page.get_by_label("In welchem Quartier lebt die Familie?").select_option(index=1)
    page.get_by_role("button", name="Gespräch beginnen").click()
    page.wait_for_url("**/gespraech/")
    return page.url.removesuffix("gespraech/")
