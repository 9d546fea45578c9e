"""Compounds of German by their parts: "Hausaufgabenhilfe" is found by "Hilfe bei Hausaufgaben"."""

from __future__ import annotations

from collections.abc import Collection
from functools import lru_cache
from typing import Final

from sozialraum.analytics.search.words import stem

SHORTEST_PART: Final = 3
SHORTEST_WORD: Final = 7
MOST_PARTS: Final = 4
# letters that join two parts: Nachbarschaft-s-treff, Hausaufgabe-n-hilfe
JOINTS: Final = ("", "s", "n", "en", "er", "es", "e")


class Compounds:
    """Splits words into parts that are words themselves.

    ``known`` are folded words that may be parts; ``whole`` words mean something else than their parts together and
    stay as they are (a Kindergarten is no garden).

    >>> Compounds({"hausaufgaben", "hilfe"}).parts("hausaufgabenhilfen")
    ('hausaufgab', 'hilf')
    """

    def __init__(
        self, known: Collection[str], whole: Collection[str] = (), *, stems: Collection[str] = ()
    ) -> None:
        """Know the words that may be parts, by their stems as well; of ``stems`` nothing else is known."""
        self.known = {word for word in known if len(word) >= SHORTEST_PART}
        self.stems = {stem(word) for word in self.known if len(stem(word)) >= SHORTEST_PART} | set(stems)
        self.whole = {stem(word) for word in whole}
        self.parts = lru_cache(maxsize=100_000)(self._parts)

    def _parts(self, word: str) -> tuple[str, ...]:
        """The stems of the parts of a folded word; none where it is no compound of known words."""
        if len(word) < SHORTEST_WORD or stem(word) in self.whole:
            return ()
        best = self._split(word, 0)
        return tuple(stem(part) for part in best) if best and len(best) > 1 else ()

    def _split(self, word: str, depth: int) -> tuple[str, ...] | None:
        """The split with the fewest parts, the longest first part among equals; ``None`` where there is none."""
        if self._is_word(word, last=True):
            return (word,)
        if depth + 1 == MOST_PARTS:
            return None
        best: tuple[str, ...] | None = None
        for end in range(len(word) - SHORTEST_PART, SHORTEST_PART - 1, -1):
            head = self._head(word[:end])
            if head is None:
                continue
            rest = self._split(word[end:], depth + 1)
            if rest is not None and (best is None or len(rest) + 1 < len(best)):
                best = (head, *rest)
        return best

    def _head(self, part: str) -> str | None:
        """The word that a part is, without the letters that join it to the next; ``None`` where it is none."""
        for joint in JOINTS:
            if joint and not part.endswith(joint):
                continue
            word = part[: len(part) - len(joint)] if joint else part
            if len(word) >= SHORTEST_PART and self._is_word(word, last=False):
                return word
        return None

    def _is_word(self, part: str, *, last: bool) -> bool:
        # verbs stand in compounds by their stem (Schwimm-kurs), the last part is inflected (Kurs-e)
        return part in self.known or (stem(part) in self.stems and (last or part in self.stems))
