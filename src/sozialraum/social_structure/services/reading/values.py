"""Reading a table by its plan: cells to numbers with their status, one value for each area and date."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from django.utils.translation import gettext_noop
from numpy.typing import NDArray

from sozialraum.foundation.ui.drawing import number
from sozialraum.social_structure import rules
from sozialraum.social_structure.enums import FindingKind, Unit, ValueStatus, Weight
from sozialraum.social_structure.models import AreaSystem, Indicator
from sozialraum.social_structure.queries.inputs import current_values
from sozialraum.social_structure.services.reading import checks
from sozialraum.social_structure.services.reading.cells import Cells, cell_keys, day_of, places_of
from sozialraum.social_structure.services.reading.plans import (
    SHOWN_ROWS,
    TAKEN_FROM,
    VALUES,
    ColumnPlan,
    Finding,
    Plan,
    Reading,
    ReadingError,
)
from sozialraum.social_structure.services.reading.proposals import propose_plan
from sozialraum.social_structure.services.reading.rows import AreaList, Rows, areas_in, match_rows, some
from sozialraum.warehouse.sources import SourceTable, parse_values

STATUSES: Final = tuple(ValueStatus)
OBSERVED, MISSING, SUPPRESSED, NOT_APPLICABLE = range(4)
_STATUS_TEXTS: Final = pa.array([each.value for each in STATUSES], pa.string())


@dataclass(slots=True)
class _Reader:
    """One table being read: what is known of its rows, and the columns parsed so far."""

    source: SourceTable
    plan: Plan
    system: AreaSystem
    areas: AreaList
    rows: Rows
    findings: list[Finding] = field(default_factory=list)
    clashes: set[int] = field(default_factory=set)
    done: dict[str, list[Cells]] = field(default_factory=dict)
    long_column: tuple[NDArray[np.float64], NDArray[np.int8]] | None = None


def read_values(
    source: SourceTable, plan: Plan, system: AreaSystem, *, reference_date: date | None
) -> Reading:
    """Read a table by its plan. Cells that are no numbers or impossible become missing and are listed; keys that
    no area has are left out and listed; two different rows for one area and date stop the import. Totals are
    compared with their parts, and values with those of the date before.
    """
    if not plan.level:
        plan = propose_plan(source, system)
    if reference_date is None and not plan.says_dates:
        raise ReadingError(
            gettext_noop("The table does not say to which date its values belong."),
            gettext_noop("Name the reference date."),
        )
    indicators = {
        each.code: each for each in Indicator.objects.filter(code__in=[c.indicator for c in plan.columns])
    }
    if not plan.columns or any(column.indicator not in indicators for column in plan.columns):
        raise ReadingError(
            gettext_noop("No column of “{file}” is assigned to an indicator that is known here."),
            gettext_noop("Assign at least one column to an indicator."),
            file=source.name,
        )  # fmt: skip
    areas = areas_in(system)
    reader = _Reader(source, plan, system, areas, match_rows(source, plan, areas, reference_date))
    cells = []
    # what is computed from others comes after them
    for column in sorted(plan.columns, key=lambda each: TAKEN_FROM in each.numerator + each.denominator):
        read = _read(reader, column, indicators[column.indicator])
        reader.done.setdefault(column.indicator, []).append(read)
        cells.append(read)
    findings = [*reader.rows.findings, *_duplicates(reader), *reader.findings, *_absent(reader, cells)]
    findings += checks.sums(cells, areas, source.first_row) + checks.jumps(
        cells, system, areas, source.first_row
    )
    findings += [
        Finding(FindingKind.READING, Weight.NOTICE, 1, note=each.message.template, rows=each.rows[:SHOWN_ROWS],
                values={name: str(value) for name, value in each.message.values.items()})
        for each in source.findings
    ]  # fmt: skip
    return Reading(
        plan, plan.level, pa.concat_tables([_table(each, areas) for each in cells]), tuple(findings)
    )


def _duplicates(reader: _Reader) -> list[Finding]:
    if not reader.clashes:
        return []
    rows = sorted(reader.clashes)
    keys = reader.source.table.column(reader.plan.key_column).take(pa.array(rows)).to_pylist()
    return [
        Finding(FindingKind.DUPLICATE_KEY, Weight.STOPS, len(rows), rows=some(rows, reader.source.first_row),
                examples=tuple(dict.fromkeys(map(str, keys)))[:SHOWN_ROWS])
    ]  # fmt: skip


def _absent(reader: _Reader, cells: Sequence[Cells]) -> list[Finding]:
    areas = reader.areas
    seen = {int(place) for each in cells for place in np.unique(places_of(each.keys))}
    levels = {reader.plan.level}
    absent = sorted(
        code for place, code in enumerate(areas.codes) if areas.levels[place] in levels and place not in seen
    )
    if not absent:
        return []
    return [
        Finding(FindingKind.AREA_WITHOUT_ROW, Weight.NOTICE, len(absent), examples=tuple(absent[:SHOWN_ROWS]))
    ]


@dataclass(slots=True)
class _Part:
    keys: NDArray[np.int64]
    numbers: NDArray[np.float64]
    status: NDArray[np.int8]
    rows: NDArray[np.int64]


def _read(reader: _Reader, column: ColumnPlan, indicator: Indicator) -> Cells:
    unit = Unit(indicator.unit)
    values = _value_part(reader, column, indicator)
    numerators = _numerators(reader, column, indicator, values)
    denominators = _denominators(reader, column, indicator, numerators or values)
    main = values or numerators
    if main is None:
        raise ReadingError(
            gettext_noop("For “{indicator}” neither a value nor a number is assigned."),
            gettext_noop("Assign the column with the value, or those with number and basis."),
            indicator=indicator.code,
        )
    keys = np.unique(np.concatenate([each.keys for each in (values, numerators) if each is not None]))
    numerator, number_status, _ = _aligned(numerators, keys)
    denominator, _, _ = _aligned(denominators, keys)
    value, status, rows = _aligned(main, keys)
    if values is None:
        value = np.full(len(keys), np.nan)
        usable = np.isfinite(numerator) & (denominator > 0)
        value[usable] = rules.factor(unit) * numerator[usable] / denominator[usable]
        status = number_status.copy()
        status[(status == OBSERVED) & (denominator == 0)] = NOT_APPLICABLE
        status[(status == OBSERVED) & ~usable] = MISSING
    observed = status == OBSERVED
    low, high = rules.possible_range(unit)
    impossible = observed & ~((value >= low) & (value <= high))
    if unit is Unit.PERCENT:
        impossible |= observed & (numerator > denominator)
    if impossible.any():
        reader.findings.append(_impossible(reader, column, rows, value, impossible))
        status[impossible] = MISSING
        observed = status == OBSERVED
    if unit is Unit.COUNT and numerators is None:
        numerator = value
    nothing = np.full(len(keys), np.nan)
    cells = Cells(
        indicator=indicator, column=column, keys=keys, rows=rows, status=status,
        value=np.where(observed, value, nothing), numerator=np.where(observed, numerator, nothing),
        denominator=denominator,
    )  # fmt: skip
    # what the table does not say itself is not missing from it
    return cells.where(np.isfinite(denominator)) if column.derived else cells


def _impossible(
    reader: _Reader,
    column: ColumnPlan,
    rows: NDArray[np.int64],
    value: NDArray[np.float64],
    where: NDArray[np.bool_],
) -> Finding:
    places = np.flatnonzero(where)
    shown = tuple(
        number(value[place], 0 if value[place].is_integer() else 1) for place in places[:SHOWN_ROWS]
    )
    return Finding(FindingKind.IMPOSSIBLE_VALUE, Weight.SETS_MISSING, len(places), column.value or column.numerator,
                   some(rows[places], reader.source.first_row), shown)  # fmt: skip


def _value_part(reader: _Reader, column: ColumnPlan, indicator: Indicator) -> _Part | None:
    if not column.parts:
        return _part(reader, column.value, indicator, column.on) if column.value else None
    pieces = [_part(reader, name, indicator, column.on) for name in column.parts]
    keys = np.unique(np.concatenate([each.keys for each in pieces]))
    total = np.zeros(len(keys))
    status = np.zeros(len(keys), dtype=np.int8)
    for each in pieces:
        numbers, own, _ = _aligned(each, keys)
        total += np.where(own == OBSERVED, numbers, 0.0)
        # a sum with an unknown part is unknown, never the sum of the rest
        status = np.maximum(status, own)
    _, _, rows = _aligned(pieces[0], keys)
    return _Part(keys, np.where(status == OBSERVED, total, np.nan), status, rows)


def _denominators(
    reader: _Reader, column: ColumnPlan, indicator: Indicator, main: _Part | None
) -> _Part | None:
    if not column.stored_denominator:
        return _part(reader, column.denominator, indicator, column.on) if column.denominator else None
    return _taken_from(reader, column.stored_denominator, main)


def _numerators(
    reader: _Reader, column: ColumnPlan, indicator: Indicator, main: _Part | None
) -> _Part | None:
    if not column.stored_numerator:
        return _part(reader, column.numerator, indicator, column.on) if column.numerator else None
    return _taken_from(reader, column.stored_numerator, main)


def _taken_from(reader: _Reader, code: str, main: _Part | None) -> _Part | None:
    """The values of another indicator: those of this table, else the stored ones at the dates of ``main``."""
    if read := reader.done.get(code):
        order = np.argsort(np.concatenate([each.keys for each in read]))
        return _Part(
            np.concatenate([each.keys for each in read])[order],
            np.concatenate([each.value for each in read])[order],
            np.concatenate([each.status for each in read])[order],
            np.concatenate([each.rows for each in read])[order],
        )
    stored = Indicator.objects.filter(code=code).first()
    if stored is None or main is None:
        return None
    place = {int(area_id): each for each, area_id in enumerate(reader.areas.ids)}
    keys: list[int] = []
    numbers: list[float] = []
    for day in np.unique(day_of(main.keys)):
        when = date.fromordinal(int(day) + date(1970, 1, 1).toordinal())
        for each in current_values(indicator_ids=[stored.id], system=reader.system, reference_date=when):
            if each.value is not None:
                keys.append(int(cell_keys(np.array([place[each.area_id]]), np.array([day]))[0]))
                numbers.append(each.value)
    order = np.argsort(keys) if keys else np.array([], dtype=np.int64)
    found = np.array(keys, dtype=np.int64)[order]
    return _Part(
        found, np.array(numbers)[order], np.zeros(len(found), dtype=np.int8), np.full(len(found), -1)
    )


def _part(reader: _Reader, name: str, indicator: Indicator, on: str) -> _Part:
    """The cells of a column, or of a category of a long table, one for each area and date."""
    rows, kept = reader.rows, reader.rows.areas >= 0
    days = rows.days
    if on:
        ordinal = date.fromisoformat(on).toordinal() - date(1970, 1, 1).toordinal()
        days = np.full(len(days), ordinal, dtype=np.int64)
    else:
        kept = rows.kept
    if reader.plan.category_column:
        here = pc.equal(reader.source.table.column(reader.plan.category_column), name)
        kept = kept & pc.fill_null(here, fill_value=False).to_numpy().astype(np.bool_)
        if reader.long_column is None:
            reader.long_column = _parsed(reader, reader.plan.value_column, indicator)
        numbers, status = reader.long_column
    else:
        numbers, status = _parsed(reader, name, indicator)
    own = np.flatnonzero(kept)
    keys, numbers, status = cell_keys(rows.areas[own], days[own]), numbers[own], status[own]
    unique, first, back = np.unique(keys, return_index=True, return_inverse=True)
    if len(unique) < len(keys):
        same = (status == status[first][back]) & (
            (numbers == numbers[first][back]) | (np.isnan(numbers) & np.isnan(numbers[first][back]))
        )
        reader.clashes |= {int(row) for row in own[~same]}
    return _Part(unique, numbers[first], status[first], own[first])


def _aligned(
    part: _Part | None, keys: NDArray[np.int64]
) -> tuple[NDArray[np.float64], NDArray[np.int8], NDArray[np.int64]]:
    numbers = np.full(len(keys), np.nan)
    status = np.full(len(keys), MISSING, dtype=np.int8)
    rows = np.full(len(keys), -1, dtype=np.int64)
    if part is not None and len(part.keys):
        at = np.minimum(np.searchsorted(part.keys, keys), len(part.keys) - 1)
        here = part.keys[at] == keys
        numbers[here], status[here], rows[here] = (
            part.numbers[at[here]],
            part.status[at[here]],
            part.rows[at[here]],
        )
    return numbers, status, rows


def _parsed(reader: _Reader, name: str, indicator: Indicator) -> tuple[NDArray[np.float64], NDArray[np.int8]]:
    column = reader.source.table.column(name)
    if indicator.categories:
        places = {text.casefold(): float(number) for text, number in indicator.categories.items()}
        read = [places.get(cell.strip().casefold()) if cell else None for cell in column.to_pylist()]
        numbers = np.array([np.nan if each is None else each for each in read])
        return numbers, np.where(np.isnan(numbers), MISSING, OBSERVED).astype(np.int8)
    parsed = parse_values(column, decimal=reader.source.decimal)
    if parsed.problems:
        places_read = [place for place, _ in parsed.problems]
        reader.findings.append(
            Finding(FindingKind.UNREADABLE_VALUE, Weight.SETS_MISSING, len(parsed.problems), name,
                    some(places_read, reader.source.first_row), tuple(text for _, text in parsed.problems[:SHOWN_ROWS]))
        )  # fmt: skip
    status = pc.index_in(parsed.status, value_set=_STATUS_TEXTS).to_numpy(zero_copy_only=False)
    return np.asarray(parsed.values), status.astype(np.int8)


def _table(cells: Cells, areas: AreaList) -> pa.Table:
    size = len(cells.keys)
    return pa.table(
        [
            pa.array(areas.ids[places_of(cells.keys)], pa.int64()),
            pa.array(np.full(size, cells.indicator.id, dtype=np.int64)),
            pa.array(day_of(cells.keys).astype(np.int32), pa.int32()).cast(pa.date32()),
            _STATUS_TEXTS.take(pa.array(cells.status)),
            *(
                pa.array(numbers, pa.float64(), from_pandas=True)
                for numbers in (cells.value, cells.numerator, cells.denominator)
            ),
        ],
        schema=VALUES,
    )
