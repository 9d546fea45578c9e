"""Floating catchments: places are shared by all who can come, and everybody can come to several.

Every method takes `Ways` (pairs within reach) with the people at the origins and the supply of the places, and returns
supply per person for every origin. Sources: Luo and Wang (2003) two-step; Luo and Qi (2009) enhanced; Paez, Higgins and
Vivona (2019) balanced.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from sozialraum.analytics.messages import gettext_noop
from sozialraum.analytics.reach.ways import Ways
from sozialraum.analytics.tables import FloatArray, TableError


def two_step(ways: Ways, people: ArrayLike, supply: ArrayLike) -> FloatArray:
    """Supply per person in two steps: a place's supply over all within its reach, summed over the places in reach.

    Everybody counts in full at every place, so demand is inflated where places are many.
    """
    return enhanced_two_step(ways, people, supply, np.ones(ways.metres.size))


def enhanced_two_step(ways: Ways, people: ArrayLike, supply: ArrayLike, weights: ArrayLike) -> FloatArray:
    """As `two_step`, with ways weighing less the longer they are (`gaussian`, `in_steps`; one weight per way)."""
    here, there, w = _checked(ways, people, supply, weights)
    demand = np.bincount(ways.place, weights=w * here[ways.origin], minlength=ways.places)
    ratio = np.divide(there, demand, out=np.zeros_like(there), where=demand > 0)
    return np.bincount(ways.origin, weights=w * ratio[ways.place], minlength=ways.origins).astype(np.float64)


def balanced(
    ways: Ways, people: ArrayLike, supply: ArrayLike, weights: ArrayLike | None = None
) -> FloatArray:
    """Balanced floating catchment: everybody's demand is shared among the places, every place's supply among people.

    Nobody is counted twice and no place handed out twice: summed over the origins, supply that somebody reaches comes
    out as it went in.
    """
    here, there, w = _checked(ways, people, supply, np.ones(ways.metres.size) if weights is None else weights)
    of_origin = np.bincount(ways.origin, weights=w, minlength=ways.origins)[ways.origin]
    of_place = np.bincount(ways.place, weights=w, minlength=ways.places)[ways.place]
    by_origin = np.divide(w, of_origin, out=np.zeros_like(w), where=of_origin > 0)
    by_place = np.divide(w, of_place, out=np.zeros_like(w), where=of_place > 0)
    demand = np.bincount(ways.place, weights=by_origin * here[ways.origin], minlength=ways.places)
    ratio = np.divide(there, demand, out=np.zeros_like(there), where=demand > 0)
    return np.bincount(ways.origin, weights=by_place * ratio[ways.place], minlength=ways.origins).astype(
        np.float64
    )


def gaussian(metres: ArrayLike, *, limit: float) -> FloatArray:
    """Weights that fall from 1 at the door to 0 at `limit` (Dai 2010): (e^(-d²/2L²) - e^(-1/2)) / (1 - e^(-1/2)).

    >>> gaussian([0, 500, 1000], limit=1000).round(3).tolist()
    [1.0, 0.701, 0.0]
    """
    d = np.asarray(metres, dtype=np.float64) / limit
    end = np.exp(-0.5)
    return np.where(d <= 1, (np.exp(-0.5 * d**2) - end) / (1 - end), 0.0)


def in_steps(metres: ArrayLike, *, bounds: Sequence[float], weights: Sequence[float]) -> FloatArray:
    """Weights by zone: `weights[i]` up to and including `bounds[i]`, 0 beyond the last.

    >>> in_steps([100, 400, 700, 1200], bounds=[300, 600, 900], weights=[1.0, 0.68, 0.22]).tolist()
    [1.0, 0.68, 0.22, 0.0]
    """
    zone = np.searchsorted(np.asarray(bounds, dtype=np.float64), np.asarray(metres, dtype=np.float64))
    return np.append(np.asarray(weights, dtype=np.float64), 0.0)[zone]


def _checked(
    ways: Ways, people: ArrayLike, supply: ArrayLike, weights: ArrayLike
) -> tuple[FloatArray, FloatArray, FloatArray]:
    here, there, w = (np.asarray(each, dtype=np.float64) for each in (people, supply, weights))
    if (here.size, there.size, w.size) != (ways.origins, ways.places, ways.metres.size):
        raise TableError(
            gettext_noop("People, places or weights do not fit the ways."),
            gettext_noop("Give one number for every origin, every place and every way."),
        )
    if not all(np.isfinite(each).all() and (each >= 0).all() for each in (here, there, w)):
        raise TableError(
            gettext_noop("People, supply or a weight is negative or unknown."),
            gettext_noop("Leave out origins and places whose number is not known."),
        )
    return here, there, w
