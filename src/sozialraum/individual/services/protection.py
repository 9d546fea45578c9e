"""The protection of a child: reported, assessed by two, concluded, and followed up; kept apart from the help.

Every function takes a grant to write that the gate has given for protection: the worker of the case and the lead of
its team, nobody of the family and nobody of a provider.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop

from sozialraum.foundation.privacy import gate
from sozialraum.foundation.privacy.decisions import Decision
from sozialraum.foundation.privacy.gate import Grant
from sozialraum.foundation.vocabulary import Purpose
from sozialraum.individual.access import ASKED
from sozialraum.individual.enums import Finding, MeasureKind, ReporterKind, Urgency
from sozialraum.individual.models import ProtectionAssessment, ProtectionMeasure, ProtectionReport
from sozialraum.individual.queries.second_views import opens
from sozialraum.individual.rules.protection import answer_to_reporter, due_by, is_whole, may_conclude
from sozialraum.individual.services.records import Refused, note_change, user_of, writable
from sozialraum.individual.services.second_views import end_asking, keep_version

NO_SUCH_REPORT = "This case has no such report."
LONGEST = 20_000


@transaction.atomic
def record_report(
    grant: Grant, *, received_at: datetime, reporter: ReporterKind, content: str, urgency: Urgency,
    reporter_name: str = "", wants_answer: bool = False,
) -> UUID:  # fmt: skip
    """Write down what somebody told; returns the report's id. The time for two professionals to look begins with it.

    Raises :class:`Refused` without words, for a moment still to come, and for one more than a year ago.
    """
    if not content.strip():
        raise Refused(gettext_noop("There are no words yet."), gettext_noop("Write down what was told."))
    if not grant.at - timedelta(days=366) <= received_at <= grant.at + timedelta(minutes=5):
        raise Refused(
            gettext_noop("The report cannot have come then."), gettext_noop("Check the day and the time.")
        )
    report = ProtectionReport.objects.create(
        case_id=_by_those_in_charge(grant), received_at=received_at, reporter=reporter, reporter_name=reporter_name.strip(),
        wants_answer=wants_answer, content=content.strip(), urgency=urgency, due_at=due_by(received_at, urgency),
        recorded_by=user_of(grant), recorded_at=grant.at,
    )  # fmt: skip
    note_change(
        grant, "individual.ProtectionReport", report.id, ["received_at", "reporter", "content", "urgency"]
    )
    return report.id


@transaction.atomic
def assess_report(
    grant: Grant, report_id: UUID, *, seen: str, finding: Finding, protects: str = "",
    child_seen_on: date | None = None, child_not_seen: str = "", child_heard: bool = False,
    parents_heard: bool = False, not_heard: str = "",
) -> UUID:  # fmt: skip
    """Write down how the actor sees a report; each professional has one view of her own and may mend it until the end.

    How it read before is kept as a version.

    Raises :class:`Refused` where it does not say what the law asks for (:func:`is_whole`), or after the finding.
    """
    report = _open_report(grant, report_id)
    whole = is_whole(
        child_seen=child_seen_on is not None, child_heard=child_heard, parents_heard=parents_heard,
        not_seen=child_not_seen, not_heard=not_heard,
    )  # fmt: skip
    if not seen.strip():
        whole = Decision.no(gettext_noop("Write down what you saw and heard yourself."))
    if not whole:
        raise Refused(whole.reason, gettext_noop("Your words are still here. Add what is missing."))
    if child_seen_on is not None and child_seen_on > timezone.localdate(grant.at):
        raise Refused(gettext_noop("This day is still to come."), gettext_noop("Enter the day of the visit."))
    keep_version(report, user_of(grant))
    view, _made = ProtectionAssessment.objects.update_or_create(
        report=report, professional_id=user_of(grant), case_id=report.case_id,
        defaults={
            "seen": seen.strip(), "protects": protects.strip(), "child_seen_on": child_seen_on,
            "child_not_seen": child_not_seen.strip(), "child_heard": child_heard, "parents_heard": parents_heard,
            "not_heard": not_heard.strip(), "finding": finding, "written_at": grant.at,
        },
    )  # fmt: skip
    note_change(grant, "individual.ProtectionAssessment", view.id, ["seen", "protects", "finding"])
    return view.id


@transaction.atomic
def conclude_report(grant: Grant, report_id: UUID, *, finding: Finding, dissent: str = "") -> None:
    """Write down the finding of two professionals; it is final. Raises :class:`Refused` as :func:`may_conclude` says."""
    report = _open_report(grant, report_id)
    views = list(ProtectionAssessment.objects.filter(report=report).order_by("written_at"))
    by = user_of(grant)
    allowed = may_conclude(
        [each.professional_id for each in views], by=by, finding=finding,
        found=[Finding(each.finding) for each in views], dissent=dissent,
    )  # fmt: skip
    if not allowed:
        raise Refused(
            allowed.reason, gettext_noop("Nothing was concluded. Everything written so far is kept.")
        )
    report.finding, report.dissent, report.concluded_at = finding, dissent.strip(), grant.at
    report.first_id = next(each.professional_id for each in views if each.professional_id != by)
    report.second_id = by
    report.save(update_fields=["finding", "dissent", "concluded_at", "first_id", "second_id"])
    end_asking(report, at=grant.at)
    note_change(grant, "individual.ProtectionReport", report.id, ["finding", "dissent", "concluded_at"])


@transaction.atomic
def add_measure(grant: Grant, report_id: UUID, *, kind: MeasureKind, content: str, due_on: date) -> UUID:
    """Add a step that follows from the finding; returns its id. In acute danger steps come before the finding."""
    report = find_report(grant, report_id)
    if not content.strip():
        raise Refused(gettext_noop("There are no words yet."), gettext_noop("Say what is done."))
    step = ProtectionMeasure.objects.create(
        case_id=report.case_id, report=report, kind=kind, content=content.strip(), due_on=due_on,
        set_by=user_of(grant), set_at=grant.at,
    )  # fmt: skip
    note_change(grant, "individual.ProtectionMeasure", step.id, ["kind", "content", "due_on"])
    return step.id


@transaction.atomic
def finish_measure(grant: Grant, measure_id: UUID) -> None:
    """Say that a step was done today; raises :class:`gate.Denied` where the case has no such step."""
    if grant.ground == ASKED:
        raise gate.Denied(Decision.no("Who was asked for her view takes no steps."))
    found = ProtectionMeasure.objects.filter(id=measure_id, case_id=protecting(grant), done_on__isnull=True)
    if not found.update(done_on=timezone.localdate(grant.at)):
        raise gate.Denied(Decision.no("This case has no such step."))
    note_change(grant, "individual.ProtectionMeasure", measure_id, ["done_on"])


@transaction.atomic
def note_answer(grant: Grant, report_id: UUID) -> None:
    """Note that the reporting professional was told the two facts; raises :class:`Refused` for everybody else."""
    report = find_report(grant, report_id)
    finding = Finding(report.finding) if report.finding else None
    if answer_to_reporter(ReporterKind(report.reporter), finding, active=False) is None:
        raise Refused(
            gettext_noop("This reporter is told nothing, or there is no finding yet."),
            gettext_noop("Only professionals under a duty of secrecy are told two facts."),
        )
    if report.answered_at is None:
        report.answered_by, report.answered_at = user_of(grant), grant.at
        report.save(update_fields=["answered_by", "answered_at"])
        note_change(grant, "individual.ProtectionReport", report.id, ["answered_at"])


def protecting(grant: Grant) -> UUID:
    """The case of a grant to write for protection; raises :class:`gate.Denied` for a grant for the help."""
    if grant.purpose is not Purpose.PROTECTION:
        raise gate.Denied(Decision.no("This grant is for the help."))
    return writable(grant)


def _by_those_in_charge(grant: Grant) -> UUID:
    if grant.ground == ASKED:
        raise gate.Denied(Decision.no("Who was asked for her view writes down no report."))
    return protecting(grant)


def find_report(grant: Grant, report_id: UUID) -> ProtectionReport:
    """The report, locked for a change; raises :class:`gate.Denied` where there is none that the actor may open."""
    found = (
        ProtectionReport.objects.select_for_update().filter(id=report_id, case_id=protecting(grant)).first()
    )
    if found is None or not opens(grant, report_id):
        raise gate.Denied(Decision.no(NO_SUCH_REPORT))
    return found


def _open_report(grant: Grant, report_id: UUID) -> ProtectionReport:
    found = find_report(grant, report_id)
    if found.concluded_at is not None:
        raise Refused(
            gettext_noop("The finding is written down and stays."),
            gettext_noop("If something new is told, write down a new report."),
        )
    return found
