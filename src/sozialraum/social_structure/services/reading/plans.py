"""How a table is to be read, and what reading it gave."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any, Final, Self

import pyarrow as pa
import pyarrow.compute as pc

from sozialraum.errors import SozialraumError
from sozialraum.social_structure.enums import FindingKind, Weight

SHOWN_ROWS: Final = 8
# the sign before the code of an indicator that stands in place of a column
TAKEN_FROM: Final = "@"
VALUES: Final = pa.schema(
    [
        ("area_id", pa.int64()), ("indicator_id", pa.int64()), ("reference_date", pa.date32()), ("status", pa.string()),
        ("value", pa.float64()), ("numerator", pa.float64()), ("denominator", pa.float64()),
    ]
)  # fmt: skip


class ReadingError(SozialraumError):
    """A table that does not fit; nothing was stored."""


@dataclass(frozen=True, slots=True)
class ColumnPlan:
    """Which columns carry one indicator: its value, or numerator and denominator, or all three.

    In a long table the names are those of categories. ``parts`` are columns or categories whose sum is the value (age
    groups that make up “under 18”); ``on`` is the date (ISO) that the column's own heading names, else empty.
    ``numerator`` and ``denominator`` may name an indicator instead of a column, ``@inhabitants_under_18``: its values
    from the same table, else the stored ones.
    """

    indicator: str
    value: str = ""
    numerator: str = ""
    denominator: str = ""
    parts: tuple[str, ...] = ()
    on: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        """Every column or category that is read."""
        own = (self.value, self.numerator, self.denominator)
        return (*(each for each in own if each and not each.startswith(TAKEN_FROM)), *self.parts)

    @property
    def derived(self) -> bool:
        """Whether the value is computed from other indicators alone."""
        return not self.names

    @property
    def stored_denominator(self) -> str:
        """The code of the stored indicator that the denominator is taken from; empty where the table has its own."""
        return self.denominator[1:] if self.denominator.startswith(TAKEN_FROM) else ""

    @property
    def stored_numerator(self) -> str:
        """The same of the numerator."""
        return self.numerator[1:] if self.numerator.startswith(TAKEN_FROM) else ""


@dataclass(frozen=True, slots=True)
class Plan:
    """How a table is to be read: the key column, the column of dates if there is one, the indicators' columns.

    ``matched_by`` says whether the key column holds official keys or names. A long table, in which an area has several rows, has
    ``category_column`` (what a row is about) and ``value_column``; its ``columns`` then name categories.
    """

    key_column: str
    columns: tuple[ColumnPlan, ...]
    date_column: str = ""
    level: str = ""
    matched_share: float = 0.0
    matched_by: str = "code"
    category_column: str = ""
    value_column: str = ""

    @property
    def says_dates(self) -> bool:
        """Whether the table itself says for every value to which date it belongs."""
        return bool(self.date_column) or (bool(self.columns) and all(each.on for each in self.columns))

    def as_json(self) -> dict[str, Any]:
        """The plan as plain values, to be stored with the delivery."""
        return asdict(self)

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> Self:
        """The plan that :meth:`as_json` wrote."""
        columns = tuple(
            ColumnPlan(**{**each, "parts": tuple(each.get("parts", ()))}) for each in values["columns"]
        )
        return cls(**{**values, "columns": columns})


@dataclass(frozen=True, slots=True)
class Finding:
    """Something the import noticed: what, how heavy it weighs, in how many rows, and examples.

    ``note`` is a source text to be translated, with the ``values`` that stand in it.
    """

    kind: FindingKind
    weight: Weight
    count: int
    column: str = ""
    rows: tuple[int, ...] = ()
    examples: tuple[str, ...] = ()
    note: str = ""
    values: Mapping[str, str] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """The finding as plain values."""
        return {
            name: list(value) if isinstance(value, tuple) else value for name, value in asdict(self).items()
        }

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> Self:
        """The finding that :meth:`as_json` wrote."""
        listed: dict[str, Any] = {
            name: tuple(each) if isinstance(each, list) else each for name, each in values.items()
        }
        return cls(**{**listed, "kind": FindingKind(values["kind"]), "weight": Weight(values["weight"])})


@dataclass(frozen=True, slots=True)
class Reading:
    """A table read by a plan: one row per value, with area ids; and what was noticed.

    ``values`` has the columns ``area_id`` and ``indicator_id`` (int64), ``reference_date`` (date32), ``status``
    (text), ``value``, ``numerator`` and ``denominator`` (float64, null unless observed).
    """

    plan: Plan
    level: str
    values: pa.Table
    findings: tuple[Finding, ...] = field(default=())

    @property
    def stopped_by(self) -> Finding | None:
        """The first finding that stops the import."""
        return next((each for each in self.findings if each.weight is Weight.STOPS), None)

    @property
    def dates(self) -> list[date]:
        """The reference dates that occur, oldest first."""
        return sorted(pc.unique(self.values.column("reference_date")).to_pylist())

    @property
    def indicator_ids(self) -> list[int]:
        """The indicators that occur."""
        return sorted(pc.unique(self.values.column("indicator_id")).to_pylist())


def date_from(text: str) -> date | None:
    """A date as tables write it; a year means its last day, a month its last day.

    >>> date_from("31.12.2025"), date_from("2025-12-31"), date_from("2025"), date_from("202012"), date_from("soon")
    (datetime.date(2025, 12, 31), datetime.date(2025, 12, 31), datetime.date(2025, 12, 31), datetime.date(2020, 12, 31), None)
    """
    bare = text.strip().removesuffix(".0")
    if re.fullmatch(r"(19|20)\d\d", bare):
        return date(int(bare), 12, 31)
    if month := re.fullmatch(r"((?:19|20)\d\d)[-./]?(0[1-9]|1[0-2])", bare):
        return month_end(int(month[1]), int(month[2]))
    if german := re.fullmatch(r"(\d{1,2})\.(\d{1,2})\.(\d{4})", bare):
        day, number, year = map(int, german.groups())
        bare = f"{year:04}-{number:02}-{day:02}"
    try:
        return date.fromisoformat(bare[:10])
    except ValueError:
        return None


def month_end(year: int, month: int) -> date:
    """The last day of a month."""
    return date(year, month, monthrange(year, month)[1])
