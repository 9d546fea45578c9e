"""The cells of tables: how a value is read from a row, said in words, exported, and written into the page."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from enum import Enum
from functools import lru_cache
from html import escape
from itertools import repeat
from math import isnan
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.functional import Promise
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

Text = str | Promise


class Absent(Enum):
    """Why a cell has no value; each is said in words, and none of them is zero."""

    MISSING = gettext_lazy("missing")
    SUPPRESSED = gettext_lazy("suppressed")
    NOT_APPLICABLE = gettext_lazy("not applicable")


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name in the address and the file, its title, and how a cell is read from a row.

    ``value`` gives what is sorted and exported: text, number, date, datetime, bool, ``None`` or :class:`Absent`.
    ``shown`` gives the text on the page where it differs. ``link`` makes the cell a link, ``tag`` gives it one
    of the signs ``ok``, ``warn``, ``bad``, ``soft``. ``search`` columns are searched by the text filter;
    a ``choices`` column gets a select, of the ``options`` where its texts are known in order already. ``decimals`` fixes
    the digits of a number.
    """

    name: str
    title: Text
    value: Callable[[Any], Any]
    shown: Callable[[Any], Text] | None = None
    link: Callable[[Any], str] | None = None
    tag: Callable[[Any], str] | None = None
    numeric: bool = False
    search: bool = False
    choices: bool = False
    options: Sequence[str] = ()
    sortable: bool = True
    decimals: int | None = None
    exported: bool = True


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell as the page shows it."""

    text: str
    url: str = ""
    tag: str = ""
    numeric: bool = False
    absent: bool = False


def is_absent(value: Any) -> bool:
    """Whether there is no value: none, not a number, or a reason why it is absent."""
    return value is None or isinstance(value, Absent) or (isinstance(value, float) and isnan(value))


def text_of(column: Column, row: Any) -> str:
    """What a cell says on the page."""
    if column.shown is not None:
        return str(column.shown(row))
    return shown_value(column.value(row), decimals=column.decimals)


def shown_value(value: Any, *, decimals: int | None = None) -> str:
    """A value in words of the reader's language: decimal comma, true minus sign, absent values named.

    ``None`` and NaN are shown as missing, never as zero.
    """
    if isinstance(value, Absent):
        return str(value.value)
    if is_absent(value):
        return str(Absent.MISSING.value)
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, int | float | Decimal):
        if decimals is not None:
            # Django's number_format cuts digits off; what is shown has to be rounded
            value = Decimal(str(value)).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
        return number_format(value, decimals, use_l10n=True, force_grouping=True).replace("-", "−")
    if isinstance(value, datetime):
        moment = timezone.localtime(value) if timezone.is_aware(value) else value
        return date_format(moment, "SHORT_DATETIME_FORMAT")
    if isinstance(value, date):
        return short_date(value)
    return str(value)


def short_date(day: date) -> str:
    """A day in figures, as the reader's language orders them; tables name the same days again and again."""
    return _short_date(day, get_language())


@lru_cache(maxsize=2_000)
def _short_date(day: date, _language: str | None) -> str:
    return date_format(day, "SHORT_DATE_FORMAT")


def cell_of(column: Column, row: Any) -> Cell:
    """One cell of a row as the page shows it."""
    value = column.value(row)
    return Cell(
        text=str(column.shown(row)) if column.shown else shown_value(value, decimals=column.decimals),
        url=column.link(row) if column.link else "",
        tag=column.tag(row) if column.tag else "",
        numeric=column.numeric,
        absent=is_absent(value),
    )


def markup(rows: Sequence[Sequence[Cell]], marked: Sequence[bool] = ()) -> SafeString:
    """The rows of a table body; the first cell of a row is its heading, a ``marked`` row is the one the page is about.

    Written here and not in a template: a page of rows asks for a thousand values, and a template takes ten times as
    long for each. Everything that comes from a cell is escaped.

    >>> markup([[Cell("A & B", url="/a/"), Cell("12", numeric=True)]])
    '<tr><th scope="row"><a href="/a/">A &amp; B</a></th><td class="n">12</td></tr>'
    """
    written = []
    for row, here in zip(rows, marked or _NONE_MARKED, strict=False):
        cells = [_heading_cell(row[0]), *map(_plain_cell, row[1:])] if row else []
        written.append(f"<tr{_HERE if here else ''}>{''.join(cells)}</tr>")
    # every value in it has passed _content, which escapes
    return SafeString("".join(written))


def _heading_cell(cell: Cell) -> str:
    return f'<th scope="row"{_NUMBER if cell.numeric else ""}>{_content(cell)}</th>'


def _plain_cell(cell: Cell) -> str:
    if cell.absent:
        return f'<td class="{"n " if cell.numeric else ""}absent">{_content(cell)}</td>'
    return f"<td{_NUMBER if cell.numeric else ''}>{_content(cell)}</td>"


def _content(cell: Cell) -> str:
    text = escaped(cell.text)
    if cell.url:
        return f'<a href="{escaped(cell.url)}">{text}</a>'
    return f'<span class="tag {escaped(cell.tag)}">{text}</span>' if cell.tag else text


def escaped(text: Text) -> str:
    """A text as markup."""
    # a plain text needs none of the questions that Django asks, and nearly all of them are plain
    return (
        escape(text)
        if type(text) is str
        else conditional_escape(str(text) if isinstance(text, Promise) else text)
    )


_NUMBER = ' class="n"'
_NONE_MARKED = repeat(False)  # noqa: FBT003 (no parameter)
_HERE = ' class="here"'


def export_value(value: Any) -> Any:
    """A value as a file carries it: absent ones as their word, moments in local time."""
    if isinstance(value, Absent):
        return str(value.value)
    if is_absent(value):
        return ""
    if isinstance(value, Promise):
        return str(value)
    if isinstance(value, datetime) and timezone.is_aware(value):
        return timezone.localtime(value).replace(tzinfo=None)
    return value
