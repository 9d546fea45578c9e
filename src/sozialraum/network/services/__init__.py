"""Writing on the network floor; every write leaves an entry in the audit trail."""

from sozialraum.network.services.cards import (
    NewCard,
    add_cards,
    consent_to,
    erase_ended_cards,
    withdraw_card,
)
from sozialraum.network.services.confirmations import (
    Asking,
    answer_by_link,
    ask_to_confirm,
    mail_is_set_up,
)
from sozialraum.network.services.places import (
    BATCH,
    SEARCHED,
    NewPlace,
    Refused,
    add_places,
    confirm_place,
    revise_place,
)
from sozialraum.network.services.streets import record_streets

__all__ = [
    "BATCH",
    "SEARCHED",
    "Asking",
    "NewCard",
    "NewPlace",
    "Refused",
    "add_cards",
    "add_places",
    "answer_by_link",
    "ask_to_confirm",
    "confirm_place",
    "consent_to",
    "erase_ended_cards",
    "mail_is_set_up",
    "record_streets",
    "revise_place",
    "withdraw_card",
]
