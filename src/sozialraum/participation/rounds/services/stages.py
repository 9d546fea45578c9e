"""Leading through the rounds: publishing, opening the next round, moving days, records of the circles."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from sozialraum.analytics.messages import gettext_noop as _
from sozialraum.foundation.privacy.actors import Actor
from sozialraum.organization.budgets.queries import draft_by_id
from sozialraum.organization.budgets.services import publish_draft
from sozialraum.participation.rounds.access import can_lead, can_speak_for
from sozialraum.participation.rounds.enums import ObjectionState, Stage, StepKind
from sozialraum.participation.rounds.models import CircleRecord, Negotiation
from sozialraum.participation.rounds.queries import own_areas, schedule_of, standing_of
from sozialraum.participation.rounds.rules import (
    MOST_LOOPS,
    WHOLE,
    Schedule,
    can_close,
    fits,
    is_agreed,
    stage_after,
)
from sozialraum.participation.rounds.services.steps import RoundRefused, agree, allow, locked, take_step


@dataclass(frozen=True, slots=True)
class NewNegotiation:
    """The rounds of a draft's year: explanation in plain words, days, and how many proposals there are at most."""

    draft_id: UUID
    explanation: str
    schedule: Schedule
    loops: int = 2
    title: str = field(default=_("As published"))


@transaction.atomic
def publish(new: NewNegotiation, *, by: Actor, at: datetime) -> UUID:
    """Round 0: publish formula, parameters and explanation of a year, and freeze them. Returns the negotiation's id."""
    allow(can_lead(by))
    if not new.explanation.strip():
        raise RoundRefused(
            _("The formula is published with an explanation."),
            _("Say in plain words how the money is shared and what can be spoken about."),
        )
    if not 1 <= new.loops <= MOST_LOOPS:
        raise RoundRefused(
            _("Between one and {most} proposals are possible."), _("Change the number."), most=MOST_LOOPS
        )
    agree(fits(new.schedule, after=timezone.localdate(at)), _("Change the days."))
    draft = draft_by_id(new.draft_id)
    scenario_id = publish_draft(new.draft_id, title=new.title, by=by, at=at)
    days = new.schedule
    negotiation = Negotiation.objects.create(
        year=draft.year, draft_id=new.draft_id, scenario_id=scenario_id, explanation=new.explanation.strip(),
        reserve=draft.envelope.negotiated, loops=new.loops,
        rules=[rule.model_dump(mode="json") for rule in draft.recipe.rules], area_codes=draft.table["area"].to_pylist(),
        requests_from=days.requests_from, requests_until=days.requests_until, consent_until=days.consent_until,
        objections_until=days.objections_until, decision_on=days.decision_on, published_by=by.user_id, published_at=at,
    )  # fmt: skip
    content = {
        "explanation": negotiation.explanation, "reserve": negotiation.reserve, "pool": draft.envelope.pool,
        "loops": new.loops, "recipe": draft.recipe.model_dump(mode="json"), "fingerprint": draft.recipe.fingerprint,
        "source": draft.source, "days": [day.isoformat() for day in days.days()],
    }  # fmt: skip
    take_step(
        negotiation, StepKind.PUBLISHED, content, by=by, at=at, changed=("rounds.Negotiation", ["stage"])
    )
    return negotiation.id


@transaction.atomic
def open_next(negotiation_id: UUID, *, by: Actor, at: datetime) -> Stage:
    """Close the present round and open the next; returns it. Refused as long as something is missing."""
    allow(can_lead(by))
    negotiation = locked(negotiation_id)
    standing = standing_of(negotiation, today=timezone.localdate(at))
    agree(can_close(standing), _("Add what is missing, then go on."))
    closing = Stage(negotiation.stage)
    if closing is Stage.CONSENT and not is_agreed(standing):
        negotiation.objections.filter(
            loop=standing.loop, state=ObjectionState.OPEN
        ).update(state=ObjectionState.CARRIED)  # fmt: skip
    negotiation.stage = stage_after(closing)
    negotiation.save(update_fields=["stage"])
    content = {"closed": closing.value, "agreed": is_agreed(standing), "until": schedule_of(negotiation).ends(Stage(negotiation.stage)).isoformat()}  # fmt: skip
    take_step(
        negotiation, StepKind.STAGE_OPENED, content, by=by, at=at, changed=("rounds.Negotiation", ["stage"])
    )
    return Stage(negotiation.stage)


