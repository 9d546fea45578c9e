"""What a web process opens and draws before the first reader asks: the city map, and the tables that profiles read."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils import timezone

from sozialraum.social_structure.queries.areas import area_systems, areas_of
from sozialraum.social_structure.queries.city_map import Wish, city_map
from sozialraum.social_structure.queries.holdings import due_at
from sozialraum.social_structure.queries.overview import in_brief
from sozialraum.social_structure.queries.profiles import figures_of


def prepare_figures() -> Iterator[None]:
    """Draw the map as it opens and the figures of one area of each level: the pages of all others read the same tables."""
    in_brief()
    yield
    due_at(timezone.localdate())
    yield
    city_map(Wish())
    for system in area_systems()[:1]:
        by_level = {area.level: area for area in areas_of(system).values()}
        for area in by_level.values():
            yield
            figures_of(system, area)
            yield
            figures_of(system, area, open_page=True)
