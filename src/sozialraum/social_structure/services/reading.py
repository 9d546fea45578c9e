"""What a planner's table means: which column is which indicator, and what its cells say."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from typing import Any, Final, Self

import numpy as np
import pyarrow as pa
from django.utils.translation import gettext_noop
from numpy.typing import NDArray

from sozialraum.errors import SozialraumError
from sozialraum.social_structure import rules
from sozialraum.social_structure.enums import FindingKind, Unit, ValueStatus, Weight
from sozialraum.social_structure.models import Area, AreaSystem, Indicator
from sozialraum.warehouse.sources import SourceTable, parse_values, propose_mapping, repair_keys

# a file that matches less than this share of its rows was made for another cut
LEAST_MATCH: Final = 0.5
SHOWN_ROWS: Final = 8
NUMERATOR_ENDINGS: Final = ("_zaehler", "_zähler", "_numerator", "_anzahl", "_count")
DENOMINATOR_ENDINGS: Final = ("_nenner", "_denominator", "_basis", "_total")
VALUES: Final = pa.schema(
    [
        ("area_id", pa.int64()), ("indicator_id", pa.int64()), ("reference_date", pa.date32()), ("status", pa.string()),
        ("value", pa.float64()), ("numerator", pa.float64()), ("denominator", pa.float64()),
    ]
)  # fmt: skip


class ReadingError(SozialraumError):
    """A table that does not fit; nothing was stored."""


@dataclass(frozen=True, slots=True)
class ColumnPlan:
    """Which columns carry one indicator: its value, or numerator and denominator, or all three."""

    indicator: str
    value: str = ""
    numerator: str = ""
    denominator: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """How a table is to be read: the key column, the column of dates if there is one, the indicators' columns."""

    key_column: str
    columns: tuple[ColumnPlan, ...]
    date_column: str = ""
    level: str = ""
    matched_share: float = 0.0

    def as_json(self) -> dict[str, Any]:
        """The plan as plain values, to be stored with the delivery."""
        return asdict(self)

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> Self:
        """The plan that :meth:`as_json` wrote."""
        columns = tuple(ColumnPlan(**each) for each in values["columns"])
        return cls(**{**values, "columns": columns})


@dataclass(frozen=True, slots=True)
class Finding:
    """Something the import noticed: what, how heavy it weighs, in how many rows, and examples."""

    kind: FindingKind
    weight: Weight
    count: int
    column: str = ""
    rows: tuple[int, ...] = ()
    examples: tuple[str, ...] = ()
    note: str = ""

    def as_json(self) -> dict[str, Any]:
        """The finding as plain values."""
        return {
            name: list(value) if isinstance(value, tuple) else value for name, value in asdict(self).items()
        }


@dataclass(frozen=True, slots=True)
class Reading:
    """A table read by a plan: one row per value, with area ids; and what was noticed.

    ``values`` has the columns ``area_id`` and ``indicator_id`` (int64), ``reference_date`` (date32), ``status``
    (text), ``value``, ``numerator`` and ``denominator`` (float64, null unless observed).
    """

    plan: Plan
    level: str
    values: pa.Table
    findings: tuple[Finding, ...] = ()

    @property
    def stopped_by(self) -> Finding | None:
        """The first finding that stops the import."""
        return next((each for each in self.findings if each.weight is Weight.STOPS), None)

    @property
    def dates(self) -> list[date]:
        """The reference dates that occur, oldest first."""
        return sorted(set(self.values.column("reference_date").to_pylist()))


@dataclass(slots=True)
class _Rows:
    area_ids: NDArray[np.int64]
    dates: list[date | None]
    kept: NDArray[np.bool_]
    findings: list[Finding] = field(default_factory=list)


