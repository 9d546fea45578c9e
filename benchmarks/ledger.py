"""How long plan against actual takes over a million bookings, paired in one run with what a controller would take instead.

    python benchmarks/ledger.py

The page's work: the snapshot grouped in place by account and month. Beside it
a script that loops over rows it holds in memory already, and the bare sums in NumPy on ready codes. And the import of the file,
once, beside a script with the csv module.
"""

from __future__ import annotations

import csv
import io
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "src"))

from sozialraum.warehouse.ledger_files import booked_by_month, read_ledger
from sozialraum.warehouse.snapshots import Snapshots
from sozialraum.warehouse.sources import read_table

ROWS, ACCOUNTS, YEAR = 1_000_000, 400, 2026


def seconds(work: Callable[[], object], times: int = 3) -> float:
    """Seconds on the clock, the least of a few runs: a page waits for the clock and not for the processor."""
    found = []
    for _ in range(times):
        begun = time.perf_counter()
        work()
        found.append(time.perf_counter() - begun)
    return min(found)


def made_bookings() -> pa.Table:
    random = np.random.default_rng(0)
    days = np.datetime64(f"{YEAR}-01-01") + random.integers(0, 365, ROWS)
    accounts = np.array([f"36{place:05}" for place in range(ACCOUNTS)])[random.integers(0, ACCOUNTS, ROWS)]
    return pa.table(
        {
            "account": accounts,
            "booked_on": pa.array(days.astype("datetime64[D]")),
            "amount": random.integers(100, 500_000, ROWS),
        }
    )


def page(bookings: pa.Table) -> None:
    rows = list(
        zip(*(bookings[name].to_pylist() for name in ("account", "booked_on", "amount")), strict=True)
    )
    codes = bookings["account"].combine_chunks().dictionary_encode().indices.to_numpy()
    months = pc.month(bookings["booked_on"]).to_numpy()
    amounts = bookings["amount"].to_numpy()

    def script() -> int:
        sums: dict[tuple[str, int], int] = defaultdict(int)
        for account, day, amount in rows:
            sums[account, day.month] += amount
        return sum(sums.values())

    with tempfile.TemporaryDirectory() as folder:
        snapshots = Snapshots(Path(folder))
        name = snapshots.write(bookings)
        whole = seconds(lambda: booked_by_month([snapshots.path(name)], YEAR))
    looped = seconds(script)
    bound = seconds(lambda: np.bincount(codes * 12 + months - 1, weights=amounts))
    assert booked_by_month(bookings, YEAR).total == script()
    print(
        f"{ROWS:,} bookings grouped from the snapshot: {whole:.3f} s; script {looped:.2f} s, ratio {whole / looped:.2f}; "
        f"bound {bound:.3f} s, ratio {whole / bound:.1f}"
    )


def taken_over(bookings: pa.Table) -> None:
    german = pc.strftime(bookings["booked_on"], "%d.%m.%Y").to_pylist()
    lines = [
        f"{account};{day};{amount // 100},{amount % 100:02}"
        for account, day, amount in zip(
            bookings["account"].to_pylist(), german, bookings["amount"].to_pylist(), strict=True
        )
    ]
    text = "\n".join(["Konto;Buchungstag;Betrag", *lines]).encode()

    def script() -> int:
        total = 0
        for row in csv.DictReader(io.StringIO(text.decode()), delimiter=";"):
            datetime.strptime(row["Buchungstag"], "%d.%m.%Y")  # noqa: DTZ007  # a day has no zone
            total += int(Decimal(row["Betrag"].replace(",", ".")) * 100)
        return total

    ours = seconds(lambda: read_ledger(read_table(text, "buchungen.csv")), times=2)
    other = seconds(script, times=1)
    assert read_ledger(read_table(text, "b.csv")).total == script()
    print(
        f"{ROWS:,} bookings from a CSV of {len(text) / 1e6:.0f} MB: {ours:.2f} s; script {other:.2f} s; ratio {ours / other:.2f}"
    )


if __name__ == "__main__":
    made = made_bookings()
    page(made)
    taken_over(made)
