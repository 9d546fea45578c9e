"""Cut, indicator and date: what the address names, or else the best there is."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext

from sozialraum.foundation.database.editions import kept
from sozialraum.social_structure import wording
from sozialraum.social_structure.models import Release
from sozialraum.social_structure.queries.areas import EDITION, Level, SystemFacts, area_systems
from sozialraum.social_structure.queries.city_map.parts import Option
from sozialraum.social_structure.queries.indicators import PREFERRED, PREFIX, IndicatorFacts


@kept(EDITION)
def mapped_systems() -> tuple[SystemFacts, ...]:
    """The cuts of which figures are released."""
    return tuple(
        each
        for each in area_systems()
        if Release.objects.filter(system_id=each.id, subject__startswith=PREFIX).exists()
    )


def cut_of(systems: Sequence[SystemFacts], wished: str) -> tuple[SystemFacts, Level]:
    """The wished cut and level; else the newest cut at its finest."""
    code, _, rest = wished.partition(":")
    vintage, _, level = rest.partition(":")
    for system in systems:
        if system.code == code and str(system.vintage) == vintage:
            return system, system.level(level)
    return systems[0], systems[0].levels[-1]


def cut_options(systems: Sequence[SystemFacts], chosen: SystemFacts, at: Level) -> list[Option]:
    """Every level of every mapped cut, for a select; several divisions of a town are told apart by their names."""
    several = len({system.code for system in systems}) > 1
    return [
        Option(
            f"{system.code}:{system.vintage}:{level.code}",
            (f"{system.name}: " if several else "")
            + gettext("%(areas)s, cut of %(year)d")
            % {
                "areas": wording.counted_areas(level.count, level.singular, level.plural),
                "year": system.vintage,
            },
            system.id == chosen.id and level.code == at.code,
        )
        for system in systems
        for level in reversed(system.levels)
    ]


def indicator_of(indicators: Sequence[IndicatorFacts], wished: str) -> IndicatorFacts:
    """The wished indicator; else the one that most readers ask for first."""
    by_code = {each.code: each for each in indicators}
    return next((by_code[code] for code in (wished, *PREFERRED) if code in by_code), indicators[0])


def date_of(dates: Sequence[date], wished: date | None) -> date:
    """The latest date not after the wished one; the latest of all without a wish."""
    if wished is None:
        return dates[-1]
    return max((day for day in dates if day <= wished), default=dates[0])
