"""Reading help plans: versions, what changed, who has signed, how goals are rated."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils import timezone

from sozialraum.foundation.accounts.queries import holders_of, names_of
from sozialraum.foundation.privacy import gate
from sozialraum.foundation.privacy.actors import Role, ScopeKind
from sozialraum.foundation.privacy.decisions import Decision
from sozialraum.foundation.privacy.gate import Grant
from sozialraum.individual.access import FAMILY
from sozialraum.individual.enums import (
    Audience,
    MemberKind,
    PlanState,
    ReviewResult,
    SignatureState,
)
from sozialraum.individual.models import (
    GoalRating,
    HelpPlan,
    Member,
    PlanReview,
    PlanSignature,
)
from sozialraum.individual.queries.cases import CaseFile, case_file
from sozialraum.individual.rules import years_old
from sozialraum.individual.rules.plans import (
    Missing,
    PlanContent,
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
    def providers(self) -> tuple[str, ...]:
        """The codes of the providers that bring something, each once."""
        return tuple(
            dict.fromkeys(each.provider_code for each in self.content.services if each.provider_code)
        )

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

    A provider's worker receives fixed versions alone, with the parts that are for her provider. Raises
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
        codes = grant.actor.keys(ScopeKind.PROVIDER)
        content = plan_for(Audience.PROVIDER, content, providers=codes)
        before = plan_for(Audience.PROVIDER, before, providers=codes) if before else None
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
