"""Typed columns (Parquet, attributes of geodata) as text columns, the same as every other file gives."""

from __future__ import annotations

import math

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from sozialraum.analytics.messages import gettext_noop, shorten
from sozialraum.warehouse.sources.source_table import Finding, SourceError
from sozialraum.warehouse.sources.workbooks import number_text


def read_parquet(data: bytes, *, source: str) -> tuple[pa.Table, tuple[Finding, ...]]:
    """Read Parquet into text columns; SourceError where the file is damaged."""
    try:
        table = pq.read_table(pa.BufferReader(data))
    except (pa.ArrowException, OSError) as error:
        raise SourceError(
            gettext_noop("The Parquet file “{source}” is damaged or incomplete."),
            gettext_noop("Export it again and choose the new file."),
            source=source,
        ) from error
    return as_text(table)


def as_text(table: pa.Table) -> tuple[pa.Table, tuple[Finding, ...]]:
    """All columns as text; nested and binary columns are left out with a finding."""
    columns: dict[str, pa.ChunkedArray] = {}
    dropped: list[str] = []
    for name in table.column_names:
        column = table.column(name)
        if pa.types.is_dictionary(column.type):
            column = column.cast(column.type.value_type)
        kind = column.type
        if pa.types.is_nested(kind) or pa.types.is_binary(kind) or pa.types.is_large_binary(kind):
            dropped.append(name)
        else:
            columns[name] = _text_column(column)
    findings: tuple[Finding, ...] = ()
    if dropped:
        findings = (
            Finding.notice(
                "columns_dropped",
                gettext_noop("{count} columns hold no plain values and were left out: {columns}."),
                count=len(dropped),
                columns=shorten(dropped),
            ),
        )
    return pa.table(columns), findings


def _text_column(column: pa.ChunkedArray) -> pa.ChunkedArray:
    kind = column.type
    if pa.types.is_floating(kind):
        texts = [
            None if value is None or math.isnan(value) else number_text(value) for value in column.to_pylist()
        ]
        return pa.chunked_array([pa.array(texts, pa.string())])
    if pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_string_view(kind):
        trimmed = pc.utf8_trim_whitespace(column.cast(pa.string()))
        return pc.if_else(pc.equal(trimmed, ""), pa.scalar(None, pa.string()), trimmed)
    if pa.types.is_null(kind):
        return column.cast(pa.string())
    if pa.types.is_timestamp(kind) or pa.types.is_date(kind):
        return pa.chunked_array(
            [
                pa.array(
                    [None if value is None else value.isoformat() for value in column.to_pylist()],
                    pa.string(),
                )
            ]
        )
    return column.cast(pa.string())
