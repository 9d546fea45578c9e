"""States and kinds of the audit trail."""

from __future__ import annotations

from enum import StrEnum


class Outcome(StrEnum):
    """What became of the act that is recorded."""

    GRANTED = "granted"
    DENIED = "denied"
    CHANGED = "changed"
    RELEASED = "released"
    SIGNED_IN = "signed_in"
    SIGNED_OUT = "signed_out"
    REFUSED_SIGN_IN = "refused_sign_in"


class Function(StrEnum):
    """In which function somebody acts (H15): disclosed with every act."""

    PLANNING = "planning"
    COUNSELING = "counseling"
    CONTROLLING = "controlling"
    GRANTING = "granting"
    AUDITING = "auditing"
    ADMINISTRATION = "administration"
    OWN_MATTER = "own_matter"  # the person concerned acts for herself
