"""Areas, their cuts and their maps."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from django.db.models import Count, F

from sozialraum.foundation.database.editions import kept
from sozialraum.foundation.ui.addresses import address_of
from sozialraum.foundation.ui.maps import Outline, Sheet, draw_sheet
from sozialraum.social_structure.models import Area, AreaSystem

EDITION = "social_structure_edition"


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a cut with its words; ``count`` is how many areas it has."""

    code: str
    singular: str
    plural: str
    count: int


@dataclass(frozen=True, slots=True)
class SystemFacts:
    """A cut as pages show it: levels from the coarsest below the whole to the finest."""

    id: int
    code: str
    vintage: int
    name: str
    whole_name: str
    levels: tuple[Level, ...]
    source: str
    licence: str

    def level(self, code: str) -> Level:
        """The level of that code; the finest one where there is none."""
        return next((each for each in self.levels if each.code == code), self.levels[-1])


@dataclass(frozen=True, slots=True)
class AreaFacts:
    """One area as pages show it; ``district_code`` and ``district`` name the coarsest area it belongs to."""

    system: SystemFacts
    area_code: str
    level: str
    name: str
    parent_code: str
    district_code: str
    district: str

    @property
    def url(self) -> str:
        """Where the area's page is."""
        return area_url(self.system, self.area_code)

    @property
    def open_url(self) -> str:
        """Where its page for everybody is."""
        return address_of("open:area", self.system.code, self.system.vintage, self.area_code)


def area_url(system: SystemFacts, area_code: str) -> str:
    """Where the page of an area is."""
    return address_of("social_structure:area", system.code, system.vintage, area_code)


def area_systems() -> list[SystemFacts]:
    """Every cut, the newest first, official ones before planning areas."""
    return list(_area_systems())


@kept(EDITION)
def _area_systems() -> tuple[SystemFacts, ...]:
    counts: dict[int, dict[str, int]] = {}
    counted = Area.objects.order_by().values_list("system_id", "level").annotate(areas=Count("id"))
    for system_id, level, areas in counted:
        counts.setdefault(system_id, {})[level] = areas
    # planning areas are cut from an official cut and come after all of these
    found = AreaSystem.objects.order_by(F("base").asc(nulls_first=True), "-vintage", "code").defer(
        "background"
    )
    return tuple(_facts(each, counts.get(each.id, {})) for each in found)


def area_system(code: str, vintage: int) -> SystemFacts | None:
    """The cut of that code and vintage."""
    return next((each for each in area_systems() if (each.code, each.vintage) == (code, vintage)), None)


def _facts(system: AreaSystem, counts: Mapping[str, int]) -> SystemFacts:
    levels = [
        Level(each["code"], each["singular"], each["plural"], counts.get(each["code"], 0))
        for each in system.levels
    ]
    return SystemFacts(
        id=system.id, code=system.code, vintage=system.vintage, name=system.name, whole_name=levels[0].singular,
        levels=tuple(levels[1:]), source=system.source, licence=system.licence,
    )  # fmt: skip


def areas_of(system: SystemFacts, level: str = "") -> dict[str, AreaFacts]:
    """The areas of a cut (or of one level) by key, in the order of their keys."""
    return dict(_areas_of(system, level))


@kept(EDITION, size=12)
def _areas_of(system: SystemFacts, level: str) -> dict[str, AreaFacts]:
    rows = {
        area_id: (code, at, name, parent_id)
        for area_id, code, at, name, parent_id in Area.objects.filter(system_id=system.id)
        .order_by("area_code")
        .values_list("id", "area_code", "level", "name", "parent_id")
    }
    top = system.levels[0].code
    found: dict[str, AreaFacts] = {}
    for code, at, name, parent_id in rows.values():
        if level and at != level:
            continue
        parent_code = rows[parent_id][0] if parent_id else ""
        district_code, district = (code, name) if at == top else ("", "")
        above = parent_id
        while above and not district_code:
            above_code, above_level, above_name, above_parent = rows[above]
            if above_level == top:
                district_code, district = above_code, above_name
            above = above_parent
        found[code] = AreaFacts(system, code, at, name, parent_code, district_code, district)
    return found


@kept(EDITION)
def whole_code(system: SystemFacts) -> str:
    """The key of the whole."""
    return Area.objects.filter(system_id=system.id, parent__isnull=True).values_list("area_code", flat=True)[
        0
    ]


@lru_cache(maxsize=16)
def sheet_of(system_id: int, level: str, district_level: str) -> Sheet | None:
    """The drawn map of a level with the borders of its districts; None where no geometry was delivered.

    Kept in memory: the outlines of a cut never change once it is imported.
    """
    outlines = outlines_of(system_id, level)
    if not any(each.wkb for each in outlines):
        return None
    districts = outlines_of(system_id, district_level)
    return draw_sheet(
        outlines, districts, AreaSystem.objects.values_list("background", flat=True).get(id=system_id)
    )


def outlines_of(system_id: int, level: str) -> list[Outline]:
    """The outlines of a level, in the order of their keys."""
    rows = Area.objects.filter(system_id=system_id, level=level).order_by("area_code")
    return [
        Outline(
            each.area_code, each.name, bytes(each.outline),
            (each.label_longitude, each.label_latitude)
            if each.label_longitude is not None and each.label_latitude is not None else None,
        )
        for each in rows
    ]  # fmt: skip
