"""Reading help plans: versions, what changed, who has signed, how goals are rated."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.formats import get_format as localized
from django.utils.translation import gettext as _

from sozialraum.foundation.accounts.queries import holders_of, names_of
from sozialraum.foundation.privacy import gate
from sozialraum.foundation.privacy.actors import Role, ScopeKind
from sozialraum.foundation.privacy.decisions import Decision
from sozialraum.foundation.privacy.gate import Grant
from sozialraum.individual.access import FAMILY
from sozialraum.individual.enums import (
    Audience,
    ComponentState,
    GoalLevel,
    GoalState,
    MemberKind,
    PlanState,
    ReviewResult,
    SignatureState,
    StatementKind,
)
from sozialraum.individual.models import (
    ArrangementComponent,
    Goal,
    GoalRating,
    HelpPlan,
    Member,
    PlanReview,
    PlanSignature,
    ResourceEntry,
    Statement,
)
from sozialraum.individual.queries.cases import CaseFile, Person, Words, case_file
from sozialraum.individual.queries.choices import granted_help_kind
from sozialraum.individual.rules import years_old
from sozialraum.individual.rules.plans import (
    Missing,
    Participant,
    PlanContent,
    PlanGoal,
    Service,
    Step,
    Voice,
    is_agreed,
    missing_to_fix,
    plan_for,
)

ASKED_TO_SIGN_FROM = 12
"""From this age on a young person is asked to sign; everybody younger may (default of the house, § 8 (1) SGB VIII)."""


@dataclass(frozen=True, slots=True)
class PlanRow:
    """One version in the list of versions."""

    number: int
    state: PlanState
    begun_on: date
    fixed_on: date | None
    signed: int
    asked: int


@dataclass(frozen=True, slots=True)
class Signer:
    """Somebody who is asked to sign, and the latest answer; ``herself`` where it is the reader's own to give."""

    name: str
    role: str
    member_id: UUID | None
    professional_id: UUID | None
    state: SignatureState | None
    words: str
    said_on: date | None
    herself: bool
    noted_by_worker: bool


@dataclass(frozen=True, slots=True)
class RatingRow:
    """How far a goal is reached in one person's eyes."""

    goal_key: str
    name: str
    own: bool
    value: int
    words: str
    rated_on: date


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """One review of a plan."""

    held_on: date
    suitable: str
    needed: str
    exit_reached: bool
    result: ReviewResult
    text: str


@dataclass(frozen=True, slots=True)
class PlanView:
    """One version of a help plan as this reader may see it; ``before`` is the fixed version before it."""

    file: CaseFile
    number: int
    state: PlanState
    version: int
    content: PlanContent
    before: PlanContent | None
    missing: tuple[Missing, ...]
    signers: tuple[Signer, ...]
    ratings: tuple[RatingRow, ...]
    reviews: tuple[ReviewRow, ...]
    rows: tuple[PlanRow, ...]
    changed_at: datetime
    fixed_on: date | None
    own_member_id: UUID | None

    @property
    def agreed(self) -> bool:
        """Whether the plan carries the help."""
        return is_agreed(
            fixed=self.state is PlanState.FIXED,
            by_worker=any(
                each.state is SignatureState.SIGNED and each.professional_id for each in self.signers
            ),
            by_claimant=any(each.state is SignatureState.SIGNED and each.member_id for each in self.signers),
        )


@dataclass(frozen=True, slots=True)
class DueReview:
    """A fixed plan that is to be looked at together again."""

    case_id: UUID
    family_name: str
    review_on: date


def help_plan(grant: Grant, number: int | None = None) -> PlanView | None:
    """One version of the help plan, the latest where none is named; ``None`` where there is no plan yet.

    A provider's worker receives fixed versions alone, with the parts that are for the provider. Raises
    :class:`gate.Denied` for a number the case does not have.
    """
    plans = list(HelpPlan.objects.filter(case_id=grant.subject_id).order_by("-number"))
    provider = grant.role == Role.PROVIDER_WORKER
    if provider:
        plans = [each for each in plans if each.state == PlanState.FIXED]
    if not plans and number is None:
        return None
    plan = next((each for each in plans if number in (None, each.number)), None)
    if plan is None:
        raise gate.Denied(Decision.no("This case has no such plan."))
    file = case_file(grant)
    content = PlanContent.from_json(plan.content)
    earlier = next(
        (each for each in plans if each.number < plan.number and each.state == PlanState.FIXED), None
    )
    before = PlanContent.from_json(earlier.content) if earlier else None
    if provider:
        content = plan_for(Audience.PROVIDER, content)
        before = plan_for(Audience.PROVIDER, before) if before else None
    answers = list(PlanSignature.objects.filter(case_id=grant.subject_id).order_by("said_at", "id"))
    asked = _asked(grant, file)
    reviews = [] if provider else PlanReview.objects.filter(plan=plan).order_by("held_on")
    return PlanView(
        file=file, number=plan.number, state=PlanState(plan.state), version=plan.version, content=content, before=before,
        missing=missing_to_fix(content) if plan.state == PlanState.DRAFT else (),
        signers=_signers(grant, file, asked, [each for each in answers if each.plan_id == plan.id]),
        ratings=() if provider else _ratings(plan, file),
        reviews=tuple(
            ReviewRow(each.held_on, each.suitable, each.needed, each.exit_reached, ReviewResult(each.result), each.text)
            for each in reviews
        ),
        rows=tuple(_row(each, answers, len(asked)) for each in plans),
        changed_at=plan.changed_at, fixed_on=timezone.localdate(plan.fixed_at) if plan.fixed_at else None,
        own_member_id=next((each.id for each in file.people if each.user_id and each.user_id == grant.actor.user_id), None),
    )  # fmt: skip


