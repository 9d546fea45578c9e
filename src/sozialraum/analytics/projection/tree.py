"""The population tree: people by sex and age group, as shares that trees of two sizes can be compared by."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import pyarrow as pa
from numpy.typing import ArrayLike

from sozialraum.analytics.messages import gettext_noop
from sozialraum.analytics.tables import FloatArray, TableError

FIVE_YEARS = tuple(range(0, 100, 5))


def population_tree(
    people: ArrayLike, *, breaks: Sequence[int] = FIVE_YEARS, beside: ArrayLike | None = None
) -> pa.Table:
    """One row an age group, youngest first: what a tree of one area draws, and the outline that stands behind it.

    `people` and `beside` (the city, or the same area in five years) are (sexes, ages), women first, the last age open.
    `breaks` are the first ages of the groups. Columns: `age_from`, `age_to` (last completed age, null for the open group),
    `female`, `male` (people), `female_share`, `male_share` (of all people of the area, in percent) and, with `beside`,
    `beside_female_share`, `beside_male_share`. Shares of nobody are null. Figures of people: release them before a page
    shows them.

    Raises TableError where the groups do not begin at birth or the two populations differ in their ages.

    >>> tree = population_tree([[10, 10, 20], [10, 30, 20]], breaks=[0, 2])
    >>> tree.to_pylist()[0]
    {'age_from': 0, 'age_to': 1, 'female': 20.0, 'male': 40.0, 'female_share': 20.0, 'male_share': 40.0}
    """
    counts = np.asarray(people, dtype=np.float64)
    shown = [first for first in breaks if first < counts.shape[-1]]
    if counts.ndim != 2 or counts.shape[0] != 2 or not shown or shown[0] != 0 or shown != sorted(set(shown)):
        raise TableError(
            gettext_noop("A population tree needs women and men by age, in groups that begin at birth."),
            gettext_noop("Name the first age of every group, from zero upward."),
        )
    edges = [*shown, counts.shape[1]]
    grouped = _grouped(counts, edges)
    columns: dict[str, object] = {
        "age_from": pa.array(shown, pa.int64()),
        "age_to": pa.array([*(beyond - 1 for beyond in shown[1:]), None], pa.int64()),
        "female": grouped[0],
        "male": grouped[1],
    }
    columns |= _shares(grouped, "")
    if beside is not None:
        other = np.asarray(beside, dtype=np.float64)
        if other.shape != counts.shape:
            raise TableError(
                gettext_noop("The two populations of the tree have different ages."),
                gettext_noop("Compare populations by the same single years of age."),
            )
        columns |= _shares(_grouped(other, edges), "beside_")
    return pa.table(columns)


def _grouped(counts: FloatArray, edges: Sequence[int]) -> FloatArray:
    return np.stack([counts[:, first:beyond].sum(axis=1) for first, beyond in pairwise(edges)], axis=1)


def _shares(grouped: FloatArray, prefix: str) -> dict[str, object]:
    total = grouped.sum()
    shares = grouped / total * 100 if total > 0 else np.full(grouped.shape, np.nan)
    return {
        f"{prefix}{sex}_share": pa.array(shares[place], pa.float64(), from_pandas=True)
        for place, sex in enumerate(("female", "male"))
    }
