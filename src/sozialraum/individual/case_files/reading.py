"""From bytes to rows: a ZIP file of CSV files, or one JSON file; broken ones are refused with a sentence."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import PurePosixPath
from typing import Any, Final

from sozialraum.analytics.messages import gettext_noop
from sozialraum.errors import SozialraumError
from sozialraum.individual.case_files.forms import TABLES, CaseFiles, Column, Fault, Problem, Row, Value

LARGEST: Final = 60_000_000
ZIP_SIGN: Final = b"PK\x03\x04"
AGAIN: Final = gettext_noop("Export it again from the other system; the how-to shows the form.")


class Unreadable(SozialraumError):
    """The file cannot be read at all; nothing was stored."""


def read_case_files(content: bytes) -> CaseFiles:
    """Read an export as a whole. Raises :class:`Unreadable` for a broken file.

    >>> read_case_files(b'{"cases": [{"case": "1"}]}').problems[0].fault.value
    'empty'
    """
    if len(content) > LARGEST:
        raise _too_large()
    raw = _from_zip(content) if content.startswith(ZIP_SIGN) else _from_json(content)
    if "cases" not in raw:
        raise Unreadable(gettext_noop("The file holds no cases."), AGAIN)
    tables: dict[str, tuple[Row, ...]] = {}
    problems: list[Problem] = []
    for name, rows in raw.items():
        columns = TABLES[name]
        read = [_row(name, number, values, columns, problems) for number, values in enumerate(rows, 2)]
        tables[name] = tuple(read)
    return CaseFiles(tables, tuple(problems))


def _from_zip(content: bytes) -> dict[str, list[Mapping[str, Any]]]:
    found: dict[str, list[Mapping[str, Any]]] = {}
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = [each for each in archive.infolist() if not each.is_dir()]
            if sum(each.file_size for each in entries) > LARGEST:
                raise _too_large()
            for entry in entries:
                name = PurePosixPath(entry.filename).stem.casefold()
                if name in TABLES:
                    found[name] = list(_csv_rows(archive.read(entry)))
    except (
        zipfile.BadZipFile,
        EOFError,
        OSError,
        ValueError,
        csv.Error,
        NotImplementedError,
        RuntimeError,
    ) as error:
        raise Unreadable(
            gettext_noop("The file is broken half-way; nothing of it was taken over."), AGAIN
        ) from error
    return found


def _csv_rows(content: bytes) -> Iterator[Mapping[str, Any]]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="strict")
    head = text.partition("\n")[0]
    yield from csv.DictReader(
        io.StringIO(text, newline=""), delimiter=";" if ";" in head else ",", strict=True
    )  # fmt: skip


def _from_json(content: bytes) -> dict[str, list[Mapping[str, Any]]]:
    try:
        raw = json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise Unreadable(
            gettext_noop("The file is broken half-way; nothing of it was taken over."), AGAIN
        ) from error
    known = {name: raw[name] for name in TABLES if isinstance(raw, dict) and name in raw}
    if not all(
        isinstance(rows, list) and all(isinstance(row, dict) for row in rows) for rows in known.values()
    ):
        raise Unreadable(gettext_noop("The file holds no cases."), AGAIN)
    return known


def _row(
    table: str, number: int, values: Mapping[str, Any], columns: Mapping[str, Column], problems: list[Problem]
) -> Row:
    found: dict[str, Value] = {}
    for name, column in columns.items():
        text = _plain(values.get(name))
        found[name] = text
        if not text:
            if column.needed:
                problems.append(Problem(Fault.EMPTY, table, number, name))
            found[name] = None
        elif len(text) > (10 if column.day else column.longest):
            problems.append(Problem(Fault.TOO_LONG, table, number, name))
        elif column.words and text not in column.words:
            problems.append(Problem(Fault.NO_WORD, table, number, name))
        elif column.day:
            found[name] = _day(text)
            if found[name] is None:
                problems.append(Problem(Fault.NO_DAY, table, number, name))
    return Row(number, found)


def _plain(value: object) -> str:
    if value is None:
        return ""
    parts: Iterable[object] = value if isinstance(value, list) else [value]
    return " ".join(str(each) for each in parts).strip()


def _day(text: str) -> date | None:
    """A day as 2026-11-22 or 22.11.2026; None for a day that cannot be.

    >>> _day("29.02.2024"), _day("2025-02-29")
    (datetime.date(2024, 2, 29), None)
    """
    parts = text.split(".")
    turned = "-".join(part.zfill(2) for part in reversed(parts)) if len(parts) == 3 else text
    try:
        return date.fromisoformat(turned)
    except ValueError:
        return None


def _too_large() -> Unreadable:
    return Unreadable(
        gettext_noop("The file is larger than 60 MB."),
        gettext_noop("Export the cases in several parts, by team."),
    )
