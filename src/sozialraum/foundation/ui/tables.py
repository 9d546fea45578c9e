"""The one table of the house: filter, sort, paging and export, with the whole state in the address.

A view gives columns and rows (any values, read already through the gate, or :class:`~sozialraum.foundation.ui.rows.PagedRows`
that are read as far as they are shown) and gets a :class:`Table`;
:func:`table_response` answers with the page, with the fragment that htmx swaps, or with the file::

    table = table_from_request(request, COLUMNS, places, name="places", counted=count_of_places)
    return table_response(request, table, "network/places.html", {"answer": answer})

The page shows it by ``{% include "ui/_table.html" %}``. Everything works without script by full page loads.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from math import ceil
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.formats import number_format
from django.utils.safestring import SafeString
from django.utils.translation import ngettext

from sozialraum.foundation.database.collation import german_sort_key
from sozialraum.foundation.ui import table_markup
from sozialraum.foundation.ui.cells import (
    Absent,
    Cell,
    Column,
    Text,
    cell_of,
    export_value,
    markup,
    shown_value,
)
from sozialraum.foundation.ui.components import Empty
from sozialraum.foundation.ui.drawing import number as in_figures
from sozialraum.foundation.ui.exports import as_csv, as_xlsx
from sozialraum.foundation.ui.rows import Asked, PagedRows, RowsAtHand

PAGE_SIZES = (10, 25, 100)
MOST_CHOICES = 60

__all__ = [
    "Absent", "Cell", "Choice", "Column", "Heading", "PageLink", "Table", "pages_shown", "shown_value",
    "table_from_request", "table_response",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Heading:
    """The head of a column with the address that sorts by it."""

    title: Text
    numeric: bool
    url: str
    order: str


@dataclass(frozen=True, slots=True)
class Choice:
    """A select above the table: one column's values."""

    name: str
    title: Text
    options: tuple[str, ...]
    chosen: str


@dataclass(frozen=True, slots=True)
class PageLink:
    """One entry of the pager; ``number`` 0 is a gap."""

    number: int
    url: str
    current: bool


@dataclass(slots=True)
class Table:
    """A table in the state that the address asks for."""

    name: str
    caption: Text
    columns: Sequence[Column]
    matching: Sequence[Any]
    total: int
    page: int
    pages: int
    size: int
    query: str
    order: tuple[str, bool]
    headings: list[Heading]
    rows: list[list[Cell]]
    choices: list[Choice]
    searched: list[Text]
    links: list[PageLink]
    urls: Mapping[str, str]
    hidden: Mapping[str, str]
    carried: Mapping[str, str]
    counted: str
    empty: Empty | None
    filtered: bool
    sizes: Sequence[int] = field(default=PAGE_SIZES)
    exportable: bool = True
    prefix: str = ""
    marked: Sequence[bool] = ()
    path: str = ""

    @property
    def file_name(self) -> str:
        """What the exported file is called, without its ending."""
        return self.name

    @property
    def body(self) -> SafeString:
        """The rows as markup."""
        return markup(self.rows, self.marked)

    @property
    def filter_form(self) -> SafeString:
        """The form above the table as markup."""
        return table_markup.filter_form(self)

    @property
    def result(self) -> SafeString:
        """What a filter, an order or another page changes, as markup."""
        return table_markup.result(self)

    def export_rows(self) -> list[list[Any]]:
        """Every matching row as raw values, in the order shown; absent values as their word."""
        return [
            [export_value(column.value(row)) for column in self.columns if column.exported]
            for row in self.matching
        ]

    def export_titles(self) -> list[str]:
        """The titles of the exported columns."""
        return [str(column.title) for column in self.columns if column.exported]


def _marked(said: str, count: int) -> str:
    """A text with its count written as the reader's language writes thousands."""
    return said.replace(str(count), number_format(count, 0, use_l10n=True, force_grouping=True), 1)


