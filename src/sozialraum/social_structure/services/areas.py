"""Bringing in a cut of the municipality: all its levels at once, or nothing."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

import numpy as np
import shapely
from django.db import transaction
from django.utils.translation import gettext_noop

from sozialraum.errors import SozialraumError
from sozialraum.foundation.database.collation import german_sort_key
from sozialraum.foundation.ui.maps import Outline
from sozialraum.social_structure.enums import DeliveryKind
from sozialraum.social_structure.models import Area, AreaSystem, Delivery
from sozialraum.social_structure.services.area_lists import bare_names
from sozialraum.social_structure.services.records import record_change
from sozialraum.social_structure.snapshots import keep
from sozialraum.warehouse.sources import SourceTable

WHOLE_LEVEL = "whole"
WHOLE_CODE = "stadt"
GEOMETRY = "geometry"
# as wide as their columns in the database
LONGEST_KEY = 40
LONGEST_NAME = 200
# at 1,000 units across, a border simplified by this share of the width stays within half a unit
TOLERANCE_SHARE = 1 / 2_000


class AreaImportError(SozialraumError):
    """A cut that cannot be brought in; nothing was stored."""


@dataclass(frozen=True, slots=True)
class SystemFacts:
    """What a cut is called, from when it holds, and from whom it comes.

    ``whole_name`` is the name of the whole (the municipality); ``background`` orients the reader of the map: GeoJSON
    features with ``properties.kind`` ``water`` or ``railway``.
    """

    code: str
    vintage: int
    name: str
    whole_name: str
    valid_from: date
    valid_until: date | None = None
    source: str = ""
    licence: str = ""
    background: Sequence[Mapping[str, Any]] = ()


@dataclass(frozen=True, slots=True)
class LevelTable:
    """One level as read from a file: its code and its words, and which columns carry key, name and parent's key.

    Without ``parent_column`` an area belongs to the area of the level above whose key its own key begins with.
    """

    level: str
    singular: str
    plural: str
    source: SourceTable
    key_column: str
    name_column: str
    parent_column: str = ""


@dataclass(frozen=True, slots=True)
class AreaImport:
    """What an import of areas brought: the system, and the number of areas by level."""

    system_id: int
    areas: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class AreaPreview:
    """What an import would bring: the number of areas by level and the outlines as they would be drawn.

    ``coarsest`` is empty where there is one level only; ``joined`` are the keys that several rows share, whose outlines
    become one.
    """

    areas: tuple[int, ...]
    finest: tuple[Outline, ...]
    coarsest: tuple[Outline, ...]
    joined: tuple[str, ...] = ()


@dataclass(slots=True)
class _Drawn:
    code: str
    name: str
    parent: str
    shape: Any = None
    square_meters: float | None = None
    parts: list[str] = field(default_factory=list)


def system_of(code: str, vintage: int) -> AreaSystem:
    """The area system of that code and vintage, its background read when asked for; :class:`AreaImportError` where there
    is none.
    """
    found = AreaSystem.objects.filter(code=code, vintage=vintage).defer("background").first()
    if found is None:
        raise AreaImportError(
            gettext_noop("There are no areas “{code}” of {vintage} yet."),
            gettext_noop("Import the areas first."),
            code=code,
            vintage=vintage,
        )
    return found


@transaction.atomic
def import_areas(
    *, system: SystemFacts, levels: Sequence[LevelTable], by: UUID | None, at: datetime
) -> AreaImport:
    """Bring in a cut with its levels, from the coarsest to the finest, beneath the whole.

    Outlines are simplified together, so that neighbors keep their shared border; those of the coarser levels are
    joined from their parts. Raises :class:`AreaImportError` for a cut that is already there, keys that are empty or
    stand twice under different names, and areas without a parent; then nothing is stored.
    """
    if AreaSystem.objects.filter(code=system.code, vintage=system.vintage).exists():
        raise AreaImportError(
            gettext_noop("The areas “{code}” of {vintage} are already there."),
            gettext_noop("A new cut is a new vintage: choose another year."),
            code=system.code, vintage=system.vintage,
        )  # fmt: skip
    drawn, _joined = _draw(system.whole_name, levels)
    stored = AreaSystem.objects.create(
        code=system.code, vintage=system.vintage, name=system.name, valid_from=system.valid_from,
        valid_until=system.valid_until, source=system.source, licence=system.licence,
        background=list(system.background),
        levels=[
            {"code": WHOLE_LEVEL, "singular": system.whole_name, "plural": system.whole_name},
            *({"code": each.level, "singular": each.singular, "plural": each.plural} for each in levels),
        ],
    )  # fmt: skip
    _store(stored, [WHOLE_LEVEL, *(each.level for each in levels)], drawn)
    _keep_deliveries(stored, levels, by=by, at=at)
    record_change(
        by=by, at=at, object_kind="social_structure.AreaSystem", object_id=str(stored.id), fields=["areas"]
    )
    return AreaImport(
        system_id=stored.id,
        areas={level.level: len(each) for level, each in zip(levels, drawn[1:], strict=True)},
    )


def preview_areas(*, whole_name: str, levels: Sequence[LevelTable]) -> AreaPreview:
    """What :func:`import_areas` would bring, with the same errors; stores nothing."""
    drawn, joined = _draw(whole_name, levels)
    return AreaPreview(
        areas=tuple(len(each) for each in drawn[1:]),
        finest=_outlines(drawn[-1]),
        coarsest=_outlines(drawn[1]) if len(drawn) > 2 else (),
        joined=tuple(dict.fromkeys(joined)),
    )


def _outlines(level: Mapping[str, _Drawn]) -> tuple[Outline, ...]:
    found = []
    for each in level.values():
        if drawn := _outline(each.shape):
            label = (drawn["label_longitude"], drawn["label_latitude"])
            found.append(Outline(each.code, each.name, drawn["outline"], label))
    return tuple(found)


def _draw(whole_name: str, levels: Sequence[LevelTable]) -> tuple[list[dict[str, _Drawn]], list[str]]:
    joined: list[str] = []
    drawn: list[dict[str, _Drawn]] = [{WHOLE_CODE: _Drawn(WHOLE_CODE, whole_name, "")}]
    for level in levels:
        drawn.append(_read_level(level, drawn, joined=joined))
    _simplify(drawn[-1])
    _join_upwards(drawn)
    return drawn, joined


def _read_level(
    level: LevelTable, coarser: Sequence[dict[str, _Drawn]], *, joined: list[str]
) -> dict[str, _Drawn]:
    above, coarsest = coarser[-1], len(coarser) == 1
    taken = {code for each in coarser for code in each}
    table = level.source.table
    missing = [
        c
        for c in (level.key_column, level.name_column, level.parent_column)
        if c and c not in table.column_names
    ]
    if missing:
        raise AreaImportError(
            gettext_noop("“{file}” has no column “{column}”."), gettext_noop("Its columns are: {columns}."),
            file=level.source.name, column=missing[0], columns=", ".join(level.source.columns),
        )  # fmt: skip
    keys = table.column(level.key_column).to_pylist()
    names = table.column(level.name_column).to_pylist()
    if all(keys) and all(names):
        names = bare_names(names, keys)
    parents = table.column(level.parent_column).to_pylist() if level.parent_column else [None] * len(keys)
    shapes = (
        shapely.from_wkb(table.column(GEOMETRY).to_pylist())
        if level.source.has_geometry
        else [None] * len(keys)
    )
    found: dict[str, _Drawn] = {}
    for row, (key, name, parent, shape) in enumerate(zip(keys, names, parents, shapes, strict=True)):
        if not key:
            raise AreaImportError(
                gettext_noop("Row {row} of “{file}” has no key in the column “{column}”."),
                gettext_noop("Every area needs its official key."),
                row=row + level.source.first_row, file=level.source.name, column=level.key_column,
            )  # fmt: skip
        _check(key, name or key, shape, taken, level)
        belongs = WHOLE_CODE if coarsest else (parent or _prefix_of(key, above))
        if belongs not in above:
            raise AreaImportError(
                gettext_noop("The area {key} of “{file}” belongs to no area of the level above."),
                gettext_noop("Put the coarser level first, or check the parent's key {parent}."),
                key=key, file=level.source.name, parent=belongs or "–",
            )  # fmt: skip
        _add(found, _Drawn(key, name or key, belongs, shape), level, joined)
    for each in found.values():
        above[each.parent].parts.append(each.code)
    return found


def _check(key: str, name: str, shape: Any, taken: Collection[str], level: LevelTable) -> None:
    if key in taken:
        raise AreaImportError(
            gettext_noop("The key {key} of “{file}” stands for an area of a coarser level already."),
            gettext_noop("A key stands for one area of the whole cut: choose another column of keys."),
            key=key, file=level.source.name,
        )  # fmt: skip
    for text, most in ((key, LONGEST_KEY), (name, LONGEST_NAME)):
        if len(text) > most:
            raise AreaImportError(
                gettext_noop("“{text}…” in “{file}” is longer than {most} characters."),
                gettext_noop("Choose the columns that hold key and name."),
                text=text[:30], file=level.source.name, most=most,
            )  # fmt: skip
    if shape is not None and not shapely.is_empty(shape) and shapely.get_dimensions(shape) != 2:
        raise AreaImportError(
            gettext_noop("“{file}” holds places or lines and not outlines of areas."),
            gettext_noop("Choose the file with the areas' borders."),
            file=level.source.name,
        )


def _prefix_of(key: str, above: Mapping[str, _Drawn]) -> str:
    return max((code for code in above if key.startswith(code)), key=len, default="")


def _add(found: dict[str, _Drawn], area: _Drawn, level: LevelTable, joined: list[str]) -> None:
    same = found.get(area.code)
    if same is None:
        found[area.code] = area
    elif same.name != area.name:
        raise AreaImportError(
            gettext_noop("The key {key} stands for “{one}” and for “{other}” in “{file}”."), gettext_noop("Keep one row per area."),
            key=area.code, one=same.name, other=area.name, file=level.source.name,
        )  # fmt: skip
    else:
        joined.append(area.code)
        if area.shape is not None:
            same.shape = shapely.union(same.shape, area.shape) if same.shape is not None else area.shape


def _simplify(level: Mapping[str, _Drawn]) -> None:
    """Simplify the finest level's outlines as one coverage, after measuring their true size."""
    import pyproj

    areas = [each for each in level.values() if each.shape is not None and not shapely.is_empty(each.shape)]
    if not areas:
        return
    shapes = [_polygonal(each.shape) for each in areas]
    geod = pyproj.Geod(ellps="GRS80")
    for each, shape in zip(areas, shapes, strict=True):
        each.square_meters = abs(geod.geometry_area_perimeter(shape)[0])
    west, _, east, _ = shapely.total_bounds(shapes)
    simplified = shapely.coverage_simplify(np.array(shapes), (east - west) * TOLERANCE_SHARE)
    for each, shape, whole in zip(areas, simplified, shapes, strict=True):
        each.shape = whole if shapely.is_empty(shape) else shape


