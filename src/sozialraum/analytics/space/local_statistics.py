"""Where like lies by like: local Moran and the statistics of Getis and Ord, area by area."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import pyarrow as pa
import scipy
from numpy.typing import ArrayLike

from sozialraum.analytics.messages import gettext_noop
from sozialraum.analytics.space.autocorrelation import known_values
from sozialraum.analytics.space.neighbors import Neighbors
from sozialraum.analytics.space.permutation import tail_counts, without_self
from sozialraum.analytics.tables import FloatArray, TableError


class LocalStatus(StrEnum):
    """Whether a local statistic is known of an area."""

    OBSERVED = "observed"
    MISSING = "missing"
    ISLAND = "island"


class Definition(StrEnum):
    """By which variance a local Moran is divided: of the population (n) or of a sample (n - 1).

    The values differ by the factor (n - 1) / n, z and p do not. Anselin (1995) and spdep take n, GeoDa and
    esda n - 1.
    """

    POPULATION = "population"
    SAMPLE = "sample"


@dataclass(frozen=True)
class LocalStatistic:
    """A statistic per area, in the order of `codes`; NaN where an area has no value or no neighbor.

    `expected` and `variance` are those of conditional randomization (the area keeps its value, the others are
    arranged at random), `z` and the two-sided `p` follow from them. `permuted_p` is the two-sided share of
    permutations at least as far out (NaN without permutations), `directed_p` the one-sided share on the side where
    the area lies, as GeoDa and esda print it. `values` and `lag` are the deviation of the area and the weighted one of
    its neighbors.
    """

    codes: tuple[str, ...]
    status: tuple[LocalStatus, ...]
    value: FloatArray
    expected: FloatArray
    variance: FloatArray
    z: FloatArray
    p: FloatArray
    permuted_p: FloatArray
    directed_p: FloatArray
    deviation: FloatArray
    lag: FloatArray

    def to_arrow(self) -> pa.Table:
        """A row per area: `area_code`, `status`, `value`, `expected`, `variance`, `z`, `p`, `permuted_p`."""
        columns = {"area_code": pa.array(self.codes, pa.string()), "status": pa.array(map(str, self.status))}
        for name in ("value", "expected", "variance", "z", "p", "permuted_p"):
            columns[name] = pa.array(getattr(self, name), pa.float64(), from_pandas=True)
        return pa.table(columns)


def local_moran(
    values: ArrayLike,
    neighbors: Neighbors,
    *,
    definition: Definition = Definition.POPULATION,
    permutations: int = 0,
    seed: int = 0,
) -> LocalStatistic:
    """Local Moran I_i = z_i / m2 * sum_j w_ij z_j (Anselin 1995), with m2 after `definition`.

    Moments of conditional randomization after Sokal, Oden and Thomson (1998): with the row sums w_i and the sums of
    squares s_i of the weights, E = -z_i^2 w_i / ((n - 1) m2) and
    Var = (z_i / m2)^2 * n / (n - 2) * (s_i - w_i^2 / (n - 1)) * (m2 - z_i^2 / (n - 1)), m2 over n.
    Areas without a value are left out before the neighbors are weighed.
    """
    known, x = known_values(values, neighbors)
    kept = neighbors if known.all() else neighbors.subset(known)
    matrix = without_self(kept.matrix)
    n, z = x.size, x - x.mean()
    m2 = float(z @ z) / n
    lag = matrix @ z
    weight, squares = matrix.sum(axis=1), matrix.multiply(matrix).sum(axis=1)
    share = 1.0 if definition is Definition.POPULATION else (n - 1) / n
    expected = -(z**2) * weight / ((n - 1) * m2)
    variance = (
        (z / m2) ** 2 * (n / (n - 2)) * (squares - weight**2 / (n - 1)) * np.maximum(m2 - z**2 / (n - 1), 0)
    )
    above, below = _tails(z, kept, permutations, seed)
    # the statistic falls with the neighbors' sum where the area lies below the mean
    return _placed(
        neighbors, known, kept, share * z * lag / m2, share * expected, share**2 * variance,
        (np.where(z > 0, above, below), np.where(z > 0, below, above)), permutations, z, lag,
    )  # fmt: skip


def getis_ord(
    values: ArrayLike, neighbors: Neighbors, *, star: bool = True, permutations: int = 0, seed: int = 0
) -> LocalStatistic:
    """The local G of Getis and Ord (1992), standardized after Ord and Getis (1995); G* (`star`) counts the area itself.

    `value` is sum_j w_ij x_j / sum_j x_j, over the others for G and over all for G*; `z` is (sum_j w_ij x_j - its
    expectation) / its deviation and holds for values of any sign. High z: high values lie together here. For G* the
    areas become their own neighbors (`Neighbors.with_self`) unless they are already.

    The moments of G are those of conditional randomization, those of G* of an arrangement of all values, the own one
    among them. Permutations keep the own value for both and so say the same of G and G*: whether the *neighbors* are
    high or low. Take `z` of G* to ask whether the area together with its neighbors is.
    """
    if star and not neighbors.matrix.diagonal().all():
        neighbors = _self_included(neighbors)
    known, x = known_values(values, neighbors)
    kept = neighbors if known.all() else neighbors.subset(known)
    matrix = kept.matrix if star else without_self(kept.matrix)
    n, total = x.size, float(x.sum())
    lag = matrix @ x
    weight, squares = matrix.sum(axis=1), matrix.multiply(matrix).sum(axis=1)
    if star:
        mean = np.full(n, total / n)
        deviation = np.full(n, float(x.std()))
        whole = np.full(n, total)
        room = (n * squares - weight**2) / (n - 1)
    else:
        mean = (total - x) / (n - 1)
        deviation = np.sqrt(np.maximum((float(x @ x) - x**2) / (n - 1) - mean**2, 0))
        whole = total - x
        room = ((n - 1) * squares - weight**2) / (n - 2)
    above, below = _tails(x, kept, permutations, seed)
    with np.errstate(divide="ignore", invalid="ignore"):
        return _placed(
            neighbors, known, kept, lag / whole, weight * mean / whole,
            np.where(room > 0, deviation**2 * room, np.nan) / whole**2, (above, below), permutations, x - x.mean(),
            lag - weight * mean, alone=without_self(kept.matrix).sum(axis=1) == 0,
        )  # fmt: skip


def _self_included(neighbors: Neighbors) -> Neighbors:
    if not neighbors.standardized:
        return neighbors.with_self()
    # even weights can be taken back to ones; others have lost what the area itself would weigh
    if not neighbors.even_weights:
        raise TableError(
            gettext_noop("An area cannot join its own standardized neighbors."),
            gettext_noop("Call with_self first and row_standardized after it."),
        )
    ones = neighbors.matrix.copy()
    ones.data[:] = 1.0
    return Neighbors(neighbors.codes, ones).with_self().row_standardized()


def _tails(
    x: FloatArray, kept: Neighbors, permutations: int, seed: int
) -> tuple[FloatArray, FloatArray]:  # fmt: skip
    if not permutations:
        unknown = np.full(x.size, np.nan)
        return unknown, unknown
    above, below = tail_counts(x, kept, permutations=permutations, seed=seed)
    return above.astype(np.float64), below.astype(np.float64)


def _placed(
    neighbors: Neighbors, known: np.ndarray, kept: Neighbors, value: FloatArray, expected: FloatArray,
    variance: FloatArray, tails: tuple[FloatArray, FloatArray], permutations: int, deviation: FloatArray,
    lag: FloatArray, *, alone: np.ndarray | None = None,
) -> LocalStatistic:  # fmt: skip
    """Put the results of the areas with a value back among all areas."""
    lonely = kept.counts == 0 if alone is None else alone
    with np.errstate(divide="ignore", invalid="ignore"):
        z = (value - expected) / np.sqrt(variance)
    z = np.where(np.isfinite(z), z, np.nan)
    fewer = (np.minimum(*tails) + 1) / (permutations + 1)
    columns = {
        "value": value, "expected": expected, "variance": variance, "z": z, "p": 2 * scipy.special.ndtr(-np.abs(z)),
        "permuted_p": np.minimum(1.0, 2 * fewer), "directed_p": fewer, "deviation": deviation, "lag": lag,
    }  # fmt: skip
    full = {}
    for name, column in columns.items():
        full[name] = np.full(known.size, np.nan)
        full[name][known] = np.where(lonely & (name != "deviation"), np.nan, column)
    status = np.full(known.size, LocalStatus.MISSING, dtype=object)
    status[known] = np.where(lonely, LocalStatus.ISLAND, LocalStatus.OBSERVED)
    return LocalStatistic(neighbors.codes, tuple(map(LocalStatus, status.tolist())), **full)
