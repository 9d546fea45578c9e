"""The open page of all areas: the cut in force, its districts and what lies within them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from html import escape
from typing import Final

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

MOST_DRAWN: Final = 1_000
"""Above so many areas the page draws their districts; the areas themselves stand on the city map and in the list."""
MOST_NAMED: Final = 20
A_PAGE: Final = 240


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

    @property
    def choices(self) -> list[tuple[str, str]]:
        """The districts by key and name."""
        return [(each.area.area_code, each.area.name) for each in self.districts]

    @property
    def named(self) -> tuple[OpenDistrict, ...]:
        """The first districts, as many as a reader takes in; all of them can be chosen above the list."""
        return self.districts[:MOST_NAMED]


@dataclass(frozen=True, slots=True)
class OpenList:
    """What a reader asked for, a page at a time: areas by district, how many there are, and the pages before and after (0 for
    none). ``query`` is part of a name or key, ``district`` a key. ``written`` are the areas as markup, kept with the list.
    """

    districts: tuple[OpenDistrict, ...]
    found: int
    counted: str
    query: str
    district: str
    page: int
    pages: int
    written: SafeString

    @property
    def before(self) -> int:
        """The page before; 0 on the first."""
        return self.page - 1

    @property
    def after(self) -> int:
        """The page after; 0 on the last."""
        return self.page + 1 if self.page < self.pages else 0

    @property
    def asked(self) -> bool:
        """Whether only some areas were asked for."""
        return bool(self.query or self.district)


def open_list(*, query: str = "", district: str = "", page: int = 1) -> OpenList | None:
    """The areas whose name or key holds ``query``, within a district where one is named, in pages of :data:`A_PAGE`; None as
    long as there is no cut.
    """
    asked = query.strip(), district, page
    return _listed(*asked) if query.strip() or district else _unasked(*asked)


def _listed(query: str, district: str, page: int) -> OpenList | None:
    areas = open_areas()
    if areas is None:
        return None
    level = areas.system.levels[-1]
    wanted = query.casefold()
    matching = [
        (each, part)
        for each in areas.districts
        if district in {"", each.area.area_code}
        for part in (each.parts or (each.area,))
        if wanted in part.name.casefold() or part.area_code.startswith(wanted)
    ]
    pages = max(1, -(-len(matching) // A_PAGE))
    page = min(max(page, 1), pages)
    shown: dict[str, tuple[OpenDistrict, list[AreaFacts]]] = {}
    for each, part in matching[(page - 1) * A_PAGE : page * A_PAGE]:
        shown.setdefault(each.area.area_code, (each, []))[1].append(part)
    districts = tuple(OpenDistrict(each.area, tuple(parts)) for each, parts in shown.values())
    return OpenList(
        districts, len(matching), wording.counted_areas(len(matching), level.singular, level.plural), query,
        district, page, pages, _written(districts),
    )  # fmt: skip


# what most readers see
_unasked = kept(EDITION, size=16)(_listed)


def _written(districts: Iterable[OpenDistrict]) -> SafeString:
    sections = []
    for each in districts:
        parts = "".join(f"<li>{_link(part)}</li>" for part in each.parts if part != each.area)
        sections.append(f'<section><h3>{_link(each.area)}</h3><ul class="plain tight">{parts}</ul></section>')
    # every value in it has been escaped
    return SafeString("".join(sections))


def _link(area: AreaFacts) -> str:
    return f'<a href="{escape(area.open_url)}">{escape(area.name)}</a>'


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
    drawn = finest if len(parts) <= MOST_DRAWN else top
    sheet = sheet_of(system.id, drawn.code, top.code)
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
