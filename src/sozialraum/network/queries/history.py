"""What an entry of the directory said before, for those who keep it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from uuid import UUID

from sozialraum.foundation.accounts.queries import names_of
from sozialraum.foundation.privacy.actors import Actor
from sozialraum.foundation.revisions import Plain, plain
from sozialraum.network.access import can_keep_place
from sozialraum.network.models import PLACE_FIELDS, Place


@dataclass(frozen=True, slots=True)
class PlaceChange:
    """One change: when, by whom (empty for the platform itself), and each field before and after."""

    at: datetime
    by: str
    fields: Mapping[str, tuple[Plain, Plain]]


def place_history(actor: Actor, place_id: UUID) -> list[PlaceChange]:
    """The changes of an entry that the actor keeps, the latest first; empty for everybody else."""
    place = Place.objects.filter(id=place_id).first()
    if place is None or not can_keep_place(actor, place.provider_code):
        return []
    states = [
        (dict(each.values), each.saved_by, each.saved_at) for each in place.versions.order_by("version")
    ]
    states.append(
        ({name: plain(getattr(place, name)) for name in PLACE_FIELDS}, place.changed_by, place.changed_at)
    )
    names = names_of(by for _values, by, _at in states if by)
    changes = [
        PlaceChange(
            at, names.get(by, "") if by else "",
            {name: (before.get(name), after[name]) for name in after if before.get(name) != after[name]},
        )
        for (before, _by, _at), (after, by, at) in pairwise(states)
    ]  # fmt: skip
    return [each for each in reversed(changes) if each.fields]
