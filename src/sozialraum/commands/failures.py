"""The sentence for a failure that nothing nearer to it has told: of the database, of the disk, of ourselves."""

from __future__ import annotations

import errno

import psycopg

from sozialraum.analytics.messages import gettext_noop
from sozialraum.errors import SozialraumError

READ_ONLY = gettext_noop("The database is read-only.")
ELSEWHERE = gettext_noop("Connect to the primary server or end its maintenance.")
FULL = gettext_noop("The disk of the database is full.")
MAKE_ROOM = gettext_noop("Make room on the database server.")


def explained(problem: Exception) -> SozialraumError:
    """Return the sentence and the remedy for ``problem``, whatever it is."""
    if isinstance(problem, SozialraumError):
        return problem
    cause = problem if isinstance(problem, psycopg.Error) else problem.__cause__
    if isinstance(cause, psycopg.errors.ReadOnlySqlTransaction):
        return SozialraumError(READ_ONLY, ELSEWHERE)
    if isinstance(cause, psycopg.errors.DiskFull):
        return SozialraumError(FULL, MAKE_ROOM)
    if isinstance(cause, psycopg.OperationalError):
        return _of_connection(" ".join(str(cause).split()))
    if isinstance(problem, OSError) and problem.errno in {errno.ENOSPC, errno.EDQUOT}:
        return SozialraumError(
            "The disk is full: what was to be written does not stand there.",
            "Make room, then run the command again.",
        )
    if isinstance(problem, OSError) and problem.filename:
        return _of_file(problem)
    return SozialraumError(
        "Something went wrong that should not: {kind}: {text}.",
        "Run the command again with --debug and send us what it prints.",
        kind=type(problem).__name__,
        text=str(problem).rstrip("."),
    )


def _of_connection(told: str) -> SozialraumError:
    if "read-only" in told:
        return SozialraumError(READ_ONLY, ELSEWHERE)
    if "No space left" in told:
        return SozialraumError(FULL, MAKE_ROOM)
    return SozialraumError(
        "The database cannot be reached: {reason}.",
        "Check DATABASE_URL and whether the server runs.",
        reason=told.partition(" Is the server")[0].rstrip("."),
    )


def _of_file(problem: OSError) -> SozialraumError:
    if problem.errno in {errno.EACCES, errno.EPERM, errno.EROFS}:
        return SozialraumError(
            "This user may not use {path}.", "Run the command as the user it belongs to, or give it to this one (chown).",
            path=problem.filename,
        )  # fmt: skip
    return SozialraumError(
        "{path} cannot be used: {reason}.", "Check the path, then run the command again.",
        path=problem.filename, reason=problem.strerror or type(problem).__name__,
    )  # fmt: skip
