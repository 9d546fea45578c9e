"""The tailored arrangement: rings, times of a week, and what a contribution may and may not change (DOMAIN 2.9, H1)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from sozialraum.analytics.messages import gettext_noop
from sozialraum.foundation.privacy.decisions import Decision
from sozialraum.individual.enums import ComponentKind, Ring

DAYS: Final = ("mo", "tu", "we", "th", "fr", "sa", "su")
WEEK: Final = 7 * 24 * 60
WRITTEN: Final = re.compile(r"(mo|tu|we|th|fr|sa|su) ([01]\d|2[0-3]):([0-5]\d)-([01]\d|2[0-4]):([0-5]\d)")
RINGS: Final[Mapping[ComponentKind, Ring | None]] = {
    ComponentKind.OWN: Ring.OWN,
    ComponentKind.FAMILY_FRIENDS: Ring.FAMILY_FRIENDS,
    ComponentKind.NEIGHBORHOOD: Ring.NEIGHBORHOOD,
    ComponentKind.MAINSTREAM: Ring.MAINSTREAM,
    ComponentKind.PROJECT: Ring.PROJECT,
    ComponentKind.PROFESSIONAL_HOURS: Ring.PROFESSIONAL,
    ComponentKind.PROFESSIONAL_PLACE: Ring.PROFESSIONAL,
    ComponentKind.MONEY_OR_THINGS: None,
}
PROFESSIONAL: Final = frozenset({ComponentKind.PROFESSIONAL_HOURS, ComponentKind.PROFESSIONAL_PLACE})
BY_REVIEW: Final = frozenset({"times", "minutes", "valid_from", "valid_until", "state"})
"""What of a professional contribution changes at a review only."""


@dataclass(frozen=True, slots=True, order=True)
class Slot:
    """A time of an ordinary week: day (0 is Monday), begin and end in minutes after midnight."""

    day: int
    begins: int
    ends: int

    @property
    def minutes(self) -> int:
        """How long it takes."""
        return self.ends - self.begins


def slot_of(written: str) -> Slot | None:
    """Read a time as it is stored; ``None`` for what is no time of a week.

    >>> slot_of("mo 06:45-07:15")
    Slot(day=0, begins=405, ends=435)
    >>> slot_of("mo 07:15-06:45") is None
    True
    """
    found = WRITTEN.fullmatch(written)
    if found is None:
        return None
    day, *clock = found.groups()
    begins, ends = int(clock[0]) * 60 + int(clock[1]), int(clock[2]) * 60 + int(clock[3])
    return Slot(DAYS.index(day), begins, ends) if begins < ends <= 24 * 60 else None


def slots_of(times: Iterable[str]) -> tuple[Slot, ...]:
    """The times of a week in their order."""
    return tuple(sorted(slot for slot in map(slot_of, times) if slot is not None))


_SPAN = re.compile(
    r"(?P<days>.*?)\s*(?P<begins>\d{1,2}(?:[:.]\d{2})?)\s*(?:-|–|bis|to)\s*(?P<ends>\d{1,2}(?:[:.]\d{2})?)\s*(?:uhr|h)?", re.I
)  # fmt: skip
_NAMED = {
    **{code: number for number, code in enumerate(DAYS)},
    **{code: number for number, code in enumerate(("mo", "di", "mi", "do", "fr", "sa", "so"))},
}
_MANY = {
    "täglich": range(7),
    "daily": range(7),
    "werktags": range(5),
    "schultags": range(5),
    "weekdays": range(5),
}


def times_written(text: str) -> tuple[str, ...]:
    """The times of an ordinary week as somebody writes them, a line or a semicolon each; ``ValueError`` names what is none.

    >>> times_written("Mo, Mi 6:45-7:15; Sa 9 bis 12 Uhr")
    ('mo 06:45-07:15', 'we 06:45-07:15', 'sa 09:00-12:00')
    >>> times_written("Fr bis So 7.30–8")
    ('fr 07:30-08:00', 'sa 07:30-08:00', 'su 07:30-08:00')
    """
    found: dict[str, None] = {}
    for line in filter(None, (part.strip() for part in re.split(r"[;\n]+", text))):
        span = _SPAN.fullmatch(line)
        days = _days(span["days"]) if span else ()
        times = (
            [f"{DAYS[day]} {_clock(span['begins'])}-{_clock(span['ends'])}" for day in days] if span else []
        )
        if not times or any(slot_of(each) is None for each in times):
            raise ValueError(line)
        found.update(dict.fromkeys(times))
    return tuple(found)


def _days(text: str) -> tuple[int, ...]:
    """The numbers of the days that are named; empty where one of them is none."""
    days: list[int] = []
    for word in re.findall(r"[^\s,/+&]+(?:\s*(?:-|–|bis|to)\s*[^\W\d]+)?", text.lower()):
        if word in {"und", "and"}:
            continue
        ends = [_NAMED.get(each.strip(" .")[:2]) for each in re.split(r"-|–|\bbis\b|\bto\b", word)]
        if word in _MANY:
            days += _MANY[word]
        elif None in ends or len(ends) > 2:
            return ()
        else:
            first, last = int(ends[0] or 0), int(ends[-1] or 0)
            days += range(first, last + 1) if first <= last else [*range(first, 7), *range(last + 1)]
    return tuple(dict.fromkeys(days))


def _clock(written: str) -> str:
    hour, _, minute = written.replace(".", ":").partition(":")
    return f"{int(hour):02d}:{minute or '00'}"


@dataclass(frozen=True, slots=True)
class Extent:
    """How many minutes a week hold from a day on, until the next; a planned one is not decided yet."""

    begins_on: date
    minutes: int
    planned: bool = False
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Carried:
    """What is counted of one contribution: its kind, its time and the way of its minutes, oldest first."""

    kind: ComponentKind
    begins_on: date
    ends_on: date | None
    extents: tuple[Extent, ...]


@dataclass(frozen=True, slots=True)
class Share:
    """Minutes of a week on one day: all of them, and those of professionals."""

    on: date
    total: int
    professional: int
    planned: bool = False


def minutes_on(carried: Carried, day: date, *, planned: bool = False) -> int:
    """The minutes of a week that hold on a day; planned extents count where ``planned`` asks for them."""
    if day < carried.begins_on or (carried.ends_on is not None and day > carried.ends_on):
        return 0
    held = [each for each in carried.extents if each.begins_on <= day and (planned or not each.planned)]
    return held[-1].minutes if held else 0


def share_on(day: date, components: Sequence[Carried], *, planned: bool = False) -> Share:
    """How much of a week professionals carry on a day."""
    total = sum(minutes_on(each, day, planned=planned) for each in components)
    professional = sum(
        minutes_on(each, day, planned=planned) for each in components if each.kind in PROFESSIONAL
    )
    return Share(day, total, professional, planned)


def may_change_freely(kind: ComponentKind, fields: Iterable[str]) -> Decision:
    """What professionals do in which extent is a claim: nothing but a review changes it (H1).

    >>> bool(may_change_freely(ComponentKind.PROFESSIONAL_HOURS, ["substitute"]))
    True
    >>> may_change_freely(ComponentKind.PROFESSIONAL_HOURS, ["minutes"]).reason
    'The hours of professionals change at a review only, by all who take part in it.'
    """
    if kind in PROFESSIONAL and BY_REVIEW & set(fields):
        return Decision.no(
            gettext_noop("The hours of professionals change at a review only, by all who take part in it.")
        )
    return Decision.yes()


def rings_before(kind: ComponentKind) -> tuple[Ring, ...]:
    """The rings that are looked at before this one."""
    ring = RINGS[kind]
    rings = tuple(Ring)
    return rings[: rings.index(ring)] if ring else ()
