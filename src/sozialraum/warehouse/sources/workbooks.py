"""Workbooks: XLSX, XLS and ODS through calamine, cells as text, whole numbers without a decimal tail."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import pyarrow as pa

from sozialraum.analytics.messages import gettext_noop, shorten
from sozialraum.warehouse.sources import workbook_cells
from sozialraum.warehouse.sources.delimited import footnote_finding
from sozialraum.warehouse.sources.header import LOOK_AHEAD, find_header, footnote_count
from sozialraum.warehouse.sources.source_table import Decimal, Finding, SourceError
from sozialraum.warehouse.sources.values import decimal_evidence

READER: Final = Path(workbook_cells.__file__)
LONGEST_SECONDS: Final = 180


@dataclass(frozen=True)
class Sheet:
    """One sheet of a workbook as read."""

    table: pa.Table
    decimal: Decimal
    first_row: int
    sheet: str
    sheets: tuple[str, ...]
    findings: tuple[Finding, ...]
    groups: dict[str, str]


def read_workbook(data: bytes, *, source: str, sheet: str | None) -> Sheet:
    """Read a sheet: the one named, else the first that holds a table.

    Raises SourceError for a damaged or protected workbook, for one that would fill the memory, and for a sheet that is
    not there.
    """
    found = _cells(data, source=source, sheet=sheet)
    names, cells = tuple(found["names"]), found["rows"] if found["chosen"] is not None else None
    if cells is None:
        raise SourceError(
            gettext_noop("The workbook “{source}” has no sheet “{sheet}”."),
            gettext_noop("Its sheets are: {sheets}."),
            source=source,
            sheet=sheet,
            sheets=shorten(list(names), limit=10),
        )
    return _table(cells, source=source, sheet=found["chosen"], sheets=names)


def _cells(data: bytes, *, source: str, sheet: str | None) -> dict[str, Any]:
    """The cells, read by a process of its own that may use a fixed amount of memory and time."""
    command = [sys.executable, "-I", str(READER), *([sheet] if sheet else [])]
    try:
        done = subprocess.run(command, input=data, capture_output=True, check=False, timeout=LONGEST_SECONDS)  # noqa: S603 - our own reader, no shell
    except subprocess.TimeoutExpired as late:
        raise _too_large(source) from late
    if done.returncode == workbook_cells.DAMAGED:
        raise SourceError(
            gettext_noop("The workbook “{source}” is damaged, incomplete or protected by a password."),
            gettext_noop(
                "Open it in the office program, save it again without a password, and choose that file."
            ),
            source=source,
        )
    if done.returncode:
        raise _too_large(source)
    read: dict[str, Any] = json.loads(done.stdout)
    return read


def _too_large(source: str) -> SourceError:
    return SourceError(
        gettext_noop("The workbook “{source}” would fill the memory when it is opened; it was not read."),
        gettext_noop("Save the one sheet that is meant as CSV and choose that file."),
        source=source,
    )


def _table(cells: Sequence[Sequence[object]], *, source: str, sheet: str, sheets: tuple[str, ...]) -> Sheet:
    decimal = decimal_evidence(cell for row in cells for cell in row if isinstance(cell, str)) or "."
    rows = [[_text(cell, decimal) for cell in row] for row in cells]
    if not rows:
        raise SourceError(
            gettext_noop("“{source}” holds no values."),
            gettext_noop("Check whether the right file or sheet was chosen."),
            source=f"{source}: {sheet}",
        )
    width = max(len(row) for row in rows)
    header = find_header([*rows[:LOOK_AHEAD], [""] * width], source=source)
    findings = list(header.findings)
    if len(sheets) > 1:
        findings.append(
            Finding.notice(
                "sheet",
                gettext_noop("Of {count} sheets, “{sheet}” was read; the others are: {others}."),
                count=len(sheets),
                sheet=sheet,
                others=shorten([name for name in sheets if name != sheet]),
            )
        )
    data = rows[header.first_data :]
    if count := footnote_count(data):
        texts = [
            (header.first_data + len(data) - count + place + 1, next(cell for cell in row if cell))
            for place, row in enumerate(data[-count:])
            if any(row)
        ]
        if texts:
            findings.append(footnote_finding(texts))
        data = data[:-count]
    data = [row for row in data if any(cell.strip() for cell in row)]
    table = pa.table(
        {
            name: pa.array([row[place].strip() or None for row in data], pa.string())
            for name, place in zip(header.names, header.positions, strict=True)
        }
    )
    return Sheet(table, decimal, header.first_data + 1, sheet, sheets, tuple(findings), header.groups)


def _text(cell: object, decimal: Decimal) -> str:
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "true" if cell else "false"
    return number_text(cell, decimal) if isinstance(cell, float) else str(cell)


def number_text(value: float, decimal: Decimal = ".") -> str:
    """A number as the shortest text that reads back the same; whole numbers without decimals.

    >>> number_text(5784.0), number_text(9.7, ",")
    ('5784', '9,7')
    """
    if value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    text = repr(value)
    return text.replace(".", ",") if decimal == "," else text
