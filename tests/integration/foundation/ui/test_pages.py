"""The pages that belong to no floor: who gets what, as page, as fragment and as file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

import pytest
from django.db import OperationalError
from django.test import Client, RequestFactory
from pytest_django import DjangoAssertNumQueries

from factories.browsers import browser_of, stop_clock
from factories.people import AT, make_actor
from sozialraum.errors import Conflict, SozialraumError
from sozialraum.foundation.audit.models import AuditEntry
from sozialraum.foundation.privacy.actors import Actor, Role
from sozialraum.foundation.ui import contributions, errors
from sozialraum.foundation.ui.contributions import Hit
from sozialraum.foundation.ui.queries import installation_facts
from sozialraum.foundation.ui.services import (
    change_installation,
    forget_installation_facts,
    found_installation,
)
from sozialraum.foundation.ui.start import Today

pytestmark = pytest.mark.django_db(databases=["default", "audit"])
PUBLIC = ["/barrierefreiheit/", "/datenschutz/", "/impressum/", "/hilfe/", "/offline/"]


@pytest.fixture(autouse=True)
def fresh_facts(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    stop_clock(monkeypatch)
    forget_installation_facts()
    yield
    forget_installation_facts()


def found(*, demo: bool = False) -> None:
    found_installation(
        municipality_name="Stadt Lindenfurt", office_name="Jugendamt", at=AT, by=None, demo=demo,
        ombuds_office_name="Ombudsstelle", ombuds_office_phone="030 / 2312-5014",
    )  # fmt: skip
    forget_installation_facts()


@pytest.mark.parametrize("address", PUBLIC)
def test_everybody_may_read_what_concerns_everybody(client: Client, address: str) -> None:
    found()
    response = client.get(address)
    assert response.status_code == 200
    assert b"<h1>" in response.content


@pytest.mark.parametrize("address", ["/", "/suche/"])
def test_the_rest_asks_for_a_sign_in(client: Client, address: str) -> None:
    found()
    response = client.get(address)
    assert response.status_code == 302
    assert "/anmelden/" in response["Location"]


def test_the_start_page_shows_what_a_floor_contributes(monkeypatch: pytest.MonkeyPatch) -> None:
    found()
    thing = Today(
        "Lieferung <prüfen>", "3 von 160 fehlen", "social-structure", due_on=date(2020, 1, 1),
        action_label="Ansehen", url="/zeilen/",
    )  # fmt: skip
    monkeypatch.setattr(contributions._registered, "today", [lambda actor, moment: [thing]])
    page = browser_of(make_actor(Role.PLANNER)).get("/").content.decode()
    assert "Lieferung &lt;prüfen&gt;" in page
    assert 'href="/zeilen/"' in page
    assert "<strong>Eine Sache braucht Sie heute</strong>" in page
    assert "Stadt Lindenfurt" in page


def test_a_young_person_starts_on_the_own_page() -> None:
    found()
    response = browser_of(make_actor(Role.YOUNG_PERSON)).get("/")
    assert (response.status_code, response["Location"]) == (302, "/individuum/meine/")


def test_the_search_asks_only_open_rooms(monkeypatch: pytest.MonkeyPatch) -> None:
    found()
    asked: list[str] = []

    def answers(floor: str):  # type: ignore[no-untyped-def]
        def find(actor: Actor, text: str, limit: int) -> list[Hit]:
            asked.append(floor)
            return [Hit(f"{floor} {text} {number}", "/ort/") for number in range(limit)]

        return find

    rooms = {"participation": answers("participation"), "individual": answers("individual")}
    monkeypatch.setattr(contributions._registered, "search", rooms)
    browser = browser_of(make_actor(Role.PLANNER))
    page = browser.get("/suche/", {"q": "werft"}).content.decode()
    assert asked == ["participation"]
    assert page.count('href="/ort/"') == 8
    assert "individual werft" not in page
    asked.clear()
    assert "Zwei Buchstaben" in browser.get("/suche/", {"q": "w"}).content.decode()
    assert asked == []


def test_pages_carry_no_inline_style_or_script(client: Client) -> None:
    found(demo=True)
    browser = browser_of(make_actor(Role.PLANNER))
    for address in [*PUBLIC, "/", "/suche/?q=zz", "/bausteine/", "/gibt-es-nicht/"]:
        page = browser.get(address).content.decode()
        # JSON is data that a script reads; no browser runs it
        data = r'(?![^>]*(?:\ssrc=|\stype="application/json"))'
        assert not re.search(rf'<[^>]+\sstyle="|<style|<script{data}|\son\w+="', page), address


def test_signed_in_pages_are_not_kept_by_browsers(client: Client) -> None:
    found()
    assert browser_of(make_actor(Role.PLANNER)).get("/")["Cache-Control"] == "no-store, private"


@pytest.mark.parametrize("demo", [True, False])
@pytest.mark.parametrize("address", ["/bausteine/", "/bausteine/arbeit/", "/bausteine/karte.geojson"])
def test_building_blocks_are_shown_in_a_demo_city_alone(client: Client, address: str, demo: bool) -> None:
    found(demo=demo)
    assert client.get(address).status_code == (200 if demo else 404)


def test_htmx_gets_the_fragment_and_others_the_page(client: Client) -> None:
    found(demo=True)
    address = "/bausteine/?district=Hafen&sort=-places"
    fragment = client.get(
        address, headers={"HX-Request": "true", "HX-Target": "div#sample-areas-result"}
    ).content.decode()
    page = client.get(address).content.decode()
    assert fragment.startswith('<div class="table-result" id="sample-areas-result"')
    assert "<html" not in fragment
    assert fragment.strip() in page
    assert "7 Quartiere" in fragment


@pytest.mark.parametrize(("wanted", "kind"), [("csv", "text/csv"), ("xlsx", "spreadsheetml")])
def test_the_export_follows_the_filter(client: Client, wanted: str, kind: str) -> None:
    found(demo=True)
    response = client.get("/bausteine/", {"district": "Hafen", "format": wanted})
    assert kind in response["Content-Type"]
    if wanted == "csv":
        lines = response.content.decode("utf-8-sig").splitlines()
        assert len(lines) == 8
        assert lines[2].split(";")[4] == "gesperrt"


def test_an_autosave_keeps_refuses_and_clashes(client: Client) -> None:
    found(demo=True)
    address = "/bausteine/entwurf/"
    first = client.post(address, {"version": "1", "text": "Mein Text"})
    assert first.json()["version"] == 2
    assert first.json()["message"].startswith("gespeichert ")
    empty = client.post(address, {"version": "2", "text": " "})
    assert empty.status_code == 422
    assert empty.json()["errors"]["text"]
    client.post("/bausteine/entwurf/andere/")
    clash = client.post(address, {"version": "2", "text": "<b>Noch</b> ein Text"})
    assert clash.status_code == 409
    page = clash.content.decode()
    assert "Am Kai ist es nur im Sommer voll." in page
    assert "&lt;b&gt;Noch&lt;/b&gt; ein Text" in page
    assert client.post(address, {"version": "3", "text": "Noch ein Text"}).json()["version"] == 4


def test_the_language_can_be_changed_and_stays(client: Client) -> None:
    found()
    assert 'lang="de"' in client.get("/hilfe/").content.decode()
    client.post("/sprache/", {"language": "en", "next": "/hilfe/"})
    page = client.get("/hilfe/").content.decode()
    assert 'lang="en"' in page
    assert "How do I find my way?" in page


def test_what_is_not_there_is_a_calm_page(client: Client) -> None:
    found()
    response = client.get("/gibt-es-nicht/")
    assert response.status_code in {302, 404}
    signed_in = browser_of(make_actor(Role.PLANNER)).get("/gibt-es-nicht/")
    assert signed_in.status_code == 404
    assert "Wo ist diese Seite?" in signed_in.content.decode()


def test_the_page_for_a_breakdown_needs_no_database(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    request = RequestFactory().get("/")
    with django_assert_num_queries(0):
        response = errors.failed(request)
    assert response.status_code == 500
    assert "Was ist schiefgegangen?" in response.content.decode()


@pytest.mark.parametrize(
    ("error", "status", "told"),
    [
        (
            SozialraumError("Der Lauf ist fest.", "Legen Sie einen neuen an."),
            400,
            "Legen Sie einen neuen an.",
        ),
        (Conflict(theirs="geheim", mine="auch", version=3), 409, "Nichts wurde überschrieben"),
        (OperationalError("connection to 10.0.0.7 failed: password"), 503, "Die Datenbank antwortet"),
    ],
)
def test_errors_speak_plainly_and_show_no_contents(error: Exception, status: int, told: str) -> None:
    request = RequestFactory().get("/")
    request.user = type("Nobody", (), {"is_authenticated": False})()
    response = errors.PlainWordsMiddleware(lambda _: None).process_exception(request, error)  # type: ignore[arg-type, return-value]
    assert response is not None
    page = response.content.decode()
    assert response.status_code == status
    assert told in page
    assert "geheim" not in page
    assert "10.0.0.7" not in page


def test_a_house_is_founded_once() -> None:
    found()
    with pytest.raises(SozialraumError):
        found()
    facts = installation_facts()
    assert facts is not None
    assert facts.ombuds_phone_link == "tel:03023125014"
    assert not facts.demo
    assert AuditEntry.objects.filter(object_kind="ui.Installation").count() == 1


def test_what_the_house_says_of_itself_can_change_but_never_that_it_is_a_demo() -> None:
    found()
    change_installation(at=AT, by=None, office_name="Amt für Jugend")
    forget_installation_facts()
    facts = installation_facts()
    assert facts is not None
    assert facts.office_name == "Amt für Jugend"
    with pytest.raises(ValueError, match="demo"):
        change_installation(at=AT, by=None, demo="1")


def test_the_rooms_of_the_navigation_are_those_that_are_open() -> None:
    found()
    planner = browser_of(make_actor(Role.PLANNER)).get("/").content.decode()
    worker = browser_of(make_actor(Role.CASE_WORKER)).get("/").content.decode()
    link = '<li><a href="/individuum/"'
    assert link not in planner
    assert link in worker
