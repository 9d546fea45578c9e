"""Reading the rounds: where a year stands, what was asked, proposed, objected and decided."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import F, QuerySet

from sozialraum.analytics.budget.committee import CommitteeRule
from sozialraum.foundation.database import statements
from sozialraum.organization.enums import OfferKind
from sozialraum.participation.rounds.enums import (
    ObjectionState,
    Outcome,
    Position,
    RequestState,
    Stage,
    StepKind,
)
from sozialraum.participation.rounds.models import ChangeRequest, Negotiation, Objection
from sozialraum.participation.rounds.rules import Schedule, Standing
from sozialraum.social_structure.queries import area_names_then


@dataclass(frozen=True, slots=True)
class RequestRow:
    """A change request; ``amount`` in cents, ``number`` from the day it was handed in."""

    id: UUID
    number: int | None
    area_code: str
    title: str
    offer_kind: OfferKind
    goal: str
    effect: str
    review_on: date | None
    amount: int | None
    reason: str
    evidence: str
    state: RequestState
    version: int
    changed_at: datetime
    submitted_at: datetime | None


@dataclass(frozen=True, slots=True)
class ProposalRow:
    """A proposal with the answers of the circles by area."""

    loop: int
    grants: Mapping[str, int]
    text: str
    made_at: datetime
    voices: Mapping[str, Position]

    @property
    def total(self) -> int:
        """What it shares out, in cents."""
        return sum(self.grants.values())


@dataclass(frozen=True, slots=True)
class ObjectionRow:
    """An objection with its answer and, where it was carried, the minority view."""

    id: UUID
    number: int
    stage: Stage
    loop: int | None
    area_code: str
    speaker: str
    reason: str
    wish: str
    state: ObjectionState
    answer: str
    minority_view: str
    raised_at: datetime


@dataclass(frozen=True, slots=True)
class RecordRow:
    """The record of a circle; without ``met_on`` it did not meet."""

    stage: Stage
    area_code: str
    met_on: date | None
    present: str
    text: str


@dataclass(frozen=True, slots=True)
class DecisionRow:
    """What the committee decided."""

    outcome: Outcome
    decided_on: date
    grants: Mapping[str, int]
    text: str
    votes_for: int
    votes_against: int
    abstained: int


@dataclass(frozen=True, slots=True)
class StepRow:
    """A public step."""

    number: int
    kind: StepKind
    stage: Stage
    area_code: str
    content: Mapping[str, Any]
    taken_at: datetime
    previous_hash: str
    step_hash: str


@dataclass(frozen=True, slots=True)
class Rounds:
    """A year's negotiation whole: everything that pages show of it. ``requests`` are those that were handed in."""

    id: UUID
    year: int
    draft_id: UUID
    scenario_id: UUID
    explanation: str
    reserve: int
    loops: int
    rules: tuple[CommitteeRule, ...]
    names: Mapping[str, str]
    schedule: Schedule
    published_at: datetime
    standing: Standing
    requests: tuple[RequestRow, ...]
    proposals: tuple[ProposalRow, ...]
    objections: tuple[ObjectionRow, ...]
    records: tuple[RecordRow, ...]
    decisions: tuple[DecisionRow, ...]

    @property
    def stage(self) -> Stage:
        """Where it stands."""
        return self.standing.stage

    @property
    def asked(self) -> int:
        """What all standing requests ask for together, in cents."""
        return sum(each.amount or 0 for each in self.standing_requests)

    @property
    def standing_requests(self) -> tuple[RequestRow, ...]:
        """The requests that were handed in and not withdrawn."""
        return tuple(each for each in self.requests if each.state is RequestState.SUBMITTED)

    @property
    def decision(self) -> DecisionRow | None:
        """The decision that holds; None as long as there is none or it was a return."""
        last = self.decisions[-1] if self.decisions else None
        return last if last is not None and last.outcome is not Outcome.RETURNED else None

    @property
    def proposal(self) -> ProposalRow | None:
        """The last proposal."""
        return self.proposals[-1] if self.proposals else None

    @property
    def grants(self) -> Mapping[str, int] | None:
        """Cents by request as decided, else as last proposed; None before any proposal."""
        if self.decision is not None:
            return self.decision.grants
        return self.proposal.grants if self.proposal is not None else None


@dataclass(frozen=True, slots=True)
class Running:
    """The rounds that run, as far as the start page needs them; ``carried`` counts objections for the committee."""

    year: int
    names: Mapping[str, str]
    standing: Standing
    carried: int


def running_rounds(*, today: date) -> Running | None:
    """The rounds of the latest year that is not decided; None where none run."""
    # most of the year there are none, and every start page asks
    if not statements.rows(
        "SELECT 1 FROM rounds_negotiation WHERE stage <> %s LIMIT 1", [Stage.DECIDED.value]
    ):
        return None
    found = _with_cut().exclude(stage=Stage.DECIDED).order_by("-year")[0]
    carried = (
        found.objections.filter(state=ObjectionState.CARRIED).count() if found.stage == Stage.COMMITTEE else 0
    )
    names = _names(found.cut, found.vintage, found.area_codes)
    return Running(found.year, names, standing_of(found, today=today), carried)


def negotiated_years() -> tuple[int, ...]:
    """The years with rounds, the latest first."""
    return tuple(Negotiation.objects.values_list("year", flat=True))