def propose_plan(source: SourceTable, system: AreaSystem) -> Plan:
    """Propose how to read a table: the column whose cells fit the areas' keys best, the column of dates, and the
    columns that the catalogue knows by name. Raises :class:`ReadingError` where no column holds these keys.
    """
    known = _known_columns()
    levels = _names_by_level(system)
    proposal = propose_mapping(source, levels, known)
    if proposal.key_column is not None and proposal.key_column.strip().casefold() in {
        n.casefold() for n in known
    }:
        # small whole numbers look like keys that lost their zeros; a column of figures is no key column
        others = [
            name
            for name in source.table.column_names
            if name.strip().casefold() not in {n.casefold() for n in known}
        ]
        proposal = propose_mapping(replace(source, table=source.table.select(others)), levels, known)
    if proposal.key_column is None or proposal.matched_by != "code":
        raise ReadingError(
            gettext_noop("No column of “{file}” holds the keys of {system}."),
            gettext_noop("Choose other areas, or add a column with the official keys."),
            file=source.name, system=system.name,
        )  # fmt: skip
    found: dict[str, dict[str, str]] = {}
    for column in proposal.columns:
        if column.indicator and column.column != proposal.key_column:
            code, _, part = column.indicator.partition("#")
            found.setdefault(code, {}).setdefault(part, column.column)
    # a name that the catalogue knows counts even where most cells are no numbers: a published class, a broken column
    by_name = {each.casefold(): meaning for each, meaning in known.items()}
    for name in source.columns:
        if name != proposal.key_column and (meaning := by_name.get(name.strip().casefold())):
            code, _, part = meaning.partition("#")
            found.setdefault(code, {}).setdefault(part, name)
    return Plan(
        key_column=proposal.key_column, level=proposal.area_system or "", matched_share=proposal.key_share,
        date_column=proposal.period_column or "",
        columns=tuple(
            ColumnPlan(code, **parts) for code, parts in sorted(found.items()) if _complete(parts)
        ),
    )  # fmt: skip


def _complete(parts: Mapping[str, str]) -> bool:
    return "value" in parts or {"numerator", "denominator"} <= parts.keys()


def _names_by_level(system: AreaSystem) -> dict[str, dict[str, str]]:
    names: dict[str, dict[str, str]] = {}
    for level, code, name in Area.objects.filter(system=system).values_list("level", "area_code", "name"):
        names.setdefault(level, {})[code] = name
    # the whole is one area: a column that repeats its key in every row is no key column
    return {level: each for level, each in names.items() if len(each) > 1}


def _known_columns() -> dict[str, str]:
    known: dict[str, str] = {}
    for indicator in Indicator.objects.all():
        for name in (indicator.code, *indicator.columns):
            known.setdefault(name, f"{indicator.code}#value")
            known |= {name + ending: f"{indicator.code}#numerator" for ending in NUMERATOR_ENDINGS}
            known |= {name + ending: f"{indicator.code}#denominator" for ending in DENOMINATOR_ENDINGS}
    return known


def read_values(
    source: SourceTable, plan: Plan, system: AreaSystem, *, reference_date: date | None
) -> Reading:
    """Read a table by its plan. Cells that are no numbers or impossible become missing and are listed; keys that
    no area has are left out and listed; two different rows for one area and date stop the import.
    """
    level = plan.level or propose_plan(source, system).level
    areas = dict(Area.objects.filter(system=system, level=level).values_list("area_code", "id"))
    if plan.date_column == "" and reference_date is None:
        raise ReadingError(
            gettext_noop("The table does not say to which date its values belong."),
            gettext_noop("Name the reference date."),
        )
    rows = _rows(source, plan, areas, reference_date)
    indicators = {
        each.code: each for each in Indicator.objects.filter(code__in=[c.indicator for c in plan.columns])
    }
    unknown = [c.indicator for c in plan.columns if c.indicator not in indicators]
    if unknown or not plan.columns:
        raise ReadingError(
            gettext_noop("No column of “{file}” is assigned to an indicator that is known here."),
            gettext_noop("Assign at least one column to an indicator."),
            file=source.name,
        )  # fmt: skip
    pieces = [_read_column(source, column, indicators[column.indicator], rows) for column in plan.columns]
    return Reading(plan, level, pa.concat_tables(pieces), tuple(rows.findings))


