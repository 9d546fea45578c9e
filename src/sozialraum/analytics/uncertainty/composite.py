"""A composite index in the form that thousands of draws need: inputs, parts and classes as arrays."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from sozialraum.analytics.messages import gettext_noop
from sozialraum.analytics.tables import FloatArray, TableError
from sozialraum.analytics.uncertainty.scales import Scale, places_from_top

PLAIN = Scale()
"""z-values over all areas, each counting once."""

QUANTILE_METHODS = (
    "inverted_cdf", "averaged_inverted_cdf", "closest_observation", "interpolated_inverted_cdf", "hazen", "weibull",
    "linear", "median_unbiased", "normal_unbiased",
)  # fmt: skip
"""The nine types of Hyndman and Fan (1996), in their order."""

Aggregation = Literal["sum", "mean", "geometric"]


@dataclass(frozen=True, eq=False)
class Input:
    """One indicator over all areas, after the treatments of its recipe.

    `values` are finite; `sign` is -1 where a high value means less of the index. With `counts` and `sizes` its chance
    is known: `kind` says whether the count is a share of people (`share`) or a number of events (`events`), and
    `per` what the rate is multiplied by. `strength` people of the whole are mixed in where the recipe steadies small
    areas; `low` and `high` are the borders to which outliers are drawn in; areas in `fixed` keep their value in every
    draw, because it was filled in or has no counts. In `gaps` nothing is known: such areas do not enter the scale, and
    `filling` says what stands there afterwards: the `middle` of the scale (0), the `mean` of the scaled values, or
    nothing (`open`), which leaves the weight to the other members of the part.
    """

    code: str
    values: FloatArray
    sign: float = 1.0
    scale: Scale = PLAIN
    counts: FloatArray | None = None
    sizes: FloatArray | None = None
    kind: Literal["share", "events"] = "share"
    per: float = 1.0
    strength: float = 0.0
    logarithm: bool = False
    low: float = -np.inf
    high: float = np.inf
    fixed: NDArray[np.bool_] | None = None
    gaps: NDArray[np.bool_] | None = None
    filling: Literal["middle", "mean", "open"] = "open"

    def scaled(self, values: FloatArray) -> FloatArray:
        """Values of many draws, (draws, areas), on the scale."""
        oriented = self.sign * values
        if self.gaps is None:
            return self.scale.apply(oriented)
        known = ~self.gaps
        weights = self.scale.weights
        scale = self.scale if weights is None else replace(self.scale, weights=weights[known])
        inner = scale.apply(oriented[..., known])
        whole = np.full(oriented.shape, 0.0 if self.filling == "middle" else np.nan)
        whole[..., known] = inner
        if self.filling == "mean":
            whole[..., self.gaps] = inner.mean(axis=-1, keepdims=True)
        return whole

    @property
    def sampled(self) -> bool:
        """Whether its chance is known."""
        return self.counts is not None and self.sizes is not None


@dataclass(frozen=True, eq=False)
class Node:
    """A part: its members (inputs and parts by code) with weights, how they are brought together, and its own scale.

    `restandardize` divides by the standard deviation of the result, of the population or of a sample.
    """

    code: str
    members: tuple[str, ...]
    weights: FloatArray
    aggregation: Aggregation = "mean"
    restandardize: Literal["", "population", "sample"] = ""
    scale: Scale | None = None


@dataclass(frozen=True, eq=False)
class Composite:
    """An index of `codes` areas. `nodes` stand from the inputs upward; the last one is the index.

    `highest_first` says that rank 1 belongs to the highest index. `cuts` are the borders of classes, each with whether
    the border itself belongs to the class above; `groups` instead is a number of classes of equal size, by rank or, with
    a `quantile_type` of 1 to 9, by quantiles of the index.

    >>> from sozialraum.analytics.uncertainty import simple_composite
    >>> index = simple_composite(["A", "B", "C"], {"poverty": [10.0, 20.0, 60.0], "jobs": [5.0, 6.0, 9.0]})
    >>> index.ranks(index.baseline).tolist()
    [3, 2, 1]
    """

    codes: tuple[str, ...]
    inputs: tuple[Input, ...]
    nodes: tuple[Node, ...]
    highest_first: bool = True
    cuts: tuple[tuple[float, bool], ...] = ()
    groups: int = 0
    quantile_type: int = 0

    def __post_init__(self) -> None:
        known = {entry.code for entry in self.inputs}
        for node in self.nodes:
            if not set(node.members) <= known or len(node.members) != node.weights.size:
                raise TableError(
                    gettext_noop("The part “{part}” names members that are not there."),
                    gettext_noop("List every part after those that it is made of."),
                    part=node.code,
                )
            known.add(node.code)
        if any(entry.values.shape != (len(self.codes),) for entry in self.inputs) or not self.nodes:
            raise TableError(
                gettext_noop("The inputs of the index do not fit its areas."),
                gettext_noop("Give every input one value for each area, and at least one part."),
            )

    @cached_property
    def baseline(self) -> FloatArray:
        """The index as it is published: given values, given weights."""
        return self.evaluate({entry.code: entry.values[None, :] for entry in self.inputs})[0]

    def evaluate(
        self, values: Mapping[str, FloatArray], weights: Mapping[str, FloatArray] | None = None
    ) -> FloatArray:
        """The index of many draws, (draws, areas).

        `values` holds (draws, areas) for every input (or (1, areas) where it is the same in all draws); `weights` holds
        (draws, members) for parts whose weights differ, the others keep their own.
        """
        scored = self.scaled(values)
        for node in self.nodes:
            scored[node.code] = _blended(node, scored, None if weights is None else weights.get(node.code))
        return scored[self.nodes[-1].code]

    def scaled(self, values: Mapping[str, FloatArray]) -> dict[str, FloatArray]:
        """The inputs of many draws on their scales."""
        return {entry.code: entry.scaled(values[entry.code]) for entry in self.inputs}

    def ranks(self, index: FloatArray) -> NDArray[np.int32]:
        """Rank 1 for the area that the index points to most; works on one index and on many draws."""
        return places_from_top(index if self.highest_first else -index)

    @property
    def class_count(self) -> int:
        """How many classes the index has; 0 for none."""
        return len(self.cuts) + 1 if self.cuts else self.groups

    def classes(self, index: FloatArray, ranks: NDArray[np.int32]) -> NDArray[np.int16]:
        """The place of every area's class, 0 for the lowest index; works on one index and on many draws.

        Only for an index that has classes.
        """
        if self.groups and not self.quantile_type:
            upward = -(-ranks * self.groups // ranks.shape[-1])
            return (self.groups - upward if self.highest_first else upward - 1).astype(np.int16)
        if self.groups:
            inner = np.arange(1, self.groups) / self.groups
            borders = np.quantile(index, inner, axis=-1, method=QUANTILE_METHODS[self.quantile_type - 1])  # type: ignore[call-overload]  # the stubs want a literal
            return np.asarray((index >= borders[..., None]).sum(axis=0), dtype=np.int16)
        place = np.zeros(index.shape, dtype=np.int16)
        for at, above in self.cuts:
            place += (index >= at) if above else (index > at)
        return place

    def without(self, code: str) -> Composite:
        """The index without one input, and without parts that have nothing left.

        Raises TableError where nothing would be left.
        """
        dropped = {code}
        nodes = []
        for node in self.nodes:
            kept = [place for place, member in enumerate(node.members) if member not in dropped]
            if not kept:
                dropped.add(node.code)
                continue
            members = tuple(node.members[place] for place in kept)
            nodes.append(replace(node, members=members, weights=node.weights[kept]))
        if self.nodes[-1].code in dropped:
            raise TableError(
                gettext_noop("Without “{indicator}” nothing is left of the index."),
                gettext_noop("Add another indicator first."),
                indicator=code,
            )
        inputs = tuple(entry for entry in self.inputs if entry.code != code)
        return replace(self, inputs=inputs, nodes=tuple(nodes))

    def with_scale(self, scale: Scale) -> Composite:
        """The index with another normalization of all its inputs."""
        return replace(self, inputs=tuple(replace(entry, scale=scale) for entry in self.inputs))


def simple_composite(
    codes: Sequence[str],
    values: Mapping[str, Sequence[float] | FloatArray],
    *,
    weights: Sequence[float] | None = None,
    scale: Scale = PLAIN,
) -> Composite:
    """An index of one part: the weighted mean of columns in which more means more of what the index points to."""
    inputs = tuple(
        Input(code, np.asarray(column, dtype=np.float64), scale=scale) for code, column in values.items()
    )
    shares = np.ones(len(inputs)) if weights is None else np.asarray(weights, dtype=np.float64)
    return Composite(tuple(codes), inputs, (Node("index", tuple(values), shares),))


def _blended(node: Node, scored: Mapping[str, FloatArray], weights: FloatArray | None) -> FloatArray:
    shares = node.weights[None, :] if weights is None else weights
    if node.aggregation != "sum":
        shares = shares / shares.sum(axis=1, keepdims=True)
    shape = np.broadcast_shapes((shares.shape[0], 1), *(scored[member].shape for member in node.members))
    total: FloatArray = np.zeros(shape)
    part: FloatArray = np.empty(shape)
    silent: FloatArray = np.zeros((1, 1))
    for place, member in enumerate(node.members):
        column = np.log(scored[member]) if node.aggregation == "geometric" else scored[member]
        # a sum is unknown where any summand is; looking at every value takes longer
        if np.isnan(column.sum()):
            gaps = np.isnan(column)
            silent = silent + shares[:, place, None] * gaps
            column = np.where(gaps, 0.0, column)
        total += np.multiply(column, shares[:, place, None], out=part)
    if silent.any():
        # the weight of unknown members falls to the known ones
        all_of_it = shares.sum(axis=1, keepdims=True)
        heard = all_of_it - silent
        total = np.where(heard > 1e-12 * all_of_it, total * all_of_it / np.maximum(heard, 1e-300), np.nan)
    if node.aggregation == "geometric":
        total = np.exp(total)
    if node.restandardize:
        deviation = total.std(axis=-1, keepdims=True, ddof=1 if node.restandardize == "sample" else 0)
        total = total / np.where(deviation > 0, deviation, 1.0)
    return total if node.scale is None else node.scale.apply(total)
