"""The sheet of a network map: who stands on it with which words, and every act that changes it, as pure functions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any, Final, Self

from django.utils.translation import gettext_noop

from sozialraum.analytics.networks import Alter, Direction, Horizon, NetworkMap, Sector, Support, Tie, arrange
from sozialraum.analytics.networks.places import sector_at
from sozialraum.errors import SozialraumError

MOST_PEOPLE: Final = 120
LONGEST_NAME: Final = 60
LONGEST_NOTE: Final = 1_000
FARTHEST: Final = 120.0
# where a ring's button puts somebody: the middle of the ring
RINGS: Final[Mapping[Horizon, float]] = {Horizon.NEAR: 18.0, Horizon.MIDDLE: 50.0, Horizon.FAR: 84.0}


class SheetError(SozialraumError):
    """An act that the sheet does not allow; nothing was changed."""


@dataclass(frozen=True, slots=True)
class MapPerson:
    """Somebody on the sheet. `key` stays the same from sheet to sheet; `role` is what the person is to the middle.

    `distance` 0 to 100 (beyond: noted, not counted), `angle` in degrees clockwise from the top. `gender` is `f`,
    `m`, `d` or open. `supports` says what passes along the tie and in which direction.
    """

    key: str
    name: str
    sector: Sector
    distance: float
    angle: float
    role: str = ""
    tie: Tie = Tie.NORMAL
    human: bool = True
    deceased: bool = False
    gender: str = ""
    supports: Mapping[Support, Direction] = field(default_factory=dict)
    note: str = ""

    @property
    def alter(self) -> Alter:
        """This person as the metrics read it."""
        return Alter(
            alter_id=self.key, sector=self.sector, distance=self.distance, tie=self.tie, human=self.human,
            deceased=self.deceased, gender=self.gender or None, supports=dict(self.supports), angle=self.angle,
        )  # fmt: skip

    @property
    def professional(self) -> bool:
        """Whether somebody is there by profession."""
        return self.sector is Sector.PROFESSIONALS


@dataclass(frozen=True)
class Sheet:
    """A network map as it is stored: the people in the order of their coming, and who knows whom."""

    people: tuple[MapPerson, ...] = ()
    ties: frozenset[tuple[str, str]] = frozenset()

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Self:
        """The sheet that :meth:`as_json` has written."""
        people = tuple(
            MapPerson(
                **{
                    **each,
                    "sector": Sector(each["sector"]),
                    "tie": Tie(each["tie"]),
                    "supports": {Support(key): Direction(way) for key, way in each["supports"].items()},
                }
            )
            for each in stored.get("people", [])
        )
        return cls(people, frozenset((one, other) for one, other in stored.get("ties", [])))

    def as_json(self) -> dict[str, Any]:
        """The sheet as plain values."""
        return {"people": [asdict(each) for each in self.people], "ties": sorted(map(list, self.ties))}

    @property
    def network(self) -> NetworkMap:
        """The sheet as the metrics read it."""
        return NetworkMap((each.alter for each in self.people), self.ties)

    def person(self, key: str) -> MapPerson:
        """The person with this key; raises :class:`SheetError` where nobody has it any more."""
        found = next((each for each in self.people if each.key == key), None)
        if found is None:
            raise SheetError(
                gettext_noop("This person is no longer on the map."),
                gettext_noop(
                    "Somebody took the person off meanwhile. Reload the page to see the map as it is."
                ),
            )
        return found

    def knows(self, key: str) -> tuple[MapPerson, ...]:
        """Whom on the map somebody knows, in the order of the sheet."""
        known = {other for pair in self.ties if key in pair for other in pair}
        return tuple(each for each in self.people if each.key in known and each.key != key)

    def with_person(self, person: MapPerson, *, placed: bool = True) -> Sheet:
        """Put somebody on the sheet, or change somebody who is on it.

        Without ``placed`` a free place in the person's sector is found. Raises :class:`SheetError` for a name that
        is empty or too long, and for more than :data:`MOST_PEOPLE` people.
        """
        person = replace(person, name=" ".join(person.name.split()), role=person.role.strip())
        _check(person)
        others = tuple(each for each in self.people if each.key != person.key)
        if len(others) >= MOST_PEOPLE:
            raise SheetError(
                gettext_noop("The map is full."),
                gettext_noop("A map holds at most 120 people. Take somebody off first."),
            )
        if not placed:
            unplaced = replace(person.alter, angle=None)
            place = arrange(NetworkMap([*(each.alter for each in others), unplaced]))[-1]
            person = replace(person, angle=place.angle)
        known = any(each.key == person.key for each in self.people)
        people = (
            tuple(person if each.key == person.key else each for each in self.people)
            if known
            else (*self.people, person)
        )
        return Sheet(people, self.ties)

    def moved(self, key: str, *, distance: float, angle: float) -> Sheet:
        """Move somebody; the sector follows from the place."""
        person = self.person(key)
        at = angle % 360.0
        reached = min(max(distance, 0.0), FARTHEST)
        return self.with_person(replace(person, distance=reached, angle=at, sector=sector_at(at)))

    def without(self, key: str) -> Sheet:
        """Take somebody off, with every tie."""
        self.person(key)
        return Sheet(
            tuple(each for each in self.people if each.key != key),
            frozenset(pair for pair in self.ties if key not in pair),
        )

    def tied(self, one: str, other: str, *, known: bool) -> Sheet:
        """Note that two people know each other, or that they do not."""
        self.person(one), self.person(other)
        if one == other:
            raise SheetError(
                gettext_noop("A tie needs two people."), gettext_noop("Choose somebody else of the map.")
            )
        pair = (min(one, other), max(one, other))
        return Sheet(self.people, self.ties | {pair} if known else self.ties - {pair})


def _check(person: MapPerson) -> None:
    if not person.name:
        raise SheetError(
            gettext_noop("A name is missing."),
            gettext_noop("Write the name that is used, for example “Grandma”."),
        )
    if len(person.name) > LONGEST_NAME or len(person.role) > LONGEST_NAME or len(person.note) > LONGEST_NOTE:
        raise SheetError(
            gettext_noop("This text is too long."),
            gettext_noop("A name holds 60 signs, a note 1,000."),
        )
