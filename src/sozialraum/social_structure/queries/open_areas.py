"""The open page of all areas: the cut in force, its districts and what lies within them."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext

from sozialraum.foundation.database.collation import german_sort_key
from sozialraum.foundation.database.editions import kept
from sozialraum.foundation.ui.maps import outline_map
from sozialraum.social_structure import wording
from sozialraum.social_structure.queries.areas import (
    EDITION,
    AreaFacts,
    SystemFacts,
    area_systems,
    areas_of,
    sheet_of,
)
from sozialraum.social_structure.queries.planning import planning_system


@dataclass(frozen=True, slots=True)
class OpenDistrict:
    """An area of the coarsest level and the finest areas within it, by name."""

    area: AreaFacts
    parts: tuple[AreaFacts, ...]


@dataclass(frozen=True, slots=True)
class OpenAreas:
    """What the page lists; ``counted`` and ``plural`` are the finest areas in the words of the cut."""

    system: SystemFacts
    counted: str
    plural: str
    whole: AreaFacts | None
    districts: tuple[OpenDistrict, ...]
    map: SafeString | None


@kept(EDITION, size=4)
def open_areas() -> OpenAreas | None:
    """The areas of the cut in force; None as long as there is none."""
    present = planning_system()
    system = (
        None if present is None else next((each for each in area_systems() if each.id == present.id), None)
    )
    if system is None:
        return None
    areas = areas_of(system)
    top, finest = system.levels[0], system.levels[-1]
    parts = [each for each in areas.values() if each.level == finest.code]
    districts = (each for each in areas.values() if each.level == top.code)
    sheet = sheet_of(system.id, finest.code, top.code)
    return OpenAreas(
        system=system, counted=wording.counted_areas(finest.count, finest.singular, finest.plural), plural=finest.plural,
        whole=next((each for each in areas.values() if not each.parent_code), None),
        districts=tuple(
            OpenDistrict(each, () if top == finest else tuple(sorted((part for part in parts if part.district_code == each.area_code), key=lambda part: german_sort_key(part.name))))
            for each in districts
        ),
        map=None if sheet is None else outline_map(
            sheet, title=gettext("Map of the areas of %(whole)s") % {"whole": system.whole_name},
            address=lambda code: areas[code].open_url,
        ),
    )  # fmt: skip