def plan_is_agreed(grant: Grant) -> bool:
    """Whether a plan of this case carries the help (:func:`rules.plans.is_agreed`)."""
    signed = PlanSignature.objects.filter(
        case_id=grant.subject_id, plan__state=PlanState.FIXED, state=SignatureState.SIGNED
    )
    claimants = Member.objects.filter(
        case_id=grant.subject_id, kind__in=[MemberKind.PARENT, MemberKind.YOUNG_PERSON]
    )
    return is_agreed(
        fixed=True, by_worker=signed.filter(professional_id__isnull=False).exists(),
        by_claimant=signed.filter(member__in=claimants).exists(),
    )  # fmt: skip


def plan_is_reviewed(grant: Grant, *, since: date | None) -> bool:
    """Whether the plan was looked at together since this day."""
    held = PlanReview.objects.filter(case_id=grant.subject_id)
    return held.filter(held_on__gte=since).exists() if since else held.exists()


def assembled(grant: Grant, before: PlanContent) -> PlanContent:
    """A plan from what is there: voices, goals with steps, contributions and resources as they stand; the rest as before."""
    file = case_file(grant)
    young = [each for each in file.people if each.kind is MemberKind.YOUNG_PERSON]
    view = next((each for each in file.words if each.kind is StatementKind.PROFESSIONAL_VIEW), None)
    return replace(
        before,
        plan_for=young[-1].full_name if len(young) == 1 else _first_named(young, file),
        participants=before.participants or _participants(grant, file),
        voices=_voices(file, agreed=_agreed_words(grant)),
        need=view.text if view else before.need,
        services=_services(grant) or before.services,
        goals=_goals(grant) or before.goals,
        resources=_resources(grant), help_kind=before.help_kind or granted_help_kind(grant),
        meeting_on=grant.at.date().isoformat(), reviews=(), review_on="" if before == PlanContent() else before.review_on,
    )  # fmt: skip


def _agreed_words(grant: Grant) -> set[UUID]:
    found = Statement.objects.filter(case_id=grant.subject_id, agreed_with_provider=True)
    return set(found.values_list("id", flat=True))


def _first_named(young: list[Person], file: CaseFile) -> str:
    for words in reversed(file.words):
        if words.speaker in young and words.speaker is not None:
            return words.speaker.full_name
    return young[0].full_name if young else file.case.family_name


def _voices(file: CaseFile, *, agreed: set[UUID]) -> tuple[Voice, ...]:
    """The weightiest words of each person: the latest will, else the latest wish, else the latest; then the latest view."""
    chosen: list[Words] = []
    for person in file.people:
        said = [each for each in file.words if each.speaker == person]
        for kind in (StatementKind.WILL, StatementKind.WISH, StatementKind.OPEN):
            best = next((each for each in said if each.kind is kind), None)
            if best:
                chosen.append(best)
                break
    order = {MemberKind.YOUNG_PERSON: 0, MemberKind.PARENT: 1}
    chosen.sort(key=lambda each: (order.get(each.speaker.kind, 2) if each.speaker else 3, each.said_on))
    chosen += [each for each in file.words if each.kind is StatementKind.PROFESSIONAL_VIEW][:1]
    return tuple(
        Voice(
            each.speaker_name, each.kind.value, each.said_on.isoformat(), each.text, each.own_words, each.own_action,
            agreed_with_provider=each.id in agreed,
        )
        for each in chosen
    )  # fmt: skip


def _participants(grant: Grant, file: CaseFile) -> tuple[Participant, ...]:
    worker = names_of([grant.actor.user_id] if grant.actor.user_id else [])
    return tuple(Participant(each.name) for each in file.people) + tuple(
        Participant(name) for name in worker.values()
    )


def _goals(grant: Grant) -> tuple[PlanGoal, ...]:
    found = list(
        Goal.objects.filter(case_id=grant.subject_id, removed_at__isnull=True, state=GoalState.OPEN)
        .select_related("owner")
        .order_by("position", "recorded_at")
    )
    shown = [each for each in found if each.level == GoalLevel.ACTION] or [
        each for each in found if each.level == GoalLevel.DIRECTION
    ]
    return tuple(
        PlanGoal(
            key=str(goal.id), owner=goal.owner.called or goal.owner.full_name, words=goal.words, sign=goal.sign,
            in_other_words=goal.in_other_words,
            steps=tuple(
                Step(step.who, step.words, step.reach_by.isoformat() if step.reach_by else "")
                for step in found
                if step.level == GoalLevel.STEP and step.parent_id == goal.id
            ),
        )
        for goal in shown
    )  # fmt: skip


