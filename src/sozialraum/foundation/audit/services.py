"""Writing the audit trail and sealing it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from uuid import UUID

from django.db import connections, transaction

from sozialraum.foundation.audit.enums import Function, Outcome
from sozialraum.foundation.audit.models import AuditSeal
from sozialraum.foundation.audit.queries import READS, as_recorded, unsealed
from sozialraum.foundation.audit.rules import GENESIS, link
from sozialraum.foundation.vocabulary import Action, Purpose

CHANGES = "default"
CHAIN_LOCK = 0x50A1_A0D1


# one statement however many subjects a list has: an entry a subject must not cost a round trip a subject
_ADD = (
    "INSERT INTO audit_auditentry (at, actor_id, role, function, action, purpose, outcome, ground, subject_kind,"
    " object_kind, object_id, fields, subject_id)"
    " SELECT %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, subject FROM unnest(%s::text[]) AS subject"
)


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
    with connections[using].cursor() as cursor:
        cursor.execute(
            _ADD,
            [
                at, actor_id, role, function, action, purpose, outcome, ground[:200], subject_kind, object_kind,
                str(object_id), list(fields), [str(each) for each in subject_ids],
            ],
        )  # fmt: skip


def seal_pending(*, at: datetime | None = None, batch: int = 5_000) -> int:
    """Chain every committed entry that has no seal yet, in the order of ids; returns how many were sealed.

    One sealer works at a time (advisory lock); a second one that comes at the same moment returns 0.
    """
    with transaction.atomic(using=READS), connections[READS].cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [CHAIN_LOCK])
        if not cursor.fetchone()[0]:
            return 0
        last = AuditSeal.objects.using(READS).order_by("-position").first()
        position, digest = (last.position, last.digest) if last else (0, GENESIS)
        seals = []
        for entry in unsealed().order_by("id")[:batch]:
            position += 1
            digest = link(digest, as_recorded(entry))
            seals.append(
                AuditSeal(
                    position=position, entry_id=entry.id, sealed_at=at or datetime.now(UTC), digest=digest
                )
            )
        AuditSeal.objects.using(READS).bulk_create(seals)
    return len(seals)


def seal_audit_trail(at: datetime) -> int:
    """Seal until nothing waits: the periodic work of every few minutes; returns how many entries were sealed."""
    sealed = 0
    while batch := seal_pending(at=at):
        sealed += batch
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
