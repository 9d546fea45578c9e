"""Bridges between two cuts of the municipality: from a table, links, or addresses, or laid over each other."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

import numpy as np
import pyarrow as pa
import shapely
from django.db import transaction
from django.utils.translation import gettext_noop

from sozialraum.analytics import areal
from sozialraum.errors import SozialraumError
from sozialraum.social_structure.enums import CrosswalkMethod, DeliveryKind
from sozialraum.social_structure.models import Area, AreaSystem, Crosswalk, CrosswalkPart, Delivery, Release
from sozialraum.social_structure.queries.figures import released
from sozialraum.social_structure.services.carrying import SUBJECT, carry_on, finest_codes
from sozialraum.social_structure.services.records import record_change
from sozialraum.social_structure.snapshots import keep
from sozialraum.warehouse.sources import SourceTable, parse_values, repair_keys
from sozialraum.warehouse.sources.links import FROM, TO
from sozialraum.warehouse.sources.source_table import GEOMETRY

_OLD: Final = re.compile(r"(^|[_\W])(von|alt|old|from|vorher|bisher)([_\W]|$)", re.IGNORECASE)
_NEW: Final = re.compile(r"(^|[_\W])(nach|zu|neu|new|to|nachher)([_\W]|$)", re.IGNORECASE)
_AMOUNT: Final = re.compile(
    r"anteil|gewicht|weight|einwohner|adress|amount|share|flaeche|fläche", re.IGNORECASE
)
FITTING: Final = 0.8


class CrosswalkError(SozialraumError):
    """A bridge between two cuts that cannot be built; nothing was stored."""


@dataclass(frozen=True, slots=True)
class CrosswalkDone:
    """What a bridge brought: how many areas stay as they are, are split, merged or redrawn, and what was carried."""

    crosswalk_id: int
    relations: Mapping[str, int]
    lost: tuple[str, ...]
    carried: int


@transaction.atomic
def import_crosswalk(
    *, source: SourceTable, from_system: AreaSystem, to_system: AreaSystem, by: UUID | None, at: datetime,
    publisher: str = "", licence: str = "",
) -> CrosswalkDone:  # fmt: skip
    """Bring in a file that says which part of every old area became which new one, and carry the series over.

    A table has a column of the old and one of the new keys, recognized by keys and names, and an amount by its name;
    without one each row counts the same. Links (RDF) say which areas stayed the same; what they leave open is taken
    from the outlines. A file of points (addresses, dwellings) is counted in the outlines of both cuts. Raises
    :class:`CrosswalkError` where nothing of that can be told.
    """
    method = CrosswalkMethod.GIVEN
    if source.format == "links":
        walk, key = _linked(source, from_system, to_system), f"{FROM} → {TO}"
    elif _of_points(source):
        walk, key, method = _counted(source, from_system, to_system), "", CrosswalkMethod.ADDRESSES
    else:
        walk, key = _given(source, from_system, to_system)
    Delivery.objects.create(
        kind=DeliveryKind.CROSSWALK, system=to_system, level=to_system.levels[-1]["code"], file_name=source.name,
        file_sha256=source.sha256, snapshot_hash=keep(source.table), rows=source.table.num_rows,
        mapping={"key": key, "amount": _amount_of(source)}, source=publisher, licence=licence, imported_at=at,
        imported_by_id=by,
    )  # fmt: skip
    return store_crosswalk(walk, from_system, to_system, method, publisher, by=by, at=at)


def _given(
    source: SourceTable, from_system: AreaSystem, to_system: AreaSystem
) -> tuple[areal.Crosswalk, str]:
    old, new, amount = _columns(source, finest_codes(from_system), finest_codes(to_system))
    table = pa.table(
        {
            "from_code": _repaired(source, old, finest_codes(from_system)),
            "to_code": _repaired(source, new, finest_codes(to_system)),
            "amount": _amounts(source, amount),
        }
    )
    known = [row for row in table.to_pylist() if row["from_code"] and row["to_code"] and row["amount"] > 0]
    walk = areal.crosswalk_from_parts(
        pa.Table.from_pylist(known, schema=table.schema),
        from_codes=finest_codes(from_system),
        to_codes=finest_codes(to_system),
    )
    return walk, f"{old} → {new}"


def _amounts(source: SourceTable, column: str) -> np.ndarray:
    if not column:
        return np.ones(source.table.num_rows)
    return np.nan_to_num(parse_values(source.table.column(column), decimal=source.decimal).values)


def _amount_of(source: SourceTable) -> str:
    found = (name for name in source.columns if _AMOUNT.search(name) and _is_amount(source, name))
    return next(found, "")


def _linked(source: SourceTable, from_system: AreaSystem, to_system: AreaSystem) -> areal.Crosswalk:
    olds, news = frozenset(finest_codes(from_system)), frozenset(finest_codes(to_system))
    pairs = zip(*(source.table.column(name).to_pylist() for name in (FROM, TO)), strict=True)
    links = [(old, new) for old, new in pairs if old in olds and new in news]
    if not links:
        raise CrosswalkError(
            gettext_noop("“{file}” does not say which old area became which new one."),
            gettext_noop("Its addresses must end in the keys of both cuts. Is the direction the right one?"),
            file=source.name,
        )
    return areal.crosswalk_from_links(links, _overlay(from_system, to_system))


def _of_points(source: SourceTable) -> bool:
    if not source.has_geometry or not source.table.num_rows:
        return False
    shapes = shapely.from_wkb(source.table.column(GEOMETRY).to_numpy())
    return bool((shapely.get_type_id(shapes) == shapely.GeometryType.POINT).all())


def _counted(source: SourceTable, from_system: AreaSystem, to_system: AreaSystem) -> areal.Crosswalk:
    points = shapely.from_wkb(source.table.column(GEOMETRY).to_numpy())
    x, y = shapely.get_x(points), shapely.get_y(points)
    old, new = (
        areal.codes_at_points(x, y, list(shapes), list(shapes.values()))
        for shapes in (_outlines(from_system), _outlines(to_system))
    )
    counts = _amounts(source, _amount_of(source))
    kept = [place for place in range(len(old)) if old[place] and new[place] and counts[place] > 0]
    if not kept:
        raise CrosswalkError(
            gettext_noop("None of the places in “{file}” lies in both cuts."),
            gettext_noop("Is it a file of another municipality, or in another projection than it says?"),
            file=source.name,
        )
    return areal.crosswalk_from_places(
        [old[place] for place in kept], [new[place] for place in kept], counts[kept],
        from_codes=finest_codes(from_system), to_codes=finest_codes(to_system),
    )  # fmt: skip


@transaction.atomic
def derive_crosswalk(
    *, from_system: AreaSystem, to_system: AreaSystem, by: UUID | None, at: datetime
) -> CrosswalkDone:
    """Lay two cuts over each other where no table is at hand.

    A part weighs by its surface and, where the new areas' inhabitants are released, by how densely they live. Raises
    :class:`CrosswalkError` where a cut has no outlines.
    """
    walk = _overlay(from_system, to_system)
    return store_crosswalk(walk, from_system, to_system, CrosswalkMethod.GEOMETRY, "", by=by, at=at)


def _overlay(from_system: AreaSystem, to_system: AreaSystem) -> areal.Crosswalk:
    """The overlap of the outlines, by how densely the new areas live where that is released."""
    people = (
        released(SUBJECT + "inhabitants", to_system.id, day) if (day := _latest_people(to_system)) else None
    )
    shapes = [_metric_outlines(each) for each in (from_system, to_system)]
    counts = None
    if people is not None:
        found = [people.figure(code).value for code in shapes[1]]
        counts = None if any(each is None for each in found) else np.array(found, dtype=np.float64)
    return areal.crosswalk_from_geometry(
        list(shapes[0]), list(shapes[0].values()), list(shapes[1]), list(shapes[1].values()), to_counts=counts
    )


def _latest_people(system: AreaSystem) -> date | None:
    return (
        Release.objects.filter(system=system, subject=SUBJECT + "inhabitants")
        .order_by("-reference_date")
        .values_list("reference_date", flat=True)
        .first()
    )


def _outlines(system: AreaSystem) -> dict[str, bytes]:
    rows = {
        code: bytes(outline)
        for code, outline in Area.objects.filter(system=system, level=system.levels[-1]["code"])
        .order_by("area_code")
        .values_list("area_code", "outline")
    }
    if not rows or not all(rows.values()):
        raise CrosswalkError(
            gettext_noop("“{system}” has areas without outlines; a bridge cannot be drawn from the map."),
            gettext_noop("Bring in a table that says which old area became which new one."),
            system=f"{system.name} {system.vintage}",
        )
    return rows


def _metric_outlines(system: AreaSystem) -> dict[str, bytes]:
    import pyproj

    rows = _outlines(system)
    move = pyproj.Transformer.from_crs("EPSG:4326", "EPSG:3035", always_xy=True)
    shapes = shapely.transform(
        shapely.from_wkb(list(rows.values())),
        lambda points: np.column_stack(move.transform(points[:, 0], points[:, 1])),
    )
    return dict(zip(rows, shapely.to_wkb(shapes), strict=True))


def store_crosswalk(
    walk: areal.Crosswalk, from_system: AreaSystem, to_system: AreaSystem, method: CrosswalkMethod, source: str, *,
    by: UUID | None, at: datetime,
) -> CrosswalkDone:  # fmt: skip
    """Store a bridge in place of an earlier one between the same cuts, and carry what is released."""
    Crosswalk.objects.filter(from_system=from_system, to_system=to_system).delete()
    stored = Crosswalk.objects.create(
        from_system=from_system, to_system=to_system, method=method, source=source, made_at=at, made_by_id=by
    )
    ids = [
        dict(Area.objects.filter(system=each).values_list("area_code", "id"))
        for each in (from_system, to_system)
    ]
    CrosswalkPart.objects.bulk_create(
        CrosswalkPart(
            crosswalk=stored, from_area_id=ids[0][row["from_code"]], to_area_id=ids[1][row["to_code"]],
            weight=min(1.0, row["weight"]),
        )
        for row in walk.parts.to_pylist()
    )  # fmt: skip
    relations = [row["relation"] for row in walk.relations().to_pylist() if row["side"] == "to"]
    record_change(
        by=by, at=at, object_kind="social_structure.Crosswalk", object_id=str(stored.id), fields=["parts"]
    )
    return CrosswalkDone(
        crosswalk_id=stored.id, relations={name: relations.count(name) for name in areal.RELATIONS},
        lost=walk.lost_codes, carried=carry_on(from_system=from_system, by=by, at=at, to_system=to_system),
    )  # fmt: skip


def _repaired(source: SourceTable, column: str, codes: Sequence[str]) -> pa.Array:
    repair = repair_keys(source.table.column(column).to_pylist(), frozenset(codes))
    missed = set(repair.unmatched)
    return pa.array(
        [None if place in missed else key for place, key in enumerate(repair.values)], pa.string()
    )


def _columns(source: SourceTable, old: Sequence[str], new: Sequence[str]) -> tuple[str, str, str]:
    shares = {
        side: {name: _match(source, name, frozenset(codes)) for name in source.columns}
        for side, codes in (("old", old), ("new", new))
    }
    olds = [name for name, share in shares["old"].items() if share > FITTING]
    news = [name for name, share in shares["new"].items() if share > FITTING]
    first = next((name for name in olds if _OLD.search(name)), None) or next(
        (name for name in olds if not _NEW.search(name)), None
    )
    second = next((name for name in news if _NEW.search(name) and name != first), None) or next(
        (name for name in news if name != first), None
    )
    if first is None or second is None:
        raise CrosswalkError(
            gettext_noop("“{file}” does not say which old area became which new one."),
            gettext_noop("It needs a column with keys of the old and one with keys of the new cut."),
            file=source.name,
        )
    rest = [name for name in source.columns if name not in {first, second} and _is_amount(source, name)]
    return first, second, next((name for name in rest if _AMOUNT.search(name)), "")


def _match(source: SourceTable, name: str, codes: frozenset[str]) -> float:
    cells = [cell for cell in source.table.column(name).to_pylist() if cell]
    return repair_keys(cells, codes).matched / len(cells) if cells else 0.0


def _is_amount(source: SourceTable, name: str) -> bool:
    parsed = parse_values(source.table.column(name), decimal=source.decimal)
    return not parsed.problems and bool(np.isfinite(parsed.values).any())
