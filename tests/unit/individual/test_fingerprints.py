"""The fingerprint of a row that was merged says whether anything was changed since, and nothing about who read it."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from sozialraum.individual.models import Appointment
from sozialraum.individual.queries.merges import fingerprint

BEGINS_AT = datetime(2026, 12, 1, 14, 30, tzinfo=UTC)


def test_the_same_moment_is_the_same_in_every_zone() -> None:
    row = uuid.uuid4()
    in_utc = fingerprint(Appointment(id=row, begins_at=BEGINS_AT))
    here = BEGINS_AT.astimezone(ZoneInfo("Europe/Berlin"))
    assert fingerprint(Appointment(id=row, begins_at=here)) == in_utc
    assert fingerprint(Appointment(id=row, begins_at=here + timedelta(minutes=1))) != in_utc
