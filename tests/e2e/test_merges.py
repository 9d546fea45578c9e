"""The lead of a team finds a family that was entered twice, brings both files together and takes them apart again."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.e2e
Visit = Callable[..., Page]
Check = Callable[[Page], None]


def test_two_files_become_one_and_two_again(visit: Visit, check_accessible: Check) -> None:
    lead = visit("team_lead", path="/individuum/?q=Sobotta")
    lead.get_by_role("link", name="Familie Sobotta").first.click()
    case = lead.url
    expect(lead.get_by_text("Onkel Henryk")).to_have_count(0)
    lead.get_by_role("link", name="Doppelt aufgenommen?").click()
    check_accessible(lead)
    lead.get_by_role("link", name="Familie Sobota", exact=True).click()
    expect(lead.get_by_role("heading", name="Sind diese beiden eine Familie?")).to_be_visible()
    expect(lead.get_by_label(re.compile("Mika Sobota,"))).to_contain_text("ist Mika Sobotta")
    check_accessible(lead)
    check_accessible(visit("team_lead", path=lead.url, width=390, height=844))
    lead.get_by_label("Warum sind diese beiden eine Familie?").fill(
        "Die Schule hat ein zweites Mal angerufen."
    )
    lead.get_by_role("button", name="Beide Akten zusammenführen").click()
    expect(lead.get_by_text("4 Aussagen")).to_have_count(0)
    expect(lead.get_by_text("3 Aussagen")).to_be_visible()
    check_accessible(lead)
    merge = lead.url

    lead.goto(case)
    expect(lead.get_by_text("Onkel Henryk soll klingeln, nicht reinkommen.")).to_be_visible()
    lead.goto(merge)
    lead.get_by_role("link", name=re.compile("Akte .* lesen")).click()
    expect(lead.get_by_text("niemand schreibt mehr darin")).to_be_visible()
    check_accessible(lead)

    lead.goto(merge)
    lead.get_by_role("button", name="Zurücknehmen").click()
    expect(lead.get_by_text("Beide Akten sind wieder, wie sie waren.")).to_be_visible()
    lead.goto(case)
    expect(lead.get_by_text("Onkel Henryk soll klingeln, nicht reinkommen.")).to_have_count(0)
