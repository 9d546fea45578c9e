"""Reading the directory: everything that can be found, for everyone who may find it."""

from __future__ import annotations

import threading
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

import pyarrow as pa
import shapely
from django.db.models import Q
from django.utils import timezone

from sozialraum.foundation.database.editions import mark_of
from sozialraum.foundation.privacy.actors import Actor
from sozialraum.network.access import reads_cards_as, sees_inside
from sozialraum.network.directory.asked import Asked
from sozialraum.network.directory.catalog import Catalog, Listed, Listing, Origin
from sozialraum.network.directory.columns import Row
from sozialraum.network.directory.rows import card_row, offer_row, place_row
from sozialraum.network.directory.streets import Streets
from sozialraum.network.enums import CardVisibility, ResourceLevel
from sozialraum.network.matching import Candidate, Match, Need, Source, rank
from sozialraum.network.models import Place, ResidentCard, StreetMap
from sozialraum.network.queries.cards import CardRow, card_rows
from sozialraum.network.queries.places import EDITION, PlaceRow, place_rows
from sozialraum.organization.queries import OfferRow, offers, offers_by_id, provider_names
from sozialraum.social_structure.queries import planning_system
from sozialraum.social_structure.queries.areas import EDITION as AREAS
from sozialraum.social_structure.queries.areas import outlines_of
from sozialraum.social_structure.snapshots import fetch

SLACK = timedelta(minutes=10)
"""So much earlier than the newest entry the next reading begins: transactions may end later than they began."""

Shown = PlaceRow | OfferRow | CardRow


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a page: how it was found, and what it says to this reader."""

    listed: Listed
    shown: Shown


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the directory."""

    listing: Listing
    entries: tuple[Entry, ...]


