"""The tables of the network floor."""

from sozialraum.network.models.cards import ResidentCard
from sozialraum.network.models.imports import ResourceImport
from sozialraum.network.models.places import (
    PLACE_FIELDS,
    Place,
    PlaceVersion,
)
from sozialraum.network.models.streets import DirectoryEdition, StreetMap

__all__ = [
    "PLACE_FIELDS",
    "DirectoryEdition",
    "Place",
    "PlaceVersion",
    "ResidentCard",
    "ResourceImport",
    "StreetMap",
]
