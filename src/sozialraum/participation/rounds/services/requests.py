"""Round 1: the circles of the areas write change requests and hand them in."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from sozialraum.analytics.messages import gettext_noop as _
from sozialraum.foundation.privacy.actors import Actor
from sozialraum.foundation.revisions import FieldConflict, Plain, Save, Values, join, passed_over, plain
from sozialraum.participation.rounds.access import can_speak_for
from sozialraum.participation.rounds.enums import RequestState, Stage, StepKind
from sozialraum.participation.rounds.models import ChangeRequest, ChangeRequestVersion, Negotiation
from sozialraum.participation.rounds.queries import own_areas, schedule_of
from sozialraum.participation.rounds.rules import can_change_requests, is_complete
from sozialraum.participation.rounds.services.steps import RoundRefused, agree, allow, locked, note, take_step

FIELDS: Final = ("title", "offer_kind", "goal", "effect", "review_on", "amount", "reason", "evidence")
CENTS: Final = 100
LACKING: Final[Mapping[str, str]] = {
    "title": _("A change request says what it is for."),
    "goal": _("A change request has a goal."),
    "effect": _("A change request says what is expected to change."),
    "reason": _("A change request has a reason."),
    "evidence": _("A change request says what the circle knows it from."),
    "amount": _("A change request has an amount."),
    "review_on": _("A change request says when its effect is looked at."),
}


@transaction.atomic
def add_request(negotiation_id: UUID, *, area_code: str, by: Actor, at: datetime) -> UUID:
    """Begin a change request of an area's circle; returns its id. It is a draft until it is handed in."""
    negotiation = locked(negotiation_id)
    _may_write(negotiation, area_code, by, at)
    request = ChangeRequest.objects.create(
        negotiation=negotiation,
        area_code=area_code,
        created_by=by.user_id,
        changed_by=by.user_id,
        changed_at=at,
    )
    note(request.id, "rounds.ChangeRequest", ["area_code"], by=by, at=at)
    return request.id


@transaction.atomic
def revise_request(
    request_id: UUID, *, values: Mapping[str, object], version: int, by: Actor, at: datetime
) -> int:
    """Change a draft that was read in ``version``; what two people changed in different fields is joined.

    ``values`` may name fewer fields than there are; ``amount`` is in whole euros. Returns the version now stored. Raises
    :class:`~sozialraum.foundation.revisions.FieldConflict` where both changed the same field.
    """
    stored = _draft(request_id, by, at)
    theirs = {name: plain(getattr(stored, name)) for name in FIELDS}
    theirs["amount"] = None if stored.amount is None else stored.amount // CENTS
    base: Values | None = theirs
    if version != stored.version:
        base = stored.versions.filter(version=version).values_list("values", flat=True).first()
    found = join(base=base, theirs=theirs, mine={name: plain(value) for name, value in values.items()})
    if found.clashes:
        raise FieldConflict(found.clashes, taken=found.taken, version=stored.version)
    if not found.changes:
        return stored.version
    ChangeRequestVersion.objects.create(
        request=stored, version=stored.version, values=theirs, saved_by=stored.changed_by,
        saved_at=stored.changed_at,
    )  # fmt: skip
    saves = [Save(*row) for row in stored.versions.values_list("id", "saved_by", "saved_at")]
    stored.versions.filter(id__in=passed_over([*saves, Save(0, by.user_id, at)], at=at)).delete()
    for name, value in found.changes.items():
        setattr(stored, name, _stored(name, value))
    stored.version += 1
    stored.changed_by, stored.changed_at = by.user_id, at
    stored.save(update_fields=[*found.changes, "version", "changed_by", "changed_at"])
    note(stored.id, "rounds.ChangeRequest", sorted(found.changes), by=by, at=at)
    return stored.version


@transaction.atomic
def submit_request(request_id: UUID, *, by: Actor, at: datetime) -> None:
    """Hand a change request in: from now on everybody can read it. Refused where something is missing."""
    stored = _draft(request_id, by, at)
    negotiation = locked(stored.negotiation_id)
    for name in is_complete({name: getattr(stored, name) for name in FIELDS}):
        raise RoundRefused(LACKING[name], _("Add it and hand the request in again."))
    if stored.amount is not None and stored.amount > negotiation.reserve:
        raise RoundRefused(
            _("The amount is more than the whole negotiation reserve."), _("Ask for an amount within it.")
        )
    last = negotiation.requests.aggregate(last=Max("number"))["last"] or 0
    stored.number, stored.state, stored.submitted_at = last + 1, RequestState.SUBMITTED, at
    stored.save(update_fields=["number", "state", "submitted_at"])
    content = {"number": stored.number, "request": str(stored.id)}
    content |= {name: plain(getattr(stored, name)) for name in FIELDS}
    take_step(
        negotiation, StepKind.REQUEST_SUBMITTED, content, by=by, at=at, area_code=stored.area_code,
        changed=("rounds.ChangeRequest", ["state"]),
    )  # fmt: skip


@transaction.atomic
def withdraw_request(request_id: UUID, *, by: Actor, at: datetime) -> None:
    """Take a request back: a draft goes, one that was handed in stays readable as withdrawn."""
    stored = (
        ChangeRequest.objects.select_for_update(of=("self",)).select_related("negotiation").get(id=request_id)
    )
    negotiation = locked(stored.negotiation_id)
    _may_write(negotiation, stored.area_code, by, at)
    if stored.state == RequestState.DRAFT:
        stored.versions.all().delete()
        stored.delete()
        note(request_id, "rounds.ChangeRequest", ["state"], by=by, at=at)
        return
    stored.state = RequestState.WITHDRAWN
    stored.save(update_fields=["state"])
    take_step(
        negotiation, StepKind.REQUEST_WITHDRAWN, {"number": stored.number, "title": stored.title}, by=by, at=at,
        area_code=stored.area_code, changed=("rounds.ChangeRequest", ["state"]),
    )  # fmt: skip


def _draft(request_id: UUID, by: Actor, at: datetime) -> ChangeRequest:
    stored = (
        ChangeRequest.objects.select_for_update(of=("self",)).select_related("negotiation").get(id=request_id)
    )
    _may_write(stored.negotiation, stored.area_code, by, at)
    if stored.state != RequestState.DRAFT:
        raise RoundRefused(
            _("This request is handed in and stays as it is."), _("Take it back and write a new one.")
        )
    return stored


def _may_write(negotiation: Negotiation, area_code: str, by: Actor, at: datetime) -> None:
    allow(can_speak_for(own_areas(by, negotiation.area_codes), area_code))
    days = schedule_of(negotiation)
    decision = can_change_requests(Stage(negotiation.stage), timezone.localdate(at), days)
    agree(
        decision, _("Write to planning if it cannot wait; objections are possible until the committee meets.")
    )


def _stored(name: str, value: Plain) -> object:
    if name == "review_on":
        return date.fromisoformat(value) if isinstance(value, str) and value else None
    if name == "amount":
        return value * CENTS if isinstance(value, int) else None
    return value
