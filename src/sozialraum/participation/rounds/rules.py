"""The order of a budget's rounds as pure rules: what may happen when, and what is still missing.

DOMAIN 5.3 (rounds 0 to 3) and section 7 (consent: a serious reasoned objection is integrated and the proposal repeated; the
fallback is fixed beforehand). A rule answers with a reason that a person may read; it knows no database and no clock.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Final

from sozialraum.analytics.messages import gettext_noop as _
from sozialraum.foundation.privacy.decisions import Decision
from sozialraum.participation.rounds.enums import Position, Stage

ORDER: Final = tuple(Stage)
WHOLE: Final = ""
"""The circle of all areas together, where a record or a voice belongs to no single area."""
MOST_LOOPS: Final = 5


@dataclass(frozen=True, slots=True)
class Schedule:
    """The days of a year's rounds, each the last day of its round; the first is when round 1 opens."""

    requests_from: date
    requests_until: date
    consent_until: date
    objections_until: date
    decision_on: date

    def days(self) -> tuple[date, ...]:
        """All days in their order."""
        return (
            self.requests_from,
            self.requests_until,
            self.consent_until,
            self.objections_until,
            self.decision_on,
        )

    def ends(self, stage: Stage) -> date:
        """The last day of a round.

        >>> Schedule(*(date(2026, 11, day) for day in (2, 9, 16, 23, 30))).ends(Stage.CONSENT)
        datetime.date(2026, 11, 16)
        """
        return self.days()[min(ORDER.index(stage), 4)]


def fits(schedule: Schedule, *, after: date) -> Decision:
    """Whether the days follow each other and none lies before ``after``."""
    days = (after, *schedule.days())
    if any(later < earlier for earlier, later in pairwise(days)):
        return Decision.no(_("The days do not follow each other."))
    if schedule.requests_until == schedule.requests_from:
        return Decision.no(_("The circles need more than one day for their requests."))
    return Decision.yes()


def stage_after(stage: Stage) -> Stage:
    """The round that follows.

    >>> stage_after(Stage.REQUESTS).value
    'consent'
    """
    return ORDER[min(ORDER.index(stage) + 1, len(ORDER) - 1)]


@dataclass(frozen=True, slots=True)
class Standing:
    """What a decision on the next round looks at.

    ``areas`` are the circles that take part, ``recorded`` those with a record of the present round (:data:`WHOLE` for all
    together). ``voices`` are the answers to the last proposal by area; ``loop`` counts proposals, ``loops`` is the number
    fixed beforehand after which objections go to the committee. ``reopened`` holds where the committee gave it back and no
    proposal has been made since.
    """

    stage: Stage
    today: date
    schedule: Schedule
    areas: tuple[str, ...]
    recorded: frozenset[str]
    loop: int
    loops: int
    voices: Mapping[str, Position]
    submitted: int
    reopened: bool = False


def missing_records(standing: Standing) -> tuple[str, ...]:
    """The circles whose record of the present round is missing; :data:`WHOLE` stands for all together."""
    if standing.stage is Stage.REQUESTS:
        return tuple(area for area in standing.areas if area not in standing.recorded)
    if standing.stage is Stage.CONSENT and WHOLE not in standing.recorded:
        return (WHOLE,)
    return ()


def missing_voices(standing: Standing) -> tuple[str, ...]:
    """The circles that have not said yet whether they consent to the last proposal."""
    return tuple(area for area in standing.areas if area not in standing.voices)


def is_agreed(standing: Standing) -> bool:
    """Whether every circle consents to the last proposal."""
    return (
        standing.loop > 0
        and not standing.reopened
        and not missing_voices(standing)
        and all(position is Position.CONSENT for position in standing.voices.values())
    )


def can_close(standing: Standing) -> Decision:
    """Whether the present round may close. None closes without the record of its circle."""
    if standing.stage is Stage.DECIDED:
        return Decision.no(_("The year is decided."))
    if standing.stage is Stage.COMMITTEE:
        return Decision.no(_("The committee closes this round by its decision."))
    if standing.stage is Stage.PUBLISHED and standing.today < standing.schedule.requests_from:
        return Decision.no(_("Until then everybody reads the formula and asks."))
    if missing_records(standing):
        return Decision.no(_("A round does not close without the record of its circle."))
    if standing.stage is Stage.CONSENT:
        return _consent_is_over(standing)
    return Decision.yes()


