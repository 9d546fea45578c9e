"""Reading where people pull apart."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sozialraum.foundation.accounts.queries import names_of
from sozialraum.foundation.privacy.actors import Role
from sozialraum.foundation.privacy.gate import Grant
from sozialraum.individual.enums import StatementKind, TensionState
from sozialraum.individual.models import Tension, TensionStep, TensionVoice
from sozialraum.individual.queries.cases import Person


@dataclass(frozen=True, slots=True)
class VoiceView:
    """How one person sees it; ``own`` words are those of somebody of the family."""

    id: UUID
    kind: StatementKind
    name: str
    words: str
    own: bool
    said_at: datetime
    statement_id: UUID | None


@dataclass(frozen=True, slots=True)
class TensionStepView:
    """One agreement on how it is lived with, and who wrote it down."""

    state: TensionState
    held_until: date | None
    how: str
    name: str
    at: datetime


@dataclass(frozen=True, slots=True)
class TensionView:
    """Something over which people pull apart, with every voice and every step, the first first."""

    id: UUID
    about: str
    state: TensionState
    held_until: date | None
    how: str
    voices: tuple[VoiceView, ...]
    steps: tuple[TensionStepView, ...]

    def due(self, today: date) -> bool:
        """Whether the day on which all look at it again has come."""
        return self.held_until is not None and self.held_until <= today


def tensions(grant: Grant) -> list[TensionView]:
    """Where the people of the case of this grant pull apart: what is open first, what is settled last.

    A provider's worker receives none: nobody has agreed that she reads them.
    """
    if grant.role == Role.PROVIDER_WORKER:
        return []
    found = list(Tension.objects.filter(case_id=grant.subject_id).order_by("named_at"))
    if not found:
        return []
    said = list(
        TensionVoice.objects.filter(case_id=grant.subject_id).select_related("member").order_by("said_at")
    )
    steps = list(TensionStep.objects.filter(case_id=grant.subject_id).order_by("id"))
    names = names_of(
        {key for each in said if (key := each.professional_id)} | {each.taken_by for each in steps}
    )
    order = list(TensionState)
    views = [
        TensionView(
            each.id, each.about, TensionState(each.state), each.held_until, each.how,
            tuple(_voice(voice, names) for voice in said if voice.tension_id == each.id),
            tuple(
                TensionStepView(TensionState(step.state), step.held_until, step.how, names.get(step.taken_by, ""), step.taken_at)
                for step in steps
                if step.tension_id == each.id
            ),
        )
        for each in found
    ]  # fmt: skip
    return sorted(views, key=lambda view: order.index(view.state))


def _voice(voice: TensionVoice, names: dict[UUID, str]) -> VoiceView:
    name = (
        Person.of(voice.member).name if voice.member else names.get(voice.professional_id or UUID(int=0), "")
    )
    return VoiceView(
        voice.id, StatementKind(voice.kind), name, voice.words, voice.member is not None, voice.said_at,
        voice.statement_id,
    )  # fmt: skip
