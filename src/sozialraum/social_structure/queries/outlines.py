"""Outlines of areas for maps that other floors draw."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import shapely.geometry

from sozialraum.foundation.database.editions import kept
from sozialraum.social_structure.models import Area
from sozialraum.social_structure.queries.areas import EDITION
from sozialraum.social_structure.queries.planning import planning_system
from sozialraum.social_structure.queries.profiles.shapes import background_of


@dataclass(frozen=True, slots=True)
class AreaOutline:
    """One area of the finest level: key, name, outline as WKB in EPSG:4326."""

    area_code: str
    name: str
    wkb: bytes


@dataclass(frozen=True, slots=True)
class Orientation:
    """A piece of water or railway (``kind``) as a shape of shapely in EPSG:4326."""

    kind: str
    shape: Any


@dataclass(frozen=True, slots=True)
class Ground:
    """What a map of a few areas is drawn on: the areas of the finest level and what orients the reader."""

    areas: tuple[AreaOutline, ...]
    background: tuple[Orientation, ...]


def ground_of(area_codes: Iterable[str]) -> Ground | None:
    """The areas of the cut in force in the districts of these areas; ``None`` where nothing is drawn."""
    system = planning_system()
    if system is None:
        return None
    outlines, wanted = _outlines(system.id, system.level), set(area_codes)
    parents = {parent for parent, each in outlines if each.area_code in wanted}
    areas = tuple(each for parent, each in outlines if parent in parents and each.wkb)
    return Ground(areas, _orientation(system.id)) if areas else None


@kept(EDITION, size=2)
def _outlines(system_id: int, level: str) -> tuple[tuple[int | None, AreaOutline], ...]:
    found = Area.objects.filter(system_id=system_id, level=level).order_by("area_code")
    rows = found.values_list("parent_id", "area_code", "name", "outline")
    return tuple((parent, AreaOutline(code, name, bytes(outline))) for parent, code, name, outline in rows)


@kept(EDITION, size=2)
def _orientation(system_id: int) -> tuple[Orientation, ...]:
    found = ((each.get("properties") or {}, each["geometry"]) for each in background_of(system_id))
    return tuple(
        Orientation(properties["kind"], shapely.geometry.shape(geometry))
        for properties, geometry in found
        if properties.get("kind") in {"water", "railway"}
    )
