"""States and kinds of the individual floor."""

from __future__ import annotations

from enum import StrEnum


class CaseState(StrEnum):
    """The way of a case from the first concern to aftercare (DOMAIN 2.1)."""

    CONCERN = "concern"
    COUNSELING = "counseling"
    EXPLORATION = "exploration"
    WILL_AND_GOALS = "will_and_goals"
    TEAM = "team"
    OFFER = "offer"
    DECISION = "decision"
    PLAN = "plan"
    RUNNING = "running"
    REVIEW = "review"
    TRANSITION = "transition"
    ENDED = "ended"
    AFTERCARE = "aftercare"


class StatementKind(StrEnum):
    """Four records that never overwrite each other (H4), and the one whose kind is still open."""

    WISH = "wish"
    WILL = "will"
    PROFESSIONAL_VIEW = "professional_view"
    MANDATE = "mandate"
    OPEN = "open"


class MemberKind(StrEnum):
    """What somebody is to the family."""

    YOUNG_PERSON = "young_person"
    PARENT = "parent"
    RELATIVE = "relative"
    OTHER = "other"


class SharedThing(StrEnum):
    """What belongs to one person of the family and is shown to others only by her."""

    NETWORK_MAP = "network_map"
