"""Reading what was let out of case space."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

import pyarrow as pa

from sozialraum.foundation.accounts.queries import names_of
from sozialraum.foundation.database.editions import kept
from sozialraum.foundation.privacy.release import FIGURE_COLUMNS, Certificate, Figure, ReleasedTable, reopen
from sozialraum.reporting.extracts import ACTIVE_CASES, DIRECT_ACCESS
from sozialraum.reporting.models import HelpCountRelease, SurveyExport, UseValueRelease
from sozialraum.social_structure.queries import PlanningSystem, area_choices, planning_system
from sozialraum.social_structure.queries.areas import EDITION, SystemFacts, area_system, area_url
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
    figure: Figure
    system: SystemFacts | None

    @property
    def url(self) -> str:
        """Where the page of the area is; empty where its cut is not known."""
        return area_url(self.system, self.area_code) if self.system else ""


def latest_active_cases() -> ReleasedCases | None:
    """The latest release of active cases in the cut in force; ``None`` before the first."""
    return _latest(ACTIVE_CASES)


def latest_direct_access() -> ReleasedCases | None:
    """The latest release of people who came to providers without a case; ``None`` before the first."""
    return _latest(DIRECT_ACCESS)


def _latest(subject: str) -> ReleasedCases | None:
    system = planning_system()
    dates = released_dates(subject, system.id) if system else []
    if system is None or not dates:
        return None
    table = released(subject, system.id, dates[-1])
    if table is None:
        return None
    return ReleasedCases(system, dates[-1], table, release_facts(subject, system.id, dates[-1]))


@kept(EDITION, size=1)
def active_cases_by_area() -> tuple[AreaCount, ...]:
    """The latest released counts of the finest level, in German order of the names; nothing before the first release."""
    cases = latest_active_cases()
    if cases is None:
        return ()
    facts = area_system(cases.system.code, cases.system.vintage)
    return tuple(AreaCount(code, name, cases.table.figure(code), facts) for code, name in area_choices())


RELEASED = pa.schema(
    [(name, pa.string() if name in {"area_code", "status", "withheld"} else pa.float64()) for name in FIGURE_COLUMNS]
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class ReleasedYear:
    """Counts of one year as they were let out, every figure a multiple of five."""

    year: int
    table: ReleasedTable
    released_at: datetime

    @property
    def kinds(self) -> list[str]:
        """The kinds of help that were counted."""
        return list(dict.fromkeys(figure.area_code.split()[0] for figure in self.table))


@dataclass(frozen=True, slots=True)
class HandedIn:
    """One file that was taken out for the official statistics."""

    at: datetime
    by: str
    name: str
    lines: int
    not_ready: int
    file_hash: str


def released_helps() -> list[ReleasedYear]:
    """Every year whose counts of helps were let out, latest first; a release that was altered is refused."""
    return _released_years(HelpCountRelease.objects.order_by("-year"))


def released_use_value() -> list[ReleasedYear]:
    """Every year for which was let out what families say helps them, latest first."""
    return _released_years(UseValueRelease.objects.order_by("-year"))


def _released_years(found: Iterable[HelpCountRelease | UseValueRelease]) -> list[ReleasedYear]:
    return [
        ReleasedYear(
            each.year, reopen(pa.Table.from_pylist(each.rows, schema=RELEASED), Certificate.from_json(each.certificate)),
            each.released_at,
        )
        for each in found
    ]  # fmt: skip


def handed_in(*, limit: int = 20) -> list[HandedIn]:
    """The files that were taken out, latest first."""
    found = list(SurveyExport.objects.all()[:limit])
    names = names_of(each.exported_by for each in found)
    return [
        HandedIn(
            each.exported_at, names.get(each.exported_by, ""), each.file_name, each.lines, each.not_ready, each.file_hash
        )
        for each in found
    ]  # fmt: skip
