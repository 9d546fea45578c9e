"""States of what politics is asked, who is asked, and what was answered."""

from __future__ import annotations

from enum import StrEnum


class IssueState(StrEnum):
    """The way of an issue: written, sent, answered, with a consequence; or taken back."""

    PREPARED = "prepared"
    SENT = "sent"
    ANSWERED = "answered"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"


class Addressee(StrEnum):
    """Who is to answer."""

    COMMITTEE = "committee"
    COUNCIL = "council"
    DISTRICT = "district"
    OFFICE = "office"
    SCHOOL_AUTHORITY = "school_authority"
    HOUSING = "housing"
    TRANSPORT = "transport"
    STATE = "state"
    OTHER = "other"


class AnswerKind(StrEnum):
    """What an answer says."""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"
    PASSED_ON = "passed_on"
    NOTHING_SAID = "nothing_said"
