"""Who lives in the area of an inquiry, from the released population: the measure for who was reached and who is missing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from sozialraum.network.inquiries.enums import AgeSpan
from sozialraum.network.lived_spaces.enums import Gender
from sozialraum.network.themes.queries import areas_within
from sozialraum.social_structure.queries import planning_system
from sozialraum.social_structure.queries.areas import area_system
from sozialraum.social_structure.queries.people import BANDS, people_tables

# how much of each group of five years (by its first age) belongs to an age span, people spread evenly inside
PARTS: Mapping[AgeSpan, Mapping[int, float]] = MappingProxyType(
    {
        AgeSpan.FROM_6: {5: 0.8}, AgeSpan.FROM_10: {10: 0.8}, AgeSpan.FROM_14: {10: 0.2, 15: 0.6},
        AgeSpan.FROM_18: {15: 0.4, 20: 1.0, 25: 0.4},
        AgeSpan.FROM_27: {25: 0.6} | dict.fromkeys(range(30, 60, 5), 1.0),
        AgeSpan.FROM_60: dict.fromkeys(range(60, 90, 5), 1.0),
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Residents:
    """Estimated residents by age span, and by ``girl`` (female) and ``boy`` (male) among the spans that were asked."""

    day: date
    counts: Mapping[str, float]


def residents(area_code: str, ages: tuple[AgeSpan, ...]) -> Residents | None:
    """The people of an area with all below it; ``None`` where no population is released for every part of it."""
    system = planning_system()
    facts = area_system(system.code, system.vintage) if system else None
    tables = people_tables(facts) if facts else ()
    if not tables:
        return None
    latest = tables[-1]
    within = areas_within(area_code)
    people = latest.of(tuple(code for code in latest.codes if code in within))
    if people is None:
        return None
    found: dict[str, float] = {str(Gender.GIRL): 0.0, str(Gender.BOY): 0.0}
    for span in ages:
        shares = [(BANDS.index(first), part) for first, part in PARTS[span].items() if first in BANDS]
        by_sex = [sum(people[sex, band] * part for band, part in shares) for sex in (0, 1)]
        found[span] = float(sum(by_sex))
        found[Gender.GIRL] += float(by_sex[0])
        found[Gender.BOY] += float(by_sex[1])
    return Residents(latest.day, found)
