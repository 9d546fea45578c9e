"""Reading the places of the field: every function takes the actor first and leaves out what she may not find."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from types import MappingProxyType
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from sozialraum.foundation.confirmation import DAYS_FRESH, Freshness, freshness_of
from sozialraum.foundation.database import statements
from sozialraum.foundation.database.editions import kept
from sozialraum.foundation.privacy.actors import Actor
from sozialraum.network.access import can_keep_place, sees_inside, visible_to
from sozialraum.network.enums import (
    Audience,
    Cost,
    PlaceKind,
    ResourceLevel,
    ResourceSort,
    Rubric,
    Visibility,
)
from sozialraum.network.models import Place
from sozialraum.network.rules import level_of
from sozialraum.network.schedules import Schedule, schedule_from

EDITION = "network_directoryedition"


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """One place as the reader sees it; ``None`` is unknown. Of a confidential place nobody learns where it is."""

    id: UUID
    name: str
    kind: PlaceKind
    sort: ResourceSort
    level: ResourceLevel
    rubrics: tuple[Rubric, ...]
    host: UUID | None
    host_name: str
    description: str
    schedule: Schedule
    hours: str
    good_for: str
    not_for: str
    audience: Audience
    age_from: int | None
    age_to: int | None
    step_free: bool | None
    quiet: bool | None
    capacity: int | None
    places_free: int | None
    languages: tuple[str, ...]
    cost: Cost
    cost_note: str
    phone: str
    email: str
    website: str
    address: str
    longitude: float | None
    latitude: float | None
    area_code: str
    area_vintage: str
    provider_code: str
    equipment: str
    gives: str
    wants: str
    key_person: str
    confirm_email: str
    visibility: Visibility
    valid_until: date | None
    confirmed_on: date | None
    freshness: Freshness
    version: int

    @property
    def confidential(self) -> bool:
        """Whether nobody is told where it is."""
        return self.visibility is Visibility.CONFIDENTIAL


@dataclass(frozen=True, slots=True)
class PlaceCounts:
    """How many places there are and how many somebody has confirmed since the first day of this year."""

    places: int
    confirmed_this_year: int


@dataclass(frozen=True, slots=True)
class PlaceSheet:
    """One place, and whether this actor keeps its entry."""

    place: PlaceRow
    can_keep: bool


def places_in(actor: Actor, area_codes: Collection[str], *, today: date, limit: int = 200) -> list[PlaceRow]:
    """The places of these areas, in German order."""
    found = _open(actor, today=today).filter(area_code__in=set(area_codes))
    return [row_of(place, today=today) for place in found[:limit]]


def places_named(actor: Actor, name: str, *, today: date) -> list[PlaceRow]:
    """The places of exactly this name, whatever its case; several where two share it."""
    return [
        row_of(place, today=today) for place in _open(actor, today=today).filter(name__iexact=name.strip())
    ]


def places_within(
    actor: Actor, bounds: tuple[float, float, float, float], *, today: date, limit: int = 1000
) -> list[PlaceRow]:
    """The places with a point between west, south, east and north, in German order."""
    west, south, east, north = bounds
    found = _open(actor, today=today).filter(
        longitude__gte=west, longitude__lte=east, latitude__gte=south, latitude__lte=north
    )
    return [row_of(place, today=today) for place in found[:limit]]


def count_places_by_area(actor: Actor, *, today: date) -> dict[str, int]:
    """How many places each area has, by code; places without an area are not in it."""
    return dict(_by_area(_visible(actor), today))


def place_sheet(actor: Actor, place_id: UUID, *, today: date) -> PlaceSheet | None:
    """One place, ``None`` where there is none for this actor; closed places are still shown at their address."""
    place = place_rows(actor, [place_id], today=today).get(place_id)
    if place is None:
        return None
    return PlaceSheet(place, can_keep=bool(can_keep_place(actor, place.provider_code)))


def activities_at(actor: Actor, place_id: UUID, *, today: date) -> list[PlaceRow]:
    """What takes place there, in German order."""
    return [row_of(place, today=today) for place in _open(actor, today=today).filter(host_id=place_id)]


def counts(actor: Actor, *, today: date) -> PlaceCounts:
    """How many places the actor finds, and how many of them were confirmed this year."""
    return _counts(_visible(actor), today)


def _visible(actor: Actor) -> tuple[str, ...]:
    return tuple(sorted(each.value for each in visible_to(actor)))


# counts of the directory are asked for by every start page and map, and change when the directory does
@kept(EDITION, size=8)
def _counts(visible: tuple[str, ...], today: date) -> PlaceCounts:
    begin, end = (
        datetime(year, 1, 1, tzinfo=timezone.get_current_timezone()) for year in (today.year, today.year + 1)
    )
    ((places, confirmed),) = statements.rows(_COUNTS, [begin, end, today, list(visible)])
    return PlaceCounts(places, confirmed)


@kept(EDITION, size=4)
def _by_area(visible: tuple[str, ...], today: date) -> Mapping[str, int]:
    return MappingProxyType(dict(statements.rows(_COUNTS_BY_AREA, [today, list(visible)])))


_COUNTS_BY_AREA = (
    "SELECT area_code, count(*) FROM network_place WHERE (valid_until IS NULL OR valid_until >= %s)"
    " AND visibility = ANY(%s) AND area_code <> '' GROUP BY area_code"
)
_COUNTS = (
    "SELECT count(*), count(*) FILTER (WHERE confirmed_at >= %s AND confirmed_at < %s) FROM network_place"
    " WHERE (valid_until IS NULL OR valid_until >= %s) AND visibility = ANY(%s)"
)


def _open(actor: Actor, *, today: date) -> QuerySet[Place]:
    return Place.objects.select_related("host").filter(
        Q(valid_until__isnull=True) | Q(valid_until__gte=today), visibility__in=visible_to(actor)
    )


def _fresh(today: date) -> Q:
    return Q(confirmed_at__date__gte=today - timedelta(days=DAYS_FRESH))


def place_rows(actor: Actor, ids: Collection[UUID], *, today: date) -> dict[UUID, PlaceRow]:
    """These places as the actor sees them, by id; who works in the field sees the key person as well."""
    found = Place.objects.filter(id__in=set(ids), visibility__in=visible_to(actor)).select_related("host")
    return {place.id: row_of(place, today=today, inside=sees_inside(actor)) for place in found}


def row_of(place: Place, *, today: date, inside: bool = False) -> PlaceRow:
    """A stored entry as a reader sees it; ``inside`` is for who works in the field."""
    confirmed_on = timezone.localdate(place.confirmed_at) if place.confirmed_at else None
    return PlaceRow(
        id=place.id, name=place.name, kind=PlaceKind(place.kind), sort=ResourceSort(place.sort),
        level=level_of(PlaceKind(place.kind), place.level), rubrics=tuple(Rubric(each) for each in place.rubrics),
        host=place.host_id, host_name=place.host.name if place.host else "",
        description=place.description, schedule=schedule_from(list(place.schedule)), hours=place.hours,
        good_for=place.good_for, not_for=place.not_for, audience=Audience(place.audience), age_from=place.age_from,
        age_to=place.age_to, step_free=place.step_free, quiet=place.quiet, capacity=place.capacity,
        places_free=place.places_free, languages=tuple(place.languages), cost=Cost(place.cost),
        cost_note=place.cost_note, phone=place.phone, email=place.email, website=place.website, address=place.address,
        longitude=place.longitude, latitude=place.latitude, area_code=place.area_code,
        area_vintage=place.area_vintage, provider_code=place.provider_code, equipment=place.equipment,
        gives=place.gives, wants=place.wants, key_person=place.key_person if inside else "",
        confirm_email=place.confirm_email if inside else "", visibility=Visibility(place.visibility),
        valid_until=place.valid_until, confirmed_on=confirmed_on,
        freshness=freshness_of(confirmed_on, today=today), version=place.version,
    )  # fmt: skip
