"""Moves by age and area, from two counts of the same people."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import ArrayLike

from sozialraum.analytics.messages import gettext_noop
from sozialraum.analytics.projection.cohorts import Assumptions, project
from sozialraum.analytics.projection.people import Population
from sozialraum.analytics.tables import FloatArray, TableError


def residual_migration(
    before: Population,
    after: Population,
    years: int,
    *,
    mortality: FloatArray,
    fertility: FloatArray,
    breaks: Sequence[int],
    strength: float = 500.0,
    births: ArrayLike | None = None,
) -> FloatArray:
    """Yearly net moves per person by area, sex and age, from two counts: (areas, sexes, ages).

    The population of `before` is carried forward by births and deaths alone; what `after` has more or less is net
    migration (the residual method of Siegel and Hamilton 1952, forward form). It is taken for each band of `breaks` (age
    at the end of the year) and turned into a yearly rate. A band of a small area tells little: its ratio leans on the
    whole's as if `strength` people of the whole were added to it. `births` are yearly births by area where known;
    otherwise they follow from `fertility`.
    """
    if before.codes != after.codes or before.ages != after.ages or years < 1:
        raise TableError(
            gettext_noop("The two counts are not of the same areas and ages."),
            gettext_noop(
                "Carry the older count to the newer cut first, and give the whole years between them."
            ),
        )
    scale: FloatArray | float = 1.0
    still = Assumptions(mortality=mortality, fertility=fertility)
    if births is not None:
        expected = project(before, still, years=1).components[0, :, 0]
        scale = np.asarray(births, dtype=np.float64) / np.maximum(expected, 1e-9)
    still = Assumptions(mortality=mortality, fertility=fertility, fertility_of_area=scale)
    stayed = project(before, still, years=years).counts[-1]
    rates = np.zeros_like(after.counts)
    edges = [*breaks, after.ages]
    for first, beyond in pairwise(edges):
        expected = stayed[:, :, first:beyond].sum(axis=2)
        found = after.counts[:, :, first:beyond].sum(axis=2)
        whole = found.sum(axis=0) / np.maximum(expected.sum(axis=0), 1e-9)
        ratio = (found + strength * whole) / (expected + strength)
        rates[:, :, first:beyond] = (ratio ** (1 / years) - 1)[:, :, None]
    return rates
