"""What else asks by mail whether it still holds: cooperations, cards and consents bring their questions, the letters are one.

A room registers three functions under a name: which questions are due, what the page of a link shows, and what an answer does.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Final
from uuid import UUID

from django.core import signing
from django.urls import reverse

from sozialraum.network.confirmation_links import aged

SALT: Final = "network.due"


@dataclass(frozen=True, slots=True)
class Due:
    """One question for one address, in the language in force: about what, how it is asked, and where its answer is given.

    ``since`` is when it was answered last; what was asked before that counts no more. ``place_id`` names an entry of the
    directory, and then ``about`` is the entry itself.
    """

    about: UUID
    address: str
    question: str
    hint: str
    path: str
    since: datetime | None
    place_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer; ``thanks`` is said once it is given. ``away`` marks the one after which something ends."""

    value: str
    label: str
    thanks: str
    away: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """What the page of a link shows. ``answered`` says that somebody has answered since the link was made."""

    question: str
    lines: Sequence[tuple[str, str]]
    choices: Sequence[Choice]
    answered: bool = False


@dataclass(frozen=True, slots=True)
class DueLink:
    """What a link says: about what it asks, for which side of it, and when it was made."""

    about: UUID
    side: str
    made_at: datetime


@dataclass(frozen=True, slots=True)
class Asker:
    """One kind of questions: which are due, what the page of a link shows (``None``: gone), what an answer does."""

    due: Callable[[datetime], Iterable[Due]]
    sheet: Callable[[DueLink, datetime], Sheet | None]
    answer: Callable[[DueLink, str, datetime], None]


_askers: dict[str, Asker] = {}


def register_asker(sort: str, asker: Asker) -> None:
    """Let a room ask. Called from ``AppConfig.ready``."""
    _askers[sort] = asker


def begin_of(day: date, at: datetime) -> datetime:
    """The first moment of the day on which something was answered, in the time of ``at``: for :attr:`Due.since`."""
    return datetime.combine(day, time.min, at.tzinfo)


def all_due(at: datetime) -> list[Due]:
    """Every question that is due, kind by kind."""
    return [each for asker in _askers.values() for each in asker.due(at)]


def due_path(sort: str, about: UUID, *, at: datetime, side: str = "") -> str:
    """Where one question is answered: a signed link that says nothing of a person."""
    said = {"sort": sort, "about": str(about), "side": side, "at": at.timestamp()}
    return reverse("network:answer_due", args=[signing.dumps(said, salt=SALT, compress=True)])


def read_due(token: str, *, at: datetime) -> tuple[Asker, DueLink] | None:
    """Whose question a token belongs to; ``None`` where it was changed, made up or is older than a month."""
    try:
        said = signing.loads(token, salt=SALT)
        made = datetime.fromtimestamp(float(said["at"]), tz=at.tzinfo)
        link, asker = DueLink(UUID(said["about"]), str(said["side"]), made), _askers[said["sort"]]
    except (signing.BadSignature, KeyError, TypeError, ValueError):
        return None
    return None if aged(made, at) else (asker, link)
