"""Reading two files of one family: what stands in each, what would come along, and what has come."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, Final
from uuid import UUID

from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Count, Model, Q, QuerySet
from django.utils import timezone

from sozialraum.foundation.accounts.queries import holders_of, names_of
from sozialraum.foundation.privacy import gate
from sozialraum.foundation.privacy.actors import Actor, Role, ScopeKind
from sozialraum.foundation.privacy.decisions import Decision
from sozialraum.foundation.privacy.gate import Grant, Subject
from sozialraum.foundation.vocabulary import Action, Purpose
from sozialraum.individual.access import FAMILY
from sozialraum.individual.enums import (
    CaseState,
    ComponentState,
    MemberKind,
    MergeState,
    ObjectionState,
    PlanState,
    ReplyKind,
)
from sozialraum.individual.models import (
    Appointment,
    ArrangementComponent,
    CarriedRow,
    Case,
    CaseMerge,
    Consultation,
    FamilyCouncil,
    FormalObjection,
    Goal,
    GrantDecision,
    Handover,
    Help,
    HelpPlan,
    HouseholdStay,
    Member,
    MemberTie,
    MissingNearby,
    PlainWording,
    ProtectionReport,
    Reminder,
    Reply,
    Statement,
    StatementVersion,
    Tension,
    TensionStep,
    TensionVoice,
    UseRating,
)
from sozialraum.individual.queries.cases import CaseRow, Person, families_of
from sozialraum.individual.rules.merges import Entered, FileFacts, Named, likely_pairs, may_be_one
from sozialraum.social_structure.queries import area_names

CARRIED: Final[tuple[type[Model], ...]] = (
    Member, MemberTie, HouseholdStay, Consultation, Statement, StatementVersion, PlainWording, Goal, ArrangementComponent,
    Reply, Appointment, Reminder, MissingNearby, Tension, TensionVoice, TensionStep, UseRating,
)  # fmt: skip
"""What goes on in the file that leads, parents before children. Everything else stays where it was written."""


@dataclass(frozen=True, slots=True)
class MergeFile:
    """One of two files, as the one who brings them together sees it."""

    case: CaseRow
    team_code: str
    people: tuple[Person, ...]
    workers: tuple[str, ...]
    readers: tuple[tuple[str, Role], ...]
    counts: dict[str, int]
    facts: FileFacts
    protected: bool
    fingerprint: str


@dataclass(frozen=True, slots=True)
class MergeFiles:
    """Both files, and the grant that opened them."""

    grant: Grant
    leading: MergeFile
    former: MergeFile

    @property
    def seen(self) -> str:
        """The fingerprint of both, so that nobody decides on what has changed since she looked."""
        return hashlib.sha256(f"{self.leading.fingerprint}{self.former.fingerprint}".encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class MergeView:
    """Two files that are, are to be, or were brought together."""

    id: UUID
    case_id: UUID
    former_id: UUID
    former_number: str
    reason: str
    people: dict[str, str]
    state: MergeState
    needs_second: bool
    proposed_by: UUID
    proposed_by_name: str
    proposed_at: datetime
    confirmed_by: str
    confirmed_at: datetime | None
    done_at: datetime | None
    undone_at: datetime | None


def merge_files(
    actor: Actor, case_id: UUID, former_id: UUID, *, at: datetime, locked: bool = False
) -> MergeFiles:
    """Open both files to the lead of their teams; whether a child's protection is involved is looked at first.

    Raises :class:`gate.Denied` where the actor does not lead the teams of both. ``locked`` holds both until the
    transaction ends, always in the same order.
    """
    subject = Subject("case", (case_id, former_id))
    reports = _reports(gate.open(actor, Purpose.PROTECTION, Action.READ, subject, at=at))
    grant = gate.open(actor, Purpose.SERVICE, Action.DECIDE, subject, at=at)
    if locked:
        list(Case.objects.select_for_update().filter(id__in=subject.ids).order_by("id"))
    found = {each.id: each for each in Case.objects.filter(id__in=subject.ids)}
    names = area_names({case.area_code for case in found.values()})
    first, second = (_file(grant, found[key], names, reports.get(key, [])) for key in subject.ids)
    return MergeFiles(grant, leading=first, former=second)


def carried_rows(grant: Grant, case_id: UUID) -> list[tuple[type[Model], QuerySet[Any]]]:
    """The rows of a file that go on in another one, by model in the order of :data:`CARRIED`."""
    going_on = {
        Goal: Q(removed_at__isnull=True),
        ArrangementComponent: Q(removed_at__isnull=True) & ~Q(state=ComponentState.ENDED),
        Reply: Q(kind=ReplyKind.OBJECTION, answered_at__isnull=True, withdrawn_at__isnull=True),
        Appointment: Q(begins_at__gte=grant.at, cancelled_at__isnull=True),
        Reminder: Q(done_at__isnull=True),
        MissingNearby: Q(withdrawn_at__isnull=True),
    }
    return [
        (model, model._default_manager.filter(going_on.get(model, Q()), case_id=case_id).order_by("pk"))
        for model in CARRIED
    ]  # fmt: skip


def fingerprint(row: Model) -> str:
    """What a row holds, as a hash: two are alike only if nothing was changed."""
    held = [(field.attname, getattr(row, field.attname)) for field in row._meta.concrete_fields]
    values = [(name, each.astimezone(UTC) if isinstance(each, datetime) else each) for name, each in held]
    return hashlib.sha256(json.dumps(values, cls=DjangoJSONEncoder).encode()).hexdigest()


def files_alike(actor: Actor, case_id: UUID, *, at: datetime) -> list[CaseRow]:
    """Families among those this actor may see that may be the one of this case (:func:`may_be_one`)."""
    rows = families_of(actor, at=at)
    own = next((row for row in rows if row.id == case_id), None)
    if own is None:
        return []
    gate.open(actor, Purpose.SERVICE, Action.LIST, Subject("case", tuple(row.id for row in rows)), at=at)
    children: dict[UUID, list[Named]] = {}
    for each in Member.objects.filter(case_id__in=[row.id for row in rows], kind=MemberKind.YOUNG_PERSON):
        children.setdefault(each.case_id, []).append(_named(each))
    one = Entered(own.family_name, tuple(children.get(case_id, ())))
    return [
        row
        for row in rows
        if row.id != case_id and may_be_one(one, Entered(row.family_name, tuple(children.get(row.id, ()))))
    ]


def merges_of(grant: Grant) -> list[MergeView]:
    """What was or is to be brought into the case of this grant, the latest first."""
    found = list(CaseMerge.objects.filter(case_id=grant.subject_id).order_by("-proposed_at"))
    names = names_of({key for each in found for key in (each.proposed_by, each.confirmed_by) if key})
    return [
        MergeView(
            id=each.id, case_id=each.case_id, former_id=each.former_id, former_number=each.former_number, reason=each.reason,
            people=each.people, state=MergeState(each.state), needs_second=each.needs_second, proposed_by=each.proposed_by,
            proposed_by_name=names.get(each.proposed_by, ""), proposed_at=each.proposed_at,
            confirmed_by=names.get(each.confirmed_by, "") if each.confirmed_by else "", confirmed_at=each.confirmed_at,
            done_at=each.done_at, undone_at=each.undone_at,
        )
        for each in found
    ]  # fmt: skip


def families_by_former_number(actor: Actor, rows: Sequence[CaseRow], wanted: str) -> list[CaseRow]:
    """The families among these that were entered under this number once, in a file that is shut now."""
    if not rows:
        return []
    gate.open(actor, Purpose.SERVICE, Action.LIST, Subject("case", tuple(row.id for row in rows)))
    merged = CaseMerge.objects.filter(state=MergeState.DONE, former_number__contains=wanted)
    found = set(merged.values_list("case_id", flat=True))
    return [row for row in rows if row.id in found]


def _reports(grant: Grant) -> dict[UUID, list[bool]]:
    """By case, whether each report of a danger is still open."""
    found: dict[UUID, list[bool]] = {}
    for case_id, concluded_at in ProtectionReport.objects.filter(case_id__in=grant.subject.ids).values_list(
        "case_id", "concluded_at"
    ):
        found.setdefault(case_id, []).append(concluded_at is None)
    return found


def _file(grant: Grant, case: Case, names: dict[str, str], reports: list[bool]) -> MergeFile:
    today = timezone.localdate(grant.at)
    rows = carried_rows(grant, case.id)
    held = {role: holders_of(ScopeKind.CASE, str(case.id), today=today, role=role) for role in _READING}
    called = names_of({key for keys in held.values() for key in keys})
    stored = {model: list(found) for model, found in rows}
    marks = [fingerprint(case), *(fingerprint(row) for each in stored.values() for row in each)]
    return MergeFile(
        case=_row(case, names), team_code=case.team_code,
        people=tuple(Person.of(each) for each in stored[Member] if isinstance(each, Member)),
        workers=tuple(sorted(called[key] for key in held[Role.CASE_WORKER] if key in called)),
        readers=tuple(sorted((called[key], role) for role, keys in held.items() for key in keys if key in called)),
        counts={model.__name__: len(each) for model, each in stored.items()},
        facts=_facts(grant, case, today, open_report=any(reports)), protected=bool(reports),
        fingerprint=hashlib.sha256("".join(marks).encode()).hexdigest(),
    )  # fmt: skip


_READING: Final = (Role.CASE_WORKER, Role.PROVIDER_WORKER, *sorted(FAMILY))


def running_helps(grant: Grant, case_id: UUID, today: date) -> QuerySet[Help]:
    """The helps of one of the files of a grant that run today or begin later."""
    _check_open(grant, case_id)
    return Help.objects.filter(Q(ended_on__isnull=True) | Q(ended_on__gt=today), case_id=case_id)


def next_review(grant: Grant, case_id: UUID) -> tuple[UUID, date] | None:
    """The latest fixed plan of one of the files of a grant, where it names a day for its review, with that day."""
    _check_open(grant, case_id)
    fixed = HelpPlan.objects.filter(case_id=case_id, state=PlanState.FIXED).order_by("-number")
    found = fixed.values_list("id", "review_on").first()
    return (found[0], found[1]) if found and found[1] else None


def _check_open(grant: Grant, case_id: UUID) -> None:
    if case_id not in grant.subject.ids:
        raise gate.Denied(Decision.no("This grant does not open that file."))


def _facts(grant: Grant, case: Case, today: date, *, open_report: bool) -> FileFacts:
    own = {"case_id": case.id}
    return FileFacts(
        archived=case.archived_at is not None,
        merged=case.merged_into is not None,
        took_another=CaseMerge.objects.filter(**own, state=MergeState.DONE).exists(),
        draft_plan=HelpPlan.objects.filter(**own, state=PlanState.DRAFT).exists(),
        running_help=running_helps(grant, case.id, today).exists(),
        open_report=open_report,
        open_decision=GrantDecision.objects.filter(**own, decided_at__isnull=True).exists(),
        open_objection=FormalObjection.objects.filter(**own, state=ObjectionState.OPEN).exists(),
        open_council=FamilyCouncil.objects.filter(**own, ended_at__isnull=True).exists(),
        open_handover=Handover.objects.filter(
            **own, done_at__isnull=True, withdrawn_at__isnull=True
        ).exists(),
    )


def _row(case: Case, names: dict[str, str]) -> CaseRow:
    return CaseRow(
        id=case.id, number=case.number, family_name=case.family_name, area_code=case.area_code,
        area_vintage=case.area_vintage, area_name=names.get(case.area_code, case.area_code),
        state=CaseState(case.state), opened_on=case.opened_on, ended_on=case.ended_on, last_said_on=None,
        merged_into=case.merged_into,
    )  # fmt: skip


def _named(member: Member) -> Named:
    return Named(member.id, MemberKind(member.kind), member.full_name, member.called, member.born_on)


def _named_person(person: Person) -> Named:
    """Somebody of a file as the rules compare her."""
    return Named(person.id, person.kind, person.full_name, person.called, person.born_on)


def pairs_of(files: MergeFiles) -> dict[UUID, UUID]:
    """Who of the former file may be who of the leading one, for the one who decides it."""
    return likely_pairs(
        [_named_person(each) for each in files.leading.people],
        [_named_person(each) for each in files.former.people],
    )


def carried_counts(grant: Grant, merge_id: UUID) -> dict[str, int]:
    """How many rows came with one merge, by the name of their model."""
    found = CarriedRow.objects.filter(case_id=grant.subject_id, merge_id=merge_id)
    return dict(found.values_list("model").annotate(n=Count("id")).values_list("model", "n"))
