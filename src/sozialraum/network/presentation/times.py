"""Times in the words of everyday: "Tuesdays 16:30 to 17:15"."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Final

from django.conf import settings
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from sozialraum.network.holidays import holiday_on
from sozialraum.network.schedules import EVERY_DAY, Opening, PartOfDay, Schedule, clock

Text = str | Promise
DAYS_AHEAD: Final = 29

DAYS: Final[Mapping[int, Text]] = {
    1: gettext_lazy("Mondays"), 2: gettext_lazy("Tuesdays"), 3: gettext_lazy("Wednesdays"), 4: gettext_lazy("Thursdays"),
    5: gettext_lazy("Fridays"), 6: gettext_lazy("Saturdays"), 7: gettext_lazy("Sundays"),
}  # fmt: skip
SHORT: Final[Mapping[int, Text]] = {
    1: pgettext_lazy("day of the week", "Mon"), 2: pgettext_lazy("day of the week", "Tue"), 3: pgettext_lazy("day of the week", "Wed"),
    4: pgettext_lazy("day of the week", "Thu"), 5: pgettext_lazy("day of the week", "Fri"), 6: pgettext_lazy("day of the week", "Sat"),
    7: pgettext_lazy("day of the week", "Sun"),
}  # fmt: skip
PARTS: Final[Mapping[PartOfDay, Text]] = {
    PartOfDay.MORNING: gettext_lazy("in the morning"), PartOfDay.AFTERNOON: gettext_lazy("in the afternoon"),
    PartOfDay.EVENING: gettext_lazy("in the evening"),
}  # fmt: skip


def times_in_words(schedule: Schedule) -> str:
    """All openings in one line; empty where nothing is structured."""
    return "; ".join(opening_in_words(each) for each in schedule)


def opening_in_words(opening: Opening) -> str:
    """One opening: days, times, season."""
    said = _("%(days)s %(from)s to %(to)s") % {
        "days": _days(opening.days), "from": clock(opening.begins), "to": clock(opening.ends),
    }  # fmt: skip
    if opening.every > 1:
        said = _("%(times)s, every %(n)s weeks") % {"times": said, "n": opening.every}
    if opening.since and opening.until:
        season = {
            "since": date_format(opening.since, "DATE_FORMAT"),
            "until": date_format(opening.until, "DATE_FORMAT"),
        }
        said = _("%(since)s to %(until)s, %(times)s") % {**season, "times": said}
    elif opening.until:
        said = _("until %(until)s, %(times)s") % {
            "until": date_format(opening.until, "DATE_FORMAT"),
            "times": said,
        }
    elif opening.since:
        said = _("from %(since)s on, %(times)s") % {
            "since": date_format(opening.since, "DATE_FORMAT"),
            "times": said,
        }
    return said


def today_in_words(schedule: Schedule, *, now: datetime, happens: bool, confirmed: bool) -> str:
    """Whether it is open now, later today or when next, as the entry says; empty where no times are structured.

    ``now`` is local time. ``happens`` is said of what takes place, not of a house with doors. On a public holiday nothing
    is promised, nor "now" by an entry that nobody has ``confirmed`` for a year.
    """
    if not schedule:
        return ""
    day, minute = now.date(), now.hour * 60 + now.minute
    if named := holiday_on(day, settings.STATE):
        return _("Today is %(holiday)s: please ask before you go.") % {"holiday": _(named)}
    known = [each for each in schedule if each.on(day)]
    rest = "" if confirmed else " " + _("Nobody has confirmed this for a year, please call first.")
    if running := max((each.ends for each in known if each.begins <= minute < each.ends), default=0):
        said = _("On right now, until %(time)s.") if happens else _("Open now, until %(time)s.")
        return said % {"time": clock(running)} + rest
    if later := min((each.begins for each in known if each.begins > minute), default=0):
        said = _("Today from %(time)s on.")
        return said % {"time": clock(later)} + rest
    if any(each.on(day) is None and each.ends > minute for each in schedule):
        return _("Perhaps today: it is not every week, please ask.")
    return _next(schedule, day, happens=happens)


def _next(schedule: Schedule, today: date, *, happens: bool) -> str:
    for day in (today + timedelta(days=ahead) for ahead in range(1, DAYS_AHEAD)):
        begins = min((each.begins for each in schedule if each.on(day)), default=0)
        if begins and not holiday_on(day, settings.STATE):
            told = {"day": date_format(day, _("l, j F")), "time": clock(begins)}
            return (
                _("Next on %(day)s at %(time)s.")
                if happens
                else _("Closed now. Open again on %(day)s at %(time)s.")
            ) % told
    return _("Not within the next four weeks.")


def _days(days: tuple[int, ...]) -> str:
    if days == EVERY_DAY:
        return _("daily")
    if len(days) == 1:
        return str(DAYS[days[0]])
    runs: list[list[int]] = []
    for day in sorted(days):
        if runs and runs[-1][-1] == day - 1:
            runs[-1].append(day)
        else:
            runs.append([day])
    said = [
        _("%(first)s to %(last)s") % {"first": SHORT[run[0]], "last": SHORT[run[-1]]}
        if len(run) > 2
        else ", ".join(str(SHORT[day]) for day in run)
        for run in runs
    ]
    return ", ".join(said)
