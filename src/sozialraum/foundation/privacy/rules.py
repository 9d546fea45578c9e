"""Rules of the privacy room: pure functions of values."""

from __future__ import annotations

from datetime import timedelta

from sozialraum.analytics.messages import gettext_noop
from sozialraum.foundation.privacy.decisions import Decision

ATTEMPTS_WINDOW = timedelta(hours=1)
ATTEMPTS = 6


def may_attempt_emergency(made: int) -> Decision:
    """Whether one more case may be named in an emergency after ``made`` attempts within the last hour.

    >>> may_attempt_emergency(5).allowed, may_attempt_emergency(6).allowed
    (True, False)
    """
    if made < ATTEMPTS:
        return Decision.yes()
    return Decision.no(gettext_noop("You have named too many cases within an hour."))
