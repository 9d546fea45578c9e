"""What joins organizations, how often they meet over it, and who has said that it holds."""

from __future__ import annotations

from enum import StrEnum


class CooperationKind(StrEnum):
    """What two organizations do together."""

    OFFER = "offer"
    ROOMS = "rooms"
    WAY_ON = "way_on"
    EXCHANGE = "exchange"
    EVENT = "event"
    HELP = "help"
    PEOPLE = "people"


class Rhythm(StrEnum):
    """How often they do it."""

    WEEKLY = "weekly"
    MONTHLY = "monthly"
    QUARTERLY = "quarterly"
    YEARLY = "yearly"
    AS_NEEDED = "as_needed"


class Side(StrEnum):
    """The two ends of a cooperation; which organization is which means nothing."""

    ONE = "one"
    OTHER = "other"


class Confirmation(StrEnum):
    """Who has said that it holds."""

    BOTH = "both"
    ONE_SIDE = "one_side"
    NOBODY = "nobody"
