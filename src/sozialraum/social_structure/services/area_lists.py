"""Areas that only a table names: parts in order, then the areas above them, then the whole, told by their sums."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from sozialraum.warehouse.sources import SourceTable, parse_values

# a withheld or rounded part may be missing from a sum; more than this share of it is another sum
TOLERANCE: Final = 0.003
FEWEST_ROWS: Final = 4
NUMBERED: Final = re.compile(r"(\d+)\s+(?=[^\W\d])")
ENDS_IN_NUMBER: Final = re.compile(r"(\d+)$")


def levels_in_table(source: SourceTable) -> list[SourceTable]:
    """The levels that a table without outlines lists, the coarsest first, each with ``key``, ``name`` and ``parent``.

    The last row is the whole where the parts add up to it; the rows before it are the areas above the parts where they
    add up to it too, and the parts belong to them in the order in which their sums are reached. Areas without
    official keys are numbered in the order of the table. Empty where the table has no column of names.
    """
    label = _label_column(source)
    if not label:
        return []
    names = [each or "" for each in source.table.column(label).to_pylist()]
    columns = [
        numbers
        for column in source.columns
        if column != label and (numbers := _counts(source, column)) is not None
    ]
    above, whole = _split(columns, len(names))
    parts = names[: len(names) - above - whole]
    if not above:
        return [
            _level(source, [f"{place + 1:0{len(str(len(parts)))}}" for place in range(len(parts))], parts, [])
        ]
    uppers = names[len(parts) : len(parts) + above]
    belongs = _belonging(columns, len(parts), above)
    if belongs is None:
        return [_level(source, [f"{place + 1:03}" for place in range(len(parts))], parts, [])]
    codes = [f"{place + 1:02}" for place in range(above)]
    turn = [0] * above
    keys = []
    for upper in belongs:
        turn[upper] += 1
        keys.append(f"{codes[upper]}{turn[upper]:02}")
    return [
        _level(source, codes, uppers, []),
        _level(source, keys, parts, [codes[upper] for upper in belongs]),
    ]


def _level(source: SourceTable, keys: list[str], names: list[str], parents: list[str]) -> SourceTable:
    columns = {"key": keys, "name": names} | ({"parent": parents} if parents else {})
    table = pa.table({name: pa.array(cells, pa.string()) for name, cells in columns.items()})
    return replace(source, name=f"{source.name} ({len(keys)})", table=table, findings=(), groups={})


def _label_column(source: SourceTable) -> str:
    for column in source.columns:
        cells = source.table.column(column).to_pylist()
        spoken = [cell for cell in cells if cell and any(sign.isalpha() for sign in cell)]
        if len(cells) >= FEWEST_ROWS and len(spoken) == len(cells) and len(set(cells)) > 0.9 * len(cells):
            return column
    return ""


def _counts(source: SourceTable, column: str) -> NDArray[np.float64] | None:
    parsed = parse_values(source.table.column(column), decimal=source.decimal)
    known = parsed.values[np.isfinite(parsed.values)]
    whole = known.size == len(parsed.values) and bool(np.all(known == np.floor(known)) and np.all(known >= 0))
    return np.asarray(parsed.values) if whole and known.sum() > 0 else None


def _split(columns: Sequence[NDArray[np.float64]], rows: int) -> tuple[int, int]:
    """How many rows before the last one are areas above the parts, and whether the last one is the whole."""
    for above in range(2, rows // 3):
        if any(
            _adds(column[: -1 - above], column[-1]) and _adds(column[-1 - above : -1], column[-1])
            for column in columns
        ):
            return above, 1
    return 0, int(any(_adds(column[:-1], column[-1]) for column in columns))


def _adds(parts: NDArray[np.float64], total: float) -> bool:
    return bool(abs(parts.sum() - total) <= TOLERANCE * total)


def _belonging(columns: Sequence[NDArray[np.float64]], parts: int, above: int) -> list[int] | None:
    """To which upper area every part belongs, where the parts of each follow one another; None where they do not."""
    for column in columns:
        totals, borders, start = column[parts : parts + above], [0], 0
        for total in totals:
            reached = start + np.searchsorted(np.cumsum(column[start:parts]), total * (1 - TOLERANCE)) + 1
            if reached > parts or not _adds(column[start:reached], total):
                break
            start = int(reached)
            borders.append(start)
        if len(borders) == above + 1 and borders[-1] == parts:
            return [upper for upper in range(above) for _ in range(borders[upper], borders[upper + 1])]
    return None


def bare_names(names: Sequence[str], keys: Sequence[str]) -> list[str]:
    """Names without the number of the key in front, where every name bears it.

    >>> bare_names(["03 Nordstadt", "11 Mürwik"], ["STGT03", "STGT11"]), bare_names(["1. Mai", "Mitte"], ["1", "2"])
    (['Nordstadt', 'Mürwik'], ['1. Mai', 'Mitte'])
    """
    bare: list[str] = []
    for name, key in zip(names, keys, strict=True):
        found, number = NUMBERED.match(name), ENDS_IN_NUMBER.search(key)
        if found is None or number is None or int(found[1]) != int(number[1]):
            return list(names)
        bare.append(name[found.end() :])
    return bare
