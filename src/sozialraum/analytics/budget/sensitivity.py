"""How sure an amount is: many allocations at once over uncertain shares of need, and what one parameter does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from sozialraum.analytics.budget.allocation import Allocation, allocate, bounds
from sozialraum.analytics.budget.areas import Areas
from sozialraum.analytics.budget.corridor import ScaleSearch, blocks
from sozialraum.analytics.budget.money import BudgetError, Told, cents
from sozialraum.analytics.budget.recipe import BudgetRecipe
from sozialraum.analytics.messages import gettext_noop
from sozialraum.analytics.tables import FloatArray


@dataclass(frozen=True, eq=False)
class Spread:
    """By area, over all draws: low, middle and high amount in euros (P10, P50, P90), and how often it gains.

    `wins` is the share of draws in which the area receives more than last year, `loses` in which it receives less.
    """

    low: FloatArray
    middle: FloatArray
    high: FloatArray
    wins: FloatArray
    loses: FloatArray


def allocate_many(shares: FloatArray, areas: Areas, recipe: BudgetRecipe, amount: int) -> FloatArray:
    """Amounts in euros for many draws of shares at once: (draws, areas) in and out, ongoing and catch-up together.

    `shares` are need times infrastructure, each row with the sum 1. The same three cases as `allocate`, unrounded.
    """
    low, cap = bounds(areas, recipe)
    floor, count = cents(recipe.floor), len(areas)
    if (shortfall := max(int(low.sum()), floor * count) - amount) > 0:
        raise BudgetError(
            gettext_noop("The protected amounts of all areas are {shortfall} euros above the amount."),
            gettext_noop("Raise the amount, allow a higher loss in a year, or lower the floor."),
            shortfall=Told(shortfall),
        )
    total, lowest = amount / 100, floor / 100
    amounts = np.empty_like(shares)
    if cap is None:
        np.multiply(shares, total - lowest * count, out=amounts)
        amounts += lowest
        return amounts
    search, ones = ScaleSearch(low / 100, cap / 100, total), np.ones(count)
    for block in blocks(shares.shape[0]):
        target = shares[block] * (total - lowest * count)
        target += lowest
        paid = amounts[block]
        rest = search.fill(target, paid)
        if (rest > 1e-6 * total).any():
            target -= paid
            gap = np.maximum(target, 0.0, out=target)
            weight = gap @ ones
            gap *= np.where(weight > 0, rest / np.where(weight > 0, weight, 1.0), 0.0)[:, None]
            paid += gap
    return amounts


def spread_of(shares: FloatArray, areas: Areas, recipe: BudgetRecipe, amount: int) -> Spread:
    """What uncertain shares of need mean for the amounts."""
    amounts = allocate_many(shares, areas, recipe, amount)
    low, middle, high = np.quantile(amounts, (0.1, 0.5, 0.9), axis=0)
    before = np.zeros(len(areas)) if areas.previous is None else areas.previous / 100
    return Spread(
        low, middle, high,
        wins=(amounts > before + 0.005).mean(axis=0), loses=(amounts < before - 0.005).mean(axis=0),
    )  # fmt: skip


def uncertain_shares(areas: Areas, recipe: BudgetRecipe, *, draws: int = 1_000, seed: int = 0) -> FloatArray:
    """Draws of the shares when the counted burden is itself uncertain: a count D is a draw around its true value.

    Poisson error of `burdened` for a blend; other rules of need have no counted numerator here and raise BudgetError.
    """
    from sozialraum.analytics.budget.recipe import Blend

    if not isinstance(recipe.need, Blend):
        raise BudgetError(
            gettext_noop("How sure the amounts are can be said for need from heads and burden only."),
            gettext_noop("Hand in draws of the shares, for example from an uncertain index."),
        )
    random = np.random.default_rng(seed)
    # Jeffreys: after a count D, its mean is gamma distributed with D + 1/2
    burden = random.gamma(areas.column("burdened") + 0.5, 1.0, (draws, len(areas)))
    burden /= burden.sum(axis=1, keepdims=True)
    young = areas.column("young_people")
    need = recipe.need.people_share * (young / young.sum()) + (1 - recipe.need.people_share) * burden
    if recipe.infrastructure is not None:
        need *= areas.column(recipe.infrastructure.column)
    shares: FloatArray = need / need.sum(axis=1, keepdims=True)
    return shares


@dataclass(frozen=True)
class Alternative:
    """One value of a parameter and what comes of it; `problem` where the rules then clash."""

    value: float
    allocation: Allocation | None
    problem: BudgetError | None


def what_if(
    areas: Areas, recipe: BudgetRecipe, amount: int, *, parameter: str, values: Sequence[float]
) -> tuple[Alternative, ...]:
    """The allocation for several values of one parameter, everything else unchanged."""
    found = []
    for value in values:
        try:
            found.append(
                Alternative(value, allocate(areas, recipe.changed({parameter: value}), amount), None)
            )
        except BudgetError as problem:
            found.append(Alternative(value, None, problem))
    return tuple(found)
