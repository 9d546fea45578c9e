"""Outlines of areas for maps that other floors draw."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sozialraum.social_structure.models import Area, AreaSystem
from sozialraum.social_structure.queries.planning import planning_system


@dataclass(frozen=True, slots=True)
class AreaOutline:
    """One area of the finest level: key, name, outline as WKB in EPSG:4326."""

    area_code: str
    name: str
    wkb: bytes


@dataclass(frozen=True, slots=True)
class Ground:
    """What a map of a few areas is drawn on: the areas of the finest level and what orients the reader."""

    areas: tuple[AreaOutline, ...]
    background: tuple[dict[str, object], ...]


def ground_of(area_codes: Iterable[str]) -> Ground | None:
    """The areas of the cut in force in the districts of these areas; ``None`` where nothing is drawn.

    ``background`` are GeoJSON features with ``properties.kind`` ``water`` or ``railway``.
    """
    system = planning_system()
    if system is None:
        return None
    parents = (
        Area.objects.filter(system_id=system.id, area_code__in=set(area_codes), level=system.level)
        .order_by()
        .values_list("parent_id", flat=True)
        .distinct()
    )
    near = (
        Area.objects.filter(system_id=system.id, level=system.level, parent_id__in=list(parents))
        .exclude(outline=b"")
        .order_by("area_code")
    )
    areas = tuple(AreaOutline(each.area_code, each.name, bytes(each.outline)) for each in near)
    background = AreaSystem.objects.values_list("background", flat=True).get(id=system.id)
    return Ground(areas, tuple(background)) if areas else None
