"""What somebody asks of the directory, as plain values of an address."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from sozialraum.network.enums import Audience, PlaceKind
from sozialraum.network.schedules import ANY_PART, PartOfDay

Window = tuple[float, float, float, float]
WHOLE_MAP: Final[Window] = (-180.0, -90.0, 180.0, 90.0)


@dataclass(frozen=True, slots=True)
class Asked:
    """Words and conditions. ``languages`` and ``audience`` are wishes: what answers them comes first.

    ``near`` names where the way begins (an area code, a street or a place); ``point`` is that place in degrees (WGS
    84) and is never stored. ``minutes`` is how far somebody wants to walk. ``window`` is the part of the map that is looked
    at (west, south, east, north): it leaves what has a point there; :data:`WHOLE_MAP` leaves everything.
    """

    text: str = ""
    kinds: frozenset[PlaceKind] = frozenset()
    area_code: str = ""
    age: int | None = None
    audience: Audience = Audience.EVERYONE
    languages: frozenset[str] = frozenset()
    days: frozenset[int] = frozenset()
    parts: PartOfDay = ANY_PART
    free: bool = False
    step_free: bool = False
    quiet: bool = False
    near: str = ""
    point: tuple[float, float] | None = None
    minutes: int | None = None
    window: Window | None = None
