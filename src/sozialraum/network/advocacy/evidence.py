"""What is known about an issue, as released figures and words: from its theme, or from notes of the field.

The sentences are those of the theme: counts of families come from the gate, and what it keeps back is said in words. An
issue without a theme rests on how many notes of its area say that politics is needed; they are notes of workers.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.utils.translation import ngettext

from sozialraum.foundation.privacy.actors import NOBODY
from sozialraum.network.field_work.queries import count_of_notes_for_politics
from sozialraum.network.themes import presentation, queries
from sozialraum.network.themes.presentation import Fact

YEAR = timedelta(days=365)


def evidence_of(theme_id: UUID | None, area_code: str, *, today: date) -> list[Fact]:
    """How one knows of it today, as everybody may read it."""
    theme = queries.theme(NOBODY, theme_id, today=today) if theme_id else None
    if theme is not None:
        return presentation.facts(theme.evidence)
    count = count_of_notes_for_politics(queries.areas_within(area_code), since=today - YEAR, until=today)
    if not count:
        return []
    text = ngettext(
        "note from the field says that politics is needed",
        "notes from the field say that politics is needed",
        count,
    )
    return [Fact(str(count), text)]


def frozen_evidence(theme_id: UUID | None, area_code: str, *, today: date) -> list[dict[str, Any]]:
    """The evidence of a day, to be kept with what is sent."""
    return [asdict(fact) for fact in evidence_of(theme_id, area_code, today=today)]


def thawed(stored: Sequence[dict[str, Any]]) -> list[Fact]:
    """The evidence that was kept."""
    return [Fact(**each) for each in stored]
