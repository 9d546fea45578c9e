"""Stored values as the tables that the arithmetic takes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

import pyarrow as pa

from sozialraum.analytics.indices import Recipe
from sozialraum.social_structure.models import Area, AreaSystem, Delivery, Indicator, Observation


@dataclass(frozen=True, slots=True)
class IndexInput:
    """What an index is computed from.

    ``table`` has one row per area of the level: ``area_code``, the recipe's columns by the names it knows (null
    unless observed) and, where the publisher's list of valid areas is among the deliveries, ``valid``.
    ``absent`` names the recipe's inputs of which not one value is stored, ``kinds`` the kind of each input.
    """

    table: pa.Table
    valid_areas: tuple[str, ...] | None
    absent: tuple[str, ...]
    kinds: Mapping[str, str]
    delivery_ids: tuple[UUID, ...]
    sources: tuple[str, ...]


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
    """Gather what a recipe needs: each input is the indicator that the catalogue knows by one of its column names."""
    wanted = {entry.code: entry.columns for entry in recipe.indicators}
    wanted |= {"population": recipe.validity.population}
    by_name = _indicators_by_column()
    chosen = {code: _first(columns, by_name) for code, columns in wanted.items()}
    listed = _first(recipe.validity.list_columns, by_name)
    indicators = {each.id: each for each in [*chosen.values(), listed] if each is not None}
    values = current_values(
        indicator_ids=list(indicators), system=system, reference_date=reference_date, level=level
    )
    observed = {(each.indicator_id, each.area_id): each.value for each in values}
    present = {each.indicator_id for each in values if each.value is not None}
    areas = list(
        Area.objects.filter(system=system, level=level).order_by("area_code").values_list("id", "area_code")
    )
    columns: dict[str, pa.Array] = {"area_code": pa.array([code for _, code in areas], pa.string())}
    for code, indicator in chosen.items():
        if indicator is not None:
            cells = [observed.get((indicator.id, area_id)) for area_id, _ in areas]
            columns[wanted[code][0]] = pa.array(cells, pa.float64())
    valid: tuple[str, ...] | None = None
    if listed is not None and listed.id in present:
        marks = [observed.get((listed.id, area_id)) is not None for area_id, _ in areas]
        columns["valid"] = pa.array(marks, pa.bool_())
        valid = tuple(code for (_, code), mark in zip(areas, marks, strict=True) if mark)
    delivery_ids = tuple(sorted({each.delivery_id for each in values}, key=str))
    return IndexInput(
        table=pa.table(columns),
        valid_areas=valid,
        absent=tuple(code for code, each in chosen.items() if each is None or each.id not in present),
        kinds={each.code: each.kind for code, each in chosen.items() if each is not None and code != "population"},
        delivery_ids=delivery_ids,
        sources=_sources(delivery_ids),
    )


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
    named = {", ".join(part for part in (source or of_system, licence) if part) for source, licence, of_system in found}
    return tuple(sorted(each for each in named if each))
