"""The rooms of the house, and which of them a person may enter."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache

from django.urls import NoReverseMatch, get_urlconf, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sozialraum.foundation.accounts.rights import can_enter_room
from sozialraum.foundation.privacy.actors import NOBODY, Actor


@dataclass(frozen=True, slots=True)
class Room:
    """One room of the house: its app name, title and address, and whether it is open to the actor.

    ``reason`` says why a closed room is closed; ``floor`` is the CSS word for its colour. ``open_url_name`` is the
    room's first page for everybody, without sign-in.
    """

    app_name: str
    title: str | Promise
    url_name: str
    floor: str
    open_url_name: str = ""
    url: str = ""
    open: bool = True
    reason: str | Promise = ""


ROOMS: tuple[Room, ...] = (
    Room("start", _("Start"), "start:today", "start"),
    Room(
        "social_structure", _("Social structure"), "social_structure:index", "social-structure", "open:index"
    ),
    Room("organization", _("Organization"), "organization:index", "organization"),
    Room("network", _("Network"), "network:index", "network"),
    Room("individual", _("Individual"), "individual:index", "individual"),
    Room("participation", _("Participation"), "participation:index", "participation"),
    Room("reporting", _("Reports"), "reporting:index", "reporting"),
)

Doors = Callable[[Actor, Room], bool]


def may_enter(actor: Actor, room: Room) -> bool:
    """Whether the actor has anything to do in this room.

    Which rooms a role opens stands in the table of rights; which case, the gate alone decides. Without a sign-in
    the directory of places and offers is open, and the open pages of areas.
    """
    if actor == NOBODY:
        return room.app_name == "network" or bool(room.open_url_name)
    return bool(can_enter_room(actor, room.app_name))


def rooms(actor: Actor, *, doors: Doors = may_enter) -> tuple[Room, ...]:
    """Every room of the house in its order, open or closed for this actor, with address where it is built."""
    found = []
    for room in ROOMS:
        url = address_of(room, actor)
        if not url:
            continue
        if doors(actor, room):
            found.append(replace(room, url=url))
        else:
            found.append(replace(room, url=url, open=False, reason=_("Closed for your work")))
    return tuple(found)


def address_of(room: Room, actor: Actor) -> str:
    """Where the room's first page is for this actor; empty as long as the floor has none."""
    return address(room.open_url_name if actor == NOBODY and room.open_url_name else room.url_name)


def room_of(app_name: str) -> Room | None:
    """The room that the pages of an app belong to."""
    return next(
        (each for each in ROOMS if app_name and app_name in {each.app_name, each.open_url_name.partition(":")[0]}),
        None,
    )  # fmt: skip


def address(url_name: str, otherwise: str = "") -> str:
    """The address of a page without further values, which a floor may not have yet."""
    return _address(url_name, get_urlconf()) or otherwise


# every page asks for the same few, and they never change while the program runs
@lru_cache(maxsize=64)
def _address(url_name: str, _urlconf: str | None) -> str:
    try:
        return reverse(url_name)
    except NoReverseMatch:
        return ""
