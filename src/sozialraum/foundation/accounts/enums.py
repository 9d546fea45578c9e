"""Kinds of the accounts room."""

from __future__ import annotations

from enum import StrEnum


class InvitationKind(StrEnum):
    """What the code of a letter opens."""

    JOINING = "joining"
    RENEWAL = "renewal"
