"""When something takes place: structured times, read from what people write, refused where they cannot be.

A schedule is a list of openings, each on some days of the week between two times, perhaps within a season. It is
stored as lines of text (:func:`stored`), leaves the house as iCalendar (:mod:`sozialraum.network.calendars`) and as the
schedules of HSDS 3.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from enum import IntFlag
from typing import Any, Final

from sozialraum.analytics.messages import gettext_noop as _
from sozialraum.foundation.privacy.decisions import Decision

DAY: Final = 24 * 60
EVERY_DAY: Final = (1, 2, 3, 4, 5, 6, 7)
WEEKDAYS: Final = (1, 2, 3, 4, 5)
MOST_OPENINGS: Final = 40


class PartOfDay(IntFlag):
    """Parts of a day as people ask for them: until noon, until five, from five on."""

    MORNING = 1
    AFTERNOON = 2
    EVENING = 4


ANY_PART: Final = PartOfDay(0)
BOUNDS: Final = (
    (PartOfDay.MORNING, 0, 12 * 60),
    (PartOfDay.AFTERNOON, 12 * 60, 17 * 60),
    (PartOfDay.EVENING, 17 * 60, DAY),
)


@dataclass(frozen=True, slots=True, order=True)
class Opening:
    """Open on these days (ISO: Monday is 1), from and to minutes after midnight, perhaps only ``since`` to ``until``.

    ``every`` is the number of weeks from one time to the next.
    """

    days: tuple[int, ...]
    begins: int
    ends: int
    since: date | None = None
    until: date | None = None
    every: int = 1

    @property
    def minutes(self) -> int:
        """How long it lasts."""
        return self.ends - self.begins

    def on(self, day: date) -> bool | None:
        """Whether it is open on a day; ``None`` where it is only known that it is every so many weeks, not since when.

        >>> fortnightly = Opening((2,), 960, 1020, since=date(2026, 11, 3), every=2)
        >>> [fortnightly.on(date(2026, 11, day)) for day in (16, 17, 24)]
        [False, True, False]
        """
        if (
            day.isoweekday() not in self.days
            or (self.since and day < self.since)
            or (self.until and day > self.until)
        ):
            return False
        if self.every == 1:
            return True
        if self.since is None:
            return None
        return (_monday(day) - _monday(self.since)).days // 7 % self.every == 0


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


Schedule = tuple[Opening, ...]


def stored(schedule: Iterable[Opening]) -> list[str]:
    """The schedule as lines that a list of texts holds: days, times, season, weeks between.

    >>> stored([Opening((3, 4), 990, 1035, since=date(2027, 1, 2), every=2)])
    ['3,4 16:30-17:15 2027-01-02/ 2']
    """
    found = []
    for each in schedule:
        parts = [",".join(map(str, each.days)), f"{clock(each.begins)}-{clock(each.ends)}"]
        if each.since or each.until or each.every != 1:
            parts.append("/".join(day.isoformat() if day else "" for day in (each.since, each.until)))
        if each.every != 1:
            parts.append(str(each.every))
        found.append(" ".join(parts))
    return found


def schedule_from(lines: Any) -> Schedule:
    """Read what :func:`stored` wrote; ``ValueError`` for anything else.

    >>> schedule_from(["3 16:30-17:15"])[0].minutes
    45
    """
    if not isinstance(lines, list | tuple):
        msg = "a schedule is a list"
        raise ValueError(msg)
    return tuple(_opening(str(line)) for line in lines)


def _opening(line: str) -> Opening:
    parts = line.split(" ")
    if not 2 <= len(parts) <= 4:
        msg = "an opening names its days and its times"
        raise ValueError(msg)
    begins, _dash, ends = parts[1].partition("-")
    since, _slash, until = (parts[2] if len(parts) > 2 else "").partition("/")
    return Opening(
        days=tuple(int(day) for day in parts[0].split(",")), begins=minutes_of(begins), ends=minutes_of(ends),
        since=date.fromisoformat(since) if since else None, until=date.fromisoformat(until) if until else None,
        every=int(parts[3]) if len(parts) > 3 else 1,
    )  # fmt: skip


def clock(minutes: int) -> str:
    """Minutes after midnight as a clock says them.

    >>> clock(990), clock(1440)
    ('16:30', '24:00')
    """
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def minutes_of(text: str) -> int:
    """The reverse of :func:`clock`; ``ValueError`` for what no clock shows.

    >>> minutes_of("24:00"), minutes_of("9")
    (1440, 540)
    """
    hours, _colon, rest = text.strip().partition(":")
    if text.strip() in {"24", "24:00"}:
        return DAY
    at = time(int(hours), int(rest or 0))
    return at.hour * 60 + at.minute


def possible(schedule: Sequence[Opening]) -> Decision:
    """Whether these times can be: days of a week, an end after the beginning, no two at once.

    >>> possible((Opening((1,), 18 * 60, 14 * 60),)).reason
    'It ends before it begins.'
    """
    if len(schedule) > MOST_OPENINGS:
        return Decision.no(_("These are too many times for one entry."))
    for each in schedule:
        if not each.days or any(day not in EVERY_DAY for day in each.days) or not 1 <= each.every <= 52:
            return Decision.no(_("Times belong to days of the week, Monday to Sunday."))
        if not (0 <= each.begins < DAY and 0 < each.ends <= DAY):
            return Decision.no(_("A day has 24 hours."))
        if each.ends <= each.begins:
            return Decision.no(_("It ends before it begins."))
        if each.since and each.until and each.until < each.since:
            return Decision.no(_("The season ends before it begins."))
    for number, one in enumerate(schedule):
        if any(_overlap(one, other) for other in schedule[number + 1 :]):
            return Decision.no(_("Two of the times are at once."))
    return Decision.yes()


def _overlap(one: Opening, other: Opening) -> bool:
    apart = (one.until and other.since and one.until < other.since) or (
        other.until and one.since and other.until < one.since
    )
    meet = set(one.days) & set(other.days) and one.begins < other.ends and other.begins < one.ends
    return bool(meet) and not apart and one.every == other.every == 1


def bits(schedule: Sequence[Opening], *, today: date) -> int:
    """Which parts of which days are open from today on, three bits a day from Monday; 0 where nothing is known.

    A part counts when at least half an hour of it, or the whole time, lies in it.
    """
    found = 0
    for each in schedule:
        if each.until and each.until < today:
            continue
        for number, (_part, begin, end) in enumerate(BOUNDS):
            if min(each.ends, end) - max(each.begins, begin) >= min(30, each.minutes):
                for day in each.days:
                    found |= 1 << ((day - 1) * 3 + number)
    return found


def asked_bits(days: Iterable[int], parts: PartOfDay) -> int:
    """The bits of :func:`bits` that answer to these days (none: every day) at these parts (none: all day)."""
    chosen = parts or PartOfDay(7)
    found = 0
    for day in tuple(days) or EVERY_DAY:
        found |= int(chosen) << ((day - 1) * 3)
    return found


_NAMES: Final = {
    **dict.fromkeys(("mo", "montag", "montags", "mon", "monday", "mondays"), 1),
    **dict.fromkeys(("di", "dienstag", "dienstags", "tue", "tuesday", "tuesdays"), 2),
    **dict.fromkeys(("mi", "mittwoch", "mittwochs", "wed", "wednesday", "wednesdays"), 3),
    **dict.fromkeys(("do", "donnerstag", "donnerstags", "thu", "thursday", "thursdays"), 4),
    **dict.fromkeys(("fr", "freitag", "freitags", "fri", "friday", "fridays"), 5),
    **dict.fromkeys(
        ("sa", "samstag", "samstags", "sonnabend", "sonnabends", "sat", "saturday", "saturdays"), 6
    ),
    **dict.fromkeys(("so", "sonntag", "sonntags", "sun", "sunday", "sundays"), 7),
}
_GROUPS: Final = {
    **dict.fromkeys(("täglich", "taeglich", "daily"), EVERY_DAY),
    **dict.fromkeys(("werktags", "wochentags", "weekdays"), WEEKDAYS),
    **dict.fromkeys(("wochenende", "wochenends", "weekend", "weekends"), (6, 7)),
}
_FILLING: Final = frozenset({"und", "and", "von", "from", "am", "uhr", "on", "h", "bis", "to", "until"})
_WORD: Final = re.compile(
    r"(?P<time>\d{1,2}(?:[:.]\d{2})?)(?P<unit>\s*(?:uhr|h\b))?|(?P<word>[a-zäöüß]+)|(?P<sign>[-–—,;/.])",
    re.IGNORECASE,
)


def weekday(word: str) -> int | None:
    """The day that a word names, Monday is 1.

    >>> weekday("Dienstags"), weekday("Dienst")
    (2, None)
    """
    return _NAMES.get(word.casefold())


def read_hours(text: str) -> Schedule | None:
    """Times as people write them; ``None`` where they say more than days and times (a season, "by arrangement").

    Whether they can be is asked of :func:`possible` afterwards.

    >>> [(each.days, clock(each.begins), clock(each.ends)) for each in read_hours("Di bis Do und Sa, 14 bis 21 Uhr")]
    [((2, 3, 4, 6), '14:00', '21:00')]
    >>> read_hours("nach Absprache") is None
    True
    """
    if _WORD.sub("", text).strip():
        return None
    reading = _Reading()
    if not all(reading.take(match) for match in _WORD.finditer(text)):
        return None
    return tuple(reading.found) if reading.complete and not reading.times else None


class _Reading:
    """Takes one word after the other and knows which days and times were named so far."""

    def __init__(self) -> None:
        self.found: list[Opening] = []
        self.days: list[int] = []
        self.times: list[int] = []
        self.to = self.complete = False

    def take(self, match: re.Match[str]) -> bool:
        """Whether this word belongs to days and times."""
        word = (match["word"] or "").casefold()
        if match["time"]:
            return self._time(match["time"].replace(".", ":"))
        if match["sign"] in {"-", "–", "—"} or word in {"bis", "to", "until"}:
            self.to = True
        elif day := weekday(word):
            self._day(day)
        elif word in _GROUPS:
            self.days = [*([] if self.complete else self.days), *_GROUPS[word]]
            self.to = self.complete = False
        return not word or word in _FILLING or bool(weekday(word)) or word in _GROUPS

    def _day(self, day: int) -> None:
        if self.complete:
            self.days, self.complete = [], False
        self.days += range(self.days[-1] + 1, day + 1) if self.to and self.days else [day]
        self.to = False

    def _time(self, text: str) -> bool:
        try:
            self.times.append(minutes_of(text))
        except ValueError:
            return False
        self.to = False
        if len(self.times) == 2:
            if not self.days:
                return False
            self.found.append(Opening(tuple(dict.fromkeys(self.days)), self.times[0], self.times[1]))
            self.times, self.complete = [], True
        return True
