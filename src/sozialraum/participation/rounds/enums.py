"""States and kinds of a budget's rounds (DOMAIN 5.3 "Negotiation", section 7 "Konsent")."""

from __future__ import annotations

from enum import StrEnum


class Stage(StrEnum):
    """Where a year's negotiation stands; the rounds 0 to 3 and the end."""

    PUBLISHED = "published"  # round 0: formula, parameters and explanation, frozen
    REQUESTS = "requests"  # round 1: the circles of the areas ask for changes
    CONSENT = "consent"  # round 2: the circles together
    COMMITTEE = "committee"  # round 3: open objections and minority views go to the committee
    DECIDED = "decided"


class RequestState(StrEnum):
    """What becomes of a change request."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    WITHDRAWN = "withdrawn"


class Position(StrEnum):
    """What a circle says to a proposal."""

    CONSENT = "consent"
    OBJECTION = "objection"


class ObjectionState(StrEnum):
    """What becomes of an objection."""

    OPEN = "open"
    ANSWERED = "answered"
    CARRIED = "carried"  # recorded and laid before the committee


class Outcome(StrEnum):
    """How the committee decides."""

    ADOPTED = "adopted"
    CHANGED = "changed"
    RETURNED = "returned"  # back to the circles, with one more proposal


class StepKind(StrEnum):
    """What happened, one public step each."""

    PUBLISHED = "published"
    STAGE_OPENED = "stage_opened"
    DATES_MOVED = "dates_moved"
    REQUEST_SUBMITTED = "request_submitted"
    REQUEST_WITHDRAWN = "request_withdrawn"
    RECORD_ADDED = "record_added"
    PROPOSED = "proposed"
    VOICE_GIVEN = "voice_given"
    OBJECTION_RAISED = "objection_raised"
    OBJECTION_ANSWERED = "objection_answered"
    MINORITY_VIEW = "minority_view"
    DECIDED = "decided"
