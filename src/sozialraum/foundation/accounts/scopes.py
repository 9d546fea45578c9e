"""Where a task can hold: the floors say which teams, providers, areas and cases there are, the accounts do not know them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sozialraum.foundation.privacy.actors import Actor, ScopeKind

Listed = Callable[[], Sequence[tuple[str, str]]]
"""Gives the places of one kind as pairs of key and name, in the order in which a person looks for them."""
Finder = Callable[[Actor, str, datetime], str | None]
"""Finds the key for what was typed; ``None`` where there is nothing, or nothing that this actor may name."""


@dataclass(slots=True)
class _Places:
    listed: dict[ScopeKind, Listed] = field(default_factory=dict)
    finders: dict[ScopeKind, Finder] = field(default_factory=dict)


_places = _Places()


def register_places(kind: ScopeKind, listed: Listed) -> None:
    """Let a floor list its places of one kind, so that a task can be given there."""
    _places.listed[kind] = listed


def register_finder(kind: ScopeKind, finder: Finder) -> None:
    """Let a floor find a place of one kind by what is typed, where a list must not be shown."""
    _places.finders[kind] = finder


def listed_places() -> dict[ScopeKind, Sequence[tuple[str, str]]]:
    """Every place that can be chosen, by kind."""
    return {kind: listed() for kind, listed in _places.listed.items()}


def names_of_places(kind: ScopeKind) -> dict[str, str]:
    """The names of the places of one kind by key."""
    listed = _places.listed.get(kind)
    return dict(listed()) if listed else {}


def findable_kinds() -> tuple[ScopeKind, ...]:
    """The kinds whose places are typed and found."""
    return tuple(_places.finders)


def find_place(kind: ScopeKind, actor: Actor, text: str, *, at: datetime) -> str | None:
    """The key of the place that was typed, if there is one and this actor may name it."""
    finder = _places.finders.get(kind)
    return finder(actor, text.strip(), at) if finder and text.strip() else None
