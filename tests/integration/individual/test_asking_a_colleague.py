"""Asking a colleague to look as well: she is typed by name; who cannot be asked is named with the reason."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from factories.browsers import browser_of, stop_clock
from factories.case_pages import shown
from factories.cases import Family, grant_for, make_family
from factories.people import AT, TODAY, make_actor
from sozialraum.foundation.privacy import context
from sozialraum.foundation.privacy.actors import Actor, Role, ScopeKind
from sozialraum.foundation.privacy.gate import Grant
from sozialraum.foundation.vocabulary import Action, Purpose
from sozialraum.individual import services
from sozialraum.individual.enums import Finding, MemberKind, ReporterKind, Urgency
from sozialraum.individual.models import AskedProfessional

pytestmark = pytest.mark.django_db(databases=["default", "audit"])


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> None:
    stop_clock(monkeypatch)


@pytest.fixture
def family() -> Family:
    worker = make_actor(
        Role.CASE_WORKER, scope_kind=ScopeKind.TEAM, scope_key="hafen", full_name="Nadja Roth"
    )
    return make_family(worker=worker, team_code="hafen")


def _colleague(name: str, team: str = "aue") -> Actor:
    return make_actor(Role.CASE_WORKER, scope_kind=ScopeKind.TEAM, scope_key=team, full_name=name)


def _protecting(family: Family, actor: Actor | None = None) -> Grant:
    context.clear()
    return grant_for(actor or family.worker, family.case_id, Action.WRITE, Purpose.PROTECTION)


def _report(family: Family) -> UUID:
    return services.record_report(
        _protecting(family), received_at=AT - timedelta(hours=1), content="Ohne Jacke.", reporter=ReporterKind.HEALTH,
        urgency=Urgency.NEXT_DAY,
    )  # fmt: skip


def _address(family: Family, report_id: UUID) -> str:
    return reverse("individual:protection_report", args=[family.case_id, report_id])


def _ask(browser: Client, address: str, typed: str, chosen: object = "") -> HttpResponse:
    data = {"professional_id": typed, "professional_id_chosen": str(chosen), "experienced": "on"}
    answer: HttpResponse = browser.post(f"{address}bitten/", data)
    return answer


def _asked(family: Family) -> list[UUID]:
    _protecting(family)
    return list(AskedProfessional.objects.values_list("professional_id", flat=True))


def test_several_are_offered_with_their_teams_and_nothing_typed_is_lost(family: Family) -> None:
    first, second = _colleague("Aylin Yılmaz"), _colleague("Aylin Yılmaz", "nord")
    _colleague("Emre Çelik")
    browser, address = browser_of(family.worker), _address(family, _report(family))
    answer = _ask(browser, address, "aylin yil")
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "Das passt auf mehrere" in text
    assert 'value="aylin yil"' in text
    assert 'id="ask_experienced" checked' in text
    for each, team in ((first, "aue"), (second, "nord")):
        assert f'type="radio" name="professional_id_chosen" value="{each.user_id}"' in text
        assert team in text
    assert "Emre" not in text
    assert _asked(family) == []
    assert _ask(browser, address, "aylin yil", second.user_id).status_code == 302
    assert _asked(family) == [second.user_id]


def test_it_is_said_who_cannot_be_asked_and_why(family: Family) -> None:
    browser, report_id = browser_of(family.worker), _report(family)
    address = _address(family, report_id)
    asked, wrote, related = _colleague("Ida Gebeten"), _colleague("Ole Schrieb"), _colleague("Uta Verwandt")
    for each in (asked, wrote):
        assert each.user_id is not None
        services.ask_professional(_protecting(family), report_id, professional_id=each.user_id)
    services.assess_report(
        _protecting(family, wrote), report_id, seen="Ich war dort.", finding=Finding.NEED, child_seen_on=TODAY,
        child_heard=True, parents_heard=True,
    )  # fmt: skip
    context.clear()
    grant = grant_for(family.worker, family.case_id, Action.WRITE)
    services.add_member(grant, kind=MemberKind.OTHER, full_name="Tante Uta", user_id=related.user_id)
    before = _asked(family)
    for typed, why in (
        ("Ida Gebeten", "Ida Gebeten ist schon gebeten."), ("schrieb", "Die Sicht von Ole Schrieb steht schon da."),
        ("verwandt, u", "Uta Verwandt gehört zur Familie."), ("Nadja Roth", "Sie selbst sehen ohnehin hin."),
        ("Miriam Kessler", "So heißt hier niemand"), ("x", "mindestens zwei Buchstaben"),
    ):  # fmt: skip
        for chosen in ("", asked.user_id, related.user_id, family.mother.user_id, family.worker.user_id):
            answer = _ask(browser, address, typed, chosen)
            assert answer.status_code == 422, typed
            assert why in answer.content.decode(), typed
    assert sorted(_asked(family)) == sorted(before)


def test_suggestions_leave_out_colleagues_who_cannot_be_asked_and_name_nobody_of_the_family(
    family: Family,
) -> None:
    report_id, asked = _report(family), _colleague("Ida Gebeten")
    assert asked.user_id is not None
    _colleague("Ida Frei")
    services.ask_professional(_protecting(family), report_id, professional_id=asked.user_id)
    browser = browser_of(family.worker)
    text = shown(browser, _address(family, report_id))
    start = text.index("/konto/kollegium/")
    address = text[start : text.index('"', start)].replace("&amp;", "&")
    assert str(asked.user_id) in address
    assert str(family.worker.user_id) in address
    assert str(family.mother.user_id) not in address
    found = browser.get(f"{address}&name=ida").json()
    assert [each["name"] for each in found["people"]] == ["Ida Frei"]


def test_who_was_asked_herself_learns_no_names_by_asking(family: Family) -> None:
    report_id, asked = _report(family), _colleague("Ida Gebeten")
    assert asked.user_id is not None
    _colleague("Aylin Yılmaz"), _colleague("Aylin Yılmaz", "nord")
    services.ask_professional(_protecting(family), report_id, professional_id=asked.user_id)
    address = _address(family, report_id)
    assert "professional_id" not in shown(browser_of(asked), address)
    answer = _ask(browser_of(asked), address, "aylin")
    assert answer.status_code == 404
    assert "Yılmaz" not in answer.content.decode()


def test_after_the_finding_nobody_is_asked(family: Family) -> None:
    report_id, other = _report(family), _colleague("Ida Frei")
    assert other.user_id is not None
    services.ask_professional(_protecting(family), report_id, professional_id=other.user_id)
    for actor in (family.worker, other):
        services.assess_report(
            _protecting(family, actor), report_id, seen="Ich war dort.", finding=Finding.NEED, child_seen_on=TODAY,
            child_heard=True, parents_heard=True,
        )  # fmt: skip
    services.conclude_report(_protecting(family), report_id, finding=Finding.NEED)
    _colleague("Emre Çelik")
    browser, address = browser_of(family.worker), _address(family, report_id)
    assert _ask(browser, address, "Emre Çelik").status_code == 302
    assert "professional_id" not in shown(browser, address)
    assert _asked(family) == [other.user_id]
