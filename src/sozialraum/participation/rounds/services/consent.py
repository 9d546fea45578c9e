"""Round 2 and what is said against: proposals, voices of the circles, objections, answers, minority views."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from sozialraum.analytics.messages import gettext_noop as _
from sozialraum.foundation.privacy.actors import Actor
from sozialraum.participation.rounds.access import can_lead, can_speak_for, can_take_part, speaking_role
from sozialraum.participation.rounds.enums import ObjectionState, Position, RequestState, Stage, StepKind
from sozialraum.participation.rounds.models import CircleVoice, Negotiation, NegotiationProposal, Objection
from sozialraum.participation.rounds.queries import own_areas, schedule_of, standing_of
from sozialraum.participation.rounds.rules import can_give_voice, can_object, can_propose, fits_reserve
from sozialraum.participation.rounds.services.steps import RoundRefused, agree, allow, locked, take_step


@transaction.atomic
def propose(
    negotiation_id: UUID,
    *,
    grants: Mapping[UUID, int],
    text: str,
    answers: Mapping[UUID, str],
    by: Actor,
    at: datetime,
) -> int:
    """Propose how the reserve is shared: cents by request, and why. Returns the number of the proposal.

    A further proposal answers every open objection of the circles to the one before: how it is integrated, or why not.
    """
    allow(can_lead(by))
    negotiation = locked(negotiation_id)
    standing = standing_of(negotiation, today=timezone.localdate(at))
    agree(can_propose(standing), _("Look at what the circles have said."))
    amounts = {str(key): value for key, value in grants.items()}
    agree(fits_reserve(amounts, asked_amounts(negotiation), negotiation.reserve), _("Change the amounts."))
    if not text.strip():
        raise RoundRefused(_("A proposal says why."), _("Write one or two sentences for all circles."))
    for objection in negotiation.objections.filter(loop__isnull=False, state=ObjectionState.OPEN):
        if not answers.get(objection.id, "").strip():
            raise RoundRefused(
                _("Objection {number} has no answer yet."), _("Say how it is integrated, or why not."), number=objection.number
            )  # fmt: skip
        _answer(objection, answers[objection.id], by, at)
    loop = standing.loop + 1
    NegotiationProposal.objects.create(
        negotiation=negotiation, loop=loop, grants=amounts, text=text.strip(), made_by=by.user_id, made_at=at
    )
    numbers = dict(negotiation.requests.filter(number__isnull=False).values_list("id", "number"))
    content = {
        "loop": loop, "text": text.strip(), "total": sum(amounts.values()),
        "grants": {str(numbers[UUID(key)]): value for key, value in amounts.items()},
    }  # fmt: skip
    take_step(
        negotiation,
        StepKind.PROPOSED,
        content,
        by=by,
        at=at,
        changed=("rounds.NegotiationProposal", ["grants"]),
    )
    return loop


def asked_amounts(negotiation: Negotiation) -> dict[str, int]:
    """What the requests that were handed in ask for, cents by request."""
    found = negotiation.requests.filter(state=RequestState.SUBMITTED).values_list("id", "amount")
    return {str(key): int(amount or 0) for key, amount in found}


@transaction.atomic
def give_voice(
    negotiation_id: UUID,
    *,
    area_code: str,
    position: Position,
    reason: str = "",
    wish: str = "",
    by: Actor,
    at: datetime,
) -> None:
    """Say for an area's circle whether it consents to the last proposal; an objection needs its reason and a wish."""
    negotiation = locked(negotiation_id)
    allow(can_speak_for(own_areas(by, negotiation.area_codes), area_code))
    proposal = negotiation.proposals.order_by("-loop").first()
    given = set(proposal.voices.values_list("area_code", flat=True)) if proposal else set()
    loop = proposal.loop if proposal else 0
    agree(can_give_voice(Stage(negotiation.stage), loop, given, area_code), _("Look at the proposal again."))
    if proposal is None:
        return
    if position is Position.OBJECTION and not (reason.strip() and wish.strip()):
        raise RoundRefused(
            _("An objection says why, and what would make the proposal acceptable."),
            _("Write both in a few sentences; a veto without a reason does not count."),
        )
    CircleVoice.objects.create(
        proposal=proposal, area_code=area_code, position=position, given_by=by.user_id, given_at=at
    )
    take_step(
        negotiation, StepKind.VOICE_GIVEN, {"loop": loop, "position": position.value}, by=by, at=at, area_code=area_code,
        changed=("rounds.CircleVoice", ["position"]),
    )  # fmt: skip
    if position is Position.OBJECTION:
        _raise(negotiation, reason=reason, wish=wish, area_code=area_code, loop=loop, by=by, at=at)


