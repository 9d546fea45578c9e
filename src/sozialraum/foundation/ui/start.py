"""The start page: what is due today, composed from what the floors contribute."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from itertools import chain

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from sozialraum.foundation.database.collation import german_sort_key
from sozialraum.foundation.privacy.actors import Actor, Role
from sozialraum.foundation.ui.contributions import (
    Begin,
    HouseLine,
    Moment,
    News,
    Resume,
    Today,
    register_search,
    register_today,
    today_functions,
)
from sozialraum.foundation.ui.drawing import number as in_figures
from sozialraum.foundation.ui.navigation import Room, rooms

__all__ = [
    "Begin", "HouseLine", "Moment", "News", "Resume", "StartPage", "Today", "has_own_page", "own_page", "register_search",
    "register_today", "start_page",
]  # fmt: skip

SHOWN_DEADLINES = 7
HOUSE = ("participation", "individual", "network", "organization", "social_structure")
WHAT_ROOMS_HOLD: dict[str, str | Promise] = {
    "participation": gettext_lazy("Rules, rights, independent help"),
    "individual": gettext_lazy("Families, their will and their plans"),
    "network": gettext_lazy("Places, field work, themes"),
    "organization": gettext_lazy("Teams, providers, budgets"),
    "social_structure": gettext_lazy("Areas, indicators, indices"),
}
NUMBER_WORDS: tuple[str | Promise, ...] = (
    "", gettext_lazy("One"), gettext_lazy("Two"), gettext_lazy("Three"), gettext_lazy("Four"), gettext_lazy("Five"),
    gettext_lazy("Six"), gettext_lazy("Seven"), gettext_lazy("Eight"), gettext_lazy("Nine"), gettext_lazy("Ten"),
    gettext_lazy("Eleven"), gettext_lazy("Twelve"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Deadline:
    """A deadline with its day in words; ``late`` when it is today or over."""

    thing: Today
    day: str
    distance: str
    late: bool
    first: bool


@dataclass(frozen=True, slots=True)
class Floor:
    """One floor in the drawing of the house."""

    room: Room
    text: str | Promise
    note: str | Promise


@dataclass(frozen=True, slots=True)
class StartPage:
    """All that the start page shows."""

    today: date
    appointments: list[Today]
    next_appointment: Today | None
    deadlines: list[Deadline]
    hidden_deadlines: int
    floors: list[Floor]
    resumes: list[Resume]
    begins: list[Begin]
    news: list[News]
    need_today: str
    have_time: str
    came_in: str


def start_page(actor: Actor, moment: Moment, *, everything: bool = False) -> StartPage:
    """Ask every floor what it contributes for this actor, and put it in order."""
    given = list(chain.from_iterable(function(actor, moment) for function in today_functions()))
    things = [each for each in given if isinstance(each, Today)]
    appointments = sorted(
        (each for each in things if each.at is not None and _day(each.at) == moment.today),
        key=lambda each: each.at or moment.now,
    )
    coming = sorted(
        ((_due(each), each) for each in things if each not in appointments),
        key=lambda due: (due[0], -due[1].prominence, german_sort_key(due[1].title)),
    )
    shown = coming if everything else coming[:SHOWN_DEADLINES]
    next_appointment = next((a for a in appointments if a.at is not None and a.at >= moment.now), None)
    urgent = len([day for day, _thing in coming if day <= moment.today])
    return StartPage(
        today=moment.today,
        appointments=appointments,
        next_appointment=next_appointment,
        deadlines=[
            _deadline(each, day, moment.today, first=number == 0 and next_appointment is None)
            for number, (day, each) in enumerate(shown)
        ],
        hidden_deadlines=len(coming) - len(shown),
        floors=_floors(rooms(actor), [each for each in given if isinstance(each, HouseLine)]),
        resumes=_latest_first([each for each in given if isinstance(each, Resume)]),
        begins=[each for each in given if isinstance(each, Begin)],
        news=[each for each in given if isinstance(each, News)],
        need_today=_need_today(len(appointments), urgent),
        have_time=_have_time(len(coming) - urgent, after_others=bool(appointments or urgent)),
        came_in=_came_in([each.speaker for each in given if isinstance(each, News) and each.words]),
    )


def has_own_page(actor: Actor) -> bool:
    """Whether the actor starts on her own page (young people, parents, trusted people) instead of the house's."""
    roles = {held.role for held in actor.roles}
    return bool(roles) and roles <= {Role.YOUNG_PERSON, Role.PARENT, Role.TRUSTED_PERSON}


