"""Whom somebody trusts: until when, and what of a plan is hers to show."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from sozialraum.analytics.messages import gettext_noop
from sozialraum.foundation.privacy.decisions import Decision
from sozialraum.individual.enums import SharedThing
from sozialraum.individual.rules.plans import PlanContent, PlanGoal, Voice

SHOWABLE = (
    SharedThing.OWN_WORDS, SharedThing.GOALS, SharedThing.MEETINGS, SharedThing.CONTRIBUTIONS, SharedThing.PLAN,
    SharedThing.NETWORK_MAP, SharedThing.GENOGRAM,
)  # fmt: skip
"""What one person may show alone. The resource card belongs to the whole family and is not among it."""

AT_FIRST = timedelta(days=182)
LONGEST = timedelta(days=366)


def may_let_in(*, until: date, today: date, things: int) -> Decision:
    """Whether a consent of this kind may be given: for something, from today on, for a year at most (§ 67b (2) SGB X).

    >>> day = date(2026, 11, 24)
    >>> may_let_in(until=day, today=day, things=0).reason
    'Choose at least one thing to show.'
    >>> bool(may_let_in(until=date(2027, 5, 25), today=day, things=2))
    True
    """
    if not things:
        return Decision.no(gettext_noop("Choose at least one thing to show."))
    if until < today:
        return Decision.no(gettext_noop("This day is over."))
    if until - today > LONGEST:
        return Decision.no(gettext_noop("One year at most; after that you can say it again."))
    return Decision.yes()


@dataclass(frozen=True, slots=True)
class OwnPartOfPlan:
    """What of a help plan is about one person: her words, her goals with their steps, and how it goes on."""

    voices: tuple[Voice, ...]
    goals: tuple[PlanGoal, ...]
    review_on: str


def own_part_of_plan(content: PlanContent, *names: str) -> OwnPartOfPlan:
    """The part of a plan that its one person may show alone: nothing of what others said, need or agreed.

    ``names`` are those by which the plan knows her.

    >>> goals = (PlanGoal("1", "Jonas", "In die Schule."), PlanGoal("2", "Mama", "Ruhe am Abend."))
    >>> [each.words for each in own_part_of_plan(PlanContent(goals=goals, need="..."), "Jonas").goals]
    ['In die Schule.']
    """
    return OwnPartOfPlan(
        voices=tuple(each for each in content.voices if each.own and each.name in names),
        goals=tuple(each for each in content.goals if each.owner in names),
        review_on=content.review_on,
    )
