"""Does the worker work? What `sozialraum check` says about background work."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from django.db import connection

from sozialraum.foundation.database.inspections import Finding, Level
from sozialraum.foundation.jobs.queries import periodic_reports

SILENT_AFTER = timedelta(minutes=15)


def worker_pulse() -> list[Finding]:
    """Name periodic work that failed, and a worker that has been silent."""
    if "jobs_periodicwork" not in connection.introspection.table_names():
        return []
    reports = periodic_reports()
    found = [
        Finding(
            Level.FAULT, f"Periodic work {report.name} failed: {report.failure}", "Read the worker's log."
        )
        for report in reports
        if report.failure
    ]
    last = max((report.begun_at for report in reports if report.begun_at), default=None)
    if last is None or datetime.now(UTC) - last > SILENT_AFTER:
        found.append(
            Finding(
                Level.NOTE,
                "No worker has been at work in the last 15 minutes.",
                "`sozialraum serve` runs one; as its own service it is `sozialraum worker`.",
            )
        )
    return found or [Finding(Level.GOOD, "Background work is done.")]
