"""What themes bring to the start page, the search and the pages of areas."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from sozialraum.foundation.privacy.actors import Actor
from sozialraum.foundation.ui.addresses import address_of
from sozialraum.foundation.ui.contributions import Hit, Moment, Today
from sozialraum.network.themes import queries
from sozialraum.network.themes.access import can_care
from sozialraum.network.themes.presentation import STATES, area_text
from sozialraum.network.themes.rules import OPEN
from sozialraum.social_structure.contributions import AreaKey, Theme, Told
from sozialraum.social_structure.queries import planning_system

SOON = timedelta(days=21)
MOST = 4


@dataclass(frozen=True, slots=True)
class Asked:
    """What politics was asked because of a theme, how it stands, and where to read on; ``late`` waits too long."""

    title: str
    text: str
    url: str
    late: bool = False


AskedFunction = Callable[[Actor, UUID, date], Sequence[Asked]]
ToldFunction = Callable[[Actor, UUID, date], Sequence[Told]]
_asked: list[AskedFunction] = []
_told: list[ToldFunction] = []


def register_asked(function: AskedFunction) -> None:
    """Let the room where politics is asked bring to a theme what was asked because of it."""
    if function not in _asked:
        _asked.append(function)


def register_told(function: ToldFunction) -> None:
    """Let the room of effects bring to a theme what was told of it."""
    if function not in _told:
        _told.append(function)


def told_of(actor: Actor, theme_id: UUID, day: date) -> list[Told]:
    """What was told of a theme, as far as the actor may read it on this day."""
    return [each for function in _told for each in function(actor, theme_id, day)]


def asked_of(actor: Actor, theme_id: UUID, day: date) -> list[Asked]:
    """What politics was asked because of a theme."""
    return [each for function in _asked for each in function(actor, theme_id, day)]


def today(actor: Actor, moment: Moment) -> Sequence[Today]:
    """The next steps of the themes that the actor cares for, as far as they are due soon."""
    if actor.user_id is None or not can_care(actor):
        return []
    return [
        Today(
            title=each.text, text=_("Theme: %(title)s") % {"title": title}, floor="network", due_on=each.due_on,
            action_label=_("See the theme"), url=address_of("network:theme", theme_id),
        )
        for theme_id, title, each in queries.own_steps(actor.user_id, until=moment.today + SOON)[:MOST]
    ]  # fmt: skip


def search(actor: Actor, text: str, limit: int) -> Sequence[Hit]:
    """Themes by a word of their title."""
    return [
        Hit(title, address_of("network:theme", theme_id), str(STATES[state]))
        for theme_id, title, state in queries.find_themes(actor, text, limit=limit)
    ]


def area_themes(actor: Actor, area: AreaKey, day: date) -> Sequence[Theme]:
    """The open themes of an area, and what was solved within a year; those of a cut that is in force."""
    system = planning_system()
    if system is None or (system.code, system.vintage) != (area.system_code, area.vintage):
        return []
    rows = queries.themes(actor, today=day, area_code=area.area_code, limit=40)
    shown = [
        row for row in rows if row.state in OPEN or (row.closed_on and row.closed_on > day - queries.YEAR)
    ]
    return [
        Theme(row.title, area_text(row), address_of("network:theme", row.id)) for row in shown[: MOST + 2]
    ]
