"""What families miss near by: for those who are there for them, and as counts for the release gate."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final
from uuid import UUID

import pyarrow as pa
from django.db import connection

from sozialraum.foundation.database import statements
from sozialraum.foundation.privacy.gate import Grant
from sozialraum.individual.models import Case, MissingNearby
from sozialraum.network.enums import MissingKind
from sozialraum.network.themes.queries import ThemeHint, areas_within, closed_since, themes_on

WINDOW: Final = timedelta(days=365)
LATELY: Final = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class MissedThing:
    """One thing a family misses near by, since when, and the theme that came of it."""

    kind: MissingKind
    marked_on: date | None
    theme: ThemeHint | None


@dataclass(frozen=True, slots=True)
class Answered:
    """A closed theme that answers what was marked for families of this grant; which families stays with the reader."""

    theme: ThemeHint
    case_id: UUID
    families: int


def missed_things(grant: Grant) -> list[MissedThing]:
    """Every kind, with the day on which this family marked it (``None`` where it did not) and its theme."""
    case = Case.objects.get(id=grant.subject_id)
    found = MissingNearby.objects.filter(case_id=case.id, withdrawn_at__isnull=True)
    marked = {MissingKind(kind): day for kind, day in found.values_list("kind", "marked_on")}
    themes = themes_on(marked, case.area_code) if marked else {}
    return [MissedThing(kind, marked.get(kind), themes.get(kind)) for kind in MissingKind]


def answered_themes(grant: Grant) -> list[Answered]:
    """The themes closed lately that answer a mark of one of the families of this grant, not yet heard of."""
    closed = closed_since(grant.at.date() - LATELY)
    if not closed:
        return []
    marks = statements.rows(
        _UNTOLD, [list(grant.subject.ids), list({theme.missing.value for theme in closed})]
    )
    found: list[Answered] = []
    for theme in closed:
        within = areas_within(theme.area_code)
        cases = [
            case_id for case_id, kind, area_code, day in marks
            if kind == theme.missing and area_code in within and theme.closed_on and day <= theme.closed_on
        ]  # fmt: skip
        if cases:
            found.append(Answered(theme, cases[0], len(cases)))
    return found


_UNTOLD = (
    "SELECT case_id, kind, area_code, marked_on FROM person_missing_nearby"
    " WHERE case_id = ANY(%s) AND withdrawn_at IS NULL AND told_at IS NULL AND kind = ANY(%s)"
)


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
