"""What leaves a map with pins when it is closed, and what earlier maps bring into the proof of others."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import connection

from sozialraum.foundation.privacy.release import ReleasedTable
from sozialraum.network.lived_spaces.counting import (
    Axes,
    Count,
    Crowd,
    protected_counts,
    release_counts,
    shown_of,
    sides_of,
)
from sozialraum.network.lived_spaces.enums import AgeGroup, Gender, PartOfDay, PinKind
from sozialraum.network.lived_spaces.linked import (
    RunBefore,
    Said,
    earlier_of,
    known_sizes,
    sides_with_earlier,
)
from sozialraum.network.lived_spaces.queries import closed_maps
from sozialraum.network.lived_spaces.rules import Bounds, Grid
from sozialraum.social_structure.queries.outlines import Ground, ground_of

METHOD: Final = "pins"
AXES: Final[Axes] = {"age": tuple(AgeGroup), "gender": tuple(Gender), "part": tuple(PartOfDay)}


def counted_pins(campaign_id: UUID) -> dict[str, list[Count]]:
    """Persons by kind, cell and groups. Needs a transaction that the gate has opened for participation."""
    by_kind: dict[str, list[Count]] = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM pin_counts(%s)", [campaign_id])
        for kind, column, row, age, gender, part, persons in cursor.fetchall():
            by_kind[kind].append((f"{column},{row}", (age, gender, part), persons))
    return by_kind


def released_pins(
    campaign_id: UUID,
    bounds: Bounds,
    ground: Ground | None,
    area_code: str,
    *,
    before: Sequence[RunBefore] = (),
) -> ReleasedTable:
    """Count every kind of pin by cell, age, gender and part of the day, and let out what nobody can be recognized by.

    A person counts once a kind and cell, so that each count is of persons. Ages, genders and parts of the day are
    never crossed with each other. ``before`` are earlier runs of any method among people who may be the same: together with
    them no small count may follow. Needs a transaction that the gate has opened for participation.
    """
    by_kind = counted_pins(campaign_id)
    grid = Grid(bounds)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(id) FROM lived_spaces_pinperson WHERE campaign_id = %s", [campaign_id])
        most = int(cursor.fetchone()[0])
    found: dict[str, float | None] = {}
    for kind in PinKind:
        counts = by_kind.get(kind, [])
        sides = sides_of(counts, grid, ground, area_code)
        earlier = earlier_of(
            f"{METHOD}.{kind}", counts, before, area_code=area_code, bounds=bounds, axes=AXES, sides=sides
        )
        sides = sides_with_earlier(sides, earlier, grid, ground, area_code)
        crowd = Crowd(most, known_sizes(counts, AXES, before))
        found |= dict(protected_counts(kind, counts, AXES, sides, crowd=crowd, before=earlier))
    return release_counts(found)


def pins_before(area_code: str, bounds: Bounds, at: datetime) -> Iterator[RunBefore]:
    """Earlier maps among people who may be the same. Needs a transaction that the gate has opened for participation."""
    for row, table in closed_maps(area_code, bounds, at=at):
        grid, ground = Grid(row.bounds), ground_of([row.area_code])
        said = {
            f"{METHOD}.{kind}": Said(
                counts, shown_of(table, kind), sides_of(counts, grid, ground, row.area_code)
            )
            for kind, counts in counted_pins(row.id).items()
        }
        yield RunBefore(row.id, METHOD, row.area_code, row.bounds, said)
