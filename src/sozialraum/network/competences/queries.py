"""Reading who can do what: entries of the directory and residents' cards, each as far as the reader finds it.

A card counts where its person lets the reader find it; who it is stands on the card, as far as that is opened. The
database counts; of entries and cards those are read that a page names.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from types import MappingProxyType
from typing import Final
from uuid import UUID

from sozialraum.foundation.database import statements
from sozialraum.foundation.database.editions import kept
from sozialraum.foundation.privacy.actors import Actor
from sozialraum.network.access import reads_cards_as, visible_to
from sozialraum.network.enums import CardDirection, Cost, PlaceKind, ResourceSort, Rubric, Visibility
from sozialraum.network.queries.places import EDITION
from sozialraum.network.rules import READERS

# no code of an area holds it
BETWEEN: Final = "\x1f"
# where one can go and stay without being asked what for
MEETING: Final = (
    PlaceKind.MEETING_PLACE, PlaceKind.FAMILY_CENTER, PlaceKind.YOUTH_CENTER, PlaceKind.LIBRARY, PlaceKind.GARDEN,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Resource:
    """A house, an organization or something that takes place."""

    id: UUID
    name: str
    kind: PlaceKind
    area_code: str
    hours: str
    cost: Cost


@dataclass(frozen=True, slots=True)
class Card:
    """What a resident can do or would like, without the person."""

    id: UUID
    direction: CardDirection
    title: str


@dataclass(frozen=True, slots=True)
class ResourceCount:
    """How many houses and organizations a rubric has, and how much that takes place."""

    houses: int = 0
    activities: int = 0


def resource_counts(
    actor: Actor, area_codes: Collection[str], *, today: date
) -> Mapping[Rubric, ResourceCount]:
    """By rubric, how many entries the actor finds in these areas; a rubric without any is not in it."""
    return _counts(_visible(actor), frozenset(area_codes), today)


def resources_of(
    actor: Actor, area_codes: Collection[str], rubric: Rubric, *, today: date, limit: int
) -> Sequence[Resource]:
    """The entries of a rubric that the actor finds in these areas, in German order."""
    return _resources(_visible(actor), frozenset(area_codes), today, rubric, limit)


def meeting_places(
    actor: Actor, area_codes: Collection[str], *, today: date, limit: int
) -> Sequence[Resource]:
    """Where one can go and stay without being asked what for, as far as the actor finds it, in German order."""
    return _resources(_visible(actor), frozenset(area_codes), today, None, limit)


def card_counts(
    actor: Actor, area_codes: Collection[str], *, today: date
) -> Mapping[tuple[Rubric, CardDirection], int]:
    """How many cards of these areas the actor finds, by rubric and direction."""
    found = statements.rows(_CARD_COUNTS, [_readers(actor), today, _joined(frozenset(area_codes))])
    return {(Rubric(rubric), CardDirection(direction)): many for rubric, direction, many in found}


def cards_of(
    actor: Actor, area_codes: Collection[str], rubric: Rubric, *, today: date, limit: int
) -> list[Card]:
    """The cards of a rubric that the actor finds in these areas, of either direction as many, in the order of titles."""
    values = [_readers(actor), today, _joined(frozenset(area_codes)), rubric.value, limit]
    return [
        Card(id_, CardDirection(direction), title)
        for id_, direction, title in statements.rows(_CARDS, values)
    ]


# a city has thousands of areas, and the driver looks at every one of a list
@lru_cache(maxsize=64)
def _joined(codes: frozenset[str]) -> str:
    # of no code nothing is found, of the empty one what belongs to no area
    return BETWEEN.join(codes) or (BETWEEN if codes else "")


def _visible(actor: Actor) -> tuple[str, ...]:
    return tuple(sorted(each.value for each in visible_to(actor) if each is not Visibility.CONFIDENTIAL))


def _readers(actor: Actor) -> list[str]:
    return sorted(each.value for each in READERS[reads_cards_as(actor)])


# entries of the directory only; cards are people's data and are read each time
@kept(EDITION, size=64)
def _counts(visible: tuple[str, ...], codes: frozenset[str], today: date) -> Mapping[Rubric, ResourceCount]:
    values = [ResourceSort.ACTIVITY.value, ResourceSort.ACTIVITY.value, list(visible), today, list(codes)]
    return MappingProxyType(
        {
            Rubric(rubric): ResourceCount(houses, activities)
            for rubric, houses, activities in statements.rows(_COUNTS, values)
        }
    )


@kept(EDITION, size=64)
def _resources(
    visible: tuple[str, ...], codes: frozenset[str], today: date, rubric: Rubric | None, limit: int
) -> tuple[Resource, ...]:
    if rubric is None:
        chosen, wanted = _MEETING, [ResourceSort.PLACE.value, [each.value for each in MEETING]]
    else:
        chosen, wanted = "%s = ANY(rubrics)", [rubric.value]
    values = [list(visible), today, list(codes), *wanted, limit]
    return tuple(
        Resource(id_, name, PlaceKind(kind), area, hours, Cost(cost))
        for id_, name, kind, area, hours, cost in statements.rows(_RESOURCES.format(chosen=chosen), values)
    )


_HERE: Final = "visibility = ANY(%s) AND (valid_until IS NULL OR valid_until >= %s) AND area_code = ANY(%s)"
_COUNTS: Final = (
    "SELECT rubric, count(DISTINCT id) FILTER (WHERE sort <> %s), count(DISTINCT id) FILTER (WHERE sort = %s)"  # noqa: S608 - constants of this module
    f" FROM network_place, unnest(rubrics) AS rubric WHERE {_HERE} GROUP BY rubric"
)
_MEETING: Final = "sort = %s AND kind = ANY(%s)"
_RESOURCES: Final = (
    "SELECT id, name, kind, area_code, hours, cost FROM network_place"  # noqa: S608 - constants of this module
    f" WHERE {_HERE} AND {{chosen}} ORDER BY name_sort, id LIMIT %s"
)
_CARD_HERE: Final = (
    "visibility = ANY(%s) AND withdrawn_at IS NULL AND valid_until >= %s"
    " AND area_code IN (SELECT unnest(string_to_array(%s, E'\\x1f')))"
)
_CARD_COUNTS: Final = f"SELECT rubric, direction, count(*) FROM network_residentcard WHERE {_CARD_HERE} GROUP BY rubric, direction"  # noqa: S608 - constants of this module
_CARDS: Final = (
    "SELECT id, direction, title FROM (SELECT id, direction, title, title_sort, valid_until, row_number() OVER"  # noqa: S608 - constants of this module
    f" (PARTITION BY direction ORDER BY title_sort, valid_until, id) AS place FROM network_residentcard WHERE {_CARD_HERE} AND rubric = %s"
    ") found WHERE place <= %s ORDER BY title_sort, valid_until, id"
)
