"""Rules of pins: how coarse a spot is kept, how many there may be, and who is in time."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sozialraum.analytics.messages import gettext_noop as _
from sozialraum.foundation.privacy.decisions import Decision

CELL: Final = 200.0  # meters: finer than that no spot is stored
MOST_PINS: Final = 30  # of one person
MOST_PEOPLE: Final = 400  # of one campaign
MISLEADING: Final = 0.3  # share of important spots outside the planning area from which on its cut misleads
LETTERS: Final = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # none that look alike
METERS_PER_DEGREE: Final = 111_320.0

Bounds = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Grid:
    """The grid of a campaign's map: cells of 200 m, counted from the south-west corner."""

    bounds: Bounds

    @property
    def width(self) -> float:
        """Meters from west to east."""
        west, south, east, north = self.bounds
        return (east - west) * METERS_PER_DEGREE * math.cos(math.radians((south + north) / 2))

    @property
    def height(self) -> float:
        """Meters from south to north."""
        return (self.bounds[3] - self.bounds[1]) * METERS_PER_DEGREE

    def cell(self, across: float, up: float) -> tuple[int, int]:
        """The cell of a spot given as parts (0 to 1) of the map's width and height.

        >>> Grid((9.0, 52.0, 9.02, 52.01)).cell(0.0, 0.999)
        (0, 5)
        """
        return int(across * self.width // CELL), int(up * self.height // CELL)

    def point(self, across: float, up: float) -> tuple[float, float]:
        """Longitude and latitude of a spot given as parts of the map: for places, never for what persons pin."""
        west, south, east, north = self.bounds
        return west + (east - west) * across, south + (north - south) * up

    def center(self, column: int, row: int) -> tuple[float, float]:
        """Longitude and latitude of the middle of a cell."""
        west, south, east, north = self.bounds
        return (
            west + (east - west) * min((column + 0.5) * CELL / self.width, 1.0),
            south + (north - south) * min((row + 0.5) * CELL / self.height, 1.0),
        )


def may_pin(*, opens_at: datetime, closes_at: datetime, closed: bool, at: datetime) -> Decision:
    """Whether a campaign takes pins at this moment."""
    if closed or at >= closes_at:
        return Decision.no(_("This map is finished. Thank you for taking part."))
    if at < opens_at:
        return Decision.no(_("This map is not open yet."))
    return Decision.yes()


def misleads(inside: int, outside: int) -> bool:
    """Whether so many important spots lie outside the planning area that its cut misleads (H12).

    >>> misleads(60, 40), misleads(90, 10)
    (True, False)
    """
    return outside > MISLEADING * (inside + outside)


def spots_fit(spots: Sequence[tuple[float, float]]) -> bool:
    """Whether every spot lies on the map."""
    return all(0.0 <= across <= 1.0 and 0.0 <= up <= 1.0 for across, up in spots)


def overlap(one: Bounds, other: Bounds) -> bool:
    """Whether two maps show largely the same: half of the smaller one lies on the other.

    >>> overlap((0, 0, 2, 2), (1, 0, 5, 2)), overlap((0, 0, 2, 2), (1.5, 0, 5, 2))
    (True, False)
    """
    wide = min(one[2], other[2]) - max(one[0], other[0])
    high = min(one[3], other[3]) - max(one[1], other[1])
    smaller = min((each[2] - each[0]) * (each[3] - each[1]) for each in (one, other))
    return wide > 0 and high > 0 and 2 * wide * high >= smaller