def _consent_is_over(standing: Standing) -> Decision:
    if standing.reopened or (standing.loop == 0 and standing.submitted):
        return Decision.no(_("No proposal has been made yet."))
    if standing.loop and missing_voices(standing):
        return Decision.no(_("Not every circle has said yet whether it consents."))
    if standing.loop and not is_agreed(standing) and standing.loop < standing.loops:
        return Decision.no(_("There are objections: integrate them and propose again."))
    return Decision.yes()


def can_propose(standing: Standing) -> Decision:
    """Whether a proposal may be made: the first in round 2, a further one when every circle has answered the last."""
    if standing.stage is not Stage.CONSENT:
        return Decision.no(_("Proposals are made in round 2."))
    if not standing.submitted:
        return Decision.no(_("No circle has asked for anything."))
    if standing.reopened:
        return Decision.yes()
    if standing.loop and missing_voices(standing):
        return Decision.no(_("Not every circle has said yet whether it consents."))
    if is_agreed(standing):
        return Decision.no(_("All circles consent."))
    if standing.loop >= standing.loops:
        return Decision.no(
            _("The number of proposals fixed beforehand is used up; objections go to the committee.")
        )
    return Decision.yes()


def can_change_requests(stage: Stage, today: date, schedule: Schedule) -> Decision:
    """Whether change requests may be written and handed in.

    >>> days = Schedule(*(date(2026, 11, day) for day in (2, 9, 16, 23, 30)))
    >>> bool(can_change_requests(Stage.REQUESTS, date(2026, 11, 9), days))
    True
    >>> bool(can_change_requests(Stage.REQUESTS, date(2026, 11, 10), days))
    False
    """
    if stage is Stage.PUBLISHED:
        return Decision.no(_("Round 1 has not begun yet."))
    if stage is not Stage.REQUESTS:
        return Decision.no(_("Round 1 is closed."))
    if today > schedule.requests_until:
        return Decision.no(_("The day for change requests is over."))
    return Decision.yes()


def can_give_voice(stage: Stage, loop: int, voices: Collection[str], area_code: str) -> Decision:
    """Whether a circle may answer the last proposal: once for each proposal."""
    if stage is not Stage.CONSENT or not loop:
        return Decision.no(_("There is no proposal to answer."))
    if area_code in voices:
        return Decision.no(_("Your circle has answered this proposal."))
    return Decision.yes()


def can_object(stage: Stage, today: date, schedule: Schedule) -> Decision:
    """Whether somebody may object: from the publication until the last day for objections."""
    if stage is Stage.DECIDED:
        return Decision.no(_("The year is decided."))
    if today > schedule.objections_until:
        return Decision.no(_("The day for objections is over."))
    return Decision.yes()


def can_decide(standing: Standing, *, unanswered: int) -> Decision:
    """Whether the committee may decide: after round 2, with an answer to every objection that was not carried to it."""
    if standing.stage is not Stage.COMMITTEE:
        return Decision.no(_("The committee decides after round 2."))
    if unanswered:
        return Decision.no(_("Objections are still without an answer."))
    return Decision.yes()


COMPLETE: Final = ("title", "goal", "effect", "reason", "evidence")


def is_complete(request: Mapping[str, object]) -> tuple[str, ...]:
    """What a change request still lacks before it can be handed in, by field; empty where nothing.

    >>> is_complete({"title": "Treff", "goal": "", "effect": "x", "reason": "x", "evidence": "x", "amount": 1, "review_on": 1})
    ('goal',)
    """
    lacking = [name for name in COMPLETE if not str(request.get(name) or "").strip()]
    return (*lacking, *(name for name in ("amount", "review_on") if not request.get(name)))


def fits_reserve(grants: Mapping[str, int], asked: Mapping[str, int], reserve: int) -> Decision:
    """Whether amounts (cents by request) name every request, none above what was asked, all within the reserve.

    >>> bool(fits_reserve({"a": 100}, {"a": 100}, 99))
    False
    """
    if set(grants) != set(asked):
        return Decision.no(_("Every change request has an amount, which may be zero."))
    if any(amount < 0 or amount > asked[key] for key, amount in grants.items()):
        return Decision.no(_("No request gets less than nothing or more than it asked for."))
    if sum(grants.values()) > reserve:
        return Decision.no(_("The amounts are more than the negotiation reserve."))
    return Decision.yes()
