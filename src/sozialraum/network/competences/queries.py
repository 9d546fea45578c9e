"""Reading who can do what: entries of the directory and residents' cards, each as far as the reader finds it.

A card counts where its person lets the reader find it; who it is stands on the card, as far as that is opened.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from sozialraum.foundation.database import statements
from sozialraum.foundation.database.editions import kept
from sozialraum.foundation.privacy.actors import Actor
from sozialraum.network.access import reads_cards_as, visible_to
from sozialraum.network.enums import CardDirection, Cost, PlaceKind, ResourceSort, Rubric, Visibility
from sozialraum.network.queries.places import EDITION
from sozialraum.network.rules import READERS

# where one can go and stay without being asked what for
MEETING: Final = (
    PlaceKind.MEETING_PLACE, PlaceKind.FAMILY_CENTER, PlaceKind.YOUTH_CENTER, PlaceKind.LIBRARY, PlaceKind.GARDEN,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Resource:
    """A house, an organization or something that takes place, and the rubrics it belongs to."""

    id: UUID
    name: str
    kind: PlaceKind
    sort: ResourceSort
    area_code: str
    rubrics: frozenset[Rubric]
    hours: str
    cost: Cost


@dataclass(frozen=True, slots=True)
class Card:
    """What a resident can do or would like, without the person."""

    id: UUID
    direction: CardDirection
    rubric: Rubric
    title: str
    area_code: str


@dataclass(frozen=True, slots=True)
class Competences:
    """What areas can do: entries of the directory and residents' cards."""

    resources: tuple[Resource, ...]
    cards: tuple[Card, ...]


def competences(actor: Actor, area_codes: Collection[str], *, today: date) -> Competences:
    """Everything that the actor finds in these areas, entries in German order."""
    visible = sorted(each.value for each in visible_to(actor) if each is not Visibility.CONFIDENTIAL)
    readers = sorted(each.value for each in READERS[reads_cards_as(actor)])
    codes = list(area_codes)
    return Competences(
        _resources(tuple(visible), frozenset(codes), today),
        tuple(
            Card(id_, CardDirection(direction), Rubric(rubric), title, area)
            for id_, direction, rubric, title, area in statements.rows(_CARDS, [readers, today, codes])
        ),
    )  # fmt: skip


# entries of the directory only; cards are people's data and are read each time
@kept(EDITION, size=4)
def _resources(visible: tuple[str, ...], codes: frozenset[str], today: date) -> tuple[Resource, ...]:
    return tuple(
        Resource(
            id_, name, PlaceKind(kind), ResourceSort(sort), area, frozenset(Rubric(each) for each in rubrics), hours,
            Cost(cost),
        )
        for id_, name, kind, sort, area, rubrics, hours, cost in statements.rows(
            _RESOURCES, [list(visible), today, list(codes)]
        )
    )  # fmt: skip


_RESOURCES = (
    "SELECT id, name, kind, sort, area_code, rubrics, hours, cost FROM network_place WHERE visibility = ANY(%s)"
    " AND (valid_until IS NULL OR valid_until >= %s) AND area_code = ANY(%s) ORDER BY name_sort, id"
)
_CARDS = (
    "SELECT id, direction, rubric, title, area_code FROM network_residentcard WHERE visibility = ANY(%s)"
    " AND withdrawn_at IS NULL AND valid_until >= %s AND area_code = ANY(%s) ORDER BY title, id"
)
