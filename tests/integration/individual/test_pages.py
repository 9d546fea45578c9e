"""The list of families and the page of one: a happy path and a denial each, and as many queries for three as for one."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from factories.areas import make_areas
from factories.browsers import browser_of, stop_clock
from factories.case_pages import SAID, page_of, shown, spoken, stranger, texts_of, words_at
from factories.cases import Family, grant_for, make_family
from factories.people import AT, TODAY, again, make_actor
from sozialraum.foundation.audit.models import AuditEntry
from sozialraum.foundation.privacy.actors import Role, ScopeKind
from sozialraum.foundation.vocabulary import Action
from sozialraum.individual import queries, services
from sozialraum.individual.enums import StatementKind

pytestmark = pytest.mark.django_db(databases=["default", "audit"])


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> None:
    stop_clock(monkeypatch)


@pytest.fixture
def family() -> Family:
    return make_family()


@pytest.fixture
def worker(family: Family) -> Client:
    return browser_of(family.worker)


def test_the_list_names_the_own_families_and_no_other(family: Family) -> None:
    make_family(family_name="Nowak")
    text = shown(browser_of(family.worker), "/individuum/")
    assert "Familie Kessler" in text
    assert "Nowak" not in text
    assert page_of(family) in text


def test_the_list_is_filtered_and_sorted_by_its_address(family: Family) -> None:
    make_family(worker=family.worker, family_name="Öztürk")
    make_family(worker=family.worker, family_name="Zander")
    client = browser_of(again(family.worker))
    filtered = shown(client, "/individuum/?q=zand")
    assert "Familie Zander" in filtered
    assert "Familie Kessler" not in filtered
    text = shown(client, "/individuum/?sort=-familie")
    assert text.index("Familie Zander") < text.index("Familie Öztürk") < text.index("Familie Kessler")


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_families_are_not_exported(worker: Client, kind: str) -> None:
    answer = worker.get(f"/individuum/?format={kind}")
    assert answer["Content-Type"].startswith("text/html")
    assert "Content-Disposition" not in answer
    assert "download>" not in answer.content.decode()


def test_three_families_ask_no_more_questions_than_one(family: Family) -> None:
    def count() -> int:
        client = browser_of(again(family.worker))
        client.get("/individuum/")
        with CaptureQueriesContext(connection) as asked:
            text = shown(client, "/individuum/")
        assert text.count('<th scope="row">') == len(
            again(family.worker).keys(ScopeKind.CASE, Role.CASE_WORKER)
        )
        return len(asked)

    with_one = count()
    for name in ("Nowak", "Öztürk"):
        make_family(worker=family.worker, family_name=name)
    assert count() == with_one


def test_a_case_page_with_three_voices_asks_no_more_questions(family: Family) -> None:
    def count() -> int:
        client = browser_of(family.worker)
        client.get(page_of(family))
        with CaptureQueriesContext(connection) as asked:
            shown(client, page_of(family))
        return len(asked)

    def speak(text: str) -> None:
        grant = grant_for(family.worker, family.case_id, Action.WRITE)
        services.record_statement(grant, text=text, said_on=TODAY, speaker_id=family.son_id)
        services.record_statement(grant, text=text, said_on=TODAY, kind=StatementKind.PROFESSIONAL_VIEW)

    speak("Eins.")
    before = count()
    speak("Zwei.")
    speak("Drei.")
    assert count() == before


def test_a_worker_without_families_reads_what_comes_next() -> None:
    text = shown(stranger(Role.CASE_WORKER), "/individuum/")
    assert 'class="empty"' in text
    assert "/individuum/neu/" in text
    assert "/individuum/notfall/" in text


def test_only_case_workers_are_led_to_an_emergency_and_a_new_concern(family: Family) -> None:
    lead = browser_of(make_actor(Role.TEAM_LEAD, scope_kind=ScopeKind.TEAM, scope_key="hafen"))
    text = shown(lead, "/individuum/")
    assert "Familie Kessler" in text
    assert "/individuum/neu/" not in text
    assert "/individuum/notfall/" not in text


def test_a_family_is_led_to_its_own_page(family: Family) -> None:
    answer = browser_of(family.mother).get("/individuum/")
    assert (answer.status_code, answer["Location"]) == (302, "/individuum/meine/")


@pytest.mark.parametrize(
    "role",
    [
        Role.PLANNER,
        Role.CONTROLLER,
        Role.HEAD_OF_OFFICE,
        Role.ADMINISTRATOR,
        Role.RESIDENT,
        Role.OMBUDSPERSON,
    ],
)
def test_the_rooms_are_closed_to_those_who_are_there_for_nobody(family: Family, role: Role) -> None:
    client = stranger(role)
    for address in ("/individuum/", "/individuum/neu/", "/individuum/meine/", "/individuum/meine/daten/"):
        assert client.get(address).status_code == 404, address
    assert client.post("/individuum/meine/worte/", {"text": "Hallo"}).status_code == 404


def test_nobody_enters_without_signing_in(client: Client, family: Family) -> None:
    for address in ("/individuum/", "/individuum/neu/", page_of(family), page_of(family, "gespraech/")):
        answer = client.get(address)
        assert answer.status_code == 302, address
        assert answer["Location"].startswith("/anmelden/")
    for address in (words_at(family, uuid4()), page_of(family, "notiz/"), "/individuum/meine/worte/"):
        assert client.post(address, {"text": "Hallo"})["Location"].startswith("/anmelden/")
    assert texts_of(family) == {SAID}


def test_two_details_open_a_case_and_begin_the_talk() -> None:
    make_areas()
    worker = make_actor(Role.CASE_WORKER, scope_kind=ScopeKind.TEAM, scope_key="hafen")
    client = browser_of(worker)
    assert "Quartier 0" in shown(client, "/individuum/neu/")
    answer = client.post("/individuum/neu/", {"family_name": "Adeyemi", "area_code": "0101"})
    assert answer.status_code == 302
    (row,) = queries.families_of(again(worker), at=AT)
    assert (row.family_name, row.area_name, row.area_vintage) == ("Adeyemi", "Quartier 0", "2023")
    assert answer["Location"] == f"/individuum/{row.id}/gespraech/"
    assert shown(client, answer["Location"])


def test_a_concern_without_a_name_or_in_an_unknown_quarter_is_not_opened() -> None:
    make_areas()
    worker = make_actor(Role.CASE_WORKER)
    client = browser_of(worker)
    for data in ({"family_name": "", "area_code": "0101"}, {"family_name": "Adeyemi", "area_code": "9999"}):
        answer = client.post("/individuum/neu/", data)
        assert answer.status_code == 422
        assert 'class="fe"' in answer.content.decode()
    assert queries.families_of(again(worker), at=AT) == []


def test_others_open_no_case(family: Family) -> None:
    for actor in (family.mother, make_actor(Role.TEAM_LEAD), make_actor(Role.PROVIDER_WORKER)):
        answer = browser_of(actor).post("/individuum/neu/", {"family_name": "Adeyemi", "area_code": "0101"})
        assert answer.status_code == 404


def test_the_case_page_says_who_said_what_and_where_they_live() -> None:
    make_areas()
    family = make_family(area_code="0101")
    text = shown(browser_of(family.worker), page_of(family))
    assert SAID in text
    assert "Jonas" in text
    assert "Eine Stimme hat gesprochen." in text
    assert 'href="/sozialstruktur/' in text
    assert ">Quartier 0</a>" in text
    assert page_of(family, "gespraech/") in text


def test_a_quarter_of_another_cut_is_named_without_a_link(family: Family) -> None:
    make_areas(vintage=2019)
    assert queries.case_file(grant_for(family.worker, family.case_id)).area_url == ""
    assert "0301" in shown(browser_of(family.worker), page_of(family))


def test_the_lead_reads_and_is_not_invited_to_write(family: Family) -> None:
    lead = browser_of(make_actor(Role.TEAM_LEAD, scope_kind=ScopeKind.TEAM, scope_key="hafen"))
    text = shown(lead, page_of(family))
    assert SAID in text
    assert page_of(family, "gespraech/") not in text
    assert page_of(family, "notiz/") not in text
    assert lead.get(page_of(family, "gespraech/")).status_code == 404


@pytest.mark.parametrize("role", [Role.CASE_WORKER, Role.PLANNER, Role.ADMINISTRATOR, Role.HEAD_OF_OFFICE])
def test_a_foreign_case_is_answered_like_one_that_is_not_there(family: Family, role: Role) -> None:
    client = stranger(role)
    for rest in ("", "gespraech/"):
        theirs, nothing = client.get(page_of(family, rest)), client.get(f"/individuum/{uuid4()}/{rest}")
        assert (theirs.status_code, nothing.status_code) == (404, 404)
        assert "Kessler" not in theirs.content.decode()
    for address in (words_at(family, uuid4()), page_of(family, "notiz/")):
        assert client.post(address, spoken(family, "Hallo")).status_code == 404
    assert texts_of(family) == {SAID}
    assert AuditEntry.objects.using("audit").filter(outcome="denied", subject_id=str(family.case_id)).exists()
