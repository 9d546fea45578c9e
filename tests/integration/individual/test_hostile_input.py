"""What cannot be, typed in all the same: two megabytes of text, days that are not yet or never were, ids of others."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import translation
from django.utils.translation import gettext

from factories.browsers import browser_of, stop_clock
from factories.case_pages import AUTO, page_of, spoken, texts_of, words_at
from factories.cases import Family, grant_for, make_family
from factories.people import TODAY
from sozialraum.foundation.vocabulary import Action
from sozialraum.individual import services
from sozialraum.individual.enums import AdviceTopic, ConsultationForm, MemberKind, StatementKind
from sozialraum.individual.models import Consultation, Goal, Member, ResourceEntry, Statement

pytestmark = pytest.mark.django_db(databases=["default", "audit"])
HUGE = "Und dann sagte sie wieder dasselbe. " * 58_300
"""Two megabytes."""


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> None:
    stop_clock(monkeypatch)


@pytest.fixture
def family() -> Family:
    return make_family()


@pytest.fixture
def worker(family: Family) -> Client:
    client = browser_of(family.worker)
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "de"
    return client


def test_two_megabytes_of_words_are_refused_in_german_and_nothing_is_stored(
    family: Family, worker: Client
) -> None:
    assert len(HUGE.encode()) > 2_000_000
    before = texts_of(family)
    answer = worker.post(words_at(family, uuid4()), spoken(family, HUGE), headers=AUTO)
    assert answer.status_code == 422
    said = answer.content.decode()
    assert len(said) < 20_000, "the answer does not send the text back over the line"
    assert "20000 Zeichen" in said
    assert "noch nicht gespeichert" in said
    assert texts_of(family) == before


def test_two_megabytes_over_stored_words_leave_them_as_they_are(family: Family, worker: Client) -> None:
    answer = worker.post(words_at(family, family.will_id), spoken(family, HUGE, version="1"), headers=AUTO)
    assert answer.status_code == 422
    assert texts_of(family) == {"Ich will wieder in die Schule."}


@pytest.mark.parametrize(
    ("rest", "field", "table"),
    [("ziele/", "words", Goal), ("ressourcen/neu/", "words", ResourceEntry), ("notiz/", "text", Statement)],
)
def test_two_megabytes_in_other_fields_are_no_error_of_the_program(
    family: Family, worker: Client, rest: str, field: str, table: type
) -> None:
    grant_for(family.worker, family.case_id)
    before = table.objects.count()  # type: ignore[attr-defined]  # a model
    answer = worker.post(
        page_of(family, rest), {field: HUGE, "owner": str(family.son_id), "kind": "personal"}
    )
    assert answer.status_code < 500
    grant_for(family.worker, family.case_id)
    assert table.objects.count() == before  # type: ignore[attr-defined]  # a model


def test_more_than_the_server_reads_is_answered_plainly(family: Family, worker: Client) -> None:
    answer = worker.post(words_at(family, uuid4()), spoken(family, HUGE * 2), headers=AUTO)
    assert answer.status_code in {400, 413, 422}
    assert len(texts_of(family)) == 1


@pytest.mark.parametrize("days", [1, 400])
def test_nobody_has_spoken_on_a_day_to_come(family: Family, days: int) -> None:
    grant = grant_for(family.worker, family.case_id, Action.WRITE)
    with pytest.raises(services.Refused, match="still to come"):
        services.record_statement(
            grant, text="Morgen sage ich das.", said_on=TODAY + timedelta(days=days), speaker_id=family.son_id
        )
    with pytest.raises(services.Refused, match="still to come"):
        services.keep_words(
            grant, uuid4(), version=0, said_on=TODAY + timedelta(days=days), speaker_id=family.son_id,
            kind=StatementKind.OPEN, text="Morgen sage ich das.",
        )  # fmt: skip
    assert Statement.objects.count() == 1


def test_other_days_that_cannot_be_are_refused(family: Family) -> None:
    grant = grant_for(family.worker, family.case_id, Action.WRITE)
    with pytest.raises(services.Refused):
        services.log_consultation(
            grant, held_on=TODAY + timedelta(days=1), form=ConsultationForm.TALK, topics=list(AdviceTopic)
        )
    assert not Consultation.objects.exists()
    for born_on in (TODAY + timedelta(days=1), TODAY.replace(year=1850)):
        with pytest.raises(services.Refused):
            services.add_member(grant, kind=MemberKind.YOUNG_PERSON, full_name="Nie Geboren", born_on=born_on)
    assert not Member.objects.filter(full_name="Nie Geboren").exists()


def test_every_refusal_of_words_is_told_in_german(family: Family) -> None:
    grant = grant_for(family.worker, family.case_id, Action.WRITE)
    for text, strength, begins in (
        ("", None, "Hier stehen"),
        (HUGE, None, "Das ist länger"),
        ("Ja.", 11, "Die Stärke"),
    ):
        with pytest.raises(services.Refused) as refused:
            services.record_statement(
                grant, text=text, said_on=TODAY, speaker_id=family.son_id, strength=strength
            )
        with translation.override("de"):
            said, remedy = refused.value.told(gettext)
        assert said.startswith(begins), said
        assert remedy != refused.value.remedy
