"""Kinds of field work (DOMAIN 3.1, after the second founding text)."""

from __future__ import annotations

from enum import StrEnum


class FieldKind(StrEnum):
    """What somebody did in the field."""

    PRESENCE = "presence"
    CONTACT = "contact"
    ROOM = "room"
    GROUP = "group"
    MEETING = "meeting"
    LOBBY = "lobby"
    MAPPING = "mapping"
    SURVEY = "survey"
    EVENT = "event"
    CASE_QUESTION = "case_question"
    PLANNING = "planning"
    TRAINING = "training"


class FieldPurpose(StrEnum):
    """What field work is for."""

    PREVENTION = "prevention"
    INTEGRATION = "integration"
    EMPOWERMENT = "empowerment"
    RESOURCE = "resource"


class FieldResult(StrEnum):
    """What came of it; that nothing came of it yet is a result as well."""

    CONTACT = "contact"
    ROOM = "room"
    VOLUNTEER = "volunteer"
    OFFER = "offer"
    POLITICS = "politics"
    NOTHING_YET = "nothing_yet"


class Dimension(StrEnum):
    """The columns of the table of levels: for several known families, or for the quarter."""

    CASE_RELATED = "case_related"
    CASE_INDEPENDENT = "case_independent"


class WorkLevel(StrEnum):
    """The rows of the table of levels: forms of work, or steering."""

    METHOD = "method"
    ORGANIZATION = "organization"
