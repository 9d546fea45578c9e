"""Reading the places of the field: every function takes the actor first and leaves out what she may not find."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from uuid import UUID

from django.contrib.postgres.search import TrigramWordSimilarity
from django.db import connection
from django.db.models import Case, Count, F, IntegerField, Q, QuerySet, Value, When
from django.db.models.expressions import CombinedExpression
from django.utils import timezone

from sozialraum.foundation.confirmation import DAYS_FRESH, Freshness, freshness_of
from sozialraum.foundation.privacy.actors import Actor
from sozialraum.network.access import can_keep_place, visible_to
from sozialraum.network.enums import Cost, PlaceKind, Visibility
from sozialraum.network.models import Place
from sozialraum.network.rules import words_of

ALIKE = 0.45  # of 1: how like a word of the entry must be to a mistyped word of the question


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """One place as the reader sees it; ``None`` is unknown. Of a confidential place nobody learns where it is."""

    id: UUID
    name: str
    kind: PlaceKind
    description: str
    hours: str
    good_for: str
    age_from: int | None
    age_to: int | None
    step_free: bool | None
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
class PlaceSearch:
    """What somebody looks for: words, kinds, an area, and what the place must be like."""

    text: str = ""
    kinds: Collection[PlaceKind] = ()
    area_codes: Collection[str] = ()
    free: bool = False
    step_free: bool = False
    age: int | None = None


@dataclass(frozen=True, slots=True)
class PlacesFound:
    """A page of places with the number of all.

    ``alike`` tells that no entry holds the words as they were typed and similar ones are shown. ``by_kind`` counts
    what the other conditions leave, whatever kinds were chosen.
    """

    places: tuple[PlaceRow, ...]
    total: int
    confirmed: int
    alike: bool
    by_kind: dict[PlaceKind, int]


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


def find_places(
    actor: Actor, search: PlaceSearch, *, today: date, offset: int = 0, limit: int = 25
) -> PlacesFound:
    """Find places by words and conditions, the best match first.

    Order: words in the name, then elsewhere; confirmed entries before stale ones; then German order of names. No
    popularity and no payment enters. Where no entry holds all words, entries with similar words are found
    (trigrams), as far as the database offers them.
    """
    conditions = _matching(_open(actor, today=today), search)
    words = words_of(search.text)
    found, alike = _with_words(conditions, words), False
    if words and not found.exists() and knows_trigrams():
        found, alike = _with_similar_words(conditions, words), True
    counted = (
        found.order_by()
        .values_list("kind")
        .annotate(number=Count("id"), fresh=Count("id", filter=_fresh(today)))
    )
    sizes = {PlaceKind(kind): (number, confirmed) for kind, number, confirmed in counted}
    shown = [size for kind, size in sizes.items() if not search.kinds or kind in search.kinds]
    if search.kinds:
        found = found.filter(kind__in=set(search.kinds))
    by_words = ["-likeness"] if alike else [_by_name(words)] if words else []
    ordered = found.order_by(*by_words, _by_freshness(today), "name_sort", "id")
    return PlacesFound(
        places=tuple(_row(place, today=today) for place in ordered[offset : offset + limit]),
        total=sum(number for number, _ in shown),
        confirmed=sum(confirmed for _, confirmed in shown),
        alike=alike,
        by_kind={kind: number for kind, (number, _) in sizes.items()},
    )


def places_in(actor: Actor, area_codes: Collection[str], *, today: date, limit: int = 200) -> list[PlaceRow]:
    """The places of these areas, in German order."""
    found = _open(actor, today=today).filter(area_code__in=set(area_codes))
    return [_row(place, today=today) for place in found[:limit]]


def places_within(
    actor: Actor, bounds: tuple[float, float, float, float], *, today: date, limit: int = 1000
) -> list[PlaceRow]:
    """The places with a point between west, south, east and north, in German order."""
    west, south, east, north = bounds
    found = _open(actor, today=today).filter(
        longitude__gte=west, longitude__lte=east, latitude__gte=south, latitude__lte=north
    )
    return [_row(place, today=today) for place in found[:limit]]


def count_places_by_area(actor: Actor, *, today: date) -> dict[str, int]:
    """How many places each area has, by code; places without an area are not in it."""
    found = _open(actor, today=today).exclude(area_code="").order_by()
    return dict(found.values_list("area_code").annotate(Count("id")))


def place_sheet(actor: Actor, place_id: UUID, *, today: date) -> PlaceSheet | None:
    """One place, ``None`` where there is none for this actor; closed places are still shown at their address."""
    place = Place.objects.filter(id=place_id, visibility__in=visible_to(actor)).first()
    if place is None:
        return None
    return PlaceSheet(_row(place, today=today), can_keep=bool(can_keep_place(actor, place.provider_code)))


def places_to_confirm(
    actor: Actor, provider_codes: Collection[str], *, today: date, limit: int = 20
) -> list[PlaceRow]:
    """Places of these providers that nobody has confirmed for a year, the longest unconfirmed first."""
    if not provider_codes:
        return []
    stale = _open(actor, today=today).filter(provider_code__in=set(provider_codes)).exclude(_fresh(today))
    return [_row(place, today=today) for place in stale.order_by("confirmed_at", "name_sort")[:limit]]


def counts(actor: Actor, *, today: date) -> PlaceCounts:
    """How many places the actor finds, and how many of them were confirmed this year."""
    begin, end = (
        datetime(year, 1, 1, tzinfo=timezone.get_current_timezone()) for year in (today.year, today.year + 1)
    )
    with connection.cursor() as cursor:
        cursor.execute(_COUNTS, [begin, end, today, [each.value for each in visible_to(actor)]])
        return PlaceCounts(*cursor.fetchone())


_COUNTS = (
    "SELECT count(*), count(*) FILTER (WHERE confirmed_at >= %s AND confirmed_at < %s) FROM network_place"
    " WHERE (valid_until IS NULL OR valid_until >= %s) AND visibility = ANY(%s)"
)


@cache
def knows_trigrams() -> bool:
    """Whether the database compares words by trigrams (extension ``pg_trgm``); asked once a process."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT FROM pg_extension WHERE extname = 'pg_trgm')")
        return bool(cursor.fetchone()[0])


