"""Writing the audit trail and sealing it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import cast
from uuid import UUID

from django.db import connections, transaction

from sozialraum.foundation.audit.enums import Function, Outcome
from sozialraum.foundation.audit.models import AuditSeal
from sozialraum.foundation.audit.queries import BATCH, READS, SEAL_REACH, as_recorded, sealed_by, unsealed
from sozialraum.foundation.audit.rules import GENESIS, link
from sozialraum.foundation.database.postgresql.base import DatabaseWrapper
from sozialraum.foundation.vocabulary import Action, Purpose

CHANGES = "default"
CHAIN_LOCK = 0x50A1_A0D1


# one statement however many subjects a list has: an entry a subject must not cost a round trip a subject
_ADD = (
    "INSERT INTO audit_auditentry (at, actor_id, role, function, action, purpose, outcome, ground, subject_kind,"
    " object_kind, object_id, fields, subject_id)"
    " SELECT %s::timestamptz, %s::uuid, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s::text[], subject"
    " FROM unnest(%s::text[]) AS subject"
)
_SENT = _ADD % tuple(f"${place}" for place in range(1, _ADD.count("%s") + 1))


def record(
    *,
    using: str,
    at: datetime,
    actor_id: UUID | None,
    role: str,
    function: Function,
    action: Action,
    purpose: Purpose,
    outcome: Outcome,
    subject_kind: str,
    subject_ids: Iterable[str] = ("",),
    object_kind: str = "",
    object_id: str = "",
    fields: Sequence[str] = (),
    ground: str = "",
) -> None:
    """Add one entry per subject id to the trail.

    ``using`` is :data:`READS` for reads and denials, which survive a rollback of the business transaction,
    and :data:`CHANGES` for writes, which stand or fall with it.
    """
    values = [
        at, actor_id, role, function, action, purpose, outcome, ground[:200], subject_kind, object_kind,
        str(object_id), list(fields), [str(each) for each in subject_ids],
    ]  # fmt: skip
    if using == READS and (reads := _reads()).sends_ahead:
        reads.send(_SENT, [_written(each) for each in values])
        return
    with connections[using].cursor() as cursor:
        cursor.execute(_ADD, values)


@contextmanager
def recorded_meanwhile() -> Iterator[None]:
    """Inside, the record of a look is written by the database while the page is drawn; on leaving, it is durable.

    The page must not be given out before. Raises the database's error where a record could not be written.
    """
    with _reads().sending_ahead():
        yield


def _written(value: datetime | UUID | str | list[str] | None) -> bytes | None:
    """A value as the database reads it from text; a list as its array.

    >>> _written(["a", 'says "b"'])
    b'{"a","says \\\\"b\\\\""}'
    """
    if value is None:
        return None
    if isinstance(value, list):
        signs = (each.replace("\\", r"\\").replace('"', r"\"") for each in value)
        return ("{" + ",".join(f'"{each}"' for each in signs) + "}").encode()
    return (value.isoformat() if isinstance(value, datetime) else str(value)).encode()


def _reads() -> DatabaseWrapper:
    return cast("DatabaseWrapper", connections[READS])


def seal_pending(*, at: datetime | None = None, batch: int = BATCH, reach: timedelta | None = None) -> int:
    """Chain every committed entry that has no seal yet, in the order of ids; returns how many were sealed.

    With ``reach``, entries that others have overtaken are looked for only so far back: one whose transaction took
    longer waits for who looks at all. One sealer works at a time (advisory lock); a second one that comes at the
    same moment returns 0.
    """
    moment = at or datetime.now(UTC)
    with transaction.atomic(using=READS), connections[READS].cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [CHAIN_LOCK])
        if not cursor.fetchone()[0]:
            return 0
        last = AuditSeal.objects.using(READS).order_by("-position").first()
        position, digest = (last.position, last.digest) if last else (0, GENESIS)
        seals = []
        after = 0 if reach is None else sealed_by(moment - reach)
        for entry in unsealed(after=after).order_by("id")[:batch]:
            position += 1
            digest = link(digest, as_recorded(entry))
            seals.append(AuditSeal(position=position, entry_id=entry.id, sealed_at=moment, digest=digest))
        AuditSeal.objects.using(READS).bulk_create(seals)
    return len(seals)


def seal_audit_trail(at: datetime) -> int:
    """Seal until nothing waits: the periodic work of every minute; returns how many entries were sealed."""
    return _seal_all(at, reach=SEAL_REACH)


def seal_overtaken(at: datetime) -> int:
    """Look at the whole trail for entries without a seal: the periodic work of every day; returns how many were sealed."""
    return _seal_all(at, reach=None)


def _seal_all(at: datetime, *, reach: timedelta | None) -> int:
    sealed, last = 0, BATCH
    while last == BATCH:
        last = seal_pending(at=at, reach=reach)
        sealed += last
    return sealed


def forget_old_acts(at: datetime, *, keep: timedelta) -> int:
    """Forget the sealed acts that are older than ``keep``, from the begin of the chain; returns how many.

    The seal of the last one stays as the anchor from which the rest is still proven. Done by a function of the
    database that keeps everything younger than 180 days whatever it is asked; the application itself cannot delete
    an act.
    """
    with transaction.atomic(using=READS), connections[READS].cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [CHAIN_LOCK])
        cursor.execute("SELECT forget_old_acts(%s)", [at - keep])
        return int(cursor.fetchone()[0])
