"""The rows of a table: to which area and date each belongs, which are totals, which fit nowhere."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from sozialraum.social_structure.enums import FindingKind, Weight
from sozialraum.social_structure.models import Area, AreaSystem
from sozialraum.social_structure.services.reading.plans import (
    SHOWN_ROWS,
    Finding,
    Plan,
    date_from,
)
from sozialraum.warehouse.sources import SourceTable, repair_keys, without_number

# a file that matches less than this share of its rows was made for another cut
LEAST_MATCH: Final = 0.5
TOTAL_WORDS: Final = re.compile(
    r"^(stadt|kreis|gemeinde|landkreis|gesamtstadt|stadtgebiet)?\s*(insgesamt|gesamt|zusammen|summe|total|alle)\b.*$",
    re.IGNORECASE,
)
_EPOCH: Final = date(1970, 1, 1)


@dataclass(frozen=True, slots=True)
class AreaList:
    """The areas of a cut, from the finest level to the whole; arrays are parallel.

    ``parents`` holds the place of the area above, -1 for the whole.
    """

    ids: NDArray[np.int64]
    codes: tuple[str, ...]
    names: tuple[str, ...]
    levels: tuple[str, ...]
    parents: NDArray[np.int64]
    whole: int
    depth: Mapping[str, int]

    @property
    def places(self) -> dict[str, int]:
        """The place of an area by its key."""
        return {code: place for place, code in enumerate(self.codes)}


def areas_in(system: AreaSystem) -> AreaList:
    """The areas of a cut."""
    rows = list(
        Area.objects.filter(system=system)
        .order_by("area_code")
        .values_list("id", "area_code", "name", "level", "parent_id")
    )
    place_of = {row[0]: place for place, row in enumerate(rows)}
    parents = np.array([place_of.get(row[4], -1) for row in rows], dtype=np.int64)
    return AreaList(
        ids=np.array([row[0] for row in rows], dtype=np.int64), codes=tuple(row[1] for row in rows),
        names=tuple(row[2] for row in rows), levels=tuple(row[3] for row in rows), parents=parents,
        whole=int(np.flatnonzero(parents < 0)[0]) if rows else -1,
        depth={level["code"]: place for place, level in enumerate(system.levels)},
    )  # fmt: skip


@dataclass(slots=True)
class Rows:
    """Area (its place in the list, -1 for none) and date (days since 1970, NaT as the least integer) of every row."""

    areas: NDArray[np.int64]
    days: NDArray[np.int64]
    findings: list[Finding] = field(default_factory=list)

    @property
    def kept(self) -> NDArray[np.bool_]:
        """The rows that belong to an area and a date."""
        return (self.areas >= 0) & (self.days > NO_DAY)


NO_DAY: Final = np.iinfo(np.int64).min


def match_rows(source: SourceTable, plan: Plan, areas: AreaList, reference_date: date | None) -> Rows:
    """Find area and date of every row; what was repaired, is a total or fits nowhere is listed.

    A row whose key or label names the whole (“Insgesamt”, “Stadt Köln”, the municipality's name) belongs to the
    whole. Names that stand for areas of several levels are told apart by their order: totals stand together.
    """
    column = source.table.column(plan.key_column)
    by_name = plan.matched_by == "name"
    found, repaired = _by_names(column, areas) if by_name else _by_codes(column, areas, plan.level)
    totals = _totals(source, plan, areas, found)
    found[totals] = areas.whole
    rows = Rows(found, _days(source, plan, reference_date))
    first = source.first_row
    blank = pc.is_null(column).to_numpy(zero_copy_only=False)
    unmatched = np.flatnonzero((found < 0) & ~blank)
    known = int((found >= 0).sum())
    if unmatched.size:
        examples = _examples(column, unmatched)
        weight = Weight.STOPS if known < LEAST_MATCH * (len(found) - blank.sum()) else Weight.NOTICE
        rows.findings.append(
            Finding(FindingKind.UNMATCHED_KEY, weight, int(unmatched.size), plan.key_column, some(unmatched, first), examples)
        )  # fmt: skip
    if repaired.size:
        example = areas.codes[found[repaired[0]]]
        rows.findings.append(
            Finding(FindingKind.REPAIRED_KEY, Weight.NOTICE, int(repaired.size), plan.key_column, some(repaired, first),
                    (f"{column[int(repaired[0])].as_py()} → {example}",))
        )  # fmt: skip
    keyless = np.flatnonzero((found < 0) & blank)
    if keyless.size:
        rows.findings.append(
            Finding(FindingKind.ROW_WITHOUT_KEY, Weight.NOTICE, int(keyless.size), plan.key_column, some(keyless, first))
        )  # fmt: skip
    if totals.size:
        rows.findings.append(
            Finding(FindingKind.TOTAL_ROW, Weight.NOTICE, int(totals.size), plan.key_column, some(totals, first),
                    (areas.names[areas.whole],))
        )  # fmt: skip
    undated = np.flatnonzero((found >= 0) & (rows.days == NO_DAY))
    if undated.size:
        rows.findings.append(
            Finding(FindingKind.UNREADABLE_DATE, Weight.NOTICE, int(undated.size), plan.date_column, some(undated, first),
                    _examples(source.table.column(plan.date_column), undated) if plan.date_column else ())
        )  # fmt: skip
    return rows


def _examples(column: pa.ChunkedArray, places: NDArray[np.int64]) -> tuple[str, ...]:
    texts = column.take(pa.array(places[:5_000])).to_pylist()
    return tuple(dict.fromkeys(str(each) for each in texts if each))[:SHOWN_ROWS]


def encoded(column: pa.ChunkedArray) -> tuple[list[str], NDArray[np.int64]]:
    """The distinct texts of a column and for every row the place of its text, the last place for empty ones."""
    flat = pa.concat_arrays(column.chunks) if column.num_chunks else pa.array([], pa.string())
    encoded = flat.dictionary_encode()
    texts = encoded.dictionary.to_pylist()
    places = pc.fill_null(encoded.indices, len(texts)).to_numpy(zero_copy_only=False).astype(np.int64)
    return texts, places


def _by_codes(
    column: pa.ChunkedArray, areas: AreaList, level: str
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    texts, rows = encoded(column)
    places = areas.places
    own = frozenset(code for code, at in zip(areas.codes, areas.levels, strict=True) if at == level)
    others = frozenset(areas.codes) - own - {areas.codes[areas.whole]}
    found = np.full(len(texts) + 1, -1, dtype=np.int64)
    changed = np.zeros(len(texts) + 1, dtype=np.bool_)
    # the level that the file was made for comes first; a key of another level counts where it fits none of these
    for codes in (own or others, others):
        open_texts = [place for place in range(len(texts)) if found[place] < 0]
        repair = repair_keys([texts[place] for place in open_texts], codes)
        missed = set(repair.unmatched)
        for position, place in enumerate(open_texts):
            code = repair.values[position]
            if code is not None and position not in missed:
                found[place] = places[code]
                changed[place] = code != texts[place].strip()
    return found[rows], np.flatnonzero(changed[rows])


def plain_area_name(name: str) -> str:
    """A name for comparing: without case and a number in front, with one kind of hyphen and blank.

    >>> plain_area_name("Neugraben – Fischbek ") == plain_area_name("neugraben-fischbek")
    True
    >>> plain_area_name("03 Nordstadt")
    'nordstadt'
    """
    return re.sub(r"\s*[-–—/]\s*", "-", without_number(" ".join(name.split()))).casefold()


def _by_names(column: pa.ChunkedArray, areas: AreaList) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    texts, rows = encoded(column)
    named: dict[str, list[int]] = {}
    for place, name in enumerate(areas.names):
        named.setdefault(plain_area_name(name), []).append(place)
    candidates = [named.get(plain_area_name(text), []) for text in texts]
    found = np.array([each[0] if len(each) == 1 else -1 for each in candidates] + [-1], dtype=np.int64)[rows]
    depth = np.array([areas.depth[level] for level in areas.levels], dtype=np.int64)
    sure = found >= 0
    coarse_last = _mean_place(sure, depth, found, finest=False) > _mean_place(sure, depth, found, finest=True)
    for text, each in enumerate(candidates):
        levels = {areas.levels[place] for place in each}
        # two areas of the same level with one name cannot be told apart; they stay unmatched and are listed
        if len(each) > 1 and len(levels) == len(each):
            ordered = sorted(each, key=lambda place: -depth[place] if coarse_last else depth[place])
            for turn, row in enumerate(np.flatnonzero(rows == text)):
                found[row] = ordered[turn % len(ordered)]
    return found, np.array([], dtype=np.int64)


def _mean_place(
    sure: NDArray[np.bool_], depth: NDArray[np.int64], found: NDArray[np.int64], *, finest: bool
) -> float:
    deep = depth[np.where(sure, found, 0)]
    chosen = np.flatnonzero(sure & (deep == depth.max() if finest else deep < depth.max()))
    return float(chosen.mean()) if chosen.size else np.inf if not finest else 0.0


def _totals(source: SourceTable, plan: Plan, areas: AreaList, found: NDArray[np.int64]) -> NDArray[np.int64]:
    """The rows without an area whose key or label names the whole."""
    whole = plain_area_name(areas.names[areas.whole])
    answers: dict[str, bool] = {}

    def is_whole(text: str | None) -> bool:
        if not text:
            return False
        if text not in answers:
            plain = plain_area_name(text)
            answers[text] = (
                plain == whole
                or plain in {f"stadt {whole}", f"{whole}, stadt", f"kreis {whole}", f"stadt-{whole}"}
                or TOTAL_WORDS.match(plain) is not None
            )
        return answers[text]

    labels = [
        name
        for name in source.columns
        if name not in {plan.date_column, plan.value_column, plan.category_column}
    ]
    names = {name for column in plan.columns for name in column.names}
    texts = [source.table.column(name) for name in labels if name not in names]
    open_rows = np.flatnonzero(found < 0)[:50_000]
    hits = [int(row) for row in open_rows if any(is_whole(column[int(row)].as_py()) for column in texts[:12])]
    return np.array(hits, dtype=np.int64)


def _days(source: SourceTable, plan: Plan, reference_date: date | None) -> NDArray[np.int64]:
    fallback = NO_DAY if reference_date is None else (reference_date - _EPOCH).days
    if not plan.date_column:
        return np.full(source.table.num_rows, fallback, dtype=np.int64)
    texts, rows = encoded(source.table.column(plan.date_column))
    read = [date_from(text) for text in texts]
    days = [NO_DAY if day is None else (day - _EPOCH).days for day in read]
    return np.array([*days, fallback], dtype=np.int64)[rows]


def some(places: NDArray[np.int64] | Sequence[int], first_row: int) -> tuple[int, ...]:
    """The first of these rows as they are numbered in the file."""
    return tuple(int(place) + first_row for place in sorted(places)[:SHOWN_ROWS])
