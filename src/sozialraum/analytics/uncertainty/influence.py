"""What decides the ranks of an index: an indicator left out, the chance in the counts, weights, other recipes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pyarrow as pa

from sozialraum.analytics.tables import FloatArray
from sozialraum.analytics.uncertainty.chance import drawn_values
from sozialraum.analytics.uncertainty.composite import Composite
from sozialraum.analytics.uncertainty.scales import Scale
from sozialraum.analytics.uncertainty.sobol import Sensitivity, sobol_sensitivity

CHANCE, RECIPE = "chance", "recipe"
NOISE_SETS = 256


def drop_one(composite: Composite, *, places: int = 0) -> pa.Table:
    """Leave out one indicator after the other and see what moves.

    One row an indicator, in the order of the index: `indicator`; `mean_shift` and `largest_shift` of the ranks;
    `largest_shift_area`; `correlation` of the ranks with and without it (Spearman); with `places`, `entering`: how many
    areas are then among the first `places` that are not now. An indicator that alone makes up the index has nulls.

    >>> from sozialraum.analytics.uncertainty import simple_composite
    >>> index = simple_composite("ABC", {"poverty": [1.0, 2.0, 9.0], "jobs": [9.0, 2.0, 1.0], "rent": [1.0, 2.0, 3.0]})
    >>> drop_one(index).column("largest_shift").to_pylist()
    [0, 1, 1]
    """
    before = composite.ranks(composite.baseline)
    rows: list[tuple[object, ...]] = []
    for entry in composite.inputs:
        if len(composite.inputs) == 1:
            rows.append((entry.code, None, None, None, None, None))
            continue
        fewer = composite.without(entry.code)
        after = fewer.ranks(fewer.baseline)
        shift = np.abs(after.astype(np.int64) - before)
        entering = int(np.count_nonzero((after <= places) & (before > places)))
        rows.append(
            (
                entry.code,
                float(shift.mean()),
                int(shift.max()),
                composite.codes[int(shift.argmax())],
                float(np.corrcoef(before, after)[0, 1]) if before.size > 1 else None,
                entering if places else None,
            )
        )
    names = ("indicator", "mean_shift", "largest_shift", "largest_shift_area", "correlation", "entering")
    kinds = (pa.string(), pa.float64(), pa.int64(), pa.string(), pa.float64(), pa.int64())
    columns = zip(*rows, strict=True)
    return pa.table(
        {name: pa.array(column, kind) for name, kind, column in zip(names, kinds, columns, strict=True)}
    )


def alternatives(
    composite: Composite, *, scales: Sequence[Scale] = (), geometric: bool = False, drop: bool = False
) -> list[Composite]:
    """Other defensible ways to build the same index, for `variants` of a simulation.

    Every scale of `scales` for all inputs; with `geometric` the geometric instead of the arithmetic mean (inputs then
    run from 1 to 100, since it needs positive values); with `drop` the index without each single indicator.
    """
    found = [composite.with_scale(scale) for scale in scales]
    if geometric:
        positive = composite.with_scale(Scale("min_max", low=1.0, high=100.0))
        first = {entry.code for entry in composite.inputs}
        found.append(
            replace(
                positive,
                nodes=tuple(
                    replace(node, aggregation="geometric") if set(node.members) <= first else node
                    for node in positive.nodes
                ),
            )
        )
    if drop and len(composite.inputs) > 1:
        found += [composite.without(entry.code) for entry in composite.inputs]
    return found


def influence(
    composite: Composite,
    *,
    variants: Sequence[Composite] = (),
    reach: float = 0.5,
    draws: int = 512,
    seed: int = 1,
    areas: Sequence[str] = (),
) -> Sensitivity:
    """Which choice decides the ranks: first-order and total shares of every weight, of chance, and of the recipe.

    Inputs of the analysis are the weight of every member of every part (times 1 - `reach` to 1 + `reach`), `chance`
    (the counts drawn anew, where an input has counts) and `recipe` (which of the index and its `variants` is used, each
    as likely). The result is the mean shift of all ranks against the published ones (Saisana, Saltelli and Tarantola
    2005); with `areas`, further results are the ranks of these areas. Names of weights are `part/member`.
    """
    models = [composite, *variants]
    before = composite.ranks(composite.baseline)
    weighed = [
        (node.code, place, f"{node.code}/{member}")
        for node in composite.nodes
        if len(node.members) > 1
        for place, member in enumerate(node.members)
    ]
    chance = any(entry.sampled for entry in composite.inputs)
    names = [name for *_, name in weighed] + [CHANCE] * chance + [RECIPE] * bool(variants)
    noise = _noise_sets(composite, seed) if chance else {}
    picked = [composite.codes.index(code) for code in areas]

    def shifts(points: FloatArray) -> FloatArray:
        factor = {
            (part, place): 1 + reach * (2 * points[:, at] - 1) for at, (part, place, _) in enumerate(weighed)
        }
        drawn = (points[:, len(weighed)] * NOISE_SETS).astype(np.intp) if chance else None
        model = (points[:, -1] * len(models)).astype(np.intp) if variants else np.zeros(len(points), np.intp)
        results = np.empty((len(points), 1 + len(picked)))
        for which, current in enumerate(models):
            for start in range(0, len(points), 256):
                rows = start + np.flatnonzero(model[start : start + 256] == which)
                if rows.size:
                    ranks = _ranks_at(
                        current, composite, factor, rows, None if drawn is None else drawn[rows], noise
                    )
                    results[rows, 0] = np.abs(ranks.astype(np.int64) - before).mean(axis=1)
                    results[rows, 1:] = ranks[:, picked]
        return results

    return sobol_sensitivity(shifts, names, draws=draws, seed=seed)


def _noise_sets(composite: Composite, seed: int) -> dict[str, FloatArray]:
    rng = np.random.default_rng(seed)
    return {entry.code: drawn_values(entry, NOISE_SETS, rng) for entry in composite.inputs}


def _ranks_at(
    model: Composite,
    composite: Composite,
    factor: dict[tuple[str, int], FloatArray],
    rows: np.ndarray,
    drawn: np.ndarray | None,
    noise: dict[str, FloatArray],
) -> np.ndarray:
    """Ranks at some points of the design, by a model that may lack members of the index itself."""
    members = {node.code: node.members for node in composite.nodes}
    weights = {
        node.code: np.stack(
            [
                weight
                * factor.get((node.code, members[node.code].index(member)), np.ones(rows.max() + 1))[rows]
                for member, weight in zip(node.members, node.weights, strict=True)
            ],
            axis=1,
        )
        for node in model.nodes
    }
    values = {}
    for entry in model.inputs:
        bank = noise.get(entry.code)
        redrawn = bank is not None and drawn is not None and bank.shape[0] > 1
        values[entry.code] = bank[drawn] if redrawn else entry.values[None, :]  # type: ignore[index]  # redrawn says that both are there
    index = model.evaluate(values, weights)
    return model.ranks(index)
