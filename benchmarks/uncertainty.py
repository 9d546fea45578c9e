"""Draws of an index, a new cut and a projection, each beside what else one would take, in one run.

    python benchmarks/uncertainty.py

Everything is computed from generated areas. Prints processor seconds, ratios and the peak memory of the process.
"""

from __future__ import annotations

import argparse
import resource
import time
from collections.abc import Callable

import numpy as np
import pyarrow as pa
import shapely
from scipy.stats import rankdata

from sozialraum.analytics.areal import convert_counts, crosswalk_from_geometry
from sozialraum.analytics.projection import (
    Assumptions,
    Population,
    model_fertility,
    model_mortality,
    project,
)
from sozialraum.analytics.uncertainty import Composite, Input, Node, Plan, influence, simulate


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--draws", type=int, default=10_000)
    parser.add_argument("--areas", type=int, default=1_000)
    options = parser.parse_args()
    model = city(options.areas, 10)
    _ranks(model, options.draws)
    _cuts()
    _people()


def city(areas: int, indicators: int) -> Composite:
    """Areas with counts for every indicator, as a register gives them."""
    rng = np.random.default_rng(1)
    burden = rng.normal(size=areas)
    inputs = []
    for place in range(indicators):
        sizes = rng.integers(300, 4_000, areas)
        counts = rng.binomial(sizes, 1 / (1 + np.exp(1.5 - 0.5 * burden - 0.4 * rng.normal(size=areas))))
        inputs.append(
            Input(f"i{place}", counts / sizes * 100, counts=counts.astype(float), sizes=sizes.astype(float), per=100)
        )  # fmt: skip
    node = Node("index", tuple(entry.code for entry in inputs), np.ones(indicators))
    return Composite(tuple(f"{place:05}" for place in range(areas)), tuple(inputs), (node,))


