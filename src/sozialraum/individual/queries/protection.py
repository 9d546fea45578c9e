"""Reading reports of a danger to a child: for the worker of the case and the lead of its team, by a grant for protection."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sozialraum.foundation.accounts.queries import names_of
from sozialraum.foundation.database import statements
from sozialraum.foundation.privacy import gate
from sozialraum.foundation.privacy.actors import Actor, Role, ScopeKind
from sozialraum.foundation.privacy.decisions import Decision
from sozialraum.foundation.privacy.gate import Grant, Subject
from sozialraum.foundation.vocabulary import Action, Purpose
from sozialraum.individual.access import ASKED, STAFF
from sozialraum.individual.enums import Finding, MeasureKind, ReporterKind, Urgency
from sozialraum.individual.models import ProtectionAssessment, ProtectionMeasure, ProtectionReport
from sozialraum.individual.queries.advisers import AdviceView, advice_on
from sozialraum.individual.queries.second_views import (
    AskedRow,
    EarlierView,
    asked_for,
    asked_professionals,
    earlier_views,
    opens,
)
from sozialraum.individual.rules.protection import ReporterAnswer, answer_to_reporter


@dataclass(frozen=True, slots=True)
class ReportRow:
    """One report in the list of a case; ``finding`` is None until two have concluded."""

    id: UUID
    received_at: datetime
    reporter: ReporterKind
    urgency: Urgency
    due_at: datetime
    finding: Finding | None


@dataclass(frozen=True, slots=True)
class AssessmentView:
    """How one professional sees a report."""

    name: str
    own: bool
    seen: str
    protects: str
    child_seen_on: date | None
    child_not_seen: str
    child_heard: bool
    parents_heard: bool
    not_heard: str
    finding: Finding
    written_at: datetime


@dataclass(frozen=True, slots=True)
class MeasureView:
    """One step to protect the child."""

    id: UUID
    kind: MeasureKind
    content: str
    due_on: date
    done_on: date | None


@dataclass(frozen=True, slots=True)
class ReportSheet:
    """One report with everything written down about it; ``answer`` is what its reporter may be told, if anything.

    ``in_charge`` is False for a colleague who was asked for her view.
    """

    row: ReportRow
    reporter_name: str
    wants_answer: bool
    content: str
    recorded_by: str
    dissent: str
    concluded_at: datetime | None
    concluded_by: tuple[str, ...]
    answer: ReporterAnswer | None
    answered_at: datetime | None
    assessments: tuple[AssessmentView, ...]
    measures: tuple[MeasureView, ...]
    earlier: tuple[EarlierView, ...]
    asked: tuple[AskedRow, ...]
    advice: tuple[AdviceView, ...]
    in_charge: bool

    @property
    def own(self) -> AssessmentView | None:
        """The actor's own view."""
        return next((each for each in self.assessments if each.own), None)


@dataclass(frozen=True, slots=True)
class ProtectionDue:
    """A report that two professionals have not concluded yet; ``report_id`` where a colleague asks the actor for her view."""

    case_id: UUID
    report_id: UUID | None
    due_at: datetime


def family_name(grant: Grant) -> str:
    """What the family is called, for the pages of protection."""
    return family_names(grant, [grant.subject_id])[grant.subject_id]


def family_names(grant: Grant, ids: Sequence[UUID]) -> dict[UUID, str]:
    """What these families are called, as far as the grant covers them; nothing is asked for none."""
    wanted = set(ids) & set(grant.subject.ids)
    named = "SELECT id, family_name FROM person_case WHERE id = ANY(%s)"
    return dict(statements.rows(named, [list(wanted)])) if wanted else {}


def protection_reports(grant: Grant) -> list[ReportRow]:
    """All reports of a case, the latest first; those that she was asked for, for a colleague who was asked."""
    found = ProtectionReport.objects.filter(case_id=grant.subject_id).order_by("-received_at")
    if grant.ground == ASKED:
        found = found.filter(id__in=asked_for(grant))
    return [_row(each) for each in found]


def protection_report(grant: Grant, report_id: UUID) -> ReportSheet:
    """One report; raises :class:`gate.Denied` where the case has no such report or it is not shown to the actor."""
    found = ProtectionReport.objects.filter(id=report_id, case_id=grant.subject_id).first()
    if found is None or not opens(grant, report_id):
        raise gate.Denied(Decision.no("This case has no such report."))
    views = list(ProtectionAssessment.objects.filter(report=found).order_by("written_at"))
    steps = list(ProtectionMeasure.objects.filter(report=found).order_by("due_on", "set_at"))
    people = {found.recorded_by, found.first_id, found.second_id, *(each.professional_id for each in views)}
    names = names_of(each for each in people if each)
    row = _row(found)
    active = row.finding is not None and any(each.done_on is None for each in steps)
    return ReportSheet(
        row=row, reporter_name=found.reporter_name, wants_answer=found.wants_answer, content=found.content,
        recorded_by=names.get(found.recorded_by, ""), dissent=found.dissent, concluded_at=found.concluded_at,
        concluded_by=tuple(names.get(each, "") for each in (found.first_id, found.second_id) if each),
        answer=answer_to_reporter(row.reporter, row.finding, active=active), answered_at=found.answered_at,
        assessments=tuple(_assessment(each, names, grant.actor.user_id) for each in views),
        measures=tuple(MeasureView(e.id, MeasureKind(e.kind), e.content, e.due_on, e.done_on) for e in steps),
        earlier=tuple(earlier_views(grant, found.id)), asked=tuple(asked_professionals(grant, found.id)),
        advice=tuple(advice_on(grant, found.id)),
        in_charge=grant.ground != ASKED,
    )  # fmt: skip


def protection_due(grant: Grant) -> list[ProtectionDue]:
    """The reports in the cases of a grant that two have still to conclude, and those for which a colleague asks the actor.

    The most urgent first: days, no contents. Empty for everybody who is not of the office.
    """
    if not grant.actor.has(Role.CASE_WORKER, Role.TEAM_LEAD):
        return []
    found = statements.rows("SELECT case_id, report_id, due_at FROM reports_to_look_at()")
    return sorted((ProtectionDue(*row) for row in found), key=lambda due: due.due_at)


def asked_without_own_cases(actor: Actor, *, at: datetime) -> list[ProtectionDue]:
    """What a colleague asks somebody to look at who holds no case of her own; who holds some finds it on her start page."""
    if actor.keys(ScopeKind.CASE, *STAFF):
        return []
    grant = gate.open(actor, Purpose.SERVICE, Action.LIST, Subject("case", ()), at=at)
    return [each for each in protection_due(grant) if each.report_id]


def _row(report: ProtectionReport) -> ReportRow:
    return ReportRow(
        report.id, report.received_at, ReporterKind(report.reporter), Urgency(report.urgency), report.due_at,
        Finding(report.finding) if report.finding else None,
    )  # fmt: skip


def _assessment(each: ProtectionAssessment, names: dict[UUID, str], own_id: UUID | None) -> AssessmentView:
    return AssessmentView(
        names.get(each.professional_id, ""), each.professional_id == own_id, each.seen, each.protects,
        each.child_seen_on, each.child_not_seen, each.child_heard, each.parents_heard, each.not_heard,
        Finding(each.finding), each.written_at,
    )  # fmt: skip
