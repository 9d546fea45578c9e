"""The tables of the network floor."""

from sozialraum.network.models.places import (
    Place,
    PlaceVersion,
)

__all__ = [
    "Place",
    "PlaceVersion",
]
