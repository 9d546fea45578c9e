"""Reading the rounds of a budget, and what somebody may do in them."""

from sozialraum.participation.rounds.queries.options import Options, options_for, own_areas
from sozialraum.participation.rounds.queries.rounds import (
    DecisionRow,
    ObjectionRow,
    ProposalRow,
    RecordRow,
    RequestRow,
    Rounds,
    Running,
    StepRow,
    drafts_of,
    negotiated_years,
    request_of,
    rounds_of,
    running_rounds,
    schedule_of,
    standing_of,
    steps_of,
)

__all__ = [
    "DecisionRow", "ObjectionRow", "Options", "ProposalRow", "RecordRow", "RequestRow", "Rounds", "Running", "StepRow",
    "drafts_of", "negotiated_years", "options_for", "own_areas", "request_of", "rounds_of", "running_rounds",
    "schedule_of", "standing_of", "steps_of",
]  # fmt: skip
