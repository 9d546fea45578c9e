"""Goals: written down, revised by whose words they are, marked as reached or given up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop

from sozialraum.foundation.privacy.gate import Grant
from sozialraum.individual.access import FAMILY
from sozialraum.individual.enums import GoalLevel, GoalState
from sozialraum.individual.models import Goal
from sozialraum.individual.rules import may_revise
from sozialraum.individual.services.entries import (
    check_words,
    member_of,
    missing,
    note_new,
    remove,
    revise,
    stamp,
)
from sozialraum.individual.services.records import Refused, user_of, writable

OWN_FIELDS: Final = frozenset({"words", "verbatim"})
NO_SUCH_GOAL: Final = "This case has no such goal."


@transaction.atomic
def set_goal(
    grant: Grant,
    *,
    owner_id: UUID,
    words: str,
    level: GoalLevel = GoalLevel.ACTION,
    parent_id: UUID | None = None,
    together_with: Sequence[UUID] = (),
    verbatim: bool = True,
    sign: str = "",
    who: str = "",
    reach_by: date | None = None,
    agreed_on: date | None = None,
) -> UUID:
    """Write down a goal in the words of its owner; returns its id.

    Raises :class:`Refused` for empty words, for somebody of another family, where somebody of the family writes for
    another, or where a goal does not stand under the next higher level.
    """
    check_words(words)
    owner = member_of(grant, owner_id)
    if grant.role in FAMILY and owner.user_id != user_of(grant):
        raise Refused(
            gettext_noop("Everybody speaks for herself."), gettext_noop("Write down your own words.")
        )
    for each in together_with:
        member_of(grant, each)
    _check_place(grant, level, parent_id)
    goal = Goal.objects.create(
        **stamp(grant), owner=owner, level=level, parent_id=parent_id, together_with=list(together_with), words=words,
        verbatim=verbatim, sign=sign, who=who, reach_by=reach_by, agreed_on=agreed_on,
        position=Goal.objects.filter(case_id=writable(grant), level=level).count(),
    )  # fmt: skip
    return note_new(grant, goal)


@transaction.atomic
def revise_goal(grant: Grant, goal_id: UUID, *, values: Mapping[str, object], version: int) -> int:
    """Change a goal that was read in ``version``; returns the version now stored.

    The words belong to their owner; who wrote them down corrects the writing that day only. Another's wording goes
    into ``in_other_words``. Raises :class:`FieldConflict` where both changed the same field.
    """
    goal = _open(grant, goal_id)
    touched = OWN_FIELDS & {name for name, value in values.items() if getattr(goal, name) != value}
    allowed = may_revise(
        actor_id=grant.actor.user_id, owner_id=goal.owner.user_id, scribe_id=goal.recorded_by,
        same_day=timezone.localdate(grant.at) == timezone.localdate(goal.recorded_at),
    )  # fmt: skip
    if touched and not allowed:
        raise Refused(allowed.reason, gettext_noop("Write your wording beside the words."))
    if "words" in values:
        check_words(values["words"])
    for each in values.get("together_with", ()) or ():  # type: ignore[attr-defined]  # a list of ids
        member_of(grant, UUID(str(each)))
    return revise(grant, goal, values=values, version=version)


@transaction.atomic
def mark_goal(grant: Grant, goal_id: UUID, *, state: GoalState) -> int:
    """Say where a goal stands; it stays on record whatever becomes of it."""
    goal = _open(grant, goal_id)
    return revise(grant, goal, values={"state": state}, version=goal.version)


@transaction.atomic
def remove_goal(grant: Grant, goal_id: UUID) -> None:
    """Take a goal off that was written by mistake; one that others build on is given up instead."""
    goal = _open(grant, goal_id)
    if Goal.objects.filter(parent=goal, removed_at__isnull=True).exists():
        raise Refused(
            gettext_noop("Steps stand under this goal."), gettext_noop("Mark it as given up instead.")
        )
    remove(grant, goal)


def _open(grant: Grant, goal_id: UUID) -> Goal:
    goal = (
        Goal.objects.select_for_update(of=("self",))
        .select_related("owner")
        .filter(id=goal_id, case_id=writable(grant), removed_at__isnull=True)
        .first()
    )
    if goal is None:
        raise missing(NO_SUCH_GOAL)
    return goal


ABOVE: Final[Mapping[GoalLevel, GoalLevel]] = {
    GoalLevel.ACTION: GoalLevel.DIRECTION, GoalLevel.STEP: GoalLevel.ACTION
}  # fmt: skip


def _check_place(grant: Grant, level: GoalLevel, parent_id: UUID | None) -> None:
    if parent_id is None:
        if level is GoalLevel.STEP:
            raise Refused(gettext_noop("A step leads to a goal."), gettext_noop("Choose the goal first."))
        return
    parent = Goal.objects.filter(id=parent_id, case_id=grant.subject_id).first()
    if parent is None or ABOVE.get(level) != parent.level:
        raise Refused(
            gettext_noop("A goal stands under a direction, a step under a goal."),
            gettext_noop("Choose another place for it."),
        )
