"""Tables of counts with totals, and what is publicly known about them."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

import numpy as np
import pyarrow as pa
import scipy
from numpy.typing import NDArray

from sozialraum.analytics.messages import gettext_noop, shorten
from sozialraum.analytics.tables import (
    ArrowStream,
    FloatArray,
    TableError,
    as_table,
    float_column,
    text_column,
)

Cell = tuple[str, ...]
IntArray = NDArray[np.int64]
UNKNOWN = -1


class CellStatus(StrEnum):
    """What a reader of a released table learns of a cell. Primary and complementary look the same."""

    OBSERVED = "observed"
    SUPPRESSED = "suppressed"
    MISSING = "missing"


@dataclass(frozen=True)
class Dimension:
    """A way of dividing: codes, and for each code the total it belongs to (`parents`; roots have none).

    >>> Dimension("area", ("q1", "q2", "city"), {"q1": "city", "q2": "city"}).children
    {'city': ('q1', 'q2')}
    """

    name: str
    codes: tuple[str, ...]
    parents: Mapping[str, str]

    def __post_init__(self) -> None:
        """Refuse codes that stand twice, unknown parents, and circles."""
        known = set(self.codes)
        bad = [code for code, parent in self.parents.items() if code not in known or parent not in known]
        if bad or len(known) != len(self.codes):
            raise TableError(
                gettext_noop("The dimension “{name}” names unknown or repeated codes: {codes}."),
                gettext_noop("Each code stands once, and each total is one of the codes."),
                name=self.name,
                codes=shorten(bad or [code for code in self.codes if self.codes.count(code) > 1]),
            )
        for code in self.codes:
            seen = {code}
            while (code := self.parents.get(code, "")) and code not in seen:
                seen.add(code)
            if code:
                raise TableError(
                    gettext_noop("In the dimension “{name}”, {code} is part of itself."),
                    gettext_noop("Totals form a tree."),
                    name=self.name,
                    code=code,
                )

    @classmethod
    def flat(cls, name: str, codes: Sequence[str], *, total: str | None = "total") -> Dimension:
        """Codes side by side, with a total over them or without."""
        if total is None:
            return cls(name, tuple(codes), {})
        return cls(name, (*codes, total), dict.fromkeys(codes, total))

    @cached_property
    def children(self) -> dict[str, tuple[str, ...]]:
        """Each total with the codes it sums."""
        result: dict[str, list[str]] = {}
        for code in self.codes:
            if code in self.parents:
                result.setdefault(self.parents[code], []).append(code)
        return {total: tuple(parts) for total, parts in result.items()}


@dataclass(frozen=True)
class LinearFact:
    """Something already public: a weighted sum of cells lies between `lower` and `upper` (equal: is known exactly).

    `upper` may be infinite.

    Cells that are not in the table at hand may appear; nothing is assumed of them but that they are counts.
    """

    coefficients: Mapping[Cell, int]
    lower: float
    upper: float

    @classmethod
    def exact(cls, coefficients: Mapping[Cell, int], value: int) -> LinearFact:
        """A sum that was published."""
        return cls(dict(coefficients), value, value)


@dataclass(frozen=True)
class CountTable:
    """Counts for every combination of the dimensions' codes, totals included; UNKNOWN (-1) for missing ones."""

    dimensions: tuple[Dimension, ...]
    counts: IntArray

    def __post_init__(self) -> None:
        """Refuse a wrong shape, negative counts, and totals that are not the sum of their parts."""
        shape = tuple(len(dimension.codes) for dimension in self.dimensions)
        if self.counts.shape != shape:
            raise TableError(
                gettext_noop("The counts have the shape {shape}, the dimensions say {expected}."),
                gettext_noop("Give a count for every combination of codes, totals included."),
                shape=self.counts.shape,
                expected=shape,
            )
        if (self.counts < UNKNOWN).any():
            raise TableError(gettext_noop("A count is negative."), gettext_noop("Check the table."))
        flat = self.counts.ravel()
        for terms in sum_constraints(self.dimensions):
            values = [int(flat[cell]) for cell, _ in terms]
            signed = (value * sign for value, (_, sign) in zip(values, terms, strict=True))
            if UNKNOWN not in values and sum(signed) != 0:
                total = terms[-1][0]
                raise TableError(
                    gettext_noop("The total {cell} is {value}, its parts add up to {parts}."),
                    gettext_noop("Mend the table first; a contradiction cannot be protected."),
                    cell=" / ".join(cells_of(self.dimensions)[total]),
                    value=values[-1],
                    parts=sum(values[:-1]),
                )

    @classmethod
    def from_leaves(cls, dimensions: Sequence[Dimension], leaves: Mapping[Cell, int]) -> CountTable:
        """Build the table from its innermost cells; totals are summed, cells not named are zero."""
        places = [{code: place for place, code in enumerate(dimension.codes)} for dimension in dimensions]
        counts = np.zeros([len(dimension.codes) for dimension in dimensions], dtype=np.int64)
        for cell, value in leaves.items():
            lines = [ancestry(code, dimension) for code, dimension in zip(cell, dimensions, strict=True)]
            for covering in itertools.product(*lines):
                counts[tuple(place[code] for place, code in zip(places, covering, strict=True))] += value
        return cls(tuple(dimensions), counts)

    @classmethod
    def from_arrow(
        cls, source: pa.Table | ArrowStream, dimensions: Sequence[Dimension], *, count: str = "count"
    ) -> CountTable:
        """Read a long table: one text column per dimension (by its name) and a column of counts, totals included.

        Combinations that are not in the table, and nulls, are missing and not zero.
        """
        table = as_table(source)
        places = [{code: place for place, code in enumerate(dimension.codes)} for dimension in dimensions]
        counts = np.full([len(dimension.codes) for dimension in dimensions], UNKNOWN, dtype=np.int64)
        columns = [text_column(table, dimension.name) for dimension in dimensions]
        for cell, value in zip(zip(*columns, strict=True), float_column(table, count), strict=True):
            try:
                place = tuple(index[code or ""] for index, code in zip(places, cell, strict=True))
            except KeyError as error:
                raise TableError(
                    gettext_noop("The code {code} belongs to no dimension."),
                    gettext_noop("Name every code of the table in its dimension."),
                    code=error,
                ) from error
            counts[place] = UNKNOWN if math.isnan(value) else round(float(value))
        return cls(tuple(dimensions), counts)


