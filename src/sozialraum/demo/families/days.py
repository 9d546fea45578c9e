"""The days of one family's way: each step on a day that can be, the last one not long ago."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from sozialraum.demo.calendar import NOW
from sozialraum.demo.city.working_days import working_day
from sozialraum.individual.enums import CaseState

TODAY: Final = NOW.date()
PATH: Final = (
    CaseState.CONCERN, CaseState.COUNSELING, CaseState.EXPLORATION, CaseState.WILL_AND_GOALS, CaseState.TEAM,
    CaseState.OFFER, CaseState.DECISION, CaseState.PLAN, CaseState.RUNNING,
)  # fmt: skip
LEAST: Final = {
    CaseState.CONCERN: 1, CaseState.COUNSELING: 5, CaseState.EXPLORATION: 12, CaseState.WILL_AND_GOALS: 18,
    CaseState.TEAM: 26, CaseState.OFFER: 32, CaseState.DECISION: 40, CaseState.PLAN: 48, CaseState.RUNNING: 90,
    CaseState.REVIEW: 250, CaseState.TRANSITION: 285, CaseState.ENDED: 320, CaseState.AFTERCARE: 320,
}  # fmt: skip
"""How many days a case must have run to be where it is."""
MOST: Final = {
    CaseState.CONCERN: 20, CaseState.COUNSELING: 200, CaseState.EXPLORATION: 120, CaseState.WILL_AND_GOALS: 150,
    CaseState.TEAM: 160, CaseState.OFFER: 170, CaseState.DECISION: 190, CaseState.PLAN: 210, CaseState.REVIEW: 310,
}  # fmt: skip
LONGEST: Final = 430
HALF_A_YEAR: Final = 178


@dataclass(frozen=True, slots=True)
class Way:
    """The steps of a case with their days, in order; the first is the concern."""

    steps: tuple[tuple[CaseState, date], ...]
    ended_on: date | None = None

    def on(self, state: CaseState) -> date | None:
        """The first day on which the case was in this state."""
        return next((day for each, day in self.steps if each is state), None)

    def day(self, state: CaseState, later: int) -> date:
        """The day of a step, or the last working day up to a few days later; never before it, and never one to come."""
        step = self.on(state) or self.last
        return min(max(step, working_day(step + timedelta(days=later))), TODAY)

    def reached(self, state: CaseState) -> bool:
        """Whether the case has come so far."""
        return self.on(state) is not None

    @property
    def last(self) -> date:
        """The latest step."""
        return self.steps[-1][1]


def can_be(state: CaseState, opened_on: date, ended_on: date | None) -> bool:
    """Whether a case opened on a day can be told in this state."""
    days = ((ended_on or TODAY) - opened_on).days
    if ended_on is not None and (TODAY - ended_on).days > 300:
        return False
    return LEAST[state] <= days <= MOST.get(state, LONGEST)


def way_to(state: CaseState, opened_on: date, ended_on: date | None, draw: random.Random) -> Way:
    """The way of a case that was opened on a day and stands here now."""
    if state in PATH[:-1]:
        reached = PATH[: PATH.index(state) + 1]
        until = max(opened_on, working_day(TODAY - timedelta(days=draw.randint(2, 9))))
        if state is CaseState.COUNSELING:
            until = min(until, working_day(opened_on + timedelta(days=draw.randint(3, 9))))
        return Way(tuple(zip(reached, _between(opened_on, until, len(reached), draw), strict=True)))
    first = working_day(
        min((ended_on or TODAY) - timedelta(days=20), opened_on + timedelta(days=draw.randint(52, 84)))
    )
    steps = list(zip(PATH, _between(opened_on, first, len(PATH), draw), strict=True))
    steps += _afterwards(state, first, ended_on, draw)
    return Way(tuple(steps), ended_on)


def _afterwards(
    state: CaseState, first: date, ended_on: date | None, draw: random.Random
) -> list[tuple[CaseState, date]]:
    end = ended_on or TODAY
    review = working_day(
        min(first + timedelta(days=HALF_A_YEAR + draw.randint(-9, 12)), end - timedelta(days=16))
    )
    if state is CaseState.RUNNING:
        again = working_day(review + timedelta(days=draw.randint(8, 15)))
        due = (end - first).days > HALF_A_YEAR + 30
        return [(CaseState.REVIEW, review), (CaseState.RUNNING, again)] if due else []
    found = [(CaseState.REVIEW, review)]
    if state is CaseState.REVIEW:
        return [(CaseState.REVIEW, working_day(end - timedelta(days=draw.randint(2, 12))))]
    found.append(
        (CaseState.TRANSITION, working_day(min(review + timedelta(days=9), end - timedelta(days=4))))
    )
    if state is CaseState.TRANSITION:
        return found
    found.append((CaseState.ENDED, end))
    if state is CaseState.AFTERCARE:
        found.append((CaseState.AFTERCARE, working_day(min(end + timedelta(days=5), TODAY))))
    return found


def _between(first: date, last: date, count: int, draw: random.Random) -> Sequence[date]:
    """``count`` days from the first to the last, in order, at uneven distances."""
    if count == 1:
        return [first]
    span = (last - first).days
    inner = sorted(draw.uniform(0.06, 0.94) for _ in range(count - 2))
    days = [
        first,
        *(max(first, working_day(first + timedelta(days=round(span * each)))) for each in inner),
        last,
    ]
    return sorted(days)
