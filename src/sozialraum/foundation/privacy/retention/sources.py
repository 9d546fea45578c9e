"""What the engine watches: each floor registers where its subjects are and how they are restricted and erased."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol
from uuid import UUID

from sozialraum.foundation.privacy.enums import RetentionStep
from sozialraum.foundation.privacy.gate import Grant
from sozialraum.foundation.privacy.retention.rules import Facts, Period
from sozialraum.foundation.vocabulary import Retention


@dataclass(frozen=True, slots=True)
class Kept:
    """One subject that is kept: its id, its class and the days its period runs from."""

    id: UUID
    retention: Retention
    facts: Facts


class RetentionSource(Protocol):
    """How one floor answers the engine. ``watched`` is given a grant that covers no subject."""

    def watched(self, grant: Grant) -> Iterable[Kept]:
        """Every subject whose end has come near enough to be looked at."""

    def counted(
        self, grant: Grant, *, today: date, periods: Mapping[Retention, Period]
    ) -> Mapping[tuple[Retention, RetentionStep], int]:
        """For how many subjects which step is due today: the same as judging every watched one, without reading them all."""

    def restrict(self, grant: Grant, *, at: datetime) -> None:
        """Take the subjects of the grant out of the working set."""

    def erase(self, grant: Grant, *, at: datetime) -> dict[str, int]:
        """Erase the subjects of the grant; answers with the number of rows by model label."""


_sources: dict[str, RetentionSource] = {}


def register_retention(kind: str, source: RetentionSource) -> None:
    """Let the engine watch one kind of subject; called once, from the floor's app configuration."""
    _sources[kind] = source


def sources() -> Sequence[tuple[str, RetentionSource]]:
    """Every kind that is watched, in the order of registration."""
    return tuple(_sources.items())
