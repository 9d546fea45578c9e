"""What is missing in the network of an area: kinds of houses that nobody runs here, and where the next one is."""

from __future__ import annotations

from dataclasses import dataclass

from sozialraum.foundation.database.collation import german_sort_key
from sozialraum.network.cooperations.queries import Organization
from sozialraum.network.cooperations.rules import EXPECTED
from sozialraum.network.cooperations.sheet import DayNetwork
from sozialraum.network.enums import PlaceKind


@dataclass(frozen=True, slots=True)
class MissingKindHere:
    """A kind of house that no organization of the area runs, and those of the larger area around."""

    kind: PlaceKind
    around: tuple[Organization, ...]


def missing_here(found: DayNetwork, around: DayNetwork) -> list[MissingKindHere]:
    """The kinds that every quarter should have within reach and that stand nowhere in this one.

    ``around`` is the network of the larger area, which names where the next ones are; houses that work with somebody
    here come first.
    """
    there = {each.kind for each in found.organizations}
    known = {each.id for each in found.partners_outside}
    return [
        MissingKindHere(
            kind,
            tuple(
                sorted(
                    (each for each in around.organizations if each.kind is kind),
                    key=lambda each: (each.id not in known, german_sort_key(each.name)),
                )
            ),
        )
        for kind in EXPECTED
        if kind not in there
    ]
