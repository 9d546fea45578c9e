"""Experienced professionals: who keeps the register, who may advise on a report, and advice without names."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse

from factories.browsers import browser_of, stop_clock
from factories.case_pages import shown
from factories.cases import Family, grant_for, make_family
from factories.people import AT, TODAY, make_actor
from sozialraum.foundation.accounts.models import User
from sozialraum.foundation.privacy import context
from sozialraum.foundation.privacy.actors import Actor, Role, ScopeKind
from sozialraum.foundation.privacy.gate import Denied, Grant
from sozialraum.foundation.ui.contributions import open_pages
from sozialraum.foundation.vocabulary import Action, Purpose
from sozialraum.individual import services
from sozialraum.individual.enums import ReporterKind, Urgency
from sozialraum.individual.models import ExperiencedProfessional, ProtectionAdvice
from sozialraum.individual.queries.advisers import adviser_choices
from sozialraum.individual.services import NamesFound, Refused

pytestmark = pytest.mark.django_db(databases=["default", "audit"])
LIST = "/individuum/rat-bei-sorge/"
ASKED = "Ein Kind von sieben Jahren kommt oft ohne Frühstück."
ADVISED = "Mit den Eltern sprechen, bevor jemand anderes es tut."

ENTRY = {
    "full_name": "Ayla Roth", "qualification": "Psychologin", "employer": "Beratungsstelle", "valid_from": "2024-03-01",
}  # fmt: skip


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> None:
    stop_clock(monkeypatch)


@pytest.fixture
def head() -> Actor:
    return make_actor(Role.HEAD_OF_OFFICE)


@pytest.fixture
def family() -> Family:
    return make_family()


def _enter(head: Actor, name: str = "Birte Lohse", **values: Any) -> UUID:
    entry = {
        "full_name": name, "qualification": "Kinderschutzfachkraft seit 2014", "employer": "Kinderschutz-Zentrum",
        "phone": "030 23125-440", "valid_from": TODAY - timedelta(days=400), "at": AT,
    }  # fmt: skip
    return services.keep_adviser(head, **(entry | values))


def _protecting(family: Family, actor: Actor | None = None) -> Grant:
    context.clear()
    return grant_for(actor or family.worker, family.case_id, Action.WRITE, Purpose.PROTECTION)


def _report(family: Family) -> UUID:
    return services.record_report(
        _protecting(family), received_at=AT - timedelta(hours=1), content="Ohne Jacke.", reporter=ReporterKind.HEALTH,
        urgency=Urgency.NEXT_DAY,
    )  # fmt: skip


def test_everybody_finds_who_agreed_and_professionals_find_all(head: Actor, family: Family) -> None:
    _enter(head, published=True)
    _enter(head, "Nur Intern")
    _enter(head, "Lange Her", published=True, valid_until=TODAY - timedelta(days=1))
    public = shown(Client(), LIST)
    assert "Birte Lohse" in public
    assert 'href="tel:03023125440"' in public
    assert "Nur Intern" not in public
    assert "Nur Intern" not in shown(browser_of(family.mother), LIST)
    provider = make_actor(Role.PROVIDER_WORKER, scope_kind=ScopeKind.PROVIDER, scope_key="T01")
    assert "Nur Intern" in shown(browser_of(provider), LIST)
    assert "Lange Her" not in public + shown(browser_of(provider), LIST)
    assert "Lange Her" in shown(browser_of(head), LIST)


def test_the_head_of_office_keeps_it_and_nobody_else(head: Actor, family: Family) -> None:
    browser = browser_of(head)
    refused = browser.post(f"{LIST}neu/", ENTRY)
    assert (refused.status_code, "Telefonnummer oder eine E-Mail-Adresse" in refused.content.decode()) == (
        422,
        True,
    )
    assert browser.post(f"{LIST}neu/", ENTRY | {"email": "roth@example.org"}).status_code == 302
    assert "Ayla Roth" in shown(browser, LIST)
    for role in (Role.TEAM_LEAD, Role.PLANNER, Role.ADMINISTRATOR):
        with pytest.raises(Denied):
            _enter(make_actor(role))
    assert browser_of(family.worker).get(f"{LIST}neu/").status_code == 404


def test_her_account_is_named_by_name_and_cleared_with_the_text(head: Actor) -> None:
    browser, entry = browser_of(head), ENTRY | {"phone": "030 23125-440"}
    workers = [
        make_actor(Role.CASE_WORKER, scope_kind=ScopeKind.TEAM, scope_key="aue", full_name=name).user_id
        for name in ("Aylin Yılmaz", "Aylin Yılmaz", "Emre Çelik")
    ]
    provider = make_actor(Role.PROVIDER_LEAD, full_name="Greta Träger").user_id
    several = browser.post(f"{LIST}neu/", entry | {"account_id": "yilmaz, ay"})
    text = several.content.decode()
    assert several.status_code == 422
    assert 'value="yilmaz, ay"' in text
    assert 'value="Ayla Roth"' in text
    assert all(f'value="{each}"' in text for each in workers[:2])
    assert f'value="{workers[2]}"' not in text
    for typed in ("Greta Träger", str(workers[2]), "Niemand"):
        refused = browser.post(
            f"{LIST}neu/", entry | {"account_id": typed, "account_id_chosen": str(provider)}
        )
        assert refused.status_code == 422, typed
        assert "So heißt hier niemand" in refused.content.decode()
    assert not ExperiencedProfessional.objects.exists()
    kept = entry | {"account_id": "yilmaz, ay", "account_id_chosen": str(workers[1])}
    assert browser.post(f"{LIST}neu/", kept).status_code == 302
    stored = ExperiencedProfessional.objects.get()
    assert stored.account_id == workers[1]
    page = shown(browser, f"{LIST}{stored.id}/")
    assert 'value="Aylin Yılmaz"' in page
    assert f'name="account_id_chosen" value="{workers[1]}"' in page
    assert "Emre" not in page
    User.objects.filter(id=workers[1]).update(is_active=False)
    same = entry | {"account_id": "Aylin Yılmaz", "account_id_chosen": str(workers[1])}
    for typed, meant in (
        (same, workers[1]),
        (entry | {"account_id": "celik"}, workers[2]),
        (entry | {"account_id": ""}, None),
    ):
        assert browser.post(f"{LIST}{stored.id}/", typed).status_code == 302
        stored.refresh_from_db()
        assert stored.account_id == meant


def test_who_has_to_do_with_the_case_is_not_offered(head: Actor, family: Family) -> None:
    report_id = _report(family)
    _enter(head)
    _enter(head, "Jonas Kessler")
    near = _enter(head, "Eine Kollegin", account_id=family.worker.user_id)
    found = {
        each.adviser.full_name: bool(each.nearness)
        for each in adviser_choices(_protecting(family), report_id)
    }
    assert found == {"Birte Lohse": False, "Eine Kollegin": True, "Jonas Kessler": True}
    with pytest.raises(Refused, match="has to do"):
        services.record_advice(
            _protecting(family), report_id, adviser_id=near, advised_on=TODAY, question=ASKED, advice=ADVISED
        )


def test_advice_is_kept_without_names_and_read_once_more_before(head: Actor, family: Family) -> None:
    report_id, adviser_id = _report(family), _enter(head)
    page = reverse("individual:protection_report", args=[family.case_id, report_id])
    browser = browser_of(family.worker)
    typed = {
        "adviser_id": str(adviser_id), "advised_on": TODAY.isoformat(), "advice": ADVISED,
        "question": "Jonas kommt oft ohne Frühstück, seit dem 3. März.",
    }  # fmt: skip
    first = browser.post(f"{page}rat/", typed)
    text = first.content.decode()
    assert first.status_code == 422
    assert "[Kind 1] kommt oft ohne Frühstück, seit dem [Datum]." in text
    assert "Jonas kommt" not in text
    _protecting(family)
    assert not ProtectionAdvice.objects.exists()
    clean = typed | {"question": "[Kind 1] kommt oft ohne Frühstück, seit dem [Datum]."}
    assert browser.post(f"{page}rat/", clean).status_code == 302
    assert ADVISED in shown(browser, page)
    with pytest.raises(NamesFound):
        services.record_advice(
            _protecting(family), report_id, adviser_id=adviser_id, advised_on=TODAY, question=ASKED, advice="Frau Kessler anrufen."
        )  # fmt: skip


def test_the_family_a_provider_and_the_help_see_no_row_and_nobody_changes_one(
    head: Actor, family: Family
) -> None:
    report_id, adviser_id = _report(family), _enter(head)
    services.record_advice(
        _protecting(family),
        report_id,
        adviser_id=adviser_id,
        advised_on=TODAY,
        question=ASKED,
        advice=ADVISED,
    )
    with connection.cursor() as cursor:
        cursor.execute("UPDATE person_protection_advice SET advice = 'Nichts tun.'")
        assert cursor.rowcount == 0
    context.clear()
    grant_for(family.worker, family.case_id)
    assert not ProtectionAdvice.objects.exists()
    context.clear()
    context.enter(actor=family.mother, purpose=Purpose.PROTECTION, action=Action.WRITE, ids=(family.case_id,))
    assert not ProtectionAdvice.objects.exists()
    with pytest.raises(DatabaseError), transaction.atomic():
        ProtectionAdvice.objects.create(
            case_id=family.case_id, report_id=report_id, adviser_id=adviser_id, advised_on=TODAY, question="x", advice="x",
            recorded_by=family.mother.user_id, recorded_at=AT,
        )  # fmt: skip


def test_who_was_asked_for_a_second_look_reads_the_advice_and_writes_none(
    head: Actor, family: Family
) -> None:
    report_id, adviser_id = _report(family), _enter(head)
    colleague = make_actor(Role.CASE_WORKER, scope_kind=ScopeKind.TEAM, scope_key="aue")
    assert colleague.user_id is not None
    advice = {"adviser_id": adviser_id, "advised_on": TODAY, "question": ASKED, "advice": ADVISED}
    services.record_advice(_protecting(family), report_id, **advice)
    services.ask_professional(_protecting(family), report_id, professional_id=colleague.user_id)
    page = reverse("individual:protection_report", args=[family.case_id, report_id])
    assert ADVISED in shown(browser_of(colleague), page)
    with pytest.raises(Denied):
        services.record_advice(_protecting(family, colleague), report_id, **advice)


def test_the_page_is_found_by_the_words_of_whoever_worries() -> None:
    provider = make_actor(Role.PROVIDER_WORKER, scope_kind=ScopeKind.PROVIDER, scope_key="T01")
    for page in ("/suche/?q=Kinderschutz", "/"):
        assert LIST in shown(browser_of(provider), page)


def test_the_page_is_named_where_nobody_has_signed_in_yet() -> None:
    assert reverse("individual:advisers") in {each.url for each in open_pages()}
