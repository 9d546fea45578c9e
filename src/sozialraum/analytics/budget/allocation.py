"""From areas and a recipe to amounts: shares, targets, corridor, catch-up, rounding, and every step of the way.

All amounts are whole cents. Every level of the waterfall is rounded to cents with its exact total, so that the steps
of an area add up to its amount, and the steps of all areas to the total, without a rest.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from sozialraum.analytics.budget.areas import Areas, areas_of
from sozialraum.analytics.budget.committee import Kept, keep_rules
from sozialraum.analytics.budget.committee.keeping import settle
from sozialraum.analytics.budget.corridor import Branch, ongoing_amounts
from sozialraum.analytics.budget.money import BudgetError, CentArray, Told, apportion, cents
from sozialraum.analytics.budget.need import head_shares, need_shares, shares_of
from sozialraum.analytics.budget.recipe import BudgetRecipe
from sozialraum.analytics.messages import Message, gettext_noop, shorten
from sozialraum.analytics.tables import ArrowStream, FloatArray

_EURO = 100


class Step(StrEnum):
    """The steps of the waterfall, in the order in which they are taken."""

    PEOPLE = "people"  # by number of young people
    NEED = "need"  # what burden adds or takes
    INFRASTRUCTURE = "infrastructure"  # few or many offers
    FLOOR = "floor"  # the same for every area
    CORRIDOR = "corridor"  # protection from sudden loss, limit of growth
    CATCH_UP = "catch_up"  # once, this year
    RULES = "rules"  # what the committee's own rules move; there where it has any
    NEGOTIATION = "negotiation"  # agreed by the circles of the areas
    ROUNDING = "rounding"


@dataclass(frozen=True, eq=False)
class Allocation:
    """What every area receives and why; arrays in cents, in the order of `codes`.

    `target` is the amount by formula before the corridor, `low` and `high` are its bounds, `ongoing` is what stays,
    `catch_up` is given once, `amount` is what is paid: ongoing + catch-up + negotiated, rounded. `shares` sum to 1.
    `factor` is the one factor on the targets of all areas that no bound holds. `kept` says how the committee's rules on
    areas came to hold; None without any. What they add above the ceiling is given once.
    """

    recipe: BudgetRecipe
    codes: tuple[str, ...]
    total: int
    shares: FloatArray
    target: CentArray
    low: CentArray
    high: CentArray
    ongoing: CentArray
    catch_up: CentArray
    amount: CentArray
    steps: Mapping[Step, CentArray]
    branch: Branch
    factor: float
    notices: tuple[Message, ...]
    kept: Kept | None = None

    @property
    def table(self) -> pa.Table:
        """One row per area in euros (decimal with two places); the `step_…` columns of a row sum to `amount`."""
        columns: dict[str, pa.Array] = {"area": pa.array(self.codes, pa.string())}
        amounts = {
            "target": self.target, "floor": self.low, "ceiling": self.high, "ongoing": self.ongoing,
            "catch_up": self.catch_up, "amount": self.amount,
            **{f"step_{step.value}": values for step, values in self.steps.items()},
        }  # fmt: skip
        for name, values in amounts.items():
            columns[name] = pa.array(
                [Decimal(int(value)).scaleb(-2) for value in values], pa.decimal128(18, 2)
            )
        return pa.table(columns)


def allocate(
    areas: Areas | pa.Table | ArrowStream,
    recipe: BudgetRecipe,
    amount: int,
    *,
    negotiated: Mapping[str, int] | None = None,
) -> Allocation:
    """Spread an amount (cents) over areas by a recipe.

    With shares w = need·γ / Σ need·γ, the target is t = F + (P - nF)·w; lo = max(F, (1 - max_loss)·last year),
    hi = max(lo, min((1 + max_gain)·last year, t)); ongoing amounts follow from the corridor, and what no upper bound
    lets through is given once as catch-up in proportion to the gap. Without a corridor the target is the amount. Then
    the committee's rules move as little as they need. `negotiated` amounts (cents by area) come on top. Amounts are rounded by largest remainder; parts of a euro in the
    total switch rounding to cents, with a notice.

    Raises BudgetError, which names what is wrong: the shortfall where the amount is below the protected sum, unknown
    or negative values with their areas.

    >>> table = pa.table({"area": ["A", "B"], "young_people": [100, 300]})
    >>> from sozialraum.analytics.budget.recipe import shipped_budget_recipe
    >>> allocate(table, shipped_budget_recipe("per-head"), 100_00).amount.tolist()
    [2500, 7500]
    """
    given = areas if isinstance(areas, Areas) else areas_of(areas, recipe)
    if amount <= 0:
        raise BudgetError(
            gettext_noop("An amount of {amount} euros cannot be spread."),
            gettext_noop("Give an amount above zero."),
            amount=Told(amount),
        )
    # ties of the largest remainder go by name, so that the order of the rows decides nothing
    order = np.array(sorted(range(len(given)), key=given.codes.__getitem__), dtype=np.intp)
    back: NDArray[np.intp] = np.argsort(order)
    notices = list(given.notices)
    unit = 1 if recipe.rounding == "cent" else _EURO
    agreed = _negotiated(given, negotiated)
    if (amount + int(agreed.sum())) % unit:
        unit = 1
        notices.append(
            Message(gettext_noop("The amount has cents: it is spread to the cent and not to whole euros."))
        )

    def rounded(values: FloatArray, total: int) -> CentArray:
        return apportion(values[order], total)[back]

    shares = area_shares(given, recipe)
    levels = {
        Step.PEOPLE: rounded(amount * head_shares(given), amount),
        Step.NEED: rounded(amount * need_shares(recipe.need, given), amount),
        Step.INFRASTRUCTURE: rounded(amount * shares, amount),
    }
    floor, count = cents(recipe.floor), len(given)
    low, cap = bounds(given, recipe)
    if recipe.corridor is None and floor * count > amount:
        ongoing_amounts(low, low, low, amount)  # tells the shortfall
    target = rounded(floor + (amount - floor * count) * shares, amount) if floor * count <= amount else low
    high = target if cap is None else np.maximum(low, np.minimum(cap, target))
    x, gap, branch, factor = ongoing_amounts(target, low, high, amount)
    if branch is Branch.CATCH_UP:
        ongoing, rest = high.copy(), amount - int(high.sum())
        catch_up = (
            rounded(gap.astype(np.float64) * (rest / math.fsum(gap)), rest) if rest else np.zeros_like(high)
        )
    else:
        ongoing = apportion(x[order], amount, at_least=low[order], at_most=high[order])[back]
        catch_up = np.zeros_like(high)
    levels |= {Step.FLOOR: target, Step.CORRIDOR: ongoing, Step.CATCH_UP: ongoing + catch_up}
    ruled = _ruled(given, recipe, levels[Step.CATCH_UP], low, order)
    kept = None if ruled is None else ruled.reordered(order)
    if kept is not None:
        levels[Step.RULES] = kept.amounts
        ongoing = kept.amounts if cap is None else np.minimum(kept.amounts, high)
        catch_up = kept.amounts - ongoing
    levels[Step.NEGOTIATION] = ongoing + catch_up + agreed
    levels[Step.ROUNDING] = _rounded_amounts(levels[Step.NEGOTIATION], low, cap, order, back, unit)
    if ruled is not None:
        levels[Step.ROUNDING] = settle(levels[Step.ROUNDING][order], unit, ruled, agreed[order])[back]
    steps, before = {}, np.zeros(count, dtype=np.int64)
    for step in (each for each in Step if each in levels):
        steps[step] = levels[step] - before
        before = levels[step]
    return Allocation(
        recipe=recipe, codes=given.codes, total=amount + int(agreed.sum()), shares=shares, target=target, low=low,
        high=high, ongoing=ongoing, catch_up=catch_up, amount=before, steps=steps, branch=branch, factor=factor,
        notices=tuple(notices), kept=kept,
    )  # fmt: skip


def _ruled(
    areas: Areas, recipe: BudgetRecipe, before: CentArray, low: CentArray, order: NDArray[np.intp]
) -> Kept | None:
    """The amounts after the committee's rules on areas, in the order of names; None without such a rule."""
    if all(rule.within_areas for rule in recipe.rules):
        return None
    codes = [areas.codes[place] for place in order]
    return keep_rules(codes, areas.column("young_people")[order], before[order], low[order], recipe.rules)