class _Kept:
    """The directory of this process, with the marks that it was read at."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.catalog: Catalog | None = None
        self.marks: tuple[UUID | None, UUID | None] = (None, None)
        self.map_id: int | None = None
        self.newest: datetime | None = None


_kept = _Kept()


def search_directory(actor: Actor, asked: Asked, *, today: date, offset: int = 0, limit: int = 20) -> Page:
    """Find what answers a sentence and conditions, best first; see :class:`Catalog` for the order."""
    with _kept.lock:
        listing = catalog(today=today).find(asked, sees=_sees(actor), offset=offset, limit=limit)
    return Page(listing, tuple(shown_entries(actor, listing.entries, today=today)))


def prepare_directory() -> None:
    """Build the index of the directory in this process, or read what has changed."""
    with _kept.lock:
        catalog(today=timezone.localdate())


Found = tuple[tuple[Match, Shown | None], ...]


def resources_for(
    actor: Actor,
    need: Need,
    *,
    today: date,
    own: Sequence[Candidate] = (),
    limit: int = 6,
    sources: Collection[Source] = (Source.PLACE, Source.OFFER, Source.CARD),
    levels: Collection[ResourceLevel] = tuple(ResourceLevel),
    without: Collection[UUID] = (),
) -> Found:
    """Resources that fit a goal or a gap, closest to everyday life first, each with its reasons (DOMAIN 3.4).

    ``own`` are what a family brings itself and whom it knows (:func:`matching.own_candidates`); they are compared and
    kept nowhere. ``sources`` and ``levels`` narrow what comes in question, ``without`` names entries that are known
    already. Nothing is assigned: the answer is a list to talk about. With every match stands its entry as the
    actor may read it, ``None`` for the family's own.
    """
    (found,) = resources_for_each(
        actor, [need], today=today, own=own, limit=limit, sources=sources, levels=levels, without=without
    )
    return found


def resources_for_each(
    actor: Actor,
    needs: Sequence[Need],
    *,
    today: date,
    own: Sequence[Candidate] = (),
    limit: int = 6,
    sources: Collection[Source] = (Source.PLACE, Source.OFFER, Source.CARD),
    levels: Collection[ResourceLevel] = tuple(ResourceLevel),
    without: Collection[UUID] = (),
) -> tuple[Found, ...]:
    """What :func:`resources_for` says to several needs, their entries read at once."""
    known = {str(each) for each in without}
    with _kept.lock:
        listed = catalog(today=today)
        asked = [listed.candidates(need, sees=_sees(actor)) for need in needs]
    ranked = []
    for need, candidates in zip(needs, asked, strict=True):
        found = [
            each
            for each in candidates
            if each.source in sources and each.level in levels and each.id not in known
        ]
        ranked.append(rank(need, [*own, *found], limit=limit))
    keys = dict.fromkeys(key for matches in ranked for each in matches if (key := _key(each)))
    shown = _shown(actor, list(keys), today=today)
    return tuple(
        tuple((each, shown.get(key) if (key := _key(each)) else None) for each in matches)
        for matches in ranked
    )


def _key(match: Match) -> tuple[Source, UUID] | None:
    source = match.candidate.source
    return None if source is Source.OWN else (source, UUID(match.candidate.id))


def offer_for_all(offer_id: UUID, *, today: date) -> OfferRow | None:
    """One running offer of a provider: all that it says is public."""
    return next(iter(offers_by_id([offer_id], today=today)), None)


def origin_of(name: str, *, today: date) -> Origin | None:
    """Where a way begins that people name: a quarter, a street, a place."""
    with _kept.lock:
        return catalog(today=today).origin(name)


def shown_entries(actor: Actor, listed: Sequence[Listed], *, today: date) -> Iterator[Entry]:
    """What the entries say to this reader; one that went meanwhile is left out."""
    shown = _shown(actor, [(each.source, each.id) for each in listed], today=today)
    for each in listed:
        if found := shown.get((each.source, each.id)):
            yield Entry(each, found)


def _shown(
    actor: Actor, keys: Sequence[tuple[Source, UUID]], *, today: date
) -> dict[tuple[Source, UUID], Shown]:
    by_source: dict[Source, list[UUID]] = {}
    for source, key in keys:
        by_source.setdefault(source, []).append(key)
    found: dict[tuple[Source, UUID], Shown] = {}
    if places := by_source.get(Source.PLACE):
        found |= {(Source.PLACE, key): row for key, row in place_rows(actor, places, today=today).items()}
    if running := by_source.get(Source.OFFER):
        found |= {(Source.OFFER, each.id): each for each in offers_by_id(running, today=today)}
    if cards := by_source.get(Source.CARD):
        found |= {(Source.CARD, each.id): each for each in card_rows(actor, cards, today=today)}
    return found


def _sees(actor: Actor) -> CardVisibility:
    card = reads_cards_as(actor)
    # planning and management see the team's places, and of residents' cards what everybody sees
    return CardVisibility.TEAM if card is CardVisibility.PUBLIC and sees_inside(actor) else card


def catalog(*, today: date) -> Catalog:
    """The directory of this moment; what changed since the last question is read anew.

    Inside a transaction that has written, it is built for this question alone.
    """
    marks = (mark_of(EDITION), mark_of(AREAS))
    if marks[0] is None:
        return _build(today)[0]
    if (
        _kept.catalog is None
        or _kept.catalog.today != today
        or _kept.marks[1] != marks[1]
        or (_kept.marks != marks and _kept.map_id != _map_id())
    ):
        _kept.catalog, _kept.map_id, _kept.newest = _build(today)
    elif _kept.marks != marks:
        _kept.newest = _refresh(_kept.catalog, _kept.newest)
    _kept.marks = marks
    return _kept.catalog


def walked_streets() -> tuple[str, pa.Table, pa.Table, str] | None:
    """Mark, crossings and stretches of the latest street map, and whose it is; None where there is none."""
    latest = StreetMap.objects.first()
    if latest is None:
        return None
    return str(latest.id), fetch(latest.nodes_hash), fetch(latest.edges_hash), latest.source


def _map_id() -> int | None:
    return StreetMap.objects.values_list("id", flat=True).first()


def _build(today: date) -> tuple[Catalog, int | None, datetime | None]:
    latest = StreetMap.objects.first()
    streets = Streets((fetch(latest.nodes_hash), fetch(latest.edges_hash))) if latest else Streets(None)
    origins = _origins()
    points = {code: (origin.longitude, origin.latitude) for code, origin in origins.items()}
    places = list(Place.objects.all())
    newest = max((_touched(place) for place in places), default=None)
    rows = [*_place_rows(places, today), *_card_rows(today, points), *_offer_rows(today, points)]
    named = [Origin(code, *point) for code, point in points.items()]
    made = Catalog(rows, today=today, origins=[*origins.values(), *named], streets=streets)
    return made, latest.id if latest else None, newest


def _refresh(kept: Catalog, newest: datetime | None) -> datetime | None:
    """Read what changed: places since the newest one known, and the few offers and cards as a whole."""
    since = newest - SLACK if newest else None
    places = list(
        Place.objects.filter(Q(changed_at__gte=since) | Q(confirmed_at__gte=since))
        if since
        else Place.objects.all()
    )
    points = {code: (origin.longitude, origin.latitude) for code, origin in _origins().items()}
    kept.drop([key for key in kept.numbers if key[0] is not Source.PLACE])
    kept.put(
        [*_place_rows(places, kept.today), *_card_rows(kept.today, points), *_offer_rows(kept.today, points)]
    )
    return max((_touched(place) for place in places), default=newest)


def _touched(place: Place) -> datetime:
    return max(place.changed_at, place.confirmed_at or place.changed_at)


def _place_rows(places: Sequence[Place], today: date) -> list[Row]:
    providers = provider_names(place.provider_code for place in places if place.provider_code)
    return [
        place_row(place, provider=providers.get(place.provider_code, ""), today=today) for place in places
    ]


def _card_rows(today: date, points: dict[str, tuple[float, float]]) -> list[Row]:
    return [
        card_row(card, today=today, point=points.get(card.area_code))
        for card in ResidentCard.objects.filter(withdrawn_at__isnull=True, valid_until__gte=today)
    ]


def _offer_rows(today: date, points: dict[str, tuple[float, float]]) -> list[Row]:
    return [offer_row(offer, point=points.get(offer.area_code)) for offer in offers(today=today)]


def _origins() -> dict[str, Origin]:
    """The areas of the finest level by code, each with a point inside it."""
    system = planning_system()
    if system is None:
        return {}
    found = {}
    for each in outlines_of(system.id, system.level):
        if each.wkb:
            point = shapely.point_on_surface(shapely.from_wkb(each.wkb))
            found[each.area_code] = Origin(each.name, float(point.x), float(point.y))
    return found
