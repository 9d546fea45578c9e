"""The floor's pages: a happy path and a denial each, and as many queries for three families as for one."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from factories.areas import make_areas
from factories.browsers import browser_of, signed_in, stop_clock
from factories.cases import Family, grant_for, make_family
from factories.people import AT, TODAY, again, make_actor
from sozialraum.foundation.audit.models import AuditEntry
from sozialraum.foundation.privacy.actors import Role, ScopeKind
from sozialraum.foundation.vocabulary import Action
from sozialraum.individual import queries, services
from sozialraum.individual.enums import StatementKind

pytestmark = pytest.mark.django_db(databases=["default", "audit"])
AUTO = {"X-Autosave": "1"}
SAID = "Ich will wieder in die Schule."


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> None:
    stop_clock(monkeypatch)


@pytest.fixture
def family() -> Family:
    return make_family()


@pytest.fixture
def worker(family: Family) -> Client:
    return browser_of(family.worker)


def shown(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    return answer.content.decode()


def page_of(family: Family, rest: str = "") -> str:
    return f"/individuum/{family.case_id}/{rest}"


def words_at(family: Family, statement_id: object) -> str:
    return page_of(family, f"worte/{statement_id}/")


def spoken(family: Family, said: str, **changes: str) -> dict[str, str]:
    return {"text": said, "version": "0", "speaker": str(family.son_id), **changes}


def texts_of(family: Family) -> set[str]:
    return {words.text for words in queries.case_file(grant_for(family.worker, family.case_id)).words}


def stranger(role: Role) -> Client:
    return browser_of(make_actor(role))


# the list


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


# a new concern


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


# the case and the talk


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


def test_the_talk_begins_with_the_young_person_and_keeps_the_others_short(family: Family) -> None:
    grant = grant_for(family.worker, family.case_id, Action.WRITE, at=AT - timedelta(days=2))
    day = TODAY - timedelta(days=2)
    for text in ("Morgens ist es eng.", "Alle drei halten zusammen."):
        services.record_statement(grant, text=text, said_on=day, kind=StatementKind.PROFESSIONAL_VIEW)
        day += timedelta(days=1)
    text = shown(browser_of(family.worker), page_of(family, "gespraech/"))
    assert "Jonas in eigenen Worten" in text
    assert SAID in text.partition("<textarea")[2].partition("</textarea>")[0]
    last, _, before = text.partition('<details class="earlier">')
    assert "Alle drei halten zusammen." in last
    assert "Morgens ist es eng." not in last
    assert "Morgens ist es eng." in before


def test_a_tapped_name_gets_the_word_and_an_unknown_one_changes_nothing(
    worker: Client, family: Family
) -> None:
    text = shown(worker, page_of(family, "gespraech/?stimme=ich"))
    assert 'aria-current="true">Meine fachliche Sicht</a>' in text
    assert 'name="own_action"' not in text
    assert "Jonas in eigenen Worten" in shown(worker, page_of(family, f"gespraech/?stimme={uuid4()}"))


# words that are being spoken


def test_words_are_saved_as_they_come(worker: Client, family: Family) -> None:
    address = words_at(family, uuid4())
    first = worker.post(address, spoken(family, "Ich rede mit Emre."), headers=AUTO)
    assert (first.status_code, first.json()["version"]) == (200, 1)
    again_ = worker.post(
        address, spoken(family, "Ich rede morgen mit Emre.", version="1", acts="yes", own_action="Anrufen", strength="7"),
        headers=AUTO,
    )  # fmt: skip
    assert (again_.status_code, again_.json()["version"]) == (200, 2)
    file = queries.case_file(grant_for(family.worker, family.case_id))
    kept = {words.text: words for words in file.words}
    assert set(kept) == {SAID, "Ich rede morgen mit Emre."}
    will = kept["Ich rede morgen mit Emre."]
    assert (will.kind, will.own_action, will.strength, will.speaker_name) == (
        StatementKind.WILL, "Anrufen", 7, "Jonas",
    )  # fmt: skip


@pytest.mark.parametrize(
    "wrong",
    [
        {"text": ""},
        {"text": "   "},
        {"text": "x" * 20_001},
        {"strength": "11"},
        {"version": "-1"},
        {"speaker": "Jonas"},
    ],
)
def test_what_is_not_valid_is_said_and_not_kept(
    worker: Client, family: Family, wrong: dict[str, str]
) -> None:
    answer = worker.post(
        words_at(family, uuid4()), spoken(family, "Ich rede mit Emre.", **wrong), headers=AUTO
    )
    assert answer.status_code == 422
    assert answer.json()["errors"]
    assert texts_of(family) == {SAID}


def test_a_conflict_shows_both_texts_and_overwrites_nothing(worker: Client, family: Family) -> None:
    address = words_at(family, family.will_id)
    assert worker.post(address, spoken(family, "Ich gehe hin.", version="1"), headers=AUTO).status_code == 200
    clash = worker.post(address, spoken(family, "Ich gehe nicht hin.", version="1"), headers=AUTO)
    assert clash.status_code == 409
    text = clash.content.decode()
    assert "Ich gehe hin." in text
    assert "Ich gehe nicht hin." in text
    assert 'data-conflict-field="text"' in text
    assert texts_of(family) == {"Ich gehe hin."}


def test_without_script_one_returns_to_the_talk(worker: Client, family: Family) -> None:
    answer = worker.post(words_at(family, uuid4()), spoken(family, "Ich rede mit Emre."))
    assert (answer.status_code, answer["Location"]) == (302, page_of(family, "gespraech/"))
    assert "Ich rede mit Emre." in texts_of(family)


def test_words_of_somebody_else_stay_as_they_are(family: Family) -> None:
    mother = browser_of(family.mother)
    answer = mother.post(
        words_at(family, family.will_id), spoken(family, "Er geht hin.", version="1"), headers=AUTO
    )
    assert answer.status_code == 422
    assert texts_of(family) == {SAID}


def test_words_are_only_posted(worker: Client, family: Family) -> None:
    assert worker.get(words_at(family, family.will_id)).status_code == 405
    assert worker.get(page_of(family, "notiz/")).status_code == 405


# what was entrusted


def test_what_was_entrusted_is_read_by_its_author_alone(worker: Client, family: Family) -> None:
    answer = worker.post(page_of(family, "notiz/"), {"text": "Das bleibt unter uns."})
    assert (answer.status_code, answer["Location"]) == (302, page_of(family))
    assert "Das bleibt unter uns." in shown(worker, page_of(family))
    lead = browser_of(make_actor(Role.TEAM_LEAD, scope_kind=ScopeKind.TEAM, scope_key="hafen"))
    for other in (lead, browser_of(family.mother)):
        assert "Das bleibt unter uns." not in shown(other, page_of(family))


def test_an_empty_note_is_not_kept_and_the_lead_entrusts_nothing(worker: Client, family: Family) -> None:
    assert worker.post(page_of(family, "notiz/"), {"text": " "}).status_code == 302
    assert queries.entrusted_notes(grant_for(family.worker, family.case_id)) == []
    lead = browser_of(make_actor(Role.TEAM_LEAD, scope_kind=ScopeKind.TEAM, scope_key="hafen"))
    assert lead.post(page_of(family, "notiz/"), {"text": "Hallo"}).status_code == 404


# the family's own pages


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
    assert "Heute ist nichts fest." in start


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
