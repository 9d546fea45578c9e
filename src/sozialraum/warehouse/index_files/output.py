"""A result as a file: CSV, XLSX or Parquet, whole or not at all."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from sozialraum.analytics.messages import gettext_noop
from sozialraum.errors import SozialraumError

FORMATS = (".csv", ".xlsx", ".parquet")


class OutputError(SozialraumError):
    """A result that cannot be written where it should be."""


def write_table(table: pa.Table, target: Path, *, title: str = "Index") -> None:
    """Write a table as CSV (UTF-8, comma, decimal point), XLSX or Parquet, as the name says; whole or not at all.

    Keys stay text in every format; `title` names the sheet of a workbook. Raises OutputError for another ending or where the file cannot be written.
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
        _write_workbook(table, buffer, title)
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


def _write_workbook(table: pa.Table, buffer: io.BytesIO, title: str) -> None:
    import xlsxwriter

    options = {"in_memory": True, "strings_to_numbers": False, "strings_to_formulas": False}
    with xlsxwriter.Workbook(buffer, options) as book:
        sheet = book.add_worksheet(title)
        sheet.freeze_panes(1, 1)
        sheet.write_row(0, 0, table.column_names, book.add_format({"bold": True}))
        as_text = book.add_format({"num_format": "@"})
        for place, column in enumerate(table.columns):
            if pa.types.is_string(column.type):
                sheet.set_column(place, place, 14, as_text)
            for row, value in enumerate(column.to_pylist(), start=1):
                if value is not None:
                    sheet.write(row, place, value)
