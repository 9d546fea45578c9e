"""Need shares: which part of the amount an area would receive by its need alone, one function a method."""

from __future__ import annotations

import math
from functools import singledispatch

import numpy as np

from sozialraum.analytics.budget.areas import Areas
from sozialraum.analytics.budget.money import BudgetError
from sozialraum.analytics.budget.recipe import (
    Blend,
    Heads,
    IndexNeed,
    MedianUnitCost,
    QuarterDamping,
    RegressionNeed,
    YouthInhabitantValue,
)
from sozialraum.analytics.budget.regression import fit_counts
from sozialraum.analytics.messages import gettext_noop
from sozialraum.analytics.tables import FloatArray


def shares_of(values: FloatArray) -> FloatArray:
    """Each value's part of the sum; the sum is exact and so free of the order.

    >>> shares_of(np.array([1.0, 3.0])).tolist()
    [0.25, 0.75]
    """
    result: FloatArray = values / math.fsum(values)
    return result


def head_shares(areas: Areas) -> FloatArray:
    """Each area's share of all young people: where every waterfall begins."""
    return shares_of(areas.column("young_people"))


@singledispatch
def need_shares(rule: object, areas: Areas) -> FloatArray:
    """Shares of need by a recipe's rule, (areas,) with sum 1."""
    raise TypeError(f"no method for {type(rule).__name__} over {len(areas)} areas")


@need_shares.register
def _heads(_rule: Heads, areas: Areas) -> FloatArray:
    return head_shares(areas)


@need_shares.register
def _blend(rule: Blend, areas: Areas) -> FloatArray:
    heads = head_shares(areas)
    if rule.people_share >= 1:
        return heads
    return rule.people_share * heads + (1 - rule.people_share) * shares_of(areas.column("burdened"))


@need_shares.register
def _index(rule: IndexNeed, areas: Areas) -> FloatArray:
    exponent = rule.effect * areas.column(rule.column)
    return shares_of(areas.column("young_people") * np.exp(exponent - exponent.max()))


@need_shares.register
def _regression(rule: RegressionNeed, areas: Areas) -> FloatArray:
    predictors = np.column_stack([areas.column(entry.column) for entry in rule.predictors])
    model = fit_counts(
        areas.column(rule.outcome), predictors, areas.column("young_people"), family=rule.family
    )
    return shares_of(model.expected)


@need_shares.register
def _inhabitant_value(rule: YouthInhabitantValue, areas: Areas) -> FloatArray:
    parts = []
    for index in rule.indices:
        count, part, whole = (areas.column(name) for name in (index.count, index.part, index.whole))
        lived_in = whole > 0
        percent = np.zeros(len(areas))
        percent[lived_in] = _rounded(100 * part[lived_in] / whole[lived_in], rule.decimals)
        low, high = percent[lived_in].min(), percent[lived_in].max()
        standing = (percent - low) / (high - low) if high > low else np.zeros(len(areas))
        parts.append(shares_of(np.where(lived_in, count * (1 + standing), 0.0)))
    return shares_of(np.mean(parts, axis=0))


def _rounded(values: FloatArray, decimals: int) -> FloatArray:
    # half up, as a calculator on a desk does it; NumPy would round halves to even
    scaled = np.floor(np.round(values * 10.0**decimals, 6) + 0.5)
    result: FloatArray = scaled / 10.0**decimals
    return result


@need_shares.register
def _median_unit_cost(rule: MedianUnitCost, areas: Areas) -> FloatArray:
    quantity = areas.column(rule.quantity)
    if areas.previous is None or int(areas.previous.sum()) == 0:
        raise BudgetError(
            gettext_noop("Last year's amounts are zero everywhere; there is no unit cost."),
            gettext_noop("Enter them in the column “previous”, or take another recipe."),
        )
    cost = areas.previous.astype(np.float64)
    served = quantity > 0
    median = float(np.median(cost[served] / quantity[served]))
    return shares_of(cost + rule.shared * (quantity * median - cost))


@need_shares.register
def _quarter_damping(rule: QuarterDamping, areas: Areas) -> FloatArray:
    people, cases = areas.column(rule.people), areas.column(rule.cases)
    halves = [_damped(cases, people, cases, rule.damping)]
    if rule.long_term is not None:
        halves.append(_damped(areas.column(rule.long_term), cases, cases, rule.damping))
    return shares_of(np.mean(halves, axis=0))


def _damped(part: FloatArray, whole: FloatArray, base: FloatArray, damping: float) -> FloatArray:
    """The base's shares, each moved by `damping` of the relative deviation of part/whole from the overall rate."""
    overall = math.fsum(part) / math.fsum(whole)
    if overall == 0:
        return shares_of(base)
    with np.errstate(divide="ignore", invalid="ignore"):
        rate = np.where(whole > 0, part / whole, overall)
    return shares_of(shares_of(base) * (1 + damping * (rate / overall - 1)))
