"""Writing the rounds of a budget: one use case a function, each with its public step."""

from sozialraum.participation.rounds.services.consent import (
    answer_objection,
    give_voice,
    object_to,
    propose,
    state_minority_view,
)
from sozialraum.participation.rounds.services.decision import NewDecision, decide
from sozialraum.participation.rounds.services.requests import (
    add_request,
    revise_request,
    submit_request,
    withdraw_request,
)
from sozialraum.participation.rounds.services.stages import (
    NewNegotiation,
    add_record,
    move_days,
    open_next,
    publish,
)
from sozialraum.participation.rounds.services.steps import RoundRefused

__all__ = [
    "NewDecision", "NewNegotiation", "RoundRefused", "add_record", "add_request", "answer_objection", "decide",
    "give_voice", "move_days", "object_to", "open_next", "propose", "publish", "revise_request",
    "state_minority_view", "submit_request", "withdraw_request",
]  # fmt: skip
