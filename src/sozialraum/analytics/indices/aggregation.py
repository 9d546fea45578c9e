"""Members of a part brought together: weighted sums and means, geometric means, weights that the data find."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from sozialraum.analytics.indices.factor import factor_weights, principal_component, weighted_covariance
from sozialraum.analytics.indices.readings import by_columns
from sozialraum.analytics.indices.recipe import Part
from sozialraum.analytics.indices.treatments import Blocks
from sozialraum.analytics.messages import gettext_noop
from sozialraum.analytics.tables import BoolArray, FloatArray, TableError


@dataclass(frozen=True)
class Members:
    """What a part is made of: names, the recipe's weights, and normalized values (one column each)."""

    codes: tuple[str, ...]
    weights: FloatArray
    columns: Sequence[FloatArray]

    @cached_property
    def values(self) -> FloatArray:
        """The columns as a matrix."""
        return by_columns(self.columns)


@dataclass(frozen=True)
class Blend:
    """A part's values, and the weights that made them: one row per block, one column per member.

    For a geometric mean the weights are exponents.
    """

    values: FloatArray
    weights: FloatArray


def linear(members: Members, *, mean: bool, reweight: bool = False) -> Blend:
    """Σ w x, or Σ w x / Σ w; with `reweight` over the known members only, as if they had all the weight.

    >>> linear(Members(("a", "b"), np.array([1.0, 3.0]), [np.array([1.0, 4.0]), np.array([2.0, np.nan])]), mean=True,
    ...     reweight=True).values.tolist()
    [1.75, 4.0]
    """
    total = np.zeros(members.columns[0].size)
    weight = 0.0
    known = np.zeros_like(total)
    for share, column in zip(members.weights, members.columns, strict=True):
        if reweight:
            known += share * ~np.isnan(column)
            total += share * np.nan_to_num(column)
        else:
            total += share * column
        weight += share
    if reweight:
        total *= weight / known
    if mean:
        total /= weight
    return Blend(total, members.weights[None, :] / (weight if mean else 1.0))


def geometric(members: Members, part: str) -> Blend:
    """exp(Σ w ln x / Σ w); TableError where a value is not positive.

    >>> geometric(Members(("a", "b"), np.array([1.0, 1.0]), [np.array([4.0]), np.array([9.0])]), "x").values.round(9).tolist()
    [6.0]
    """
    if (members.values <= 0).any():
        raise TableError(
            gettext_noop("The geometric mean of the part “{part}” needs positive values."),
            gettext_noop("Normalize its members to a range above zero, for example min_max with low = 1."),
            part=part,
        )
    weights = members.weights / members.weights.sum()
    values: FloatArray = np.exp(np.log(members.values) @ weights)
    return Blend(values, weights[None, :])


def found_weights(
    members: Members,
    part: Part,
    *,
    blocks: Blocks,
    counts: FloatArray | None,
    fit_rows: BoolArray,
    anchor: FloatArray | None,
) -> Blend:
    """The first principal component or the one factor of the members, each block by itself.

    Only `fit_rows` decide about the weights, each as often as `counts` says. The sign is such that the result
    rises with `anchor`, or without one with the sum of the weights.
    """
    columns = np.stack(members.columns)
    values = np.empty(columns.shape[1])
    weights = np.empty((len(blocks), len(members.codes)))
    for place, block in enumerate(blocks):
        fitting = _run(np.flatnonzero(fit_rows[block]) + block.start)
        share = None if counts is None else counts[fitting]
        vector = _weights(columns[:, fitting], share, part)
        score = vector @ columns[:, block]
        if anchor is not None and _opposed(score, anchor[block], None if counts is None else counts[block]):
            score, vector = -score, -vector
        values[block], weights[place] = score, vector
    return Blend(values, weights)


def _run(rows: NDArray[np.intp]) -> slice | NDArray[np.intp]:
    """Rows that follow one another as a slice, which copies nothing."""
    if rows.size and rows[-1] - rows[0] + 1 == rows.size:
        return slice(int(rows[0]), int(rows[-1]) + 1)
    return rows


def _opposed(score: FloatArray, anchor: FloatArray, counts: FloatArray | None) -> bool:
    """Whether one falls where the other rises, over the rows that know both."""
    both = np.stack([score, anchor])
    weights = np.ones(score.size) if counts is None else counts
    known = ~np.isnan(both).any(axis=0)
    if not known.all():
        both, weights = both[:, known], weights[known]
    return bool(weighted_covariance(both, weights)[0, 1] < 0)


def _weights(columns: FloatArray, counts: FloatArray | None, part: Part) -> FloatArray:
    count = np.ones(columns.shape[1]) if counts is None else counts
    if columns.shape[1] < 3 or not (count > 0).any() or not np.isfinite(count).all():
        raise TableError(
            gettext_noop(
                "The part “{part}” finds its weights in the data, and there are not enough areas for it."
            ),
            gettext_noop("It needs three areas, with a known frequency where one is asked for."),
            part=part.code,
        )
    covariance = weighted_covariance(columns, count)
    deviation = np.sqrt(np.diag(covariance))
    if (deviation < 1e-12).any():
        raise TableError(
            gettext_noop(
                "A member of the part “{part}” is the same in all areas that decide about its weights."
            ),
            gettext_noop("Take it out of the recipe, or check its column."),
            part=part.code,
        )
    correlations = covariance / np.outer(deviation, deviation)
    if part.aggregation == "principal_component":
        found: FloatArray = principal_component(correlations) / deviation
        return found
    try:
        return factor_weights(correlations)
    except ValueError as error:
        raise TableError(
            gettext_noop(
                "The part “{part}” has fewer than three members; one factor is not determined by them."
            ),
            gettext_noop("Take their mean or their principal component."),
            part=part.code,
        ) from error
