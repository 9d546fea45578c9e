"""Rules of themes: which step follows which, and what each of them needs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from sozialraum.analytics.messages import gettext_noop as _
from sozialraum.foundation.privacy.decisions import Decision
from sozialraum.network.enums import MissingKind
from sozialraum.network.themes.enums import ThemeState

STEPS: Final = (
    ThemeState.HINT, ThemeState.CHECKED, ThemeState.IN_WORK, ThemeState.POLITICS, ThemeState.SOLVED,
)  # fmt: skip
OPEN: Final = frozenset({ThemeState.HINT, ThemeState.CHECKED, ThemeState.IN_WORK, ThemeState.POLITICS})
NEXT: Final[Mapping[ThemeState, tuple[ThemeState, ...]]] = {
    ThemeState.HINT: (ThemeState.CHECKED, ThemeState.RESTING),
    ThemeState.CHECKED: (ThemeState.IN_WORK, ThemeState.RESTING),
    ThemeState.IN_WORK: (ThemeState.POLITICS, ThemeState.SOLVED, ThemeState.RESTING),
    ThemeState.POLITICS: (ThemeState.IN_WORK, ThemeState.SOLVED, ThemeState.RESTING),
    ThemeState.SOLVED: (ThemeState.IN_WORK,),
    ThemeState.RESTING: (ThemeState.HINT,),
}
OWNED: Final = frozenset({ThemeState.IN_WORK, ThemeState.POLITICS, ThemeState.SOLVED})


def step_number(state: ThemeState) -> int:
    """Which of the five steps a state is; a resting theme stands at none.

    >>> step_number(ThemeState.IN_WORK), step_number(ThemeState.RESTING)
    (3, 0)
    """
    return STEPS.index(state) + 1 if state in STEPS else 0


def may_move(now: ThemeState, then: ThemeState, *, owned: bool, text: str) -> Decision:
    """Whether a theme may go on: in order, with somebody who cares for it, and with a sentence that says why.

    >>> bool(may_move(ThemeState.HINT, ThemeState.SOLVED, owned=True, text="Da."))
    False
    >>> bool(may_move(ThemeState.CHECKED, ThemeState.IN_WORK, owned=True, text="Die Werkstatt öffnet den Hof."))
    True
    """
    if then not in NEXT[now]:
        return Decision.no(_("A theme goes one step after the other."))
    if then in OWNED and not owned:
        return Decision.no(_("Nobody takes care of this theme yet."))
    if not text.strip():
        return Decision.no(_("One sentence says what happened."))
    return Decision.yes()


def missing_subject(kind: MissingKind) -> str:
    """Under which name the released counts of what is missing near by are kept."""
    return f"missing:{kind}"
