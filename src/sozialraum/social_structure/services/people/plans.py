"""How a table of people is to be read, and what reading it gave."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, Final, Self

import numpy as np
from numpy.typing import NDArray

from sozialraum.errors import SozialraumError
from sozialraum.social_structure.enums import Weight
from sozialraum.social_structure.queries.people import BANDS
from sozialraum.social_structure.services.people.words import Ages
from sozialraum.social_structure.services.reading import Finding, Plan


class PeopleRefused(SozialraumError):
    """A table of people that was not brought in; nothing was stored."""


@dataclass(frozen=True, slots=True)
class PeopleColumn:
    """A column of a wide table that counts people of a sex (``female``, ``male`` or ``all``) from ``first`` up to but not
    including the age ``beyond``.
    """

    name: str
    sex: str
    first: int
    beyond: int

    @property
    def ages(self) -> Ages:
        """The ages of the column."""
        return Ages(self.first, self.beyond)


@dataclass(frozen=True, slots=True)
class PeoplePlan:
    """How a table of people is to be read: where areas and dates stand, and either (long) one row for each group, with a
    column of ages, of counts and mostly of sexes, or (wide) one column for each group.
    """

    key_column: str
    level: str = ""
    matched_by: str = "code"
    matched_share: float = 0.0
    date_column: str = ""
    age_column: str = ""
    sex_column: str = ""
    count_column: str = ""
    columns: tuple[PeopleColumn, ...] = ()

    @property
    def is_long(self) -> bool:
        """Whether every group has a row of its own."""
        return bool(self.age_column)

    @property
    def is_whole(self) -> bool:
        """Whether enough is said to read a table by."""
        return bool(self.key_column and ((self.age_column and self.count_column) or self.columns))

    def rows_plan(self) -> Plan:
        """The same as far as it says to which area and date a row belongs."""
        return Plan(
            key_column=self.key_column, columns=(), date_column=self.date_column, level=self.level,
            matched_share=self.matched_share, matched_by=self.matched_by, category_column=self.age_column,
            value_column=self.count_column,
        )  # fmt: skip

    def as_json(self) -> dict[str, Any]:
        """The plan as plain values, to be stored with the delivery; ``columns`` would be taken for indicators there."""
        values = asdict(self)
        return {**values, "columns": [], "groups": values["columns"]}

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> Self:
        """The plan that :meth:`as_json` wrote."""
        columns = tuple(PeopleColumn(**each) for each in values["groups"])
        rest = {name: each for name, each in values.items() if name not in {"columns", "groups"}}
        return cls(**rest, columns=columns)


@dataclass(frozen=True, eq=False)
class PeopleReading:
    """People read by a plan: ``counts`` is (dates, areas, sexes, groups), NaN for an area that is not wholly known at a
    date. ``bands`` are the first ages of the groups, the last one open; ``sexes`` is ``("all",)`` where none is told.
    """

    days: tuple[date, ...]
    codes: tuple[str, ...]
    sexes: tuple[str, ...]
    bands: tuple[int, ...]
    counts: NDArray[np.float64]
    findings: tuple[Finding, ...]
    unmatched: tuple[str, ...]

    @property
    def stopped_by(self) -> Finding | None:
        """The first finding that stops the import."""
        return next((each for each in self.findings if each.weight is Weight.STOPS), None)

    def known(self, place: int) -> NDArray[np.bool_]:
        """The areas whose people are wholly known at a date."""
        return np.isfinite(self.counts[place]).all(axis=(1, 2))

    def people(self, place: int) -> int:
        """Everybody who is counted at a date."""
        return int(np.nansum(self.counts[place]))


def bands_let_out(edges: tuple[int, ...]) -> tuple[int, ...]:
    """The groups that are let out: of five years where the table tells them apart, else the table's own.

    >>> bands_let_out(tuple(range(101))) == BANDS, bands_let_out((0, 6, 15, 18))
    (True, (0, 6, 15, 18))
    """
    return BANDS if set(BANDS) <= set(edges) else edges


MOST_GROUPS: Final = 260
"""Columns of a wide table that are read as groups at most: two sexes and every year of age."""
