"""Objections, answers to proposals, and records of the circles."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sozialraum.participation.rounds.enums import ObjectionState, Stage
from sozialraum.participation.rounds.presentation.words import (
    OBJECTION_STATES,
    POSITIONS,
    STAGES,
    Text,
    circle_name,
    speaker_of,
)
from sozialraum.participation.rounds.queries import ObjectionRow, Rounds


@dataclass(frozen=True, slots=True)
class ObjectionLine:
    """An objection as pages show it."""

    row: ObjectionRow
    speaker: str
    tag: str
    state: Text


def objection_line(rounds: Rounds, row: ObjectionRow) -> ObjectionLine:
    """One objection with who speaks and what became of it."""
    tag, word = OBJECTION_STATES[row.state]
    if row.state is ObjectionState.CARRIED and rounds.stage is Stage.DECIDED:
        tag, word = "soft", gettext_lazy("was laid before the committee")
    return ObjectionLine(row, speaker_of(row, rounds.names), tag, word)


def objection_lines(rounds: Rounds) -> tuple[ObjectionLine, ...]:
    """Every objection, those that go to the committee first."""
    rows = sorted(rounds.objections, key=lambda row: (row.state is not ObjectionState.CARRIED, row.number))
    return tuple(objection_line(rounds, row) for row in rows)


def voice_lines(rounds: Rounds) -> tuple[tuple[str, str, Text], ...]:
    """What every circle says to the last proposal: name, tag, word."""
    if rounds.proposal is None:
        return ()
    waiting = ("soft", gettext_lazy("not answered yet"))
    voices = rounds.proposal.voices
    return tuple(
        (name, *(POSITIONS[voices[code]] if code in voices else waiting))
        for code, name in rounds.names.items()
    )


def record_lines(rounds: Rounds) -> tuple[tuple[str, str, str, str], ...]:
    """The records: circle, day, who was there, what was said."""
    return tuple(
        (
            str(STAGES[Stage.DECIDED][1]) if row.stage is Stage.COMMITTEE else circle_name(row.area_code, rounds.names),
            date_format(row.met_on, "DATE_FORMAT") if row.met_on else _("did not meet"), row.present, row.text,
        )
        for row in rounds.records
    )  # fmt: skip