def _open(actor: Actor, *, today: date) -> QuerySet[Place]:
    return Place.objects.filter(
        Q(valid_until__isnull=True) | Q(valid_until__gte=today), visibility__in=visible_to(actor)
    )


def _matching(found: QuerySet[Place], search: PlaceSearch) -> QuerySet[Place]:
    if search.area_codes:
        found = found.filter(area_code__in=set(search.area_codes))
    if search.free:
        found = found.filter(cost=Cost.FREE)
    if search.step_free:
        found = found.filter(step_free=True)
    if search.age is not None:
        found = found.filter(
            Q(age_from__isnull=True) | Q(age_from__lte=search.age),
            Q(age_to__isnull=True) | Q(age_to__gte=search.age),
        )
    return found


def _with_words(found: QuerySet[Place], words: tuple[str, ...]) -> QuerySet[Place]:
    for word in words:
        found = found.filter(search_text__contains=word)
    return found


def _with_similar_words(found: QuerySet[Place], words: tuple[str, ...]) -> QuerySet[Place]:
    likeness: CombinedExpression | Value = Value(0.0)
    for position, word in enumerate(words):
        name = f"like_{position}"
        found = found.alias(**{name: TrigramWordSimilarity(word, "search_text")})
        found = found.filter(**{f"{name}__gte": ALIKE})
        likeness = likeness + F(name)
    return found.alias(likeness=likeness)


def _by_name(words: tuple[str, ...]) -> Case:
    named = Q()
    for word in words:
        named &= Q(name_sort__contains=word)
    return Case(When(named, then=Value(0)), default=Value(1), output_field=IntegerField())


def _by_freshness(today: date) -> Case:
    return Case(When(_fresh(today), then=Value(0)), default=Value(1), output_field=IntegerField())


def _fresh(today: date) -> Q:
    return Q(confirmed_at__date__gte=today - timedelta(days=DAYS_FRESH))


def _row(place: Place, *, today: date) -> PlaceRow:
    confirmed_on = timezone.localdate(place.confirmed_at) if place.confirmed_at else None
    return PlaceRow(
        id=place.id, name=place.name, kind=PlaceKind(place.kind), description=place.description, hours=place.hours,
        good_for=place.good_for, age_from=place.age_from, age_to=place.age_to, step_free=place.step_free,
        languages=tuple(place.languages), cost=Cost(place.cost), cost_note=place.cost_note, phone=place.phone,
        email=place.email, website=place.website, address=place.address, longitude=place.longitude,
        latitude=place.latitude, area_code=place.area_code, area_vintage=place.area_vintage,
        provider_code=place.provider_code, visibility=Visibility(place.visibility), valid_until=place.valid_until,
        confirmed_on=confirmed_on, freshness=freshness_of(confirmed_on, today=today), version=place.version,
    )  # fmt: skip
