"""The tables of the network floor."""

from sozialraum.network.models.cards import ResidentCard
from sozialraum.network.models.places import (
    Place,
    PlaceVersion,
)
from sozialraum.network.models.streets import DirectoryEdition, StreetMap

__all__ = [
    "DirectoryEdition",
    "Place",
    "PlaceVersion",
    "ResidentCard",
    "StreetMap",
]
