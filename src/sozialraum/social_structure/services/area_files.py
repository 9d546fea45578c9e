"""Recognizing the levels of a cut from the files a municipality hands out: which file is which level, which column
holds the key and which the name.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import PurePath
from typing import Final

from sozialraum.social_structure.services.areas import AreaImportError, LevelTable
from sozialraum.warehouse.sources import SourceTable

_KEY_WORDS: Final = ("id", "key", "schluessel", "schlüssel", "code", "nummer", "nr", "ags")
_NAME_WORDS: Final = ("name", "bezeichnung", "titel", "label")
_PARENT_WORDS: Final = ("gehoert_zu", "gehört_zu", "parent", "uebergeordnet")


def propose_levels(sources: Sequence[SourceTable]) -> list[LevelTable]:
    """The levels that these files hold, from the coarsest (fewest areas) to the finest.

    The key is the column whose texts are all different and whose title says so, else the shortest such column; the
    name is the column that is titled so. Raises :class:`AreaImportError` for a file in which no column holds a key.
    """
    ordered = sorted(sources, key=lambda source: source.table.num_rows)
    return [_propose(source) for source in ordered]


def _propose(source: SourceTable) -> LevelTable:
    columns = [name for name in source.columns if name != "geometry"]
    unique = [name for name in columns if _all_different(source, name)]
    keys = [name for name in unique if _says(name, _KEY_WORDS)] or sorted(
        unique, key=lambda name: _longest(source, name)
    )
    if not keys:
        raise AreaImportError(
            "No column of “{file}” holds a key: every area needs one of its own.",
            "The columns are: {columns}. Add the official key, or remove rows that stand twice.",
            file=source.name, columns=", ".join(columns),
        )  # fmt: skip
    names = [name for name in columns if name != keys[0] and _says(name, _NAME_WORDS)]
    parents = [name for name in columns if name != keys[0] and _says(name, _PARENT_WORDS)]
    words = _words(source.name)
    return LevelTable(
        level=re.sub(r"[^a-z0-9]+", "_", words.casefold()).strip("_")[:40] or "area", singular=words, plural=words,
        source=source, key_column=keys[0], name_column=names[0] if names else keys[0],
        parent_column=parents[0] if parents else "",
    )  # fmt: skip


def _words(file_name: str) -> str:
    stem = re.sub(r"[_\-.]+", " ", PurePath(file_name).name.split(".")[0])
    return re.sub(r"\b(19|20)\d\d\b", "", stem).strip().capitalize() or "Gebiete"


def _says(column: str, words: Sequence[str]) -> bool:
    plain = column.casefold()
    parts = re.split(r"[^\w]+|_", plain)
    return plain in words or any(word in parts for word in words)


def _all_different(source: SourceTable, column: str) -> bool:
    values = source.table.column(column).to_pylist()
    return None not in values and "" not in values and len(set(values)) == len(values)


def _longest(source: SourceTable, column: str) -> int:
    return max(len(str(value)) for value in source.table.column(column).to_pylist())
