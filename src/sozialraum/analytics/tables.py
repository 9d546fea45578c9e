"""Arrow tables at the border of the arithmetic: what comes in, and columns as NumPy arrays."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from sozialraum.analytics.messages import gettext_noop, shorten
from sozialraum.errors import SozialraumError

FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]


class ArrowStream(Protocol):
    """Anything that speaks the Arrow C stream: pandas, polars, DuckDB, pyarrow."""

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object: ...


class TableError(SozialraumError):
    """A table that does not carry what the arithmetic needs."""


def as_table(source: pa.Table | ArrowStream) -> pa.Table:
    """Take a table from whatever the caller works with, without a copy where Arrow allows.

    Raises TableError for objects that do not speak the Arrow C stream.
    """
    if isinstance(source, pa.Table):
        return source
    if hasattr(source, "__arrow_c_stream__"):
        return pa.table(source)
    raise TableError(
        gettext_noop("A {kind} is not a table that can be computed with."),
        gettext_noop("Hand in an Arrow table or a pandas, polars or DuckDB table."),
        kind=type(source).__name__,
    )


def find_column(table: pa.Table, names: Sequence[str]) -> str | None:
    """The first of `names` that the table has: exact spelling, then case-blind, then with `*` for any text.

    >>> find_column(pa.table({"ID": ["1"], "Rank_2016": [1.0]}), ["id"])
    'ID'
    >>> find_column(pa.table({"ID": ["1"], "Rank_2016": [1.0]}), ["rank", "rank_*"])
    'Rank_2016'
    """
    present = set(table.column_names)
    for name in names:
        if name in present:
            return name
    folded = {column.strip().casefold(): column for column in reversed(table.column_names)}
    found = next((folded[name.casefold()] for name in names if name.casefold() in folded), None)
    if found is not None:
        return found
    for name in names:
        if "*" in name:
            pattern = re.compile(".*".join(re.escape(piece) for piece in name.casefold().split("*")))
            matching = [
                column for column in table.column_names if pattern.fullmatch(column.strip().casefold())
            ]
            if len(matching) == 1:
                return matching[0]
    return None


def text_array(table: pa.Table, name: str) -> pa.Array:
    """A column of keys or marks as one array of text, trimmed, blank as null.

    Numbers are refused: a leading zero would already be lost. Raises TableError for them.
    """
    column = table.column(name)
    if pa.types.is_dictionary(column.type):
        column = column.cast(column.type.value_type)
    if pa.types.is_null(column.type):
        return pa.nulls(len(column), pa.string())
    if not (
        pa.types.is_string(column.type)
        or pa.types.is_large_string(column.type)
        or pa.types.is_string_view(column.type)
    ):
        raise TableError(
            gettext_noop("The key column “{column}” holds {type} and not text."),
            gettext_noop("Read official keys as text, so that a leading zero stays."),
            column=name,
            type=column.type,
        )
    trimmed = pc.utf8_trim_whitespace(column.cast(pa.string()).combine_chunks())
    return pc.if_else(pc.equal(trimmed, ""), pa.scalar(None, pa.string()), trimmed)


def text_column(table: pa.Table, name: str) -> list[str | None]:
    """A column of keys or marks as a list of text, read as `text_array` does."""
    values: list[str | None] = text_array(table, name).to_pylist()
    return values


def float_column(table: pa.Table, name: str, *, missing_values: Sequence[float] = ()) -> FloatArray:
    """A column as float64; null, NaN, infinity and the `missing_values` become NaN, never zero."""
    column = table.column(name)
    if pa.types.is_null(column.type):
        return np.full(len(column), np.nan)
    if not (
        pa.types.is_integer(column.type)
        or pa.types.is_floating(column.type)
        or pa.types.is_decimal(column.type)
    ):
        raise TableError(
            gettext_noop("The column “{column}” holds {type} and not numbers."),
            gettext_noop("Parse its values first; unknown values become null."),
            column=name,
            type=column.type,
        )
    values = np.array(pc.cast(column, pa.float64(), safe=False).to_numpy(), dtype=np.float64)
    values[~np.isfinite(values)] = np.nan
    for mark in missing_values:
        values[values == mark] = np.nan
    return values


@dataclass(frozen=True)
class RowOrder:
    """Where every row stands by period and key: `places` are whole numbers below `size`, -1 without a key.

    Two rows have the same place only if they have the same key (in the same period).
    """

    places: NDArray[np.int64]
    size: int

    @classmethod
    def of(cls, codes: pa.Array, periods: pa.Array | None = None) -> RowOrder:
        """Read the order off the texts, each different one compared once.

        >>> RowOrder.of(pa.array(["b", "a", "b"]), pa.array(["2024", "2024", "2023"])).places.tolist()
        [3, 2, 1]
        """
        if periods is None and not codes.null_count and _increase(codes):
            return cls(np.arange(len(codes)), len(codes))
        by_code, distinct = _text_ranks(codes)
        if periods is None:
            return cls(by_code, distinct)
        by_period, several = _text_ranks(periods)
        # rows without a period share one that comes before all others
        places = (
            (by_period + 1) * distinct + by_code if (by_period < 0).any() else by_period * distinct + by_code
        )
        places[by_code < 0] = -1
        return cls(places, (several + 1) * distinct)

    def sorted(self, rows: NDArray[np.intp]) -> NDArray[np.intp]:
        """These rows by place; they have keys, and no two have the same place."""
        places = self.places[rows]
        if _rises(places):
            return rows
        if not self._dense(len(rows)):
            return rows[np.argsort(places)]
        laid = np.full(self.size, -1, dtype=np.intp)
        laid[places] = rows
        found: NDArray[np.intp] = laid[laid >= 0]
        return found

    def twice(self) -> NDArray[np.intp]:
        """The rows whose place an earlier row has."""
        keyed = np.flatnonzero(self.places >= 0)
        places = self.places[keyed]
        if _rises(places) or (self._dense(len(keyed)) and np.bincount(places).max() < 2):
            return keyed[:0]
        order = np.argsort(places, kind="stable")
        ordered = places[order]
        again: NDArray[np.intp] = keyed[order[1:][ordered[1:] == ordered[:-1]]]
        return again

    def _dense(self, rows: int) -> bool:
        """Whether laying rows out by place is faster than comparing them."""
        return self.size <= 8 * rows + 1000


def _rises(places: NDArray[np.int64]) -> bool:
    return bool((places[1:] > places[:-1]).all())


def unique_or_error(
    codes: Sequence[str | None] | pa.Array, *, column: str, order: RowOrder | None = None
) -> None:
    """Raise TableError where a key stands twice (in one period, by `order`): an area has one row."""
    codes = codes if isinstance(codes, pa.Array) else pa.array(codes, pa.string())
    again = (order or RowOrder.of(codes)).twice()
    if not again.size:
        return
    raise TableError(
        gettext_noop("The key column “{column}” names areas more than once: {areas}."),
        gettext_noop("Keep one row per area, or name the period column if the table holds several years."),
        column=column,
        areas=shorten(sorted(set(codes.take(pa.array(again)).to_pylist()))),
    )


def _text_ranks(texts: pa.Array) -> tuple[NDArray[np.int64], int]:
    """The place of every text among the distinct ones (-1 for null), and how many these are."""
    encoded = texts.dictionary_encode()
    if isinstance(encoded, pa.ChunkedArray):
        encoded = encoded.combine_chunks()
    order = np.asarray(pc.sort_indices(encoded.dictionary))
    ranks = np.full(len(order) + 1, -1, dtype=np.int64)
    ranks[order] = np.arange(len(order))
    return ranks[np.asarray(pc.fill_null(encoded.indices, len(order)))], len(order)


def _increase(codes: pa.Array) -> bool:
    """Whether every key is above the one before, as most tables come: then none stands twice."""
    return pc.all(pc.less(codes[:-1], codes[1:])).as_py() is not False
