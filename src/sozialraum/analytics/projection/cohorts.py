"""The cohort-component method: every year people grow older, die, are born, move, and new homes fill."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pyarrow as pa
from numpy.typing import ArrayLike

from sozialraum.analytics.messages import gettext_noop
from sozialraum.analytics.projection.people import Population
from sozialraum.analytics.projection.schedules import check_schedules
from sozialraum.analytics.tables import FloatArray, TableError

COMPONENTS = ("births", "deaths", "migration", "housing")
GIRLS = 1 / 2.055
"""Share of girls among the newborn: 105.5 boys to 100 girls, as in Germany's long-run mean."""


@dataclass(frozen=True, eq=False)
class Housing:
    """New homes and who moves in.

    `homes` is (years, areas), homes ready in each year; `occupancy` people a home; `profile` (sexes, ages) says who they
    are and sums to one; `from_city` is the share of them who move in from the other areas of the same table and are
    missing there, the rest comes from outside.
    """

    homes: FloatArray
    occupancy: float
    profile: FloatArray
    from_city: float = 0.0


@dataclass(frozen=True, eq=False)
class Assumptions:
    """All that a projection rests on, besides the people themselves.

    `mortality` (sexes, ages + 1) and `fertility` (ages,) as from the schedules; `migration` yearly net moves per person
    (areas, sexes, ages), by age at the end of the year, zero if None; `fertility_of_area` multiplies the births of each
    area; `girls` is the share of girls among the newborn.
    """

    mortality: FloatArray
    fertility: FloatArray
    migration: FloatArray | None = None
    fertility_of_area: FloatArray | float = 1.0
    housing: Housing | None = None
    girls: float = GIRLS


@dataclass(frozen=True)
class Scenario:
    """How a variant departs from the assumptions: factors on births, deaths and new homes, and a shift of the yearly net
    moves per person (0.002: two more people in a thousand come or stay each year, in every area and at every age)."""

    name: str
    births: float = 1.0
    deaths: float = 1.0
    homes: float = 1.0
    migration_shift: float = 0.0


MID = Scenario("mid")


@dataclass(frozen=True, eq=False)
class Projection:
    """`counts` (years + 1, areas, sexes, ages), the first being the start; `components` (years, areas, 4) in the order of
    :data:`COMPONENTS`: people after = people before + births - deaths + migration + housing, for every area and year.
    """

    scenario: Scenario
    codes: tuple[str, ...]
    counts: FloatArray
    components: FloatArray

    def between(self, first: int, beyond: int | None = None) -> FloatArray:
        """People of an age group, (years + 1, areas)."""
        return np.asarray(self.counts[:, :, :, first:beyond].sum(axis=(2, 3)))

    def table(self, start_year: int, groups: dict[str, tuple[int, int | None]]) -> pa.Table:
        """A long table: `scenario`, `area_code`, `year`, `age_group`, `people`, `estimated` (false for the start)."""
        years, areas = self.counts.shape[:2]
        blocks = [self.between(first, beyond) for first, beyond in groups.values()]
        cells = np.stack(blocks)
        shape = cells.shape
        return pa.table(
            {
                "scenario": pa.array([self.scenario.name] * cells.size, pa.string()),
                "area_code": pa.array(list(self.codes) * (len(groups) * years), pa.string()),
                "year": np.broadcast_to(start_year + np.arange(years)[None, :, None], shape).reshape(-1),
                "age_group": pa.array([name for name in groups for _ in range(years * areas)], pa.string()),
                "people": cells.reshape(-1),
                "estimated": np.broadcast_to(np.arange(years)[None, :, None] > 0, shape).reshape(-1),
            }
        )


def project(
    population: Population,
    assumptions: Assumptions,
    *,
    years: int = 5,
    scenario: Scenario = MID,
) -> Projection:
    """Project a population year by year.

    In each year: people die by age and sex; the living grow one year older; mothers, counted as the mean of the women of
    an age at the beginning and at the end, bear children, of whom some die; net moves follow; new homes fill. An area
    never loses more people of an age than it has. Source: Preston, Heuveline and Guillot 2001, chapter 6.

    Raises TableError for assumptions of another shape.

    >>> from sozialraum.analytics.projection import model_fertility, model_mortality
    >>> people = Population(("A",), np.full((1, 2, 96), 10.0))
    >>> given = Assumptions(model_mortality((83.0, 78.0)), model_fertility(1.4, mean_age=31.0))
    >>> [round(float(total)) for total in project(people, given, years=2).between(0)[:, 0]]
    [1920, 1870, 1827]
    """
    ages = population.ages
    check_schedules(assumptions.mortality, assumptions.fertility, ages)
    varied = _varied(assumptions, scenario, population, years)
    counts = np.empty((years + 1, *population.counts.shape))
    components = np.zeros((years, len(population.codes), len(COMPONENTS)))
    counts[0] = population.counts
    for year in range(years):
        counts[year + 1], components[year] = _next_year(counts[year], varied, year)
    return Projection(scenario, population.codes, counts, components)


