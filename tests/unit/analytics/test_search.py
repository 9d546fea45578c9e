from __future__ import annotations

import pytest

from sozialraum.analytics.search import Document, Lexicon, Way, WordIndex

LEXICON = Lexicon.read(
    {
        "same": ["Hausaufgaben, Schularbeiten", "Fahrrad, Rad, Velo", "Erste Hilfe, first aid"],
        "kinds": {"Sport": "Fußball, Turnen"},
        "empty": ["der für mit Kinder"],
        "light": ["Kurs Gruppe"],
        "parts": ["Hilfe Werkstatt Näh Schwimm Garten Kinder Betreuung"],
        "whole": ["Kindergarten"],
    }
)
TEXTS = (
    "Hausaufgabenhilfe im Jugendhaus", "Fahrradwerkstatt am Gleis", "Fußball für Mädchen", "Nähen am Abend",
    "Kindergarten Sonnenschein", "Erste Hilfe am Kind", "Garten für alle",
)  # fmt: skip


@pytest.fixture
def index() -> WordIndex:
    made = WordIndex(LEXICON)
    made.add(Document(((3.0, text),)) for text in TEXTS)
    return made


def best(index: WordIndex, question: str) -> str | None:
    scores = index.search(question).scores
    return TEXTS[int(scores.argmax())] if scores.any() else None


@pytest.mark.parametrize(
    ("question", "text", "way"),
    [
        ("Hausaufgabenhilfen", TEXTS[0], Way.WORD),
        ("Schularbeiten", TEXTS[0], Way.SYNONYM),
        ("Hilfe bei Hausaufgaben", TEXTS[0], Way.WORD),
        ("Fahradwerkstatt", TEXTS[1], Way.ALIKE),
        ("Velowerkstatt", TEXTS[1], Way.SYNONYM),
        ("Fahrradw", TEXTS[1], Way.BEGUN),
        ("sport", TEXTS[2], Way.KIND),
        ("Nähkurs", TEXTS[3], Way.PARTS),
        ("first aid", TEXTS[5], Way.SYNONYM),
    ],
)
def test_a_word_is_found_however_it_is_written_and_the_way_is_told(
    index: WordIndex, question: str, text: str, way: Way
) -> None:
    answer = index.search(question)
    number = int(answer.scores.argmax())
    assert TEXTS[number] == text
    assert way in {found.way for found in answer.why(number)}


def test_a_kindergarten_is_no_garden(index: WordIndex) -> None:
    assert best(index, "Garten") == "Garten für alle"
    assert index.search("Garten").scores[4] == 0


def test_nothing_is_found_for_nothing_and_for_nonsense(index: WordIndex) -> None:
    assert best(index, "") is None
    assert best(index, "xqzvy") is None


def test_words_that_say_nothing_count_only_where_there_are_no_others(index: WordIndex) -> None:
    assert best(index, "Fußball für Kinder") == "Fußball für Mädchen"
    assert index.search("für").scores.any()


def test_a_removed_text_is_found_no_more_and_a_new_one_at_once(index: WordIndex) -> None:
    index.remove([1])
    assert index.search("Fahrradwerkstatt").scores[1] == 0
    (number,) = index.add([Document(((3.0, "Fahrradwerkstatt Süd"),))])
    assert index.search("Fahrradwerkstatt").scores[number] > 0


def test_a_text_with_all_words_stands_before_one_with_some() -> None:
    index = WordIndex(LEXICON)
    some, both = index.add(
        [Document(((9.0, "Turnen Turnen Turnen"),)), Document(((1.0, "Turnen und Musik"),))]
    )
    scores = index.search("Turnen Musik").scores
    assert scores[both] > scores[some] > 0
