"""Cases at the retention engine: which are watched, how they leave the working set, how they are erased."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import connection
from django.db.models import Model

from sozialraum.foundation.accounts.services import end_staff_roles, erase_people
from sozialraum.foundation.privacy.actors import Role
from sozialraum.foundation.privacy.decisions import Decision
from sozialraum.foundation.privacy.enums import RetentionStep
from sozialraum.foundation.privacy.gate import Denied, Grant
from sozialraum.foundation.privacy.models import EmergencyAccess
from sozialraum.foundation.privacy.retention.erasure import erase_rows
from sozialraum.foundation.privacy.retention.rules import Facts, Period, latest_begin, months_later, step_due
from sozialraum.foundation.privacy.retention.sources import Kept
from sozialraum.foundation.vocabulary import Purpose, Retention
from sozialraum.individual.access import FAMILY
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
    CouncilGuest,
    CouncilPlan,
    CouncilPlanItem,
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

ERASED: Final[tuple[tuple[type[Model], str], ...]] = (
    (CouncilPlanItem, "case_id"), (CouncilPlan, "case_id"), (CouncilGuest, "case_id"), (FamilyCouncil, "case_id"),
    (ProtectionAdvice, "case_id"), (AskedProfessional, "case_id"), (ProtectionAssessmentVersion, "case_id"),
    (ProtectionMeasure, "case_id"), (ProtectionAssessment, "case_id"), (ProtectionReport, "case_id"),
    (MovedBelonging, "case_id"), (EntryVersion, "case_id"), (AppointmentReply, "case_id"), (Appointment, "case_id"), (Reply, "case_id"),
    (UseRating, "case_id"), (SkippedRing, "case_id"), (ArrangementComponent, "case_id"), (ResourceEntry, "case_id"),
    (ResourceCard, "case_id"), (Goal, "case_id"), (GenogramVersion, "case_id"), (Genogram, "case_id"),
    (SurveyRecord, "case_id"), (Help, "case_id"), (CaseOrigin, "case_id"), (MemberTie, "case_id"),
    (HouseholdStay, "case_id"),
    (TeamSheet, "case_id"), (FormalObjection, "case_id"), (GrantDecision, "case_id"), (Choice, "case_id"), (OptionList, "case_id"),
    (MissingNearby, "case_id"), (NetworkSheetVersion, "case_id"), (NetworkSheet, "case_id"), (Share, "case_id"),
    (TrustedPerson, "case_id"),
    (GoalRating, "case_id"), (PlanReview, "case_id"), (PlanSignature, "case_id"), (HelpPlan, "case_id"),
    (ComplaintAnswer, "case_id"), (Complaint, "case_id"),
    (CarriedRow, "case_id"), (CaseMerge, "case_id"),
    (CaseStep, "case_id"), (Consultation, "case_id"), (Reminder, "case_id"), (Handover, "case_id"),
    (TensionStep, "case_id"), (TensionVoice, "case_id"), (Tension, "case_id"),
    (PlainWording, "case_id"), (StatementVersion, "case_id"), (Statement, "case_id"), (Member, "case_id"), (EmergencyAccess, "subject_id"),
    (Case, "id"),
)  # fmt: skip
"""Children first. Entrusted notes and what families wrote among themselves are erased before them, unread, by the database."""


AGE_OF_TRIGGER: Final = 30 * 12
"""Months of life after which the period of a help file begins to run."""


def _for_keeping(grant: Grant) -> None:
    if grant.purpose is not Purpose.RETENTION:
        raise Denied(Decision.no("Periods are kept by the platform itself."))


def _class(*, without_help: bool) -> Retention:
    return Retention.COUNSELING if without_help else Retention.HELP_FILE


def _kept(row: tuple[UUID, date, date, datetime | None, bool, date | None]) -> Kept:
    case_id, opened_on, ended_on, archived_at, without_help, born_on = row
    facts = Facts(begun_on=opened_on, ended_on=ended_on, born_on=born_on, restricted=archived_at is not None)
    return Kept(case_id, _class(without_help=without_help), facts)


class CaseRetention:
    """Ended cases: help files by § 9b SGB VIII, those that ended with counseling alone by the shorter period."""

    def watched(self, grant: Grant) -> Iterator[Kept]:
        """Every ended case with the days its period runs from; the youngest child's birthday counts."""
        _for_keeping(grant)
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT id, opened_on, ended_on, archived_at, without_help, born_on FROM case_retention_facts()"
            )
            rows = cursor.fetchall()
        yield from map(_kept, rows)

    def counted(
        self, grant: Grant, *, today: date, periods: Mapping[Retention, Period]
    ) -> Mapping[tuple[Retention, RetentionStep], int]:
        """What is due by class and step: by the days of the cases' own rows, the few others judged one by one."""
        _for_keeping(grant)
        file, counseling = periods[Retention.HELP_FILE], periods[Retention.COUNSELING]
        # a file of somebody born later than this cannot be over, by a month to spare
        born_until = months_later(today, 1 - AGE_OF_TRIGGER - file.months)
        restricted = [
            latest_begin(today, each.restrict_after_months)
            if each.restrict_after_months is not None
            else None
            for each in (file, counseling)
        ]
        erased = latest_begin(today - timedelta(days=1), counseling.months)
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT without_help, to_restrict, to_erase FROM case_retention_counts(%s, %s, %s, %s)",
                [*restricted, erased, born_until],
            )
            counted = cursor.fetchall()
            cursor.execute(
                "SELECT id, opened_on, ended_on, archived_at, without_help, born_on"
                " FROM case_retention_facts_one_by_one(%s)",
                [born_until],
            )
            single = cursor.fetchall()
        counts = Counter[tuple[Retention, RetentionStep]]()
        for without_help, to_restrict, to_erase in counted:
            retention = _class(without_help=without_help)
            counts[retention, RetentionStep.RESTRICT] += to_restrict
            counts[retention, RetentionStep.ERASE] += to_erase
        for kept in map(_kept, single):
            step = step_due(periods[kept.retention], kept.facts, today=today)
            if step is not None:
                counts[kept.retention, step] += 1
        return +counts

    def restrict(self, grant: Grant, *, at: datetime) -> None:
        """Put the cases into the restricted archive: staff's assignments end, the family keeps its own access."""
        Case.objects.filter(id__in=grant.subject.ids, archived_at__isnull=True).update(archived_at=at)
        end_staff_roles([str(each) for each in grant.subject.ids], keep=FAMILY, at=at)

    def erase(self, grant: Grant, *, at: datetime) -> dict[str, int]:
        """Erase the cases with everything in them, and the accounts of those who are here for them alone."""
        ids = list(grant.subject.ids)
        with connection.cursor() as cursor:
            cursor.execute("SELECT erase_entrusted_notes(%s)", [ids])
            rows = {"individual.EntrustedNote": cursor.fetchone()[0]}
            cursor.execute("SELECT erase_council_drafts(%s)", [ids])
            rows["individual.CouncilDraft"] = cursor.fetchone()[0]
        rows.update(erase_rows(ERASED, ids))
        rows["accounts.User"] = erase_people(
            [str(each) for each in ids], roles=FAMILY | {Role.TRUSTED_PERSON}, at=at
        )
        return rows
