"""Who belongs to a family: named in the talk, corrected later, and days of birth that cannot be."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from factories.browsers import browser_of, stop_clock
from factories.case_pages import page_of, shown
from factories.cases import Family, grant_for, make_family
from factories.people import AT, again, make_actor
from sozialraum.foundation.privacy.actors import Role
from sozialraum.foundation.vocabulary import Action
from sozialraum.individual import queries, services
from sozialraum.individual.enums import MemberKind

pytestmark = pytest.mark.django_db(databases=["default", "audit"])


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> None:
    stop_clock(monkeypatch)


@pytest.fixture
def family() -> Family:
    return make_family()


def members_of(family: Family) -> dict[str, queries.Person]:
    file = queries.case_file(grant_for(family.worker, family.case_id, Action.READ))
    return {each.full_name: each for each in file.people}


def test_a_family_nobody_is_named_of_is_asked_for_one_name_and_the_talk_goes_on_with_it() -> None:
    worker = make_actor(Role.CASE_WORKER)
    grant = services.open_case(
        worker, number="2026-77001", family_name="Neu", area_code="0301", area_vintage="2023",
        team_code="hafen", at=AT,
    )  # fmt: skip
    browser = browser_of(worker)
    asked = shown(browser, f"/individuum/{grant.subject_id}/gespraech/")
    assert "Wer spricht zuerst?" in asked
    assert "<textarea" not in asked.partition("<template")[0]
    answer = browser.post(
        f"/individuum/{grant.subject_id}/menschen/neu/", {"full_name": "Malik", "kind": "young_person"}
    )
    assert answer.status_code == 302
    assert "Malik in eigenen Worten" in shown(browser, answer.url)


def test_a_voice_without_a_name_is_refused_and_the_choice_stays(family: Family) -> None:
    answer = browser_of(family.worker).post(
        page_of(family, "menschen/neu/"), {"full_name": " ", "kind": "relative"}
    )
    assert answer.status_code == 422
    assert 'value="relative" id="id_kind_2" checked' in " ".join(
        answer.content.decode().replace("required", "").split()
    )


def test_a_child_older_than_the_mother_is_refused_in_words_and_nothing_changes(family: Family) -> None:
    browser, people = browser_of(family.worker), members_of(family)
    mother, son = people["Miriam Kessler"], people["Jonas Kessler"]
    kept = {"full_name": "Miriam Kessler", "called": "Mama", "kind": "parent", "born_on": "1988-05-01"}
    assert browser.post(page_of(family, f"menschen/{mother.id}/"), kept).status_code == 302
    wrong = {"full_name": "Jonas Kessler", "called": "Jonas", "kind": "young_person", "born_on": "1987-05-01"}
    answer = browser.post(page_of(family, f"menschen/{son.id}/"), wrong)
    assert answer.status_code == 422
    assert "Ein Kind kann nicht älter sein als ein Elternteil." in answer.content.decode()
    assert 'value="1987-05-01"' in answer.content.decode()
    assert members_of(family)["Jonas Kessler"].born_on is None
    assert members_of(family)["Miriam Kessler"].name == "Mama"


@pytest.mark.parametrize("born_on", [date(2026, 11, 25), date(1890, 1, 1)])
def test_a_day_that_cannot_be_is_refused(family: Family, born_on: date) -> None:
    grant = grant_for(family.worker, family.case_id, Action.WRITE)
    with pytest.raises(services.Refused):
        services.add_member(grant, kind=MemberKind.RELATIVE, full_name="Oma", born_on=born_on)
    assert "Oma" not in members_of(family)


def test_the_family_changes_nobody_and_a_foreign_person_is_not_found(family: Family) -> None:
    other = make_family(family_name="Brandt")
    assert browser_of(family.son).get(page_of(family, f"menschen/{family.son_id}/")).status_code == 404
    assert browser_of(family.worker).get(page_of(family, f"menschen/{other.son_id}/")).status_code == 404


def test_a_meeting_of_the_next_days_stands_on_the_start_page_with_the_answer_to_it(family: Family) -> None:
    grant = grant_for(family.worker, family.case_id, Action.WRITE)
    soon = timezone.localtime(AT).replace(hour=15, minute=0) + timedelta(days=2)
    met = services.arrange_meeting(grant, begins_at=soon, topic="Was trägt?", place="Küchentisch", minutes=45)
    services.arrange_meeting(grant, begins_at=soon + timedelta(days=30), topic="Später")
    services.answer_meeting(
        grant_for(family.son, family.case_id, Action.WRITE), met, suits=False, words="Arzt"
    )
    services.set_reminder(grant, due_on=soon.date(), text="Brief", waits_for="Antwort der Schule")
    page = shown(browser_of(family.worker), "/")
    assert "Termin mit Familie Kessler" in page
    assert (
        "15:00 Uhr, Küchentisch. Die Familie liest: „Was trägt?“ Jonas Kessler möchte lieber einen anderen Termin."
        in page
    )
    assert "Brief, Familie Kessler" in page
    assert "Später" not in page


def test_who_was_named_without_a_connection_is_added_once_and_only_in_this_family(family: Family) -> None:
    browser, named = browser_of(family.worker), str(uuid4())
    sent = {"id": named, "full_name": "Amira", "kind": "parent"}
    for _ in range(2):
        answer = browser.post(page_of(family, "menschen/neu/"), sent, headers={"X-Autosave": "1"})
        assert answer.json()["version"] == 1
    assert len(members_of(family)) == 3
    foreign = make_family(family_name="Brandt", worker=again(family.worker))
    answer = browser.post(page_of(foreign, "menschen/neu/"), sent, headers={"X-Autosave": "1"})
    assert answer.status_code == 404
    wrong = browser.post(page_of(family, "menschen/neu/"), {"kind": "parent"}, headers={"X-Autosave": "1"})
    assert wrong.status_code == 422


def test_an_entry_written_without_a_connection_stands_on_the_card_once(family: Family) -> None:
    browser, named = browser_of(family.worker), str(uuid4())
    sent = {"id": named, "kind": "personal", "words": "Ich kenne jeden Bus.", "speaker": str(family.son_id)}
    for _ in range(2):
        answer = browser.post(page_of(family, "ressourcen/neu/"), sent, headers={"X-Autosave": "1"})
        assert answer.json()["version"] == 1
    assert shown(browser, page_of(family, "ressourcen/")).count('<p class="w">Ich kenne jeden Bus.') == 1