def expected_use(projection: Projection, rates: ArrayLike) -> FloatArray:
    """People who will use a service, (years + 1, areas): people by age times the use rate of that age, (ages,).

    >>> people = Population(("A",), np.full((1, 2, 3), 10.0))
    >>> still = Projection(Scenario("mid"), ("A",), people.counts[None], np.zeros((0, 1, 4)))
    >>> expected_use(still, [0.5, 0.1, 0.0]).tolist()
    [[12.0]]
    """
    by_age = np.asarray(rates, dtype=np.float64)
    if by_age.shape != (projection.counts.shape[3],):
        raise TableError(
            gettext_noop("The use rates do not fit the ages of the projection."),
            gettext_noop("Give one rate for every year of age."),
        )
    return np.asarray(projection.counts.sum(axis=2) @ by_age)


def _varied(assumptions: Assumptions, scenario: Scenario, population: Population, years: int) -> Assumptions:
    """The assumptions under a scenario, with a migration of full shape."""
    shape = population.counts.shape
    migration = np.zeros(shape) if assumptions.migration is None else assumptions.migration
    homes = assumptions.housing
    fits = migration.shape == shape
    if homes is not None:
        fits &= homes.homes.shape[1:] == shape[:1] and homes.homes.shape[0] >= years
        fits &= homes.profile.shape == shape[1:] and abs(float(homes.profile.sum()) - 1) < 1e-9
        fits &= 0 <= homes.from_city <= 1
        homes = replace(homes, homes=homes.homes * scenario.homes)
    if not fits:
        raise TableError(
            gettext_noop("Moves or new homes do not fit the population."),
            gettext_noop("Give moves by area, sex and age, and homes for every year and area."),
        )
    return replace(
        assumptions,
        mortality=np.clip(assumptions.mortality * scenario.deaths, 0.0, 1.0),
        fertility=assumptions.fertility * scenario.births,
        migration=migration + scenario.migration_shift,
        housing=homes,
    )


def _next_year(people: FloatArray, given: Assumptions, year: int) -> tuple[FloatArray, FloatArray]:
    dying = people * given.mortality[:, 1:]
    alive = people - dying
    older = np.zeros_like(people)
    older[:, :, 1:] = alive[:, :, :-1]
    older[:, :, -1] += alive[:, :, -1]
    mothers = (people[:, 0] + older[:, 0]) / 2
    births = mothers @ given.fertility * given.fertility_of_area
    newborn = births[:, None] * np.array([given.girls, 1 - given.girls])
    dead_infants = newborn * given.mortality[:, 0]
    older[:, :, 0] = newborn - dead_infants
    assert given.migration is not None  # noqa: S101 - filled in by _varied
    moves = np.maximum(older * given.migration, -older)
    after = older + moves
    components = np.zeros((people.shape[0], len(COMPONENTS)))
    components[:, 0] = births
    components[:, 1] = dying.sum(axis=(1, 2)) + dead_infants.sum(axis=1)
    components[:, 2] = moves.sum(axis=(1, 2))
    if given.housing is not None:
        coming = _moving_in(after, given.housing, year)
        components[:, 3] = coming.sum(axis=(1, 2))
        after = after + coming
    return after, components


def _moving_in(people: FloatArray, housing: Housing, year: int) -> FloatArray:
    """People who move into the new homes of a year, less those who leave their old area for them."""
    incoming = housing.homes[year][:, None, None] * housing.occupancy * housing.profile
    leaving = housing.from_city * incoming.sum(axis=0)
    whole = people.sum(axis=0)
    share = np.divide(people, whole, out=np.zeros_like(people), where=whole > 0)
    # nobody leaves where nobody of that age lives; those come from outside
    return np.asarray(incoming - np.minimum(share * leaving, people))
