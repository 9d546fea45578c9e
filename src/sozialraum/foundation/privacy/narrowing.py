"""Saying less of figures that were released already, to readers who may know less."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any

import pyarrow as pa

from sozialraum.foundation.privacy.release import FIGURE_COLUMNS, ReleasedTable, Withheld, reopen
from sozialraum.warehouse.snapshots import content_hash


def say_less(
    figures: ReleasedTable, *, withhold: Collection[str], further: Collection[str], decimals: Mapping[str, int]
) -> ReleasedTable:  # fmt: skip
    """The same figures with less in them; never with more.

    Areas in ``withhold`` lose all that is shown of them and say that they protect others. Of the further columns of an
    index only those named in ``further`` stay; columns in ``decimals`` are rounded to so many. The certificate is that
    of the smaller table: neither its hash nor its proof depends on what was taken away, since a hash of exact figures
    can be tried out against guesses.

    >>> import pyarrow as pa
    >>> from sozialraum.foundation.privacy.release import Kind, release
    >>> given = {"area_code": ["01", "02"], "status": ["observed"] * 2, "value": [0.123, 0.5], "z_a": [1.5, 2.0]}
    >>> empty = pa.nulls(2, pa.float64())
    >>> table = pa.table(given).append_column("numerator", empty).append_column("denominator", empty)
    >>> whole = release(table, kind=Kind.INDEX, source_hash="")
    >>> less = say_less(whole, withhold={"02"}, further=(), decimals={"value": 1})
    >>> less.figure("01").value, less.figure("01").extra, less.figure("02").withheld.value
    (0.1, {}, 'protects_others')
    """
    names = [each for each in figures.table.column_names if each in FIGURE_COLUMNS or each in further]
    kept = figures.table.select(names)
    rows = [_less(row, withhold, decimals) for row in kept.to_pylist()]
    table = pa.Table.from_pylist(rows, schema=kept.schema)
    reasons = [row["withheld"] for row in rows]
    digest = content_hash(table)
    certificate = replace(
        figures.certificate, source_hash="", table_digest=digest,
        proof_digest=hashlib.sha256(digest.encode()).hexdigest(),
        withheld={each.value: reasons.count(each.value) for each in Withheld if each.value in reasons},
    )  # fmt: skip
    return reopen(table, certificate)


def _less(row: Mapping[str, Any], withhold: Collection[str], decimals: Mapping[str, int]) -> dict[str, Any]:
    if row["area_code"] in withhold and row["status"] == "observed":
        nothing = dict.fromkeys(row)
        return nothing | {
            "area_code": row["area_code"], "status": "suppressed", "withheld": Withheld.PROTECTS_OTHERS.value,
        }  # fmt: skip
    return {
        name: round(value, decimals[name]) if name in decimals and value is not None else value
        for name, value in row.items()
    }
