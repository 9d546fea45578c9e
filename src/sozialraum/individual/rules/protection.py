"""The protection of a child (§ 8a SGB VIII, DOMAIN 2.10): two professionals, deadlines, and what a reporter is told."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from sozialraum.analytics.messages import gettext_noop
from sozialraum.foundation.privacy.decisions import Decision
from sozialraum.individual.enums import Finding, ReporterKind, Urgency

WITHIN: Final[Mapping[Urgency, timedelta]] = {
    Urgency.NOW: timedelta(hours=2), Urgency.NEXT_DAY: timedelta(days=1), Urgency.WEEK: timedelta(days=7),
}  # fmt: skip
"""How long after a report two professionals have looked at it together: the house's own rule, the law says "without delay"."""

TOLD: Final = frozenset({ReporterKind.SCHOOL_OR_DAYCARE, ReporterKind.HEALTH, ReporterKind.PROVIDER})
"""Whose professions are told what became of a report (§ 4 (1), (4) KKG, § 64 (4) SGB VIII); nobody else is."""

DANGER: Final = frozenset({Finding.ACUTE, Finding.LATENT})


@dataclass(frozen=True, slots=True)
class ReporterAnswer:
    """All that a reporting professional is told, two facts: whether there were signs of a danger, and whether the office acts."""

    confirmed: bool
    active: bool


def due_by(received_at: datetime, urgency: Urgency) -> datetime:
    """By when two professionals have looked at a report.

    >>> due_by(datetime(2026, 11, 24, 9), Urgency.NEXT_DAY)
    datetime.datetime(2026, 11, 25, 9, 0)
    """
    return received_at + WITHIN[urgency]


def is_whole(
    *, child_seen: bool, child_heard: bool, parents_heard: bool, not_seen: str, not_heard: str
) -> Decision:
    """What an assessment must say: the child was seen or why not, child and parents were heard or why not."""
    if not child_seen and not not_seen.strip():
        return Decision.no(gettext_noop("Was the child seen? If not, say why that was not needed."))
    if not (child_heard and parents_heard) and not not_heard.strip():
        return Decision.no(
            gettext_noop("Child and parents are heard. If not, say why that would endanger the child.")
        )
    return Decision.yes()


def may_conclude(
    assessed: Collection[UUID], *, by: UUID, finding: Finding | None, found: Collection[Finding], dissent: str
) -> Decision:
    """A finding is that of at least two professionals who have each written down what they see, one of them concluding.

    Where they differ, the other view stays on record in words; nothing is counted together.
    """
    if len(set(assessed)) < 2:
        return Decision.no(
            gettext_noop("Two professionals look at this. One has not written down yet what she sees.")
        )
    if by not in assessed:
        return Decision.no(gettext_noop("The finding is written down by one of the two who assessed."))
    if any(each is not finding for each in found) and not dissent.strip():
        return Decision.no(
            gettext_noop("The two of you see it differently. Write down the other view as well.")
        )
    return Decision.yes()


def answer_to_reporter(
    reporter: ReporterKind, finding: Finding | None, *, active: bool
) -> ReporterAnswer | None:
    """What the reporter may be told; ``None`` for everybody who is told nothing, and before there is a finding.

    >>> answer_to_reporter(ReporterKind.HEALTH, Finding.LATENT, active=True)
    ReporterAnswer(confirmed=True, active=True)
    >>> answer_to_reporter(ReporterKind.NEIGHBORHOOD, Finding.LATENT, active=True) is None
    True
    """
    if reporter not in TOLD or finding is None:
        return None
    return ReporterAnswer(confirmed=finding in DANGER, active=active)
