"""Who says what is missing, instead of what an offer is called, finds it by the words of the field."""

from __future__ import annotations

import pytest

from sozialraum.analytics.search import Document, WordIndex
from sozialraum.network.directory.catalog import lexicon

TEXTS = (
    "Schwimmen lernen im Hallenbad",
    "Offenes Atelier",
    "Elterncafé",
    "Jemanden zum Reden",
    "Lernen ohne Lärm",
)


@pytest.mark.parametrize(
    ("said", "text"),
    [
        ("mein Kind lernt nicht schwimmen", TEXTS[0]),
        ("Mein Kind kann nicht schwimmen", TEXTS[0]),
        ("çocuğum yüzme bilmiyor", TEXTS[0]),
        ("Zeichenkurs", TEXTS[1]),
        ("Elterntreff", TEXTS[2]),
        ("jemand, der zuhört", TEXTS[3]),
    ],
)
def test_a_need_finds_what_answers_it(said: str, text: str) -> None:
    index = WordIndex(lexicon())
    index.add(Document(((3.0, each),)) for each in TEXTS)
    answer = index.search(said)
    best = int(answer.scores.argmax())
    assert answer.scores[best] > 0
    assert TEXTS[best] == text
    assert not {"nicht", "lernt", "kann", "bilmiyor"} & {found.asked for found in answer.why(best)}
