"""Search that forgives: words in every inflection, compounds by their parts, synonyms, and slips of the keyboard."""

from sozialraum.analytics.search.answers import Answer, Found, Way
from sozialraum.analytics.search.compounds import Compounds
from sozialraum.analytics.search.index import Document, WordIndex
from sozialraum.analytics.search.lexicon import Lexicon
from sozialraum.analytics.search.words import folded, stem, tokens

__all__ = [
    "Answer",
    "Compounds",
    "Document",
    "Found",
    "Lexicon",
    "Way",
    "WordIndex",
    "folded",
    "stem",
    "tokens",
]
