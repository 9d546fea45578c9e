"""People of areas by sex and single year of age."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import pyarrow as pa
from numpy.typing import ArrayLike

from sozialraum.analytics.messages import gettext_noop
from sozialraum.analytics.tables import (
    ArrowStream,
    FloatArray,
    TableError,
    as_table,
    float_column,
    text_column,
)

SEXES = ("female", "male")


@dataclass(frozen=True, eq=False)
class Population:
    """`counts` of people, (areas, sexes in the order of :data:`SEXES`, ages); the last age holds all older people too.

    >>> people = Population(("A",), np.full((1, 2, 4), 10.0))
    >>> people.between(1, 3).tolist(), people.totals.tolist()
    ([40.0], [80.0])
    """

    codes: tuple[str, ...]
    counts: FloatArray

    def __post_init__(self) -> None:
        if self.counts.ndim != 3 or self.counts.shape[:2] != (len(self.codes), len(SEXES)):
            raise TableError(
                gettext_noop("The counts of people do not fit: they need areas, two sexes and ages."),
                gettext_noop("Give one number for every area, sex and year of age."),
            )
        if not (np.isfinite(self.counts) & (self.counts >= 0)).all():
            raise TableError(
                gettext_noop("A projection needs a known number of people for every area, sex and age."),
                gettext_noop(
                    "Fill gaps first, or leave the area out; suppressed values cannot be projected."
                ),
            )

    @property
    def ages(self) -> int:
        """Number of ages; the last one is open."""
        return int(self.counts.shape[2])

    @property
    def totals(self) -> FloatArray:
        """People of each area."""
        return np.asarray(self.counts.sum(axis=(1, 2)))

    def between(self, first: int, beyond: int | None = None) -> FloatArray:
        """People of each area from `first` up to but not with the age `beyond`; to the end without it."""
        return np.asarray(self.counts[:, :, first:beyond].sum(axis=(1, 2)))


def population_from_table(table: pa.Table | ArrowStream, *, oldest: int = 95) -> Population:
    """People from a long table: `area_code`, `sex` (`female` or `male`), `age` in completed years, `count`.

    Ages beyond `oldest` are added to it. Every area needs a row for each sex and age that it has people of; combinations
    without a row are zero where the area has any row at all, as registers leave out empty cells. An unknown count
    (null) is refused. Raises TableError for other sexes, negative or broken ages, and unknown counts.
    """
    source = as_table(table)
    codes = text_column(source, "area_code")
    sexes = text_column(source, "sex")
    ages, counts = float_column(source, "age"), float_column(source, "count")
    if None in codes or not set(sexes) <= set(SEXES) or not (ages >= 0).all() or (ages % 1 != 0).any():
        raise TableError(
            gettext_noop("A row of the table has no area, an unknown sex, or no whole age."),
            gettext_noop("Write female or male, and the age in completed years."),
        )
    names = tuple(sorted({code for code in codes if code}))
    place = {code: position for position, code in enumerate(names)}
    cells = np.zeros((len(names), len(SEXES), oldest + 1))
    rows = np.array([place[code] for code in codes if code], dtype=np.intp)
    which = np.array([SEXES.index(sex) for sex in sexes if sex], dtype=np.intp)
    np.add.at(cells, (rows, which, np.minimum(ages, oldest).astype(np.intp)), counts)
    return Population(names, cells)


def population_from_bands(
    codes: Sequence[str],
    counts: ArrayLike,
    breaks: Sequence[int],
    *,
    survivors: FloatArray,
    female_share: ArrayLike = 0.5,
) -> Population:
    """Single years from age bands, where a register publishes no more: an estimate that keeps every band's sum.

    `counts` is (areas, bands); `breaks` are the first ages of the bands, the last one open. Within a band people are
    spread like a stationary population, in proportion to `survivors` (as from the function of that name;
    its length sets the ages, the two sexes are averaged). `female_share` is one number for all, or
    one an area.

    >>> reached = np.ones((2, 6))
    >>> population_from_bands(["A"], [[12.0, 6.0]], [0, 4], survivors=reached).counts[0, 0].tolist()
    [1.5, 1.5, 1.5, 1.5, 1.5, 1.5]
    """
    given = np.asarray(counts, dtype=np.float64)
    reached = np.asarray(survivors, dtype=np.float64).mean(axis=0)
    edges = [*breaks, reached.size]
    if given.shape != (len(codes), len(breaks)) or edges != sorted(set(edges)) or edges[0] != 0:
        raise TableError(
            gettext_noop("The age bands do not fit the counts."),
            gettext_noop("Name the first age of every band, from zero upward, one band a column."),
        )
    single = np.empty((len(codes), reached.size))
    for band, (first, beyond) in enumerate(pairwise(edges)):
        share = reached[first:beyond] / reached[first:beyond].sum()
        single[:, first:beyond] = given[:, band, None] * share
    female = np.broadcast_to(np.asarray(female_share, dtype=np.float64), (len(codes),))[:, None]
    return Population(tuple(codes), np.stack([single * female, single * (1 - female)], axis=1))