def area_shares(areas: Areas, recipe: BudgetRecipe) -> FloatArray:
    """The shares w of the formula: need, times the infrastructure factor where the recipe has one; sum 1."""
    need = need_shares(recipe.need, areas)
    if recipe.infrastructure is None:
        return need
    return shares_of(need * areas.column(recipe.infrastructure.column))


def bounds(areas: Areas, recipe: BudgetRecipe) -> tuple[CentArray, CentArray | None]:
    """The protected amount of every area and the limit of growth, in cents; no limit (None) without a corridor."""
    floor = np.full(len(areas), cents(recipe.floor), dtype=np.int64)
    if recipe.corridor is None or areas.previous is None:
        return floor, None
    kept = (1 - recipe.corridor.max_loss) * areas.previous.astype(np.float64)
    grown = (1 + recipe.corridor.max_gain) * areas.previous.astype(np.float64)
    return (
        np.maximum(floor, np.rint(np.round(kept, 6)).astype(np.int64)),
        np.rint(np.round(grown, 6)).astype(np.int64),
    )


def _rounded_amounts(
    level: CentArray,
    low: CentArray,
    cap: CentArray | None,
    order: NDArray[np.intp],
    back: NDArray[np.intp],
    unit: int,
) -> CentArray:
    if unit == 1:
        return level
    total = int(level.sum())
    # a limit of growth holds for what stays; an area with catch-up or a negotiated amount lies above it on purpose
    most = (
        None
        if cap is None
        else np.where(level <= np.maximum(low, cap), np.maximum(low, cap), np.iinfo(np.int64).max // 2) / unit
    )
    units = apportion(
        level[order] / unit,
        total // unit,
        at_least=low[order] / unit,
        at_most=None if most is None else most[order],
    )[back]
    return units * unit


def _negotiated(areas: Areas, negotiated: Mapping[str, int] | None) -> CentArray:
    if not negotiated:
        return np.zeros(len(areas), dtype=np.int64)
    if strange := sorted(set(negotiated) - set(areas.codes)):
        raise BudgetError(
            gettext_noop("Amounts were negotiated for areas that are not in the table: {areas}."),
            gettext_noop("Check the names of the areas."),
            areas=shorten(strange),
        )
    return np.array([negotiated.get(code, 0) for code in areas.codes], dtype=np.int64)
