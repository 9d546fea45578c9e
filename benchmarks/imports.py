"""A million observations from a CSV file into PostgreSQL: rows a second and peak memory, beside a plain COPY.

    python benchmarks/imports.py --areas 1000 --indicators 10 --dates 100

The whole import is measured as a planner's file takes it: read, keys matched, values parsed and checked (parts against
totals, jumps), the table kept as a snapshot, values written by COPY with all constraints and indexes. The release of
the figures, with its proof, comes after it and is measured on its own. The lower bound is a COPY of the same values,
already as text, into a table of the same columns without any index. Peak memory is that of the process.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import resource
import tempfile
import time
from datetime import UTC, date, datetime
from pathlib import Path

AT = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
CODES = (
    "child_poverty", "basic_income_under_18", "unemployment", "long_term_unemployment", "transfer_payments",
    "youth_unemployment", "old_age_poverty", "one_parent_families", "overcrowding", "voter_turnout",
)  # fmt: skip


def main() -> None:
    """Prepare a server, measure in a process of its own, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--areas", type=int, default=1_000)
    parser.add_argument("--indicators", type=int, default=10)
    parser.add_argument("--dates", type=int, default=100)
    parser.add_argument("--release", action="store_true", help="measure the release of one date as well")
    options = parser.parse_args()
    from sozialraum.foundation.database.embedded import Cluster
    from sozialraum.foundation.database.roles import bootstrap

    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"SOZIALRAUM_DATA_DIR": folder, "DJANGO_SETTINGS_MODULE": "sozialraum.site.settings"}
        cluster = Cluster(Path(folder))
        with cluster.attached():
            bootstrap(cluster)
            with multiprocessing.get_context("spawn").Pool(1) as pool:
                pool.apply(_prepare, (options.areas,))
            file = Path(folder) / "values.csv"
            _write(file, options.areas, options.indicators, options.dates)
            with multiprocessing.get_context("spawn").Pool(1) as pool:
                print(pool.apply(_measure, (file, options.release)), flush=True)


def _prepare(areas: int) -> None:
    import django

    django.setup()
    from sozialraum.foundation.database.migration import bring_up_to_date

    bring_up_to_date()
    import pyarrow as pa

    from sozialraum.social_structure.services import LevelTable, SystemFacts, import_areas, load_catalog
    from sozialraum.warehouse.sources import SourceTable

    load_catalog()
    keys = [f"{place:06}" for place in range(areas)]
    table = pa.table({"key": keys, "name": [f"Area {key}" for key in keys]})
    import_areas(
        system=SystemFacts("bench", 2023, "Areas", "Bench", date(2023, 1, 1)),
        levels=[
            LevelTable(
                "area", "Area", "Areas", SourceTable("a.csv", "csv", table, ".", "0" * 64), "key", "name"
            )
        ],
        by=None,
        at=AT,
    )


def _write(file: Path, areas: int, indicators: int, dates: int) -> None:
    import numpy as np

    random = np.random.default_rng(1)
    codes = CODES[:indicators]
    with file.open("w", encoding="utf-8") as out:
        out.write(";".join(["key", "stichtag", *codes]) + "\n")
        for number in range(dates):
            day = f"01.{number % 12 + 1:02}.{1950 + number // 12}"
            values = random.uniform(0, 100, (areas, indicators)).round(4)
            for place in range(areas):
                out.write(
                    f"{place:06};{day};"
                    + ";".join(f"{v:.4f}".replace(".", ",") for v in values[place])
                    + "\n"
                )


def _measure(file: Path, release: bool) -> str:  # noqa: FBT001 - a worker's argument
    import io

    import django

    django.setup()
    import pyarrow.csv as pa_csv
    from django.db import connection, transaction

    from sozialraum.social_structure.services import observations
    from sozialraum.social_structure.services.areas import system_of
    from sozialraum.social_structure.services.reading import propose_plan, read_values
    from sozialraum.social_structure.services.releases import release_indicators
    from sozialraum.warehouse.sources import read_table

    observations.release_indicators = lambda **_: None  # type: ignore[assignment]  # measured without the release
    start = time.perf_counter()
    source = read_table(file)
    reading = time.perf_counter() - start
    done = observations.import_observations(
        source=source, system_code="bench", vintage=2023, by=None, at=AT, publisher="", licence=""
    )
    seconds = time.perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    system = system_of("bench", 2023)
    values = read_values(source, propose_plan(source, system), system, reference_date=None).values
    text = io.BytesIO()
    pa_csv.write_csv(values, text, pa_csv.WriteOptions(include_header=False, quoting_style="needed"))
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "CREATE TEMPORARY TABLE bare (area bigint, indicator bigint, day date, status text, value float8,"
            " numerator float8, denominator float8) ON COMMIT DROP"
        )
        start = time.perf_counter()
        with cursor.copy("COPY bare FROM STDIN (FORMAT csv)") as copy:
            copy.write(text.getbuffer())
        bare = time.perf_counter() - start
    said = (
        f"{done.values:,} values from {file.stat().st_size / 1e6:.0f} MB: read {reading:.1f} s, all {seconds:.1f} s,"
        f" {done.values / seconds:,.0f} values/s; bare COPY {bare:.1f} s, ratio {seconds / bare:.1f};"
        f" peak {peak:.0f} MB"
    )
    if release:
        start = time.perf_counter()
        release_indicators(
            indicator_codes=CODES[:1], reference_dates=done.reference_dates[:3], system=system, by=None, at=AT
        )
        said += f"; release with proof {(time.perf_counter() - start) / 3:.2f} s a table"
    return said


if __name__ == "__main__":
    main()
