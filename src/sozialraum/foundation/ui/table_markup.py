"""The markup of a table around its rows: filter, numbers, head and pager.

Written here and not in a template, as the rows are: every page with a table shows a hundred small values, and a template
takes ten times as long for each. Everything that comes from outside of this module is escaped.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from sozialraum.foundation.ui.cells import escaped
from sozialraum.foundation.ui.drawing import number as in_figures

if TYPE_CHECKING:
    from sozialraum.foundation.ui.tables import Choice, Heading, PageLink, Table

FEW = 10
"""So many rows stand on one page whatever its size, and need no pager."""
ARROWS = {"ascending": "↑", "descending": "↓", "": "↕"}


@dataclass(frozen=True, slots=True)
class _Words:
    """What every table says in one language."""

    all: str
    filter: str
    clear: str
    nothing: str
    everything: str
    pages: str
    page: str
    back: str
    next: str
    per_page: str
    show: str


@lru_cache(maxsize=16)
def _words_in(_language: str | None) -> _Words:
    return _Words(
        all=_("All"), filter=_("Filter"), clear=_("Clear filters"), nothing=_("Nothing matches these filters."),
        everything=_("Show everything"), pages=_("Pages of the table"), page=_("Page %(number)s"), back=_("Back"),
        next=_("Next"), per_page=_("per page"), show=_("Show"),
    )  # fmt: skip


def filter_form(table: Table) -> SafeString:
    """The form above the table; empty where nothing can be searched or chosen."""
    if not (table.searched or table.choices):
        return SafeString("")
    words, name = _words_in(get_language()), escaped(table.name)
    label = _("Filter: %(name)s") % {"name": escaped(table.caption or table.name)}
    searched = ""
    if table.searched:
        titles = ", ".join(escaped(each) for each in table.searched)
        searched = (
            f'<div class="field"><label for="{name}-q">{titles}</label><input class="in" type="search" id="{name}-q" '
            f'name="{escaped(table.urls["text"])}" value="{escaped(table.query)}" autocomplete="off"></div>'
        )
    choices = "".join(_select(name, each, words.all) for each in table.choices)
    # every value in it has passed escaped
    return SafeString(
        f'<form class="filter noprint" id="{name}-filter" role="search" aria-label="{label}" method="get" '
        f'hx-get="{escaped(table.path)}" hx-target="#{name}-result" hx-swap="outerHTML" '
        'hx-trigger="input delay:150ms, change, submit" hx-sync="this:replace" hx-replace-url="true">\n'
        f"{searched}\n{choices}\n"
        f'<div class="acts"><noscript><button class="btn two small" type="submit">{words.filter}</button></noscript>'
        f'<a class="btn three small" href="{escaped(table.urls["clear"])}">{words.clear}</a></div>\n</form>'
    )


def _select(name: str, choice: Choice, everything: str) -> str:
    field = escaped(choice.name)
    options = "".join(
        f"<option{' selected' if option == choice.chosen else ''}>{escaped(option)}</option>"
        for option in choice.options
    )
    return (
        f'<div class="field"><label for="{name}-{field}">{escaped(choice.title)}</label>'
        f'<select id="{name}-{field}" name="{field}"><option value="">{everything}</option>{options}</select></div>'
    )


def result(table: Table) -> SafeString:
    """What a filter, an order or another page changes: how many rows there are, the rows, the pager."""
    words, name = _words_in(get_language()), escaped(table.name)
    filtered = " " + _("of %(total)s") % {"total": in_figures(table.total)} if table.filtered else ""
    files = ""
    if table.exportable and table.matching:
        csv, xlsx = escaped(table.urls["csv"]), escaped(table.urls["xlsx"])
        files = f'<p class="links"><a href="{csv}" download>CSV</a><a href="{xlsx}" download>Excel</a></p>'
    carried = _carried(table.hidden, f' form="{name}-filter"')
    # every value in it has passed escaped
    return SafeString(
        f'<div class="table-result" id="{name}-result">\n{carried}\n'
        f'<div class="res"><p role="status"><b>{escaped(table.counted)}</b>{filtered}</p>\n{files}</div>\n'
        f"{_rows(table, name) if table.rows else _nothing(table, words)}\n"
        f"{_pager(table, name, words) if table.total > FEW and table.rows else ''}\n</div>\n"
    )


def _carried(values: Mapping[str, str], attributes: str = "") -> str:
    return "".join(
        f'<input type="hidden" name="{escaped(key)}" value="{escaped(value)}"{attributes}>'
        for key, value in values.items()
    )


def _nothing(table: Table, words: _Words) -> str:
    clear = escaped(table.urls["clear"])
    return f'<div class="notice"><p>{words.nothing} <a href="{clear}">{words.everything}</a></p></div>'


def _rows(table: Table, name: str) -> str:
    caption = f'<caption class="sr">{escaped(table.caption)}</caption>' if table.caption else ""
    head = "".join(_heading(each, escaped(table.path), name) for each in table.headings)
    return (
        f'<div class="scroll" tabindex="0" role="region" aria-label="{escaped(table.caption or table.counted)}">'
        f'<table class="data">\n{caption}\n<thead><tr>{head}</tr></thead>\n<tbody>{table.body}</tbody>\n</table></div>\n'
    )


def _heading(head: Heading, path: str, name: str) -> str:
    attributes = (' class="n"' if head.numeric else "") + (f' aria-sort="{head.order}"' if head.order else "")
    title = escaped(head.title)
    if head.url:
        arrow = f'<span aria-hidden="true">{ARROWS[head.order]}</span>'
        title = f'<a class="sort" {_leads(escaped(head.url), path, name)}>{title} {arrow}</a>'
    return f'<th scope="col"{attributes}>{title}</th>'


def _leads(url: str, path: str, name: str, attributes: str = "") -> str:
    return (
        f'href="{url}"{attributes} hx-get="{path}{url}" hx-target="#{name}-result" hx-swap="outerHTML" '
        'hx-push-url="true"'
    )


def _pager(table: Table, name: str, words: _Words) -> str:
    path, size = escaped(table.path), escaped(table.urls["size"])
    pages = ""
    if table.pages > 1:
        links = "".join(_page(each, path, name, words.page) for each in table.links)
        before = _step(table.urls["before"], path, name, words.back, "prev")
        pages = f"{before}\n{links}\n{_step(table.urls['after'], path, name, words.next, 'next')}"
    sizes = "".join(
        f"<option{' selected' if each == table.size else ''}>{each}</option>" for each in table.sizes
    )
    return (
        f'<nav class="pager" aria-label="{words.pages}">\n{pages}\n'
        f'<form method="get" hx-get="{path}" hx-target="#{name}-result" hx-swap="outerHTML" '
        f'hx-trigger="change, submit" hx-push-url="true"><label for="{name}-size">{words.per_page}</label>'
        f'<select id="{name}-size" name="{size}">{sizes}</select>{_carried(table.carried)}'
        f'<noscript><button class="btn two small" type="submit">{words.show}</button></noscript></form>\n</nav>'
    )


def _step(url: str, path: str, name: str, word: str, kind: str) -> str:
    if not url:
        return f'<span class="off">{word}</span>'
    leads = _leads(escaped(url), path, name, f' rel="{kind}"')
    return f"<a {leads}>{word}</a>"


def _page(link: PageLink, path: str, name: str, word: str) -> str:
    if not link.number:
        return '<span class="gap">…</span>'
    here = ' aria-current="page"' if link.current else ""
    said = f' aria-label="{word % {"number": link.number}}"'
    return f"<a {_leads(escaped(link.url), path, name, here + said)}>{link.number}</a>"
