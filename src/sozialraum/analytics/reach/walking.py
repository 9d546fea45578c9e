"""How far people come on foot in a time: by age, and with reduced mobility.

Speeds are what a planner may expect of the slower walkers of a group, not of its average, so that a place called
reachable is so for most. Adults and older people after the 15th percentiles at crossings of Knoblauch, Pietrucha and
Nitzburg (1996): 1.25 and 0.97 m/s. For children the house's rule of ten minutes for 650 m, with crossings
and waiting; for small children on somebody's hand and for people with a walking frame or wheelchair 0.8 m/s, a common
assumption of barrier-free planning. A municipality that knows better passes its own `Walker`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from sozialraum.analytics.messages import gettext_noop
from sozialraum.analytics.tables import TableError


class WalkerKind(StrEnum):
    """Who walks."""

    SMALL_CHILD = "small_child"
    CHILD = "child"
    ADULT = "adult"
    OLDER = "older"
    REDUCED_MOBILITY = "reduced_mobility"


@dataclass(frozen=True)
class Walker:
    """Metres a minute, and the kinds of street (`StreetGraph.kinds`) that are no way for this walker."""

    metres_per_minute: float
    avoids: frozenset[str] = frozenset()


WALKING: Mapping[WalkerKind, Walker] = MappingProxyType(
    {
        WalkerKind.SMALL_CHILD: Walker(48.0),
        WalkerKind.CHILD: Walker(65.0),
        WalkerKind.ADULT: Walker(75.0),
        WalkerKind.OLDER: Walker(58.0),
        WalkerKind.REDUCED_MOBILITY: Walker(48.0, frozenset({"steps"})),
    }
)


def walking_distance(minutes: float, walker: Walker | WalkerKind = WalkerKind.CHILD) -> float:
    """Metres that somebody walks in a time.

    >>> walking_distance(10)
    650.0
    >>> walking_distance(10, WalkerKind.REDUCED_MOBILITY)
    480.0
    """
    if not minutes > 0:
        raise TableError(
            gettext_noop("Nobody gets anywhere in {minutes} minutes."),
            gettext_noop("Give a time above zero."),
            minutes=minutes,
        )
    found = WALKING[walker] if isinstance(walker, WalkerKind) else walker
    return minutes * found.metres_per_minute