def _rows(source: SourceTable, plan: Plan, areas: Mapping[str, int], reference_date: date | None) -> _Rows:
    keys = repair_keys(
        source.table.column(plan.key_column).to_pylist(), frozenset(areas), first_row=source.first_row
    )
    ids = np.array([areas.get(code or "", -1) for code in keys.values], dtype=np.int64)
    dates = _dates(source, plan, reference_date)
    kept = (ids >= 0) & np.array([each is not None for each in dates], dtype=np.bool_)
    rows = _Rows(ids, dates, kept)
    first = source.first_row
    if keys.unmatched:
        examples = tuple(dict.fromkeys(str(keys.values[place]) for place in keys.unmatched))[:SHOWN_ROWS]
        weight = Weight.STOPS if keys.matched < LEAST_MATCH * source.table.num_rows else Weight.NOTICE
        rows.findings.append(
            Finding(FindingKind.UNMATCHED_KEY, weight, len(keys.unmatched), plan.key_column,
                    _some(keys.unmatched, first), examples)
        )  # fmt: skip
    if keys.repaired:
        rows.findings.append(
            Finding(FindingKind.REPAIRED_KEY, Weight.NOTICE, len(keys.repaired), plan.key_column,
                    _some(keys.repaired, first), (str(keys.values[keys.repaired[0]]),))
        )  # fmt: skip
    _check_duplicates(source, keys.values, rows)
    absent = sorted(set(areas) - set(keys.values))
    if absent:
        rows.findings.append(
            Finding(
                FindingKind.AREA_WITHOUT_ROW, Weight.NOTICE, len(absent), examples=tuple(absent[:SHOWN_ROWS])
            )
        )
    rows.findings += [
        Finding(FindingKind.READING, Weight.NOTICE, 1, note=str(each.message), rows=each.rows[:SHOWN_ROWS])
        for each in source.findings
    ]
    return rows


def _check_duplicates(source: SourceTable, keys: Sequence[str | None], rows: _Rows) -> None:
    seen: dict[tuple[str, date], int] = {}
    clashes: list[int] = []
    for row, (key, day) in enumerate(zip(keys, rows.dates, strict=True)):
        if key is None or day is None or not rows.kept[row]:
            continue
        first = seen.setdefault((key, day), row)
        if first != row:
            rows.kept[row] = False
            if source.table.slice(first, 1).to_pylist() != source.table.slice(row, 1).to_pylist():
                clashes.append(row)
    if clashes:
        rows.findings.append(
            Finding(FindingKind.DUPLICATE_KEY, Weight.STOPS, len(clashes), rows=_some(clashes, source.first_row),
                    examples=tuple(dict.fromkeys(str(keys[row]) for row in clashes))[:SHOWN_ROWS])
        )  # fmt: skip


def _dates(source: SourceTable, plan: Plan, reference_date: date | None) -> list[date | None]:
    if not plan.date_column:
        return [reference_date] * source.table.num_rows
    cells = source.table.column(plan.date_column).to_pylist()
    read = {cell: date_from(cell) for cell in set(cells) if cell}
    return [read.get(cell) if cell else reference_date for cell in cells]


def date_from(text: str) -> date | None:
    """A date as tables write it; a year means its last day.

    >>> date_from("31.12.2025"), date_from("2025-12-31"), date_from("2025"), date_from("soon")
    (datetime.date(2025, 12, 31), datetime.date(2025, 12, 31), datetime.date(2025, 12, 31), None)
    """
    bare = text.strip().removesuffix(".0")
    if re.fullmatch(r"(19|20)\d\d", bare):
        return date(int(bare), 12, 31)
    if german := re.fullmatch(r"(\d{1,2})\.(\d{1,2})\.(\d{4})", bare):
        day, month, year = map(int, german.groups())
        bare = f"{year:04}-{month:02}-{day:02}"
    try:
        return date.fromisoformat(bare[:10])
    except ValueError:
        return None


