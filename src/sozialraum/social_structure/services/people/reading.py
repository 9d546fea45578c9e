"""Reading a table of people by its plan: who lives where at which date, by sex and group of ages, and what is wrong."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from django.utils.translation import gettext_noop
from numpy.typing import NDArray

from sozialraum.social_structure.enums import FindingKind, Weight
from sozialraum.social_structure.models import AreaSystem
from sozialraum.social_structure.services.people import checks, words
from sozialraum.social_structure.services.people.entries import TOTAL, Entries
from sozialraum.social_structure.services.people.plans import (
    PeoplePlan,
    PeopleReading,
    PeopleRefused,
    bands_let_out,
)
from sozialraum.social_structure.services.reading.plans import SHOWN_ROWS, Finding
from sozialraum.social_structure.services.reading.rows import (
    AreaList,
    Rows,
    areas_in,
    encoded,
    match_rows,
    some,
)
from sozialraum.warehouse.sources import SourceTable, parse_values

EPOCH: Final = date(1970, 1, 1).toordinal()


def read_people(
    source: SourceTable, plan: PeoplePlan, system: AreaSystem, *, reference_date: date | None
) -> PeopleReading:
    """Read a table of people by its plan.

    A combination without a row is zero. An area with a cell that is missing, suppressed, no number or impossible is not
    known at that date and is listed; rows for totals and for larger areas are compared with their parts; rows that
    stand twice, ages that nobody can have and sexes that are not told stop the import.
    """
    if not plan.is_whole or (reference_date is None and not plan.date_column):
        raise PeopleRefused(
            gettext_noop("“{file}” does not say age, number or date of the people."),
            gettext_noop("Name the columns of age, number and date, or give the reference date."),
            file=source.name,
        )  # fmt: skip
    areas = areas_in(system)
    rows = match_rows(source, plan.rows_plan(), areas, reference_date)
    sexes, edges, entries = _long(source, plan) if plan.is_long else _wide(source, plan)
    bands = bands_let_out(edges)
    finest = np.array([level == system.levels[-1]["code"] for level in areas.levels])
    days = np.unique(rows.days[rows.kept])
    full, unknown = _added(rows, entries, areas, days, len(sexes), edges, bands)
    findings = [*rows.findings, *entries.findings, *checks.repeated(source, plan, rows, entries)]
    findings += checks.totals(source, plan, rows, entries, days, len(sexes))
    findings += checks.upper_areas(full, areas, days, source, rows)
    counts = full[:, finest]
    counts[unknown[:, finest]] = np.nan
    # an area without any row is not an area without people
    counts[(counts.sum(axis=(2, 3)) == 0)] = np.nan
    own = [areas.names[place] for place in np.flatnonzero(finest)]
    findings += checks.gaps(counts, own)
    findings += checks.jumps(counts, own, tuple(date.fromordinal(int(day) + EPOCH) for day in days), system)
    findings += [
        Finding(FindingKind.READING, Weight.NOTICE, 1, note=str(each.message), rows=each.rows[:SHOWN_ROWS])
        for each in source.findings
    ]
    missed = (rows.areas < 0) & pc.is_valid(source.table.column(plan.key_column)).to_numpy(
        zero_copy_only=False
    )
    keys = source.table.column(plan.key_column).filter(pa.array(missed))
    return PeopleReading(
        days=tuple(date.fromordinal(int(day) + EPOCH) for day in days),
        codes=tuple(code for code, own_level in zip(areas.codes, finest, strict=True) if own_level),
        sexes=sexes, bands=bands, counts=counts, findings=tuple(findings),
        unmatched=tuple(sorted(set(pc.unique(keys).to_pylist()))),
    )  # fmt: skip


def _added(
    rows: Rows, entries: Entries, areas: AreaList, days: NDArray[np.int64], sexes: int, edges: tuple[int, ...],
    bands: tuple[int, ...],
) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:  # fmt: skip
    """People of all areas of all levels (dates, areas, sexes, groups), and which areas are not wholly known."""
    kept = rows.kept[entries.rows] & (entries.sexes != TOTAL) & (entries.bands != TOTAL)
    at, where = np.searchsorted(days, rows.days[entries.rows[kept]]), rows.areas[entries.rows[kept]]
    full = np.zeros((len(days), len(areas.ids), sexes, len(bands)))
    unknown = np.zeros(full.shape[:2], dtype=np.bool_)
    counts = entries.counts[kept]
    known = np.isfinite(counts)
    # where the table tells finer groups than are let out, several go into one
    band_of = np.searchsorted(np.array(bands), np.array(edges), side="right") - 1
    place = (at[known], where[known], entries.sexes[kept][known], band_of[entries.bands[kept][known]])
    np.add.at(full, place, counts[known])
    unknown[at[~known], where[~known]] = True
    return full, unknown


def _long(source: SourceTable, plan: PeoplePlan) -> tuple[tuple[str, ...], tuple[int, ...], Entries]:
    texts, ages = encoded(source.table.column(plan.age_column))
    read = words.age_groups(texts)
    edges, band_of = _bands(read)
    places = np.array([band_of.get(text, TOTAL) for text in texts] + [TOTAL], dtype=np.int64)
    findings: list[Finding] = []
    if not words.chain(read.values()) or all(each.beyond - each.first == 1 for each in read.values()):
        strange = np.array([text not in read and not words.all_ages(text) for text in texts] + [True])
        findings += _stops(FindingKind.UNKNOWN_AGE, np.flatnonzero(strange[ages]), source, plan.age_column)
    sexes, sex, more = _sexes(source, plan)
    counts, problems = _counts(source, plan.count_column)
    entries = Entries(
        np.arange(source.table.num_rows), sex, places[ages], counts, [*findings, *more, *problems]
    )
    return sexes, edges, entries


def _bands(read: dict[str, words.Ages]) -> tuple[tuple[int, ...], dict[str, int]]:
    """The first ages of the groups, and the group of every text; texts beside the finest chain have none."""
    singles = {text: each for text, each in read.items() if each.beyond - each.first == 1 or each.is_open}
    if len(singles) == len(read):
        # registers leave out empty years, and end where nobody is older
        end = min((each.first for each in read.values() if each.is_open), default=words.OLDEST)
        return tuple(range(end + 1)), {text: min(each.first, end) for text, each in read.items()}
    links = words.chain(read.values())
    place = {each: at for at, each in enumerate(links)}
    return tuple(each.first for each in links), {
        text: place[each] for text, each in read.items() if each in place
    }


def _sexes(source: SourceTable, plan: PeoplePlan) -> tuple[tuple[str, ...], NDArray[np.int64], list[Finding]]:
    """The sexes that are told, and the sex of every row. Whoever is registered as neither counts in turn to one of both,
    as official statistics do by chance (explanations of the Federal Statistical Office on sex).
    """
    size = source.table.num_rows
    if not plan.sex_column:
        return (words.EVERYBODY,), np.zeros(size, dtype=np.int64), []
    texts, rows = encoded(source.table.column(plan.sex_column))
    told = [words.sex_of(text) for text in texts]
    code = {words.FEMALE: 0, words.MALE: 1, words.EVERYBODY: TOTAL, words.NEITHER: -2, None: -3}
    found = np.array([code[each] for each in told] + [-3], dtype=np.int64)[rows]
    findings = _stops(FindingKind.UNKNOWN_SEX, np.flatnonzero(found == -3), source, plan.sex_column)
    neither = np.flatnonzero(found == -2)
    found[neither] = np.arange(neither.size) % 2
    if neither.size:
        findings.append(Finding(FindingKind.NEITHER_SEX, Weight.NOTICE, int(neither.size), plan.sex_column, some(neither, source.first_row)))  # fmt: skip
    return (words.FEMALE, words.MALE), np.maximum(found, TOTAL), findings


def _wide(source: SourceTable, plan: PeoplePlan) -> tuple[tuple[str, ...], tuple[int, ...], Entries]:
    sexes = (words.EVERYBODY,) if all(each.sex == words.EVERYBODY for each in plan.columns) else (words.FEMALE, words.MALE)  # fmt: skip
    links = words.chain(each.ages for each in plan.columns)
    for sex in sexes:
        if {each.ages for each in plan.columns if each.sex == sex} != set(links) or not links:
            raise PeopleRefused(
                gettext_noop("The groups of ages in “{file}” do not lie end to end from birth to the oldest."),
                gettext_noop("Say for every column which ages it counts, the same for women and men, the last without an end."),
                file=source.name,
            )  # fmt: skip
    size = source.table.num_rows
    columns = [each for each in plan.columns if each.sex in sexes]
    read = [_counts(source, each.name) for each in columns]
    return sexes, tuple(each.first for each in links), Entries(
        np.tile(np.arange(size), len(columns)),
        np.repeat([sexes.index(each.sex) for each in columns], size), np.repeat([links.index(each.ages) for each in columns], size),
        np.concatenate([counts for counts, _ in read]), [finding for _, found in read for finding in found],
    )  # fmt: skip


def _counts(source: SourceTable, name: str) -> tuple[NDArray[np.float64], list[Finding]]:
    """The numbers of a column, NaN where they are unknown or impossible."""
    parsed = parse_values(source.table.column(name), decimal=source.decimal)
    counts = np.array(parsed.values, dtype=np.float64)
    findings = []
    if parsed.problems:
        texts = tuple(text for _, text in parsed.problems[:SHOWN_ROWS])
        places = [place for place, _ in parsed.problems]
        findings.append(Finding(FindingKind.UNREADABLE_VALUE, Weight.SETS_MISSING, len(places), name, some(places, source.first_row), texts))  # fmt: skip
    with np.errstate(invalid="ignore"):
        wrong = np.flatnonzero((counts < 0) | (counts % 1 != 0) & np.isfinite(counts))
    if wrong.size:
        texts = tuple(f"{counts[place]:g}" for place in wrong[:SHOWN_ROWS])
        findings.append(Finding(FindingKind.IMPOSSIBLE_VALUE, Weight.SETS_MISSING, int(wrong.size), name, some(wrong, source.first_row), texts))  # fmt: skip
        counts[wrong] = np.nan
    return counts, findings


def _stops(kind: FindingKind, places: NDArray[np.int64], source: SourceTable, column: str) -> list[Finding]:
    if not places.size:
        return []
    cells: Sequence[str | None] = source.table.column(column).take(pa.array(places[:200])).to_pylist()
    examples = tuple(dict.fromkeys(each or "–" for each in cells))[:SHOWN_ROWS]
    return [Finding(kind, Weight.STOPS, int(places.size), column, some(places, source.first_row), examples)]