def own_page(actor: Actor) -> str:
    """The address name of the own page: what one is shown, for who is here only as a trusted person."""
    family = actor.has(Role.YOUNG_PERSON, Role.PARENT)
    return "individual:my_page" if family else "individual:shown_to_me"


def _day(at: datetime) -> date:
    return timezone.localtime(at).date()


def _due(thing: Today) -> date:
    return _day(thing.at) if thing.at else thing.due_on or date.max


def _deadline(thing: Today, day: date, today: date, *, first: bool) -> Deadline:
    days = (day - today).days
    if days < 0:
        distance = _("overdue")
    elif days == 0:
        distance = _("due")
    elif days <= 14:
        distance = ngettext("in %(count)d day", "in %(count)d days", days) % {"count": days}
    else:
        distance = ""
    # a day of another year without its year would be read as one of this year
    pattern = _("D, j M") if day.year == today.year else "SHORT_DATE_FORMAT"
    words = _("Today") if days == 0 else _day_in_words(day, pattern, get_language())
    return Deadline(thing=thing, day=words, distance=distance, late=days <= 0, first=first)


@lru_cache(maxsize=1_000)
def _day_in_words(day: date, pattern: str, _language: str | None) -> str:
    return date_format(day, pattern)


def _floors(all_rooms: Sequence[Room], lines: Sequence[HouseLine]) -> list[Floor]:
    by_room = {room.app_name: room for room in all_rooms}
    said = {line.floor: line for line in reversed(lines)}
    floors = []
    for name in HOUSE:
        room, line = by_room.get(name), said.get(name)
        if room is None:
            continue
        if not room.open:
            note = _("You see released tables only") if name == "individual" else ""
            floors.append(Floor(room, room.reason, note))
        elif line is not None:
            floors.append(Floor(room, line.text, line.note))
        else:
            floors.append(Floor(room, WHAT_ROOMS_HOLD[name], ""))
    return floors


def _latest_first(resumes: list[Resume]) -> list[Resume]:
    return sorted(resumes, key=lambda each: each.saved_at.timestamp() if each.saved_at else 0, reverse=True)[
        :6
    ]


def _in_words(number: int) -> str:
    return str(NUMBER_WORDS[number]) if 0 < number < len(NUMBER_WORDS) else str(number)


def _need_today(appointments: int, urgent: int) -> str:
    parts = []
    if appointments:
        text = ngettext("%(count)s appointment today", "%(count)s appointments today", appointments)
        parts.append(text % {"count": _in_words(appointments)})
    if urgent:
        text = ngettext("%(count)s thing needs you today", "%(count)s things need you today", urgent)
        parts.append(text % {"count": _in_words(urgent)})
    return _(" and ").join([parts[0], *(part[0].lower() + part[1:] for part in parts[1:])]) if parts else ""


def _have_time(later: int, *, after_others: bool) -> str:
    if not later:
        return ""
    if after_others:
        text = ngettext("%(count)s more has time", "%(count)s more have time", later)
    else:
        text = ngettext("%(count)s thing has time", "%(count)s things have time", later)
    return text % {"count": _in_words(later).lower()}


def _came_in(speakers: Sequence[str]) -> str:
    """Who wrote down own words, each named once; more than two are counted."""
    names = list(dict.fromkeys(speakers))
    if not names:
        return ""
    if len(names) > 2:
        return _("%(name)s and %(count)s others have written something to you.") % {
            "name": names[0], "count": in_figures(len(names) - 1),
        }  # fmt: skip
    text = ngettext(
        "%(names)s has written something to you.", "%(names)s have written something to you.", len(names)
    )
    return text % {"names": _(" and ").join(names)}


def moment_now() -> Moment:
    """This moment, in the installation's time zone."""
    now = timezone.now()
    return Moment(now=now, today=timezone.localdate(now))
