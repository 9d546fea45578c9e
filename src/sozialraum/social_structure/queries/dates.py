"""Of which dates there are values, and which of them an index takes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import connection

from sozialraum.analytics.indices import Dates
from sozialraum.foundation.database.editions import kept
from sozialraum.social_structure import rules
from sozialraum.social_structure.queries.areas import EDITION


@dataclass(frozen=True, slots=True)
class StoredDate:
    """A date of which an indicator has values in a level, and in how many of its areas."""

    day: date
    known: int


@dataclass(frozen=True, slots=True)
class InputDate:
    """The date at which an input enters an index.

    ``day`` is None where nothing is stored on or before the date of the index (or, where the recipe names a date, on
    that date). ``months`` is by how much it is older, ``limit`` by how much it may be (None: whatever the recipe
    names), ``named`` whether the recipe names it.
    """

    code: str
    day: date | None
    known: int
    months: int
    limit: int | None
    named: bool

    @property
    def late(self) -> bool:
        """Whether it is older than it may be."""
        return self.limit is not None and self.months > self.limit

    def stored(self) -> dict[str, object]:
        """What a run keeps of it."""
        return {
            "code": self.code, "date": self.day and self.day.isoformat(), "known": self.known, "months": self.months,
            "limit": self.limit, "named": self.named,
        }  # fmt: skip

    @classmethod
    def of(cls, stored: Mapping[str, object]) -> InputDate:
        """As a run keeps it.

        >>> InputDate.of(InputDate("a", date(2022, 6, 30), 40, 30, 36, False).stored()).late
        False
        """
        known = {**stored}
        day = known.pop("date")
        return cls(day=date.fromisoformat(str(day)) if day else None, **known)  # type: ignore[arg-type]  # of JSON


@kept(EDITION, size=16)
def stored_dates(system_id: int, level: str) -> Mapping[str, tuple[StoredDate, ...]]:
    """For each indicator by code the dates with observed values in a level, the newest first.

    Only what counts: of several deliveries for a date the latest one.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            """
            WITH current AS (
                SELECT DISTINCT ON (o.indicator_id, o.reference_date, o.area_id)
                    o.indicator_id, o.reference_date, o.value
                FROM social_structure_observation o
                JOIN social_structure_area a ON a.id = o.area_id AND a.system_id = %(system)s AND a.level = %(level)s
                JOIN social_structure_delivery d ON d.id = o.delivery_id
                ORDER BY o.indicator_id, o.reference_date, o.area_id, d.imported_at DESC
            )
            SELECT i.code, c.reference_date, count(c.value)
            FROM current c JOIN social_structure_indicator i ON i.id = c.indicator_id
            GROUP BY i.code, c.reference_date HAVING count(c.value) > 0
            ORDER BY i.code, c.reference_date DESC
            """,
            {"system": system_id, "level": level},
        )
        found: dict[str, list[StoredDate]] = {}
        for code, day, known in cursor.fetchall():
            found.setdefault(code, []).append(StoredDate(day, known))
    return {code: tuple(days) for code, days in found.items()}


def input_date(
    code: str,
    stored: Sequence[StoredDate],
    at: date,
    *,
    dates: Dates,
    rhythm_months: int,
    named: date | None = None,
) -> InputDate:
    """The date at which an input with these ``stored`` dates (newest first) enters an index of the date ``at``.

    The newest one on or before ``at``, or the one that the recipe names. It may be older by the recipe's limit, or by
    the one that follows from its rhythm; a date that somebody has named may be of any age.

    >>> stored = [StoredDate(date(2023, 12, 31), 160), StoredDate(date(2020, 12, 31), 158)]
    >>> input_date("a", stored, date(2022, 12, 31), dates=Dates(), rhythm_months=12)
    InputDate(code='a', day=datetime.date(2020, 12, 31), known=158, months=24, limit=36, named=False)
    >>> input_date("a", stored, date(2022, 12, 31), dates=Dates(limit_months=12), rhythm_months=12).late
    True
    """
    fits = (each for each in stored if (each.day == named if named else each.day <= at))
    found = next(fits, None)
    limit = dates.limit_months if dates.limit_months is not None else rules.limit_months(rhythm_months)
    return InputDate(
        code, found.day if found else None, found.known if found else 0,
        rules.months_older(found.day, at) if found else 0, None if named else limit, named is not None,
    )  # fmt: skip
