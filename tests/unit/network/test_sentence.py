from __future__ import annotations

import pytest

from sozialraum.network.directory.sentence import Sentence, read_sentence
from sozialraum.network.enums import Audience
from sozialraum.network.schedules import ANY_PART, PartOfDay

PLACES = {"lindenring", "alte werft", "alten werft"}


def said(sentence: Sentence) -> tuple[object, ...]:
    return (
        sentence.text,
        sentence.age,
        sentence.audience,
        set(sentence.languages),
        set(sentence.days),
        sentence.parts,
    )


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("Schwimmkurs für Jungen von 9, dienstags", ("Schwimmkurs", 9, Audience.BOYS_AND_MEN, set(), {2}, ANY_PART)),
        ("Fußball für Mädchen ab 10", ("Fußball", 10, Audience.GIRLS_AND_WOMEN, set(), set(), ANY_PART)),
        ("schwimmen lernen Junge 9 türkisch", ("schwimmen lernen türkisch", 9, Audience.BOYS_AND_MEN, set(), set(), ANY_PART)),
        ("tanzen Tochter, 6", ("tanzen", 6, Audience.GIRLS_AND_WOMEN, set(), set(), ANY_PART)),
        ("Schule 9", ("Schule 9", None, Audience.EVERYONE, set(), set(), ANY_PART)),
        ("Elterncafé auf Türkisch", ("Elterncafé", None, Audience.EVERYONE, {"tr"}, set(), ANY_PART)),
        ("Türkisch für Kinder", ("Türkisch für Kinder", None, Audience.EVERYONE, set(), set(), ANY_PART)),
        ("Samstagvormittag turnen mit 4 Jahren", ("turnen", 4, Audience.EVERYONE, set(), {6}, PartOfDay.MORNING)),
        ("swimming for a 9 year old boy on tuesdays", ("swimming for a", 9, Audience.BOYS_AND_MEN, set(), {2}, ANY_PART)),
        ("Mädchentreff am Wochenende", ("Mädchentreff", None, Audience.EVERYONE, set(), {6, 7}, ANY_PART)),
        ("Krabbelgruppe Baby", ("Krabbelgruppe Baby", 0, Audience.EVERYONE, set(), set(), ANY_PART)),
        ("", ("", None, Audience.EVERYONE, set(), set(), ANY_PART)),
    ],
)  # fmt: skip
def test_a_sentence_becomes_filters(text: str, meant: tuple[object, ...]) -> None:
    assert said(read_sentence(text, places=PLACES)) == meant


def test_a_place_and_a_way_are_understood() -> None:
    found = read_sentence("Nachhilfe kostenlos, höchstens 20 Minuten ab Lindenring", places=PLACES)
    assert (found.text, found.near, found.minutes, found.free) == ("Nachhilfe", "Lindenring", 20, True)
    assert read_sentence("Turnen ab 6 in der Alten Werft", places=PLACES).near == "Alten Werft"
    assert read_sentence("Turnen in der Halle", places=PLACES).text == "Turnen in der Halle"


def test_barriers_are_understood_and_a_word_alone_stays_a_word() -> None:
    found = read_sentence("ruhiger Ort ohne Stufen", places=PLACES)
    assert (found.quiet, found.step_free, found.text) == (True, True, "Ort")
    assert read_sentence("Umsonstladen").text == "Umsonstladen"
    assert read_sentence("Frauen").text == "Frauen"
