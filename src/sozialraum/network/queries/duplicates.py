"""Which entries probably stand in the directory twice, for those who may make one of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q

from sozialraum.foundation.accounts.queries import names_of
from sozialraum.foundation.database.editions import kept
from sozialraum.foundation.privacy import gate
from sozialraum.foundation.privacy.actors import Actor
from sozialraum.network.access import can_merge_places
from sozialraum.network.duplicates import Candidate, Likeness, Twins, likely_twins
from sozialraum.network.models import DifferentPlaces, Place, PlaceMerge
from sozialraum.network.queries.places import EDITION, PlaceRow, place_rows

COMPARED = ("id", "name", "phone", "website", "address", "longitude", "latitude", "host")


@dataclass(frozen=True, slots=True)
class TwinRow:
    """Two entries that probably are one, and what they share."""

    first: PlaceRow
    second: PlaceRow
    shared: tuple[Likeness, ...]

    @property
    def both(self) -> tuple[PlaceRow, PlaceRow]:
        """The two."""
        return self.first, self.second


@dataclass(frozen=True, slots=True)
class MergeRow:
    """A merge that can be taken back."""

    id: UUID
    kept_id: UUID
    kept: str
    gone: str
    by: str
    made_at: datetime


def twins(actor: Actor, *, today: date, limit: int = 10) -> tuple[list[TwinRow], int]:
    """The likeliest pairs, and how many there are in all. Raises :class:`gate.Denied` for who may not merge."""
    _allow(actor)
    different = {frozenset(pair) for pair in DifferentPlaces.objects.values_list("first_id", "second_id")}
    found = [each for each in _likely(today) if frozenset({each.first, each.second}) not in different]
    shown = found[:limit]
    rows = place_rows(actor, {id_ for each in shown for id_ in (each.first, each.second)}, today=today)
    return [
        TwinRow(rows[each.first], rows[each.second], each.shared)
        for each in shown
        if each.first in rows and each.second in rows
    ], len(found)


# comparing the entries of a city takes half a second, and changes with the directory alone
@kept(EDITION, size=1)
def _likely(today: date) -> tuple[Twins, ...]:
    running = Place.objects.filter(Q(valid_until__isnull=True) | Q(valid_until__gte=today))
    return tuple(likely_twins([Candidate(*row) for row in running.values_list(*COMPARED)]))


def merges(actor: Actor, *, limit: int = 10) -> list[MergeRow]:
    """The latest merges that stand. Raises :class:`gate.Denied` for who may not merge."""
    _allow(actor)
    found = list(
        PlaceMerge.objects.filter(undone_at__isnull=True)
        .select_related("kept", "gone")
        .order_by("-made_at")[:limit]
    )
    names = names_of(each.made_by for each in found if each.made_by)
    return [
        MergeRow(
            each.id, each.kept_id, each.kept.name, each.gone.name,
            names.get(each.made_by, "") if each.made_by else "", each.made_at,
        )
        for each in found
    ]  # fmt: skip


def leads_on_to(place_id: UUID) -> UUID | None:
    """The entry that a merged one became part of; ``None`` for every other."""
    return (
        PlaceMerge.objects.filter(gone_id=place_id, undone_at__isnull=True)
        .values_list("kept_id", flat=True)
        .first()
    )


def _allow(actor: Actor) -> None:
    decision = can_merge_places(actor)
    if not decision:
        raise gate.Denied(decision)
