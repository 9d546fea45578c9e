"""Several files as one table: rows joined by key and period, numbers parsed, contradictions refused."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import pyarrow as pa

from sozialraum.analytics.indices import Recipe
from sozialraum.analytics.messages import gettext_noop
from sozialraum.analytics.tables import TableError, find_column
from sozialraum.warehouse.index_files.tables import (
    KeyedTable,
    supplement_columns,
    text_columns,
    value_columns,
)
from sozialraum.warehouse.sources import parse_values

PERIOD = "period"
Row = tuple[str | None, str | None]


def joined(tables: Sequence[KeyedTable], recipe: Recipe) -> pa.Table:
    """One table of all values and supplements: the first file's key column, `period`, and what the recipe reads.

    Areas are those of the files with values; a supplement only adds to them. Raises TableError for numbers that
    are none, a key twice, and files that contradict each other.
    """
    carriers = [entry for entry in tables if entry.role == "values"]
    supplements = [entry for entry in tables if entry.role == "supplement"]
    dated = any(entry.period is not None for entry in carriers)
    for entry in carriers:
        if dated and entry.period is None:
            raise TableError(
                gettext_noop("“{source}” has no column of years or dates, and another table has one."),
                gettext_noop("Name it with --period, or leave one of the tables out."),
                source=entry.source.name,
            )
    rows = [_rows(entry) for entry in carriers]
    columns: dict[str, pa.Array] = {}
    if len(carriers) == 1 and not supplements:
        order: Sequence[Row] = rows[0]
        columns = _columns(carriers[0], recipe)
    else:
        order = list(dict.fromkeys(row for found in rows for row in found))
        for entry, found in zip(carriers, rows, strict=True):
            _merge(columns, _spread(_columns(entry, recipe), found, order), order)
        for entry in supplements:
            found = _rows(entry)
            wanted = order if entry.period is not None else [(code, None) for code, _ in order]
            _merge(columns, _spread(_columns(entry, recipe), found, wanted), order)
    result = {carriers[0].key: pa.array([code for code, _ in order], pa.string())}
    if dated:
        result[PERIOD] = pa.array([when for _, when in order], pa.string())
    return pa.table(result | {name: column for name, column in columns.items() if name not in result})


def _rows(entry: KeyedTable) -> list[Row]:
    rows = list(zip(entry.codes, entry.periods, strict=True))
    keyed = [row for row in rows if row[0] is not None]
    if len(set(keyed)) < len(keyed):
        code = next(row[0] for row, times in Counter(keyed).items() if times > 1)
        raise TableError(
            gettext_noop("“{source}” has several rows for the area {code}."),
            gettext_noop("Name the period column with --period if the table holds several years.")
            if entry.period is None
            else gettext_noop("Keep one row for each area and period."),
            source=entry.source.name,
            code=code,
        )
    return rows


def _columns(entry: KeyedTable, recipe: Recipe) -> dict[str, pa.Array]:
    """Every column of a file that the recipe reads, under its own name: numbers parsed, texts as they are."""
    table = entry.source.table
    found: dict[str, pa.Array] = {}
    for names in value_columns(recipe) + supplement_columns(recipe):
        column = find_column(table, names)
        if column is not None and column not in found and column not in {entry.key, entry.period}:
            found[column] = _numbers(entry, column)
    for names in text_columns(recipe):
        column = find_column(table, names)
        if column is not None and column != entry.key:
            found[column] = table.column(column).combine_chunks()
    return found


def _spread(columns: dict[str, pa.Array], rows: Sequence[Row], order: Sequence[Row]) -> dict[str, pa.Array]:
    places = {row: place for place, row in enumerate(rows)}
    taken = pa.array([places.get(row) for row in order], pa.int64())
    return {name: column.take(taken) for name, column in columns.items()}


def _merge(columns: dict[str, pa.Array], added: dict[str, pa.Array], order: Sequence[Row]) -> None:
    for name, column in added.items():
        if name not in columns:
            columns[name] = column
            continue
        merged = []
        for row, one, two in zip(order, columns[name].to_pylist(), column.to_pylist(), strict=True):
            if one is not None and two is not None and one != two:
                raise TableError(
                    gettext_noop(
                        "The tables contradict each other: “{column}” of the area {code} is {one} and {two}."
                    ),
                    gettext_noop("Leave one of the tables out."),
                    column=name,
                    code=row[0],
                    one=one,
                    two=two,
                )
            merged.append(two if one is None else one)
        columns[name] = pa.array(merged, column.type)


def _numbers(entry: KeyedTable, column: str) -> pa.Array:
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
    return pa.array(parsed.values, from_pandas=True)
