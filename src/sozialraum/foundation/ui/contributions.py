"""What the floors contribute to the start page and to the search, without the shell knowing the floors.

A floor registers its functions in its ``AppConfig.ready``. Each is asked with the actor and the moment and
answers with values; what the actor may not see, the floor leaves out.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from sozialraum.foundation.privacy.actors import Actor


@dataclass(frozen=True, slots=True)
class Today:
    """One thing that is due: an appointment with ``at``, or a deadline with ``due_on``; one of the two is given.

    ``text`` says why it matters, ``action_label`` what the button does and ``url`` where it leads. ``minutes``
    is the length of an appointment. Of several things of a day the one with the highest ``prominence`` gets
    the filled button. ``url`` may be empty for something that only informs.
    """

    title: str
    text: str
    floor: str
    due_on: date | None = None
    at: datetime | None = None
    minutes: int | None = None
    action_label: str = ""
    url: str = ""
    prominence: int = 0

    def __post_init__(self) -> None:
        if (self.due_on is None) == (self.at is None):
            msg = "exactly one of due_on and at is given"
            raise ValueError(msg)


@dataclass(frozen=True, slots=True)
class HouseLine:
    """What one floor says about itself in the drawing of the house, for this actor."""

    floor: str
    text: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Resume:
    """A draft to go on with: what it is, what is still open, and when it was saved."""

    title: str
    url: str
    note: str = ""
    saved_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Begin:
    """Something new that the actor can start."""

    title: str
    url: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class News:
    """Something that came in: a person's own words (``words`` with ``speaker``) or a plain line."""

    heading: str
    url: str
    link_label: str
    text: str = ""
    words: str = ""
    speaker: str = ""
    said_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Hit:
    """One find of the search: what it is called, what kind of thing it is, where it is shown."""

    title: str
    url: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Moment:
    """When the page is asked for."""

    now: datetime
    today: date


TodayFunction = Callable[[Actor, Moment], Sequence[Today | HouseLine | Resume | Begin | News]]
OpenFunction = Callable[[], Begin]
SearchFunction = Callable[[Actor, str, int], Sequence[Hit]]


@dataclass(slots=True)
class _Registry:
    today: list[TodayFunction] = field(default_factory=list)
    search: dict[str, SearchFunction] = field(default_factory=dict)
    open: list[OpenFunction] = field(default_factory=list)


_registered = _Registry()


def register_today(function: TodayFunction) -> TodayFunction:
    """Let a floor contribute to the start page; the same function counts once."""
    if function not in _registered.today:
        _registered.today.append(function)
    return function


def register_search(floor: str, function: SearchFunction) -> SearchFunction:
    """Let a floor answer searches; ``floor`` is its app name, one function a floor."""
    _registered.search[floor] = function
    return function


def register_open(function: OpenFunction) -> OpenFunction:
    """Let a floor show one of its pages to whoever is not signed in; the same function counts once."""
    if function not in _registered.open:
        _registered.open.append(function)
    return function


def open_pages() -> tuple[Begin, ...]:
    """The pages that everybody can read without signing in, in the words of the reader's language."""
    return tuple(function() for function in _registered.open)


def today_functions() -> tuple[TodayFunction, ...]:
    """Every function that contributes to the start page."""
    return tuple(_registered.today)


def search_functions() -> dict[str, SearchFunction]:
    """The search of each floor, by app name."""
    return dict(_registered.search)
