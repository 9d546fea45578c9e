"""What the house says about itself: entered by the administration, read by everybody, missed on the start page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from factories.browsers import browser_of, signed_in, stop_clock
from factories.people import AT, make_actor
from sozialraum.foundation.audit.models import AuditEntry
from sozialraum.foundation.privacy.actors import Role
from sozialraum.foundation.ui.models import Installation
from sozialraum.foundation.ui.services import forget_installation_facts, found_installation

pytestmark = pytest.mark.django_db(databases=["default", "audit"])
PAGE = "/verwaltung/installation/"


@pytest.fixture(autouse=True)
def house(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    stop_clock(monkeypatch)
    found_installation(municipality_name="Stadt Lindenfurt", at=AT, by=None)
    forget_installation_facts()
    yield
    forget_installation_facts()


def opened(browser: Client) -> dict[str, Any]:
    """What a browser posts that changes nothing."""
    return dict(browser.get(PAGE).context["form"].initial)


def saved(browser: Client, typed: dict[str, Any]) -> Any:
    answer = browser.post(PAGE, typed)
    forget_installation_facts()
    return answer


def test_what_is_entered_stands_on_the_public_pages() -> None:
    browser = signed_in(Role.ADMINISTRATOR)
    typed = opened(browser) | {
        "imprint": "Stadt Lindenfurt\nRathausplatz 1\n\nVertreten durch die Bürgermeisterin",
        "privacy_contact": "Jens Wichmann, datenschutz@lindenfurt.example",
        "ombuds_office_name": "Ombudsstelle", "ombuds_office_phone": "030 / 2312-5014",
    }  # fmt: skip
    assert saved(browser, typed)["Location"] == PAGE
    visitor = Client()
    assert "Vertreten durch die Bürgermeisterin" in visitor.get("/impressum/").content.decode()
    assert "Jens Wichmann" in visitor.get("/datenschutz/").content.decode()
    entry = AuditEntry.objects.filter(object_kind="ui.Installation").latest("id")
    assert set(entry.fields) == {"imprint", "privacy_contact", "ombuds_office_name", "ombuds_office_phone"}


def test_the_start_page_leads_there_until_nothing_is_missing() -> None:
    browser = signed_in(Role.ADMINISTRATOR)
    assert f'class="btn small" href="{PAGE}"' in browser.get("/").content.decode()
    complete = {"imprint": "Stadt", "privacy_contact": "Jens", "ombuds_office_phone": "030 2312 5014"}
    saved(browser, opened(browser) | complete)
    page = browser.get("/").content.decode()
    assert 'class="btn small"' not in page
    assert f'href="{PAGE}"' in page  # the way there stays
    assert PAGE not in signed_in(Role.PLANNER).get("/").content.decode()


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMINISTRATOR])
def test_closed_to_everybody_else(role: Role) -> None:
    browser = signed_in(role)
    assert browser.get(PAGE).status_code == browser.post(PAGE, {"municipality_name": "X"}).status_code == 404
    assert Installation.objects.get().municipality_name == "Stadt Lindenfurt"


def test_without_the_second_factor_it_stays_closed() -> None:
    assert browser_of(make_actor(Role.ADMINISTRATOR, second_factor=False)).get(PAGE).status_code == 302


@pytest.mark.parametrize(
    "wrong",
    [
        {"municipality_name": " "},
        {"ombuds_office_phone": "nach Feierabend"},
        {"contact_email": "lindenfurt"},
        {"language": "xx"},
        {"seen": "forged"},
    ],
)
def test_what_is_wrong_is_told_and_what_was_typed_stays(wrong: dict[str, str]) -> None:
    browser = signed_in(Role.ADMINISTRATOR)
    answer = saved(browser, opened(browser) | {"imprint": "Ein langer Text"} | wrong)
    assert answer.status_code == 422
    assert "Ein langer Text" in answer.content.decode()
    assert Installation.objects.get().imprint == ""


def test_two_administrators_at_once() -> None:
    first, second = signed_in(Role.ADMINISTRATOR), signed_in(Role.ADMINISTRATOR)
    mine, other = opened(first), opened(second)
    saved(second, other | {"imprint": "Rathausplatz 1", "contact_phone": "030 1"})
    # another line: both stay
    assert saved(first, mine | {"office_name": "Jugendamt"}).status_code == 302
    stored = Installation.objects.get()
    assert (stored.office_name, stored.imprint) == ("Jugendamt", "Rathausplatz 1")
    # the same line: nothing is changed, both texts are shown, and saving the form again is a choice
    answer = saved(first, mine | {"imprint": "Am Markt 2"})
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "Rathausplatz 1" in page
    assert re.search(r"<textarea[^>]*>\s*Am Markt 2</textarea>", page)
    assert Installation.objects.get().imprint == "Rathausplatz 1"
    assert saved(first, dict(answer.context["form"].initial)).status_code == 302
    stored.refresh_from_db()
    assert (stored.imprint, stored.contact_phone) == ("Am Markt 2", "030 1")


def test_the_house_speaks_its_language_to_whoever_has_chosen_none() -> None:
    browser = signed_in(Role.ADMINISTRATOR)
    saved(browser, opened(browser) | {"language": "en"})
    assert '<html lang="en"' in Client().get("/hilfe/").content.decode()
    assert '<html lang="de"' in Client(headers={"accept-language": "de-AT"}).get("/hilfe/").content.decode()
    chosen = Client()
    chosen.cookies["django_language"] = "de"
    assert '<html lang="de"' in chosen.get("/hilfe/").content.decode()


@pytest.mark.parametrize(("address", "direction"), [("/bausteine/", "ltr"), ("/bausteine/?dir=rtl", "rtl")])
def test_the_building_blocks_can_be_read_from_right_to_left(
    settings: Any, address: str, direction: str
) -> None:
    settings.DEVELOPMENT = True
    assert f'<html lang="de" dir="{direction}"' in Client().get(address).content.decode()
