"""Reading the way of a case: where it is, what was explained, what is due, and who was there for the family."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from sozialraum.foundation.accounts.queries import holders_of, names_of
from sozialraum.foundation.privacy import gate
from sozialraum.foundation.privacy.actors import Actor, Role, ScopeKind
from sozialraum.foundation.privacy.gate import Grant, Subject
from sozialraum.foundation.vocabulary import Action, Purpose
from sozialraum.individual.access import FAMILY
from sozialraum.individual.enums import AdviceTopic, CaseState, ConsultationForm, MemberKind, Track
from sozialraum.individual.models import Case, CaseStep, Consultation, Handover, Member, Reminder, Statement
from sozialraum.individual.queries.cases import Person, families_of
from sozialraum.individual.queries.choices import choice_facts
from sozialraum.individual.queries.plans import plan_is_agreed, plan_is_reviewed
from sozialraum.individual.queries.team_sheets import team_has_advised
from sozialraum.individual.rules import OWN_WORDS
from sozialraum.individual.rules.likeness import alike
from sozialraum.individual.rules.process import ProcessFacts, step_due_on


@dataclass(frozen=True, slots=True)
class StepRow:
    """One step that was taken."""

    state: CaseState
    taken_on: date
    taken_by: str
    reason: str
    short_term: bool


@dataclass(frozen=True, slots=True)
class ConsultationRow:
    """What was explained on one day."""

    id: UUID
    held_on: date
    form: ConsultationForm
    language: str
    topics: tuple[AdviceTopic, ...]
    present: tuple[Person, ...]
    note: str
    held_by: str


@dataclass(frozen=True, slots=True)
class ReminderRow:
    """Something a family waits for."""

    id: UUID
    case_id: UUID
    family_name: str
    due_on: date
    text: str
    waits_for: str
    done: bool


@dataclass(frozen=True, slots=True)
class HandoverRow:
    """A handover that runs or has been."""

    id: UUID
    from_id: UUID
    from_name: str
    to_name: str
    to_id: UUID
    joint_talk_on: date | None
    without_talk: str
    family_note: str
    family_note_by: Person | None
    begun_on: date
    done_on: date | None


@dataclass(frozen=True, slots=True)
class Continuity:
    """How steadily somebody was there for a family: how many persons one after another, since when the present one."""

    persons: int
    since: date
    name: str
    warm: int


@dataclass(frozen=True, slots=True)
class CaseProcess:
    """Where a case is, and how it came there; ``protection_since`` where a child's protection runs beside."""

    facts: ProcessFacts
    since: date
    due_on: date | None
    steps: tuple[StepRow, ...]
    consultations: tuple[ConsultationRow, ...]
    reminders: tuple[ReminderRow, ...]
    handover: HandoverRow | None
    continuity: Continuity
    protection_since: date | None


@dataclass(frozen=True, slots=True)
class DueStep:
    """The next step that a family may expect of somebody until a day."""

    case_id: UUID
    family_name: str
    state: CaseState
    since: date
    due_on: date


@dataclass(frozen=True, slots=True)
class SimilarFamily:
    """A family that may be the same; only among those the asker may see."""

    id: UUID
    number: str
    family_name: str
    area_code: str
    opened_on: date
    ended: bool


def process_facts(grant: Grant, *, short_term: bool = False) -> ProcessFacts:
    """What is on record in the case of this grant, for the rules of its way."""
    case_id = grant.subject_id
    state = CaseState(Case.objects.values_list("state", flat=True).get(id=case_id))
    told = Consultation.objects.filter(case_id=case_id).values_list("topics", flat=True)
    steps = CaseStep.objects.filter(case_id=case_id, track=Track.HELP)
    spoken = Statement.objects.filter(case_id=case_id, kind__in=OWN_WORDS)
    young = Member.objects.filter(case_id=case_id, kind=MemberKind.YOUNG_PERSON)
    old_enough = young.filter(
        Q(born_on__isnull=True) | Q(born_on__lte=_three_years_before(timezone.localdate(grant.at)))
    )
    chosen = choice_facts(grant)
    begun = steps.order_by("id").values_list("state", flat=True).first()
    return ProcessFacts(
        state=state,
        begun_in=CaseState(begun) if begun else state,
        topics=frozenset(AdviceTopic(each) for topics in told for each in topics),
        own_words=spoken.exists(),
        young_heard=not old_enough.exists() or spoken.filter(speaker__in=young).exists(),
        team_advised=team_has_advised(grant),
        options_shown=chosen.options_shown,
        choice_made=chosen.choice_made,
        granted=chosen.granted,
        letter_sent=chosen.letter_sent,
        plan_agreed=plan_is_agreed(grant),
        reviewed=plan_is_reviewed(grant, since=_since(steps, CaseState.REVIEW)),
        short_term=short_term or steps.filter(short_term=True).exists(),
    )


