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
from sozialraum.foundation.database.editions import kept
from sozialraum.organization.enums import OfferKind
from sozialraum.participation.rounds.enums import (
    ObjectionState,
    Outcome,
    Position,
    RequestState,
    Stage,
    StepKind,
)
from sozialraum.participation.rounds.models import EDITION, ChangeRequest, Negotiation, Objection
from sozialraum.participation.rounds.rules import Schedule, Standing
from sozialraum.social_structure.queries import area_names, area_names_then


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


_STANDING = """
SELECT n.year, n.stage, n.loops, ARRAY(SELECT jsonb_array_elements_text(n.area_codes)),
       n.requests_from, n.requests_until, n.consent_until, n.objections_until, n.decision_on,
       ARRAY(SELECT r.area_code FROM rounds_circlerecord r
             WHERE r.negotiation_id = n.id AND r.stage = n.stage
             AND (returned.recorded_at IS NULL OR r.recorded_at > returned.recorded_at)),
       coalesce(last.loop, 0),
       ARRAY(SELECT v.area_code FROM rounds_circlevoice v WHERE v.proposal_id = last.id ORDER BY v.id),
       ARRAY(SELECT v.position FROM rounds_circlevoice v WHERE v.proposal_id = last.id ORDER BY v.id),
       (SELECT count(*) FROM rounds_changerequest c WHERE c.negotiation_id = n.id AND c.state = %(submitted)s),
       returned.recorded_at IS NOT NULL AND coalesce(last.made_at <= returned.recorded_at, true),
       (SELECT count(*) FROM rounds_objection o
        WHERE o.negotiation_id = n.id AND n.stage = %(committee)s AND o.state = %(carried)s)
FROM rounds_negotiation n
LEFT JOIN LATERAL (SELECT d.recorded_at FROM rounds_negotiationdecision d
                   WHERE d.negotiation_id = n.id AND d.outcome = %(returned)s ORDER BY d.id DESC LIMIT 1) returned ON true
LEFT JOIN LATERAL (SELECT p.id, p.loop, p.made_at FROM rounds_negotiationproposal p
                   WHERE p.negotiation_id = n.id ORDER BY p.loop DESC LIMIT 1) last ON true
"""
_WORDS = {
    "submitted": RequestState.SUBMITTED.value, "committee": Stage.COMMITTEE.value,
    "carried": ObjectionState.CARRIED.value, "returned": Outcome.RETURNED.value, "decided": Stage.DECIDED.value,
}  # fmt: skip


def running_rounds(*, today: date) -> Running | None:
    """The rounds of the latest year that is not decided; None where none run."""
    found = _running(today)
    if found is None:
        return None
    year, standing, carried = found
    return Running(year, names_of_areas(standing.areas), standing, carried)


# every start page asks, and little happens in a round in a day
@kept(EDITION, size=2)
def _running(today: date) -> tuple[int, Standing, int] | None:
    found = statements.rows(_STANDING + "WHERE n.stage <> %(decided)s ORDER BY n.year DESC LIMIT 1", _WORDS)
    return (found[0][0], _standing(found[0], today), found[0][-1]) if found else None


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


def names_of_areas(codes: Collection[str]) -> dict[str, str]:
    """The names of areas by code, in the order given; a code that is not known stands for itself."""
    known = area_names(codes)
    return {code: known.get(code, code) for code in codes}


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
    """What decisions on the next round look at, as it is stored now."""
    (row,) = statements.rows(_STANDING + "WHERE n.id = %(id)s", {**_WORDS, "id": found.id})
    return _standing(row, today)


def _standing(row: tuple[Any, ...], today: date) -> Standing:
    _year, stage, loops, areas, *days, recorded, loop, voiced, positions, submitted, reopened, _carried = row
    return Standing(
        stage=Stage(stage), today=today, schedule=Schedule(*days), areas=tuple(areas), recorded=frozenset(recorded),
        loop=loop, loops=loops, submitted=submitted, reopened=reopened,
        voices={area: Position(position) for area, position in zip(voiced, positions, strict=True)},
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