def _read_column(source: SourceTable, column: ColumnPlan, indicator: Indicator, rows: _Rows) -> pa.Table:
    unit = Unit(indicator.unit)
    value, status = _cells(source, column.value, indicator, rows)
    numerator, numerator_status = _cells(source, column.numerator, indicator, rows)
    denominator, _ = _cells(source, column.denominator, indicator, rows)
    if not column.value:
        status = numerator_status
    if column.numerator and column.denominator:
        usable = np.isfinite(numerator) & (denominator > 0)
        if not column.value:
            value = np.full(len(numerator), np.nan)
            value[usable] = rules.factor(unit) * numerator[usable] / denominator[usable]
            status[(status == ValueStatus.OBSERVED) & (denominator == 0)] = ValueStatus.NOT_APPLICABLE
            status[(status == ValueStatus.OBSERVED) & ~usable] = ValueStatus.MISSING
    observed = status == ValueStatus.OBSERVED
    impossible = observed & ~np.array([rules.possible(each, unit) for each in value], dtype=np.bool_)
    if column.numerator and column.denominator and unit is Unit.PERCENT:
        impossible |= observed & (numerator > denominator)
    _note(
        rows,
        FindingKind.IMPOSSIBLE_VALUE,
        column.value or column.numerator,
        impossible & rows.kept,
        source,
        value,
    )
    status[impossible] = ValueStatus.MISSING
    observed &= ~impossible
    if unit is Unit.COUNT and not column.numerator:
        numerator = value
    known = rows.kept
    return pa.table(
        {
            "area_id": rows.area_ids[known],
            "indicator_id": np.full(int(known.sum()), indicator.id, dtype=np.int64),
            "reference_date": pa.array(
                [d for d, keep in zip(rows.dates, known, strict=True) if keep], pa.date32()
            ),
            "status": pa.array(status[known].tolist(), pa.string()),
            "value": _nullable(value, observed & known)[known],
            "numerator": _nullable(numerator, observed & known)[known],
            "denominator": _nullable(denominator, known)[known],
        },
        schema=VALUES,
    )


def _nullable(values: NDArray[np.float64], known: NDArray[np.bool_]) -> NDArray[np.object_]:
    usable = known & np.isfinite(values)
    return np.array([float(v) if ok else None for v, ok in zip(values, usable, strict=True)], dtype=object)


def _cells(
    source: SourceTable, column: str, indicator: Indicator, rows: _Rows
) -> tuple[NDArray[np.float64], NDArray[np.object_]]:
    if not column:
        size = source.table.num_rows
        return np.full(size, np.nan), np.full(size, ValueStatus.MISSING, dtype=object)
    cells = source.table.column(column)
    if indicator.categories:
        places = {name.casefold(): float(number) for name, number in indicator.categories.items()}
        texts = [places.get(cell.strip().casefold()) if cell else None for cell in cells.to_pylist()]
        status = [ValueStatus.MISSING if each is None else ValueStatus.OBSERVED for each in texts]
        return np.array([np.nan if each is None else each for each in texts]), np.array(status, dtype=object)
    parsed = parse_values(cells, decimal=source.decimal)
    unreadable = np.zeros(source.table.num_rows, dtype=np.bool_)
    unreadable[[place for place, _ in parsed.problems]] = True
    if unreadable.any():
        rows.findings.append(
            Finding(FindingKind.UNREADABLE_VALUE, Weight.SETS_MISSING, len(parsed.problems), column,
                    _some([place for place, _ in parsed.problems], source.first_row),
                    tuple(text for _, text in parsed.problems[:SHOWN_ROWS]))
        )  # fmt: skip
    status_values = [ValueStatus(each) for each in parsed.status.to_pylist()]
    return np.array(parsed.values), np.array(status_values, dtype=object)


def _note(
    rows: _Rows,
    kind: FindingKind,
    column: str,
    where: NDArray[np.bool_],
    source: SourceTable,
    values: NDArray[np.float64],
) -> None:
    places = np.flatnonzero(where).tolist()
    if places:
        rows.findings.append(
            Finding(kind, Weight.SETS_MISSING, len(places), column, _some(places, source.first_row),
                    tuple(f"{values[place]:g}" for place in places[:SHOWN_ROWS]))
        )  # fmt: skip


def _some(places: Collection[int], first_row: int) -> tuple[int, ...]:
    return tuple(place + first_row for place in sorted(places)[:SHOWN_ROWS])
