"""States and kinds of the privacy room."""

from __future__ import annotations

from enum import StrEnum


class EmergencyKind(StrEnum):
    """Why a foreign case is opened in an emergency: the class of the reason, which the family reads too."""

    DANGER = "danger"  # signs of danger to a child, § 8a SGB VIII
    CUSTODY = "custody"  # taking into care, § 42 SGB VIII
    INQUIRY = "inquiry"  # police, court or hospital needs an answer that cannot wait
    ABSENCE = "absence"  # the family needs help now and nobody responsible can be reached


class Verdict(StrEnum):
    """What the data-protection officer found when reviewing an emergency access."""

    JUSTIFIED = "justified"
    FOLLOWED_UP = "followed_up"
    NOT_JUSTIFIED = "not_justified"


class NoticeKind(StrEnum):
    """What a notice is about."""

    EMERGENCY_OPENED = "emergency_opened"
    EMERGENCY_REVIEWED = "emergency_reviewed"


class RetentionStep(StrEnum):
    """What is due for a record when a period ends."""

    RESTRICT = "restrict"  # leaves the working set, § 84 (3) SGB X
    ERASE = "erase"
