"""How unevenly groups live over a city: segregation, concentration, and what small areas add to both by chance.

Counts are people by area, as arrays in the same order. Areas where a count is unknown (NaN) are left out together with
all others of the same area; so the whole city is that of the areas with a value.

All indices grow by chance alone where areas are small: ten children strewn at random over ten quarters do not live one
in each. `under_evenness` says how large an index is expected to be without any segregation, and `Segregation.corrected`
takes that off. Compare cities, years or cuts of different size only by corrected values.

Sources: Duncan and Duncan (1955) for dissimilarity; Bell (1954), Lieberson (1981) for isolation and exposure; James and
Taeuber (1985) for Gini; Theil and Finizza (1971), Reardon and Firebaugh (2002) for the information index; Carrington
and Troske (1997) for the correction.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from sozialraum.analytics.messages import gettext_noop
from sozialraum.analytics.tables import FloatArray, TableError


@dataclass(frozen=True)
class Segregation:
    """An index (0 to 1) beside what chance alone gives: its mean and 95 % point over random arrangements.

    `corrected` is (value - chance) / (1 - chance) where the value is above chance and
    (value - chance) / chance below it (less than even by lot; -1 to 1).
    """

    value: float
    chance: float
    chance_95: float
    corrected: float


def dissimilarity(group: ArrayLike, others: ArrayLike) -> float:
    """Share of a group that would have to move for an even spread: 1/2 sum |a_i / A - b_i / B|.

    >>> dissimilarity([10, 0], [10, 20])
    0.6666666666666667
    """
    a, b = _counts(group, others)
    return float(np.abs(a / a.sum() - b / b.sum()).sum() / 2)


def isolation(group: ArrayLike, total: ArrayLike) -> float:
    """Share of the own group among the people of the area, for the average member: sum a_i / A * a_i / t_i.

    >>> isolation([10, 0], [20, 20])
    0.5
    """
    return exposure(group, group, total)


def exposure(group: ArrayLike, to: ArrayLike, total: ArrayLike) -> float:
    """Share of another group among the people of the area, for the average member: sum a_i / A * b_i / t_i.

    >>> exposure([10, 0], [10, 20], [20, 20])
    0.5
    """
    a, b, t = _counts(group, to, total)
    _within(a, t)
    _within(b, t)
    return float((a * _ratio(b, t)).sum() / a.sum())


def correlation_ratio(group: ArrayLike, total: ArrayLike) -> float:
    """Isolation above that of an even spread, as a share of what is possible (eta squared): (I - P) / (1 - P)."""
    a, t = _counts(group, total)
    share = float(a.sum() / t.sum())
    return (isolation(a, t) - share) / (1 - share) if share < 1 else 0.0


def gini(group: ArrayLike, total: ArrayLike) -> float:
    """Gini index of segregation: sum_ij t_i t_j |p_i - p_j| / (2 T^2 P (1 - P)); 0 is even, 1 complete.

    >>> gini([10, 0], [10, 10])
    1.0
    """
    a, t = _counts(group, total)
    _within(a, t)
    inhabited = t > 0
    a, t = a[inhabited], t[inhabited]
    rest = t - a
    if rest.sum() == 0:
        return 0.0
    # area over the curve of cumulated shares of the group against those of the others, by rising share
    order = np.argsort(a / t, kind="stable")
    mine = np.concatenate([[0.0], np.cumsum(a[order]) / a.sum()])
    theirs = np.concatenate([[0.0], np.cumsum(rest[order]) / rest.sum()])
    return float(max(0.0, (mine[1:] * theirs[:-1] - mine[:-1] * theirs[1:]).sum()))


def theil(groups: ArrayLike) -> float:
    """Information index H of two or more groups (areas x groups): how much less mixed areas are than the city.

    H = sum_i t_i (E - E_i) / (T E) with the entropy E = -sum_g p_g ln p_g. 0: every area is mixed as the city is;
    1: every area holds one group.

    >>> theil([[10, 0], [0, 10]])
    1.0
    """
    table = np.asarray(groups, dtype=np.float64)
    if table.ndim != 2:
        raise TableError(
            gettext_noop("Theil's index needs a column for every group."),
            gettext_noop("Give a table of areas by groups."),
        )
    columns = np.stack(_counts(*table.T), axis=1)
    people = columns.sum(axis=1)
    city = _entropy(columns.sum(axis=0)[None, :])[0]
    if city == 0:
        return 0.0
    inside = people @ _entropy(columns) / people.sum()
    return float(min(1.0, max(0.0, 1 - inside / city)))


def location_quotient(group: ArrayLike, total: ArrayLike) -> FloatArray:
    """An area's share of a group against the city's: above 1 the group is overrepresented. NaN where it is unknown.

    >>> location_quotient([10, 0, float("nan")], [20, 20, 10]).tolist()
    [2.0, 0.0, nan]
    """
    a, t = np.asarray(group, dtype=np.float64), np.asarray(total, dtype=np.float64)
    known_a, known_t = _counts(a, t)
    _within(known_a, known_t)
    share = known_a.sum() / known_t.sum()
    result = np.full(a.shape, np.nan)
    known = np.isfinite(a) & np.isfinite(t) & (t > 0)
    result[known] = a[known] / t[known] / share
    return result


def concentration(group: ArrayLike, land: ArrayLike) -> float:
    """Share of a group that would have to move to live equally densely everywhere (delta, Duncan 1957).

    `land` is the area of each unit, in any measure, best of the inhabited land alone.
    """
    return dissimilarity(group, land)


def with_chance(
    index: Callable[[FloatArray, FloatArray], float], group: ArrayLike, total: ArrayLike, *, draws: int = 200,
    seed: int = 0,
) -> Segregation:  # fmt: skip
    """An index of a group in a total (`gini`, `correlation_ratio`, or `evenness` for dissimilarity) with its bias.

    The group's people are strewn at random over all people of the city (multivariate hypergeometric), so that every
    area keeps its size. Counts must be whole people.

    >>> few = with_chance(evenness, [1, 0, 1, 0, 1, 0], [5, 5, 5, 5, 5, 5])
    >>> few.value > 0.5, few.corrected < 0
    (True, True)
    """
    a, t = _counts(group, total)
    _within(a, t)
    if (a % 1).any() or (t % 1).any():
        raise TableError(
            gettext_noop("What chance adds can be told of whole people only."),
            gettext_noop("Give counts and not shares."),
        )
    rng = np.random.default_rng(seed)
    # marginals copes with the millions of a large city
    strewn = rng.multivariate_hypergeometric(t.astype(np.int64), int(a.sum()), size=draws, method="marginals")
    found = np.array([index(each.astype(np.float64), t) for each in strewn])
    value, chance = index(a, t), float(found.mean())
    room = 1 - chance if value >= chance else chance
    return Segregation(
        value, chance, float(np.quantile(found, 0.95)), (value - chance) / room if room > 0 else 0.0
    )


def evenness(group: ArrayLike, total: ArrayLike) -> float:
    """Dissimilarity of a group from all others of the total."""
    a, t = _counts(group, total)
    _within(a, t)
    return dissimilarity(a, t - a)


def _counts(*columns: ArrayLike) -> tuple[FloatArray, ...]:
    arrays = np.broadcast_arrays(*(np.asarray(column, dtype=np.float64) for column in columns))
    known = np.isfinite(arrays).all(axis=0)
    found = tuple(array[known] for array in arrays)
    if any((array < 0).any() or array.sum() == 0 for array in found):
        raise TableError(
            gettext_noop("A group is empty, or a count is negative."),
            gettext_noop("Segregation can be told of groups that live in the city."),
        )
    return found


def _within(part: FloatArray, whole: FloatArray) -> None:
    if (part > whole).any():
        raise TableError(
            gettext_noop("A group is larger than all people of its area."), gettext_noop("Check the table.")
        )


def _ratio(part: FloatArray, whole: FloatArray) -> FloatArray:
    return np.divide(part, whole, out=np.zeros_like(part), where=whole > 0)


def _entropy(counts: FloatArray) -> FloatArray:
    shares = counts / np.maximum(counts.sum(axis=1, keepdims=True), 1e-300)
    return -(shares * np.log(np.where(shares > 0, shares, 1.0))).sum(axis=1)
