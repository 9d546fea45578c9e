"""From files to an index and back to a file: the whole of `sozialraum index` but the words on the screen."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from sozialraum.analytics.indices import IndexResult, Recipe, RecipeError, compute_index, shipped_recipe
from sozialraum.analytics.messages import gettext_noop, shorten
from sozialraum.analytics.tables import TableError, find_column
from sozialraum.errors import SozialraumError
from sozialraum.warehouse.sources import (
    Finding,
    SourceError,
    SourceTable,
    parse_values,
    read_table,
    repair_keys,
)

READABLE = (".csv", ".txt", ".tsv", ".xlsx", ".xls", ".ods", ".parquet", ".geojson", ".gpkg", ".zip", ".gz")
FORMATS = (".csv", ".xlsx", ".parquet")


class OutputError(SozialraumError):
    """A result that cannot be written where it should be."""


@dataclass(frozen=True)
class PeriodReport:
    """What happened to one period (None where the table has no period column)."""

    period: str | None
    valid: int
    excluded: pa.Table
    class_counts: dict[str, dict[str, int]]


@dataclass(frozen=True)
class IndexReport:
    """The index as a table ready to be written, which files it came from, and what was excluded and why.

    `table` begins with the key column (named as in the data) and, where there is one, the period column; then
    `index, rank, class` for a recipe of one part, or `<part>_index, <part>_class` for each of several parts. Class
    columns hold the names that the publisher uses (the recipe's `name_de`).
    """

    recipe: Recipe
    table: pa.Table
    results: tuple[IndexResult, ...]
    periods: tuple[PeriodReport, ...]
    used: tuple[str, ...]
    ignored: tuple[str, ...]
    findings: tuple[tuple[str, Finding], ...]


def load_recipe(name_or_file: str) -> Recipe:
    """A shipped recipe by its name, or a recipe file (anything that ends in .toml or is a path)."""
    path = Path(name_or_file)
    if path.suffix != ".toml" and len(path.parts) == 1 and not path.is_file():
        return shipped_recipe(name_or_file)
    try:
        return Recipe.from_toml(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise RecipeError(
            gettext_noop("The recipe file “{path}” cannot be read."),
            gettext_noop("Check the name and the folder, and that it is a text file in UTF-8."),
            path=name_or_file,
        ) from error


def index_files(
    recipe: Recipe,
    data: Sequence[Path],
    *,
    key: str | None = None,
    period: str | None = None,
    details: bool = False,
) -> IndexReport:
    """Read tables, apply a recipe, and return the index with a report; nothing is written.

    `data` are files and folders; of a folder, the files that the recipe can use are taken. Files that carry
    indicators are joined by key (and period); a file that carries one of the recipe's list columns and no
    indicator is the list of valid areas. `key` and `period` name columns. `details` adds rank, the combination
    and z-values.

    Raises SourceError, TableError or RecipeError with what to do.
    """
    sources = [_with_key(source, recipe, key) for source in _read(data, recipe)]
    carriers = [entry for entry in sources if _carries(entry, recipe)]
    lists = [
        entry
        for entry in sources
        if entry not in carriers and find_column(entry.source.table, recipe.validity.list_columns)
    ]
    if not carriers:
        raise TableError(
            gettext_noop("None of the tables fits the recipe “{recipe}”."),
            gettext_noop(
                "It needs the keys of its areas and columns such as {columns}: name the right file or recipe."
            ),
            recipe=recipe.name,
            columns=shorten([entry.columns[0] for entry in recipe.indicators], limit=2),
        )
    joined = _joined(carriers, recipe, period)
    valid = _valid_areas(lists, period) if lists else None
    results, reports = [], []
    for name, table in _by_period(joined, period):
        listed = None if valid is None else valid.get(name, set())
        result = compute_index(table, recipe, key=carriers[0].key, valid_areas=listed)
        results.append(result)
        reports.append(_report(result, name))
    output = pa.concat_tables(
        [
            _output(result, carriers[0].key, period, report.period, details=details)
            for result, report in zip(results, reports, strict=True)
        ]
    )
    used = carriers + lists
    return IndexReport(
        recipe=recipe,
        table=output,
        results=tuple(results),
        periods=tuple(reports),
        used=tuple(entry.source.name for entry in used),
        ignored=tuple(entry.source.name for entry in sources if entry not in used),
        findings=tuple((entry.source.name, finding) for entry in used for finding in entry.findings),
    )


@dataclass(frozen=True, eq=False)
class _Keyed:
    source: SourceTable
    key: str
    codes: tuple[str | None, ...]
    findings: tuple[Finding, ...]


def _read(data: Sequence[Path], recipe: Recipe) -> list[SourceTable]:
    sources: list[SourceTable] = []
    for place in data:
        if not place.is_dir():
            sources.append(read_table(place))
            continue
        files = sorted(entry for entry in place.iterdir() if entry.suffix.lower() in READABLE)
        found = list(_usable(files, recipe))
        if not found:
            raise SourceError(
                gettext_noop("No file in the folder “{folder}” fits the recipe “{recipe}”."),
                gettext_noop("Name the files themselves, or another recipe."),
                folder=place.name,
                recipe=recipe.name,
            )
        sources.extend(found)
    if not sources:
        raise SourceError(gettext_noop("No table was named."), gettext_noop("Name at least one file."))
    return sources


def _usable(files: Iterable[Path], recipe: Recipe) -> Iterable[SourceTable]:
    wanted = [name for entry in recipe.indicators for name in entry.columns] + list(
        recipe.validity.list_columns
    )
    for file in files:
        try:
            source = read_table(file)
        except SourceError:
            # a folder also holds files that are no tables; a file that is named by itself must be readable
            continue
        if find_column(source.table, wanted) and find_column(source.table, recipe.key.columns):
            yield source


def _with_key(source: SourceTable, recipe: Recipe, key: str | None) -> _Keyed:
    names = (key,) if key else recipe.key.columns
    column = find_column(source.table, names)
    if column is None:
        raise TableError(
            gettext_noop("“{source}” has no key column “{column}”."),
            gettext_noop("Name it with --key; its columns are: {columns}."),
            source=source.name,
            column="” / “".join(names),
            columns=shorten(list(source.columns), limit=12),
        )
    codes = source.table.column(column).to_pylist()
    findings = list(source.findings)
    if recipe.key.digits is not None:
        repair = repair_keys(codes, _whole_keys(codes, recipe.key.digits), first_row=source.first_row)
        codes = list(repair.values)
        findings.extend(finding for finding in repair.findings if finding.code == "keys_repaired")
    return _Keyed(source, column, tuple(codes), tuple(findings))


def _whole_keys(codes: Sequence[str | None], digits: int) -> set[str]:
    """The keys as they were before a program read them as numbers; none where a zero still leads a shorter key."""
    bare = [code.removesuffix(".0") for code in codes if code]
    if any(code.startswith("0") and len(code) < digits for code in bare):
        return {code for code in bare if len(code) == digits}
    return {code.zfill(digits) for code in bare if code.isdecimal() and len(code) <= digits}


def _carries(entry: _Keyed, recipe: Recipe) -> bool:
    fitting = any(code is not None and recipe.key.fits(code) for code in entry.codes)
    return fitting and any(
        find_column(entry.source.table, indicator.columns) for indicator in recipe.indicators
    )


def _joined(carriers: list[_Keyed], recipe: Recipe, period: str | None) -> pa.Table:
    """One table with the key, the period, and every column that the recipe reads, joined over the files."""
    numeric = [entry.columns for entry in recipe.indicators] + [recipe.validity.population]
    marks = recipe.validity.mark_columns
    kinds: dict[str, pa.DataType] = {}
    rows: dict[tuple[str | None, str | None], dict[str, object]] = {}
    for entry in carriers:
        values: dict[str, list[object]] = {}
        for wanted in numeric:
            if found := find_column(entry.source.table, wanted):
                values[wanted[0]], kinds[wanted[0]] = _numbers(entry, found), pa.float64()
        if marks and (found := find_column(entry.source.table, marks)):
            values[marks[0]], kinds[marks[0]] = entry.source.table.column(found).to_pylist(), pa.string()
        _add_rows(rows, entry, values, period)
    result: dict[str, pa.Array] = {carriers[0].key: pa.array([code for code, _ in rows], pa.string())}
    if period:
        result[period] = pa.array([when for _, when in rows], pa.string())
    for name, kind in kinds.items():
        result[name] = pa.array([cells.get(name) for cells in rows.values()], kind)
    return pa.table(result)


def _add_rows(
    rows: dict[tuple[str | None, str | None], dict[str, object]],
    entry: _Keyed,
    values: dict[str, list[object]],
    period: str | None,
) -> None:
    seen: set[tuple[str | None, str | None]] = set()
    for place, row in enumerate(zip(entry.codes, _periods(entry.source, period), strict=True)):
        if row in seen and row[0] is not None:
            raise _twice(entry, row[0], period)
        seen.add(row)
        cells = rows.setdefault(row, {})
        for name, column in values.items():
            if cells.get(name) is None:
                cells[name] = column[place]
            elif column[place] not in {None, cells[name]}:
                raise TableError(
                    gettext_noop(
                        "The tables contradict each other: “{column}” of the area {code} is {one} and {two}."
                    ),
                    gettext_noop("Leave one of the tables out."),
                    column=name,
                    code=row[0],
                    one=cells[name],
                    two=column[place],
                )


def _numbers(entry: _Keyed, column: str) -> list[object]:
    parsed = parse_values(entry.source.table.column(column), decimal=entry.source.decimal)
    if parsed.problems:
        place, text = parsed.problems[0]
        raise TableError(
            gettext_noop(
                "In “{source}”, {count} cells of the column “{column}” are no numbers, first “{text}”."
            ),
            gettext_noop("Mend row {row}, or mark unknown values with a dot or leave them empty."),
            source=entry.source.name,
            count=len(parsed.problems),
            column=column,
            text=text,
            row=place + entry.source.first_row,
        )
    values: list[object] = pa.array(parsed.values, from_pandas=True).to_pylist()
    return values


def _twice(entry: _Keyed, code: str, period: str | None) -> TableError:
    return TableError(
        gettext_noop("“{source}” has several rows for the area {code}."),
        gettext_noop("Name the period column with --period if the table holds several years.")
        if period is None
        else gettext_noop("Keep one row for each area and period."),
        source=entry.source.name,
        code=code,
    )


def _periods(source: SourceTable, period: str | None) -> list[str | None]:
    if period is None:
        return [None] * source.table.num_rows
    if period not in source.table.column_names:
        raise TableError(
            gettext_noop("“{source}” has no period column “{column}”."),
            gettext_noop("Its columns are: {columns}."),
            source=source.name,
            column=period,
            columns=shorten(list(source.columns), limit=12),
        )
    values: list[str | None] = source.table.column(period).to_pylist()
    return values


def _valid_areas(lists: list[_Keyed], period: str | None) -> dict[str | None, set[str]]:
    areas: dict[str | None, set[str]] = {}
    for entry in lists:
        for code, when in zip(entry.codes, _periods(entry.source, period), strict=True):
            if code is not None:
                areas.setdefault(when, set()).add(code)
    return areas


def _by_period(table: pa.Table, period: str | None) -> list[tuple[str | None, pa.Table]]:
    if period is None:
        return [(None, table)]
    names = sorted({name for name in table.column(period).to_pylist() if name is not None})
    return [(name, table.filter(pc.equal(table.column(period), name))) for name in names]


def _report(result: IndexResult, period: str | None) -> PeriodReport:
    counts: dict[str, dict[str, int]] = {}
    for part in result.recipe.parts:
        if part.classes:
            codes = result.areas.column(f"{part.code}_class").to_pylist()
            counts[part.code] = {entry.name_de: codes.count(entry.code) for entry in part.classes}
    return PeriodReport(period, result.areas.num_rows, result.excluded, counts)


def _output(
    result: IndexResult, key: str, period_column: str | None, period: str | None, *, details: bool
) -> pa.Table:
    areas, recipe = result.areas, result.recipe
    columns: dict[str, object] = {key: areas.column("area_code")}
    if period_column:
        columns[period_column] = pa.array([period] * areas.num_rows, pa.string())
    single = len(recipe.parts) == 1
    for part in recipe.parts:
        prefix = "" if single else f"{part.code}_"
        columns[f"{prefix}index"] = areas.column(f"{part.code}_index")
        if single or details:
            columns[f"{prefix}rank"] = areas.column(f"{part.code}_rank")
        if part.classes:
            names = {entry.code: entry.name_de for entry in part.classes}
            codes = areas.column(f"{part.code}_class").to_pylist()
            columns[f"{prefix}class"] = pa.array([names[code] for code in codes], pa.string())
    if details:
        if recipe.combination is not None:
            columns[recipe.combination.code] = areas.column(recipe.combination.code)
        columns |= {name: areas.column(name) for name in areas.column_names if name.startswith("z_")}
    return pa.table(columns)


def write_table(table: pa.Table, target: Path) -> None:
    """Write a table as CSV (UTF-8, comma, decimal point), XLSX or Parquet, as the name says; whole or not at all.

    Keys stay text in every format. Raises OutputError for another ending or where the file cannot be written.
    """
    suffix = target.suffix.lower()
    if suffix not in FORMATS:
        raise OutputError(
            gettext_noop("“{name}” has no ending that says how to write it."),
            gettext_noop("End it in .csv, .xlsx or .parquet."),
            name=target.name,
        )
    buffer = io.BytesIO()
    if suffix == ".parquet":
        pq.write_table(table, buffer, compression="zstd")
    elif suffix == ".xlsx":
        _write_workbook(table, buffer)
    else:
        buffer.write(_csv(table).encode("utf-8"))
    partial = target.with_name(f".{target.name}.partial")
    try:
        partial.write_bytes(buffer.getvalue())
        partial.replace(target)
    except OSError as error:
        raise OutputError(
            gettext_noop("“{path}” cannot be written: {detail}."),
            gettext_noop("Check the folder and the free space."),
            path=target,
            detail=error.strerror or error,
        ) from error
    finally:
        partial.unlink(missing_ok=True)


def _csv(table: pa.Table) -> str:
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(table.column_names)
    writer.writerows(zip(*(column.to_pylist() for column in table.columns), strict=True))
    return text.getvalue()


def _write_workbook(table: pa.Table, buffer: io.BytesIO) -> None:
    import xlsxwriter

    options = {"in_memory": True, "strings_to_numbers": False, "strings_to_formulas": False}
    with xlsxwriter.Workbook(buffer, options) as book:
        sheet = book.add_worksheet("Index")
        sheet.freeze_panes(1, 1)
        sheet.write_row(0, 0, table.column_names, book.add_format({"bold": True}))
        as_text = book.add_format({"num_format": "@"})
        for place, column in enumerate(table.columns):
            if pa.types.is_string(column.type):
                sheet.set_column(place, place, 14, as_text)
            for row, value in enumerate(column.to_pylist(), start=1):
                if value is not None:
                    sheet.write(row, place, value)
