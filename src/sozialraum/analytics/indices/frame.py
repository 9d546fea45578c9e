"""The valid rows of a table, sorted by period and key, and the blocks of rows that belong together."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeVar

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from sozialraum.analytics.indices.readings import Readings
from sozialraum.analytics.indices.treatments import Blocks
from sozialraum.analytics.tables import BoolArray, FloatArray

Scalar = TypeVar("Scalar", bound=np.generic)


@dataclass(frozen=True)
class Frame:
    """Which rows of the readings are valid areas, in which order, and where each period begins and ends.

    `names` are the periods of `blocks`; without periods there is one block named None.
    """

    readings: Readings
    rows: NDArray[np.intp]
    codes: pa.Array
    periods: pa.Array | None
    blocks: Blocks
    names: tuple[str | None, ...]
    _numbers: dict[tuple[str, ...], FloatArray] = field(default_factory=dict, init=False, repr=False)

    @classmethod
    def sorted(cls, readings: Readings, valid: BoolArray) -> Frame:
        """Sort the valid rows of a table by period and key."""
        rows = readings.order.sorted(np.flatnonzero(valid))
        codes = readings.keys.take(pa.array(rows))
        if readings.periods is None:
            return cls(readings, rows, codes, None, (slice(0, len(rows)),), (None,))
        periods = readings.periods.take(pa.array(rows))
        counts = pc.value_counts(periods)
        sizes = np.asarray(counts.field("counts"))
        ends = np.cumsum(sizes)
        blocks = tuple(slice(int(end - size), int(end)) for end, size in zip(ends, sizes, strict=True))
        return cls(readings, rows, codes, periods, blocks, tuple(counts.field("values").to_pylist()))

    @property
    def everything(self) -> Blocks:
        """All rows as one block."""
        return (slice(0, len(self.rows)),)

    def scope(self, scope: str) -> Blocks:
        """The blocks of a scope: each period by itself, or all pooled."""
        return self.everything if scope == "pooled" else self.blocks

    def matrix(self, values: NDArray[Scalar]) -> NDArray[Scalar]:
        """The valid rows of a matrix, sorted, as a copy whose columns are contiguous."""
        return np.take(values.T, self.rows, axis=1).T

    def number(self, names: tuple[str, ...]) -> FloatArray | None:
        """A column that the recipe names beside its inputs, for the valid rows; None where it names none."""
        if names and names not in self._numbers:
            self._numbers[names] = self.readings.numbers[names][self.rows]
        return self._numbers[names] if names else None

    def text(self, names: tuple[str, ...]) -> pa.Array | None:
        """A column of texts that the recipe names, for the valid rows; None where it names none."""
        found = self.readings.texts.get(names)
        return None if found is None else found.take(pa.array(self.rows))

    def since(self, period: str | None) -> BoolArray:
        """The rows from that period on; all of them without periods, or where every period is earlier."""
        everywhere = np.ones(len(self.rows), dtype=np.bool_)
        if period is None or self.periods is None:
            return everywhere
        later = np.zeros(len(self.rows), dtype=np.bool_)
        for name, block in zip(self.names, self.blocks, strict=True):
            later[block] = name is not None and name >= period
        return later if later.any() else everywhere
