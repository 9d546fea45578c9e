"""Which rates and indices may be shown (minimum denominators and populations)."""

from __future__ import annotations

from enum import StrEnum

import numpy as np
import pyarrow as pa

from sozialraum.analytics.disclosure.count_table import UNKNOWN, CellStatus, Protected, cells_of
from sozialraum.analytics.messages import gettext_noop
from sozialraum.analytics.rates import wilson_interval
from sozialraum.analytics.tables import BoolArray, FloatArray, TableError

MINIMUM_DENOMINATOR = 30
MINIMUM_INHABITANTS = 300


class RateStatus(StrEnum):
    """How a rate may be shown."""

    OBSERVED = "observed"
    INTERVAL_ONLY = "interval_only"
    SUPPRESSED = "suppressed"
    MISSING = "missing"
    NOT_APPLICABLE = "not_applicable"


def release_rates(
    released: Protected,
    *,
    dimension: str,
    part: str,
    whole: str,
    minimum_denominator: int = MINIMUM_DENOMINATOR,
    confidence: float = 0.95,
) -> pa.Table:
    """Rates of `part` in `whole` along one dimension of a released table, for every cell of the others.

    A rate is computed from released counts alone, so it tells nothing that the table does not tell; give the
    complement its own code ("not poor" beside "poor") and it is protected with the rest. Under
    `minimum_denominator` only the interval is shown (`interval_only`, `rate` null). Columns: the other
    dimensions' codes, `rate`, `lower`, `upper` (Wilson, shares from 0 to 1), `status`.
    """
    axis = next((place for place, entry in enumerate(released.dimensions) if entry.name == dimension), None)
    if axis is None or not {part, whole} <= set(released.dimensions[axis].codes):
        raise TableError(
            gettext_noop("The table has no dimension “{dimension}” with the codes {part} and {whole}."),
            gettext_noop("Name the dimension and its codes as in the table."),
            dimension=dimension,
            part=part,
            whole=whole,
        )
    codes = released.dimensions[axis].codes
    counts = np.moveaxis(released.counts, axis, 0)
    status = np.moveaxis(released.status, axis, 0)
    places = codes.index(part), codes.index(whole)
    numerator, denominator = (counts[place].ravel().astype(np.float64) for place in places)
    numerator[numerator == UNKNOWN] = np.nan
    denominator[denominator == UNKNOWN] = np.nan
    states = [
        _state(one, two, size, minimum_denominator)
        for one, two, size in zip(
            status[places[0]].ravel(), status[places[1]].ravel(), denominator, strict=True
        )
    ]
    known = np.array([state in {RateStatus.OBSERVED, RateStatus.INTERVAL_ONLY} for state in states])
    shown = np.array([state is RateStatus.OBSERVED for state in states])
    lower, upper = wilson_interval(
        np.where(known, numerator, np.nan), np.where(known, denominator, np.nan), confidence=confidence
    )
    with np.errstate(divide="ignore", invalid="ignore"):
        rate = np.where(shown, numerator / denominator, np.nan)
    others = [entry for place, entry in enumerate(released.dimensions) if place != axis]
    cells = cells_of(others)
    columns: dict[str, pa.Array] = {
        entry.name: pa.array([cell[place] for cell in cells], pa.string())
        for place, entry in enumerate(others)
    }
    for name, values in (("rate", rate), ("lower", lower), ("upper", upper)):
        columns[name] = pa.array(values, pa.float64(), from_pandas=True)
    columns["status"] = pa.array([state.value for state in states], pa.string())
    return pa.table(columns)


def _state(one: str, two: str, size: float, minimum: int) -> RateStatus:
    if CellStatus.SUPPRESSED in {one, two}:
        return RateStatus.SUPPRESSED
    if CellStatus.MISSING in {one, two}:
        return RateStatus.MISSING
    if size == 0:
        return RateStatus.NOT_APPLICABLE
    return RateStatus.OBSERVED if size >= minimum else RateStatus.INTERVAL_ONLY


def index_allowed(inhabitants: FloatArray, *, minimum: int = MINIMUM_INHABITANTS) -> BoolArray:
    """Whether an area's index may be shown: from 300 inhabitants on; an unknown population does not pass.

    >>> index_allowed(np.array([299.0, 300.0, np.nan])).tolist()
    [False, True, False]
    """
    allowed: BoolArray = np.asarray(inhabitants) >= minimum
    return allowed
