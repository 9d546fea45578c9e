"""The engine: what is due, a plan with counts first, then restricting at once and erasing after approval."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import islice
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop

from sozialraum.errors import SozialraumError
from sozialraum.foundation.audit.enums import Function, Outcome
from sozialraum.foundation.audit.services import CHANGES, forget_old_acts, record
from sozialraum.foundation.privacy import context, gate
from sozialraum.foundation.privacy.actors import HOUSE, Actor, Role
from sozialraum.foundation.privacy.decisions import Decision
from sozialraum.foundation.privacy.enums import RetentionStep
from sozialraum.foundation.privacy.gate import Denied, Subject
from sozialraum.foundation.privacy.models import EmergencyAccess, Notice, RetentionRun
from sozialraum.foundation.privacy.retention.rules import PERIODS, Period, months_later, step_due
from sozialraum.foundation.privacy.retention.sources import sources
from sozialraum.foundation.vocabulary import Action, Purpose, Retention

BATCH = 100
APPROVERS = (Role.HEAD_OF_OFFICE, Role.ADMINISTRATOR)

__all__ = [
    "Due",
    "approve_run",
    "can_approve",
    "due_counts",
    "due_list",
    "keep_periods",
    "plan_run",
    "run_approved",
    "run_erasure",
]


@dataclass(frozen=True, slots=True)
class Due:
    """One subject for which something is due, by class and step."""

    kind: str
    id: UUID
    retention: Retention
    step: RetentionStep


@transaction.atomic
def due_list(*, today: date, at: datetime, periods: Mapping[Retention, Period] = PERIODS) -> list[Due]:
    """Everything that is due today, from all registered sources; nothing is changed and no contents are read."""
    found: list[Due] = []
    for kind, source in sources():
        grant = gate.open(HOUSE, Purpose.RETENTION, Action.LIST, Subject(kind, ()), at=at)
        for kept in source.watched(grant):
            step = step_due(periods[kept.retention], kept.facts, today=today)
            if step is not None:
                found.append(Due(kind, kept.id, kept.retention, step))
    context.clear()
    return found


@transaction.atomic
def due_counts(
    *, today: date, at: datetime, periods: Mapping[Retention, Period] = PERIODS
) -> Counter[tuple[Retention, RetentionStep]]:
    """How many subjects of :func:`due_list` there are by class and step, counted by the database."""
    counts: Counter[tuple[Retention, RetentionStep]] = Counter()
    for kind, source in sources():
        grant = gate.open(HOUSE, Purpose.RETENTION, Action.LIST, Subject(kind, ()), at=at)
        counts.update(source.counted(grant, today=today, periods=periods))
    context.clear()
    return counts


@transaction.atomic
def plan_run(*, today: date, at: datetime, periods: Mapping[Retention, Period] = PERIODS) -> UUID | None:
    """The dry run: store how many subjects are due for erasure, by class, for somebody to approve.

    Returns the run's id, that of a waiting run where the same subjects are already waiting for approval, or None
    where nothing is due. Nothing is erased.
    """
    due = [each for each in due_list(today=today, at=at, periods=periods) if each.step is RetentionStep.ERASE]
    if not due:
        return None
    subjects = sorted([each.kind, str(each.id), str(each.retention)] for each in due)
    waiting = RetentionRun.objects.filter(subjects=subjects, done_at__isnull=True).first()
    if waiting:
        return waiting.id
    counts = Counter(f"{each.kind}: {each.retention}" for each in due)
    RetentionRun.objects.filter(approved_at__isnull=True, done_at__isnull=True).delete()
    return RetentionRun.objects.create(planned_at=at, due=dict(counts), subjects=subjects).id


def can_approve(actor: Actor) -> Decision:
    """Who approves an erasure: head of office or administration, with the second factor."""
    if not actor.has(*APPROVERS):
        return Decision.no(gettext_noop("Head of office or administration approve an erasure."))
    if not actor.second_factor:
        return Decision.no(
            gettext_noop("Set up your second factor first; people's data stay shut until then.")
        )
    return Decision.yes("approver")


@transaction.atomic
def approve_run(actor: Actor, run_id: UUID, *, archive_offered_on: date, at: datetime) -> None:
    """Approve a planned erasure, with the day on which the files were offered to the public archive.

    Raises :class:`Denied` for everybody else, ``SozialraumError`` for a day that has not come or a run that is done.
    """
    allowed = can_approve(actor)
    if not allowed:
        raise Denied(allowed)
    if archive_offered_on > timezone.localdate(at):
        raise SozialraumError(
            gettext_noop("The files have not been offered to the archive yet."),
            gettext_noop("Enter a day that has passed."),
        )
    changed = RetentionRun.objects.filter(id=run_id, approved_at__isnull=True).update(
        approved_by=actor.user_id, approved_at=at, archive_offered_on=archive_offered_on
    )
    if not changed:
        raise SozialraumError(
            gettext_noop("This run is approved already."), gettext_noop("Nothing was changed.")
        )
    record(
        using=CHANGES, at=at, actor_id=actor.user_id, role=str(actor.roles[0].role), function=Function.ADMINISTRATION,
        action=Action.ERASE, purpose=Purpose.RETENTION, outcome=Outcome.CHANGED, subject_kind="retention_run",
        subject_ids=[str(run_id)], object_kind="privacy.RetentionRun", object_id=str(run_id), fields=["approved_at"],
    )  # fmt: skip


def keep_periods(at: datetime) -> int:
    """Restrict what is due and plan the erasure of what is over: the daily periodic work.

    Restricting needs no approval, since the period still runs and nothing is lost. Returns the number restricted.
    """
    today = timezone.localdate(at)
    due = due_list(today=today, at=at)
    restricted = 0
    by_kind = dict(sources())
    for kind, ids in _batches(each for each in due if each.step is RetentionStep.RESTRICT):
        with transaction.atomic():
            grant = gate.open(HOUSE, Purpose.RETENTION, Action.ERASE, Subject(kind, ids), at=at)
            by_kind[kind].restrict(grant, at=at)
            _changed(kind, ids, at=at, ground="restricted", fields=["archived_at"])
            context.clear()
        restricted += len(ids)
    plan_run(today=today, at=at)
    _forget_old_emergencies(at)
    forget_old_acts(at, keep=timedelta(days=365 * PERIODS[Retention.AUDIT].months // 12))
    return restricted


def run_approved(at: datetime) -> int:
    """Carry out every approved run that is not done: periodic work; returns the number of runs."""
    waiting = list(
        RetentionRun.objects.filter(approved_at__isnull=False, done_at__isnull=True).values_list(
            "id", flat=True
        )
    )
    for run_id in waiting:
        run_erasure(run_id, at=at)
    return len(waiting)


def run_erasure(
    run_id: UUID, *, at: datetime, periods: Mapping[Retention, Period] = PERIODS
) -> dict[str, int]:
    """Erase what an approved run has planned; returns the number of rows erased by model label.

    Exactly what was approved is erased, and of that only what is still due. Works in batches, one transaction
    each, and may be begun again after an interruption.
    """
    with transaction.atomic():
        run = RetentionRun.objects.select_for_update().get(id=run_id)
        if run.approved_at is None:
            raise SozialraumError(
                gettext_noop("This run is not approved."), gettext_noop("Ask the head of office.")
            )
        if run.done_at is not None:
            return dict(run.erased_rows)
    today = timezone.localdate(run.planned_at)
    approved = {tuple(each) for each in run.subjects}
    due = [
        each
        for each in due_list(today=today, at=at, periods=periods)
        if each.step is RetentionStep.ERASE and (each.kind, str(each.id), str(each.retention)) in approved
    ]
    rows = Counter(run.erased_rows)
    by_kind = dict(sources())
    for kind, ids in _batches(due):
        with transaction.atomic():
            grant = gate.open(HOUSE, Purpose.RETENTION, Action.ERASE, Subject(kind, ids), at=at)
            rows.update(by_kind[kind].erase(grant, at=at))
            _changed(kind, ids, at=at, ground="erased", fields=[])
            RetentionRun.objects.filter(id=run_id).update(erased_rows=dict(rows))
            context.clear()
    RetentionRun.objects.filter(id=run_id).update(done_at=at, erased_rows=dict(rows), subjects=[])
    return dict(rows)


def _batches(due: Iterable[Due]) -> Iterator[tuple[str, tuple[UUID, ...]]]:
    by_kind: dict[str, list[UUID]] = {}
    for each in due:
        by_kind.setdefault(each.kind, []).append(each.id)
    for kind, ids in by_kind.items():
        rest = iter(sorted(ids))
        while batch := tuple(islice(rest, BATCH)):
            yield kind, batch


def _changed(kind: str, ids: Sequence[UUID], *, at: datetime, ground: str, fields: Sequence[str]) -> None:
    record(
        using=CHANGES, at=at, actor_id=None, role="", function=Function.ADMINISTRATION, action=Action.ERASE,
        purpose=Purpose.RETENTION, outcome=Outcome.CHANGED, subject_kind=kind, subject_ids=[str(each) for each in ids],
        object_kind=kind, fields=fields, ground=ground,
    )  # fmt: skip


@transaction.atomic
def _forget_old_emergencies(at: datetime) -> None:
    """Emergency accesses, their notices and the trail of them are kept equally long; unreviewed ones stay."""
    here = timezone.localtime(at)
    limit = datetime.combine(months_later(here.date(), -PERIODS[Retention.AUDIT].months), here.timetz())
    context.enter(actor=HOUSE, purpose=Purpose.RETENTION, action=Action.LIST, ids=())
    EmergencyAccess.objects.filter(opened_at__lt=limit).exclude(verdict="").delete()
    Notice.objects.filter(made_at__lt=limit, seen_at__isnull=False).delete()
    context.clear()
