"""The collections: areas by cut and level, released indicators by cut, open runs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any, Final

import numpy as np
import pyarrow as pa
import shapely
from django.utils.translation import gettext
from numpy.typing import NDArray

from sozialraum.foundation.database.collation import german_sort_key
from sozialraum.foundation.database.editions import kept
from sozialraum.foundation.privacy.release import Figure
from sozialraum.foundation.ui.drawing import number
from sozialraum.social_structure import wording
from sozialraum.social_structure.models import AreaSystem
from sozialraum.social_structure.open_data.features.holdings import (
    OpenIndicator,
    open_indicators,
    outlines_source,
)
from sozialraum.social_structure.open_data.features.wishes import Wish
from sozialraum.social_structure.open_data.files import geometry_of, plain
from sozialraum.social_structure.open_data.queries import Dataset, datasets
from sozialraum.social_structure.open_data.rules import Licence, licence_of_all
from sozialraum.social_structure.queries.areas import (
    EDITION,
    AreaFacts,
    SystemFacts,
    area_systems,
    areas_of,
    outlines_of,
)
from sozialraum.social_structure.queries.figures import released
from sozialraum.social_structure.snapshots import fetch

Bounds = tuple[float, float, float, float]
FAR: Final = np.datetime64("9999-12-31", "D")


@dataclass(frozen=True)
class Rows:
    """The features of a collection: an id and a row of properties each, the place of its outline, its time.

    Areas without an outline are no features. ``begin`` and ``end`` are days, both inclusive.
    """

    ids: tuple[str, ...]
    table: pa.Table
    shapes: NDArray[np.object_]
    begin: NDArray[np.datetime64]
    end: NDArray[np.datetime64]

    def find(self, wish: Wish) -> NDArray[np.int64]:
        """The places of the rows that are wished for, in order, on all pages."""
        keep = np.ones(len(self.ids), np.bool_)
        if wish.time is not None:
            first, last = wish.time
            if first is not None:
                keep &= self.end >= np.datetime64(first)
            if last is not None:
                keep &= self.begin <= np.datetime64(last)
        for name, value in wish.equal:
            column = self.table.column(name).to_pylist() if name in self.table.column_names else []
            keep &= np.array([each == value for each in column] or [False] * len(self.ids), np.bool_)
        if wish.box is not None:
            keep &= _meets(self.shapes, wish.box)
        return np.flatnonzero(keep)

    def features(self, places: NDArray[np.int64]) -> list[dict[str, Any]]:
        """These rows as GeoJSON features."""
        rows = self.table.take(pa.array(places)).to_pylist()
        return [
            {
                "type": "Feature",
                "id": self.ids[place],
                "geometry": geometry_of(shapely.to_wkb(self.shapes[place])),
                "properties": {name: plain(value) for name, value in row.items()},
            }
            for place, row in zip(places.tolist(), rows, strict=True)
        ]

    def place_of(self, feature_id: str) -> NDArray[np.int64]:
        """The place of one feature; empty where there is none."""
        return np.array([self.ids.index(feature_id)] if feature_id in self.ids else [], np.int64)


def _meets(shapes: NDArray[np.object_], box: Bounds) -> NDArray[np.bool_]:
    west, south, east, north = box
    # a box whose west lies east of its east goes around the back of the earth (clause 7.15.3)
    parts = [(west, east)] if west <= east else [(west, 180.0), (-180.0, east)]
    found = np.zeros(len(shapes), np.bool_)
    for start, end in parts:
        found |= shapely.intersects(shapes, shapely.box(start, south, end, north))
    return found


@dataclass(frozen=True)
class Collection:
    """One collection: its words, extent, licence, and how its rows are read."""

    id: str
    title: str
    description: str
    licence: Licence
    sources: tuple[str, ...]
    bounds: Bounds
    interval: tuple[date, date | None]
    read: Callable[[], Rows]
    kind: str


def collections() -> list[Collection]:
    """Everything that is open, in the order areas, runs, indicators."""
    return list(_collections())


def collection(name: str) -> Collection | None:
    """The collection of that id; None where there is none."""
    return next((each for each in _collections() if each.id == name), None)


def city_bounds() -> Bounds | None:
    """West, south, east and north of the newest open outlines; None where there are none."""
    return next((each.bounds for each in _collections()), None)


def _collections() -> tuple[Collection, ...]:
    open_systems = tuple(
        each
        for each in area_systems()
        if licence_of_all([outlines_source(each)]) and _has_outlines(each.id, each.levels[-1].code)
    )
    return (*_of_areas(open_systems), *_of_runs(), *_of_indicators(open_systems))


@kept(EDITION, size=4)
def _of_areas(systems: tuple[SystemFacts, ...]) -> tuple[Collection, ...]:
    valid = {
        each: (start, end)
        for each, start, end in AreaSystem.objects.values_list("id", "valid_from", "valid_until")
    }
    return tuple(
        Collection(
            id=f"areas-{system.code}-{system.vintage}-{level.code}",
            title=f"{level.plural} {system.vintage}",
            description=gettext("%(count)s areas of %(whole)s, cut of %(year)d.")
            % {"count": number(level.count), "whole": system.whole_name, "year": system.vintage},
            licence=licence_of_all([outlines_source(system)]).licence,  # type: ignore[arg-type]  # asked only where there is one
            sources=(outlines_source(system).name,),
            bounds=_bounds(system.id, system.levels[-1].code),
            interval=valid[system.id],
            read=lambda system=system, level=level: _area_rows(system, level.code, *valid[system.id]),  # type: ignore[misc]  # bound at once
            kind="areas",
        )
        for system in systems
        for level in system.levels
        if _has_outlines(system.id, level.code)
    )


@kept(EDITION, size=4)
def _of_indicators(systems: tuple[SystemFacts, ...]) -> tuple[Collection, ...]:
    known = {each.id: each for each in systems}
    found = [_of_indicator(each, known[each.system_id]) for each in open_indicators(systems)]
    return tuple(sorted(found, key=lambda each: german_sort_key(each.title)))


def _of_indicator(each: OpenIndicator, system: SystemFacts) -> Collection:
    name = wording.in_language(each.name_de, each.name_en)
    return Collection(
        id=f"indicator-{each.code}-{system.code}-{system.vintage}",
        title=gettext("%(name)s (cut of %(year)d)") % {"name": name, "year": system.vintage},
        description=gettext(
            "Released values of “%(name)s” for the areas of %(whole)s in the cut of %(year)d, with interval, status and reason where one is withheld."
        )
        % {"name": name, "whole": system.whole_name, "year": system.vintage},
        licence=each.verdict.licence,  # type: ignore[arg-type]  # asked only where there is one
        sources=each.sources,
        bounds=_bounds(system.id, system.levels[-1].code),
        interval=(each.dates[0], each.dates[-1]),
        read=lambda: _indicator_rows(system, each),
        kind="indicator",
    )


def _of_runs() -> tuple[Collection, ...]:
    return tuple(
        Collection(
            id=f"run-{each.number}",
            title=each.title,
            description=gettext("%(recipe)s: index, rank and class by area.") % {"recipe": each.recipe},
            licence=each.licence,
            sources=each.sources,
            bounds=_bounds(each.system.id, each.level.code),
            interval=(each.reference_date, each.reference_date),
            read=lambda each=each: _run_rows(each),  # type: ignore[misc]  # bound at once
            kind="run",
        )
        for each in datasets()
        if each.with_outlines
    )


@lru_cache(maxsize=16)
def _shapes(system_id: int, level: str) -> dict[str, Any]:
    """The outlines of a level; a cut never changes once it is imported."""
    found = [each for each in outlines_of(system_id, level) if each.wkb]
    shapes = shapely.from_wkb([each.wkb for each in found])
    shapely.prepare(shapes)
    return {each.area_code: shape for each, shape in zip(found, shapes, strict=True)}


def _has_outlines(system_id: int, level: str) -> bool:
    return bool(_shapes(system_id, level))


def _bounds(system_id: int, level: str) -> Bounds:
    west, south, east, north = shapely.total_bounds(list(_shapes(system_id, level).values()))
    return float(west), float(south), float(east), float(north)


@kept(EDITION, size=8)
def _area_rows(system: SystemFacts, level: str, valid_from: date, valid_until: date | None) -> Rows:
    rows = [
        {
            "area_code": each.area_code, "name": each.name, "level": level, "parent_code": each.parent_code or None,
            "district_code": each.district_code or None, "district": each.district or None, "area_system": system.code,
            "area_vintage": system.vintage, "valid_from": valid_from, "valid_until": valid_until,
        }
        for each in areas_of(system, level).values()
    ]  # fmt: skip
    fields = {name: pa.string() for name in rows[0]} | {
        "area_vintage": pa.int64(), "valid_from": pa.date32(), "valid_until": pa.date32(),
    }  # fmt: skip
    return _rows(
        rows,
        fields,
        _shapes(system.id, level),
        [str(each["area_code"]) for each in rows],
        (valid_from, valid_until),
    )


@kept(EDITION, size=16)
def _indicator_rows(system: SystemFacts, indicator: OpenIndicator) -> Rows:
    areas = areas_of(system)
    shapes = {
        code: shape for level in system.levels for code, shape in _shapes(system.id, level.code).items()
    }
    rows = [
        _indicator_row(indicator, areas[each.area_code], each, day)
        for day in indicator.dates
        for each in released(f"indicator:{indicator.code}", system.id, day) or ()
        if each.area_code in areas
    ]
    numbers = ("value", "lower", "upper", "numerator", "denominator")
    texts = ("area_code", "name", "level", "indicator", "unit", "reference_date", "status", "withheld")
    fields = {name: pa.string() for name in texts} | {name: pa.float64() for name in numbers}
    fields |= {"reference_date": pa.date32(), "estimated": pa.bool_()}
    ids = [f"{each['area_code']}-{each['reference_date']:%Y-%m-%d}" for each in rows]
    return _rows(rows, fields, shapes, ids)


def _indicator_row(indicator: OpenIndicator, area: AreaFacts, figure: Figure, day: date) -> dict[str, Any]:
    return {
        "area_code": area.area_code, "name": area.name, "level": area.level, "indicator": indicator.code,
        "unit": indicator.unit, "reference_date": day, "status": figure.status,
        "withheld": figure.withheld.value if figure.withheld else None, "value": figure.value, "lower": figure.lower,
        "upper": figure.upper, "numerator": figure.numerator, "denominator": figure.denominator,
        "estimated": bool(figure.extra.get("estimated", False)),
    }  # fmt: skip


def _run_rows(each: Dataset) -> Rows:
    return _stored_rows(each.table_hash, each.system.id, each.level.code)


@lru_cache(maxsize=16)
def _stored_rows(table_hash: str, system_id: int, level: str) -> Rows:
    """The rows of an open run: the table that its files say as well, which never changes."""
    table = fetch(table_hash)
    fields = {each.name: each.type for each in table.schema}
    rows = table.to_pylist()
    return _rows(rows, fields, _shapes(system_id, level), [each["area_code"] for each in rows])


def _rows(
    rows: list[dict[str, Any]],
    fields: dict[str, pa.DataType],
    shapes: dict[str, Any],
    ids: list[str],
    time: tuple[date, date | None] | None = None,
) -> Rows:
    there = [place for place, row in enumerate(rows) if row["area_code"] in shapes]
    found = [rows[place] for place in there]
    begin = np.array([time[0] if time else row["reference_date"] for row in found], "datetime64[D]")
    # a cut is valid until the day before the next one begins
    last = np.datetime64(time[1], "D") - 1 if time and time[1] else FAR
    end = begin if time is None else np.full(len(found), last)
    outlines = np.empty(len(found), np.object_)
    outlines[:] = [shapes[row["area_code"]] for row in found]
    return Rows(
        tuple(ids[place] for place in there), pa.Table.from_pylist(found, schema=pa.schema(list(fields.items()))),
        outlines, begin, end,
    )  # fmt: skip
