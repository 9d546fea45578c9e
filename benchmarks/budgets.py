"""How long budgets take, paired in one run with what a user would take instead.

    python benchmarks/budgets.py

10,000 allocations over 1,000 areas against the passes over the same numbers that no method can save; the solver against
the closed form at 10,000 areas; one allocation with its whole waterfall at 200 areas, as a moved slider needs it.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "src"))

from sozialraum.analytics.budget import Areas, allocate, shipped_budget_recipe
from sozialraum.analytics.budget.corridor import scale_between
from sozialraum.analytics.budget.sensitivity import allocate_many, uncertain_shares
from sozialraum.analytics.budget.solver import Line, Rule, nearest_allocation

# from a factor of 4 down to a cent of the largest amount
BISECTIONS = 40


def seconds(work: Callable[[], object], times: int = 5) -> float:
    """Processor time, the least of a few runs: other work on the machine must not count."""
    found = []
    for _ in range(times):
        begun = time.process_time()
        work()
        found.append(time.process_time() - begun)
    return min(found)


def made_areas(count: int, seed: int = 0) -> tuple[Areas, int]:
    random = np.random.default_rng(seed)
    young = random.integers(500, 5_000, count).astype(np.float64)
    burdened = random.binomial(young.astype(int), random.uniform(0.05, 0.5, count)).astype(np.float64)
    need = 0.4 * young / young.sum() + 0.6 * burdened / burdened.sum()
    total = 665_000 * 100 * count
    previous = np.rint(total * need * random.uniform(0.8, 1.1, count)).astype(np.int64)
    columns = {"young_people": young, "burdened": burdened, "infrastructure": np.ones(count)}
    return Areas(tuple(f"{number:05}" for number in range(count)), columns, previous), total


def many(draws: int = 10_000, count: int = 1_000) -> None:
    areas, total = made_areas(count)
    recipe = shipped_budget_recipe("default").changed({"floor": 1_000})
    begun = time.process_time()
    shares = uncertain_shares(areas, recipe, draws=draws)
    drawing = time.process_time() - begun
    low, high = np.full(count, 1e3), np.full(count, 1e9)
    # whole blocks of bounds, which are quicker than rows that are broadcast
    lowest, highest, ones = np.full((64, count), 1e3), np.full((64, count), 1e9), np.ones(count)

    def bound() -> None:
        # every target with its floor, one clip by a λ that is already known, its sum, and the amounts written down
        amounts = np.empty_like(shares)
        for start in range(0, draws, 64):
            target = shares[start : start + 64] * float(total)
            target += 1e3
            paid = amounts[start : start + 64]
            np.multiply(target, 0.99, out=paid)
            np.maximum(paid, lowest[: len(paid)], out=paid)
            np.minimum(paid, highest[: len(paid)], out=paid)
            paid @ ones

    def bisection() -> None:
        # what a user writes: the factor of each draw halved down until its sum is right to a cent
        for start in range(0, draws, 32):
            target = shares[start : start + 32] * float(total)
            lower, upper = np.zeros(len(target)), np.full(len(target), 4.0)
            for _ in range(BISECTIONS):
                factor = (lower + upper) / 2
                over = np.clip(target * factor[:, None], low, high).sum(axis=1) > 0.985 * total
                lower, upper = np.where(over, lower, factor), np.where(over, factor, upper)

    least, plain = seconds(bound), seconds(bisection, times=1)
    for name, amount in (("with catch-up", total), ("with one factor", int(total * 0.985))):
        took = seconds(lambda amount=amount: allocate_many(shares, areas, recipe, amount))
        print(
            f"{draws:,} allocations over {count:,} areas, {name}: {took:.2f} s; bound with the answer known {least:.2f} s;"
            f" ratio {took / least:.1f}; plain NumPy bisection {plain:.2f} s; ratio {took / plain:.2f};"
            f" with the draws of {drawing:.2f} s in both: {took + drawing:.2f} s, ratio {(took + drawing) / (least + drawing):.1f}"
        )


def solver(count: int = 10_000) -> None:
    random = np.random.default_rng(1)
    target = random.gamma(2.0, 1e7, count) + 1e4
    previous = target * random.uniform(0.6, 1.6, count)
    low = 0.95 * previous
    high = np.maximum(low, 1.2 * previous)
    total = round(0.5 * low.sum() + 0.5 * high.sum())
    lines = [Line(str(place), goal) for place, goal in enumerate(target)]
    rules = [Rule(f"corridor {place}", {place: 1.0}, low[place], high[place]) for place in range(count)]
    closed = seconds(lambda: scale_between(target, low, high, float(total)))
    begun = time.process_time()
    found = nearest_allocation(lines, total, rules)
    took = time.process_time() - begun
    apart = np.abs(found.exact - scale_between(target, low, high, float(total))[0]).max() / 100
    print(
        f"{count:,} areas: closed form {1000 * closed:.1f} ms, solver {took:.2f} s, ratio {took / closed:.0f}; apart {apart:.1e} €"
    )


def slider(count: int = 200) -> None:
    areas, total = made_areas(count)
    recipe = shipped_budget_recipe("default").changed({"floor": 1_000})
    took = seconds(lambda: allocate(areas, recipe, total), times=20)
    print(f"one allocation of {count} areas with its waterfall to the cent: {1000 * took:.1f} ms")


if __name__ == "__main__":
    many()
    solver()
    slider()
