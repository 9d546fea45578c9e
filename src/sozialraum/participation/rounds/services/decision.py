"""The decision of the committee: amounts, reasons, votes; or a return to the circles."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from sozialraum.analytics.messages import gettext_noop as _
from sozialraum.foundation.privacy.actors import Actor
from sozialraum.organization.budgets.services import record_negotiated
from sozialraum.organization.budgets.spending.services import LineInput, add_decided_lines
from sozialraum.organization.enums import OfferKind
from sozialraum.participation.rounds.access import can_decide as is_committee
from sozialraum.participation.rounds.enums import ObjectionState, Outcome, RequestState, Stage, StepKind
from sozialraum.participation.rounds.models import CircleRecord, Negotiation, NegotiationDecision
from sozialraum.participation.rounds.queries import standing_of
from sozialraum.participation.rounds.rules import WHOLE, can_decide, fits_reserve
from sozialraum.participation.rounds.services.consent import asked_amounts
from sozialraum.participation.rounds.services.steps import RoundRefused, agree, allow, locked, take_step


@dataclass(frozen=True, slots=True)
class NewDecision:
    """What the committee decided: cents by request, the reasons, the votes, its record. A return names no amounts."""

    outcome: Outcome
    decided_on: date
    text: str
    votes_for: int
    votes_against: int
    abstained: int
    present: str
    minutes: str
    grants: Mapping[UUID, int] = field(default_factory=dict)


@transaction.atomic
def decide(negotiation_id: UUID, new: NewDecision, *, by: Actor, at: datetime) -> None:
    """Record the committee's decision. Adopting takes the last proposal as it is; changing needs every amount.

    A return opens round 2 again with one more proposal. Otherwise the year is decided, and the amounts become part of the
    areas' budgets.
    """
    allow(is_committee(by))
    negotiation = locked(negotiation_id)
    standing = standing_of(negotiation, today=timezone.localdate(at))
    unanswered = negotiation.objections.filter(state=ObjectionState.OPEN).count()
    agree(can_decide(standing, unanswered=unanswered), _("Planning answers what is open first."))
    if not new.text.strip():
        raise RoundRefused(
            _("A decision has its reasons."), _("Write them in a few sentences; they become public.")
        )
    if new.votes_for + new.votes_against + new.abstained < 1 or new.votes_for <= new.votes_against:
        raise RoundRefused(
            _("A decision has more votes for it than against it."), _("Look at the numbers of votes again.")
        )
    if new.decided_on > timezone.localdate(at):
        raise RoundRefused(
            _("The session lies in the future."), _("Enter the day on which the committee met.")
        )
    if not new.minutes.strip():
        raise RoundRefused(
            _("A round does not close without the record of its circle."),
            _("Write what was said in the session."),
        )
    grants = _grants(negotiation, new)
    CircleRecord.objects.create(
        negotiation=negotiation, stage=Stage.COMMITTEE, area_code=WHOLE, met_on=new.decided_on,
        present=new.present.strip(), text=new.minutes.strip(), recorded_by=by.user_id, recorded_at=at,
    )  # fmt: skip
    minutes = {
        "met_on": new.decided_on.isoformat(),
        "present": new.present.strip(),
        "text": new.minutes.strip(),
    }
    take_step(
        negotiation, StepKind.RECORD_ADDED, minutes, by=by, at=at, changed=("rounds.CircleRecord", ["text"])
    )
    NegotiationDecision.objects.create(
        negotiation=negotiation, decided_on=new.decided_on, outcome=new.outcome, grants=grants, text=new.text.strip(),
        votes_for=new.votes_for, votes_against=new.votes_against, abstained=new.abstained, recorded_by=by.user_id,
        recorded_at=at,
    )  # fmt: skip
    numbers = {str(key): number for key, number in negotiation.requests.values_list("id", "number")}
    content = {
        "outcome": new.outcome.value, "decided_on": new.decided_on.isoformat(), "text": new.text.strip(),
        "votes": [new.votes_for, new.votes_against, new.abstained],
        "grants": {str(numbers[key]): value for key, value in grants.items()}, "total": sum(grants.values()),
    }  # fmt: skip
    take_step(
        negotiation,
        StepKind.DECIDED,
        content,
        by=by,
        at=at,
        changed=("rounds.NegotiationDecision", ["outcome"]),
    )
    if new.outcome is Outcome.RETURNED:
        negotiation.stage, negotiation.loops = Stage.CONSENT, standing.loop + 1
        negotiation.save(update_fields=["stage", "loops"])
        negotiation.objections.filter(state=ObjectionState.CARRIED).update(state=ObjectionState.OPEN)
        return
    negotiation.stage = Stage.DECIDED
    negotiation.save(update_fields=["stage"])
    record_negotiated(
        negotiation.draft_id, amounts=_by_area(negotiation, grants), decided_on=new.decided_on, by=by, at=at
    )
    add_decided_lines(negotiation.draft_id, _lines(negotiation, grants), by=by, at=at)


def _grants(negotiation: Negotiation, new: NewDecision) -> dict[str, int]:
    if new.outcome is Outcome.RETURNED:
        return {}
    if new.outcome is Outcome.ADOPTED:
        proposal = negotiation.proposals.order_by("-loop").first()
        return dict(proposal.grants) if proposal else {}
    grants = {str(key): value for key, value in new.grants.items()}
    agree(fits_reserve(grants, asked_amounts(negotiation), negotiation.reserve), _("Change the amounts."))
    return grants


def _lines(negotiation: Negotiation, grants: Mapping[str, int]) -> list[LineInput]:
    """Every request that gets something becomes a line with the circle's own goal, effect and day of review."""
    return [
        LineInput(
            area_code=row.area_code, title=row.title, offer_kind=OfferKind(row.offer_kind), goal=row.goal,
            effect=row.effect, review_on=row.review_on, amount=grants[str(row.id)],
        )
        for row in negotiation.requests.filter(state=RequestState.SUBMITTED)
        if grants.get(str(row.id))
    ]  # fmt: skip


def _by_area(negotiation: Negotiation, grants: Mapping[str, int]) -> dict[str, int]:
    areas = negotiation.requests.filter(state=RequestState.SUBMITTED).values_list("id", "area_code")
    amounts: dict[str, int] = defaultdict(int)
    for key, area_code in areas:
        amounts[area_code] += grants.get(str(key), 0)
    return dict(amounts)
