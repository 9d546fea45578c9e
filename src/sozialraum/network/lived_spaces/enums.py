"""What can be pinned, by whom, and when."""

from __future__ import annotations

from enum import StrEnum


class PinKind(StrEnum):
    """What a pin says of a spot. There is none for home: where somebody lives is not asked."""

    LIKE = "like"
    MEET = "meet"
    AVOID = "avoid"
    UNSAFE = "unsafe"
    WISH = "wish"


class AgeGroup(StrEnum):
    """The age that a person names."""

    FROM_6 = "6-9"
    FROM_10 = "10-13"
    FROM_14 = "14-17"
    GROWN = "18+"


class Gender(StrEnum):
    """The gender that a person names, or not."""

    GIRL = "girl"
    BOY = "boy"
    DIVERSE = "diverse"
    UNSAID = "unsaid"


class PartOfDay(StrEnum):
    """When a spot is like that."""

    MORNING = "morning"
    AFTERNOON = "afternoon"
    EVENING = "evening"
