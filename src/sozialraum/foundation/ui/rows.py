"""Where the rows of a table come from: a list in memory, or a query that reads no more than a page shows.

A view that has all rows at hand gives them as they are. Where there may be thousands, it gives :class:`PagedRows`: the
table then asks for numbers, for the choices of a select and for the rows of one page, and only a file reads them all.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Any

from django.utils.functional import Promise

from sozialraum.foundation.database.collation import german_sort_key
from sozialraum.foundation.ui.cells import Column, is_absent, shown_value, text_of


@dataclass(frozen=True, slots=True)
class Asked:
    """What an address asks of the rows of a table.

    ``words`` all stand in the searched columns, whatever their case; ``chosen`` are the texts that columns show, by
    name; ``order`` is the column sorted by and whether it descends, an empty name where rows stay as they come.
    """

    words: tuple[str, ...] = ()
    chosen: tuple[tuple[str, str], ...] = ()
    order: tuple[str, bool] = ("", False)

    def __bool__(self) -> bool:
        """Whether fewer than all rows are asked for."""
        return bool(self.words or self.chosen)


class PagedRows(ABC):
    """Rows that are read page by page."""

    @abstractmethod
    def __len__(self) -> int:
        """How many rows there are, whatever is asked."""

    @abstractmethod
    def found(self, asked: Asked) -> Sequence[Any]:
        """The rows asked for, in order. Its length is counted and its slices are read when somebody asks for them."""

    @abstractmethod
    def texts(self, column: Column) -> Collection[str]:
        """What a column shows in all rows, each text once."""


class FoundRows(Sequence[Any]):
    """Rows that are counted and read when somebody asks: ``read`` gets the first number and how many, ``None`` for all."""

    def __init__(self, count: Callable[[], int], read: Callable[[int, int | None], Sequence[Any]]) -> None:
        self._count, self._read = count, read

    def __len__(self) -> int:
        return self._count()

    def __iter__(self) -> Iterator[Any]:
        return iter(self._read(0, None))

    def __getitem__(self, which: Any) -> Any:
        if not isinstance(which, slice):
            return self._read(range(len(self))[which], 1)[0]
        first, last, _step = which.indices(len(self))
        return self._read(first, last - first) if last > first else []


class RowsAtHand(PagedRows):
    """Rows that are in memory already; ``ordered`` names the order that they come in, with ``-`` for descending.

    Who keeps them (for one language) keeps the choices of their selects as well.
    """

    def __init__(self, columns: Sequence[Column], rows: Sequence[Any], *, ordered: str = "") -> None:
        self.columns, self.rows = columns, rows
        self.ordered = (ordered.removeprefix("-"), ordered.startswith("-"))
        self._texts: dict[str, frozenset[str]] = {}

    def __len__(self) -> int:
        return len(self.rows)

    def found(self, asked: Asked) -> Sequence[Any]:
        """The rows asked for, in order."""
        chosen = dict(asked.chosen)
        searched = [each for each in self.columns if each.search] if asked.words else []
        picked = [each for each in self.columns if each.name in chosen]
        rows = [
            row
            for row in self.rows
            if all(text_of(each, row) == chosen[each.name] for each in picked)
            and _says(" ".join(text_of(each, row) for each in searched), asked.words)
        ] if asked else self.rows  # fmt: skip
        return rows if asked.order == self.ordered else self._sorted(rows, *asked.order)

    def texts(self, column: Column) -> Collection[str]:
        """What a column shows in all rows."""
        if column.name not in self._texts:
            self._texts[column.name] = frozenset(self._different(column))
        return self._texts[column.name]

    def _different(self, column: Column) -> Collection[str]:
        if column.shown is not None:
            return {text_of(column, row) for row in self.rows}
        # of a thousand rows a dozen values are different, and each is put into words once
        values = {column.value(row) for row in self.rows}
        return {shown_value(value, decimals=column.decimals) for value in values}

    def _sorted(self, rows: Sequence[Any], name: str, descending: bool) -> Sequence[Any]:  # noqa: FBT001 (an order)
        column = next((each for each in self.columns if each.name == name), None)
        if column is None:
            return rows
        present, absent = [], []
        for row in rows:
            value = column.value(row)
            if is_absent(value):
                absent.append(row)
            else:
                present.append((_comparable(value), row))
        present.sort(key=itemgetter(0), reverse=descending)
        return [row for _key, row in present] + absent


def _says(text: str, words: Sequence[str]) -> bool:
    folded = text.casefold()
    return all(word in folded for word in words)


def _comparable(value: Any) -> Any:
    return german_sort_key(str(value)) if isinstance(value, str | Promise) else value
