"""What words mean to each other in a field: synonyms, what is a kind of what, and what carries nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sozialraum.analytics.search.words import stem, tokens

Phrase = tuple[str, ...]
"""The stems of a word or of several words that mean something together."""


@dataclass(frozen=True)
class Lexicon:
    """Words of a field, by their stems.

    ``same`` leads from a phrase to those that mean the same, ``kinds`` from the wider to the narrower word (who asks
    for sport is glad of football, not the other way round). ``empty`` words carry nothing in a question. ``parts``
    are words that compounds are made of, ``light`` those of them that may be missing, ``whole`` words that are not to
    be split.
    """

    same: Mapping[Phrase, tuple[Phrase, ...]] = field(default_factory=dict)
    kinds: Mapping[Phrase, tuple[Phrase, ...]] = field(default_factory=dict)
    empty: frozenset[str] = frozenset()
    parts: frozenset[str] = frozenset()
    light: frozenset[str] = frozenset()
    whole: frozenset[str] = frozenset()

    @classmethod
    def read(cls, entries: Mapping[str, Any]) -> Lexicon:
        """Read the lists of a file: ``same`` (groups), ``kinds`` (wider word: narrower ones), ``empty``, ``light``,
        ``parts``, ``whole``.

        >>> lexicon = Lexicon.read({"same": ["Kita, Kindergarten"], "kinds": {"Sport": "Fußball"}})
        >>> lexicon.same[("kita",)], lexicon.kinds[("sport",)]
        ((('kindergart',),), (('fussball',),))
        """
        same: dict[Phrase, list[Phrase]] = {}
        for group in entries.get("same", ()):
            phrases = _phrases(group)
            for each in phrases:
                same.setdefault(each, []).extend(other for other in phrases if other != each)
        kinds: dict[Phrase, list[Phrase]] = {}
        for wider, narrower in entries.get("kinds", {}).items():
            for each in _phrases(wider):
                kinds.setdefault(each, []).extend(_phrases(narrower))
        words = [*entries.get("same", ()), *entries.get("kinds", {}), *entries.get("kinds", {}).values()]
        parts = {
            word
            for text in (*words, *entries.get("parts", ()), *entries.get("light", ()))
            for word in tokens(text)
        }
        return cls(
            same={each: tuple(dict.fromkeys(others)) for each, others in same.items()},
            kinds={each: tuple(dict.fromkeys(others)) for each, others in kinds.items()},
            empty=frozenset(word for text in entries.get("empty", ()) for word in tokens(text)),
            parts=frozenset(parts),
            light=frozenset(stem(word) for text in entries.get("light", ()) for word in tokens(text)),
            whole=frozenset(word for text in entries.get("whole", ()) for word in tokens(text)),
        )


def phrase(words: Iterable[str]) -> Phrase:
    """The stems of folded words."""
    return tuple(stem(word) for word in words)


def _phrases(text: str) -> Sequence[Phrase]:
    return [phrase(tokens(each)) for each in text.split(",") if tokens(each)]
