"""The room's first page: the cuts, what is released, the latest runs."""

from __future__ import annotations

from dataclasses import dataclass

from sozialraum.foundation.database.editions import kept
from sozialraum.social_structure import wording
from sozialraum.social_structure.models import Delivery, Release, Run
from sozialraum.social_structure.queries.areas import EDITION, AreaFacts, SystemFacts, area_systems, areas_of
from sozialraum.social_structure.queries.indicators import IndicatorFacts, released_indicators
from sozialraum.social_structure.queries.runs import RunLine, run_lines


@dataclass(frozen=True, slots=True)
class Overview:
    """What the room's first page shows; ``system`` is None before the first import."""

    system: SystemFacts | None
    districts: tuple[AreaFacts, ...]
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
        latest_run=Run.objects.order_by("-created_at").values_list("title", flat=True).first() or "",
    )


def overview() -> Overview:
    """The newest cut with its districts, the released indicators, the latest runs."""
    systems = area_systems()
    if not systems:
        return Overview(None, (), (), (), 0)
    system = systems[0]
    return Overview(
        system=system,
        districts=tuple(areas_of(system, system.levels[0].code).values()),
        indicators=tuple(released_indicators(system)),
        runs=tuple(run_lines()[:5]),
        deliveries=Delivery.objects.filter(undone_at__isnull=True).count(),
    )
