"""Until when somebody may object to a decision, and until when the office answers.

Help for young people is a matter of the administrative courts, so § 62 SGB X leads to the rules of the VwGO and not to
those of the SGG; the times are the same ones.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

from sozialraum.network.holidays import holiday_on

FOUR_DAYS_SINCE = date(2025, 1, 1)


def arrived_on(sent_on: date) -> date:
    """The day on which a letter counts as received: the fourth after posting, the third until 2024 (§ 37 (2) SGB X).

    >>> arrived_on(date(2026, 11, 2)), arrived_on(date(2024, 11, 4))
    (datetime.date(2026, 11, 6), datetime.date(2024, 11, 7))
    """
    return sent_on + timedelta(days=4 if sent_on >= FOUR_DAYS_SINCE else 3)


def last_day_to_object(received_on: date, *, instructed: bool) -> date:
    """The last day for an objection: a month after the decision was received, a year where the letter did not say
    rightly what can be done against it (§§ 70 (1), 58 (2) VwGO).

    It ends on the day with the same number, or on the last of a shorter month (§ 188 (2), (3) BGB), and never on a
    Saturday, a Sunday or a holiday of the whole country (§ 57 (2) VwGO, § 222 (2) ZPO).

    >>> last_day_to_object(date(2026, 1, 31), instructed=True)
    datetime.date(2026, 3, 2)
    >>> last_day_to_object(date(2026, 11, 6), instructed=False)
    datetime.date(2027, 11, 8)
    """
    day = _later(received_on, months=1 if instructed else 12)
    while day.weekday() >= 5 or holiday_on(day):
        day += timedelta(days=1)
    return day


def answer_due_on(came_on: date) -> date:
    """Until when the office answers: after three months without an answer the court may be asked (§ 75 VwGO).

    >>> answer_due_on(date(2026, 11, 30))
    datetime.date(2027, 2, 28)
    """
    return _later(came_on, months=3)


def _later(day: date, *, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
