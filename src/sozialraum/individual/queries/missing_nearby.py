"""What families miss near by: for those who are there for them, and as counts for the release gate."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final
from uuid import UUID

import pyarrow as pa
from django.db import connection
from django.utils import timezone

from sozialraum.foundation.privacy.gate import Grant
from sozialraum.individual.models import Case, MissingNearby
from sozialraum.individual.queries.arrangements import age_of_young_person, places_known
from sozialraum.network.enums import MissingKind
from sozialraum.network.gaps import need_for
from sozialraum.network.matching import Source
from sozialraum.network.queries import Found, resources_for_each
from sozialraum.network.themes.queries import ThemeHint, areas_within, closed_since, themes_on

WINDOW: Final = timedelta(days=365)
LATELY: Final = timedelta(days=60)
NEAR: Final = 3


@dataclass(frozen=True, slots=True)
class MissedThing:
    """One thing a family misses near by, since when, and the themes of the quarter about it, the present one first.

    ``told_on`` is the day on which the family heard what came of it.
    """

    kind: MissingKind
    marked_on: date | None
    themes: tuple[ThemeHint, ...] = ()
    told_on: date | None = None

    @property
    def theme(self) -> ThemeHint | None:
        """The theme in which it is cared for, or the latest that was solved; ``None`` where there is none."""
        return self.themes[0] if self.themes else None


@dataclass(frozen=True, slots=True)
class Answered:
    """A closed theme that answers what was marked for families of this grant; which families stays with the reader."""

    theme: ThemeHint
    case_id: UUID
    families: int


@dataclass(frozen=True, slots=True)
class UntoldMark:
    """What one family misses near by and has not heard of again."""

    case_id: UUID
    kind: str
    area_code: str
    marked_on: date


def missed_things(grant: Grant) -> list[MissedThing]:
    """Every kind, with the day on which this family marked it (``None`` where it did not) and its theme."""
    case = Case.objects.get(id=grant.subject_id)
    found = MissingNearby.objects.filter(case_id=case.id, withdrawn_at__isnull=True)
    rows = found.values_list("kind", "marked_on", "told_at")
    marked = {MissingKind(kind): (day, told_at) for kind, day, told_at in rows}
    themes = themes_on(marked, case.area_code) if marked else {}
    return [
        MissedThing(kind, day, themes.get(kind, ()), timezone.localdate(told_at) if told_at else None)
        for kind in MissingKind
        for day, told_at in [marked.get(kind, (None, None))]
    ]


def answers_near(grant: Grant, things: Sequence[MissedThing]) -> dict[MissingKind, Found]:
    """What the directory knows by now for each thing that this family marked, each with the reasons of its rank.

    What came of a theme about it is among them. Only the quarter and the age leave the case, and only in memory: the
    directory learns of no family. Nothing is assigned (H3).
    """
    marked = [each for each in things if each.marked_on is not None]
    if not marked:
        return {}
    today = timezone.localdate(grant.at)
    area = Case.objects.values_list("area_code", flat=True).get(id=grant.subject_id)
    age = age_of_young_person(grant, today=today)
    needs = [
        need_for(
            each.kind, area_code=area, age=age,
            results=[theme.result_place_id for theme in each.themes if theme.result_place_id],
        )
        for each in marked
    ]  # fmt: skip
    found = resources_for_each(
        grant.actor,
        needs,
        today=today,
        limit=NEAR,
        sources=(Source.PLACE, Source.CARD),
        without=places_known(grant),
    )
    return {each.kind: matches for each, matches in zip(marked, found, strict=True)}


def themes_to_tell(grant: Grant) -> Sequence[ThemeHint]:
    """The themes closed lately, of which families may not have heard yet."""
    return closed_since(timezone.localdate(grant.at) - LATELY)


def answered(closed: Sequence[ThemeHint], marks: Sequence[UntoldMark]) -> tuple[Answered, ...]:
    """The closed themes that answer one of these marks, each with a family that made it and how many there are."""
    found: list[Answered] = []
    for theme in closed if marks else ():
        within = areas_within(theme.area_code)
        cases = [
            mark.case_id for mark in marks
            if mark.kind == theme.missing and mark.area_code in within and theme.closed_on and mark.marked_on <= theme.closed_on
        ]  # fmt: skip
        if cases:
            found.append(Answered(theme, cases[0], len(cases)))
    return tuple(found)


def missing_nearby_counts(grant: Grant, *, area_vintage: str, reference_date: date) -> pa.Table:
    """Families by what they miss and where: columns ``kind``, ``area_code`` (string) and ``families`` (int32).

    Marks of the twelve months up to the day count; pairs without any are absent. Only a grant for planning opens it,
    and the counts go nowhere but through ``privacy.release``.
    """
    if grant.subject.ids:
        raise ValueError("counts need a grant for planning, which covers no single case")
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT kind, area_code, families FROM missing_nearby_by_area(%s, %s, %s)",
            [area_vintage, reference_date - WINDOW, reference_date],
        )
        rows = cursor.fetchall()
    return pa.table(
        {
            "kind": pa.array([row[0] for row in rows], pa.string()),
            "area_code": pa.array([row[1] for row in rows], pa.string()),
            "families": pa.array([row[2] for row in rows], pa.int32()),
        }
    )
