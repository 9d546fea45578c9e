"""The days of the rounds as a calendar file (RFC 5545), for everybody's calendar."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Final

LONGEST_LINE: Final = 75
"""Octets of a line without its end; longer ones are folded (section 3.1)."""


@dataclass(frozen=True, slots=True)
class CalendarDay:
    """A whole day in a calendar; ``key`` stays the same when the day moves, so that calendars move it too."""

    key: str
    day: date
    title: str
    text: str = ""
    url: str = ""


def calendar_file(days: Iterable[CalendarDay], *, name: str, at: datetime, sequence: int = 0) -> bytes:
    """A calendar of whole days; ``sequence`` grows with every change, ``at`` is when it was last changed.

    >>> file = calendar_file([CalendarDay("a", date(2026, 11, 27), "Letzter Tag, Runde 1")], name="Budget", at=datetime(2026, 11, 2, tzinfo=UTC))
    >>> file.decode().split("\\r\\n")[8:11]
    ['DTSTART;VALUE=DATE:20261127', 'DTEND;VALUE=DATE:20261128', 'SUMMARY:Letzter Tag\\\\, Runde 1']
    """
    stamp = at.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Sozialraum//Budget//DE",
        f"X-WR-CALNAME:{_text(name)}",
    ]
    for each in days:
        lines += [
            "BEGIN:VEVENT", f"UID:{each.key}@sozialraum", f"DTSTAMP:{stamp}", f"SEQUENCE:{sequence}",
            f"DTSTART;VALUE=DATE:{each.day:%Y%m%d}", f"DTEND;VALUE=DATE:{each.day + timedelta(days=1):%Y%m%d}",
            f"SUMMARY:{_text(each.title)}",
            *([f"DESCRIPTION:{_text(each.text)}"] if each.text else []),
            *([f"URL:{each.url}"] if each.url else []),
            "TRANSP:TRANSPARENT", "END:VEVENT",
        ]  # fmt: skip
    lines.append("END:VCALENDAR")
    return "".join(f"{_folded(line)}\r\n" for line in lines).encode()


def _text(words: str) -> str:
    escaped = words.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return escaped.replace("\r\n", "\n").replace("\n", "\\n")


def _folded(line: str) -> str:
    """Break a line after 75 octets, never inside a character; what follows begins with a blank."""
    parts, part, size = [], "", 0
    for character in line:
        octets = len(character.encode())
        if size + octets > LONGEST_LINE:
            parts.append(part)
            part, size = " ", 1
        part += character
        size += octets
    return "\r\n".join([*parts, part])
