"""A network map as values: one person (or organization) in the middle, the others around, and who knows whom."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import IntEnum, StrEnum
from functools import cached_property
from typing import Final

from sozialraum.analytics.messages import gettext_noop, shorten
from sozialraum.errors import SozialraumError

OUTER_HORIZON: Final = 100.0


class NetworkError(SozialraumError):
    """A network map that contradicts itself."""


class Sector(StrEnum):
    """The four fields of the sheet (easyNWK)."""

    FAMILY = "family"
    FRIENDS = "friends"
    COLLEAGUES = "colleagues"
    PROFESSIONALS = "professionals"


class Horizon(StrEnum):
    """Three rings: near within a third of the way to the outer horizon, middle within two thirds, far up to it."""

    NEAR = "near"
    MIDDLE = "middle"
    FAR = "far"


class Tie(IntEnum):
    """The tie between the person in the middle and somebody around."""

    NONE = 0
    NORMAL = 1
    MULTIPLEX = 2


class Support(StrEnum):
    """What passes along a tie."""

    EMOTIONAL = "emotional"
    INSTRUMENTAL = "instrumental"
    INFORMATIONAL = "informational"
    SOCIAL = "social"
    LINKING = "linking"


class Direction(StrEnum):
    """From whom to whom support passes, seen from the middle."""

    RECEIVED = "received"
    GIVEN = "given"
    MUTUAL = "mutual"


@dataclass(frozen=True, slots=True)
class Alter:
    """Somebody on the map.

    `distance` is the way from the middle, 0 to 100 at the outer horizon; whoever stands beyond is noted and not
    counted. `angle` in degrees clockwise from the top is where the person was put, None where nobody has put it
    yet. Nothing here says whether a relation is good or bad.
    """

    alter_id: str
    sector: Sector
    distance: float
    tie: Tie = Tie.NORMAL
    human: bool = True
    deceased: bool = False
    gender: str | None = None
    supports: Mapping[Support, Direction] = field(default_factory=dict, hash=False)
    angle: float | None = None

    @property
    def connectable(self) -> bool:
        """Alive, human and within the outer horizon: only these count and can be tied to each other."""
        return self.human and not self.deceased and self.distance <= OUTER_HORIZON

    @property
    def horizon(self) -> Horizon | None:
        """The ring in which somebody stands, None beyond the outer horizon.

        >>> [Alter("a", Sector.FAMILY, d).horizon for d in (33.3, 33.4, 66.7, 101)]
        [<Horizon.NEAR: 'near'>, <Horizon.MIDDLE: 'middle'>, <Horizon.FAR: 'far'>, None]
        """
        if self.distance > OUTER_HORIZON:
            return None
        if 3 * self.distance < OUTER_HORIZON:
            return Horizon.NEAR
        return Horizon.MIDDLE if 3 * self.distance < 2 * OUTER_HORIZON else Horizon.FAR

    @property
    def carries(self) -> bool:
        """Whether the person in the middle receives support here."""
        return any(each is not Direction.GIVEN for each in self.supports.values())


@dataclass(frozen=True)
class NetworkMap:
    """The people around, and who of them knows whom. `edges` are unordered pairs of `alter_id`.

    Edges to people who are not connectable may stand in the map; metrics leave them out.
    Raises NetworkError where an id stands twice, a distance or angle is no number from 0 on, or an edge names
    somebody who is not there or one person twice.
    """

    alters: tuple[Alter, ...]
    edges: frozenset[tuple[str, str]] = frozenset()

    def __init__(self, alters: Iterable[Alter], edges: Iterable[tuple[str, str]] = ()) -> None:
        object.__setattr__(self, "alters", tuple(alters))
        object.__setattr__(self, "edges", frozenset(tuple(sorted(pair)) for pair in edges))
        self._check()

    def _check(self) -> None:
        ids = [each.alter_id for each in self.alters]
        if len(set(ids)) < len(ids):
            raise NetworkError(
                gettext_noop("Somebody stands on the map twice: {people}."),
                gettext_noop("Keep one entry for each person."),
                people=shorten(sorted({each for each in ids if ids.count(each) > 1})),
            )
        for each in self.alters:
            if not (math.isfinite(each.distance) and each.distance >= 0):
                raise NetworkError(
                    gettext_noop("The distance {distance} is none."),
                    gettext_noop("A distance is a number from 0 (in the middle) to 100 (at the edge)."),
                    distance=each.distance,
                )
        known = set(ids)
        for one, other in self.edges:
            if one == other or one not in known or other not in known:
                raise NetworkError(
                    gettext_noop("A tie leads to somebody who is not on the map."),
                    gettext_noop("A tie joins two different people of the map: add the missing one first."),
                )

    @cached_property
    def connectable(self) -> tuple[Alter, ...]:
        """All who count (the set A), in the order of the map."""
        return tuple(each for each in self.alters if each.connectable)

    @cached_property
    def in_contact(self) -> tuple[Alter, ...]:
        """Those of them with a tie to the middle (the set A1)."""
        return tuple(each for each in self.connectable if each.tie is not Tie.NONE)
