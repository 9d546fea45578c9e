"""Reading the audit trail: who saw a subject, and whether the chain is whole."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import UTC, datetime, timedelta, tzinfo
from itertools import islice
from uuid import UUID

from django.db import connections
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.db.models.functions import ExtractHour
from django.utils.translation import gettext_noop

from sozialraum.errors import SozialraumError
from sozialraum.foundation.audit.enums import Function, Outcome
from sozialraum.foundation.audit.models import AuditEntry, AuditSeal
from sozialraum.foundation.audit.rules import GENESIS, link
from sozialraum.foundation.vocabulary import Action, Purpose

# reads go the way the trail is written: outside the business transaction
READS = "audit"
SEAL_DELAY = timedelta(minutes=10)
SEAL_REACH = timedelta(minutes=15)
"""How long after entries that came later were sealed the work of every minute still finds one that was not yet there."""
STEP = 1_000
SHORTEST_MEMORY = timedelta(days=180)
BATCH = 5_000
NIGHT_BEGINS, NIGHT_ENDS = 22, 6
TASK_GIVEN, LETTER_TO_RENEW, SUBSTITUTE_NAMED = "task given", "letter written: renewal", "substitute named"
AS_SUBSTITUTE = "substitute"
TRAIL = "audit"
"""The kind of the trail itself as a subject."""
PEOPLE = ("case",)
"""The kinds of subjects whose acts the monthly review counts."""


@dataclass(frozen=True, slots=True)
class RecordedAct:
    """One act on a subject, as the person concerned or the data-protection officer reads it."""

    at: datetime
    actor_id: UUID | None
    role: str
    function: str
    action: str
    purpose: str
    outcome: str
    ground: str
    subject_kind: str
    subject_id: str
    object_kind: str
    fields: tuple[str, ...]


# a page of a family reads two hundred of them, each time it is opened: written by hand (ADR 13)
_ACTS = (
    f"SELECT {', '.join(each.name for each in fields(RecordedAct))} FROM audit_auditentry"  # noqa: S608 - names of the class above alone
    " WHERE subject_kind = %s AND subject_id = %s ORDER BY at DESC, id DESC LIMIT %s"
)


@dataclass(frozen=True, slots=True)
class ChainReport:
    """What a verification of the chain found; ``broken`` holds each fault as a sentence that can be told in any language."""

    links: int
    waiting: int
    head: str
    broken: tuple[SozialraumError, ...]

    @property
    def whole(self) -> bool:
        """Whether nothing was changed, removed or left out."""
        return not self.broken


def as_recorded(entry: AuditEntry) -> dict[str, object]:
    """The entry as plain values: what the chain vouches for."""
    return {
        "id": entry.id,
        "at": entry.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "actor_id": str(entry.actor_id) if entry.actor_id else None,
        "role": entry.role,
        "function": str(entry.function),
        "action": str(entry.action),
        "purpose": str(entry.purpose),
        "outcome": str(entry.outcome),
        "ground": entry.ground,
        "subject_kind": entry.subject_kind,
        "subject_id": entry.subject_id,
        "object_kind": entry.object_kind,
        "object_id": entry.object_id,
        "fields": list(entry.fields),
    }


def acts_on(subject_kind: str, subject_id: str, *, limit: int = 200) -> list[RecordedAct]:
    """The latest acts on one subject, newest first."""
    with connections[READS].cursor() as cursor:
        cursor.execute(_ACTS, [subject_kind, str(subject_id), limit])
        return [RecordedAct(*(*told, tuple(names))) for *told, names in cursor.fetchall()]


def changed_since(subject_kind: str, subject_ids: Iterable[str], *, since: datetime) -> bool:
    """Whether anything of these subjects was changed after a moment."""
    found = AuditEntry.objects.filter(subject_kind=subject_kind, subject_id__in=list(subject_ids))
    return found.filter(outcome=Outcome.CHANGED, at__gt=since).exists()


def concluded_at(month: str) -> datetime | None:
    """When the review of a month (YYYY-MM) was concluded; None while it waits."""
    return (
        AuditEntry.objects.filter(subject_kind=TRAIL, subject_id=month, outcome=Outcome.CHANGED)
        .order_by("id")
        .values_list("at", flat=True)
        .first()
    )


def count_denials(*, actor_id: UUID, purpose: Purpose, ground: str, since: datetime) -> int:
    """How often this person was refused on this ground since a moment: for throttling."""
    return (
        AuditEntry.objects.using(READS)
        .filter(actor_id=actor_id, purpose=purpose, ground=ground, outcome=Outcome.DENIED, at__gt=since)
        .count()
    )


@dataclass(frozen=True, slots=True)
class MonthCounts:
    """How often what happened in a month, over everybody; never by person."""

    reads: int
    changes: int
    denials: int
    exports: int
    erasures: int
    emergency_reads: int
    reads_by_team_leads: int
    reads_at_night: int
    tasks_given: int
    letters_to_renew: int
    substitutes_named: int
    reads_by_substitutes: int


@dataclass(frozen=True, slots=True)
class DenialRun:
    """Denials in a row: one person was refused several times within minutes. ``entry_id`` names the first."""

    entry_id: int
    role: str
    begun_at: datetime
    denials: int
    subjects: int


@dataclass(frozen=True, slots=True)
class ChainState:
    """How far the chain reaches, without recomputing it."""

    links: int
    waiting: int
    head: str
    sealed_at: datetime | None


def month_counts(*, begin: datetime, end: datetime, zone: tzinfo) -> MonthCounts:
    """Counts of the acts on people's data from ``begin`` until before ``end``; night is 22 to 6 o'clock in ``zone``.

    Tasks given and letters for a new password are counted with them: by either somebody comes to read.
    """
    reads = Q(outcome=Outcome.GRANTED, action=Action.READ)
    staff = reads & ~Q(function=Function.OWN_MATTER)
    counts = (
        _acts_on_people(begin, end)
        .annotate(hour=ExtractHour("at", tzinfo=zone))
        .aggregate(
            reads=Count("id", filter=reads),
            changes=Count("id", filter=Q(outcome=Outcome.CHANGED)),
            denials=Count("id", filter=Q(outcome=Outcome.DENIED)),
            exports=Count("id", filter=Q(outcome=Outcome.GRANTED, action=Action.EXPORT)),
            erasures=Count("id", filter=Q(outcome=Outcome.CHANGED, action=Action.ERASE)),
            emergency_reads=Count("id", filter=reads & Q(ground__startswith="emergency")),
            reads_by_substitutes=Count("id", filter=reads & Q(ground=AS_SUBSTITUTE)),
            reads_by_team_leads=Count("id", filter=reads & Q(ground="team lead")),
            reads_at_night=Count("id", filter=staff & (Q(hour__gte=NIGHT_BEGINS) | Q(hour__lt=NIGHT_ENDS))),
        )
    )
    doors = (
        AuditEntry.objects.using(READS)
        .filter(at__gte=begin, at__lt=end, subject_kind="user")
        .aggregate(
            tasks_given=Count("id", filter=Q(ground__startswith=TASK_GIVEN)),
            substitutes_named=Count("id", filter=Q(ground__startswith=SUBSTITUTE_NAMED)),
            letters_to_renew=Count("id", filter=Q(ground=LETTER_TO_RENEW)),
        )
    )
    return MonthCounts(**counts, **doors)


def denial_runs(
    *, begin: datetime, end: datetime, least: int = 5, within: timedelta = timedelta(minutes=10)
) -> list[DenialRun]:
    """Where one person was refused at least ``least`` times, each within ``within`` of the one before; by time.

    Nobody is named: the data-protection officer asks for the person of an entry in a step of its own.
    """
    runs: dict[UUID | None, list[AuditEntry]] = {}
    found: list[list[AuditEntry]] = []
    for entry in _acts_on_people(begin, end).filter(outcome=Outcome.DENIED).order_by("at", "id"):
        run = runs.get(entry.actor_id)
        if run and entry.at - run[-1].at <= within:
            run.append(entry)
        else:
            runs[entry.actor_id] = [entry]
            found.append(runs[entry.actor_id])
    return [
        DenialRun(run[0].id, run[0].role, run[0].at, len(run), len({each.subject_id for each in run}))
        for run in found
        if len(run) >= least
    ]


def actor_of_entry(entry_id: int) -> UUID | None:
    """Who did what one entry records; None for the platform itself or where there is no such entry."""
    return AuditEntry.objects.using(READS).filter(id=entry_id).values_list("actor_id", flat=True).first()


def chain_state() -> ChainState:
    """How far the chain reaches, its head, and how many entries wait for their seal."""
    seals = AuditSeal.objects.using(READS).order_by("position")
    first, last = seals.first(), seals.last()
    if first is None or last is None:
        return ChainState(links=0, waiting=unsealed().count(), head=GENESIS, sealed_at=None)
    waiting = unsealed(after=sealed_by(last.sealed_at - SEAL_REACH)).count()
    return ChainState(last.position - first.position + 1, waiting, last.digest, last.sealed_at)


def _acts_on_people(begin: datetime, end: datetime) -> QuerySet[AuditEntry]:
    return AuditEntry.objects.using(READS).filter(at__gte=begin, at__lt=end, subject_kind__in=PEOPLE)


def chain_report(*, at: datetime, noted: str = "") -> ChainReport:
    """Recompute the whole chain and say what is broken; reads it in batches.

    An entry that was edited breaks its link, an entry that was removed leaves a seal without entry, a seal
    that was removed leaves a gap, an entry that waits for its seal longer than ten minutes is named. Where old acts
    were forgotten (see ``services.forget_old_acts``), the chain begins at the seal that was left as its anchor; an
    anchor that is too young is named.

    ``noted`` is a head that was written down outside the platform. What was sealed until then stands as long as the
    chain still holds it; a chain that was cut off at its end, or computed anew by somebody who may do everything in
    the database, does not.
    """
    broken: list[SozialraumError] = []
    digest, expected, links = GENESIS, None, 0
    missed = noted
    seals = AuditSeal.objects.using(READS).order_by("position").iterator(chunk_size=BATCH)
    while batch := list(islice(seals, BATCH)):
        entries = AuditEntry.objects.using(READS).in_bulk([seal.entry_id for seal in batch])
        for seal in batch:
            if expected is not None and seal.position != expected:
                broken.append(_missing(expected, seal.position - 1))
            entry = entries.get(seal.entry_id)
            if entry is None:
                anchor = expected is None and seal.sealed_at <= at - SHORTEST_MEMORY
                if not anchor:
                    broken.append(_found(gettext_noop("Entry {entry} at link {link} was removed."), seal))
            elif expected is None and seal.position != 1:
                broken.append(_missing(1, seal.position - 1))
            elif link(digest, as_recorded(entry)) != seal.digest:
                broken.append(_found(gettext_noop("Entry {entry} at link {link} was changed."), seal))
            digest, expected, links = seal.digest, seal.position + 1, links + 1
            missed = "" if digest == noted else missed
    if missed:
        broken.append(
            SozialraumError(gettext_noop("The checksum that was written down is in the chain no longer."))
        )
    waiting = unsealed().aggregate(all=Count("id"), late=Count("id", filter=Q(at__lt=at - SEAL_DELAY)))
    if waiting["late"]:
        late = gettext_noop("Entries that wait for their seal longer than {minutes} minutes: {count}.")
        broken.append(SozialraumError(late, minutes=SEAL_DELAY.seconds // 60, count=waiting["late"]))
    return ChainReport(links=links, waiting=waiting["all"], head=digest, broken=tuple(broken))


def _missing(first: int, last: int) -> SozialraumError:
    said = gettext_noop("Links {first} to {last} are missing.")
    return SozialraumError(said, first=str(first), last=str(last))


def _found(said: str, seal: AuditSeal) -> SozialraumError:
    # numbers of entries and links are names, not amounts
    return SozialraumError(said, entry=str(seal.entry_id), link=str(seal.position))


def unsealed(*, after: int = 0) -> QuerySet[AuditEntry]:
    """The entries that have no seal yet, of those whose id is above ``after``."""
    sealed = AuditSeal.objects.using(READS).filter(entry_id=OuterRef("id"), entry_id__gt=after)
    return AuditEntry.objects.using(READS).filter(~Exists(sealed), id__gt=after)


def sealed_by(moment: datetime) -> int:
    """The id of an entry that was sealed by ``moment``, of the latest or one not long before; 0 where none was.

    Found by going back along the chain in steps that double: the trail of a city has millions of entries.
    """
    seals = AuditSeal.objects.using(READS).order_by("-position")
    seal, step = seals.first(), STEP
    while seal is not None and seal.sealed_at > moment:
        seal, step = seals.filter(position__lte=seal.position - step).first(), 2 * step
    return seal.entry_id if seal else 0