def table_from_request(
    request: HttpRequest,
    columns: Sequence[Column],
    rows: Iterable[Any] | PagedRows,
    *,
    name: str,
    page_size: int = 25,
    prefix: str = "",
    caption: Text = "",
    counted: Callable[[int], str] | None = None,
    order: str = "",
    ordered: str = "",
    empty: Empty | None = None,
    exportable: bool = True,
    here: Callable[[Any], bool] | None = None,
) -> Table:
    """The table in the state of the request's address.

    ``name`` is the id of the fragment and the file name; ``prefix`` tells several tables of a page apart.
    ``order`` is the first order: a column name, with ``-`` in front for descending; without it rows stay as they
    come. ``ordered`` is the order in which rows come already, said in the same way: they are not sorted by it again.
    ``counted`` says a number in words ("17 areas"); ``here`` marks the row that the page is about. Values in the
    address that make no sense are ignored.
    """
    state = _State(request.GET, prefix, columns, page_size, order)
    everything = rows if isinstance(rows, PagedRows) else RowsAtHand(columns, list(rows), ordered=ordered)
    matching = everything.found(state.asked)
    pages = max(1, ceil(len(matching) / state.size))
    page = min(state.page, pages)
    shown = matching[(page - 1) * state.size : page * state.size]
    count = counted or (
        lambda n: ngettext("%(count)s entry", "%(count)s entries", n) % {"count": in_figures(n)}
    )
    return Table(
        name=name,
        caption=caption,
        columns=columns,
        matching=matching,
        total=len(everything),
        page=page,
        pages=pages,
        size=state.size,
        query=state.query,
        order=state.asked.order,
        headings=[state.heading(column) for column in columns],
        rows=[[cell_of(column, row) for column in columns] for row in shown],
        choices=state.choices(everything),
        searched=[column.title for column in columns if column.search],
        links=[PageLink(n, state.url(page=str(n)) if n else "", n == page) for n in pages_shown(page, pages)],
        urls={
            "csv": state.url(page="", format="csv"),
            "xlsx": state.url(page="", format="xlsx"),
            "clear": state.cleared(),
            "before": state.url(page=str(page - 1)) if page > 1 else "",
            "after": state.url(page=str(page + 1)) if page < pages else "",
            "text": f"{prefix}q",
            "size": f"{prefix}size",
        },
        hidden=state.hidden(),
        carried=state.carried(),
        counted=_marked(count(len(matching)), len(matching)),
        empty=empty if not everything else None,
        filtered=bool(state.asked),
        sizes=sorted({*PAGE_SIZES, page_size}),
        exportable=exportable,
        prefix=prefix,
        marked=[here(row) for row in shown] if here else (),
        path=request.path,
    )


def table_response(
    request: HttpRequest,
    table: Table,
    template: str,
    context: Mapping[str, Any] | None = None,
    *,
    also: Mapping[str, Table] | None = None,
) -> HttpResponse:
    """The answer to a request for a page with this table: the file, the fragment for htmx, or the whole page.

    ``also`` holds further tables of the page, each with a prefix of its own, by their names in the context.
    """
    htmx = getattr(request, "htmx", None)
    target = str(htmx.target or "").partition("#")[2] if htmx else ""
    for each in (table, *(also or {}).values()):
        wanted = request.GET.get(f"{each.prefix}format")
        if wanted in {"csv", "xlsx"} and each.exportable:
            make = as_csv if wanted == "csv" else as_xlsx
            return make(each.file_name, each.export_titles(), each.export_rows())
        if target in {f"{each.name}-result", each.name}:
            response = HttpResponse(each.result)
            break
    else:
        response = render(request, template, {"table": table, **(also or {}), **(context or {})})
    response["Vary"] = "HX-Request, Cookie"
    return response


