"""What may be given out as features, and under which licence: asked of the deliveries that the values came from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sozialraum.foundation.database.collation import german_sort_key
from sozialraum.foundation.database.editions import kept
from sozialraum.social_structure.models import Indicator, Release
from sozialraum.social_structure.open_data.rules import Source, Verdict, licence_of_all
from sozialraum.social_structure.open_data.sources import Origins
from sozialraum.social_structure.queries.areas import EDITION, SystemFacts

PREFIX = "indicator:"


@dataclass(frozen=True, slots=True)
class OpenIndicator:
    """An indicator in a cut with the reference dates of which everything is open."""

    code: str
    name_de: str
    name_en: str
    unit: str
    system_id: int
    dates: tuple[date, ...]
    verdict: Verdict
    sources: tuple[str, ...]


def outlines_source(system: SystemFacts) -> Source:
    """Where the outlines of a cut come from."""
    return Source(system.source or system.name, system.licence)


@kept(EDITION, size=4)
def open_indicators(systems: tuple[SystemFacts, ...]) -> tuple[OpenIndicator, ...]:
    """The released indicators of these cuts with all reference dates at which every source lets them go."""
    known = {each.id: each for each in systems}
    origins = Origins.of_everything()
    indicators = {each.code: each for each in Indicator.objects.all()}
    released: dict[tuple[str, int], list[date]] = {}
    rows = Release.objects.filter(subject__startswith=PREFIX, system_id__in=list(known)).order_by()
    for subject, system_id, day in rows.values_list("subject", "system_id", "reference_date").distinct():
        released.setdefault((subject.removeprefix(PREFIX), system_id), []).append(day)
    found = []
    for (code, system_id), days in sorted(released.items()):
        sources = {day: origins.of(code, system_id, day) for day in sorted(days)}
        free = {day: each for day, each in sources.items() if licence_of_all(each)}
        together = {source for each in free.values() for source in each} | {outlines_source(known[system_id])}
        verdict = licence_of_all(sorted(together, key=lambda each: german_sort_key(each.name)))
        if code in indicators and free and verdict:
            found.append(
                OpenIndicator(
                    code, indicators[code].name_de, indicators[code].name_en, indicators[code].unit, system_id,
                    tuple(free), verdict, tuple(sorted({each.name for each in together}, key=german_sort_key)),
                )
            )  # fmt: skip
    return tuple(found)
