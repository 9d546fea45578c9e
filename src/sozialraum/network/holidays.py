"""Public holidays, of all Germany and of the state that the municipality names: on them the hours of an entry may not hold.

Source: the holiday acts of the states as of 2026. What single municipalities keep (Corpus Christi in parts of Saxony and Thuringia,
Assumption in Catholic ones of Bavaria, the Peace Festival of Augsburg) is not told.
"""

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
_STATES: Final = frozenset(
    ["BW", "BY", "BE", "BB", "HB", "HH", "HE", "MV", "NI", "NW", "RP", "SL", "SN", "ST", "SH", "TH"]
)
OF_STATES: Final = {
    (1, 6): (_("Epiphany"), frozenset({"BW", "BY", "ST"})),
    (3, 8): (_("International Women's Day"), frozenset({"BE", "MV"})),
    (8, 15): (_("Assumption Day"), frozenset({"SL"})),
    (9, 20): (_("World Children's Day"), frozenset({"TH"})),
    (10, 31): (
        _("Reformation Day"), frozenset({"BB", "HB", "HH", "MV", "NI", "SN", "ST", "SH", "TH"}),
    ),
    (11, 1): (_("All Saints' Day"), frozenset({"BW", "BY", "NW", "RP", "SL"})),
}  # fmt: skip
OF_STATES_FROM_EASTER: Final = {
    0: (_("Easter Sunday"), frozenset({"BB"})), 49: (_("Whit Sunday"), frozenset({"BB"})),
    60: (_("Corpus Christi"), frozenset({"BW", "BY", "HE", "NW", "RP", "SL"})),
}  # fmt: skip
REPENTANCE: Final = (_("Day of Repentance and Prayer"), frozenset({"SN"}))
NOWHERE: Final = ("", frozenset[str]())


def is_state(code: str) -> bool:
    """Whether this is the short name of a state, as ISO 3166-2 has it after DE.

    >>> is_state("NW"), is_state("XX")
    (True, False)
    """
    return code in _STATES


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


def holiday_on(day: date, state: str = "") -> str:
    """The name (a message) of the holiday that all states, or this one, keep on a day; empty on others.

    >>> holiday_on(date(2026, 12, 25)), holiday_on(date(2026, 5, 14)), holiday_on(date(2026, 11, 22))
    ('Christmas Day', 'Ascension Day', '')
    >>> holiday_on(date(2026, 6, 4), "NW"), holiday_on(date(2026, 6, 4), "BE"), holiday_on(date(2026, 11, 18), "SN")
    ('Corpus Christi', '', 'Day of Repentance and Prayer')
    """
    after = (day - easter(day.year)) // timedelta(days=1)
    if named := FIXED.get((day.month, day.day)) or FROM_EASTER.get(after):
        return named
    of_date = OF_STATES.get((day.month, day.day), NOWHERE)
    # the Wednesday before the last Sunday but one of the church year, that is before 23 November
    repentance = REPENTANCE if day.month == 11 and 16 <= day.day <= 22 and day.isoweekday() == 3 else NOWHERE
    kept = (of_date, OF_STATES_FROM_EASTER.get(after, NOWHERE), repentance)
    return next((name for name, states in kept if state in states), "")
