"""The protection of a child: two professionals, apart from the help, and nobody learns who told."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from django.db import DatabaseError, transaction
from django.test import Client

from factories.browsers import browser_of, stop_clock
from factories.case_pages import page_of, shown
from factories.cases import Family, grant_for, make_family
from factories.people import AT, TODAY, make_actor
from sozialraum.foundation.privacy import context
from sozialraum.foundation.privacy.actors import Actor, Role, ScopeKind
from sozialraum.foundation.privacy.gate import Denied, Grant
from sozialraum.foundation.ui.contributions import Moment, Today
from sozialraum.foundation.vocabulary import Action, Purpose
from sozialraum.individual import queries, services
from sozialraum.individual.contributions import individual_today
from sozialraum.individual.enums import Finding, MeasureKind, ReporterKind, Track, Urgency
from sozialraum.individual.models import CaseStep, ProtectionReport
from sozialraum.individual.services import Refused

pytestmark = pytest.mark.django_db(databases=["default", "audit"])

TOLD = "Der Junge kam dreimal ohne Jacke und sagte, er schlafe im Auto."
TEACHER = "Frau Ostermann, Klassenlehrerin"


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> None:
    stop_clock(monkeypatch)


@pytest.fixture
def family() -> Family:
    return make_family(team_code="hafen")


@pytest.fixture
def lead() -> Actor:
    return make_actor(Role.TEAM_LEAD, scope_kind=ScopeKind.TEAM, scope_key="hafen")


def writing(actor: Actor, family: Family) -> Grant:
    return grant_for(actor, family.case_id, Action.WRITE, Purpose.PROTECTION)


def reading(actor: Actor, family: Family) -> Grant:
    return grant_for(actor, family.case_id, Action.READ, Purpose.PROTECTION)


@pytest.fixture
def report_id(family: Family) -> UUID:
    return services.record_report(
        writing(family.worker, family), received_at=AT - timedelta(hours=1), reporter=ReporterKind.SCHOOL_OR_DAYCARE,
        reporter_name=TEACHER, content=TOLD, urgency=Urgency.NEXT_DAY, wants_answer=True,
    )  # fmt: skip


def assess(actor: Actor, family: Family, report_id: UUID, finding: Finding = Finding.LATENT) -> None:
    services.assess_report(
        writing(actor, family), report_id, seen="Zuhause war es kalt, der Junge war gut versorgt.", finding=finding,
        protects="Der Opa ist täglich da.", child_seen_on=TODAY, child_heard=True, parents_heard=True,
    )  # fmt: skip


def test_a_finding_needs_two(family: Family, lead: Actor, report_id: UUID) -> None:
    assess(family.worker, family, report_id)
    assess(family.worker, family, report_id)
    with pytest.raises(Refused, match="Two professionals"):
        services.conclude_report(writing(family.worker, family), report_id, finding=Finding.LATENT)
    assess(lead, family, report_id)
    services.conclude_report(writing(lead, family), report_id, finding=Finding.LATENT)
    sheet = queries.protection_report(reading(family.worker, family), report_id)
    assert sheet.row.finding is Finding.LATENT
    assert len(sheet.concluded_by) == 2
    with pytest.raises(Refused, match="stays"):
        assess(lead, family, report_id, Finding.NONE)


def test_the_database_itself_refuses_the_finding_of_one(family: Family, report_id: UUID) -> None:
    writing(family.worker, family)
    user = family.worker.user_id
    with pytest.raises(DatabaseError, match="concluded_by_two"), transaction.atomic():
        ProtectionReport.objects.filter(id=report_id).update(
            finding="none", first_id=user, second_id=user, concluded_at=AT
        )


def test_the_help_does_not_read_it(family: Family, report_id: UUID) -> None:
    context.clear()
    with pytest.raises(Denied):
        queries.protection_report(grant_for(family.worker, family.case_id), report_id)
    with pytest.raises(Denied):
        services.assess_report(
            grant_for(family.worker, family.case_id, Action.WRITE), report_id, seen="x", finding=Finding.NONE
        )


def test_nobody_of_the_family_and_of_a_provider_comes_in(family: Family, report_id: UUID) -> None:
    provider = make_actor(Role.PROVIDER_WORKER, scope_kind=ScopeKind.CASE, scope_key=str(family.case_id))
    elsewhere = make_actor(Role.TEAM_LEAD, scope_kind=ScopeKind.TEAM, scope_key="nord")
    others = [make_actor(role) for role in (Role.ADMINISTRATOR, Role.PLANNER, Role.DATA_PROTECTION_OFFICER)]
    for actor in (family.mother, family.son, provider, elsewhere, *others):
        context.clear()
        with pytest.raises(Denied):
            reading(actor, family)
        assert browser_of(actor).get(page_of(family, "schutz/")).status_code == 404
        assert browser_of(actor).get(page_of(family, f"schutz/{report_id}/")).status_code == 404


def test_the_database_shows_the_family_no_row_even_where_a_gate_was_opened(
    family: Family, report_id: UUID
) -> None:
    for actor in (family.mother, family.son):
        context.clear()
        grant_for(actor, family.case_id)
        context.enter(actor=actor, purpose=Purpose.PROTECTION, action=Action.READ, ids=(family.case_id,))
        assert not ProtectionReport.objects.filter(id=report_id).exists()


def test_the_database_shows_the_family_no_mark_of_protection(family: Family) -> None:
    services.mark_protection(
        grant_for(family.worker, family.case_id, Action.WRITE),
        running=True,
        on=TODAY,
        reason="Die Schule sorgt sich.",
    )
    marks = CaseStep.objects.filter(case_id=family.case_id, track=Track.PROTECTION)
    assert marks.exists()
    for actor in (family.mother, family.son):
        context.clear()
        grant_for(actor, family.case_id)
        assert not marks.exists()


def test_a_foreign_report_is_not_found_in_an_own_case(family: Family, report_id: UUID) -> None:
    own = make_family(worker=make_actor(Role.CASE_WORKER))
    client = browser_of(own.worker)
    assert client.get(page_of(own, f"schutz/{report_id}/")).status_code == 404
    for act in ("sicht", "ergebnis", "schritt", "antwort"):
        sent = {"seen": "x", "finding": "none", "child_not_seen": "x", "not_heard": "x", "kind": "court",
                "content": "x", "due_on": TODAY.isoformat()}  # fmt: skip
        assert client.post(page_of(own, f"schutz/{report_id}/{act}/"), sent).status_code == 404, act


def test_the_family_does_not_see_that_somebody_told(family: Family, report_id: UUID) -> None:
    browser_of(family.worker).get(page_of(family, f"schutz/{report_id}/"))
    mother = browser_of(family.mother)
    looked = shown(mother, "/individuum/meine/daten/")
    assert "Schutz" not in looked
    assert "schützen" not in looked
    taken = b"".join(mother.get("/individuum/meine/daten/herunterladen/"))
    assert TEACHER.encode() not in taken
    assert b"Jacke" not in taken


def test_the_start_page_tells_until_when_and_not_what(family: Family, report_id: UUID, lead: Actor) -> None:
    def due() -> list[Today]:
        moment = Moment(AT, TODAY)
        return [
            each
            for each in individual_today(family.worker, moment)
            if isinstance(each, Today) and "schutz" in each.url
        ]

    (one,) = due()
    assert "Kessler" in one.title
    assert "Jacke" not in one.title + one.text
    assess(family.worker, family, report_id)
    assess(lead, family, report_id)
    services.conclude_report(writing(lead, family), report_id, finding=Finding.LATENT)
    context.clear()
    assert due() == []


def test_a_reporting_professional_is_told_two_facts(family: Family, report_id: UUID, lead: Actor) -> None:
    with pytest.raises(Refused, match="no finding yet"):
        services.note_answer(writing(family.worker, family), report_id)
    assess(family.worker, family, report_id)
    assess(lead, family, report_id)
    services.conclude_report(writing(lead, family), report_id, finding=Finding.LATENT)
    step = services.add_measure(
        writing(lead, family), report_id, kind=MeasureKind.OFFER_HELP, content="Hilfe anbieten", due_on=TODAY
    )
    page = shown(browser_of(family.worker), page_of(family, f"schutz/{report_id}/"))
    assert "Die Anhaltspunkte haben sich bestätigt." in page
    assert "tätig geworden und ist es noch" in page
    services.finish_measure(writing(lead, family), step)
    page = shown(browser_of(family.worker), page_of(family, f"schutz/{report_id}/"))
    assert "zurzeit nicht tätig" in page


def test_what_was_typed_stays_where_something_is_missing(family: Family, report_id: UUID) -> None:
    client: Client = browser_of(family.worker)
    said = "Ich habe geklingelt, niemand hat geöffnet."
    answer = client.post(page_of(family, f"schutz/{report_id}/sicht/"), {"seen": said, "finding": "latent"})
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert "Wurde das Kind gesehen?" in answer.content.decode()


def test_a_report_of_tomorrow_or_without_words_is_refused(family: Family) -> None:
    client = browser_of(family.worker)
    values = {"received_at": "2031-01-01T10:00", "reporter": "unknown", "content": TOLD, "urgency": "now"}
    answer = client.post(page_of(family, "schutz/"), values)
    assert answer.status_code == 422
    assert TOLD in answer.content.decode()
    assert client.post(page_of(family, "schutz/"), {**values, "content": " "}).status_code == 422
    assert queries.protection_reports(reading(family.worker, family)) == []
