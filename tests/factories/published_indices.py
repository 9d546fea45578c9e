"""Published tables of other countries as numbers, and results by area, for the tests of indices."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa

from sozialraum.analytics.indices import IndexResult
from sozialraum.warehouse.sources import parse_values, read_table

TEXTS = {
    "lsoa11_code", "Data_Zone", "data_zone", "Intermediate_Zone", "Council_area", "gvb", "Jahr", "UnitCode", "UnitName", "Group_GDP",
    "Group_GDPpc", "Group_Pop", "Group_EurAsia", "uCode", "uName", "GDP_group", "GDPpc_group", "Pop_group", "EurAsia_group",
}  # fmt: skip


def numbers(path: Path) -> pa.Table:
    """A published table with its columns of numbers as floats; marks of suppression are unknown."""
    source = read_table(path)
    return pa.table(
        {
            name: source.table[name]
            if name in TEXTS
            else pa.array(parse_values(source.table[name], decimal=source.decimal).values, from_pandas=True)
            for name in source.columns
        }
    )


def by_code(result: IndexResult, column: str) -> dict[str, float]:
    """A column of the result by the key of its area."""
    return dict(zip(result.areas["area_code"].to_pylist(), result.areas[column].to_pylist(), strict=True))
