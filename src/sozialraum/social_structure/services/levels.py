"""What files of areas say about themselves: which level each is, which column is the key, which the name."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from pathlib import PurePath
from typing import Final

from django.utils.translation import gettext_noop

from sozialraum.social_structure.services.area_lists import levels_in_table
from sozialraum.social_structure.services.areas import AreaImportError
from sozialraum.warehouse.sources import SourceTable

KEY_NAME: Final = re.compile(
    r"(^|[\W_])(id|key|code|nr|nummer|schl|schluessel|schlüssel|kennung|ags|ars)\W*$", re.IGNORECASE
)
LABEL_NAME: Final = re.compile(r"(name|bezeichnung|titel|label)", re.IGNORECASE)
LONGEST_KEY: Final = 20
# the sign in a file's name (the longer word before its part), and what one and many such areas are called
LEVEL_WORDS: Final = (
    ("planning-area", "Planungsraum", "Planungsräume"),
    ("forecast-area", "Prognoseraum", "Prognoseräume"),
    ("district-region", "Bezirksregion", "Bezirksregionen"),
    ("neighbourhood", "Quartier", "Quartiere"),
    ("district", "Bezirk", "Bezirke"),
    ("bezirksregion", "Bezirksregion", "Bezirksregionen"),
    ("stadtbezirk", "Stadtbezirk", "Stadtbezirke"),
    ("planungsr", "Planungsraum", "Planungsräume"),
    ("prognoser", "Prognoseraum", "Prognoseräume"),
    ("sozialr", "Sozialraum", "Sozialräume"),
    ("stadtteil", "Stadtteil", "Stadtteile"),
    ("ortsteil", "Ortsteil", "Ortsteile"),
    ("stadtviertel", "Stadtviertel", "Stadtviertel"),
    ("quartier", "Quartier", "Quartiere"),
    ("baubl", "Baublock", "Baublöcke"),
    ("gemeinde", "Gemeinde", "Gemeinden"),
    ("bezirk", "Bezirk", "Bezirke"),
    ("kreis", "Kreis", "Kreise"),
)
# what usually lies above areas of that name, where one table lists both levels under the name of the finer one
WORDS_ABOVE: Final = {
    "Stadtteil": ("Stadtbezirk", "Stadtbezirke"),
    "Ortsteil": ("Stadtbezirk", "Stadtbezirke"),
    "Stadtviertel": ("Stadtteil", "Stadtteile"),
    "Quartier": ("Stadtteil", "Stadtteile"),
    "Planungsraum": ("Bezirksregion", "Bezirksregionen"),
    "Baublock": ("Quartier", "Quartiere"),
}
# cities that are a Land have Bezirke
CITY_STATES: Final = frozenset({"Berlin", "Hamburg"})
YEAR: Final = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
SINCE_NAME: Final = re.compile(r"(stand|valid|gueltig|gültig|lifecycle|beginn|since)", re.IGNORECASE)


def propose_columns(source: SourceTable) -> tuple[str, str]:
    """The columns of key and name in a file of areas.

    A key is there in every row, short, without blanks, and nearly never twice; among several such columns the one
    whose name says so wins. Raises :class:`AreaImportError` where no column can be the key.
    """
    scores = {column: _key_score(source, column) for column in source.columns}
    key = max(scores, key=lambda column: scores[column], default="")
    if not key or scores[key] <= 0:
        raise AreaImportError(
            gettext_noop("No column of “{file}” can be the areas' key."),
            gettext_noop("Name it. Its columns are: {columns}."),
            file=source.name,
            columns=", ".join(source.columns),
        )
    named = [column for column in source.columns if column != key and LABEL_NAME.search(column)]
    return key, (named or [key])[0]


def _has_keys(source: SourceTable) -> bool:
    return any(KEY_NAME.search(column) and _key_score(source, column) > 0 for column in source.columns)


def _key_score(source: SourceTable, column: str) -> float:
    cells = source.table.column(column).to_pylist()
    if not cells or any(cell is None or len(cell) > LONGEST_KEY or " " in cell for cell in cells):
        return 0.0
    distinct = len(set(cells)) / len(cells)
    if distinct < 0.99:
        return 0.0
    same_length = len({len(cell) for cell in cells}) == 1
    digits = all(cell.isalnum() for cell in cells)
    # a size in square metres is unique as well, but no key
    decimal = any("." in cell or "," in cell for cell in cells)
    return distinct + 2 * bool(KEY_NAME.search(column)) + same_length + digits - 3 * decimal


@dataclass(frozen=True, slots=True)
class LevelProposal:
    """What a file of areas is taken for: the words of its level and its columns.

    ``key_column`` is empty where no column can be the key; ``parent_column`` is empty where the keys themselves say
    to which area of the coarser level an area belongs.
    """

    source: SourceTable
    singular: str
    plural: str
    key_column: str
    name_column: str
    parent_column: str = ""


def propose_levels(sources: Iterable[SourceTable]) -> list[LevelProposal]:
    """What each file of a cut is, from the coarsest level to the finest: the fewest areas first.

    A table without outlines and without official keys may list several levels at once (:func:`levels_in_table`).
    """
    levels: list[LevelProposal] = []
    above: set[str] = set()
    listed = [
        level
        for each in sources
        for level in ((not each.has_geometry and not _has_keys(each) and levels_in_table(each)) or [each])
    ]
    for source in sorted(listed, key=lambda each: (each.table.num_rows, each.name)):
        try:
            key, name = propose_columns(source)
        except AreaImportError:
            key, name = "", ""
        keys = set(source.table.column(key).to_pylist()) if key else set()
        parent = _parent_column(source, key, keys, above) if levels and key else ""
        levels.append(LevelProposal(source, *_words_for(source, key), key, name, parent))
        above = keys
    return _told_apart(levels)


def _told_apart(levels: list[LevelProposal]) -> list[LevelProposal]:
    """Levels that one file lists under one word get the word that usually stands above the finer one."""
    for place in range(len(levels) - 1, 0, -1):
        upper, lower = levels[place - 1], levels[place]
        if upper.singular == lower.singular and lower.singular in WORDS_ABOVE:
            singular, plural = WORDS_ABOVE[lower.singular]
            if CITY_STATES & _first_words(upper.source, upper.name_column) and singular == "Stadtbezirk":
                singular, plural = "Bezirk", "Bezirke"
            levels[place - 1] = replace(upper, singular=singular, plural=plural)
    return levels


def _first_words(source: SourceTable, column: str) -> set[str]:
    cells = source.table.column(column).to_pylist() if column in source.columns else []
    return {re.split(r"\W", cell, maxsplit=1)[0] for cell in cells if cell}


def year_of(sources: Iterable[SourceTable]) -> int | None:
    """Since which year a cut holds, as its files say: in a column that says since when, else in a file's name.

    The latest of several; None where none says it.
    """
    files = list(sources)
    told = [year for each in files if (year := _year_in_columns(each))]
    named = [int(found) for each in files for found in YEAR.findall(PurePath(each.name).stem)]
    return max(told or named, default=None)


def _year_in_columns(source: SourceTable) -> int | None:
    for column in source.columns:
        if SINCE_NAME.search(column):
            cells = [each for each in source.table.column(column).to_pylist() if each]
            years = [found for each in cells if len(found := YEAR.findall(each)) == 1]
            if cells and len(years) == len(cells):
                return max(int(found[0]) for found in years)
    return None


def _words_for(source: SourceTable, key: str) -> tuple[str, str]:
    """What one and many areas of a file are called: as its name says, else as the heading of its keys says."""
    for said in (source.name, key):
        singular, plural = words_of(said)
        if singular != plural:
            return singular, plural
    return words_of(source.name) if source.has_geometry else ("Gebiet", "Gebiete")


def words_of(file_name: str) -> tuple[str, str]:
    """One and many of the areas that a file is named after; the name itself where it says no usual word.

    >>> words_of("lor_bezirksregionen_2021.shp"), words_of("Zuschnitt_A.geojson")
    (('Bezirksregion', 'Bezirksregionen'), ('Zuschnitt A', 'Zuschnitt A'))
    >>> words_of("berlin-lor-districts.geojson")
    ('Bezirk', 'Bezirke')
    """
    stem = PurePath(file_name).stem
    said = re.sub(r"[_ ]", "-", stem.lower())
    found = next((pair for sign, *pair in LEVEL_WORDS if sign in said), None)
    plain = stem.replace("_", " ").strip()
    return (found[0], found[1]) if found else (plain, plain)


def _parent_column(source: SourceTable, key: str, keys: Collection[str], above: Collection[str]) -> str:
    if all(any(each.startswith(code) for code in above) for each in keys):
        return ""
    fitting = (
        column
        for column in source.columns
        if column != key and set(source.table.column(column).to_pylist()) <= set(above)
    )
    return next(fitting, "")
