"""The family's own page, and who stays outside."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client

from factories.browsers import browser_of, signed_in, stop_clock
from factories.case_pages import SAID, page_of, shown, texts_of
from factories.cases import Family, grant_for, make_family
from factories.people import AT, TODAY, again, make_actor
from sozialraum.foundation.privacy.actors import Role, ScopeKind
from sozialraum.foundation.vocabulary import Action
from sozialraum.individual import services
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


def test_the_own_page_begins_with_the_own_will(family: Family) -> None:
    for minutes, said in enumerate(("Mathe geht so.", "Opa kann dienstags."), start=1):
        own = grant_for(family.son, family.case_id, Action.WRITE, at=AT + timedelta(minutes=minutes))
        services.record_statement(own, text=said, said_on=TODAY, speaker_id=family.son_id)
    view = grant_for(family.worker, family.case_id, Action.WRITE)
    services.record_statement(
        view, text="Morgens ist es eng.", said_on=TODAY, kind=StatementKind.PROFESSIONAL_VIEW
    )
    text = shown(browser_of(family.son), "/individuum/meine/")
    assert text.index(SAID) < text.index("Opa kann dienstags.") < text.index("Morgens ist es eng.")
    folded = text.index('<details class="earlier">')
    assert text.index("Opa kann dienstags.") < folded < text.index("Mathe geht so.")
    assert "data-reads-aloud" in text
    assert "Toni Berger" in text
    assert "§" not in text.partition("<main")[2].partition("</main>")[0]


def test_young_people_are_addressed_as_du_and_parents_as_sie(family: Family) -> None:
    assert "Was möchtest du sagen?" in shown(browser_of(family.son), "/individuum/meine/")
    assert "Was möchten Sie sagen?" in shown(browser_of(family.mother), "/individuum/meine/")


def test_i_say_something_and_my_worker_reads_it(worker: Client, family: Family) -> None:
    answer = browser_of(family.son).post("/individuum/meine/worte/", {"text": "Opa kann dienstags."})
    assert (answer.status_code, answer["Location"]) == (302, "/individuum/meine/")
    assert "Opa kann dienstags." in shown(worker, page_of(family))
    start = shown(worker, "/")
    assert "Jonas hat Ihnen etwas geschrieben." in start
    assert "Heute ist nichts fest" in start


def test_nothing_said_is_nothing_kept(family: Family) -> None:
    assert browser_of(family.son).post("/individuum/meine/worte/", {"text": "  "}).status_code == 302
    assert texts_of(family) == {SAID}


def test_nobody_finds_the_words_of_another_family(family: Family) -> None:
    other = make_family(family_name="Nowak")
    grant = grant_for(other.worker, other.case_id, Action.WRITE)
    services.record_statement(grant, text="Das geht euch nichts an.", said_on=TODAY, speaker_id=other.son_id)
    for address in ("/individuum/meine/", "/individuum/meine/daten/"):
        assert "Das geht euch nichts an." not in shown(browser_of(family.son), address)
    assert browser_of(family.son).get(page_of(other)).status_code == 404


def test_the_family_reads_who_looked_and_takes_its_data_along(worker: Client, family: Family) -> None:
    shown(worker, page_of(family))
    text = shown(browser_of(family.mother), "/individuum/meine/daten/")
    assert "Toni Berger" in text
    assert "/individuum/meine/daten/herunterladen/" in text


@pytest.mark.parametrize("role", [Role.PARENT, Role.YOUNG_PERSON])
def test_where_nothing_is_kept_the_family_is_answered_calmly(role: Role) -> None:
    gone = make_actor(role, scope_kind=ScopeKind.CASE, scope_key=str(uuid4()), second_factor=False)
    client = browser_of(gone)
    for address in ("/individuum/meine/", "/individuum/meine/daten/"):
        assert "Hier steht noch nichts" in shown(client, address)
    assert client.get("/individuum/meine/daten/herunterladen/").status_code == 200
    answer = client.post("/individuum/meine/worte/", {"text": "Hallo"})
    assert (answer.status_code, answer["Location"]) == (302, "/individuum/meine/")


def test_a_provider_worker_reads_only_what_was_agreed_and_cannot_write(family: Family) -> None:
    provider = make_actor(Role.PROVIDER_WORKER, scope_kind=ScopeKind.CASE, scope_key=str(family.case_id))
    client = browser_of(provider)
    assert "Familie Kessler" in shown(client, "/individuum/")
    assert SAID not in shown(client, page_of(family))
    assert client.get(page_of(family, "gespraech/")).status_code == 404


def test_without_the_second_factor_the_staff_stays_outside(family: Family) -> None:
    client = browser_of(again(family.worker, second_factor=False))
    for address in ("/individuum/", page_of(family), page_of(family, "gespraech/")):
        answer = client.get(address)
        assert answer.status_code != 200, address
        assert "Kessler" not in answer.content.decode()


def test_a_planner_is_nowhere_shown_a_family(family: Family) -> None:
    client = signed_in(Role.PLANNER)
    assert client.get(page_of(family)).status_code == 404
    assert "Kessler" not in shown(client, "/suche/?q=Kessler").partition("<main")[2].replace(
        'value="Kessler"', ""
    ).replace("„Kessler“", "")
