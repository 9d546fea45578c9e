"""Stored values as the tables that the arithmetic takes."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

import pyarrow as pa

from sozialraum.analytics.indices import Recipe
from sozialraum.foundation.database.collation import german_sort_key
from sozialraum.foundation.privacy.release import Kind
from sozialraum.social_structure import rules
from sozialraum.social_structure.enums import Unit
from sozialraum.social_structure.models import Area, AreaSystem, Delivery, Indicator, Observation
from sozialraum.social_structure.queries.dates import InputDate, input_date, stored_dates

INHABITANTS: Final = "inhabitants"
POPULATION = "population"
VALID = "valid"


@dataclass(frozen=True, slots=True)
class IndexInput:
    """What an index is computed from.

    ``table`` has one row per area of the level: ``area_code``, the recipe's columns by the names it knows (null
    unless observed), beside each one ``<name>_reference_date``, where it has counts ``<name>_numerator`` and
    ``<name>_denominator``, and, where the publisher's list of valid areas is among the deliveries, ``valid``.
    ``absent`` names the recipe's inputs of which not one value is stored, ``kinds`` the kind of each input, ``dates``
    at which date each one enters. An area without a value at that date has none: no older one stands in for it.
    ``recipe`` is the one to compute: where it takes what is there, with the indicators that have values.
    """

    recipe: Recipe
    table: pa.Table
    valid_areas: tuple[str, ...] | None
    absent: tuple[str, ...]
    kinds: Mapping[str, str]
    delivery_ids: tuple[UUID, ...]
    sources: tuple[str, ...]
    dates: tuple[InputDate, ...]


@dataclass(frozen=True, slots=True)
class CurrentValue:
    """The value that counts: of several deliveries the latest one that was not taken back."""

    area_id: int
    indicator_id: int
    status: str
    value: float | None
    numerator: float | None
    denominator: float | None
    delivery_id: UUID


def current_values(
    *, indicator_ids: Sequence[int], system: AreaSystem, reference_date: date, level: str = ""
) -> list[CurrentValue]:
    """The values that count of these indicators in a system (one level or all) at a date."""
    found = Observation.objects.filter(
        indicator_id__in=indicator_ids, reference_date=reference_date, area__system=system
    )
    if level:
        found = found.filter(area__level=level)
    rows = (
        found.order_by("indicator_id", "area_id", "-delivery__imported_at")
        .distinct("indicator_id", "area_id")
        .values_list("area_id", "indicator_id", "status", "value", "numerator", "denominator", "delivery_id")
    )
    return [CurrentValue(*row) for row in rows]


def index_input(recipe: Recipe, system: AreaSystem, level: str, reference_date: date) -> IndexInput:
    """Gather what a recipe needs: each input is the indicator that the catalogue knows by one of its column names.

    Each enters with its own date: see :func:`~sozialraum.social_structure.queries.dates.input_date`.
    """
    wanted = {entry.code: entry.columns for entry in recipe.indicators}
    wanted |= {POPULATION: recipe.validity.population or (INHABITANTS,)}
    if recipe.validity.list_columns:
        wanted |= {VALID: recipe.validity.list_columns}
    chosen = indicators_by(wanted)
    # the list of another edition says nothing about this one
    named = {entry.code: entry.reference_date for entry in recipe.indicators} | {VALID: reference_date}
    stored = stored_dates(system.id, level)
    dates = {
        code: input_date(
            code, stored.get(each.code, ()), reference_date, dates=recipe.dates, rhythm_months=each.rhythm_months,
            named=named.get(code),
        )
        for code, each in chosen.items()
    }  # fmt: skip
    values = _values_at(chosen, dates, system, level)
    absent = tuple(code for code in wanted if code != VALID and code not in values)
    if recipe.inputs == "present" and (there := {entry.code for entry in recipe.indicators} - set(absent)):
        recipe = recipe.keeping(there)
        absent = tuple(code for code in absent if code == POPULATION)
    areas = list(
        Area.objects.filter(system=system, level=level).order_by("area_code").values_list("id", "area_code")
    )
    columns: dict[str, pa.Array] = {"area_code": pa.array([code for _, code in areas], pa.string())}
    entering = [entry.code for entry in recipe.indicators] + [POPULATION]
    for code in entering:
        if code in chosen:
            cells = [values.get(code, {}).get(area_id) for area_id, _ in areas]
            sizes = () if code == POPULATION else recipe.indicator(code).denominator
            columns |= _columns(wanted[code][0], cells, sizes, dates[code].day, counted=code != POPULATION)
    valid: tuple[str, ...] | None = None
    if VALID in values:
        marks = [
            (mark := values[VALID].get(area_id)) is not None and mark.value is not None
            for area_id, _ in areas
        ]
        columns["valid"] = pa.array(marks, pa.bool_())
        valid = tuple(code for (_, code), mark in zip(areas, marks, strict=True) if mark)
    entering += [VALID] if VALID in values else []
    delivery_ids = {each.delivery_id for code in entering for each in values.get(code, {}).values()}
    in_order = tuple(sorted(delivery_ids, key=str))
    return IndexInput(
        recipe=recipe,
        table=pa.table(columns),
        valid_areas=valid,
        absent=absent,
        kinds={chosen[code].code: chosen[code].kind for code in entering if code in chosen and code not in {POPULATION, VALID}},
        delivery_ids=in_order,
        sources=_sources(in_order),
        dates=tuple(dates[code] for code in entering if code in dates and code != VALID),
    )  # fmt: skip


def _values_at(
    chosen: Mapping[str, Indicator], dates: Mapping[str, InputDate], system: AreaSystem, level: str
) -> dict[str, dict[int, CurrentValue]]:
    """By input the values of its own date by area; one statement for every date. An input without any is left out."""
    of_day: dict[date, set[int]] = {}
    for code, each in chosen.items():
        if (day := dates[code].day) is not None:
            of_day.setdefault(day, set()).add(each.id)
    found: dict[tuple[date, int], dict[int, CurrentValue]] = {}
    for day, ids in of_day.items():
        for value in current_values(
            indicator_ids=sorted(ids), system=system, reference_date=day, level=level
        ):
            found.setdefault((day, value.indicator_id), {})[value.area_id] = value
    return {
        code: found[day, each.id]
        for code, each in chosen.items()
        if (day := dates[code].day) is not None and (day, each.id) in found
    }


def _columns(
    name: str,
    cells: Sequence[CurrentValue | None],
    sizes: Sequence[str],
    day: date | None,
    *,
    counted: bool,
) -> dict[str, pa.Array]:
    """An input as columns: its values, their date, its denominators by the first of ``sizes``, and its counts."""
    columns: dict[str, pa.Array] = {
        name: pa.array([each.value if each else None for each in cells], pa.float64()),
        f"{name}_reference_date": pa.array([day if each else None for each in cells], pa.date32()),
    }
    if sizes:
        columns[sizes[0]] = pa.array([each.denominator if each else None for each in cells], pa.float64())
    return columns | (_counts(name, cells) if counted else {})


def indicators_by(columns: Mapping[str, Sequence[str]]) -> dict[str, Indicator]:
    """For each name the indicator that the catalogue knows by one of its columns; without those it does not know."""
    by_name = _indicators_by_column()
    found = {name: _first(each, by_name) for name, each in columns.items()}
    return {name: each for name, each in found.items() if each is not None}


def known_columns() -> frozenset[str]:
    """The names, in small letters, under which the catalogue knows its indicators."""
    return frozenset(_indicators_by_column())


def _counts(name: str, cells: Sequence[CurrentValue | None]) -> dict[str, pa.Array]:
    """Numerators and denominators under the names by which the uncertainty of ranks finds them; none without counts."""
    counted = [
        each if each and None not in {each.value, each.numerator, each.denominator} else None
        for each in cells
    ]
    if not any(counted):
        return {}
    return {
        f"{name}_numerator": pa.array([each and each.numerator for each in counted], pa.float64()),
        f"{name}_denominator": pa.array([each and each.denominator for each in counted], pa.float64()),
    }


def _indicators_by_column() -> dict[str, Indicator]:
    names: dict[str, Indicator] = {}
    for indicator in Indicator.objects.all():
        for name in (indicator.code, *indicator.columns):
            names.setdefault(name.casefold(), indicator)
    return names


def _first(columns: Sequence[str], by_name: Mapping[str, Indicator]) -> Indicator | None:
    return next((by_name[name.casefold()] for name in columns if name.casefold() in by_name), None)


def _sources(delivery_ids: Sequence[UUID]) -> tuple[str, ...]:
    found = Delivery.objects.filter(id__in=delivery_ids).values_list("source", "licence", "system__source")
    named = {
        ", ".join(part for part in (source or of_system, licence) if part)
        for source, licence, of_system in found
    }
    return tuple(sorted((each for each in named if each), key=german_sort_key))


@dataclass(frozen=True, slots=True)
class IndicatorFigures:
    """Figures before their release: the table that ``privacy.release`` takes, what they are, and which sums hold."""

    table: pa.Table
    kind: Kind
    parents: Mapping[str, str]


@dataclass(slots=True)
class _Cell:
    status: str = "missing"
    value: float | None = None
    numerator: float | None = None
    denominator: float | None = None
    summed: bool = False


def indicator_figures(indicator: Indicator, system: AreaSystem, reference_date: date) -> IndicatorFigures:
    """An indicator's values on all levels.

    Where a level was not delivered and counts are known, an area is the sum of its observed parts; a share is then
    the share of the sums. ``parents`` leads from every counted area to the one above it, delivered or summed: a reader
    can subtract from either.
    """
    areas = list(
        Area.objects.filter(system=system)
        .order_by("area_code")
        .values_list("id", "area_code", "level", "parent_id")
    )
    delivered = {
        each.area_id: _Cell(each.status, each.value, each.numerator, each.denominator)
        for each in current_values(indicator_ids=[indicator.id], system=system, reference_date=reference_date)
    }
    unit = Unit(indicator.unit)
    # a balance may be negative and counts nobody
    counted = unit is Unit.COUNT or (
        unit is not Unit.BALANCE_PER_1000 and any(each.denominator for each in delivered.values())
    )
    cells = {area_id: delivered.get(area_id, _Cell()) for area_id, *_ in areas}
    kind = Kind.COUNTS if unit is Unit.COUNT else Kind.RATES
    if not counted or not indicator.counts_people:
        kind = Kind.PUBLISHED
    parents: dict[str, str] = {}
    if counted:
        depth = {level["code"]: place for place, level in enumerate(system.levels)}
        parents = _sum_upwards(sorted(areas, key=lambda area: -depth[area[2]]), cells, delivered, unit)
    order = [(code, cells[area_id]) for area_id, code, _, _ in areas]
    columns = {
        "area_code": pa.array([code for code, _ in order], pa.string()),
        "status": pa.array([cell.status for _, cell in order], pa.string()),
        "factor": pa.array([rules.factor(unit)] * len(order), pa.float64()),
    }
    for name in ("value", "numerator", "denominator"):
        columns[name] = pa.array([getattr(cell, name) for _, cell in order], pa.float64())
    return IndicatorFigures(pa.table(columns), kind, parents)


def _sum_upwards(
    finest_first: Sequence[tuple[int, str, str, int | None]],
    cells: Mapping[int, _Cell],
    delivered: Mapping[int, _Cell],
    unit: Unit,
) -> dict[str, str]:
    codes = {area_id: code for area_id, code, _, _ in finest_first}
    parents: dict[str, str] = {}
    for area_id, code, _, parent_id in finest_first:
        cell = cells[area_id]
        if cell.summed and cell.denominator:
            cell.value = rules.rate(cell.numerator or 0.0, cell.denominator, unit)
        elif cell.summed and unit is Unit.COUNT:
            cell.value = cell.numerator
        if parent_id is None or cell.status != "observed" or cell.numerator is None:
            continue
        parents[code] = codes[parent_id]
        if parent_id in delivered:
            continue
        above = cells[parent_id]
        above.status, above.summed = "observed", True
        above.numerator = (above.numerator or 0.0) + cell.numerator
        above.denominator = (above.denominator or 0.0) + (cell.denominator or 0.0)
    return parents


def people_at(system: AreaSystem, days: Collection[date]) -> dict[date, dict[str, float]]:
    """For each day people by area key in the register that counts for it (:func:`rules.date_of_people`)."""
    indicator = Indicator.objects.filter(code=INHABITANTS).first()
    if indicator is None or not days:
        return {day: {} for day in days}
    register = sorted(
        Observation.objects.filter(indicator=indicator, area__system=system)
        .order_by()
        .values_list("reference_date", flat=True)
        .distinct()
    )
    counts = {day: rules.date_of_people(register, day) for day in days}
    people: dict[date | None, dict[str, float]] = {None: {}}
    for day in {day for day in counts.values() if day is not None}:
        table = indicator_figures(indicator, system, day).table
        people[day] = {
            row["area_code"]: row["value"] for row in table.to_pylist() if row["value"] is not None
        }
    return {day: people[counted] for day, counted in counts.items()}
