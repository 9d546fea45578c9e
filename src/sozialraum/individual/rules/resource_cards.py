"""What a resource card counts, and what its words may make one think about (DOMAIN 2.4)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from sozialraum.individual.enums import ResourceKind

DEFICITS: Final = re.compile(
    r"\b(problem\w*|defizit\w*|schwäch\w*|schwierig\w*|versag\w*|verweiger\w*|auffällig\w*|gestört\w*|störung\w*|"
    r"überfordert\w*|aggressiv\w*|faul\w*|unfähig\w*|unzuverlässig\w*|vernachlässig\w*|unmotiviert\w*|uneinsichtig\w*|"
    r"symptom\w*|diagnos\w*|kann nicht|kann kein\w*|schafft es nicht|fehlt|fehlen|mangel\w*|leider|trouble|"
    r"weakness\w*|lazy|unable)\b",
    re.IGNORECASE,
)


def deficit_words(words: str) -> tuple[str, ...]:
    """Words that speak of a lack where a strength is asked for: a reason to ask again, never to refuse.

    >>> deficit_words("Er ist verhaltensauffällig und leider oft müde.")
    ('leider',)
    >>> deficit_words("Für Lotte bin ich geduldig.")
    ()
    """
    return tuple(dict.fromkeys(found.group(0) for found in DEFICITS.finditer(words)))


@dataclass(frozen=True, slots=True)
class CardEntry:
    """What is counted of one entry."""

    kind: ResourceKind
    by_family: bool
    linked: bool
    used: bool


@dataclass(frozen=True, slots=True)
class CardFigures:
    """How many things there are, how many the family named, how many are tied to a goal, how many are in use."""

    total: int
    by_family: int
    linked: int
    used: int
    kinds: frozenset[ResourceKind]

    @property
    def empty_kinds(self) -> tuple[ResourceKind, ...]:
        """The fields in which nothing stands yet, in the order of the card."""
        return tuple(kind for kind in ResourceKind if kind not in self.kinds)


def card_figures(entries: Iterable[CardEntry]) -> CardFigures:
    """Count a card; the figures are told in sentences about the card, never about a person.

    >>> found = card_figures([CardEntry(ResourceKind.SOCIAL, True, True, False)])
    >>> found.total, found.linked, len(found.empty_kinds)
    (1, 1, 3)
    """
    found = list(entries)
    return CardFigures(
        total=len(found),
        by_family=sum(each.by_family for each in found),
        linked=sum(each.linked for each in found),
        used=sum(each.used for each in found),
        kinds=frozenset(each.kind for each in found),
    )
