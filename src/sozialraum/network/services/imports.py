"""Bringing many entries in at once, from files: all or none, each in the area that its point lies in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final
from uuid import UUID

import numpy as np
import shapely
from django.db import transaction
from django.db.models import F, ProtectedError

from sozialraum.analytics.messages import gettext_noop as _
from sozialraum.foundation.privacy import gate
from sozialraum.foundation.privacy.actors import Actor
from sozialraum.foundation.revisions import plain
from sozialraum.network.access import can_read_in
from sozialraum.network.duplicates import Candidate, likely_twins
from sozialraum.network.enums import ResourceSort
from sozialraum.network.hsds.reading import entry_of, services_in
from sozialraum.network.models import Place, PlaceVersion, ResourceImport
from sozialraum.network.queries.duplicates import COMPARED
from sozialraum.network.rules import folded
from sozialraum.network.services.places import NewPlace, Refused, add_places, changed, revise_place
from sozialraum.social_structure.queries import planning_system
from sozialraum.social_structure.queries.areas import outlines_of

MOST_NAMED: Final = 8
UPDATED: Final = (
    "name", "description", "hours", "schedule", "good_for", "age_from", "age_to", "languages", "cost", "cost_note",
    "phone", "email", "website", "address", "longitude", "latitude", "area_code", "area_vintage",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Effect:
    """What a file would do: entries that are new, that change, that stay as they are; how many lie in no known area.

    ``sorts`` counts the new ones by what they are, ``unplaced`` those of them without a point; ``twins`` leads from the id
    of a new entry to the name of one that is there and probably the same.
    """

    new: int
    changed: int
    same: int
    outside: int
    names: tuple[str, ...] = ()
    sorts: Mapping[ResourceSort, int] = field(default_factory=dict)
    unplaced: int = 0
    twins: Mapping[UUID, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Imported:
    """What came of a file: entries that are new, that were there and changed, and how many lie in no known area."""

    id: UUID
    added: int
    revised: int
    outside: int


@dataclass(frozen=True, slots=True)
class Undone:
    """What taking an import back did: entries that are gone, that say again what they said, and that others changed since."""

    removed: int
    restored: int
    kept: int


def effect_of(entries: Sequence[NewPlace], *, fields: Collection[str] = UPDATED) -> Effect:
    """What bringing these entries in would change; nothing is stored. ``fields`` are those that the file says."""
    placed = in_areas(entries)
    stored = _stored_before(entries)
    new = _new(placed, stored)
    changed = [each for each in placed if _changes(each, stored, fields)]
    return Effect(
        len(new), len(changed), len(placed) - len(new) - len(changed), _outside(placed),
        tuple(each.name for each in (*new, *changed)[:MOST_NAMED]), sorts=Counter(each.sort for each in new),
        unplaced=sum(each.longitude is None and each.sort is ResourceSort.PLACE for each in new), twins=_twins(new),
    )  # fmt: skip


@transaction.atomic
def import_entries(
    entries: Sequence[NewPlace], *, by: Actor, at: datetime, fields: Collection[str] = UPDATED, file: str = "",
    without_twins: bool = False,
) -> Imported:  # fmt: skip
    """Add entries, or revise those that came from the same source before; all or none.

    Each is put into the area of the finest level that its point lies in. Of an entry that is there already only
    ``fields`` are renewed. An organization that is there by the same name is not added again; with ``without_twins`` nor is
    what is probably there from elsewhere, nor what takes place in it. What was done is kept, so that it can be taken back (:func:`undo_import`). Raises as
    :func:`add_places` does.
    """
    placed = in_areas(entries)
    stored = _stored_before(entries)
    new = _new(placed, stored)
    if without_twins:
        left_out = _twins(new).keys()
        new = [each for each in new if each.id not in left_out and each.host not in left_out]
    known = {
        each.id: stored[each.source, each.source_id].id
        for each in placed
        if (each.source, each.source_id) in stored
    }
    added = add_places(
        [replace(each, host=known.get(each.host, each.host)) if each.host else each for each in new],
        by=by,
        at=at,
    )
    revised = []
    for each in placed:
        values = _changes(each, stored, fields)
        if not values:
            continue
        place = stored[each.source, each.source_id]
        version = revise_place(place.id, values=values, version=place.version, by=by, at=at)
        revised.append([str(place.id), place.version, version])
    kept = ResourceImport.objects.create(
        source=next((each.source for each in entries), ""), file=file, added=added, revised=revised,
        made_by=by.user_id, made_at=at,
    )  # fmt: skip
    return Imported(kept.id, len(new), len(revised), _outside(placed))


@transaction.atomic
def undo_import(import_id: UUID, *, by: Actor, at: datetime) -> Undone:
    """Take an import back: what it added goes, what it changed says again what it said.

    An entry that somebody has changed, confirmed or built on since then stays as it is, and is counted. Raises
    :class:`gate.Denied` for those who bring in no files, :class:`Refused` where it was taken back already.
    """
    decision = can_read_in(by)
    if not decision:
        raise gate.Denied(decision)
    done = ResourceImport.objects.select_for_update().filter(id=import_id, undone_at__isnull=True).first()
    if done is None:
        raise Refused(_("This import was taken back already."), _("Look at the list again."))
    removed = _remove_untouched(done)
    restored = sum(_restore(*row, by=by, at=at) for row in done.revised)
    done.undone_by, done.undone_at = by.user_id, at
    done.save(update_fields=["undone_by", "undone_at"])
    changed(by, at, [str(import_id)], ["undone_at"], kind="network.ResourceImport")
    return Undone(removed, restored, len(done.added) - removed + len(done.revised) - restored)


def _remove_untouched(done: ResourceImport) -> int:
    untouched = Place.objects.filter(id__in=done.added, version=1, changed_at=done.made_at)
    # what takes place somewhere goes before the place
    untouched = untouched.order_by(F("host").asc(nulls_last=True))
    removed = 0
    for place in untouched:
        try:
            with transaction.atomic():
                place.delete()
        except ProtectedError:
            continue
        removed += 1
    return removed


def _restore(place_id: str, before: int, after: int, *, by: Actor, at: datetime) -> bool:
    place = Place.objects.filter(id=place_id, version=after).first()
    earlier = PlaceVersion.objects.filter(place_id=place_id, version=before).first() if place else None
    if place is None or earlier is None:
        return False
    revise_place(place.id, values=earlier.values, version=after, by=by, at=at)
    return True


def _stored_before(entries: Sequence[NewPlace]) -> dict[tuple[str, str], Place]:
    sources = {each.source for each in entries if each.source}
    return {(place.source, place.source_id): place for place in Place.objects.filter(source__in=sources)}


def _changes(
    entry: NewPlace, stored: Mapping[tuple[str, str], Place], fields: Collection[str]
) -> dict[str, object]:
    """The fields of a known entry that the file says otherwise."""
    place = stored.get((entry.source, entry.source_id))
    if place is None:
        return {}
    said = {name: getattr(entry, name) for name in fields}
    # times that the file says in words only are read into the schedule by the revision itself
    if not said.get("schedule", True):
        del said["schedule"]
    return {name: value for name, value in said.items() if plain(value) != plain(getattr(place, name))}


def _new(placed: Sequence[NewPlace], stored: Mapping[tuple[str, str], Place]) -> list[NewPlace]:
    """What is not there yet: by source and number, and organizations by their name as well."""
    names = {folded(each.name) for each in placed if each.sort is ResourceSort.ORGANIZATION}
    there = Place.objects.filter(sort=ResourceSort.ORGANIZATION) if names else Place.objects.none()
    known = {folded(name) for name in there.values_list("name", flat=True)}
    return [
        each
        for each in placed
        if (each.source, each.source_id) not in stored
        and not (each.sort is ResourceSort.ORGANIZATION and folded(each.name) in known)
    ]


def _twins(new: Sequence[NewPlace]) -> dict[UUID, str]:
    """New places that probably stand in the directory already, from another source, with the name that they have there."""
    fresh = {
        each.id: Candidate(
            each.id, each.name, each.phone, each.website, each.address, each.longitude, each.latitude, each.host
        )
        for each in new if each.sort is ResourceSort.PLACE
    }  # fmt: skip
    if not fresh:
        return {}
    running = Place.objects.filter(sort=ResourceSort.PLACE)
    there = [Candidate(*row) for row in running.values_list(*COMPARED)]
    names = {each.id: each.name for each in there}
    found: dict[UUID, str] = {}
    for pair in likely_twins([*there, *fresh.values()]):
        for one, other in ((pair.first, pair.second), (pair.second, pair.first)):
            if one in fresh and other in names:
                found[one] = names[other]
    return found


def _outside(placed: Sequence[NewPlace]) -> int:
    return sum(each.longitude is not None and not each.area_code for each in placed)


def import_hsds(content: bytes, *, source: str, by: Actor, at: datetime, file: str = "") -> Imported:
    """Bring in a file of HSDS 3; where it breaks the specification, :class:`BrokenFile`, and nothing stays."""
    return import_entries(
        [entry_of(each, source=source, at=at) for each in services_in(content)], by=by, at=at, file=file
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