def _ranks(model: Composite, draws: int) -> None:
    areas = len(model.codes)
    print(
        f"== ranges of ranks: {draws} draws, {areas} areas, {len(model.inputs)} indicators, weights and chance"
    )
    bound = _best(lambda: lower_bound(model, draws), 3)
    fair = _best(lambda: lower_bound(model, draws, chance=True), 1)
    rows = {
        "weighted sums and ranks alone, NumPy in blocks (lower bound without chance)": bound,
        "the same, every input drawn as gamma numbers and scaled (lower bound by counts)": fair,
    }
    for chance in ("none", "moments", "counts"):
        plan = Plan(draws=draws, chance=chance)  # type: ignore[arg-type]  # one of the three above
        rows[f"simulate, chance={chance}"] = _best(lambda plan=plan: simulate(model, plan, pairs=False).intervals(), 3 if chance != "counts" else 1)  # fmt: skip
    some = max(20, draws // 100)
    rows["one draw after the other, NumPy and SciPy, by counts (scaled up)"] = (
        _best(lambda: one_by_one(model, some), 1) * draws / some
    )
    _show(rows, bound)
    print(f"by counts against the lower bound that draws from the same distributions: {rows['simulate, chance=counts'] / fair:.2f}")  # fmt: skip
    small = city(160, 5)
    print(f"160 areas, 5 indicators, 1,000 draws by counts: {_best(lambda: simulate(small, Plan()).intervals(), 5) * 1000:.0f} ms")  # fmt: skip
    print(f"160 areas, influence of 5 weights and chance: {_best(lambda: influence(small), 2) * 1000:.0f} ms")


def lower_bound(model: Composite, draws: int, *, chance: bool = False) -> np.ndarray:
    """What no way of doing it can leave out: the weighted sums, and an order of every draw; with ``chance`` every input is
    drawn from its distribution as NumPy does it, and scaled in every draw.
    """
    scaled = np.stack([(entry.values - entry.values.mean()) / entry.values.std() for entry in model.inputs])
    rng = np.random.Generator(np.random.SFC64(1))
    areas = scaled.shape[1]
    ranks = np.empty((draws, areas), dtype=np.int16)
    place = np.arange(1, areas + 1, dtype=np.int16)
    for start in range(0, draws, 250):
        rows = min(250, draws - start)
        weights = rng.uniform(0.5, 1.5, (rows, len(scaled)))
        index = weights @ -scaled if not chance else _drawn(model, weights, rng)
        order = np.argsort(index, axis=1)
        np.put_along_axis(ranks[start : start + rows], order, place[None, :], axis=1)
    return ranks


def _drawn(model: Composite, weights: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    index = np.zeros((len(weights), len(model.codes)))
    for place, entry in enumerate(model.inputs):
        assert entry.counts is not None
        assert entry.sizes is not None
        cases = rng.standard_gamma(entry.counts + 0.5, index.shape)
        cases /= cases + rng.standard_gamma(entry.sizes - entry.counts + 0.5, index.shape)
        cases -= cases.mean(axis=1, keepdims=True)
        index -= cases * (weights[:, place] / cases.std(axis=1))[:, None]
    return index


def one_by_one(model: Composite, draws: int) -> np.ndarray:
    """The way a script does it."""
    rng = np.random.default_rng(1)
    ranks = np.empty((draws, len(model.codes)))
    for draw in range(draws):
        total = np.zeros(len(model.codes))
        for entry in model.inputs:
            assert entry.counts is not None
            assert entry.sizes is not None
            value = rng.beta(entry.counts + 0.5, entry.sizes - entry.counts + 0.5)
            total += rng.uniform(0.5, 1.5) * (value - value.mean()) / value.std()
        ranks[draw] = rankdata(-total, method="min")
    return np.quantile(ranks, [0.05, 0.95], axis=0)


def _cuts() -> None:
    old = [shapely.box(x, y, x + 1, y + 1).wkb for x in range(30) for y in range(30)]
    new = [
        shapely.box(x * 0.9, y * 0.9, x * 0.9 + 0.9, y * 0.9 + 0.9).wkb for x in range(34) for y in range(34)
    ]
    olds, news = [f"o{place:04}" for place in range(900)], [f"n{place:04}" for place in range(1156)]
    walk = crosswalk_from_geometry(olds, old, news, new)
    rng = np.random.default_rng(1)
    series = 50
    table = pa.table(
        {
            "series": [place for place in range(series) for _ in olds],
            "area_code": olds * series,
            "value": rng.integers(0, 4_000, series * 900).astype(float),
        }
    )
    print(f"== a new cut: 900 areas become 1,156, {series} series ({table.num_rows} values)")
    parts = walk.parts.to_pylist()
    bound = _best(
        lambda: walk.weights.T @ np.ascontiguousarray(table["value"].to_numpy().reshape(series, 900).T), 5
    )
    rows = {
        "matrix product alone (lower bound)": bound,
        "convert_counts, with statuses": _best(lambda: convert_counts(table, walk, by=["series"]), 3),
        "a loop over rows and parts": _best(lambda: loop(table, parts), 1),
    }
    _show(rows, bound)
    print(f"laying the outlines over each other, once: {_best(lambda: crosswalk_from_geometry(olds, old, news, new), 3):.3f} s")  # fmt: skip


def loop(table: pa.Table, parts: list[dict[str, object]]) -> dict[tuple[object, object], float]:
    """The way a script does it."""
    by_old: dict[object, list[tuple[object, float]]] = {}
    for part in parts:
        by_old.setdefault(part["from_code"], []).append((part["to_code"], part["weight"]))  # type: ignore[arg-type]  # rows of Arrow are untyped
    result: dict[tuple[object, object], float] = {}
    for row in table.to_pylist():
        for code, weight in by_old[row["area_code"]]:
            key = row["series"], code
            result[key] = result.get(key, 0.0) + weight * row["value"]
    return result


def _people() -> None:
    rng = np.random.default_rng(1)
    people = Population(
        tuple(f"{place:04}" for place in range(1_000)), rng.integers(0, 60, (1_000, 2, 96)).astype(float)
    )
    given = Assumptions(
        model_mortality((83.5, 78.7)),
        model_fertility(1.35, mean_age=31.8),
        rng.normal(0, 0.01, (1_000, 2, 96)),
    )
    print("== projection: 1,000 areas, 96 ages, 2 sexes, 5 years")
    bound = _best(lambda: [np.multiply(people.counts, 0.99) for _ in range(5)], 5)
    _show(
        {
            "one pass over the people a year (lower bound)": bound,
            "project": _best(lambda: project(people, given), 5),
        },
        bound,
    )


def _best(work: Callable[[], object], rounds: int) -> float:
    best = float("inf")
    for _ in range(rounds):
        # processor seconds of all threads: what others do on the machine disturbs them least
        start = time.process_time()
        work()
        best = min(best, time.process_time() - start)
    return best


def _show(rows: dict[str, float], bound: float) -> None:
    for name, seconds in rows.items():
        print(f"{name:75} {seconds:9.3f} s  {seconds / bound:8.1f}")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"peak memory of the process so far: {peak:.0f} MB")


if __name__ == "__main__":
    main()
