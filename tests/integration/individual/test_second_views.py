"""The second professional: any colleague of the office who is asked, for one report, until two have concluded it."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction
from django.urls import reverse

from factories.browsers import browser_of, stop_clock
from factories.case_pages import SAID, page_of, shown
from factories.cases import Family, grant_for, make_family
from factories.people import AT, TODAY, again, make_actor
from sozialraum.foundation.privacy import context
from sozialraum.foundation.privacy.actors import Actor, Role, ScopeKind
from sozialraum.foundation.privacy.gate import Denied, Grant
from sozialraum.foundation.vocabulary import Action, Purpose
from sozialraum.individual import queries, services
from sozialraum.individual.enums import Finding, MeasureKind, MemberKind, ReporterKind, Urgency
from sozialraum.individual.models import (
    AskedProfessional,
    Case,
    Member,
    ProtectionAssessmentVersion,
    ProtectionMeasure,
    ProtectionReport,
)
from sozialraum.individual.services import Refused

pytestmark = pytest.mark.django_db(databases=["default", "audit"])
TOLD = "Der Junge kam dreimal ohne Jacke."
OTHER = "Ein zweiter Hinweis, der sie nichts angeht."


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> None:
    stop_clock(monkeypatch)


@pytest.fixture
def family() -> Family:
    return make_family(team_code="hafen")


@pytest.fixture
def colleague() -> Actor:
    return make_actor(
        Role.CASE_WORKER, scope_kind=ScopeKind.TEAM, scope_key="aue", full_name="Erfahrene Kollegin"
    )


def _grant(actor: Actor, family: Family, action: Action = Action.WRITE) -> Grant:
    context.clear()
    return grant_for(actor, family.case_id, action, Purpose.PROTECTION)


def _report(family: Family, content: str = TOLD) -> UUID:
    return services.record_report(
        _grant(family.worker, family), received_at=AT - timedelta(hours=1), content=content,
        reporter=ReporterKind.HEALTH, reporter_name="Dr. Stein", urgency=Urgency.NEXT_DAY,
    )  # fmt: skip


def _see(actor: Actor, family: Family, report_id: UUID, seen: str = "Ich war dort.") -> None:
    services.assess_report(
        _grant(actor, family), report_id, seen=seen, finding=Finding.NEED, child_seen_on=TODAY, child_heard=True,
        parents_heard=True,
    )  # fmt: skip


def _address(family: Family, report_id: UUID) -> str:
    return reverse("individual:protection_report", args=[family.case_id, report_id])


def test_a_colleague_of_another_team_is_asked_looks_and_concludes(family: Family, colleague: Actor) -> None:
    report_id = _report(family)
    assert colleague.user_id is not None
    page, address = browser_of(family.worker), _address(family, report_id)
    assert browser_of(colleague).get(address).status_code == 404
    assert "Erfahrene Kollegin" not in shown(page, address)
    asked = {"professional_id": "kollegin, erf", "experienced": "on"}
    assert page.post(f"{address}bitten/", asked).status_code == 302
    assert "insoweit erfahrene Fachkraft" in shown(page, address)
    assert "Eine Kollegin bittet Sie um einen zweiten Blick" in shown(browser_of(colleague), "/individuum/")
    colleague = again(make_family(worker=colleague).worker)
    start = shown(browser_of(colleague), "/")
    assert "Eine Kollegin bittet Sie um einen zweiten Blick" in start
    assert address in start
    assert TOLD in shown(browser_of(colleague), address)
    _see(family.worker, family, report_id)
    _see(colleague, family, report_id)
    services.conclude_report(_grant(colleague, family), report_id, finding=Finding.NEED)
    assert browser_of(colleague).get(address).status_code == 404
    assert "zweiten Blick" not in shown(browser_of(colleague), "/")
    sheet = queries.protection_report(_grant(family.worker, family, Action.READ), report_id)
    assert set(sheet.concluded_by) == {"Toni Berger", "Erfahrene Kollegin"}


def test_who_was_asked_opens_this_report_and_nothing_else(family: Family, colleague: Actor) -> None:
    first, second = _report(family), _report(family, OTHER)
    assert colleague.user_id is not None
    services.ask_professional(_grant(family.worker, family), first, professional_id=colleague.user_id)
    page = browser_of(colleague)
    assert OTHER not in shown(page, page_of(family, "schutz/"))
    for closed in (
        _address(family, second),
        page_of(family),
        page_of(family, "gespraech/"),
        page_of(family, "hilfeplan/"),
    ):
        assert page.get(closed).status_code == 404, closed
    text = shown(page, _address(family, first))
    assert SAID not in text
    assert "Was die meldende Person erfahren darf" not in text
    with pytest.raises(Denied):
        grant_for(colleague, family.case_id)
    with pytest.raises(Denied):
        _report_by(colleague, family)
    with pytest.raises(Denied):
        services.ask_professional(_grant(colleague, family), first, professional_id=colleague.user_id)
    with pytest.raises(Denied):
        services.assess_report(
            _grant(colleague, family), second, seen="x", finding=Finding.NONE, child_seen_on=TODAY, child_heard=True,
            parents_heard=True,
        )  # fmt: skip


def _report_by(actor: Actor, family: Family) -> None:
    services.record_report(
        _grant(actor, family), received_at=AT, reporter=ReporterKind.OFFICE, content="x", urgency=Urgency.WEEK
    )


def test_the_database_opens_the_report_to_who_was_asked_and_nothing_else(
    family: Family, colleague: Actor
) -> None:
    first, second = _report(family), _report(family, OTHER)
    assert colleague.user_id is not None
    services.ask_professional(_grant(family.worker, family), first, professional_id=colleague.user_id)
    _see(family.worker, family, second)
    _grant(colleague, family)
    assert [each.id for each in ProtectionReport.objects.all()] == [first]
    assert [each.report_id for each in AskedProfessional.objects.all()] == [first]
    assert [each.id for each in Case.objects.all()] == [family.case_id]
    open_to_her = {ProtectionReport, AskedProfessional, Case}
    for model in apps.get_app_config("individual").get_models():
        table = model._meta.db_table
        if not table.startswith("person_") or model in open_to_her:
            continue
        assert model._default_manager.count() == 0, table
        with connection.cursor() as cursor:
            # without a condition nothing is read, so that the right to change alone decides
            cursor.execute(f"DELETE FROM {table}")  # noqa: S608 - the tables of our own models
            assert cursor.rowcount == 0, table
    with connection.cursor() as cursor:
        cursor.execute("UPDATE person_case SET family_name = 'Anders'")
        assert cursor.rowcount == 0
        cursor.execute("UPDATE person_statement SET text = 'Anders'")
        assert cursor.rowcount == 0
    for refused in (
        lambda: Member.objects.create(case_id=family.case_id, kind=MemberKind.OTHER, full_name="Neu"),
        lambda: ProtectionMeasure.objects.create(
            case_id=family.case_id, report_id=second, kind=MeasureKind.OFFER_HELP, content="x", due_on=TODAY,
            set_by=colleague.user_id, set_at=AT,
        ),
        lambda: AskedProfessional.objects.create(
            case_id=family.case_id, report_id=first, professional_id=family.worker.user_id, asked_by=colleague.user_id,
            asked_at=AT,
        ),
    ):  # fmt: skip
        with pytest.raises(DatabaseError), transaction.atomic():
            refused()


def test_who_was_asked_and_turns_out_to_be_of_the_family_sees_nothing(
    family: Family, colleague: Actor
) -> None:
    report_id = _report(family)
    assert colleague.user_id is not None
    services.ask_professional(_grant(family.worker, family), report_id, professional_id=colleague.user_id)
    context.clear()
    grant = grant_for(family.worker, family.case_id, Action.WRITE)
    services.add_member(
        grant, kind=MemberKind.RELATIVE, full_name="Erfahrene Kollegin", user_id=colleague.user_id
    )
    assert browser_of(colleague).get(_address(family, report_id)).status_code == 404
    context.clear()
    context.enter(actor=colleague, purpose=Purpose.PROTECTION, action=Action.READ, ids=(report_id,))
    assert not ProtectionReport.objects.exists()


def test_asking_no_longer_closes_with_the_next_request(family: Family, colleague: Actor) -> None:
    report_id = _report(family)
    assert colleague.user_id is not None
    asked = services.ask_professional(
        _grant(family.worker, family), report_id, professional_id=colleague.user_id
    )
    page, address = browser_of(colleague), _address(family, report_id)
    assert page.get(address).status_code == 200
    browser_of(family.worker).post(f"{address}bitten/", {"stop": str(asked)})
    assert page.get(address).status_code == 404


@pytest.mark.parametrize(
    "role", [Role.PROVIDER_WORKER, Role.PLANNER, Role.HEAD_OF_OFFICE, Role.ADMINISTRATOR]
)
def test_only_professionals_of_the_office_are_asked(family: Family, role: Role) -> None:
    other = make_actor(role)
    assert other.user_id is not None
    report_id = _report(family)
    for wrong in (other.user_id, family.mother.user_id, family.worker.user_id):
        assert wrong is not None
        with pytest.raises(Refused):
            services.ask_professional(_grant(family.worker, family), report_id, professional_id=wrong)
    _grant(family.worker, family)
    assert not AskedProfessional.objects.exists()


def test_how_a_view_read_before_is_kept_and_shown(family: Family) -> None:
    report_id = _report(family)
    for seen in ("Die Jacke fehlt.", "Die Jacke fehlt, er friert.", "Er hat jetzt eine Jacke."):
        _see(family.worker, family, report_id, seen)
    text = shown(browser_of(family.worker), _address(family, report_id))
    assert (
        text.index("Er hat jetzt eine Jacke.")
        < text.index("Wie es vorher hieß")
        < text.index("Die Jacke fehlt, er friert.")
    )
    _grant(family.worker, family)
    assert [each.number for each in ProtectionAssessmentVersion.objects.order_by("number")] == [1, 2]


def test_d19_the_reporter_is_told_two_facts_and_never_who_looked(family: Family, colleague: Actor) -> None:
    report_id = _report(family)
    assert colleague.user_id is not None
    services.ask_professional(_grant(family.worker, family), report_id, professional_id=colleague.user_id)
    for actor in (family.worker, colleague):
        _see(actor, family, report_id)
    services.conclude_report(_grant(family.worker, family), report_id, finding=Finding.NEED)
    services.add_measure(
        _grant(family.worker, family), report_id, kind=MeasureKind.OFFER_HELP, content="Hilfe anbieten", due_on=TODAY
    )  # fmt: skip
    answer = queries.protection_report(_grant(family.worker, family, Action.READ), report_id).answer
    assert answer is not None
    assert set(type(answer).__slots__) == {"confirmed", "active"}
    assert (answer.confirmed, answer.active) == (False, True)
    for actor in (family.son, family.mother):
        assert browser_of(actor).get(_address(family, report_id)).status_code == 404
