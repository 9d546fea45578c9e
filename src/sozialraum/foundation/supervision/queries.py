"""Reading for data-protection control: counts of a month, what is unusual in it, and one name where it must be."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time

from django.utils import timezone

from sozialraum.foundation.accounts.queries import names_of
from sozialraum.foundation.audit.queries import (
    ChainReport,
    ChainState,
    DenialRun,
    MonthCounts,
    actor_of_entry,
    chain_report,
    chain_state,
    concluded_at,
    denial_runs,
    month_counts,
)
from sozialraum.foundation.privacy import gate
from sozialraum.foundation.privacy.actors import Actor
from sozialraum.foundation.privacy.gate import Grant, Subject
from sozialraum.foundation.privacy.queries import EmergencyFacts, check_supervision, emergencies
from sozialraum.foundation.privacy.retention.rules import months_later
from sozialraum.foundation.vocabulary import Action, Purpose

MONTHS_SHOWN = 13


@dataclass(frozen=True, slots=True)
class MonthReview:
    """One month as the data-protection officer reviews it: counts over everybody, and what is unusual.

    ``over`` says that the month has ended, so that its review can be concluded.
    """

    month: date
    counts: MonthCounts
    before: MonthCounts
    runs: tuple[DenialRun, ...]
    emergencies: tuple[EmergencyFacts, ...]
    chain: ChainState
    concluded_at: datetime | None
    over: bool


def review_grant(actor: Actor, *, at: datetime, action: Action = Action.READ) -> Grant:
    """The grant for data-protection control; raises :class:`gate.Denied` for everybody else."""
    return gate.open(actor, Purpose.SUPERVISION, action, Subject("audit", ()), at=at)


def months_until(today: date) -> list[date]:
    """The first days of the months that the trail still holds, latest first."""
    first = today.replace(day=1)
    return [months_later(first, -back) for back in range(MONTHS_SHOWN)]


def month_review(grant: Grant, month: date) -> MonthReview:
    """Everything the officer looks at for the month that begins on ``month``."""
    check_supervision(grant)
    begin, end = bounds(month)
    zone = timezone.get_current_timezone()
    found = tuple(emergencies(grant, begin=begin, end=end))
    if found:  # reasons are social data: that they were read is on record
        gate.open(
            grant.actor,
            Purpose.SUPERVISION,
            Action.READ,
            Subject("audit", tuple(each.id for each in found)),
            at=grant.at,
        )
    earlier_begin, earlier_end = bounds(months_later(month, -1))
    return MonthReview(
        month=month,
        counts=month_counts(begin=begin, end=end, zone=zone),
        before=month_counts(begin=earlier_begin, end=earlier_end, zone=zone),
        runs=tuple(denial_runs(begin=begin, end=end)),
        emergencies=found,
        chain=chain_state(),
        concluded_at=concluded_at(f"{month:%Y-%m}"),
        over=end <= grant.at,
    )


def verify_chain(grant: Grant, *, noted: str = "") -> ChainReport:
    """Recompute the whole chain; takes about 10 seconds for a million entries.

    ``noted`` is a checksum of an earlier review, as it was written down.
    """
    check_supervision(grant)
    return chain_report(at=grant.at, noted=noted)


def name_behind(actor: Actor, entry_id: int, *, reason: str, at: datetime) -> str:
    """The name of the person behind one entry, for a reason that is put on record beside it.

    The record names the officer, the person and the reason, and the person finds it in the own data. Returns an
    empty text where the entry is the platform's own or not there.
    """
    person_id = actor_of_entry(entry_id)
    review_grant(actor, at=at)
    if person_id is None:
        return ""
    gate.open(actor, Purpose.SUPERVISION, Action.READ, Subject("user", (person_id,)), ground=reason, at=at)
    return names_of([person_id]).get(person_id, "")


def bounds(month: date) -> tuple[datetime, datetime]:
    """The first moment of a month and the first of the next, in local time."""
    zone = timezone.get_current_timezone()
    return (
        datetime.combine(month, time(), tzinfo=zone),
        datetime.combine(months_later(month, 1), time(), tzinfo=zone),
    )
