"""What `sozialraum check` looks at: a list that every room may add to from its ``AppConfig.ready``."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    """How much a finding matters."""

    GOOD = "good"
    NOTE = "note"
    FAULT = "fault"


@dataclass(frozen=True)
class Finding:
    """What an inspection found: one sentence, and a remedy where something is to be done."""

    level: Level
    sentence: str
    remedy: str = ""


Inspection = Callable[[], list[Finding]]
_inspections: dict[str, Inspection] = {}


def register(name: str, inspection: Inspection) -> None:
    """Add an inspection under a name that people read; the same name again replaces it."""
    _inspections[name] = inspection


def inspections() -> dict[str, Inspection]:
    """Return every inspection that was added, in order."""
    return dict(_inspections)