def rounds_of(year: int, *, today: date) -> Rounds | None:
    """The rounds of a year; None where the formula was not published."""
    found = _with_cut().filter(year=year).first()
    if found is None:
        return None
    return Rounds(
        id=found.id, year=found.year, draft_id=found.draft_id, scenario_id=found.scenario_id,
        explanation=found.explanation, reserve=found.reserve, loops=found.loops,
        rules=tuple(CommitteeRule.model_validate(rule) for rule in found.rules), names=_names(found.cut, found.vintage, found.area_codes),
        schedule=schedule_of(found), published_at=found.published_at, standing=standing_of(found, today=today),
        requests=tuple(_request(each) for each in found.requests.exclude(state=RequestState.DRAFT)),
        proposals=tuple(
            ProposalRow(
                each.loop, each.grants, each.text, each.made_at,
                {voice.area_code: Position(voice.position) for voice in each.voices.all()},
            )
            for each in found.proposals.prefetch_related("voices")
        ),
        objections=tuple(_objection(each) for each in found.objections.all()),
        records=tuple(
            RecordRow(Stage(each.stage), each.area_code, each.met_on, each.present, each.text)
            for each in found.records.all()
        ),
        decisions=tuple(
            DecisionRow(
                Outcome(each.outcome), each.decided_on, each.grants, each.text, each.votes_for, each.votes_against,
                each.abstained,
            )
            for each in found.decisions.all()
        ),
    )  # fmt: skip


def drafts_of(rounds_id: UUID, areas: Collection[str]) -> tuple[RequestRow, ...]:
    """The drafts of change requests of these areas' circles."""
    found = ChangeRequest.objects.filter(
        negotiation_id=rounds_id, state=RequestState.DRAFT, area_code__in=set(areas)
    )
    return tuple(_request(each) for each in found) if areas else ()


def request_of(request_id: UUID) -> RequestRow | None:
    """One change request, whatever its state."""
    found = ChangeRequest.objects.filter(id=request_id).first()
    return None if found is None else _request(found)


def steps_of(rounds_id: UUID) -> tuple[StepRow, ...]:
    """The public steps of a year, the first one first."""
    found = Negotiation.objects.get(id=rounds_id).steps.all()
    return tuple(
        StepRow(
            each.number, StepKind(each.kind), Stage(each.stage), each.area_code, each.content, each.taken_at,
            each.previous_hash, each.step_hash,
        )
        for each in found
    )  # fmt: skip


def _with_cut() -> QuerySet[Any]:
    # areas keep the names of the cut that their budget was made for
    return Negotiation.objects.annotate(cut=F("draft__system_code"), vintage=F("draft__area_vintage"))


def _names(cut: str, vintage: str, codes: Collection[str]) -> dict[str, str]:
    known = area_names_then(cut, vintage, codes)
    return {code: known.get(code, code) for code in codes}


def schedule_of(found: Negotiation) -> Schedule:
    """The days of a negotiation."""
    return Schedule(
        found.requests_from,
        found.requests_until,
        found.consent_until,
        found.objections_until,
        found.decision_on,
    )


def standing_of(found: Negotiation, *, today: date) -> Standing:
    """What decisions on the next round look at."""
    proposal = found.proposals.order_by("-loop").prefetch_related("voices").first()
    returned_at = found.decisions.filter(outcome=Outcome.RETURNED).order_by("-id").values_list(
        "recorded_at", flat=True
    ).first()  # fmt: skip
    records = found.records.filter(stage=found.stage)
    if returned_at is not None:
        records = records.filter(recorded_at__gt=returned_at)
    return Standing(
        stage=Stage(found.stage), today=today, schedule=schedule_of(found), areas=tuple(found.area_codes),
        recorded=frozenset(records.values_list("area_code", flat=True)), loop=proposal.loop if proposal else 0,
        loops=found.loops,
        voices={voice.area_code: Position(voice.position) for voice in proposal.voices.all()} if proposal else {},
        submitted=found.requests.filter(state=RequestState.SUBMITTED).count(),
        reopened=returned_at is not None and (proposal is None or proposal.made_at <= returned_at),
    )  # fmt: skip


def _request(found: ChangeRequest) -> RequestRow:
    return RequestRow(
        id=found.id, number=found.number, area_code=found.area_code, title=found.title,
        offer_kind=OfferKind(found.offer_kind), goal=found.goal, effect=found.effect, review_on=found.review_on,
        amount=found.amount, reason=found.reason, evidence=found.evidence, state=RequestState(found.state),
        version=found.version, changed_at=found.changed_at, submitted_at=found.submitted_at,
    )  # fmt: skip


def _objection(found: Objection) -> ObjectionRow:
    return ObjectionRow(
        id=found.id, number=found.number, stage=Stage(found.stage), loop=found.loop, area_code=found.area_code,
        speaker=found.speaker, reason=found.reason, wish=found.wish, state=ObjectionState(found.state),
        answer=found.answer, minority_view=found.minority_view, raised_at=found.raised_at,
    )  # fmt: skip


def latest_open_year() -> int | None:
    """The latest year whose rounds run; None where none does."""
    return (
        Negotiation.objects.exclude(stage=Stage.DECIDED)
        .order_by("-year")
        .values_list("year", flat=True)
        .first()
    )
