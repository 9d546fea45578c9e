"""Helps and the official statistics: what is asked, what leaves, and who may take it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import pytest
from django.urls import reverse

from factories.browsers import browser_of, stop_clock
from factories.cases import Family, grant_for, make_family
from factories.people import AT, TODAY, make_actor
from sozialraum.errors import SozialraumError
from sozialraum.foundation.audit.models import AuditEntry
from sozialraum.foundation.privacy import context, gate
from sozialraum.foundation.privacy.actors import Role, ScopeKind
from sozialraum.foundation.privacy.gate import Denied, Subject
from sozialraum.foundation.vocabulary import Action, Purpose
from sozialraum.individual import queries, services
from sozialraum.individual.enums import Finding, ReporterKind, Urgency
from sozialraum.individual.models import Help, Member, ProtectionMeasure, SurveyRecord
from sozialraum.individual.surveys import Lack
from sozialraum.reporting.extracts import hand_in, release_help_counts, survey_overview
from sozialraum.reporting.models import SurveyExport
from sozialraum.reporting.queries import released_helps

pytestmark = pytest.mark.django_db(databases=["default", "audit"])

YEAR = AT.year
ANSWERS = {
    "provider_kind": "28", "place": "08", "court_decision": "2", "intensity": "4", "initiator": "2",
    "reasons": ["13", "15"], "situation": "1", "foreign_origin": "2", "german_spoken": "1", "school": "1",
    "training": "2",
}  # fmt: skip


def make_help(family: Family, *, kind: str = "34", begun_on: date = date(YEAR, 2, 3)) -> UUID:
    grant = grant_for(family.worker, family.case_id, Action.WRITE)
    made = Help.objects.create(
        case_id=family.case_id, member_id=family.son_id, help_kind=kind, begun_on=begun_on, recorded_at=AT,
        recorded_by=grant.actor.user_id,
    )  # fmt: skip
    return made.id


def row_of(family: Family, help_id: UUID) -> queries.HelpRow:
    grant = grant_for(family.worker, family.case_id)
    return queries.survey_rows(grant, year=YEAR, help_id=help_id)[0]


def keep(family: Family, help_id: UUID, **changes: object) -> None:
    given = services.SurveyAnswers(
        answers={**ANSWERS, "sex": {str(family.son_id): "1"}}, begun_on=date(YEAR, 2, 3), member_id=family.son_id,
        born={family.son_id: date(YEAR - 14, 5, 1)},
    )  # fmt: skip
    services.keep_survey(
        grant_for(family.worker, family.case_id, Action.WRITE), help_id, given=replace(given, **changes)
    )


@pytest.fixture
def family() -> Family:
    return make_family()


def test_a_record_that_is_answered_lacks_nothing(family: Family) -> None:
    help_id = make_help(family)
    before = row_of(family, help_id)
    assert Lack.MISSING in {each.lack for each in before.findings}
    keep(family, help_id)
    assert row_of(family, help_id).findings == ()


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"ended_on": date(YEAR, 1, 1)}, "before it begins"),
        ({"ended_on": date(YEAR + 1, 1, 1)}, "still to come"),
        ({"born": None}, "cannot be"),
        ({"member_id": UUID(int=7)}, "does not belong"),
    ],
)
def test_days_and_people_that_cannot_be_are_refused(
    family: Family, changes: dict[str, object], said: str
) -> None:
    help_id = make_help(family)
    if "born" in changes:
        changes = {"born": {family.son_id: date(1790, 1, 1)}}
    with pytest.raises(services.Refused, match=said):
        keep(family, help_id, **changes)
    assert not SurveyRecord.objects.filter(help_id=help_id).exists()


def test_the_family_has_no_part_in_it(family: Family) -> None:
    help_id = make_help(family)
    context.clear()
    grant = grant_for(family.mother, family.case_id, Action.WRITE)
    with pytest.raises(Denied):
        queries.survey_rows(grant, year=YEAR)
    with pytest.raises(Denied):
        services.keep_survey(
            grant, help_id, given=services.SurveyAnswers(answers={}, begun_on=date(YEAR, 2, 3))
        )


def test_the_file_names_nobody_and_is_on_record(family: Family) -> None:
    help_id = make_help(family)
    keep(family, help_id)
    grant_for(family.worker, family.case_id)
    son = Member.objects.get(id=family.son_id)
    context.clear()
    officer = make_actor(Role.FINANCE_OFFICER)
    for form in ("csv", "xml"):
        made = hand_in(officer, survey="helps", form=form, year=YEAR, at=AT).content.decode()
        for secret in (
            son.full_name,
            "Kessler",
            str(family.case_id),
            str(help_id),
            str(family.son_id),
            "05-01",
        ):
            assert secret not in made
        assert "11" in made and f"{YEAR - 14}-05" in made  # noqa: PT018 - the code of § 34 and the month of birth
    exports = list(SurveyExport.objects.all())
    assert [(each.lines, each.not_ready) for each in exports] == [(1, 0), (1, 0)]
    assert AuditEntry.objects.filter(object_kind="reporting.SurveyExport").count() == 2
    assert Help.objects.count() == 0, "the case stays shut for whoever hands in"


@pytest.mark.parametrize("role", [Role.CONTROLLER, Role.PLANNER, Role.CASE_WORKER, Role.ADMINISTRATOR])
def test_only_economic_youth_welfare_hands_in(role: Role) -> None:
    with pytest.raises(Denied):
        hand_in(make_actor(role), survey="helps", form="csv", year=YEAR, at=AT)


def test_lines_open_for_the_statistics_alone(family: Family) -> None:
    make_help(family)
    grant = gate.open(
        make_actor(Role.PLANNER), Purpose.PLANNING, Action.READ, Subject("case", ()), at=AT
    )  # fmt: skip
    with pytest.raises(Denied):
        queries.survey_lines(grant, year=YEAR)


def test_a_year_counts_what_began_ended_and_runs(family: Family) -> None:
    make_help(family)
    make_help(family, kind="31", begun_on=date(YEAR - 1, 3, 1))
    services.end_case(grant_for(family.worker, family.case_id, Action.WRITE), on=AT.date())
    context.clear()
    found = survey_overview(make_actor(Role.FINANCE_OFFICER), year=YEAR, at=AT)
    assert (found.helps, found.begun, found.ended, found.running) == (2, 1, 2, 0)
    before = survey_overview(make_actor(Role.FINANCE_OFFICER), year=YEAR - 1, at=AT)
    assert (before.helps, before.begun, before.ended, before.running) == (1, 1, 0, 1)


def test_h10_counts_leave_rounded_once_and_after_the_year() -> None:
    for _ in range(6):
        make_help(make_family(), kind="30", begun_on=date(YEAR - 1, 3, 1))
    make_help(make_family(), kind="32", begun_on=date(YEAR - 1, 3, 1))
    context.clear()
    planner = make_actor(Role.CONTROLLER)
    with pytest.raises(SozialraumError, match="not over"):
        release_help_counts(planner, year=YEAR, at=AT)
    release_help_counts(planner, year=YEAR - 1, at=AT)
    (out,) = released_helps()
    assert [out.table.figure(f"{kind} begun").value for kind in ("30", "32")] == [5.0, 0.0]
    with pytest.raises(SozialraumError, match="out already"):
        release_help_counts(planner, year=YEAR - 1, at=AT)
    with pytest.raises(Denied):
        release_help_counts(make_actor(Role.FINANCE_OFFICER), year=YEAR - 2, at=AT)


def test_the_worker_mends_her_own_list(family: Family, monkeypatch: pytest.MonkeyPatch) -> None:
    stop_clock(monkeypatch)
    help_id = make_help(family)
    browser, address = browser_of(family.worker), reverse("individual:survey", args=[family.case_id, help_id])
    page = browser.get(reverse("individual:surveys"), {"jahr": YEAR}).content.decode()
    assert "Kessler" in page
    assert browser.get(address).status_code == 200
    answers = {key: value for key, value in ANSWERS.items() if not isinstance(value, list)}
    sent = answers | {
        "begun_on": f"{YEAR}-02-03", "reasons_1": "13", f"sex_{family.son_id}": "1", "member": str(family.son_id),
        f"born_{family.son_id}": f"{YEAR - 14}-05-01",
    }  # fmt: skip
    assert browser.post(address, sent).status_code == 302
    assert row_of(family, help_id).findings == ()
    wrong = browser.post(address, sent | {"ended_on": f"{YEAR}-01-01", "place": "10"})
    assert wrong.status_code == 422
    assert f'value="{YEAR}-01-01"' in wrong.content.decode(), "what was typed stays"
    assert row_of(family, help_id).facts.answers["place"] == "08"


def test_nothing_of_a_foreign_family_is_told(family: Family, monkeypatch: pytest.MonkeyPatch) -> None:
    stop_clock(monkeypatch)
    help_id = make_help(family)
    stranger = browser_of(make_actor(Role.CASE_WORKER))
    assert stranger.get(reverse("individual:survey", args=[family.case_id, help_id])).status_code == 404
    assert "Kessler" not in stranger.get(reverse("individual:surveys"), {"jahr": YEAR}).content.decode()


def test_the_record_of_the_protection_fills_its_statistics(family: Family) -> None:
    """One child, whose sex and birthday are known from the help: nothing is left but what is kept nowhere."""
    help_id = make_help(family)
    keep(family, help_id)
    context.clear()
    colleague = make_actor(Role.CASE_WORKER, scope_kind=ScopeKind.CASE, scope_key=str(family.case_id))
    protecting = (family.case_id, Action.WRITE, Purpose.PROTECTION)
    report_id = services.record_report(
        grant_for(family.worker, *protecting), received_at=AT - timedelta(hours=1), content="Er kam ohne Jacke.",
        reporter=ReporterKind.HEALTH, urgency=Urgency.NEXT_DAY,
    )  # fmt: skip
    for actor in (family.worker, colleague):
        context.clear()
        services.assess_report(
            grant_for(actor, *protecting), report_id, seen="Ich war dort.", finding=Finding.ACUTE, child_seen_on=TODAY,
            child_heard=True, parents_heard=True,
        )  # fmt: skip
    context.clear()
    grant = grant_for(family.worker, *protecting)
    services.conclude_report(grant, report_id, finding=Finding.ACUTE)
    ProtectionMeasure.objects.create(
        case_id=family.case_id, report_id=report_id, kind="taking_into_care", content="Bereitschaftspflege", due_on=TODAY,
        done_on=TODAY, set_by=family.worker.user_id, set_at=AT,
    )  # fmt: skip
    context.clear()
    officer = make_actor(Role.FINANCE_OFFICER)
    overview = survey_overview(officer, year=YEAR, at=AT)
    assert {lack.value for lack, _count in overview.protection_lacks} == {
        "kind_of_danger", "where_the_child_lived", "end_of_care",
    }  # fmt: skip
    for survey in ("assessments", "care"):
        made = hand_in(officer, survey=survey, form="csv", year=YEAR, at=AT)
        head, row = made.content.decode("utf-8-sig").splitlines()[:2]
        line = dict(zip(head.split(";"), row.split(";"), strict=True))
        assert (line["born"], line["sex"], line["helps"], line["reporter"]) == (
            f"{YEAR - 14}-05",
            "1",
            "34",
            "health",
        )
        assert "Kessler" not in made.content.decode()
    assert [each.not_ready for each in SurveyExport.objects.all()] == [0, 0]
