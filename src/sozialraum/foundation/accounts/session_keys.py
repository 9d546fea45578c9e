"""The names under which a session keeps what signing in needs."""

from __future__ import annotations

from typing import Final

SECOND_FACTOR: Final = "second_factor"
SIGNED_IN_AT: Final = "signed_in_at"
SEEN_AT: Final = "seen_at"
PERSONA: Final = "persona"
LEFT_BY: Final = "left_by"
WAY: Final = "sign_in_way"
PROVEN_OUTSIDE: Final = "second_factor_proven_outside"
