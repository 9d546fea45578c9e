"""What PostgreSQL says when it fails, as a sentence and a way out."""

from __future__ import annotations

from pathlib import Path

from sozialraum.foundation.database.directory import unusable
from sozialraum.foundation.database.errors import DatabaseError


def explained(root: Path, told: str) -> DatabaseError:
    """Turn PostgreSQL's words into a sentence and a way out."""
    path = root
    reasons = {
        "No space left on device": 28, "Read-only file system": 30, "Permission denied": 13,
    }  # fmt: skip
    for words, number in reasons.items():
        if words in told:
            return unusable(path, OSError(number, words))
    if "could not map" in told or "could not create shared memory" in told:
        return DatabaseError(
            "There is not enough memory to start the database.",
            "Free some memory, or lower shared_buffers in {path}/postgresql.local.conf.",
            path=path,
        )
    last = next((line for line in reversed(told.splitlines()) if "FATAL" in line or "error" in line), "")
    return DatabaseError(
        "The database of {path} does not start{reason}.",
        "Read {path}/postgres/log; `sozialraum restore` brings a backup back.",
        path=path,
        reason=f": {last.strip()}" if last else "",
    )