def case_process(grant: Grant, *, today: date) -> CaseProcess:
    """The way of one case, the latest first. The protection beside it is told to staff of the office alone."""
    case = Case.objects.get(id=grant.subject_id)
    people = {each.id: Person.of(each) for each in Member.objects.filter(case_id=case.id)}
    steps = list(CaseStep.objects.filter(case_id=case.id, track=Track.HELP).order_by("-id"))
    held = list(Consultation.objects.filter(case_id=case.id).order_by("-held_on", "-recorded_at"))
    handed = list(Handover.objects.filter(case_id=case.id, withdrawn_at__isnull=True).order_by("-begun_at"))
    holders = holders_of(ScopeKind.CASE, str(case.id), today=today, role=Role.CASE_WORKER)
    names = names_of(
        {step.taken_by for step in steps} | {each.held_by for each in held}
        | {key for each in handed for key in (each.from_id, each.to_id)} | holders
    )  # fmt: skip
    since = steps[0].taken_on if steps else case.opened_on
    known = bool(steps) or case.state == CaseState.CONCERN
    return CaseProcess(
        facts=process_facts(grant), since=since,
        due_on=step_due_on(CaseState(case.state), since) if known else None,
        steps=tuple(
            StepRow(CaseState(step.state), step.taken_on, names.get(step.taken_by, ""), step.reason, step.short_term)
            for step in steps
        ),
        consultations=tuple(_consultation(each, people, names) for each in held),
        reminders=_reminders(Reminder.objects.filter(case_id=case.id).order_by("due_on")),
        handover=next((_handover(each, people, names) for each in handed if each.done_at is None), None),
        continuity=_continuity(case, handed, holders, names),
        protection_since=None if grant.role in FAMILY or grant.role == Role.PROVIDER_WORKER else _protection(case.id),
    )  # fmt: skip


def possible_successors(grant: Grant, *, today: date) -> list[tuple[UUID, str]]:
    """Who may take over the case of this grant: the other case workers of its team, by name."""
    team = Case.objects.values_list("team_code", flat=True).get(id=grant.subject_id)
    found = holders_of(ScopeKind.TEAM, team, today=today, role=Role.CASE_WORKER)
    return list(names_of(found - {grant.actor.user_id}).items())


def families_like(actor: Actor, *, family_name: str, born: int | None, at: datetime) -> list[SimilarFamily]:
    """Families that may be the same as a new one, among those this actor is there for: no foreign one is hinted at."""
    rows = families_of(actor, at=at)
    if not rows:
        return []
    subject = Subject("case", tuple(row.id for row in rows))
    return similar_families(
        gate.open(actor, Purpose.SERVICE, Action.LIST, subject, at=at), family_name=family_name, born=born
    )


def similar_families(grant: Grant, *, family_name: str, born: int | None) -> list[SimilarFamily]:
    """Families that may be the same as a new one, among the cases of this grant and no others."""
    years: dict[UUID, set[int]] = {}
    for case_id, born_on in Member.objects.filter(
        case_id__in=grant.subject.ids, kind=MemberKind.YOUNG_PERSON, born_on__isnull=False
    ).values_list("case_id", "born_on"):
        if born_on:
            years.setdefault(case_id, set()).add(born_on.year)
    return [
        SimilarFamily(
            case.id, case.number, case.family_name, case.area_code, case.opened_on, case.ended_on is not None
        )
        for case in Case.objects.filter(id__in=grant.subject.ids).order_by("-opened_on")
        if alike(family_name, case.family_name, born=born, other_born=frozenset(years.get(case.id, ())))
    ]


def _since(steps: QuerySet[CaseStep], state: CaseState) -> date | None:
    return steps.filter(state=state).order_by("-id").values_list("taken_on", flat=True).first()


def _three_years_before(day: date) -> date:
    return day.replace(year=day.year - 3, day=min(day.day, 28))


def _protection(case_id: UUID) -> date | None:
    last = CaseStep.objects.filter(case_id=case_id, track=Track.PROTECTION).order_by("-id").first()
    return last.taken_on if last and last.open else None


def _consultation(held: Consultation, people: dict[UUID, Person], names: dict[UUID, str]) -> ConsultationRow:
    return ConsultationRow(
        id=held.id, held_on=held.held_on, form=ConsultationForm(held.form), language=held.language,
        topics=tuple(AdviceTopic(each) for each in held.topics),
        present=tuple(people[each] for each in held.present if each in people), note=held.note,
        held_by=names.get(held.held_by, ""),
    )  # fmt: skip


def _reminders(found: object) -> tuple[ReminderRow, ...]:
    return tuple(
        ReminderRow(each.id, each.case_id, each.case.family_name, each.due_on, each.text, each.waits_for, each.done_at is not None)
        for each in found.select_related("case")  # type: ignore[attr-defined]  # a query set
    )  # fmt: skip


def _handover(each: Handover, people: dict[UUID, Person], names: dict[UUID, str]) -> HandoverRow:
    return HandoverRow(
        id=each.id, from_id=each.from_id, from_name=names.get(each.from_id, ""), to_name=names.get(each.to_id, ""),
        to_id=each.to_id, joint_talk_on=each.joint_talk_on, without_talk=each.without_talk,
        family_note=each.family_note, family_note_by=people.get(each.family_note_by) if each.family_note_by else None,
        begun_on=timezone.localdate(each.begun_at),
        done_on=timezone.localdate(each.done_at) if each.done_at else None,
    )  # fmt: skip


def _continuity(case: Case, handed: list[Handover], holders: set[UUID], names: dict[UUID, str]) -> Continuity:
    done = [each for each in handed if each.done_at is not None]
    last = max((each.done_at for each in done if each.done_at), default=None)
    present = done[0].to_id if done else next(iter(sorted(holders)), None)
    return Continuity(
        persons=len(done) + 1, since=timezone.localdate(last) if last else case.opened_on,
        name=names.get(present, "") if present else "", warm=sum(not each.without_talk for each in done),
    )  # fmt: skip
