"""The values of one indicator as parallel arrays, one entry for each area and date."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final, Self

import numpy as np
from numpy.typing import NDArray

from sozialraum.social_structure.models import Indicator
from sozialraum.social_structure.services.reading.plans import ColumnPlan

# an area's place and a day in one number: days from 1833 to 2243 fit
_DAYS: Final = 150_000
_BEFORE: Final = 50_000


def cell_keys(areas: NDArray[np.int64], days: NDArray[np.int64]) -> NDArray[np.int64]:
    """Area place and day (since 1970) as one number each."""
    return areas.astype(np.int64) * _DAYS + days + _BEFORE


def places_of(keys: NDArray[np.int64]) -> NDArray[np.int64]:
    """The places of the areas."""
    return keys // _DAYS


def day_of(keys: NDArray[np.int64]) -> NDArray[np.int64]:
    """The days since 1970."""
    return keys % _DAYS - _BEFORE


@dataclass(frozen=True, slots=True)
class Cells:
    """The values of one indicator: ``keys`` ascending, ``rows`` the row of the table, NaN where nothing is known."""

    indicator: Indicator
    column: ColumnPlan
    keys: NDArray[np.int64]
    rows: NDArray[np.int64]
    status: NDArray[np.int8]
    value: NDArray[np.float64]
    numerator: NDArray[np.float64]
    denominator: NDArray[np.float64]

    def where(self, kept: NDArray[np.bool_]) -> Self:
        """Those of the values that are kept."""
        arrays = ("keys", "rows", "status", "value", "numerator", "denominator")
        return replace(self, **{name: getattr(self, name)[kept] for name in arrays})
