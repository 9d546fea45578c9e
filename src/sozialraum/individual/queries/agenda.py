"""What is noted for the next days in the cases of one worker: what families wait for, and when they are met."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from uuid import UUID

from django.utils import timezone

from sozialraum.foundation.database import statements
from sozialraum.foundation.privacy.gate import Grant

IN_SIGHT = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Noted:
    """Something noted for a day: a meeting with ``begins_at``, or what a family waits for with ``due_on``.

    ``suits`` is the latest answer to a meeting by ``answered_by``, ``None`` while nobody has answered.
    """

    case_id: UUID
    family_name: str
    text: str
    more: str
    due_on: date | None
    begins_at: datetime | None
    minutes: int | None
    suits: bool | None
    answered_by: str


def noted(grant: Grant) -> list[Noted]:
    """Open reminders, and the meetings from today on for two weeks, in the cases of this grant: the earliest first.

    One statement for both, since it stands on a page that opens with every morning.
    """
    today = timezone.localtime(grant.at).replace(hour=0, minute=0, second=0, microsecond=0)
    found = statements.rows(_NOTED, {"ids": list(grant.subject.ids), "begin": today, "end": today + IN_SIGHT})
    return sorted((Noted(*row) for row in found), key=_when)


def _when(noted: Noted) -> datetime:
    return noted.begins_at or datetime.combine(noted.due_on or date.max, time(), UTC)


# both parts have the columns of ``Noted``, in its order
_NOTED: Final = """
SELECT r.case_id, c.family_name, r.text, r.waits_for, r.due_on, NULL::timestamptz, NULL::integer, NULL::boolean, ''
FROM person_reminder r JOIN person_case c ON c.id = r.case_id
WHERE r.case_id = ANY(%(ids)s) AND r.done_at IS NULL
UNION ALL
SELECT a.case_id, c.family_name, a.topic, a.meeting_place, NULL, a.begins_at, a.minutes, said.suits,
  coalesce(said.full_name, '')
FROM person_appointment a JOIN person_case c ON c.id = a.case_id LEFT JOIN LATERAL (
  SELECT reply.suits, m.full_name FROM person_appointment_reply reply LEFT JOIN person_member m ON m.id = reply.member_id
  WHERE reply.appointment_id = a.id ORDER BY reply.said_at DESC LIMIT 1
) said ON true
WHERE a.case_id = ANY(%(ids)s) AND a.cancelled_at IS NULL AND a.begins_at >= %(begin)s AND a.begins_at < %(end)s
"""
