"""Ranks and classes of an index."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sozialraum.analytics.indices.recipe import Grouping, Part
from sozialraum.analytics.indices.statistics import quantiles
from sozialraum.analytics.tables import FloatArray


def disadvantage_ranks(index: FloatArray, *, highest_first: bool = True) -> NDArray[np.int64]:
    """Rank 1 for the most disadvantaged area; ties share the better rank.

    >>> disadvantage_ranks(np.array([3.0, 1.0, 3.0])).tolist()
    [1, 3, 1]
    """
    values = index if highest_first else -index
    order = np.argsort(-values)
    falling = values[order]
    better = np.empty(values.size, dtype=np.int64)
    # the first of equal values gives its rank to all of them
    new = np.concatenate([[True], falling[1:] != falling[:-1]])
    better[order] = np.maximum.accumulate(np.where(new, np.arange(1, values.size + 1), 0))
    return better


def classify(index: FloatArray, part: Part) -> NDArray[np.intp]:
    """The place of each value among the part's classes, borders read as the recipe closes them."""
    places = np.zeros(index.size, dtype=np.intp)
    for cut in part.cuts:
        places += (index >= cut.at) if cut.belongs_to == "above" else (index > cut.at)
    return places


def group_numbers(index: FloatArray, grouping: Grouping, *, highest_first: bool = True) -> NDArray[np.int64]:
    """The number of each value's class in one period, from 1 to `count`.

    `highest_first` says that a high index means disadvantage.

    >>> group_numbers(np.array([1.0, 2.0, 3.0, 4.0]), Grouping(count=2)).tolist()
    [1, 1, 2, 2]
    >>> group_numbers(np.array([1.0, 2.0, 3.0, 4.0]), Grouping(method="ranks", count=2, first="most")).tolist()
    [2, 2, 1, 1]
    """
    if grouping.method == "ranks":
        rank = disadvantage_ranks(index, highest_first=highest_first)
        from_most = -(-rank * grouping.count // index.size)
        return from_most if grouping.first == "most" else grouping.count + 1 - from_most
    inner = np.arange(1, grouping.count) / grouping.count
    borders = quantiles(index, inner, grouping.quantile_type)
    from_lowest: NDArray[np.int64] = np.searchsorted(borders, index, side="right") + 1
    lowest_is_first = (grouping.first == "least") == highest_first
    return from_lowest if lowest_is_first else grouping.count + 1 - from_lowest
