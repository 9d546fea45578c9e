"""The form of an export: five tables, their columns, and what may be wrong in them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Final

Value = str | date | None


@dataclass(frozen=True, slots=True)
class Column:
    """One column: whether it must be filled, how long a text may be, and whether it is a day."""

    needed: bool = False
    longest: int = 80
    day: bool = False
    words: tuple[str, ...] = ()


KEY = Column(needed=True)
DAY, NEEDED_DAY = Column(day=True), Column(day=True, needed=True)
STATES: Final = (
    "concern", "counseling", "exploration", "will_and_goals", "family_council", "team", "offer", "decision", "plan",
    "running", "review", "transition", "ended", "aftercare",
)  # fmt: skip
KINDS: Final = ("young_person", "parent", "relative", "other")
TIES: Final = (
    "parent",
    "adoptive_parent",
    "foster_parent",
    "step_parent",
    "sibling",
    "partner",
    "guardian",
    "other",
)
PARAGRAPHS: Final = (
    "16", "17", "18", "19", "20", "27", "28", "29", "30", "31", "32", "33", "34", "35", "35a", "41", "41a", "42",
)  # fmt: skip

TABLES: Final[Mapping[str, Mapping[str, Column]]] = {
    "cases": {
        "case": KEY, "number": Column(longest=20), "family_name": Column(needed=True, longest=120),
        "area": Column(needed=True, longest=20), "team": Column(needed=True, longest=20),
        "state": Column(needed=True, words=STATES), "opened_on": NEEDED_DAY, "ended_on": DAY, "worker": Column(longest=150),
    },
    "people": {
        "case": KEY, "person": KEY, "kind": Column(needed=True, words=KINDS), "full_name": Column(needed=True, longest=200),
        "called": Column(), "born_on": DAY,
    },
    "ties": {
        "case": KEY, "person": KEY, "tie": Column(needed=True, words=TIES), "to": KEY, "valid_from": DAY, "valid_until": DAY,
    },
    "households": {"case": KEY, "household": KEY, "person": KEY, "valid_from": NEEDED_DAY, "valid_until": DAY},
    "helps": {
        "case": KEY, "help": KEY, "person": Column(), "paragraph": Column(needed=True, words=PARAGRAPHS),
        "provider": Column(longest=40), "begun_on": NEEDED_DAY, "ended_on": DAY,
    },
}  # fmt: skip
"""The tables and columns of an export; a tie reads “person is the … of to”."""


class Fault(StrEnum):
    """What may be wrong with a row. Those of :data:`HINTS` are reported; every other one stops the whole import."""

    NO_COLUMN = "no_column"
    EMPTY = "empty"
    NO_DAY = "no_day"
    TOO_LONG = "too_long"
    NO_WORD = "no_word"
    TWICE = "twice"
    NO_CASE = "no_case"
    NO_PERSON = "no_person"
    NO_AREA = "no_area"
    NO_TEAM = "no_team"
    ENDS_BEFORE = "ends_before"
    TO_COME = "to_come"
    OLDER_THAN_PARENT = "older_than_parent"
    OWN_PARENT = "own_parent"
    NUMBER_TAKEN = "number_taken"
    NO_WORKER = "no_worker"
    NO_PROVIDER = "no_provider"
    NO_BIRTHDAY = "no_birthday"
    NOBODY = "nobody"
    KNOWN = "known"


HINTS: Final = frozenset({Fault.NO_WORKER, Fault.NO_PROVIDER, Fault.NO_BIRTHDAY, Fault.NOBODY, Fault.KNOWN})


@dataclass(frozen=True, slots=True)
class Problem:
    """One finding: where, what, and the key or column it is about; never what a cell says of a person."""

    fault: Fault
    table: str
    row: int
    about: str = ""

    @property
    def grave(self) -> bool:
        """Whether nothing is taken over because of it."""
        return self.fault not in HINTS


@dataclass(frozen=True, slots=True)
class Row:
    """One row with its number in the file, the head being row 1."""

    number: int
    values: Mapping[str, Value]

    def text(self, name: str) -> str:
        """A text; empty where there is none."""
        value = self.values.get(name)
        return value if isinstance(value, str) else ""

    def day(self, name: str) -> date | None:
        """A day, or None."""
        value = self.values.get(name)
        return value if isinstance(value, date) else None


@dataclass(frozen=True, slots=True)
class CaseFiles:
    """An export as it was read: rows by table, and what could not be read in them."""

    tables: Mapping[str, tuple[Row, ...]]
    problems: tuple[Problem, ...] = field(default=())

    def rows(self, table: str) -> tuple[Row, ...]:
        """The rows of a table."""
        return self.tables.get(table, ())