def _services(grant: Grant) -> tuple[Service, ...]:
    found = ArrangementComponent.objects.filter(
        case_id=grant.subject_id, removed_at__isnull=True, state=ComponentState.AGREED
    ).order_by("valid_from", "recorded_at")
    return tuple(
        Service(each.who, each.content, _hours(each.minutes), _while(each.valid_from, each.valid_until))
        for each in found
    )


def _hours(minutes: int) -> str:
    hours = f"{minutes / 60:.3g}".replace(".", localized("DECIMAL_SEPARATOR"))
    return _("%(hours)s hours a week") % {"hours": hours} if minutes else ""


def _while(first: date, last: date | None) -> str:
    if last is None:
        return _("from %(day)s") % {"day": date_format(first, "DATE_FORMAT")}
    return _("until %(day)s") % {"day": date_format(last, "DATE_FORMAT")}


def _resources(grant: Grant) -> tuple[str, ...]:
    """What the family shows of its resource card; what stays in the family is in no plan."""
    found = ResourceEntry.objects.filter(
        case_id=grant.subject_id, removed_at__isnull=True, family_only=False, wants_to_use__gte=2
    )
    return tuple(found.order_by("recorded_at").values_list("words", flat=True))


def _asked(grant: Grant, file: CaseFile) -> list[tuple[UUID | None, UUID | None]]:
    """Who is asked to sign: holders of custody, young people from twelve on, the worker, the provider's worker."""
    today = timezone.localdate(grant.at)
    members = [
        each.id
        for each in file.people
        if each.kind is MemberKind.PARENT
        or (
            each.kind is MemberKind.YOUNG_PERSON
            and (each.born_on is None or years_old(each.born_on, today=today) >= ASKED_TO_SIGN_FROM)
        )
    ]
    staff = [
        key
        for role in (Role.PROVIDER_WORKER, Role.CASE_WORKER)
        for key in sorted(holders_of(ScopeKind.CASE, str(grant.subject_id), today=today, role=role))
    ]
    return [*((key, None) for key in members), *((None, key) for key in staff)]


def _signers(
    grant: Grant, file: CaseFile, asked: list[tuple[UUID | None, UUID | None]], answers: list[PlanSignature]
) -> tuple[Signer, ...]:
    latest = {(each.member_id, each.professional_id): each for each in answers}
    everybody = list(dict.fromkeys([*asked, *latest]))
    names = names_of(key for _, key in everybody if key)
    people = {each.id: each for each in file.people}
    made = []
    for member_id, staff_id in everybody:
        answer = latest.get((member_id, staff_id))
        person = people.get(member_id) if member_id else None
        own_id = person.user_id if person else staff_id
        made.append(
            Signer(
                name=person.full_name if person else names.get(staff_id, "") if staff_id else "",
                role=person.kind.value if person else "",
                member_id=member_id, professional_id=staff_id,
                state=SignatureState(answer.state) if answer else None, words=answer.words if answer else "",
                said_on=timezone.localdate(answer.said_at) if answer else None,
                herself=own_id is not None and own_id == grant.actor.user_id,
                noted_by_worker=grant.role not in FAMILY and (own_id is None or (staff_id is not None and own_id != grant.actor.user_id)),
            )
        )  # fmt: skip
    return tuple(made)


def _row(plan: HelpPlan, answers: Iterable[PlanSignature], asked: int) -> PlanRow:
    latest = {
        (each.member_id, each.professional_id): each.state for each in answers if each.plan_id == plan.id
    }
    signed = sum(state == SignatureState.SIGNED for state in latest.values())
    return PlanRow(
        plan.number, PlanState(plan.state), timezone.localdate(plan.begun_at),
        timezone.localdate(plan.fixed_at) if plan.fixed_at else None, signed, max(asked, len(latest)),
    )  # fmt: skip


def _ratings(plan: HelpPlan, file: CaseFile) -> tuple[RatingRow, ...]:
    people = {each.id: each.name for each in file.people}
    found = list(GoalRating.objects.filter(plan=plan).order_by("rated_at", "id"))
    names = names_of(each.professional_id for each in found if each.professional_id)
    latest = {(each.goal_key, each.member_id, each.professional_id): each for each in found}
    return tuple(
        RatingRow(
            each.goal_key,
            people.get(each.member_id, "") if each.member_id else names.get(each.professional_id, "") if each.professional_id else "",
            each.member_id is not None, each.value, each.words, timezone.localdate(each.rated_at),
        )
        for each in latest.values()
    )  # fmt: skip
