"""Reading on the network floor: every function takes the actor first and leaves out what she may not find."""

from sozialraum.network.queries.cards import CardRow, card_rows, own_cards
from sozialraum.network.queries.directory import (
    Entry,
    Page,
    Shown,
    offer_for_all,
    origin_of,
    resources_for,
    search_directory,
    walked_streets,
)
from sozialraum.network.queries.places import (
    PlaceCounts,
    PlaceRow,
    PlaceSheet,
    activities_at,
    count_places_by_area,
    counts,
    place_rows,
    place_sheet,
    places_in,
    places_to_confirm,
    places_within,
)

__all__ = [
    "CardRow",
    "Entry",
    "Page",
    "PlaceCounts",
    "PlaceRow",
    "PlaceSheet",
    "Shown",
    "activities_at",
    "card_rows",
    "count_places_by_area",
    "counts",
    "offer_for_all",
    "origin_of",
    "own_cards",
    "place_rows",
    "place_sheet",
    "places_in",
    "places_to_confirm",
    "places_within",
    "resources_for",
    "search_directory",
    "walked_streets",
]
