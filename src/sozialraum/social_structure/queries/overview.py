"""The room's first page: the cuts, what is released, the latest runs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from sozialraum.foundation.database.editions import kept
from sozialraum.social_structure import wording
from sozialraum.social_structure.models import Delivery, Release, Run
from sozialraum.social_structure.queries.areas import EDITION, AreaFacts, SystemFacts, area_systems, areas_of
from sozialraum.social_structure.queries.indicators import IndicatorFacts, released_indicators
from sozialraum.social_structure.queries.runs import RunLine, run_lines

MOST_LISTED: Final = (
    20  # more names than a reader takes in at a glance; a state's hundreds stand in the map's table
)


@dataclass(frozen=True, slots=True)
class Overview:
    """What the room's first page shows; ``system`` is None before the first import.

    ``districts`` are at most ``MOST_LISTED`` of the areas of the first level, ``unlisted`` the number of the others.
    """

    system: SystemFacts | None
    districts: tuple[AreaFacts, ...]
    unlisted: int
    indicators: tuple[IndicatorFacts, ...]
    runs: tuple[RunLine, ...]
    deliveries: int

    @property
    def finest(self) -> str:
        """The areas of the finest level, counted."""
        if self.system is None:
            return ""
        level = self.system.levels[-1]
        return wording.counted_areas(level.count, level.singular, level.plural)


@dataclass(frozen=True, slots=True)
class InBrief:
    """What one line says of the floor: its finest areas, how many indicators are released, the latest run."""

    areas: str
    indicators: int
    latest_run: str


@kept(EDITION)
def in_brief() -> InBrief | None:
    """The floor in one line; ``None`` before the first import."""
    systems = area_systems()
    if not systems:
        return None
    level = systems[0].levels[-1]
    released = Release.objects.filter(system_id=systems[0].id, subject__startswith="indicator:")
    return InBrief(
        areas=wording.counted_areas(level.count, level.singular, level.plural),
        indicators=released.order_by().values("subject").distinct().count(),
        latest_run=Run.objects.values_list("title", flat=True).first() or "",
    )


def overview() -> Overview:
    """The newest cut with its districts, the released indicators, the latest runs."""
    systems = area_systems()
    if not systems:
        return Overview(None, (), 0, (), (), 0)
    system = systems[0]
    districts = tuple(areas_of(system, system.levels[0].code).values())
    return Overview(
        system=system,
        districts=districts[:MOST_LISTED],
        unlisted=len(districts[MOST_LISTED:]),
        indicators=tuple(released_indicators(system)),
        runs=tuple(run_lines()[:5]),
        deliveries=Delivery.objects.filter(undone_at__isnull=True).count(),
    )
