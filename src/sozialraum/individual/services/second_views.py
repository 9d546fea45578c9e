"""Asking a colleague to look at a report as well; keeping how a view read before it was mended."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_noop

from sozialraum.foundation.privacy import gate
from sozialraum.foundation.privacy.decisions import Decision
from sozialraum.foundation.privacy.gate import Grant
from sozialraum.foundation.vocabulary import Purpose
from sozialraum.individual.access import ASKED
from sozialraum.individual.models import (
    AskedProfessional,
    ProtectionAssessment,
    ProtectionAssessmentVersion,
    ProtectionReport,
)
from sozialraum.individual.queries.second_views import qualified_colleagues, said_in
from sozialraum.individual.services.records import Refused, note_change, user_of, writable


@transaction.atomic
def ask_professional(
    grant: Grant, report_id: UUID, *, professional_id: UUID, experienced: bool = False
) -> UUID:
    """Ask a colleague of the office to look at a report as well; it opens for her until it is concluded.

    Raises :class:`Refused` for somebody who is no case worker or team lead of the office, who belongs to the family or
    has looked already, and after the finding.
    """
    report = report_in_charge(grant, report_id)
    if report.concluded_at is not None:
        raise Refused(
            gettext_noop("The finding is written down and stays."),
            gettext_noop("If something new is told, write down a new report."),
        )
    if qualified_colleagues(grant, report_id).named(professional_id) is None:
        raise Refused(
            gettext_noop("This person cannot be asked."), gettext_noop("Choose a colleague of the office.")
        )
    asked = AskedProfessional.objects.create(
        case_id=report.case_id, report=report, professional_id=professional_id, experienced=experienced,
        asked_by=user_of(grant), asked_at=grant.at,
    )  # fmt: skip
    note_change(grant, "individual.AskedProfessional", asked.id, ["professional_id", "experienced"])
    return asked.id


@transaction.atomic
def stop_asking(grant: Grant, report_id: UUID, asked_id: UUID) -> None:
    """Ask somebody no longer: the report closes for her with the next request; a view she has written stays."""
    report = report_in_charge(grant, report_id)
    found = AskedProfessional.objects.filter(id=asked_id, report=report, ended_at__isnull=True)
    if not found.update(ended_at=grant.at):
        raise gate.Denied(Decision.no("Nobody like that was asked."))
    note_change(grant, "individual.AskedProfessional", asked_id, ["ended_at"])


def end_asking(report: ProtectionReport, *, at: datetime) -> None:
    """Nobody is asked any more: the report is concluded."""
    AskedProfessional.objects.filter(report=report, ended_at__isnull=True).update(ended_at=at)


def keep_version(report: ProtectionReport, professional_id: UUID) -> None:
    """Keep how somebody's view reads now, before it is mended; nothing happens to a first one."""
    view = ProtectionAssessment.objects.filter(report=report, professional_id=professional_id).first()
    if view is None:
        return
    ProtectionAssessmentVersion.objects.create(
        case_id=report.case_id, assessment=view, said=said_in(view), written_at=view.written_at,
        number=ProtectionAssessmentVersion.objects.filter(assessment=view).count() + 1,
    )  # fmt: skip


def report_in_charge(grant: Grant, report_id: UUID) -> ProtectionReport:
    """A report for those in charge of the case, locked for a change; raises :class:`gate.Denied` for who was asked."""
    if grant.purpose is not Purpose.PROTECTION or grant.ground == ASKED:
        raise gate.Denied(Decision.no("Those in charge of the case ask."))
    report = (
        ProtectionReport.objects.select_for_update().filter(id=report_id, case_id=writable(grant)).first()
    )
    if report is None:
        raise gate.Denied(Decision.no("This case has no such report."))
    return report