def pages_shown(page: int, pages: int) -> list[int]:
    """The page numbers of a pager: first, last and those around the current one; 0 is a gap.

    >>> pages_shown(1, 3), pages_shown(6, 20)
    ([1, 2, 3], [1, 0, 5, 6, 7, 0, 20])
    """
    wanted = sorted({1, pages, *range(max(1, page - 1), min(pages, page + 1) + 1)})
    shown: list[int] = []
    for number in wanted:
        if shown and number - shown[-1] == 2:
            shown.append(number - 1)
        elif shown and number - shown[-1] > 2:
            shown.append(0)
        shown.append(number)
    return shown


@lru_cache(maxsize=2_000)
def _pair(key: str, value: str) -> str:
    """Names of columns and numbers of pages, as addresses carry them."""
    return urlencode({key: value})


class _State:
    """What the address says about this table."""

    def __init__(
        self, get: QueryDict, prefix: str, columns: Sequence[Column], page_size: int, order: str
    ) -> None:
        self.get, self.prefix, self.columns = get, prefix, columns
        # a table with pages, files and columns to sort by needs two dozen addresses
        self._kept = {
            key: urlencode({key: values}, doseq=True) for key, values in get.lists() if values and values[-1]
        }
        self.query = get.get(f"{prefix}q", "").strip()[:200]
        self.chosen = {
            column.name: chosen
            for column in columns
            if column.choices and (chosen := get.get(f"{prefix}{column.name}", ""))
        }
        self.size = self._number("size", page_size, most=max(*PAGE_SIZES, page_size))
        self.page = self._number("page", 1, most=1_000_000)
        asked = get.get(f"{prefix}sort", order)
        known = {column.name for column in columns if column.sortable}
        name = asked.removeprefix("-")
        self.asked = Asked(
            tuple(self.query.casefold().split()),
            tuple(self.chosen.items()),
            (name, asked.startswith("-")) if name in known else ("", False),
        )

    def _number(self, name: str, otherwise: int, *, most: int) -> int:
        text = self.get.get(f"{self.prefix}{name}", "")
        return min(int(text), most) if text.isdecimal() and len(text) < 9 and int(text) > 0 else otherwise

    def url(self, **changes: str) -> str:
        """The address of this page with some values of this table changed; an empty one takes a value away."""
        changed = {f"{self.prefix}{name}": (name, value) for name, value in changes.items()}
        parts = [
            part for key, part in self._kept.items() if key not in changed and key != f"{self.prefix}format"
        ]
        parts += [
            _pair(key, value)
            for key, (name, value) in changed.items()
            if value and not (name == "page" and value == "1")
        ]
        return f"?{'&'.join(parts)}"

    def cleared(self) -> str:
        return self.url(q="", page="", **dict.fromkeys((c.name for c in self.columns if c.choices), ""))

    def heading(self, column: Column) -> Heading:
        name, descending = self.asked.order
        mine = column.name == name
        following = column.name if not mine or descending else f"-{column.name}"
        return Heading(
            title=column.title,
            numeric=column.numeric,
            url=self.url(sort=following, page="") if column.sortable else "",
            order=("descending" if descending else "ascending") if mine else "",
        )

    def choices(self, rows: PagedRows) -> list[Choice]:
        found = []
        for column in self.columns:
            if column.choices:
                options = column.options or sorted(rows.texts(column), key=german_sort_key)
                chosen = self.chosen.get(column.name, "")
                shown = tuple(options[:MOST_CHOICES])
                found.append(Choice(f"{self.prefix}{column.name}", column.title, shown, chosen))
        return found

    def hidden(self) -> dict[str, str]:
        """What the filter form must carry along: everything in the address that it does not set itself."""
        own = {f"{self.prefix}{name}" for name in ("q", "page", "format", *self.chosen)}
        own |= {f"{self.prefix}{c.name}" for c in self.columns if c.choices}
        return {name: str(value) for name, value in self.get.items() if name not in own and value}

    def carried(self) -> dict[str, str]:
        """What the form for the number of rows must carry along; it begins anew at the first page."""
        own = {f"{self.prefix}{name}" for name in ("size", "page", "format")}
        return {name: str(value) for name, value in self.get.items() if name not in own}
