"""What a family misses near by, what became of it, and what the directory knows by now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from django.utils.functional import Promise

from sozialraum.individual.enums import ComponentKind
from sozialraum.individual.queries import MissedThing
from sozialraum.individual.queries.arrangements import RING_OF_LEVEL
from sozialraum.network.enums import MissingKind
from sozialraum.network.matching import Source
from sozialraum.network.presentation.directory import Line, line
from sozialraum.network.presentation.matches import reasons_in_words
from sozialraum.network.presentation.missing import MISSING
from sozialraum.network.queries import Found
from sozialraum.network.themes.presentation import hint_in_words
from sozialraum.network.themes.queries import ThemeHint

MOST_REASONS: Final = 4


@dataclass(frozen=True, slots=True)
class NearLine:
    """One entry that could answer a gap: what it says, and why it stands here.

    ``place_id`` and ``kind`` are there where it may be put on the list of what is talked about with the family.
    """

    line: Line
    reasons: tuple[str, ...]
    outside: bool
    place_id: UUID | None
    kind: ComponentKind | None


@dataclass(frozen=True, slots=True)
class GapLine:
    """One thing that is missed: since when, what became of it, and what is there by now."""

    kind: MissingKind
    label: str | Promise
    marked_on: date
    words: str
    theme: ThemeHint | None
    near: tuple[NearLine, ...]
    told_on: date | None


def gap_lines(
    things: Sequence[MissedThing], answers: Mapping[MissingKind, Found], *, today: date
) -> list[GapLine]:
    """The things that this family marked."""
    return [
        GapLine(
            each.kind, MISSING[each.kind], each.marked_on, hint_in_words(each.theme), each.theme,
            tuple(_near(answers.get(each.kind, ()), today)), each.told_on,
        )
        for each in things if each.marked_on is not None
    ]  # fmt: skip


def _near(found: Found, today: date) -> list[NearLine]:
    return [
        NearLine(
            line(shown, number=0, quarters={}, providers={}, today=today),
            tuple(reasons_in_words(match)[:MOST_REASONS]), match.outside,
            UUID(match.candidate.id) if match.candidate.source is Source.PLACE else None,
            RING_OF_LEVEL.get(match.candidate.level),
        )
        for match, shown in found if shown is not None
    ]  # fmt: skip
