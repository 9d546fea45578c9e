"""Writing on the network floor; every write leaves an entry in the audit trail."""

from sozialraum.network.services.cards import (
    NewCard,
    add_cards,
    consent_to,
    erase_ended_cards,
    withdraw_card,
)
from sozialraum.network.services.places import (
    BATCH,
    SEARCHED,
    NewPlace,
    Refused,
    add_places,
    confirm_place,
    confirm_place_by_link,
    revise_place,
)
from sozialraum.network.services.streets import record_streets

__all__ = [
    "BATCH",
    "SEARCHED",
    "NewCard",
    "NewPlace",
    "Refused",
    "add_cards",
    "add_places",
    "confirm_place",
    "confirm_place_by_link",
    "consent_to",
    "erase_ended_cards",
    "record_streets",
    "revise_place",
    "withdraw_card",
]