@transaction.atomic
def object_to(negotiation_id: UUID, *, reason: str, wish: str = "", by: Actor, at: datetime) -> int:
    """Object as somebody who takes part; planning must answer before the committee decides. Returns its number."""
    allow(can_take_part(by))
    negotiation = locked(negotiation_id)
    agree(
        can_object(Stage(negotiation.stage), timezone.localdate(at), schedule_of(negotiation)),
        _("The committee meets in public; you can speak there."),
    )
    if not reason.strip():
        raise RoundRefused(
            _("An objection has a reason."), _("Say in a few sentences what you think is wrong.")
        )
    return _raise(negotiation, reason=reason, wish=wish, area_code="", loop=None, by=by, at=at)


def _raise(
    negotiation: Negotiation,
    *,
    reason: str,
    wish: str,
    area_code: str,
    loop: int | None,
    by: Actor,
    at: datetime,
) -> int:
    number = (negotiation.objections.aggregate(last=Max("number"))["last"] or 0) + 1
    speaker = speaking_role(by)
    Objection.objects.create(
        negotiation=negotiation, number=number, stage=negotiation.stage, loop=loop, area_code=area_code, speaker=speaker,
        reason=reason.strip(), wish=wish.strip(), raised_by=by.user_id, raised_at=at,
    )  # fmt: skip
    content = {
        "number": number,
        "loop": loop,
        "speaker": speaker,
        "reason": reason.strip(),
        "wish": wish.strip(),
    }
    take_step(
        negotiation, StepKind.OBJECTION_RAISED, content, by=by, at=at, area_code=area_code,
        changed=("rounds.Objection", ["reason"]),
    )  # fmt: skip
    return number


@transaction.atomic
def answer_objection(objection_id: UUID, *, text: str, by: Actor, at: datetime) -> None:
    """Answer an objection that is open; the answer is public."""
    allow(can_lead(by))
    objection = (
        Objection.objects.select_for_update(of=("self",)).select_related("negotiation").get(id=objection_id)
    )
    locked(objection.negotiation_id)
    if objection.state != ObjectionState.OPEN:
        raise RoundRefused(
            _("This objection has its answer already."), _("Read it on the page of the rounds.")
        )
    if objection.loop is not None:
        raise RoundRefused(
            _("The objection of a circle is answered by the next proposal."), _("Make the next proposal.")
        )
    if not text.strip():
        raise RoundRefused(_("The answer is empty."), _("Say what becomes of the objection, and why."))
    _answer(objection, text, by, at)


def _answer(objection: Objection, text: str, by: Actor, at: datetime) -> None:
    objection.state, objection.answer, objection.answered_at = ObjectionState.ANSWERED, text.strip(), at
    objection.save(update_fields=["state", "answer", "answered_at"])
    content = {"number": objection.number, "answer": objection.answer}
    take_step(
        objection.negotiation, StepKind.OBJECTION_ANSWERED, content, by=by, at=at, area_code=objection.area_code,
        changed=("rounds.Objection", ["answer"]),
    )  # fmt: skip


@transaction.atomic
def state_minority_view(objection_id: UUID, *, text: str, by: Actor, at: datetime) -> None:
    """Write what a circle whose objection was carried lays before the committee; it stands in the decision's paper."""
    objection = (
        Objection.objects.select_for_update(of=("self",)).select_related("negotiation").get(id=objection_id)
    )
    negotiation = locked(objection.negotiation_id)
    allow(can_speak_for(own_areas(by, negotiation.area_codes), objection.area_code))
    if objection.state != ObjectionState.CARRIED or negotiation.stage != Stage.COMMITTEE:
        raise RoundRefused(
            _("A minority view belongs to an objection that goes to the committee."), _("Wait for round 3.")
        )
    agree(
        can_object(Stage(negotiation.stage), timezone.localdate(at), schedule_of(negotiation)),
        _("The committee meets in public; you can speak there."),
    )
    if not text.strip():
        raise RoundRefused(_("The minority view is empty."), _("Write what the committee should know."))
    objection.minority_view = text.strip()
    objection.save(update_fields=["minority_view"])
    take_step(
        negotiation, StepKind.MINORITY_VIEW, {"number": objection.number, "text": text.strip()}, by=by, at=at,
        area_code=objection.area_code, changed=("rounds.Objection", ["minority_view"]),
    )  # fmt: skip
