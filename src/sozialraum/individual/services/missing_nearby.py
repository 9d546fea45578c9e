"""Marking what a family misses near by; the mark stays in the case, and a count of many leaves it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from sozialraum.foundation.audit.enums import Outcome
from sozialraum.foundation.audit.services import CHANGES, record
from sozialraum.foundation.privacy import gate
from sozialraum.foundation.privacy.decisions import Decision
from sozialraum.foundation.privacy.gate import Grant
from sozialraum.foundation.vocabulary import Action
from sozialraum.individual.models import Case, MissingNearby
from sozialraum.individual.services.records import note_change, user_of, writable
from sozialraum.network.enums import MissingKind


@dataclass(frozen=True, slots=True)
class Mark:
    """One thing that a family misses near by, said on a day."""

    case_id: UUID
    kind: MissingKind
    marked_on: date


@transaction.atomic
def set_missing_nearby(grant: Grant, *, kinds: Collection[MissingKind]) -> None:
    """What the family misses near by, as it stands now: new kinds are marked, others are taken back.

    The area is where the family lives. A kind that is taken back and marked again counts from the new day.
    """
    case = Case.objects.get(id=writable(grant))
    marks = {MissingKind(each.kind): each for each in _open(case.id)}
    wanted = set(kinds)
    for kind in marks.keys() - wanted:
        marks[kind].withdrawn_at = grant.at
        marks[kind].save(update_fields=["withdrawn_at"])
        note_change(grant, "individual.MissingNearby", marks[kind].id, ["withdrawn_at"])
    for kind in sorted(wanted - marks.keys()):
        made = MissingNearby.objects.create(
            case=case, kind=kind, area_code=case.area_code, area_vintage=case.area_vintage, marked_on=timezone.localdate(grant.at),
            marked_by=user_of(grant),
        )  # fmt: skip
        note_change(grant, "individual.MissingNearby", made.id, ["kind", "area_code"])


@transaction.atomic
def take_over_missing_nearby(grant: Grant, marks: Sequence[Mark]) -> None:
    """Take over marks that a team kept elsewhere, for several families of the grant at once; one audit entry."""
    if grant.action is not Action.WRITE or {mark.case_id for mark in marks} - set(grant.subject.ids):
        raise gate.Denied(Decision.no("This grant does not cover these families."))
    homes = {
        case_id: (code, vintage)
        for case_id, code, vintage in Case.objects.filter(id__in=grant.subject.ids).values_list(
            "id", "area_code", "area_vintage"
        )
    }
    MissingNearby.objects.bulk_create(
        MissingNearby(
            case_id=mark.case_id, kind=mark.kind, area_code=homes[mark.case_id][0], area_vintage=homes[mark.case_id][1],
            marked_on=mark.marked_on, marked_by=user_of(grant),
        )
        for mark in marks
    )  # fmt: skip
    record(
        using=CHANGES, at=grant.at, actor_id=grant.actor.user_id, role=grant.role, function=gate.function_of(grant.role),
        action=Action.WRITE, purpose=grant.purpose, outcome=Outcome.CHANGED, subject_kind="case",
        subject_ids=sorted({str(mark.case_id) for mark in marks}), object_kind="individual.MissingNearby", object_id="",
        fields=["kind", "area_code"], ground=f"count {len(marks)}",
    )  # fmt: skip


@transaction.atomic
def heard_of_result(grant: Grant, *, kind: MissingKind) -> None:
    """Say that the notice of a closed theme was read for this family."""
    _open(writable(grant)).filter(kind=kind).update(told_at=grant.at)
    note_change(grant, "individual.MissingNearby", grant.subject_id, ["told_at"])


def _open(case_id: UUID) -> QuerySet[MissingNearby]:
    return MissingNearby.objects.filter(case_id=case_id, withdrawn_at__isnull=True)
