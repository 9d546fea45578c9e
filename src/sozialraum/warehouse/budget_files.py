"""From files to an allocation: the reading half of `sozialraum budget`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa

from sozialraum.analytics.budget import (
    COLUMN_NAMES,
    Allocation,
    BudgetError,
    BudgetRecipe,
    allocate,
    shipped_budget_recipe,
    wanted_columns,
)
from sozialraum.analytics.messages import gettext_noop, shorten
from sozialraum.analytics.tables import find_column
from sozialraum.warehouse.sources import Finding, SourceError, SourceTable, parse_values, read_table

TOTALS = frozenset({"summe", "gesamt", "insgesamt", "total", "sum", "stadt", "zusammen"})
READABLE = (".csv", ".txt", ".tsv", ".xlsx", ".xls", ".ods", ".parquet", ".gz", ".zip")


@dataclass(frozen=True)
class BudgetReport:
    """An allocation, which files it came from, and what was noticed in them."""

    allocation: Allocation
    used: tuple[str, ...]
    findings: tuple[tuple[str, Finding], ...]


def load_budget_recipe(name_or_file: str) -> BudgetRecipe:
    """A shipped recipe by its name, or a recipe file (anything that ends in .toml or is a path)."""
    path = Path(name_or_file)
    if path.suffix != ".toml" and len(path.parts) == 1 and not path.is_file():
        return shipped_budget_recipe(name_or_file)
    try:
        return BudgetRecipe.from_toml(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise BudgetError(
            gettext_noop("The recipe file “{path}” cannot be read."),
            gettext_noop("Check the name and the folder, and that it is a text file in UTF-8."),
            path=name_or_file,
        ) from error


def budget_files(recipe: BudgetRecipe, data: Sequence[Path], amount: int) -> BudgetReport:
    """Read tables, spread `amount` (cents) by a recipe, and return the amounts with a report; nothing is written.

    `data` are files, joined by the column `area`, each with some of the columns that the recipe needs. A last row that
    adds up the others is left out, with a finding. Raises SourceError, TableError or BudgetError with what to do.
    """
    sources = [_without_total(read_table(path), recipe) for path in _files(data)]
    table = sources[0][0] if len(sources) == 1 else _joined([(table, source) for table, source, _ in sources])
    findings = [
        (source.name, finding) for _, source, more in sources for finding in (*source.findings, *more)
    ]
    return BudgetReport(
        allocation=allocate(table, recipe, amount),
        used=tuple(source.name for _, source, _ in sources),
        findings=tuple(findings),
    )


def _files(data: Sequence[Path]) -> list[Path]:
    files: list[Path] = []
    for place in data:
        found = (
            sorted(entry for entry in place.iterdir() if entry.suffix.lower() in READABLE)
            if place.is_dir()
            else [place]
        )
        if not found:
            raise SourceError(
                gettext_noop("The folder “{folder}” holds no table."),
                gettext_noop("Name the files themselves."),
                folder=place.name,
            )
        files += found
    return files


def budget_table(source: SourceTable, recipe: BudgetRecipe) -> tuple[pa.Table, tuple[Finding, ...]]:
    """The columns of a file that a recipe reads, as text keys and numbers, without a row of totals.

    A cell that is neither a number nor a mark of a missing value is a BudgetError that names file, column and row.
    """
    table, _, findings = _without_total(source, recipe)
    return table, findings


def _without_total(
    source: SourceTable, recipe: BudgetRecipe
) -> tuple[pa.Table, SourceTable, tuple[Finding, ...]]:
    key = find_column(source.table, COLUMN_NAMES["area"])
    columns: dict[str, pa.Array] = {} if key is None else {"area": source.table.column(key)}
    for name in wanted_columns(recipe):
        if found := find_column(source.table, COLUMN_NAMES.get(name, (name,))):
            columns[name] = pa.array(_numbers(source, found), pa.float64(), from_pandas=True)
    # an error about a missing column should name the columns that the file has, so nothing of use is hidden here
    for name in source.columns:
        if name not in columns and name != key and len(columns) < 40:
            columns.setdefault(name, source.table.column(name))
    table = pa.table(columns)
    if "area" in columns and (place := _total_row(table, wanted_columns(recipe))) is not None:
        keep = [row for row in range(table.num_rows) if row != place]
        found_total = Finding.notice(
            "row_of_totals",
            gettext_noop("Row {row} adds up the others and was left out: {area}."),
            rows=(place + source.first_row,),
            row=place + source.first_row,
            area=table.column("area")[place].as_py() or "–",
        )
        return table.take(keep), source, (found_total,)
    return table, source, ()


def _total_row(table: pa.Table, names: Sequence[str]) -> int | None:
    place = table.num_rows - 1
    label = (table.column("area")[place].as_py() or "").strip().casefold()
    if place < 2 or (label and label not in TOTALS):
        return None
    sums = 0
    for name in names:
        if name not in table.column_names or name == "infrastructure":
            continue
        values = np.array(table.column(name).to_pylist(), dtype=np.float64)
        if np.isnan(values[place]):
            continue
        if abs(np.nansum(values[:place]) - values[place]) > 0.51:
            return None
        sums += 1
    return place if sums else None


def _numbers(source: SourceTable, column: str) -> list[float | None]:
    parsed = parse_values(source.table.column(column), decimal=source.decimal)
    if parsed.problems:
        place, text = parsed.problems[0]
        raise BudgetError(
            gettext_noop(
                "In “{source}”, {count} cells of the column “{column}” are no numbers, first “{text}”."
            ),
            gettext_noop("Mend row {row}, or mark unknown values with a dot or leave them empty."),
            source=source.name,
            count=len(parsed.problems),
            column=column,
            text=text,
            row=place + source.first_row,
        )
    return [None if np.isnan(value) else float(value) for value in parsed.values]


def _joined(tables: Sequence[tuple[pa.Table, SourceTable]]) -> pa.Table:
    """One table with every area of the first file and the columns of all; BudgetError where areas do not match."""
    rows: dict[str, dict[str, object]] = {}
    expected: set[str] | None = None
    for table, source in tables:
        if "area" not in table.column_names:
            raise BudgetError(
                gettext_noop("“{source}” has no column “{column}” that could join it to the other tables."),
                gettext_noop("Its columns are: {columns}. Rename the one that is meant."),
                source=source.name,
                column="area",
                columns=shorten(table.column_names, limit=12),
            )
        codes = [(code or "").strip() for code in table.column("area").to_pylist()]
        if expected is not None and (odd := sorted(expected ^ set(codes))):
            raise BudgetError(
                gettext_noop("The tables do not name the same areas; only one of them has: {areas}."),
                gettext_noop("Bring “{source}” and “{first}” to the same areas and the same spelling."),
                areas=shorten(odd),
                source=source.name,
                first=tables[0][1].name,
            )
        if len(set(codes)) < len(codes):
            raise BudgetError(
                gettext_noop("“{source}” names areas more than once: {areas}."),
                gettext_noop("Keep one row for each area."),
                source=source.name,
                areas=shorten(sorted({code for code in codes if codes.count(code) > 1})),
            )
        expected = set(codes)
        for row, code in zip(table.drop_columns(["area"]).to_pylist(), codes, strict=True):
            cells = rows.setdefault(code, {})
            cells |= {name: value for name, value in row.items() if cells.get(name) is None}
    names = list(dict.fromkeys(name for cells in rows.values() for name in cells))
    return pa.table(
        {
            "area": pa.array(list(rows), pa.string()),
            **{name: pa.array([cells.get(name) for cells in rows.values()]) for name in names},
        }
    )
