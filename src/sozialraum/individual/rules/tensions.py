"""How a tension is lived with: pure rules, and never a weighing."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

from sozialraum.analytics.messages import gettext_noop
from sozialraum.foundation.privacy.decisions import Decision
from sozialraum.individual.enums import TensionState

LONGEST_HOLD: Final = timedelta(days=365)


def may_become(
    state: TensionState, *, how: str, held_until: date | None, voices: int, today: date
) -> Decision:
    """Whether a tension can be put on record like this.

    >>> may_become(TensionState.SETTLED, how=" ", held_until=None, voices=2, today=date(2026, 11, 22)).reason
    'How all of you live with it is not said yet.'
    """
    if voices < 2:
        return Decision.no(gettext_noop("It takes two to pull apart: write down how each of them sees it."))
    if state is TensionState.OPEN:
        return Decision.yes()
    if not how.strip():
        return Decision.no(gettext_noop("How all of you live with it is not said yet."))
    if state is TensionState.HELD and (held_until is None or not today < held_until <= today + LONGEST_HOLD):
        return Decision.no(
            gettext_noop("Name the day on which you look at it again, within a year from today.")
        )
    return Decision.yes()
