"""What every service of the rounds shares: the negotiation under lock, the public step, the audit entry, the refusal."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sozialraum.errors import SozialraumError
from sozialraum.foundation.audit.enums import Outcome
from sozialraum.foundation.audit.services import CHANGES, record
from sozialraum.foundation.privacy import gate
from sozialraum.foundation.privacy.actors import Actor
from sozialraum.foundation.privacy.decisions import Decision
from sozialraum.foundation.vocabulary import Action, Purpose
from sozialraum.participation.rounds.enums import StepKind
from sozialraum.participation.rounds.models import Negotiation, NegotiationStep


class RoundRefused(SozialraumError):
    """What was asked for does not fit where the rounds stand; nothing was stored."""


def locked(negotiation_id: UUID) -> Negotiation:
    """The negotiation, held until the transaction ends, so that its steps follow each other."""
    return Negotiation.objects.select_for_update().get(id=negotiation_id)


def allow(decision: Decision) -> None:
    """Denied where the actor may not."""
    if not decision:
        raise gate.Denied(decision)


def agree(decision: Decision, remedy: str) -> None:
    """Refused where a rule says no, with its reason."""
    if not decision:
        raise RoundRefused(decision.reason, remedy)


def step_hash(
    previous: str, number: int, kind: str, area_code: str, content: Mapping[str, Any], at: datetime
) -> str:
    """SHA-256 over a step and the check of the one before it: what was public once cannot be rewritten unseen."""
    body = json.dumps(
        [previous, number, kind, area_code, content, at.astimezone(UTC).isoformat()],
        sort_keys=True,
        ensure_ascii=False,
    )
    return hashlib.sha256(body.encode()).hexdigest()


def take_step(
    negotiation: Negotiation,
    kind: StepKind,
    content: Mapping[str, Any],
    *,
    by: Actor,
    at: datetime,
    area_code: str = "",
    changed: tuple[str, Sequence[str]],
) -> None:
    """Publish a step and record the act; ``changed`` is the kind of object and its fields."""
    last = negotiation.steps.order_by("-number").values_list("number", "step_hash").first()
    number, previous = (last[0] + 1, last[1]) if last else (1, "")
    NegotiationStep.objects.create(
        negotiation=negotiation, number=number, kind=kind, stage=negotiation.stage, area_code=area_code,
        content=dict(content), taken_at=at, previous_hash=previous,
        step_hash=step_hash(previous, number, kind, area_code, content, at),
    )  # fmt: skip
    note(negotiation.id, changed[0], changed[1], by=by, at=at)


def note(object_id: UUID, kind: str, fields: Sequence[str], *, by: Actor, at: datetime) -> None:
    """One entry of the audit trail."""
    role = by.roles[0].role if by.roles else ""
    record(
        using=CHANGES, at=at, actor_id=by.user_id, role=role, function=gate.function_of(role), action=Action.WRITE,
        purpose=Purpose.PARTICIPATION, outcome=Outcome.CHANGED, subject_kind="budget", object_kind=kind,
        object_id=str(object_id), fields=list(fields),
    )  # fmt: skip
