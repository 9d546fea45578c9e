"""Public holidays that hold in all of Germany: on them the hours of an entry may not hold, whatever day of the week it is."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

from sozialraum.analytics.messages import gettext_noop as _

FIXED: Final = {
    (1, 1): _("New Year's Day"), (5, 1): _("Labor Day"), (10, 3): _("Day of German Unity"),
    (12, 25): _("Christmas Day"), (12, 26): _("the second day of Christmas"),
}  # fmt: skip
FROM_EASTER: Final = {
    -2: _("Good Friday"), 1: _("Easter Monday"), 39: _("Ascension Day"), 50: _("Whit Monday"),
}  # fmt: skip


def easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar (Butcher's rule, in Meeus, Astronomical Algorithms, chapter 8).

    >>> easter(2026), easter(2027)
    (datetime.date(2026, 4, 5), datetime.date(2027, 3, 28))
    """
    golden, century, rest = year % 19, year // 100, year % 100
    leap, over = divmod(century, 4)
    moon = (19 * golden + century - leap - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    week = (32 + 2 * over + 2 * (rest // 4) - moon - rest % 4) % 7
    late = (golden + 11 * moon + 22 * week) // 451
    month, day = divmod(moon + week - 7 * late + 114, 31)
    return date(year, month, day + 1)


def holiday_on(day: date) -> str:
    """The name (a message) of the holiday that all states keep on a day; empty on others.

    Those that single states keep, Corpus Christi or Reformation Day, are not told: which state this is, is not known here.

    >>> holiday_on(date(2026, 12, 25)), holiday_on(date(2026, 5, 14)), holiday_on(date(2026, 11, 22))
    ('Christmas Day', 'Ascension Day', '')
    """
    return FIXED.get((day.month, day.day)) or FROM_EASTER.get(
        (day - easter(day.year)) // timedelta(days=1), ""
    )
