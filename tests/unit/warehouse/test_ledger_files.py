"""Bookings by account and month: to the cent what SQL finds, from a table and from files, however they are cut."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sozialraum.warehouse import ledger_files
from sozialraum.warehouse.ledger_files import Booked, booked_by_month
from sozialraum.warehouse.snapshots import Snapshots
from sozialraum.warehouse.sql import query

BOOKINGS = st.lists(
    st.tuples(
        st.sampled_from(["", "4711", "36001", "Ä 5"]),
        st.dates(date(2025, 11, 1), date(2027, 2, 1)),
        st.integers(-(2**60), 2**60),
    ),
    max_size=6,
)
"""Up to six bookings: their sums stay within 64 bits, and are larger than floating point numbers hold to the cent."""


def table_of(bookings: list[tuple[str, date, int]]) -> pa.Table:
    accounts, days, cents = zip(*bookings, strict=True) if bookings else ((), (), ())
    return pa.table(
        {
            "account": pa.array(accounts, pa.string()), "booked_on": pa.array(days, pa.date32()),
            "amount": pa.array(cents, pa.int64()),
        }
    )  # fmt: skip


def by_sql(bookings: pa.Table, year: int) -> Booked:
    found: dict[str, list[int]] = {}
    outside = 0
    grouped = query(
        "SELECT year(booked_on) AS y, month(booked_on) AS m, account, sum(amount) AS cents FROM bookings GROUP BY ALL",
        bookings=bookings,
    )
    for row in grouped.to_pylist():
        if row["y"] == year:
            found.setdefault(row["account"], [0] * 12)[row["m"] - 1] = int(row["cents"])
        else:
            outside += int(row["cents"])
    return Booked({account: tuple(found[account]) for account in sorted(found)}, outside)


@given(bookings=BOOKINGS)
def test_sums_are_those_of_sql_to_the_cent(bookings: list[tuple[str, date, int]]) -> None:
    table = table_of(bookings)
    found = booked_by_month(table, 2026)
    assert found == by_sql(table, 2026)
    assert found.total == sum(cents for _, _, cents in bookings)


def test_files_are_read_in_pieces_and_add_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    one = table_of(
        [("a", date(2026, 1, 1 + day), 10 * day) for day in range(20)] + [("b", date(2024, 2, 29), -5)]
    )
    other = table_of(
        [("b", date(2026, 12, 31), 7), ("b", date(2026, 12, 1), -7), ("a", date(2026, 1, 31), 1)]
    )
    snapshots = Snapshots(tmp_path)
    monkeypatch.setattr(ledger_files, "ROWS_AT_ONCE", 4)
    found = booked_by_month([snapshots.path(snapshots.write(each)) for each in (one, other)], 2026)
    assert found.by_account["a"] == (1901, *[0] * 11)
    assert found.by_account["b"] == (0,) * 12, (
        "an account whose bookings cancel out is still one that was booked"
    )
    assert found.outside == -5


def test_no_bookings_are_no_accounts() -> None:
    assert booked_by_month(table_of([]), 2026) == Booked({}, 0)
