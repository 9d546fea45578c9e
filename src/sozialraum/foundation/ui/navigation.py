"""The rooms of the house, and which of them a person may enter."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sozialraum.foundation.privacy.actors import Actor, Role


@dataclass(frozen=True, slots=True)
class Room:
    """One room of the house: its app name, title and address, and whether it is open to the actor.

    ``reason`` says why a closed room is closed; ``floor`` is the CSS word for its colour.
    """

    app_name: str
    title: str | Promise
    url_name: str
    floor: str
    url: str = ""
    open: bool = True
    reason: str | Promise = ""


ROOMS: tuple[Room, ...] = (
    Room("start", _("Start"), "start:today", "start"),
    Room("social_structure", _("Social structure"), "social_structure:index", "social-structure"),
    Room("organization", _("Organization"), "organization:index", "organization"),
    Room("network", _("Network"), "network:index", "network"),
    Room("individual", _("Individual"), "individual:index", "individual"),
    Room("participation", _("Participation"), "participation:index", "participation"),
    Room("reporting", _("Reports"), "reporting:index", "reporting"),
)

_CASE_ROLES = (
    Role.CASE_WORKER, Role.TEAM_LEAD, Role.FINANCE_OFFICER, Role.PROVIDER_WORKER, Role.PROVIDER_LEAD, Role.PARENT,
    Role.YOUNG_PERSON, Role.TRUSTED_PERSON, Role.OMBUDSPERSON,
)  # fmt: skip
_FAMILY_ROLES = (Role.PARENT, Role.YOUNG_PERSON, Role.TRUSTED_PERSON)

Doors = Callable[[Actor, Room], bool]


def may_enter(actor: Actor, room: Room) -> bool:
    """Whether the actor has anything to do in this room.

    Rooms without people's data are open to everyone signed in; the room of the cases only to those who can hold
    a case role. Which case, the gate alone decides.
    """
    if actor.user_id is None:
        return room.app_name in {"network", "participation"}
    if room.app_name == "individual":
        return actor.has(*_CASE_ROLES)
    if room.app_name == "reporting":
        return not actor.roles or not all(held.role in _FAMILY_ROLES for held in actor.roles)
    return True


def rooms(actor: Actor, *, doors: Doors = may_enter) -> tuple[Room, ...]:
    """Every room of the house in its order, open or closed for this actor, with address where it is built."""
    found = []
    for room in ROOMS:
        url = address_of(room)
        if not url:
            continue
        if doors(actor, room):
            found.append(replace(room, url=url))
        else:
            found.append(replace(room, url=url, open=False, reason=_("Closed for your work")))
    return tuple(found)


def address_of(room: Room) -> str:
    """Where the room's first page is; empty as long as the floor has none."""
    try:
        return reverse(room.url_name)
    except NoReverseMatch:
        return ""
