"""Reading what each part of a help is good for, in the words of those who get it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from sozialraum.foundation.database import statements
from sozialraum.foundation.privacy import gate
from sozialraum.foundation.privacy.actors import Role
from sozialraum.foundation.privacy.decisions import Decision
from sozialraum.foundation.privacy.gate import Grant
from sozialraum.foundation.vocabulary import Purpose
from sozialraum.individual.enums import ComponentState, UseValue
from sozialraum.individual.models import ArrangementComponent, UseRating
from sozialraum.individual.queries.cases import Person
from sozialraum.individual.rules.use_value import is_asked


@dataclass(frozen=True, slots=True)
class UseSaid:
    """What one person says of one contribution; ``own`` where it is the reader herself."""

    member: Person
    value: UseValue
    words: str
    said_at: datetime
    own: bool


@dataclass(frozen=True, slots=True)
class UsePart:
    """One running contribution with the latest word of each; ``asked`` where the reader is asked today."""

    component_id: UUID
    who: str
    content: str
    said: tuple[UseSaid, ...]
    asked: bool


def use_of_help(grant: Grant) -> list[UsePart]:
    """Every contribution that runs, what is asked today first, then in the order they began, with what each of the family says of it.

    A provider's worker receives none: nobody has agreed that she reads them.
    """
    if grant.role == Role.PROVIDER_WORKER:
        return []
    today = timezone.localdate(grant.at)
    running = Q(valid_until__isnull=True) | Q(valid_until__gte=today)
    found = ArrangementComponent.objects.filter(
        running, case_id=grant.subject_id, removed_at__isnull=True, state=ComponentState.AGREED, valid_from__lte=today
    )  # fmt: skip
    latest: dict[UUID, dict[UUID, UseRating]] = {}
    ratings = UseRating.objects.filter(case_id=grant.subject_id).select_related("member").order_by("said_at")
    for each in ratings:
        latest.setdefault(each.component_id, {})[each.member_id] = each
    parts = [
        _part(grant, each, list(latest.get(each.id, {}).values()))
        for each in sorted(
            found.select_related("member"), key=lambda one: (one.valid_from, one.recorded_at, one.who)
        )
    ]
    return sorted(parts, key=lambda part: not part.asked)


def use_value_counts(grant: Grant, *, year: int) -> dict[tuple[str, UseValue], int]:
    """How many people gave each answer in a year, by kind of help; counted inside the database, for planning alone.

    The kind is the paragraph of the help where professionals bring it, else who carries it (``neighborhood``). It goes
    nowhere but through ``privacy.release``.
    """
    if grant.purpose is not Purpose.PLANNING or grant.subject.ids:
        raise gate.Denied(Decision.no("Counts need a grant for planning."))
    rows = statements.rows("SELECT kind, value, answers FROM use_value_counts(%s)", [year])
    return {(kind, UseValue(value)): answers for kind, value, answers in rows}


def _part(grant: Grant, component: ArrangementComponent, ratings: list[UseRating]) -> UsePart:
    said = tuple(
        UseSaid(
            Person.of(each.member), UseValue(each.value), each.words, each.said_at,
            each.member.user_id is not None and each.member.user_id == grant.actor.user_id,
        )
        for each in ratings
    )  # fmt: skip
    own = [timezone.localdate(each.said_at) for each in said if each.own]
    # nobody is asked whether her own contribution helps her
    bears_it = component.member is not None and component.member.user_id == grant.actor.user_id
    asked = not bears_it and is_asked(
        component.valid_from, max(own, default=None), today=timezone.localdate(grant.at)
    )
    return UsePart(component.id, component.who, component.content, said, asked)
