"""The tables of the network floor."""

from sozialraum.network.models.cards import ResidentCard
from sozialraum.network.models.confirmations import AskingEdition, ConfirmationRequest
from sozialraum.network.models.duplicates import DifferentPlaces, PlaceMerge
from sozialraum.network.models.imports import ResourceImport
from sozialraum.network.models.places import (
    PLACE_FIELDS,
    Place,
    PlaceVersion,
)
from sozialraum.network.models.streets import DirectoryEdition, StreetMap

__all__ = [
    "PLACE_FIELDS",
    "AskingEdition",
    "ConfirmationRequest",
    "DifferentPlaces",
    "DirectoryEdition",
    "Place",
    "PlaceMerge",
    "PlaceVersion",
    "ResidentCard",
    "ResourceImport",
    "StreetMap",
]
