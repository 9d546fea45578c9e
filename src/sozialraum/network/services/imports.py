"""Bringing many entries in at once, from files: all or none, each in the area that its point lies in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

import numpy as np
import shapely
from django.db import transaction

from sozialraum.foundation.privacy.actors import Actor
from sozialraum.network.hsds.reading import entry_of, services_in
from sozialraum.network.models import Place
from sozialraum.network.services.places import NewPlace, add_places, revise_place
from sozialraum.social_structure.queries import planning_system
from sozialraum.social_structure.queries.areas import outlines_of

UPDATED = (
    "name", "description", "hours", "schedule", "good_for", "age_from", "age_to", "languages", "cost", "cost_note",
    "phone", "email", "website", "address", "longitude", "latitude", "area_code", "area_vintage",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Imported:
    """What came of a file: entries that are new, that were there and changed, and how many lie in no known area."""

    added: int
    revised: int
    outside: int


@transaction.atomic
def import_entries(entries: Sequence[NewPlace], *, by: Actor, at: datetime) -> Imported:
    """Add entries, or revise those that came from the same source before; all or none.

    Each is put into the area of the finest level that its point lies in. Raises as :func:`add_places` does.
    """
    placed = in_areas(entries)
    stored = {
        (place.source, place.source_id): place
        for place in Place.objects.filter(source__in={each.source for each in entries if each.source})
    }
    new = [each for each in placed if (each.source, each.source_id) not in stored]
    add_places(new, by=by, at=at)
    for each in placed:
        place = stored.get((each.source, each.source_id))
        if place is not None:
            values = {name: getattr(each, name) for name in UPDATED}
            revise_place(place.id, values=values, version=place.version, by=by, at=at)
    outside = sum(each.longitude is not None and not each.area_code for each in placed)
    return Imported(len(new), len(placed) - len(new), outside)


def import_hsds(content: bytes, *, source: str, by: Actor, at: datetime) -> Imported:
    """Bring in a file of HSDS 3; where it breaks the specification, :class:`BrokenFile`, and nothing stays."""
    return import_entries(
        [entry_of(each, source=source, at=at) for each in services_in(content)], by=by, at=at
    )


def in_areas(entries: Sequence[NewPlace]) -> list[NewPlace]:
    """The entries with the area of the cut in force that each point lies in; those without a point stay as they are."""
    system = planning_system()
    located = [
        number
        for number, each in enumerate(entries)
        if each.longitude is not None and each.latitude is not None
    ]
    if system is None or not located:
        return list(entries)
    outlines = [each for each in outlines_of(system.id, system.level) if each.wkb]
    tree = shapely.STRtree(np.asarray(shapely.from_wkb([each.wkb for each in outlines]), dtype=object))
    points = shapely.points([(entries[number].longitude, entries[number].latitude) for number in located])
    found = list(entries)
    for place, area in tree.query(points, predicate="intersects").T.tolist():
        number = located[place]
        found[number] = replace(
            found[number], area_code=outlines[area].area_code, area_vintage=str(system.vintage)
        )
    return found
