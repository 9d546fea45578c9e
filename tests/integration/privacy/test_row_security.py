"""The database itself lets nothing through that the gate has not opened: every path as the application's role."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.models import Count
from psycopg.errors import FeatureNotSupported

from factories.cases import Family, grant_for, make_family
from factories.people import make_actor
from sozialraum.foundation.privacy import context
from sozialraum.foundation.privacy.actors import Role
from sozialraum.foundation.privacy.classification import stored_models
from sozialraum.foundation.privacy.gate import Denied
from sozialraum.foundation.privacy.models import EmergencyAccess
from sozialraum.foundation.vocabulary import Action
from sozialraum.individual.models import (
    Appointment,
    AppointmentReply,
    ArrangementComponent,
    AskedProfessional,
    CarriedRow,
    Case,
    CaseMerge,
    CaseOrigin,
    CaseStep,
    Choice,
    Complaint,
    ComplaintAnswer,
    Consultation,
    CouncilDraft,
    CouncilGuest,
    CouncilPlan,
    CouncilPlanItem,
    EntrustedNote,
    EntryVersion,
    FamilyCouncil,
    FormalObjection,
    Genogram,
    GenogramVersion,
    Goal,
    GoalRating,
    GrantDecision,
    Handover,
    Help,
    HelpPlan,
    HouseholdStay,
    Member,
    MemberTie,
    MissingNearby,
    MovedBelonging,
    NetworkSheet,
    NetworkSheetVersion,
    OptionList,
    PlainWording,
    PlanReview,
    PlanSignature,
    ProtectionAdvice,
    ProtectionAssessment,
    ProtectionAssessmentVersion,
    ProtectionMeasure,
    ProtectionReport,
    Reminder,
    Reply,
    ResourceCard,
    ResourceEntry,
    Share,
    SkippedRing,
    Statement,
    StatementVersion,
    SurveyRecord,
    TeamSheet,
    Tension,
    TensionStep,
    TensionVoice,
    TrustedPerson,
    UseRating,
)

pytestmark = pytest.mark.django_db(databases=["default", "audit"])
GUARDED = [
    Case, Member, Statement, StatementVersion, PlainWording, EntrustedNote, EmergencyAccess, Share, NetworkSheet, NetworkSheetVersion,
    Goal, EntryVersion, ResourceCard, ResourceEntry, ArrangementComponent, SkippedRing, Reply, Appointment,
    AppointmentReply, Genogram, GenogramVersion, CaseStep, Consultation, Reminder, Handover, HelpPlan,
    PlanSignature, GoalRating, PlanReview, MissingNearby, OptionList, Choice, GrantDecision, TeamSheet,
    ProtectionReport, ProtectionAssessment, ProtectionMeasure, FamilyCouncil, CouncilGuest, CouncilDraft, CouncilPlan,
    CouncilPlanItem, TrustedPerson, AskedProfessional, ProtectionAssessmentVersion, Help, SurveyRecord, CaseOrigin,
    MemberTie, HouseholdStay, CaseMerge, CarriedRow, MovedBelonging, FormalObjection, Tension, TensionVoice, TensionStep, Complaint,
    ComplaintAnswer, UseRating, ProtectionAdvice,
]  # fmt: skip


@pytest.fixture
def two_families() -> tuple[Family, Family]:
    mine, foreign = make_family(), make_family()
    context.clear()
    return mine, foreign


def test_requests_run_as_a_role_that_cannot_bypass() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolname, rolsuper, rolbypassrls FROM pg_roles WHERE rolname = current_user")
        assert cursor.fetchone() == ("sozialraum_app", False, False)


def test_every_person_table_is_locked_and_forced() -> None:
    tables = {model._meta.db_table for model in stored_models() if model._meta.db_table.startswith("person_")}
    assert tables == {model._meta.db_table for model in GUARDED}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname, relrowsecurity, relforcerowsecurity FROM pg_class"
            " WHERE relname LIKE 'person\\_%' AND relkind = 'r'"
        )
        assert set(cursor.fetchall()) == {(table, True, True) for table in tables}


@pytest.mark.parametrize("model", GUARDED)
def test_no_context_no_rows(two_families: tuple[Family, Family], model: type[Case]) -> None:
    assert model.objects.count() == 0


def test_only_the_opened_case_answers(two_families: tuple[Family, Family]) -> None:
    mine, foreign = two_families
    lazy = Statement.objects.select_related("case", "speaker").order_by("recorded_at")
    grant_for(mine.worker, mine.case_id)
    assert {each.case_id for each in lazy} == {mine.case_id}
    assert Case.objects.filter(id=foreign.case_id).first() is None
    assert Case.objects.aggregate(n=Count("statements"))["n"] == 1
    assert list(Member.objects.values_list("case__family_name", flat=True)) == ["Kessler", "Kessler"]
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM person_case c JOIN person_statement s ON s.case_id = c.id")
        assert cursor.fetchone() == (1,)
        with cursor.copy("COPY (SELECT id FROM person_case) TO STDOUT") as copy:
            assert [str(row, "ascii").strip() for row in copy] == [str(mine.case_id)]


def test_a_kept_plan_answers_whoever_asks_with_what_is_open_to_him(
    two_families: tuple[Family, Family],
) -> None:
    with connection.cursor() as cursor:
        # as a web process keeps plans, from the first time on, and for every value the same one
        cursor.execute("SET LOCAL plan_cache_mode = force_generic_plan")
    driver = connection.connection
    kept, driver.prepare_threshold = driver.prepare_threshold, 0
    try:
        for each in (*two_families, None, two_families[0]):
            context.clear()
            if each is not None:
                grant_for(each.worker, each.case_id)
            own = [] if each is None else [each.case_id]
            assert list(Case.objects.values_list("id", flat=True)) == own
            assert list(Statement.objects.values_list("case_id", flat=True)) == own
            assert EntryVersion.objects.exclude(case_id__in=own).count() == 0
            counted = [model.objects.count() for model in GUARDED]
            assert any(counted) is (each is not None)
        with connection.cursor() as cursor:
            cursor.execute("SELECT sum(generic_plans) FROM pg_prepared_statements")
            assert cursor.fetchone()[0] >= 4 * len(GUARDED)
    finally:
        driver.prepare_threshold = kept


def test_foreign_writes_are_refused(two_families: tuple[Family, Family]) -> None:
    mine, foreign = two_families
    grant_for(mine.worker, mine.case_id, Action.WRITE)
    assert Statement.objects.filter(case_id=foreign.case_id).update(text="changed") == 0
    assert Statement.objects.filter(case_id=foreign.case_id).delete()[0] == 0
    new = {"case_id": foreign.case_id, "kind": "parent", "full_name": "Foreign Person"}
    for write in (
        lambda: Member.objects.create(**new),
        lambda: Member.objects.bulk_create([Member(**new)]),
        lambda: Member.objects.filter(case_id=mine.case_id).update(case_id=foreign.case_id),
    ):
        with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
            write()


def test_bulk_copy_into_guarded_tables_is_refused(two_families: tuple[Family, Family]) -> None:
    mine, _ = two_families
    grant_for(mine.worker, mine.case_id, Action.WRITE)
    with pytest.raises(FeatureNotSupported, match="row-level security"), transaction.atomic():  # noqa: SIM117
        with connection.cursor() as cursor, cursor.copy("COPY person_member (id) FROM STDIN"):
            pass


def test_a_grant_for_reading_writes_nothing(two_families: tuple[Family, Family]) -> None:
    mine, _ = two_families
    grant_for(mine.worker, mine.case_id, Action.READ)
    assert Statement.objects.filter(case_id=mine.case_id).update(text="changed") == 0
    with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
        Member.objects.create(case_id=mine.case_id, kind="parent", full_name="Somebody")


def test_a_denial_closes_what_it_looked_at(two_families: tuple[Family, Family]) -> None:
    _, foreign = two_families
    with pytest.raises(Denied):
        grant_for(make_actor(Role.CASE_WORKER), foreign.case_id)
    assert Case.objects.count() == 0


def test_nobody_truncates(two_families: tuple[Family, Family]) -> None:
    for table in ("person_statement", "audit_auditentry"):
        with (
            pytest.raises(DatabaseError, match="permission denied"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(f"TRUNCATE {table} CASCADE")


def test_every_table_of_a_case_follows_it_into_the_archive() -> None:
    dependents = {m._meta.db_table for m in GUARDED} - {"person_case", "person_emergency_access"}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tablename, array_agg(cmd ORDER BY cmd) FROM pg_policies"
            " WHERE permissive = 'RESTRICTIVE' AND policyname LIKE 'follows%' GROUP BY tablename"
        )
        found = dict(cursor.fetchall())
    assert found == {table: ["DELETE", "INSERT", "SELECT", "UPDATE"] for table in dependents}


def test_no_policy_takes_the_list_of_subjects_apart_for_every_row() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FILTER (WHERE condition ~ 'SELECT .?string_to_array'), string_agg(named, ', ')"
            " FILTER (WHERE condition ~ 'ANY \\(\\(string_to_array') FROM (SELECT tablename || ': ' || policyname AS named,"
            " concat(qual, with_check) AS condition FROM pg_policies) AS policies"
        )
        once, every_row = cursor.fetchone()
    assert once > 100
    assert every_row is None