@dataclass(frozen=True)
class Protected:
    """A table that may be shown. `counts` holds UNKNOWN where `status` is not observed: no hidden value is in it.

    `facts` are what was public besides the table when it was proven safe. `proof` counts the hidden cells by what
    proved them: `exchanges` of people that leave every sum, or linear `programs`. The witness tables themselves start
    from the true one and would give it away, so they are not kept; `attack` repeats the proof from what is shown.
    """

    dimensions: tuple[Dimension, ...]
    counts: IntArray
    status: NDArray[np.str_]
    threshold: int
    facts: tuple[LinearFact, ...] = ()
    proof: Mapping[str, int] = field(default_factory=dict)

    def to_arrow(self) -> pa.Table:
        """Long form: a text column per dimension, `count` (int64, null unless observed), `status`."""
        cells = cells_of(self.dimensions)
        flat = self.counts.ravel()
        columns: dict[str, pa.Array] = {
            dimension.name: pa.array([cell[place] for cell in cells], pa.string())
            for place, dimension in enumerate(self.dimensions)
        }
        columns["count"] = pa.array([None if value == UNKNOWN else int(value) for value in flat], pa.int64())
        columns["status"] = pa.array(self.status.ravel().tolist(), pa.string())
        return pa.table(columns)

    def value(self, *cell: str) -> int | None:
        """The released count of a cell, or None."""
        place = tuple(
            dimension.codes.index(code) for dimension, code in zip(self.dimensions, cell, strict=True)
        )
        value = int(self.counts[place])
        return None if value == UNKNOWN else value


def released_facts(earlier: Protected) -> tuple[LinearFact, ...]:
    """What an earlier release of counts at the same reference date lets everybody know.

    A count hidden there is known to be at least 1. Its cells bear the same codes as the new table's where they
    mean the same people; its totals hold as well.
    """
    cells = cells_of(earlier.dimensions)
    known = tuple(
        LinearFact.exact({cell: 1}, int(value))
        for cell, value in zip(cells, earlier.counts.ravel(), strict=True)
        if value != UNKNOWN
    )
    hidden = tuple(
        LinearFact({cell: 1}, 1, math.inf)
        for cell, status in zip(cells, earlier.status.ravel(), strict=True)
        if status == CellStatus.SUPPRESSED
    )
    sums = tuple(
        LinearFact.exact({cells[cell]: sign for cell, sign in terms}, 0)
        for terms in sum_constraints(earlier.dimensions)
    )
    return known + hidden + sums + earlier.facts


