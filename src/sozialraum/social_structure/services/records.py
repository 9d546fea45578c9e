"""Every write of the floor leaves an entry in the audit trail, in the same transaction."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sozialraum.foundation.audit.enums import Function, Outcome
from sozialraum.foundation.audit.services import CHANGES, record
from sozialraum.foundation.vocabulary import Action, Purpose


def record_change(
    *,
    by: UUID | None,
    at: datetime,
    object_kind: str,
    object_id: str,
    fields: Sequence[str] = (),
    outcome: Outcome = Outcome.CHANGED,
    ground: str = "",
) -> None:
    """Say who changed or released what in planning data; ids and field names only."""
    record(
        using=CHANGES, at=at, actor_id=by, role="", function=Function.PLANNING, action=Action.WRITE,
        purpose=Purpose.PLANNING, outcome=outcome, subject_kind="planning", object_kind=object_kind,
        object_id=object_id, fields=fields, ground=ground,
    )  # fmt: skip
