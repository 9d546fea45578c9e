"""Finding names in the database by the beginnings of their words, each word in whatever place."""

from __future__ import annotations

from typing import Final

from sozialraum.foundation.database.collation import in_search_words, search_words

MOST_WORDS: Final = 6
INSIDE: Final = 4
"""From so many letters on, what is typed may stand inside a word where a name is put together, as a Grundschule is."""


def begun_in(key: str, values: str) -> str:
    """Whether a stored sort key has a word for each of the beginnings, as a condition of a statement."""
    return f"' ' || {in_search_words(key)} LIKE ALL({values})"


def whole_in(key: str, values: str) -> str:
    """How many words of a stored sort key were typed as a whole, to put Ali before Alina."""
    words = f"' ' || {in_search_words(key)} || ' '"
    return f"(SELECT count(*) FROM unnest({values}::text[]) AS typed(word) WHERE {words} LIKE typed.word)"


def begun(typed: str, *, inside: bool = False) -> list[str]:
    """The values of :func:`begun_in`; what is compared holds letters and digits alone."""
    return [
        f"%{word}%" if inside and len(word) >= INSIDE else f"% {word}%"
        for word in search_words(typed)[:MOST_WORDS]
    ]


def whole(typed: str) -> list[str]:
    """The values of :func:`whole_in`."""
    return [f"% {word} %" for word in search_words(typed)[:MOST_WORDS]]