def ancestry(code: str, dimension: Dimension) -> list[str]:
    """A code and every total above it."""
    line = [code]
    while line[-1] in dimension.parents:
        line.append(dimension.parents[line[-1]])
    return line


def cells_of(dimensions: Sequence[Dimension]) -> list[Cell]:
    """All cells in the order of the raveled array."""
    return list(itertools.product(*(dimension.codes for dimension in dimensions)))


def positive_parts(table: CountTable) -> IntArray:
    """For every cell (raveled) how many innermost cells below it are known to be positive.

    Zeros are shown, so everybody can count the others: no sum is smaller than this.
    """
    innermost = [set(dimension.codes) - set(dimension.children) for dimension in table.dimensions]
    counts = table.counts.ravel()
    leaves = {
        cell: 1
        for cell, count in zip(cells_of(table.dimensions), counts, strict=True)
        if count > 0 and all(code in codes for code, codes in zip(cell, innermost, strict=True))
    }
    return CountTable.from_leaves(table.dimensions, leaves).counts.ravel()


def sum_constraints(dimensions: Sequence[Dimension]) -> list[list[tuple[int, int]]]:
    """Every sum that holds: (cell number, sign) of the parts with +1, last the total with -1."""
    shape = [len(dimension.codes) for dimension in dimensions]
    numbers = np.arange(math.prod(shape)).reshape(shape)
    result: list[list[tuple[int, int]]] = []
    for axis, dimension in enumerate(dimensions):
        lines = np.moveaxis(numbers, axis, 0)
        place = {code: position for position, code in enumerate(dimension.codes)}
        for total, parts in dimension.children.items():
            members = lines[[place[part] for part in parts]].reshape(len(parts), -1)
            totals = lines[place[total]].ravel()
            for column in range(totals.size):
                result.append(  # noqa: PERF401  # three loops in one expression are harder to read
                    [(int(cell), 1) for cell in members[:, column]] + [(int(totals[column]), -1)]
                )
    return result


@dataclass(frozen=True)
class LinearSystem:
    """All that is known of the cells as rows of numbers: lower <= matrix @ cells <= upper.

    The columns are the table's cells in raveled order, then cells that only facts mention.
    """

    matrix: scipy.sparse.csr_array
    lower: FloatArray
    upper: FloatArray
    cells: tuple[Cell, ...]
    own: int

    @classmethod
    def of(cls, dimensions: Sequence[Dimension], facts: Iterable[LinearFact]) -> LinearSystem:
        """The sums of the table and the facts."""
        cells = cells_of(dimensions)
        number = {cell: place for place, cell in enumerate(cells)}
        own = len(cells)
        rows = [(terms, 0.0, 0.0) for terms in sum_constraints(dimensions)]
        for fact in facts:
            terms = []
            for cell, weight in fact.coefficients.items():
                if cell not in number:
                    number[cell] = len(cells)
                    cells.append(cell)
                terms.append((number[cell], weight))
            rows.append((terms, float(fact.lower), float(fact.upper)))
        entries = [(row, cell, sign) for row, (terms, _, _) in enumerate(rows) for cell, sign in terms]
        row_numbers, columns, signs = (
            (np.array(part) for part in zip(*entries, strict=True))
            if entries
            else (
                np.zeros(0, dtype=np.int64),
                np.zeros(0, dtype=np.int64),
                np.zeros(0),
            )
        )
        matrix = scipy.sparse.csr_array(
            (signs.astype(float), (row_numbers, columns)), shape=(len(rows), len(cells))
        )
        return cls(
            matrix, np.array([row[1] for row in rows]), np.array([row[2] for row in rows]), tuple(cells), own
        )

    def reduced(
        self, counts: FloatArray, hidden: NDArray[np.intp]
    ) -> tuple[scipy.sparse.csr_array, FloatArray, FloatArray]:
        """The system in the hidden cells alone; `counts` has zero at hidden cells."""
        known = self.matrix @ counts
        matrix = self.matrix[:, hidden]
        used = np.flatnonzero(np.diff(matrix.indptr))
        return matrix[used], (self.lower - known)[used], (self.upper - known)[used]
