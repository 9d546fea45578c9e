"""Words as a search compares them: one spelling, one stem."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from typing import Any, Final

BETWEEN_WORDS: Final = re.compile(r"[^a-z0-9]+")
LETTERS: Final = str.maketrans(
    {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "ı": "i"}
)
SPELLED_OUT: Final = (("ae", "a"), ("oe", "o"), ("ue", "u"))
SHORTEST: Final = 2
SHORTEST_FAMILY: Final = 4
# what Snowball leaves on nouns of the doer and the deed, and on verbs with -ieren, the longest first
DERIVED: Final = ("ierung", "ation", "atur", "ator", "erin", "ung", "ier", "er", "in", "i")


def folded(text: str) -> str:
    """Bring a text into the one spelling in which a search compares it.

    Case, marks and the ways to write an umlaut are set aside, on both sides alike.

    >>> folded("Stadtteilbücherei") == folded("STADTTEILBUECHEREI") == folded("stadtteilbucherei")
    True
    """
    decomposed = unicodedata.normalize("NFKD", text.casefold().translate(LETTERS))
    letters = "".join(character for character in decomposed if not unicodedata.combining(character))
    for spelled, letter in SPELLED_OUT:
        letters = letters.replace(spelled, letter)
    return BETWEEN_WORDS.sub(" ", letters).strip()


def tokens(text: str) -> list[str]:
    """The words of a text, folded, in their order; single letters carry nothing.

    >>> tokens("Fußball für Mädchen, U9")
    ['fussball', 'fur', 'madchen', 'u9']
    """
    return [word for word in folded(text).split() if len(word) >= SHORTEST]


@lru_cache(maxsize=100_000)
def stem(word: str) -> str:
    """The stem of a folded word (Snowball's German stemmer), so that inflections meet.

    >>> stem("hausaufgabenhilfen") == stem("hausaufgabenhilfe"), stem("kinder") == stem("kind")
    (True, True)
    """
    return str(_stemmer().stemWord(word))


@lru_cache(maxsize=100_000)
def family(stemmed: str) -> str:
    """What a stem shares with the words that are derived from it: who does it, what is done, and the doing.

    It is longer than three letters or the stem itself, so that short words do not fall together.

    >>> {family(stem(word)) for word in ("reparieren", "reparatur", "reparaturen")}
    {'repar'}
    >>> {family(stem(word)) for word in ("ubersetzen", "ubersetzer", "ubersetzerin", "ubersetzung")}
    {'ubersetz'}
    """
    for ending in DERIVED:
        if stemmed.endswith(ending) and len(stemmed) - len(ending) >= SHORTEST_FAMILY:
            return stemmed.removesuffix(ending)
    return stemmed


@cache
def _stemmer() -> Any:
    # the package brings the stemmers of thirty languages with it, which nobody who only starts the program needs
    import snowballstemmer

    return snowballstemmer.stemmer("german")
