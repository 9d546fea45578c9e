"""The talk at the kitchen table: words saved as they come, nobody overwritten, nothing kept that is not valid."""

from __future__ import annotations

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client

from factories.browsers import browser_of, stop_clock
from factories.case_pages import AUTO, SAID, page_of, shown, spoken, texts_of, words_at
from factories.cases import Family, grant_for, make_family
from factories.people import AT, TODAY, make_actor
from sozialraum.foundation.privacy.actors import Role, ScopeKind
from sozialraum.foundation.vocabulary import Action
from sozialraum.individual import queries, services
from sozialraum.individual.enums import MemberKind, StatementKind

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


def test_the_talk_begins_with_the_young_person_and_keeps_the_others_short(family: Family) -> None:
    grant = grant_for(family.worker, family.case_id, Action.WRITE, at=AT - timedelta(days=1))
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
    assert 'name="own_action"' not in text.partition("<template")[0]
    assert "Jonas in eigenen Worten" in shown(worker, page_of(family, f"gespraech/?stimme={uuid4()}"))


def test_everybody_of_the_family_has_a_turn_in_the_page_for_a_talk_without_a_connection(
    worker: Client, family: Family
) -> None:
    text = shown(worker, page_of(family, "gespraech/"))
    voices = re.findall(r'<template data-voice="([^"]+)"', text)
    assert len(voices) == 3
    assert {"ich", "neu"} < set(voices)
    ids = re.findall(r'\bid="([^"]+)"', text)
    assert len(ids) == len(set(ids))


def test_words_whose_answer_got_lost_are_sent_again_and_stored_once(worker: Client, family: Family) -> None:
    address, said = words_at(family, uuid4()), spoken(family, "Ich rede mit Emre.")
    assert [worker.post(address, said, headers=AUTO).json()["version"] for _ in range(2)] == [1, 1]
    later = worker.post(address, spoken(family, "Ich rede mit ihm.", version="1"), headers=AUTO)
    assert later.json()["version"] == 2
    assert (
        worker.post(address, spoken(family, "Ich rede mit ihm.", version="1"), headers=AUTO).status_code
        == 200
    )
    assert (
        worker.post(address, spoken(family, "Etwas anderes.", version="1"), headers=AUTO).status_code == 409
    )
    assert "Ich rede mit ihm." in texts_of(family)


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


def test_adults_are_asked_with_sie_and_under_18s_with_du(worker: Client, family: Family) -> None:
    people = {
        each.kind: each.id for each in queries.case_file(grant_for(family.worker, family.case_id)).people
    }
    asked = {
        kind: shown(worker, page_of(family, f"gespraech/?stimme={people[kind]}"))
        for kind in (MemberKind.PARENT, MemberKind.YOUNG_PERSON)
    }
    assert "Was tun Sie selbst dafür?" in asked[MemberKind.PARENT]
    assert "Tun Sie selbst etwas dafür?" in asked[MemberKind.PARENT]
    assert "Was tust du selbst dafür?" in asked[MemberKind.YOUNG_PERSON]
    assert "Tust du selbst etwas dafür?" in asked[MemberKind.YOUNG_PERSON]
