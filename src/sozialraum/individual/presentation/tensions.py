"""Where people see something differently, in words that everybody of the family understands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from sozialraum.individual.enums import StatementKind, TensionState
from sozialraum.individual.presentation.cases import KINDS
from sozialraum.individual.presentation.plans import tension_in_words
from sozialraum.individual.queries import TensionView, VoiceView

FOR_FAMILIES: dict[str, str | Promise] = {
    StatementKind.PROFESSIONAL_VIEW: gettext_lazy("sees it like this"),
    StatementKind.MANDATE: gettext_lazy("has to take care of this"),
    StatementKind.WILL: gettext_lazy("wants this"),
    StatementKind.WISH: gettext_lazy("wishes for this"),
    StatementKind.OPEN: gettext_lazy("says"),
}
"""What a kind of statement is called where families read."""


@dataclass(frozen=True, slots=True)
class ShownSide:
    """How one person sees it."""

    name: str
    kind: str | Promise
    day: date
    words: str
    own: bool
    statement_id: UUID | None


@dataclass(frozen=True, slots=True)
class ShownTension:
    """One thing people see differently, as the page shows it; ``due`` when all look at it again."""

    view: TensionView
    stands: str
    due: bool
    voices: tuple[ShownSide, ...]
    steps: tuple[tuple[str, str, str, date], ...]


def shown_tensions(found: Sequence[TensionView], *, family: bool, today: date) -> list[ShownTension]:
    """Each with its voices in the order they came, the office’s words for a kind only where the office reads."""
    return [
        ShownTension(
            view=each, stands=_stands(each), due=each.due(today),
            voices=tuple(_side(voice, family=family) for voice in each.voices),
            steps=tuple(
                (tension_in_words(step.state, step.held_until.isoformat() if step.held_until else ""), step.how, step.name, timezone.localdate(step.at))
                for step in each.steps[:-1]
            ),
        )
        for each in found
    ]  # fmt: skip


def _stands(view: TensionView) -> str:
    return tension_in_words(TensionState(view.state), view.held_until.isoformat() if view.held_until else "")


def _side(voice: VoiceView, *, family: bool) -> ShownSide:
    kind = FOR_FAMILIES[voice.kind] if family else KINDS[voice.kind].word
    return ShownSide(
        voice.name, kind, timezone.localdate(voice.said_at), voice.words, voice.own, voice.statement_id
    )
