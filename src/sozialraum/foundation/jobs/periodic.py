"""Periodic work: what is due is done by one worker at a time."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime

from django.db import connections

from sozialraum.errors import SozialraumError
from sozialraum.foundation.jobs.kinds import Periodic, periodic_work
from sozialraum.foundation.jobs.models import PeriodicWork
from sozialraum.foundation.jobs.rules import is_due

log = logging.getLogger(__name__)

PERIODIC_LOCKS = 0x50A1


def do_due(*, clock: Callable[[], datetime]) -> list[str]:
    """Do the periodic work that is due, each by one worker at a time; returns the names of what was done."""
    return [each.name for each in periodic_work() if _do_if_due(each, clock=clock)]


def _do_if_due(work: Periodic, *, clock: Callable[[], datetime]) -> bool:
    connection = connections["default"]
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, hashtext(%s))", [PERIODIC_LOCKS, work.name])
        if not cursor.fetchone()[0]:
            return False
        try:
            return _do(work, clock=clock)
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s, hashtext(%s))", [PERIODIC_LOCKS, work.name])


def _do(work: Periodic, *, clock: Callable[[], datetime]) -> bool:
    row, _made = PeriodicWork.objects.get_or_create(name=work.name)
    begun = clock()
    if not is_due(last_begun_at=row.begun_at, every=work.every, at=begun):
        return False
    row.begun_at = begun
    row.save(update_fields=["begun_at"])
    try:
        work.work(begun)
        row.failure = ""
    except Exception as problem:
        log.error("periodic work %s failed: %s", work.name, type(problem).__name__)
        row.failure = str(problem)[:500] if isinstance(problem, SozialraumError) else type(problem).__name__
    row.ended_at = clock()
    row.save(update_fields=["ended_at", "failure"])
    return True
