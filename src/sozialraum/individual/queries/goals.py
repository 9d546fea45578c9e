"""Reading goals with their steps, and the questions that stand beside them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils import timezone

from sozialraum.foundation.privacy import gate
from sozialraum.foundation.privacy.decisions import Decision
from sozialraum.foundation.privacy.gate import Grant
from sozialraum.individual.enums import GoalLevel, GoalState
from sozialraum.individual.models import Goal, Member
from sozialraum.individual.queries.cases import Person
from sozialraum.individual.rules import may_revise
from sozialraum.individual.rules.goals import GoalHint, GoalWords, goal_hints


@dataclass(frozen=True, slots=True)
class GoalView:
    """A goal as the pages show it.

    ``number`` counts the goals of the middle level that are not given up, from 1, and is 0 for every other.
    ``own_words`` says that this actor may change the words. ``steps`` are the goals right under it.
    """

    id: UUID
    number: int
    level: GoalLevel
    owner: Person
    together: tuple[Person, ...]
    words: str
    verbatim: bool
    in_other_words: str
    sign: str
    who: str
    reach_by: date | None
    agreed_on: date | None
    state: GoalState
    version: int
    parent_id: UUID | None
    own_words: bool
    hints: tuple[GoalHint, ...]
    steps: tuple[GoalView, ...] = ()

    @property
    def people(self) -> tuple[Person, ...]:
        """Whose goal it is."""
        return (self.owner, *self.together)


def goals(grant: Grant, people: Iterable[Person] | None = None) -> list[GoalView]:
    """The goals of a family as a tree: directions, goals without a direction, and what stands under each.

    ``people`` are the people of the case where the caller has read them already.
    """
    found = list(
        Goal.objects.filter(case_id=grant.subject_id, removed_at__isnull=True).order_by(
            "position", "recorded_at"
        )
    )
    if people is None:
        people = [Person.of(each) for each in Member.objects.filter(case_id=grant.subject_id)]
    by_id = {each.id: each for each in people}
    numbered = [
        each.id for each in found if each.level == GoalLevel.ACTION and each.state != GoalState.DROPPED
    ]

    def view(goal: Goal) -> GoalView:
        number = numbered.index(goal.id) + 1 if goal.id in numbered else 0
        return _view(
            grant, goal, by_id, number, tuple(view(each) for each in found if each.parent_id == goal.id)
        )

    return [view(each) for each in found if each.parent_id is None]


def action_goals(grant: Grant, people: Iterable[Person] | None = None) -> list[GoalView]:
    """The numbered goals of the middle level, in their order: what resources and contributions are tied to."""
    tree = goals(grant, people)
    every = [*tree, *(step for each in tree for step in each.steps)]
    return sorted((each for each in every if each.number), key=lambda each: each.number)


def goal(grant: Grant, goal_id: UUID) -> GoalView:
    """One goal; raises :class:`gate.Denied` where the case has none with this id."""
    stack = goals(grant)
    while stack:
        each = stack.pop()
        if each.id == goal_id:
            return each
        stack.extend(each.steps)
    raise gate.Denied(Decision.no("This case has no such goal."))


def _view(
    grant: Grant, goal: Goal, people: dict[UUID, Person], number: int, steps: tuple[GoalView, ...]
) -> GoalView:
    owner = people[goal.owner_id]
    own = may_revise(
        actor_id=grant.actor.user_id, owner_id=owner.user_id, scribe_id=goal.recorded_by,
        same_day=timezone.localdate(grant.at) == timezone.localdate(goal.recorded_at),
    )  # fmt: skip
    hints = goal_hints(
        GoalWords(
            GoalLevel(goal.level), goal.words, goal.verbatim, goal.sign, goal.who, goal.reach_by, goal.agreed_on,
            tuple(each.name for each in people.values()),
        ),
        today=timezone.localdate(grant.at),
    )  # fmt: skip
    return GoalView(
        id=goal.id, number=number, level=GoalLevel(goal.level), owner=owner,
        together=tuple(people[each] for each in goal.together_with if each in people), words=goal.words,
        verbatim=goal.verbatim, in_other_words=goal.in_other_words, sign=goal.sign, who=goal.who,
        reach_by=goal.reach_by, agreed_on=goal.agreed_on, state=GoalState(goal.state), version=goal.version,
        parent_id=goal.parent_id, own_words=bool(own), hints=hints, steps=steps,
    )  # fmt: skip
