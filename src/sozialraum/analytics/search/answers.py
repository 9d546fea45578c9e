"""What a search answers: how much each text is meant, and by which way it meets each concept of the question."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sozialraum.analytics.search.lexicon import Phrase

Scores = NDArray[np.float32]


class Way(StrEnum):
    """How a text meets a concept."""

    WORD = "word"
    PARTS = "parts"
    SYNONYM = "synonym"
    KIND = "kind"
    BEGUN = "begun"
    ALIKE = "alike"


WEIGHTS: Final[Mapping[Way, float]] = {
    Way.WORD: 1.0, Way.PARTS: 0.8, Way.SYNONYM: 0.72, Way.KIND: 0.5, Way.BEGUN: 0.55, Way.ALIKE: 0.6,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Alternative:
    """One way to meet a concept: all of these terms together, weighed."""

    terms: Phrase
    way: Way
    weight: float


@dataclass(frozen=True, slots=True)
class Found:
    """How one text meets one concept of the question; ``word`` is the term that was met."""

    asked: str
    word: str
    way: Way


@dataclass(frozen=True)
class Answer:
    """Scores of all texts by number (0: not found), and what is needed to say why: what a term weighs in a text."""

    scores: Scores
    concepts: tuple[tuple[str, tuple[Alternative, ...]], ...]
    weight: Callable[[str, int], float]

    def why(self, number: int) -> tuple[Found, ...]:
        """How this text meets each concept of the question that it meets."""
        found = []
        for asked, alternatives in self.concepts:
            best, strongest = None, 0.0
            for each in alternatives:
                strength = min(self.weight(term, number) for term in each.terms) * each.weight
                if strength > strongest:
                    best, strongest = each, strength
            if best is not None:
                found.append(Found(asked, " ".join(best.terms), best.way))
        return tuple(found)
