"""What the network floor brings to the start page, the search and the pages of areas."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import lru_cache
from uuid import UUID

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sozialraum.foundation.database.editions import kept
from sozialraum.foundation.privacy.actors import NOBODY, Actor, Role
from sozialraum.foundation.ui.addresses import address_of
from sozialraum.foundation.ui.contributions import Begin, Hit, HouseLine, Moment, Today
from sozialraum.foundation.ui.drawing import number
from sozialraum.network import queries
from sozialraum.network.access import EDITORS, can_add_place, own_providers
from sozialraum.network.directory.asked import Asked
from sozialraum.network.enums import PlaceKind
from sozialraum.network.presentation.directory import lines
from sozialraum.network.presentation.places import KINDS
from sozialraum.network.presentation.waiting import asked_today
from sozialraum.network.queries.places import EDITION
from sozialraum.network.queries.waiting import waiting_for
from sozialraum.organization.presentation import OFFER_KINDS
from sozialraum.organization.queries import OfferRow, offers
from sozialraum.social_structure.contributions import OTHER_PLACES, AreaKey, Assets, Bounds, Place, Streets

FLOOR = "network"
# where young people and families go by themselves, without appointment or membership
FIRST = (
    PlaceKind.YOUTH_CENTER, PlaceKind.FAMILY_CENTER, PlaceKind.LIBRARY, PlaceKind.PLAYGROUND, PlaceKind.SPORTS_GROUND,
    PlaceKind.LEARNING, PlaceKind.GARDEN, PlaceKind.MEETING_PLACE,
)  # fmt: skip


def today(actor: Actor, moment: Moment) -> Sequence[Today | HouseLine | Begin]:
    """How many places there are, what a provider's people should confirm, and the way to a new entry."""
    counts = queries.counts(actor, today=moment.today)
    places = ngettext("%(n)s place", "%(n)s places", counts.places) % {"n": number(counts.places)}
    note = ngettext(
        "%(n)s confirmed this year", "%(n)s confirmed this year", counts.confirmed_this_year
    ) % {"n": number(counts.confirmed_this_year)}  # fmt: skip
    waiting = waiting_for(actor, own_providers(actor), today=moment.today) if _is_asked(actor) else []
    return [
        HouseLine(FLOOR, places, note),
        *asked_today(waiting, moment.today),
        *_begins(actor),
    ]


def search(actor: Actor, text: str, limit: int) -> Sequence[Hit]:
    """Entries of the directory by words, those that the actor finds there as well."""
    day = timezone.localdate()
    found = queries.search_directory(actor, Asked(text=text), today=day, limit=limit)
    rows = lines(found.entries, found.listing, first=1, quarters={}, providers={}, today=day)
    return [Hit(row.name, row.url, str(row.kind)) for row in rows]


def assets(area: AreaKey, day: date) -> Assets | None:
    """The running offers of providers and the public places in an area, each with its page for everybody."""
    return _assets(area, day)


def places_near(bounds: Bounds, day: date) -> Sequence[Place]:
    """The public places with a point inside bounds."""
    return _near(bounds, day)


# the pages of areas ask for the same places again and again, and these change when the directory does
@kept(EDITION, size=512)
def _assets(area: AreaKey, day: date) -> Assets | None:
    running = offers(today=day, area_codes=[area.area_code])
    found = queries.places_in(NOBODY, [area.area_code, *area.parts], today=day)
    places = (*(_offer(each) for each in running), *(_place(each) for each in found))
    # the directory asks for one quarter at a time; what lies in a larger area is listed with the rest of the town
    listed = reverse("network:index") + ("" if area.parts else f"?area={area.area_code}")
    return Assets(places=places, count=len(places), url=listed) if places else None


@kept(EDITION, size=512)
def _near(bounds: Bounds, day: date) -> tuple[Place, ...]:
    return tuple(_place(each) for each in queries.places_within(NOBODY, bounds, today=day))


def _offer(offer: OfferRow) -> Place:
    return Place(
        offer.name,
        f"{OFFER_KINDS[offer.kind]}, {offer.provider_name}",
        address_of("network:offer", offer.id),
    )


def streets() -> Streets | None:
    """The streets of the latest street map."""
    found = queries.walked_streets()
    return None if found is None else Streets(*found)


def _place(place: queries.PlaceRow) -> Place:
    made = Place(
        name=place.name, text=place.hours or place.good_for or str(KINDS[place.kind]),
        url=_address(place.id), longitude=place.longitude, latitude=place.latitude,
        kind=str(KINDS[place.kind]), rank=FIRST.index(place.kind) if place.kind in FIRST else OTHER_PLACES,
    )  # fmt: skip
    return _shared(made)


# a place lies near several areas, and is kept once
@lru_cache(maxsize=8192)
def _shared(place: Place) -> Place:
    return place


def place_counts(_system_code: str, _vintage: int) -> Mapping[str, int]:
    """The public places of every area."""
    return queries.count_places_by_area(NOBODY, today=timezone.localdate())


# a page names a hundred places, and an address never changes while the program runs
@lru_cache(maxsize=8192)
def _address(place_id: UUID) -> str:
    return address_of("network:place", place_id)


def _is_asked(actor: Actor) -> bool:
    """Whether anything of the directory can wait for this actor: other start pages ask nothing."""
    return bool(own_providers(actor)) or actor.has(Role.RESIDENT, *EDITORS)


def _begins(actor: Actor) -> list[Begin]:
    if _works_in_the_field(actor):
        return [Begin(_("Add a place"), address_of("network:add_place"))]
    if actor.has(Role.RESIDENT):
        return [
            Begin(_("Find something near by"), reverse("network:index"), _("Courses, places, people who help")),
            Begin(_("Write a card"), reverse("network:add_card"), _("What you can do, or would like")),
        ]  # fmt: skip
    return []


def _works_in_the_field(actor: Actor) -> bool:
    return bool(can_add_place(actor)) and actor.has(
        Role.CASE_WORKER, Role.PROVIDER_WORKER, Role.PROVIDER_LEAD
    )