def _polygonal(shape: Any) -> Any:
    valid = shape if shapely.is_valid(shape) else shapely.make_valid(shape)
    if valid.geom_type in {"Polygon", "MultiPolygon"}:
        return valid
    return shapely.union_all([part for part in shapely.get_parts(valid) if part.geom_type == "Polygon"])


def _join_upwards(drawn: Sequence[dict[str, _Drawn]]) -> None:
    for position in range(len(drawn) - 2, -1, -1):
        finer = drawn[position + 1]
        for area in drawn[position].values():
            parts = [finer[code] for code in area.parts if finer[code].shape is not None]
            if parts:
                area.shape = _without_slivers(shapely.union_all([_polygonal(each.shape) for each in parts]))
                area.square_meters = sum(each.square_meters or 0.0 for each in parts)


def _without_slivers(shape: Any) -> Any:
    """Close gaps that lie between parts whose borders do not meet exactly: holes under a thousandth of the area."""
    least = shape.area / 1_000
    parts = [
        shapely.Polygon(
            part.exterior, [hole for hole in part.interiors if shapely.Polygon(hole).area > least]
        )
        for part in shapely.get_parts(shape)
    ]
    return shapely.MultiPolygon(parts) if len(parts) > 1 else parts[0]


def _store(system: AreaSystem, levels: Sequence[str], drawn: Sequence[Mapping[str, _Drawn]]) -> None:
    ids: dict[str, Area] = {}
    for level, areas in zip(levels, drawn, strict=True):
        rows = [
            Area(
                system=system, area_code=each.code, level=level, name=each.name, sort_key=german_sort_key(each.name),
                parent=ids.get(each.parent), square_meters=each.square_meters, **_outline(each.shape),
            )
            for each in areas.values()
        ]  # fmt: skip
        ids = {row.area_code: row for row in Area.objects.bulk_create(rows, batch_size=2_000)}


