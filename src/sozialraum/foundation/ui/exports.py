"""Tables as files that an office opens: CSV and Excel, safe to open."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from urllib.parse import quote

from django.http import HttpResponse
from django.utils.formats import get_format
from django.utils.translation import get_language

DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n")
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WIDEST = 60


def safe_text(text: str) -> str:
    """A text that a spreadsheet shows and never runs: what could begin a formula gets an apostrophe in front.

    >>> safe_text("=HYPERLINK(1)"), safe_text("Kita Kai")
    ("'=HYPERLINK(1)", 'Kita Kai')
    """
    return f"'{text}" if text.lstrip(" ").startswith(DANGEROUS) else text


def as_csv(name: str, titles: Sequence[str], rows: Sequence[Sequence[Any]]) -> HttpResponse:
    """A CSV file as spreadsheet programs of the reader's language expect it.

    UTF-8 with byte-order mark. In German: semicolons and decimal commas; in English: commas and points.
    Dates are written as ISO 8601.
    """
    german = (get_language() or "de").startswith("de")
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";" if german else ",", lineterminator="\r\n")
    writer.writerow([safe_text(title) for title in titles])
    comma = str(get_format("DECIMAL_SEPARATOR"))
    writer.writerows([[_csv_value(value, comma) for value in row] for row in rows])
    return _file(name, "csv", "text/csv; charset=utf-8", ("\ufeff" + out.getvalue()).encode())


def as_xlsx(name: str, titles: Sequence[str], rows: Sequence[Sequence[Any]]) -> HttpResponse:
    """An Excel file: numbers as numbers, dates as dates, texts as texts and never as formulas; the head stays."""
    import xlsxwriter

    out = io.BytesIO()
    book = xlsxwriter.Workbook(
        out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    sheet = book.add_worksheet(_sheet_name(name))
    bold = book.add_format({"bold": True, "bottom": 1})
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
    for at, title in enumerate(titles):
        sheet.write_string(0, at, title, bold)
        longest = max([len(title), *(len(str(row[at])) for row in rows[:500])])
        sheet.set_column(at, at, min(WIDEST, longest + 2))
    for line, row in enumerate(rows, start=1):
        for at, value in enumerate(row):
            if isinstance(value, datetime):
                sheet.write_datetime(line, at, value, moment)
            elif isinstance(value, date):
                sheet.write_datetime(line, at, datetime(value.year, value.month, value.day), day)  # noqa: DTZ001 - a sheet has no zones
            elif isinstance(value, int | float | Decimal) and not isinstance(value, bool):
                sheet.write_number(line, at, value)
            else:
                sheet.write_string(line, at, str(value))
    sheet.freeze_panes(1, 1)
    if titles:
        sheet.autofilter(0, 0, max(1, len(rows)), len(titles) - 1)
    book.close()
    return _file(name, "xlsx", XLSX_TYPE, out.getvalue())


def _csv_value(value: Any, comma: str) -> str:
    if value is None:
        return ""
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal | date):
        return safe_text(str(value))
    if isinstance(value, datetime):
        return value.isoformat(sep=" ", timespec="minutes")
    return value.isoformat() if isinstance(value, date) else str(value).replace(".", comma)


def _file(name: str, ending: str, content_type: str, content: bytes) -> HttpResponse:
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}.{ending}"
    response["Cache-Control"] = "no-store"
    return response


def _sheet_name(name: str) -> str:
    return "".join("-" if sign in "[]:*?/\\" else sign for sign in name)[:31] or "Sheet1"
