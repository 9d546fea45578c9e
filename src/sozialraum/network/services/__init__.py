"""Writing on the network floor; every write leaves an entry in the audit trail."""

from sozialraum.network.services.places import (
    BATCH,
    PLACE_FIELDS,
    SEARCHED,
    NewPlace,
    Refused,
    add_places,
    confirm_place,
    revise_place,
)

__all__ = [
    "BATCH",
    "PLACE_FIELDS",
    "SEARCHED",
    "NewPlace",
    "Refused",
    "add_places",
    "confirm_place",
    "revise_place",
]
