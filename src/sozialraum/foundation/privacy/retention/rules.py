"""Periods as declared data, and what is due when: pure functions of values and ``today``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from sozialraum.analytics.messages import gettext_noop
from sozialraum.foundation.privacy.enums import RetentionStep
from sozialraum.foundation.vocabulary import Retention


class Trigger(StrEnum):
    """The day from which a period runs."""

    THIRTIETH_BIRTHDAY = "thirtieth_birthday"
    BIRTH = "birth"
    ENDED = "ended"
    RECORDED = "recorded"
    EXPIRED = "expired"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Period:
    """How long one class is kept.

    ``months`` run from ``trigger``. ``restrict_after_months`` says when, counted from the end, data leave the
    working set although they are still kept (None: they stay in use). ``basis`` is the statute. ``local`` marks a
    period that the municipality sets itself, within ``shortest`` and ``longest`` months.
    """

    trigger: Trigger
    months: int
    basis: str
    restrict_after_months: int | None = None
    local: bool = False
    shortest: int = 0
    longest: int = 0


PERIODS: Mapping[Retention, Period] = {
    Retention.HELP_FILE: Period(
        Trigger.THIRTIETH_BIRTHDAY, 70 * 12, gettext_noop("section 9b (2) no. 1 SGB VIII"), restrict_after_months=12
    ),
    Retention.ADOPTION: Period(Trigger.BIRTH, 100 * 12, gettext_noop("section 9c (1) AdVermiG"), restrict_after_months=12),
    Retention.COUNSELING: Period(
        Trigger.ENDED, 36, gettext_noop("section 84 (2) SGB X, local rule"), restrict_after_months=12, local=True,
        shortest=12, longest=36,
    ),
    Retention.PROTECTION_CHECK: Period(
        Trigger.ENDED, 120, gettext_noop("section 84 (2) SGB X, local rule; check section 9b SGB VIII"),
        restrict_after_months=12, local=True, shortest=12, longest=120,
    ),
    Retention.CITIZEN_CARD: Period(Trigger.EXPIRED, 0, gettext_noop("consent: Article 7 (3) GDPR")),
    Retention.ACCOUNT: Period(
        Trigger.ENDED, 12, gettext_noop("Article 17 (1) (a) GDPR, local rule"), local=True, shortest=1, longest=24
    ),
    Retention.AUDIT: Period(
        Trigger.RECORDED, 12, gettext_noop("Article 5 (2) GDPR, local rule; section 79 (4) SGB X for retrievals"),
        local=True, shortest=6, longest=36,
    ),
    Retention.SESSION: Period(Trigger.EXPIRED, 0, gettext_noop("Article 5 (1) (e) GDPR")),
    Retention.JOB: Period(Trigger.RECORDED, 3, gettext_noop("Article 5 (1) (e) GDPR"), local=True, shortest=1, longest=12),
    Retention.WHILE_NEEDED: Period(Trigger.NONE, 0, gettext_noop("no personal data, or facts that are public")),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Facts:
    """The days from which periods run, of one subject; None where a day is not known.

    ``begun_on`` is when keeping began; ``restricted`` whether it has left the working set already.
    """

    begun_on: date
    ended_on: date | None = None
    born_on: date | None = None
    expired_on: date | None = None
    restricted: bool = False


def with_local_periods(local: Mapping[Retention, int]) -> Mapping[Retention, Period]:
    """The periods with the municipality's own number of months where it may set one.

    Raises ``ValueError`` for a period that the statute fixes, or one outside its bounds.
    """
    periods = dict(PERIODS)
    for retention, months in local.items():
        period = periods[retention]
        if not period.local:
            msg = f"The period of {retention} is fixed by statute."
            raise ValueError(msg)
        if not period.shortest <= months <= period.longest:
            msg = f"The period of {retention} lies between {period.shortest} and {period.longest} months."
            raise ValueError(msg)
        periods[retention] = replace(period, months=months)
    return periods


def months_later(day: date, months: int) -> date:
    """The same day some months later; the 29 February becomes the 28th, 31st days the last of their month.

    >>> months_later(date(2024, 2, 29), 12)
    datetime.date(2025, 2, 28)
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    for last in (day.day, 30, 29, 28):
        try:
            return date(year, month + 1, last)
        except ValueError:
            continue
    raise AssertionError


def latest_begin(day: date, months: int) -> date:
    """The last day from which so many months are over on ``day``.

    >>> latest_begin(date(2025, 2, 28), 12), latest_begin(date(2025, 2, 27), 12)
    (datetime.date(2024, 2, 29), datetime.date(2024, 2, 27))
    """
    begins = months_later(day, -months) + timedelta(days=3)
    while months_later(begins, months) > day:
        begins -= timedelta(days=1)
    return begins


def kept_until(period: Period, facts: Facts) -> date | None:
    """The last day on which data are kept; None while the period does not run.

    Where the birthday is not known, the person counts as newborn on the day keeping began: nothing is erased too
    early. A help file is never erased before its case has ended.

    >>> kept_until(PERIODS[Retention.HELP_FILE], Facts(date(2026, 1, 5), date(2027, 3, 1), date(2012, 4, 9)))
    datetime.date(2112, 4, 9)
    """
    born = facts.born_on or facts.begun_on
    begins = {
        Trigger.THIRTIETH_BIRTHDAY: months_later(born, 30 * 12) if facts.ended_on else None,
        Trigger.BIRTH: born if facts.ended_on else None,
        Trigger.ENDED: facts.ended_on,
        Trigger.RECORDED: facts.begun_on,
        Trigger.EXPIRED: facts.expired_on,
        Trigger.NONE: None,
    }[period.trigger]
    return months_later(begins, period.months) if begins else None


def restricted_from(period: Period, facts: Facts) -> date | None:
    """The day from which data leave the working set; None where they do not."""
    if period.restrict_after_months is None or facts.ended_on is None:
        return None
    return months_later(facts.ended_on, period.restrict_after_months)


def step_due(period: Period, facts: Facts, *, today: date) -> RetentionStep | None:
    """What is due today for one subject: erasing, restricting, or nothing."""
    until = kept_until(period, facts)
    if until is not None and until < today:
        return RetentionStep.ERASE
    begins = restricted_from(period, facts)
    if begins is not None and begins <= today and not facts.restricted:
        return RetentionStep.RESTRICT
    return None
