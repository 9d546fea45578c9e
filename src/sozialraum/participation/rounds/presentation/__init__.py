"""How the rounds of a budget are said in words and drawn: pure functions for pages and documents."""

from sozialraum.participation.rounds.presentation.path import (
    PathRow,
    answer,
    carried_objections,
    path,
    reserve_facts,
    reserve_picture,
)
from sozialraum.participation.rounds.presentation.requests import (
    RequestShown,
    grant_lines,
    no_requests,
    request_columns,
    request_shown,
    request_url,
)
from sozialraum.participation.rounds.presentation.steps import StepLine, days_moved, step_lines
from sozialraum.participation.rounds.presentation.voices import (
    ObjectionLine,
    objection_line,
    objection_lines,
    record_lines,
    voice_lines,
)
from sozialraum.participation.rounds.presentation.words import (
    DAY_TITLES,
    OBJECTION_STATES,
    OUTCOMES,
    POSITIONS,
    STAGES,
    circle_name,
    circles,
    day,
    speaker_of,
)

__all__ = [
    "DAY_TITLES",
    "OBJECTION_STATES",
    "OUTCOMES",
    "POSITIONS",
    "STAGES",
    "ObjectionLine",
    "PathRow",
    "RequestShown",
    "StepLine",
    "answer",
    "carried_objections",
    "circle_name",
    "circles",
    "day",
    "days_moved",
    "grant_lines",
    "no_requests",
    "objection_line",
    "objection_lines",
    "path",
    "record_lines",
    "request_columns",
    "request_shown",
    "request_url",
    "reserve_facts",
    "reserve_picture",
    "speaker_of",
    "step_lines",
    "voice_lines",
]
