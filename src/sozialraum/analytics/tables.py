"""Arrow tables at the border of the arithmetic: what comes in, and columns as NumPy arrays."""

from __future__ import annotations

import re
from collections.abc import Sequence
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


def unique_or_error(
    codes: Sequence[str | None] | pa.Array, *, column: str, periods: pa.Array | None = None
) -> None:
    """Raise TableError where a key stands twice (in one period): an area has one row."""
    codes = codes if isinstance(codes, pa.Array) else pa.array(codes, pa.string())
    rows = pa.table({"code": codes} | ({} if periods is None else {"period": periods})).filter(
        pc.is_valid(codes)
    )
    if periods is None and _increase(rows.column("code").combine_chunks()):
        return
    encoded = pc.dictionary_encode(rows.column("code")).combine_chunks()
    places = np.asarray(encoded.indices, dtype=np.int64)
    if periods is not None:
        when = pc.dictionary_encode(rows.column("period"), null_encoding="encode").combine_chunks()
        places = places * len(when.dictionary) + np.asarray(when.indices)
    ordered = np.sort(places)
    if not (ordered[1:] == ordered[:-1]).any():
        return
    found, counts = np.unique(places, return_counts=True)
    twice = found[counts > 1] // (1 if periods is None else len(when.dictionary))
    raise TableError(
        gettext_noop("The key column “{column}” names areas more than once: {areas}."),
        gettext_noop("Keep one row per area, or name the period column if the table holds several years."),
        column=column,
        areas=shorten(sorted(set(encoded.dictionary.take(pa.array(twice)).to_pylist()))),
    )


def _increase(codes: pa.Array) -> bool:
    """Whether every key is above the one before, as most tables come: then none stands twice."""
    return pc.all(pc.less(codes[:-1], codes[1:])).as_py() is not False
