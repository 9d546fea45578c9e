"""Ids that belong to another family: they open nothing, store nothing, and are answered like unknown ones."""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest
from django.db import transaction

from factories.browsers import browser_of, stop_clock
from factories.cases import grant_for, make_family
from factories.people import AT, TODAY, make_actor
from sozialraum.foundation.privacy.actors import Actor, Role, ScopeKind
from sozialraum.foundation.privacy.gate import Denied
from sozialraum.foundation.vocabulary import Action
from sozialraum.individual import queries, services
from sozialraum.individual.enums import StatementKind
from sozialraum.individual.models import Statement

pytestmark = pytest.mark.django_db(databases=["default", "audit"])


def _speak(actor: Actor, case_id: UUID, statement_id: UUID, **fields: object) -> int:
    form = {"text": "Ich bin hier.", "version": 0, **fields}
    address = f"/individuum/{case_id}/worte/{statement_id}/"
    return browser_of(actor).post(address, form, headers={"X-Autosave": "1"}).status_code


@pytest.mark.parametrize("role", [Role.CASE_WORKER, Role.PARENT])
def test_nobody_lets_somebody_of_another_family_speak(role: Role) -> None:
    own, other = make_family(), make_family(family_name="Brandt")
    actor = own.worker if role is Role.CASE_WORKER else own.mother
    grant = grant_for(actor, own.case_id, Action.WRITE)
    for speaker in (other.son_id, uuid4()):
        with pytest.raises(services.Refused):
            services.record_statement(grant, text="Ich war es.", said_on=TODAY, speaker_id=speaker)


def test_a_foreign_speaker_and_an_unknown_one_are_answered_alike(monkeypatch: pytest.MonkeyPatch) -> None:
    stop_clock(monkeypatch)
    own, other = make_family(), make_family(family_name="Brandt")
    answers = {_speak(own.worker, own.case_id, uuid4(), speaker=who) for who in (other.son_id, uuid4())}
    assert answers == {422}


@pytest.mark.parametrize("version", [0, 1])
def test_words_of_another_case_are_not_found_in_the_own(
    monkeypatch: pytest.MonkeyPatch, version: int
) -> None:
    stop_clock(monkeypatch)
    own, other = make_family(), make_family(family_name="Brandt")
    sent = {"speaker": own.son_id, "version": version}
    assert _speak(own.worker, own.case_id, other.will_id, **sent) == 404
    with transaction.atomic():
        grant_for(other.worker, other.case_id)
        assert Statement.objects.get(id=other.will_id).text == "Ich will wieder in die Schule."


def test_an_unknown_or_impossible_version_is_no_fault_of_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    stop_clock(monkeypatch)
    own = make_family()
    assert _speak(own.worker, own.case_id, uuid4(), speaker=own.son_id, version=1) == 404
    assert _speak(own.worker, own.case_id, own.will_id, speaker=own.son_id, version=10**30) == 422


def test_the_start_page_brings_a_provider_only_what_was_agreed() -> None:
    family = make_family()
    son = grant_for(family.son, family.case_id, Action.WRITE)
    for text, agreed in (("Nur für das Amt.", False), ("Ich packe selbst.", True)):
        services.record_statement(
            son, text=text, said_on=TODAY, speaker_id=family.son_id, agreed_with_provider=agreed
        )
    provider = make_actor(Role.PROVIDER_WORKER, scope_kind=ScopeKind.CASE, scope_key=str(family.case_id))
    told = queries.latest_own_words(queries.list_own_cases(provider, at=AT), limit=3)
    assert [words.text for words in told] == ["Ich packe selbst."]
    worker = queries.latest_own_words(queries.list_own_cases(family.worker, at=AT), limit=3)
    assert {words.text for words in worker} == {"Nur für das Amt.", "Ich packe selbst."}


def test_a_provider_does_not_learn_when_the_family_spoke_without_it() -> None:
    family = make_family()
    provider = make_actor(Role.PROVIDER_WORKER, scope_kind=ScopeKind.CASE, scope_key=str(family.case_id))
    (row,) = queries.families_of(provider, at=AT)
    assert row.last_said_on is None


def test_reading_does_not_write() -> None:
    family = make_family()
    grant = grant_for(family.worker, family.case_id)
    with pytest.raises(Denied):
        services.keep_words(
            grant, family.will_id, version=1, said_on=TODAY, speaker_id=family.son_id,
            kind=StatementKind.OPEN, text="x",
        )  # fmt: skip
