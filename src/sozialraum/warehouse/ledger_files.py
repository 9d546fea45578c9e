"""Bookings of the municipality's finance system: read as they come, checked to the cent, grouped by account and month.

Only three columns are taken over: account, day and amount. Texts and names of payees stay in the finance system, because
they can tell who receives help.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from sozialraum.analytics.messages import gettext_noop, shorten
from sozialraum.analytics.tables import find_column
from sozialraum.errors import SozialraumError
from sozialraum.warehouse.sources import SourceTable, ValueStatus, parse_values

NAMES: Final[Mapping[str, tuple[str, ...]]] = {
    "account": ("account", "konto", "sachkonto", "kostenträger", "kostenstelle", "produktkonto", "auftrag", "schlüssel", "haushaltsstelle"),
    "booked_on": ("booked_on", "buchungstag", "buchungsdatum", "datum", "belegdatum", "wertstellung", "date"),
    "amount": ("amount", "betrag", "betrag in euro", "betrag (eur)", "betrag eur", "summe", "wert"),
}  # fmt: skip
GERMAN_DAY: Final = re.compile(r"\s*(\d{1,2})\.(\d{1,2})\.(\d{4})\s*")


class LedgerError(SozialraumError):
    """A file of bookings that cannot be taken over: what is wrong in which column and row, and what to do."""


@dataclass(frozen=True)
class Ledger:
    """Bookings: `account` (text, empty where none was named), `booked_on` (day), `amount` (cents), one row each.

    `mapping` says from which column of the file each was read; `left_out` are rows that add up the others.
    """

    table: pa.Table
    mapping: Mapping[str, str]
    left_out: int

    @property
    def total(self) -> int:
        """The sum of all bookings in cents."""
        return int(pc.sum(self.table["amount"]).as_py() or 0)


def read_ledger(source: SourceTable, mapping: Mapping[str, str] | None = None) -> Ledger:
    """Take the bookings out of a file. `mapping` names columns of the file; what it leaves out is found by name.

    Every row has a day and an amount, or the whole file is refused with its rows; a row with neither account nor day but
    with an amount adds up the others and is left out.

    >>> from sozialraum.warehouse.sources import read_table
    >>> file = "Konto;Buchungstag;Betrag\\n4711;05.01.2026;1.200,50\\n;31.01.2026;-0,10\\n".encode()
    >>> read_ledger(read_table(file, "januar.csv")).total
    120040
    """
    used = {name: _column(source, name, (mapping or {}).get(name, "")) for name in NAMES}
    raw = {name: source.table.column(column).combine_chunks() for name, column in used.items()}
    account = pc.fill_null(pc.utf8_trim_whitespace(raw["account"]), "")
    blank_day = pc.equal(pc.fill_null(pc.utf8_trim_whitespace(raw["booked_on"]), ""), "")
    is_total = pc.and_(blank_day, pc.equal(account, ""))
    keep = pc.invert(is_total)
    amounts = parse_values(raw["amount"].filter(keep), decimal=source.decimal)
    rows = np.flatnonzero(keep.to_numpy(zero_copy_only=False)) + source.first_row
    unread = np.asarray([state != ValueStatus.OBSERVED for state in amounts.status.to_pylist()])
    _refuse(rows[unread | ~np.isfinite(amounts.values)], source.name, used["amount"])
    cents = np.rint(amounts.values * 100)
    _refuse(rows[np.abs(amounts.values * 100 - cents) > 1e-4], source.name, used["amount"])
    table = pa.table(
        {
            "account": pc.filter(account, keep), "booked_on": _days(raw["booked_on"].filter(keep), rows, source.name, used["booked_on"]),
            "amount": pa.array(cents.astype(np.int64)),
        }
    )  # fmt: skip
    return Ledger(table, used, source.table.num_rows - table.num_rows)


@dataclass(frozen=True)
class ColumnChoice:
    """The columns of a file to choose from, and which one is meant by name (empty where none is found)."""

    columns: tuple[str, ...]
    chosen: Mapping[str, str]


def column_choice(source: SourceTable, mapping: Mapping[str, str]) -> ColumnChoice:
    """What a file has to choose from: `mapping` where the file has that column, else what is found by name.

    >>> from sozialraum.warehouse.sources import read_table
    >>> dict(column_choice(read_table(b"Konto;Tag;Betrag\n1;2;3\n", "a.csv"), {"booked_on": "Tag"}).chosen)
    {'account': 'Konto', 'booked_on': 'Tag', 'amount': 'Betrag'}
    """
    chosen = {}
    for name, usual in NAMES.items():
        wanted = mapping.get(name, "")
        found = find_column(source.table, (wanted,)) if wanted else None
        chosen[name] = found or find_column(source.table, usual) or ""
    return ColumnChoice(tuple(source.columns), chosen)


def _column(source: SourceTable, name: str, wanted: str) -> str:
    found = find_column(source.table, (wanted,)) if wanted else find_column(source.table, NAMES[name])
    if found is None:
        raise LedgerError(
            gettext_noop("“{file}” has none of the columns {wanted}; it has: {columns}."),
            gettext_noop("Name the column as the file spells it."),
            wanted=shorten([wanted] if wanted else list(NAMES[name])), file=source.name,
            columns=shorten(list(source.columns)),
        )  # fmt: skip
    return found


def _refuse(rows: np.ndarray, file: str, column: str) -> None:
    if rows.size:
        raise LedgerError(
            gettext_noop("“{file}” has {count} rows that cannot be read in the column “{column}”: {rows}."),
            gettext_noop("Correct them in the file and import it again; nothing was taken over."),
            file=file, column=column, count=int(rows.size), rows=shorten([str(row) for row in rows[:6]]),
        )  # fmt: skip


def _days(texts: pa.Array, rows: np.ndarray, file: str, column: str) -> pa.Array:
    """Days as written in Germany (5.1.2026) or as ISO text, by distinct value: a year has few."""
    encoded = pc.dictionary_encode(pc.fill_null(texts, ""))
    known: list[str | None] = []
    for text in encoded.dictionary.to_pylist():
        match = GERMAN_DAY.fullmatch(text)
        known.append(f"{match[3]}-{match[2]:0>2}-{match[1]:0>2}" if match else text.strip()[:10])
    days = [_day(text) for text in known]
    wrong = np.array([day is None for day in days])[encoded.indices.to_numpy()] if days else np.zeros(0, bool)
    _refuse(rows[wrong], file, column)
    return pa.array(days, pa.date32()).take(encoded.indices)


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text and len(text) == 10 else None
    except ValueError:
        return None


@dataclass(frozen=True)
class Booked:
    """Bookings of one year by account and month, in cents; `outside` is the sum of other years."""

    by_account: Mapping[str, tuple[int, ...]]
    outside: int

    @property
    def total(self) -> int:
        """Everything together; always the sum of the bookings that went in."""
        return sum(sum(months) for months in self.by_account.values()) + self.outside


ROWS_AT_ONCE: Final = 1 << 17


def booked_by_month(bookings: pa.Table | Sequence[Path], year: int) -> Booked:
    """Group bookings (`account`, `booked_on`, `amount` in cents) by account and month of a year.

    `bookings` is a table or Parquet files, which are read in place: nothing but some rows and the groups comes into memory.

    >>> import datetime as dt
    >>> days = pa.array([dt.date(2026, 1, 5), dt.date(2025, 12, 31)])
    >>> booked_by_month(pa.table({"account": ["a", "a"], "booked_on": days, "amount": [250, 50]}), 2026).by_account["a"][0]
    250
    """
    sums: dict[str, np.ndarray] = {}
    outside = 0
    for batch in _batches(bookings):
        inside = pc.equal(pc.year(batch["booked_on"]), year)
        outside += pc.sum(batch["amount"].filter(pc.invert(inside))).as_py() or 0
        batch = batch.filter(inside)
        accounts = pc.dictionary_encode(batch["account"])
        found = np.zeros((len(accounts.dictionary), 12), np.int64)
        # whole cents: sums of floating point numbers would not keep them
        month = pc.month(batch["booked_on"]).to_numpy() - 1
        np.add.at(found, (accounts.indices.to_numpy(), month), batch["amount"].to_numpy())
        for account, months in zip(accounts.dictionary.to_pylist(), found, strict=True):
            sums[account] = sums[account] + months if account in sums else months
    return Booked({account: tuple(sums[account].tolist()) for account in sorted(sums)}, outside)


def _batches(bookings: pa.Table | Sequence[Path]) -> Iterator[pa.RecordBatch]:
    if isinstance(bookings, pa.Table):
        yield from bookings.to_batches(ROWS_AT_ONCE)
        return
    for path in bookings:
        with pq.ParquetFile(path) as file:
            yield from file.iter_batches(ROWS_AT_ONCE, columns=["account", "booked_on", "amount"])