def _outline(shape: Any) -> dict[str, Any]:
    if shape is None or shapely.is_empty(shape):
        return {}
    whole = _polygonal(shape)
    largest = max(shapely.get_parts(whole), key=lambda part: part.area)
    # the inscribed circle of a coarse outline is close enough for a label and much faster
    rough = shapely.simplify(largest, np.sqrt(largest.area) / 50)
    circle = shapely.maximum_inscribed_circle(rough if rough.area else largest)
    x, y = shapely.get_coordinates(circle)[0]
    return {
        "outline": shapely.to_wkb(shapely.set_precision(whole, 1e-6, mode="pointwise")),
        "label_longitude": float(x),
        "label_latitude": float(y),
    }


def joined_outline(outlines: Sequence[bytes]) -> dict[str, Any]:
    """Outline and place of the label of areas (WKB) put together, as an area stores them; empty without outlines."""
    if not outlines:
        return {}
    shapes = [_polygonal(shape) for shape in shapely.from_wkb(list(outlines))]
    return _outline(_without_slivers(shapely.union_all(shapes)))


def _keep_deliveries(
    system: AreaSystem, levels: Sequence[LevelTable], *, by: UUID | None, at: datetime
) -> None:
    for level in levels:
        Delivery.objects.create(
            kind=DeliveryKind.AREAS, system=system, level=level.level, file_name=level.source.name,
            file_sha256=level.source.sha256, snapshot_hash=keep(level.source.table), rows=level.source.table.num_rows,
            mapping={"key": level.key_column, "name": level.name_column, "parent": level.parent_column},
            source=system.source, licence=system.licence, imported_at=at, imported_by_id=by,
        )  # fmt: skip
