"""What of a network is looked at: certain organizations, certain kinds of cooperation, only what is firm."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Self, TypeVar

from sozialraum.analytics.networks import Sector
from sozialraum.network.cooperations.enums import Confirmation, CooperationKind, Rhythm
from sozialraum.network.cooperations.queries import CooperationRow, Network, Organization
from sozialraum.network.cooperations.rules import SECTOR_OF

Kind = TypeVar("Kind", bound=StrEnum)


class Grouping(StrEnum):
    """By what the organizations of a large picture are put together."""

    AREA = "gebiet"
    KIND = "art"


class Firmness(StrEnum):
    """How firm a cooperation has to be to be shown."""

    OFTEN = "often"
    BOTH = "both"
    FRESH = "fresh"


@dataclass(frozen=True, slots=True)
class NetworkFilter:
    """What is left of a network; ``None`` leaves everything."""

    houses: Sector | None = None
    kind: CooperationKind | None = None
    firmness: Firmness | None = None

    @classmethod
    def asked(cls, get: Mapping[str, str]) -> Self:
        """The filter of an address; what makes no sense is left out.

        >>> NetworkFilter.asked({"was": "offer", "fest": "nonsense"})
        NetworkFilter(houses=None, kind=<CooperationKind.OFFER: 'offer'>, firmness=None)
        """
        return cls(
            _one_of(Sector, get.get("haeuser", "")),
            _one_of(CooperationKind, get.get("was", "")),
            _one_of(Firmness, get.get("fest", "")),
        )

    def __bool__(self) -> bool:
        return bool(self.houses or self.kind or self.firmness)

    @property
    def values(self) -> dict[str, str]:
        """The filter as it stands in an address."""
        told = {"haeuser": self.houses, "was": self.kind, "fest": self.firmness}
        return {key: value.value for key, value in told.items() if value}

    def of(self, network: Network) -> Network:
        """The part of a network that passes."""
        if not self:
            return network
        return Network(
            tuple(each for each in network.organizations if self._shows(each)),
            tuple(row for row in network.cooperations if self._passes(row)),
        )

    def _shows(self, organization: Organization) -> bool:
        return self.houses is None or SECTOR_OF[organization.kind] is self.houses

    def _passes(self, row: CooperationRow) -> bool:
        firm = {
            None: True,
            Firmness.OFTEN: row.rhythm in {Rhythm.WEEKLY, Rhythm.MONTHLY},
            Firmness.BOTH: row.confirmation is Confirmation.BOTH,
            Firmness.FRESH: row.freshness == "confirmed",
        }[self.firmness]
        return (
            firm
            and (self.kind is None or self.kind in row.kinds)
            and self._shows(row.one)
            and self._shows(row.other)
        )


def _one_of(kinds: type[Kind], text: str) -> Kind | None:
    return kinds(text) if text in {each.value for each in kinds} else None
