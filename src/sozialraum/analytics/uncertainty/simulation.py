"""Monte Carlo over a composite index: how far would the ranks move if we had counted and chosen a little differently?

Draws are made in blocks that stay in the processor's cache. Every block has its own stream of random numbers, derived
from the seed, so that a result does not depend on how many threads have worked.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from sozialraum.analytics.messages import gettext_noop
from sozialraum.analytics.tables import FloatArray, TableError
from sozialraum.analytics.uncertainty.chance import drawn_values, moments
from sozialraum.analytics.uncertainty.composite import Composite, Input, Node
from sozialraum.analytics.uncertainty.groups import told_apart
from sozialraum.analytics.uncertainty.intervals import RankIntervals, interval_table

BLOCK_CELLS = 1 << 16
PAIRS_UP_TO = 4_000
"""Areas up to which every pair is compared; above it the table of pairs would not fit into memory."""


@dataclass(frozen=True)
class Plan:
    """What is varied, how often, and from which seed.

    - `chance`: `counts` draws every input anew from its counts; `moments` draws the index itself with the variance and
      skewness that follow from them (much faster for many areas; for means and sums whose inputs are scaled linearly);
      `none` leaves the inputs as they are.
    - `weights`: `spread` multiplies every weight by a uniform number between 1 - `reach` and 1 + `reach`; `dirichlet`
      draws all weights of a part from a Dirichlet distribution around the given ones, as concentrated as
      `concentration` times the number of members (1 with equal weights: every weighting is equally likely); `fixed`
      keeps them.
    """

    draws: int = 1_000
    seed: int = 1
    chance: Literal["counts", "moments", "none"] = "counts"
    weights: Literal["spread", "dirichlet", "fixed"] = "spread"
    reach: float = 0.5
    concentration: float = 1.0

    def __post_init__(self) -> None:
        if self.draws < 2 or not 0 <= self.reach <= 1 or not self.concentration > 0:
            raise TableError(
                gettext_noop("The plan of draws makes no sense."),
                gettext_noop(
                    "Take two draws or more, a reach between 0 and 1, and a positive concentration."
                ),
            )


@dataclass(frozen=True, eq=False)
class Simulation:
    """What the draws made of the areas, in the order of `composite.codes`.

    `ranks` is (areas, draws); `mean` and `covariance` are those of the index over the draws (`covariance` is None where
    pairs were not asked for or above :data:`PAIRS_UP_TO` areas, `deviation` is always there); `class_counts` is (areas, classes from the lowest
    index upward), how often an area fell into each class, or None. Draws of all variants are taken together.
    """

    composite: Composite
    plan: Plan
    ranks: NDArray[np.signedinteger]
    mean: FloatArray
    deviation: FloatArray
    covariance: FloatArray | None
    class_counts: NDArray[np.int64] | None

    @cached_property
    def rank(self) -> NDArray[np.int32]:
        """The published rank."""
        return self.composite.ranks(self.composite.baseline)

    @property
    def class_share(self) -> FloatArray:
        """Share of draws in which an area kept its published class; NaN where the index has no classes."""
        if self.class_counts is None:
            return np.full(len(self.composite.codes), np.nan)
        places = self.composite.classes(self.composite.baseline, self.rank)
        return np.asarray(self.class_counts[np.arange(places.size), places] / self.plan.draws)

    def intervals(self, *, confidence: float = 0.9) -> RankIntervals:
        """The range in which the rank of every area lies in `confidence` of the draws; the published rank included."""
        return RankIntervals(
            interval_table(self.composite.codes, self.rank, self.ranks, self.class_share, confidence),
            draws=self.plan.draws,
            seed=self.plan.seed,
            confidence=confidence,
            sampled=tuple(entry.code for entry in self.composite.inputs if entry.sampled)
            if self.plan.chance != "none"
            else (),
        )

    def within(self, places: int) -> FloatArray:
        """Share of draws in which an area was among the first `places`."""
        return np.asarray(np.count_nonzero(self.ranks <= places, axis=1) / self.ranks.shape[1])

    def apart(
        self, *, confidence: float = 0.95, rule: Literal["all_pairs", "each_pair"] = "all_pairs"
    ) -> NDArray[np.bool_]:
        """Which pairs of areas can be told apart; see :func:`told_apart`. TableError where there is no covariance."""
        if self.covariance is None:
            raise TableError(
                gettext_noop("The simulation of {areas} areas did not keep what comparing every pair needs."),
                gettext_noop("Simulate with pairs, for at most {limit} areas; or use the ranges of ranks."),
                areas=len(self.composite.codes),
                limit=PAIRS_UP_TO,
            )
        return told_apart(self.composite.baseline, self.covariance, confidence=confidence, rule=rule)


def simulate(
    composite: Composite, plan: Plan, *, variants: Sequence[Composite] = (), pairs: bool = True
) -> Simulation:
    """Draw an index many times over; `pairs` keeps what :meth:`Simulation.apart` needs (a matrix of areas by areas).

    `variants` are other ways to build the same index (another normalization, another aggregation, an indicator less);
    draws take turns between the index itself and its variants, so that every one has the same share. All must have the
    same areas. The same plan gives the same result to the last bit, whatever the machine's number of threads.

    >>> from sozialraum.analytics.uncertainty import simple_composite
    >>> index = simple_composite("ABC", {"poverty": [10.0, 20.0, 60.0], "jobs": [5.0, 9.0, 40.0]})
    >>> simulate(index, Plan(draws=100)).intervals().table.column("rank_high").to_pylist()
    [3, 2, 1]
    """
    models = [composite, *variants]
    if any(model.codes != composite.codes for model in models):
        raise TableError(
            gettext_noop("The variants of an index must have the same areas."),
            gettext_noop("Build them from the same table and the same valid areas."),
        )
    areas = len(composite.codes)
    sizes = [plan.draws // len(models) + (place < plan.draws % len(models)) for place in range(len(models))]
    rows = max(16, BLOCK_CELLS // areas)
    blocks = [
        (model, size)
        for model, total in zip(models, sizes, strict=True)
        for size in [rows] * (total // rows) + ([total % rows] if total % rows else [])
    ]
    seeds = np.random.SeedSequence(plan.seed).spawn(len(blocks))
    engines = {id(model): _engine(model, plan) for model in models}

    def run(job: int) -> _Block:
        model, size = blocks[job]
        rng = np.random.Generator(np.random.SFC64(seeds[job]))
        return _summed(model, engines[id(model)](size, rng), pairs=pairs and areas <= PAIRS_UP_TO)

    gathered = _Gathered(composite, plan.draws)
    for block in _in_order(run, len(blocks)):
        gathered.add(block)
    return gathered.simulation(plan)


@dataclass(frozen=True)
class _Block:
    ranks: NDArray[np.int32]
    total: FloatArray
    squares: FloatArray
    class_counts: NDArray[np.int64] | None


def _in_order(run: Callable[[int], _Block], count: int) -> Iterator[_Block]:
    """Blocks in their order, computed by a few threads that never run far ahead."""
    workers = min(count, os.cpu_count() or 1, 4)
    if workers == 1:
        yield from (run(job) for job in range(count))
        return
    with ThreadPoolExecutor(workers) as pool:
        for start in range(0, count, 4 * workers):
            yield from pool.map(run, range(start, min(count, start + 4 * workers)))


def _summed(model: Composite, index: FloatArray, *, pairs: bool) -> _Block:
    ranks = model.ranks(index)
    counts = None
    if model.class_count:
        flat = np.arange(index.shape[1]) * model.class_count + model.classes(index, ranks)
        counts = np.bincount(flat.reshape(-1), minlength=index.shape[1] * model.class_count)
        counts = counts.reshape(-1, model.class_count)
    # around the published index, so that sums of squares lose no digits
    moved = np.asarray(index - model.baseline, dtype=np.float64)
    squares = moved.T @ moved if pairs else np.square(moved).sum(axis=0)
    return _Block(ranks, moved.sum(axis=0), squares, counts)


class _Gathered:
    def __init__(self, composite: Composite, draws: int) -> None:
        areas = len(composite.codes)
        self.composite, self.draws, self.at = composite, draws, 0
        self.ranks = np.empty((areas, draws), dtype=np.int16 if areas < 1 << 15 else np.int32)
        self.total = np.zeros(areas)
        self.squares: FloatArray | None = None
        self.class_counts: NDArray[np.int64] | None = None

    def add(self, block: _Block) -> None:
        rows = block.ranks.shape[0]
        self.ranks[:, self.at : self.at + rows] = block.ranks.T
        self.at += rows
        self.total += block.total
        self.squares = block.squares if self.squares is None else self.squares + block.squares
        if block.class_counts is not None:
            self.class_counts = (
                block.class_counts if self.class_counts is None else self.class_counts + block.class_counts
            )

    def simulation(self, plan: Plan) -> Simulation:
        assert self.squares is not None  # noqa: S101 - a plan has draws
        shift = self.total / self.draws
        if self.squares.ndim == 2:
            covariance = (self.squares - self.draws * np.outer(shift, shift)) / (self.draws - 1)
            variance = np.diag(covariance).copy()
        else:
            covariance, variance = None, (self.squares - self.draws * shift**2) / (self.draws - 1)
        return Simulation(
            composite=self.composite,
            plan=plan,
            ranks=self.ranks,
            mean=self.composite.baseline + shift,
            deviation=np.sqrt(np.maximum(variance, 0.0)),
            covariance=covariance,
            class_counts=self.class_counts,
        )


def drawn_weights(node: Node, plan: Plan, draws: int, rng: np.random.Generator) -> FloatArray | None:
    """Weights of a part in many draws, (draws, members), with the sum of the given ones; None where they are fixed."""
    if plan.weights == "fixed" or node.weights.size < 2:
        return None
    if plan.weights == "spread":
        weights = node.weights * rng.uniform(1 - plan.reach, 1 + plan.reach, (draws, node.weights.size))
    else:
        shares = np.abs(node.weights) / np.abs(node.weights).sum()
        shape = plan.concentration * node.weights.size * shares
        weights = rng.standard_gamma(shape, (draws, node.weights.size)) * np.sign(node.weights)
    # in the rarest draw all weights vanish together; then nothing is known but the given ones
    sums = np.abs(weights).sum(axis=1, keepdims=True)
    weights = np.where(sums > 0, weights, node.weights)
    sums = np.where(sums > 0, sums, np.abs(node.weights).sum())
    scaled: FloatArray = weights / sums * np.abs(node.weights).sum()
    return scaled


def _engine(model: Composite, plan: Plan) -> Callable[[int, np.random.Generator], FloatArray]:
    if plan.chance == "moments":
        return _MomentEngine(model, plan)
    return _FullEngine(model, plan)


class _FullEngine:
    """Every input drawn from its counts, every scale computed anew in every draw."""

    def __init__(self, model: Composite, plan: Plan) -> None:
        self.model, self.plan = model, plan
        self.given = {entry.code: entry.values[None, :] for entry in model.inputs}
        self.scaled = model.scaled(self.given) if plan.chance == "none" else None

    def __call__(self, draws: int, rng: np.random.Generator) -> FloatArray:
        weights = {
            node.code: drawn
            for node in self.model.nodes
            if (drawn := drawn_weights(node, self.plan, draws, rng)) is not None
        }
        values = self.given
        if self.plan.chance == "counts":
            values = {entry.code: drawn_values(entry, draws, rng) for entry in self.model.inputs}
        index = self.model.evaluate(values, weights)
        return np.broadcast_to(index, (draws, index.shape[1]))


class _MomentEngine:
    """The index drawn itself: a linear index is a product of matrices, and so are its variance and skewness.

    With scaled values Z, their variances V and third moments T, and weights W of all draws: index = W Z', variance
    W² V', third moment W³ T'. One number a cell follows that variance and skewness (Cornish and Fisher 1938, to the
    skewness). Scales keep the mean and width of the given values.
    """

    def __init__(self, model: Composite, plan: Plan) -> None:
        self.model, self.plan = model, plan
        if (
            len(model.nodes) != 1
            or model.nodes[0].aggregation == "geometric"
            or model.nodes[0].scale is not None
        ):
            raise _not_linear()
        self.node = model.nodes[0]
        scaled = model.scaled({entry.code: entry.values[None, :] for entry in model.inputs})
        by_code = {entry.code: entry for entry in model.inputs}
        columns = [by_code[member] for member in self.node.members]
        self.center = np.stack([scaled[entry.code][0] for entry in columns])
        widths = [_slope(entry) for entry in columns]
        spread = [moments(entry) for entry in columns]
        self.variance = np.stack([width**2 * both[0] for width, both in zip(widths, spread, strict=True)])
        self.third = np.stack([width**3 * both[1] for width, both in zip(widths, spread, strict=True)])

    def __call__(self, draws: int, rng: np.random.Generator) -> FloatArray:
        weights = drawn_weights(self.node, self.plan, draws, rng)
        shares = np.repeat(self.node.weights[None, :], draws, axis=0) if weights is None else weights
        if self.node.aggregation == "mean":
            shares = shares / shares.sum(axis=1, keepdims=True)
        index = shares @ self.center
        variance = shares**2 @ self.variance
        skewed = shares**3 @ self.third
        normal = rng.standard_normal(index.shape)
        deviation = np.sqrt(variance)
        with np.errstate(divide="ignore", invalid="ignore"):
            bend = np.where(variance > 0, skewed / (6 * variance), 0.0)
        index += deviation * normal + bend * (np.square(normal) - 1)
        if self.node.restandardize:
            ddof = 1 if self.node.restandardize == "sample" else 0
            index /= index.std(axis=1, keepdims=True, ddof=ddof)
        return index


def _slope(entry: Input) -> float:
    """How much the scaled value moves with the value, for scales that are linear."""
    scale = entry.scale
    oriented = entry.sign * entry.values
    if entry.logarithm or entry.gaps is not None or scale.clip is not None or scale.weights is not None:
        raise _not_linear()
    if scale.method == "z":
        return entry.sign / float(oriented.std(ddof=1 if scale.sample else 0))
    if scale.method == "min_max":
        return entry.sign * (scale.high - scale.low) / float(oriented.max() - oriented.min())
    if scale.method == "none":
        return entry.sign
    raise _not_linear()


def _not_linear() -> TableError:
    return TableError(
        gettext_noop("This index is not a plain weighted sum; its chance cannot be summed up in moments."),
        gettext_noop("Draw from the counts instead."),
    )
