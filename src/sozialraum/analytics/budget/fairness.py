"""What a spread looks like: per young person, per burdened young person, how unequal, who gains and who loses."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from sozialraum.analytics.budget.allocation import Allocation
from sozialraum.analytics.budget.money import CentArray
from sozialraum.analytics.tables import FloatArray


@dataclass(frozen=True, eq=False)
class Fairness:
    """Figures of one spread, by area in euros (NaN where nobody is counted) and for the city.

    `gini` is the inequality of euros per young person over young people: 0 where every one is worth the same. A city
    that answers need is not at 0; the figure is there to compare two spreads, not to judge one.
    """

    per_young_person: FloatArray
    per_burdened: FloatArray
    mean: float
    gini: float


def fairness(amount: CentArray, young_people: FloatArray, burdened: FloatArray | None = None) -> Fairness:
    """Fairness figures of amounts in cents."""
    euro = amount / 100
    return Fairness(
        per_young_person=_per(euro, young_people),
        per_burdened=_per(euro, burdened) if burdened is not None else np.full(amount.size, np.nan),
        mean=float(euro.sum() / young_people.sum()),
        gini=weighted_gini(_per(euro, young_people), young_people),
    )


def _per(euro: FloatArray, people: FloatArray) -> FloatArray:
    with np.errstate(divide="ignore", invalid="ignore"):
        result: FloatArray = np.where(people > 0, euro / people, np.nan)
    return result


def weighted_gini(values: FloatArray, weights: FloatArray) -> float:
    """Gini coefficient of values that occur `weights` times, by the area under the Lorenz curve.

    >>> weighted_gini(np.array([1.0, 1.0]), np.array([3.0, 5.0]))
    0.0
    >>> weighted_gini(np.array([0.0, 1.0]), np.array([1.0, 1.0]))
    0.5
    """
    counted = (weights > 0) & ~np.isnan(values)
    order = np.argsort(values[counted], kind="stable")
    weight, value = weights[counted][order], values[counted][order]
    share = np.concatenate([[0.0], np.cumsum(weight) / weight.sum()])
    money = weight * value
    if money.sum() <= 0:
        return 0.0
    lorenz = np.concatenate([[0.0], np.cumsum(money) / money.sum()])
    return max(float(1 - ((lorenz[1:] + lorenz[:-1]) * np.diff(share)).sum()), 0.0)


def changes(amount: CentArray, before: CentArray) -> FloatArray:
    """Relative change by area against an earlier amount; NaN where there was none.

    >>> changes(np.array([110, 5]), np.array([100, 0])).tolist()
    [0.1, nan]
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(before > 0, np.round((amount - before) / before, 12), np.nan)


def against(found: Allocation, others: Mapping[str, Allocation]) -> dict[str, CentArray]:
    """What every area gains (or loses, negative) in cents against what other methods would give it."""
    return {name: found.amount - other.amount for name, other in others.items()}