@transaction.atomic
def move_days(negotiation_id: UUID, *, schedule: Schedule, reason: str, by: Actor, at: datetime) -> None:
    """Move the days that are still to come; the reason is public. Days that have passed stay."""
    allow(can_lead(by))
    negotiation = locked(negotiation_id)
    if not reason.strip():
        raise RoundRefused(_("Moving a day needs a reason."), _("Say it in one sentence; it becomes public."))
    today, before = timezone.localdate(at), schedule_of(negotiation)
    agree(fits(schedule, after=timezone.localdate(negotiation.published_at)), _("Change the days."))
    for old, new in zip(before.days(), schedule.days(), strict=True):
        if old != new and min(old, new) < today:
            raise RoundRefused(_("A day that has passed stays as it was."), _("Move days to come only."))
    names = ("requests_from", "requests_until", "consent_until", "objections_until", "decision_on")
    for name in names:
        setattr(negotiation, name, getattr(schedule, name))
    negotiation.save(update_fields=list(names))
    content = {
        "reason": reason.strip(), "days": [day.isoformat() for day in schedule.days()],
        "before": [day.isoformat() for day in before.days()],
    }  # fmt: skip
    take_step(negotiation, StepKind.DATES_MOVED, content, by=by, at=at, changed=("rounds.Negotiation", names))


@transaction.atomic
def add_record(
    negotiation_id: UUID,
    *,
    area_code: str,
    met_on: date | None,
    present: str,
    text: str,
    by: Actor,
    at: datetime,
) -> None:
    """Add the record of a circle in the present round; a later one stands beside the earlier.

    The circle of an area writes its own; planning writes that of all areas and, when the day is over, notes that a
    circle did not meet (``met_on`` is None). The committee's record comes with its decision.
    """
    negotiation = locked(negotiation_id)
    stage, today = Stage(negotiation.stage), timezone.localdate(at)
    if stage not in {Stage.REQUESTS, Stage.CONSENT}:
        raise RoundRefused(_("This round has no record."), _("Wait until the next round is open."))
    if (area_code == WHOLE) != (stage is not Stage.REQUESTS) or (
        area_code and area_code not in negotiation.area_codes
    ):
        raise RoundRefused(_("This circle has no record in this round."), _("Choose another circle."))
    if area_code == WHOLE or (met_on is None and today > schedule_of(negotiation).ends(stage)):
        allow(can_lead(by))
    else:
        allow(can_speak_for(own_areas(by, negotiation.area_codes), area_code))
    if met_on is None and (area_code == WHOLE or today <= schedule_of(negotiation).ends(stage)):
        raise RoundRefused(_("A record says when the circle met."), _("Enter the day."))
    if met_on is not None and met_on > today:
        raise RoundRefused(_("The meeting lies in the future."), _("Enter the day on which the circle met."))
    if not text.strip():
        raise RoundRefused(_("The record is empty."), _("Write what was said and agreed."))
    CircleRecord.objects.create(
        negotiation=negotiation, stage=stage, area_code=area_code, met_on=met_on, present=present.strip(),
        text=text.strip(), recorded_by=by.user_id, recorded_at=at,
    )  # fmt: skip
    content = {
        "met_on": met_on.isoformat() if met_on else None,
        "present": present.strip(),
        "text": text.strip(),
    }
    take_step(
        negotiation, StepKind.RECORD_ADDED, content, by=by, at=at, area_code=area_code,
        changed=("rounds.CircleRecord", ["text"]),
    )  # fmt: skip
