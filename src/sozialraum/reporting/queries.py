"""Reading what was let out of case space."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sozialraum.foundation.privacy.release import Figure, ReleasedTable
from sozialraum.reporting.extracts import ACTIVE_CASES
from sozialraum.social_structure.queries import PlanningSystem, area_choices, planning_system
from sozialraum.social_structure.queries.areas import area_system, area_url
from sozialraum.social_structure.queries.figures import ReleaseFacts, release_facts, released, released_dates


@dataclass(frozen=True, slots=True)
class ReleasedCases:
    """The latest released counts of active cases: when, for which cut, and how they were protected."""

    system: PlanningSystem
    reference_date: date
    table: ReleasedTable
    facts: ReleaseFacts | None


@dataclass(frozen=True, slots=True)
class AreaCount:
    """One quarter with its released count."""

    area_code: str
    name: str
    url: str
    figure: Figure


def latest_active_cases() -> ReleasedCases | None:
    """The latest release of active cases in the cut in force; ``None`` before the first."""
    system = planning_system()
    dates = released_dates(ACTIVE_CASES, system.id) if system else []
    if system is None or not dates:
        return None
    table = released(ACTIVE_CASES, system.id, dates[-1])
    if table is None:
        return None
    return ReleasedCases(system, dates[-1], table, release_facts(ACTIVE_CASES, system.id, dates[-1]))


def counts_by_area(cases: ReleasedCases) -> list[AreaCount]:
    """The counts of the finest level, in German order of the names."""
    facts = area_system(cases.system.code, cases.system.vintage)
    return [
        AreaCount(code, name, area_url(facts, code) if facts else "", cases.table.figure(code))
        for code, name in area_choices()
    ]
