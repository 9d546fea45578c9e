"""What waits in the whole office, as numbers: for its head, who opens no case."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sozialraum.foundation.database import statements
from sozialraum.foundation.privacy import gate
from sozialraum.foundation.privacy.actors import Actor, Role
from sozialraum.foundation.privacy.gate import Subject
from sozialraum.foundation.vocabulary import Action, Purpose
from sozialraum.individual.queries.complaints import WaitingComplaint

# one statement for both, so that a start page does not ask twice
_WAITING = """
SELECT d.reports, d.emergencies, d.erasures, o.waiting, o.next_due, c.id, c.due_on
FROM office_due(%s) d CROSS JOIN formal_objections_due() o LEFT JOIN complaints_to(%s) c ON c.waits
"""


@dataclass(frozen=True, slots=True)
class OfficeDue:
    """What waits for the head of the office: complaints to her one by one, everything else as a number.

    ``reports`` of a danger are past their time without a finding of two, ``emergencies`` have no review, ``erasures`` are
    files that wait for somebody to approve, ``objections`` to decisions have no answer yet, the next until
    ``objection_due_on``.
    """

    complaints: tuple[WaitingComplaint, ...]
    reports: int
    emergencies: int
    erasures: int
    objections: int = 0
    objection_due_on: date | None = None


def office_due(actor: Actor, *, at: datetime) -> OfficeDue:
    """Counted inside the database; raises :class:`gate.Denied` for everybody to whom nobody complains."""
    gate.open(actor, Purpose.PARTICIPATION, Action.LIST, Subject("complaint", ()), at=at)
    rows = statements.rows(_WAITING, [at, [Role.HEAD_OF_OFFICE]])
    reports, emergencies, erasures, objections, objection_due_on = rows[0][:5]
    waiting = tuple(WaitingComplaint(key, due_on) for *_numbers, key, due_on in rows if key)
    return OfficeDue(waiting, reports, emergencies, erasures, objections, objection_due_on)
