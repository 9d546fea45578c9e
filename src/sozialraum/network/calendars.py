"""The times of an entry as iCalendar (RFC 5545): one repeating event an opening, in the time of the municipality."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Final

from django.conf import settings
from django.utils import timezone

from sozialraum.network.queries import PlaceRow
from sozialraum.network.schedules import Opening

DAY_CODES: Final = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
LONGEST_LINE: Final = 75


def calendar_of(place: PlaceRow, *, url: str, at: datetime) -> str:
    """All openings of an entry as a calendar; where it is stays out where nobody is told."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Sozialraum//Verzeichnis//DE", "CALSCALE:GREGORIAN"]
    for number, opening in enumerate(place.schedule):
        lines += _event(place, opening, number, url=url, at=at)
    lines.append("END:VCALENDAR")
    return "".join(f"{each}\r\n" for line in lines for each in _folded(line))


def recurrence(opening: Opening) -> str:
    """The rule of repetition of an opening.

    >>> recurrence(Opening((2, 4), 960, 1020, until=date(2027, 1, 8)))
    'FREQ=WEEKLY;BYDAY=TU,TH;UNTIL=20270108T225959Z'
    """
    parts = ["FREQ=WEEKLY"]
    if opening.every > 1:
        parts.append(f"INTERVAL={opening.every}")
    parts.append("BYDAY=" + ",".join(DAY_CODES[day - 1] for day in opening.days))
    if opening.until:
        end = datetime.combine(opening.until, datetime.max.time(), tzinfo=timezone.get_default_timezone())
        parts.append(f"UNTIL={end.astimezone(UTC):%Y%m%dT%H%M%SZ}")
    return ";".join(parts)


def _event(place: PlaceRow, opening: Opening, number: int, *, url: str, at: datetime) -> list[str]:
    first = _first_day(opening, timezone.localdate(at))
    begins = datetime.combine(first, datetime.min.time()) + timedelta(minutes=opening.begins)
    ends = datetime.combine(first, datetime.min.time()) + timedelta(minutes=opening.ends)
    where = "" if place.confidential else place.address
    return [
        "BEGIN:VEVENT", f"UID:{place.id}-{number}@sozialraum", f"DTSTAMP:{at.astimezone(UTC):%Y%m%dT%H%M%SZ}",
        f"DTSTART;TZID={settings.TIME_ZONE}:{begins:%Y%m%dT%H%M%S}", f"DTEND;TZID={settings.TIME_ZONE}:{ends:%Y%m%dT%H%M%S}",
        f"RRULE:{recurrence(opening)}", f"SUMMARY:{_text(place.name)}",
        *([f"LOCATION:{_text(where)}"] if where else []),
        *([f"DESCRIPTION:{_text(place.description)}"] if place.description else []), f"URL:{url}", "END:VEVENT",
    ]  # fmt: skip


def _first_day(opening: Opening, today: date) -> date:
    """The first day of the opening, from the season's beginning or today on."""
    day = (
        max(opening.since or today, today)
        if not (opening.until and opening.until < today)
        else opening.since or today
    )
    # every second week counts from where it began: a calendar that begins in the wrong one is wrong for good
    while day.isoweekday() not in opening.days or (
        opening.on(day) is False and not (opening.until and day > opening.until)
    ):
        day += timedelta(days=1)
    return day


def _text(value: str) -> str:
    for sign, escaped in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\r\n", "\\n"), ("\n", "\\n")):
        value = value.replace(sign, escaped)
    return value


def _folded(line: str) -> list[str]:
    """A line of at most 75 octets; what is longer goes on in the next, which begins with a blank."""
    found, rest = [], line
    while len(rest.encode()) > LONGEST_LINE:
        cut = LONGEST_LINE
        while len(rest[:cut].encode()) > LONGEST_LINE:
            cut -= 1
        found.append(rest[:cut])
        rest = " " + rest[cut:]
    return [*found, rest]
