"""Released people of areas by age and sex, and what a projection from them says."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sozialraum.analytics.projection import (
    Assumptions,
    ErrorBand,
    Population,
    Scenario,
    fitted_band,
    model_fertility,
    model_mortality,
    population_from_bands,
    project,
    residual_migration,
    survivors,
)
from sozialraum.analytics.tables import TableError
from sozialraum.foundation.database.editions import kept
from sozialraum.foundation.privacy.release import Withheld
from sozialraum.social_structure.queries.areas import EDITION, SystemFacts, areas_of
from sozialraum.social_structure.queries.figures import released, released_dates

PEOPLE: Final = "people:age_and_sex"
SEXES: Final = ("female", "male")
EVERYBODY: Final = "all"
"""The one sex of a table that tells none."""

BANDS: Final = tuple(range(0, 90, 5))
"""First ages of the groups that are let out; the last one is open."""

YEARS_AHEAD: Final = 5
AGES: Final = 96
# Germany 2024, rounded: what holds as long as a municipality has no tables of its own
LIFE_EXPECTANCY: Final = (83.4, 78.7)
CHILDREN, MOTHERS_AGE = 1.35, 31.8
SCENARIOS: Final = (
    Scenario("low", births=0.9, migration_shift=-0.004), Scenario("mid"), Scenario("high", births=1.1, migration_shift=0.004),
)  # fmt: skip

Array = NDArray[np.float64]


def cell_key(area_code: str, sex: str, first_age: int) -> str:
    """Under which key a group of an area stands in the released table."""
    return f"{area_code}|{sex}|{first_age}"


@dataclass(frozen=True, eq=False)
class PeopleTable:
    """Released people of a day: ``counts`` is (areas, sexes, groups), in multiples of five; areas that were kept back are
    not in ``codes``; those that were kept back although enough people live there are in ``protected``. ``bands`` are the
    first ages of the groups, the last one open; ``sexes`` is ``("all",)`` where the register's table told none.
    """

    day: date
    codes: tuple[str, ...]
    counts: Array
    sexes: tuple[str, ...] = SEXES
    bands: tuple[int, ...] = BANDS
    protected: frozenset[str] = frozenset()

    @property
    def layout(self) -> tuple[tuple[str, ...], tuple[int, ...]]:
        """Sexes and groups: only tables of the same layout can be compared."""
        return self.sexes, self.bands

    def of(self, codes: tuple[str, ...]) -> Array | None:
        """The people of some areas together, (sexes, groups); None unless all of them are known."""
        places = [self.codes.index(code) for code in codes if code in self.codes]
        return self.counts[places].sum(axis=0) if codes and len(places) == len(codes) else None


@dataclass(frozen=True, eq=False)
class Outlook:
    """A projection of all known areas of a cut: the people at its end (areas, sexes, ages) by the name of the scenario, the
    years of the counts that moves were taken from, and how far off an earlier projection was, by group; None where there
    is no third count to try it on.
    """

    codes: tuple[str, ...]
    scenarios: dict[str, NDArray[np.float64]]
    moves: tuple[date, date]
    bands: dict[tuple[int, int | None], ErrorBand]


@kept(EDITION, size=16)
def people_tables(system: SystemFacts) -> tuple[PeopleTable, ...]:
    """Every released day, the oldest first."""
    return tuple(
        each for day in released_dates(PEOPLE, system.id) if (each := _people(system, day)) is not None
    )


def _people(system: SystemFacts, day: date) -> PeopleTable | None:
    table = released(PEOPLE, system.id, day)
    if table is None or not len(table):
        return None
    parts = [key.rsplit("|", 2) for key in table.table.column("area_code").to_pylist()]
    sexes = tuple(dict.fromkeys(sex for _, sex, _ in parts))
    bands = tuple(sorted({int(first) for _, _, first in parts}))
    # all at once, and not kept beside the numbers that are made of them
    figures = {each.area_code: each for each in table}
    codes, cells, protected = [], [], set()
    for code in areas_of(system, system.levels[-1].code):
        found = [[figures.get(cell_key(code, sex, first)) for first in bands] for sex in sexes]
        values = [[figure.value if figure else None for figure in row] for row in found]
        if all(value is not None for row in values for value in row):
            codes.append(code)
            cells.append(values)
        elif (cell := found[0][0]) and cell.withheld is Withheld.PROTECTS_OTHERS:
            protected.add(code)
    if not codes:
        return None
    return PeopleTable(day, tuple(codes), np.array(cells, np.float64), sexes, bands, frozenset(protected))


@kept(EDITION, size=8)
def outlook(system: SystemFacts, groups: tuple[tuple[int, int | None], ...]) -> Outlook | None:
    """Five years ahead from the latest two released days; the days before them, where there are any, say how far off
    such a projection was. Computed from released counts alone, so that nothing comes out of it that is not public.

    None where fewer than two days are released.
    """
    everything = people_tables(system)
    tables = tuple(each for each in everything if each.layout == everything[-1].layout)
    if len(tables) < 2:
        return None
    # an area that was kept back on a day that nothing rests on still has an outlook
    tables = tuple(
        tables[at] for at in sorted({*_apart(tables), *range(max(0, len(tables) - 3), len(tables))})
    )
    codes = tuple(code for code in tables[-1].codes if all(code in each.codes for each in tables))
    if not codes:
        return None
    counts = [_single_years(each, codes) for each in tables]
    first, last = _apart(tables)
    years = _years(tables[first].day, tables[last].day)
    assumptions = _assumptions(counts[first], counts[last], years, tables[-1].bands)
    # of the years on the way nothing is shown, and they would be four megabytes in every process
    scenarios = {
        each.name: project(counts[last], assumptions, years=YEARS_AHEAD, scenario=each).counts[-1].copy()
        for each in SCENARIOS
    }
    return Outlook(
        codes, scenarios, (tables[first].day, tables[last].day), _back_test(tables, counts, groups)
    )


def _apart(tables: tuple[PeopleTable, ...]) -> tuple[int, int]:
    """The earliest day within five years of the latest one, and the latest."""
    latest = len(tables) - 1
    usable = [at for at in range(latest) if 1 <= _years(tables[at].day, tables[latest].day) <= YEARS_AHEAD]
    return (usable[0] if usable else latest - 1), latest


def _years(earlier: date, later: date) -> int:
    return max(1, round((later - earlier).days / 365.25))


def _single_years(table: PeopleTable, codes: tuple[str, ...]) -> Population:
    places = [table.codes.index(code) for code in codes]
    alive = survivors(model_mortality(LIFE_EXPECTANCY))
    if table.sexes == (EVERYBODY,):
        return population_from_bands(codes, table.counts[places, 0], table.bands, survivors=alive)
    sides = [
        population_from_bands(
            codes, table.counts[places, sex], table.bands, survivors=alive, female_share=1.0 - sex
        )
        for sex in range(len(SEXES))
    ]
    return Population(codes, sides[0].counts + sides[1].counts)


def _assumptions(before: Population, after: Population, years: int, bands: tuple[int, ...]) -> Assumptions:
    mortality = model_mortality(LIFE_EXPECTANCY)
    fertility = model_fertility(CHILDREN, mean_age=MOTHERS_AGE)
    moves = residual_migration(before, after, years, mortality=mortality, fertility=fertility, breaks=bands)
    return Assumptions(mortality=mortality, fertility=fertility, migration=moves)


def _back_test(
    tables: tuple[PeopleTable, ...], counts: list[Population], groups: tuple[tuple[int, int | None], ...]
) -> dict[tuple[int, int | None], ErrorBand]:
    """Project from the last but one day by the moves before it, and compare with the last."""
    if len(tables) < 3:
        return {}
    moved = _assumptions(counts[-3], counts[-2], _years(tables[-3].day, tables[-2].day), tables[-1].bands)
    ahead = _years(tables[-2].day, tables[-1].day)
    said = project(counts[-2], moved, years=ahead)
    found = {}
    for first, beyond in groups:
        try:
            found[first, beyond] = fitted_band(
                counts[-1].between(first, beyond), said.between(first, beyond)[-1], ahead
            )
        except TableError:
            continue
    return found


def grouped(
    counts: Array, groups: tuple[tuple[int, int | None], ...], bands: tuple[int, ...] = BANDS
) -> list[float]:
    """Sums of groups (sexes, groups; ``bands`` are their first ages) within wider ones whose borders are borders of these.

    >>> grouped(np.ones((2, len(BANDS))), ((0, 10), (10, None)))
    [4.0, 32.0]
    """
    edges = [*bands, 999]
    return [
        float(
            sum(
                counts[:, at].sum()
                for at, (low, high) in enumerate(pairwise(edges))
                if low >= first and (beyond is None or high <= beyond)
            )
        )
        for first, beyond in groups
    ]


def groups_of(bands: tuple[int, ...]) -> tuple[tuple[int, int | None], ...]:
    """The few age groups in which a table is told in words and projected: where its own groups allow it.

    >>> groups_of(BANDS), groups_of((0, 6, 18, 65))
    (((0, 5), (5, 15), (15, 20), (20, 65), (65, None)), ((0, 6), (6, 18), (18, 65), (65, None)))
    >>> groups_of((0, 3, 6, 10, 15, 18, 25, 35, 45, 55, 60, 65, 75))
    ((0, 3), (3, 6), (6, 10), (10, 15), (15, 18), (18, 65), (65, None))
    """
    firsts = [first for first in _FIVES if first in bands]
    if len(firsts) < len(_FIVES):
        firsts = [first for first in bands if len(bands) <= _MOST_GROUPS or first in _STAGES]
    return (*pairwise(firsts), (firsts[-1], None))


_FIVES: Final[tuple[int, ...]] = (0, 5, 15, 20, 65)
_STAGES: Final[tuple[int, ...]] = (0, 3, 6, 10, 15, 18, 27, 65)
_MOST_GROUPS: Final = 9
