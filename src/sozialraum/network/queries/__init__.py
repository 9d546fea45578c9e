"""Reading on the network floor: every function takes the actor first and leaves out what she may not find."""

from sozialraum.network.queries.places import (
    ALIKE,
    PlaceCounts,
    PlaceRow,
    PlaceSearch,
    PlacesFound,
    PlaceSheet,
    count_places_by_area,
    counts,
    find_places,
    knows_trigrams,
    place_sheet,
    places_in,
    places_to_confirm,
    places_within,
)

__all__ = [
    "ALIKE",
    "PlaceCounts",
    "PlaceRow",
    "PlaceSearch",
    "PlaceSheet",
    "PlacesFound",
    "count_places_by_area",
    "counts",
    "find_places",
    "knows_trigrams",
    "place_sheet",
    "places_in",
    "places_to_confirm",
    "places_within",
]
