"""Who may be asked to look at a report as well, who was, and how each of them saw it before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext_noop

from sozialraum.foundation.accounts.queries import Colleagues, names_of
from sozialraum.foundation.privacy.gate import Grant
from sozialraum.individual.access import ASKED
from sozialraum.individual.models import (
    AskedProfessional,
    Member,
    ProtectionAssessment,
    ProtectionAssessmentVersion,
)

OF_THE_FAMILY = gettext_noop("%(name)s belongs to the family. Ask another colleague.")
ASKED_ALREADY = gettext_noop("%(name)s is asked already.")
LOOKED_ALREADY = gettext_noop("%(name)s has written down her view already.")
ONESELF = gettext_noop("You look at it anyway. Ask another colleague.")


@dataclass(frozen=True, slots=True)
class AskedRow:
    """A colleague who was asked; ``answered`` where her view is written down."""

    id: UUID
    name: str
    experienced: bool
    asked_at: datetime
    answered: bool


@dataclass(frozen=True, slots=True)
class EarlierView:
    """How a professional saw it before she mended her view."""

    name: str
    seen: str
    protects: str
    finding: str
    written_at: datetime


def opens(grant: Grant, report_id: UUID) -> bool:
    """Whether the grant opens this report: who was asked opens the one she was asked for and no other."""
    return grant.ground != ASKED or report_id in asked_for(grant)


def asked_for(grant: Grant) -> set[UUID]:
    """The reports of this case that the actor was asked to look at and that are not concluded."""
    found = AskedProfessional.objects.filter(
        case_id=grant.subject_id, professional_id=grant.actor.user_id or UUID(int=0), ended_at__isnull=True,
        report__concluded_at__isnull=True,
    )  # fmt: skip
    return set(found.values_list("report_id", flat=True))


def asked_professionals(grant: Grant, report_id: UUID) -> list[AskedRow]:
    """Who was asked to look at a report and is still asked, the first first."""
    found = list(
        AskedProfessional.objects.filter(
            case_id=grant.subject_id, report_id=report_id, ended_at__isnull=True
        ).order_by("asked_at")
    )
    names = names_of(each.professional_id for each in found)
    written = set(
        ProtectionAssessment.objects.filter(report_id=report_id).values_list("professional_id", flat=True)
    )
    return [
        AskedRow(
            each.id, names.get(each.professional_id, ""), each.experienced, each.asked_at, each.professional_id in written
        )
        for each in found
    ]  # fmt: skip


def qualified_colleagues(grant: Grant, report_id: UUID) -> Colleagues:
    """The case workers and team leads of the office who could be asked: nobody of the family, nobody asked already."""
    family = Member.objects.filter(case_id=grant.subject_id, user_id__isnull=False)
    asked = AskedProfessional.objects.filter(report_id=report_id, ended_at__isnull=True)
    wrote = ProtectionAssessment.objects.filter(report_id=report_id)
    without = {each: OF_THE_FAMILY for each in family.values_list("user_id", flat=True) if each}
    without |= dict.fromkeys(asked.values_list("professional_id", flat=True), ASKED_ALREADY)
    without |= dict.fromkeys(wrote.values_list("professional_id", flat=True), LOOKED_ALREADY)
    if grant.actor.user_id:
        without[grant.actor.user_id] = ONESELF
    return Colleagues(timezone.localdate(grant.at), without)


def earlier_views(grant: Grant, report_id: UUID) -> list[EarlierView]:
    """How each of them saw it before, the earliest first."""
    found = list(
        ProtectionAssessmentVersion.objects.filter(
            case_id=grant.subject_id, assessment__report_id=report_id
        ).values_list("assessment__professional_id", "said", "written_at")
    )
    names = names_of(professional for professional, _said, _at in found)
    rows = [
        EarlierView(names.get(professional, ""), said["seen"], said["protects"], said["finding"], at)
        for professional, said, at in found
    ]
    return sorted(rows, key=lambda each: each.written_at)


def said_in(view: ProtectionAssessment) -> dict[str, Any]:
    """What a view says, as a version keeps it."""
    seen_on: date | None = view.child_seen_on
    return {
        "seen": view.seen, "protects": view.protects, "child_seen_on": seen_on.isoformat() if seen_on else None,
        "child_not_seen": view.child_not_seen, "child_heard": view.child_heard, "parents_heard": view.parents_heard,
        "not_heard": view.not_heard, "finding": view.finding,
    }  # fmt: skip
