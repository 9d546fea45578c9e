"""Months of individual help by kind, as the office keeps them: read, completed by their own balance, checked.

A row is one kind of help in one month: how many began, how many ended, how many run at its end, what one costs a year.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np
import pyarrow as pa

from sozialraum.analytics.messages import gettext_noop, shorten
from sozialraum.analytics.tables import find_column
from sozialraum.errors import SozialraumError
from sozialraum.warehouse.sources import SourceTable, parse_values

NAMES: Final[Mapping[str, tuple[str, ...]]] = {
    "kind": ("kind", "hilfeart", "hilfe", "art der hilfe"),
    "month": ("month", "monat", "stichtag"),
    "year": ("year", "jahr"),
    "stock": ("stock", "bestand", "laufend", "laufende hilfen", "fälle"),
    "begun": ("begun", "inflow", "zugang", "zugänge", "begonnen"),
    "ended": ("ended", "outflow", "abgang", "abgänge", "beendet"),
    "duration": ("duration", "dauer", "verweildauer", "dauer in monaten"),
    "unit_cost": ("unit_cost", "kosten", "kosten je hilfe", "kosten je fall"),
}  # fmt: skip
NEEDED: Final = ("kind", "month", "stock", "begun", "unit_cost")
PATTERNS: Final = (
    re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})(?:-\d{1,2})?(?:[ T].*)?"),
    re.compile(r"(?:\d{1,2}\.)?(?P<month>\d{1,2})[./](?P<year>\d{4})"),
)


class ClaimsError(SozialraumError):
    """A history of help that cannot be taken over: what is wrong where, and what to do."""


@dataclass(frozen=True)
class Month:
    """One kind of help in one month; ``duration`` in months, and ``ended``, are None where the file has none."""

    row: int
    begun: float
    stock: float
    unit_cost: float
    ended: float | None
    duration: float | None


def read_claims(source: SourceTable) -> pa.Table:
    """The months of a file: `kind`, `month` (its first day), `begun`, `ended`, `running`, `unit_cost` (euros a year).

    Where no column says how many ended, it follows from the balance; the first month then needs the mean duration or is
    left out. Every kind has every month between the first and the last, or the file is refused with what is missing.

    >>> from sozialraum.warehouse.sources import read_table
    >>> file = "Hilfeart;Monat;Bestand;Zugang;Kosten\\n§ 34;2025-01;100;5;85000\\n§ 34;2025-02;102;6;85000\\n".encode()
    >>> read_claims(read_table(file, "hilfen.csv")).to_pylist()[0]["ended"]
    4.0
    """
    months = _months(source)
    every = _same_months(months)
    rows = [row for kind in sorted(months) for row in _balanced(source.name, kind, months[kind], every)]
    schema = pa.schema(
        [("kind", pa.string()), ("month", pa.date32()), *((name, pa.float64()) for name in ("begun", "ended", "running", "unit_cost"))]
    )  # fmt: skip
    found = pa.Table.from_pylist(rows, schema)
    if any(row["month"] == every[0] for row in rows) and len(rows) < len(months) * len(every):
        found = found.filter(pa.compute.not_equal(found["month"], pa.scalar(every[0])))
    return found


def _months(source: SourceTable) -> dict[str, dict[date, Month]]:
    columns = {name: find_column(source.table, names) for name, names in NAMES.items()}
    if missing := [name for name in NEEDED if columns[name] is None]:
        raise ClaimsError(
            gettext_noop("“{file}” has none of the columns {wanted}; it has: {columns}."),
            gettext_noop("A row is one kind of help in one month, with kind, month, stock, begun and unit_cost."),
            file=source.name, wanted=shorten(list(NAMES[missing[0]])), columns=shorten(list(source.columns)),
        )  # fmt: skip
    kinds = [(text or "").strip() for text in source.table.column(columns["kind"]).to_pylist()]
    days = [
        _day(month or "", year or "")
        for month, year in zip(
            source.table.column(columns["month"]).to_pylist(),
            source.table.column(columns["year"]).to_pylist() if columns["year"] else [""] * len(kinds),
            strict=True,
        )
    ]
    numbers = {
        name: parse_values(source.table.column(columns[name]), decimal=source.decimal).values
        for name in ("stock", "begun", "unit_cost", "ended", "duration") if columns[name]
    }  # fmt: skip
    wrong = [
        str(place + source.first_row)
        for place, (kind, day) in enumerate(zip(kinds, days, strict=True))
        if not kind or day is None or not all(numbers[name][place] >= 0 for name in numbers)
    ]
    found: dict[str, dict[date, Month]] = defaultdict(dict)
    for place, (kind, day) in enumerate(zip(kinds, days, strict=True)):
        if day is None or wrong:
            continue
        if day in found[kind]:
            wrong.append(str(place + source.first_row))
        values = {name: float(column[place]) for name, column in numbers.items()}
        found[kind][day] = Month(
            place + source.first_row, values["begun"], values["stock"], values["unit_cost"], values.get("ended"),
            values.get("duration"),
        )  # fmt: skip
    if wrong or not found:
        raise ClaimsError(
            gettext_noop("In “{file}” a kind, a month or a number is unknown, negative or given twice in row {rows}."),
            gettext_noop("Complete it; an unknown month is never taken for zero. Years alone do not tell how a year runs: give months."),
            file=source.name, rows=shorten(wrong) or "–",
        )  # fmt: skip
    return dict(found)


def _day(month: str, year: str) -> date | None:
    """The first day of the month that a text names, alone or beside a year."""
    month, year = month.strip(), year.strip()
    match = next((found for pattern in PATTERNS if (found := pattern.fullmatch(month))), None)
    if match is None and month.isdecimal() and year.isdecimal():
        parts = int(year), int(month)
    elif match is not None:
        parts = int(match["year"]), int(match["month"])
    else:
        return None
    return date(parts[0], parts[1], 1) if 1 <= parts[1] <= 12 and 1900 <= parts[0] <= 2200 else None


def _same_months(months: Mapping[str, Mapping[date, Month]]) -> list[date]:
    first = min(day for known in months.values() for day in known)
    last = max(day for known in months.values() for day in known)
    count = 12 * (last.year - first.year) + last.month - first.month + 1
    every = [
        date(first.year + (first.month - 1 + step) // 12, (first.month - 1 + step) % 12 + 1, 1)
        for step in range(count)
    ]
    missing = [
        f"{kind} {day:%m/%Y}" for kind, known in sorted(months.items()) for day in every if day not in known
    ]
    if missing:
        raise ClaimsError(
            gettext_noop("Months are missing: {months}."),
            gettext_noop("Give every kind of help every month; where nothing ran, give zeros."),
            months=shorten(missing),
        )
    return every


def _balanced(
    file: str, kind: str, known: Mapping[date, Month], every: list[date]
) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = []
    before: float | None = None
    for day in every:
        month = known[day]
        ended = month.ended
        if ended is None and before is not None:
            ended = before + month.begun - month.stock
        elif ended is None and month.duration:
            ended = month.stock / month.duration
        before = month.stock
        if ended is None:
            continue
        if ended < -1e-9 or not np.isfinite(ended):
            raise ClaimsError(
                gettext_noop("In row {row} of “{file}” more help runs than can: the month before and those begun are fewer."),
                gettext_noop("Correct stock or begun, or add a column “ended”."),
                row=month.row, file=file,
            )  # fmt: skip
        rows.append(
            {"kind": kind, "month": day, "begun": month.begun, "ended": ended, "running": month.stock, "unit_cost": month.unit_cost}
        )  # fmt: skip
    return rows
