"""What would answer something that is missing near by: how the directory is asked for it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from sozialraum.network.enums import MissingKind, Rubric
from sozialraum.network.matching import Need

WEEKEND: Final = frozenset({6, 7})


@dataclass(frozen=True, slots=True)
class Question:
    """A gap in the words of those who keep the directory, by rubric, by days, or by the way in."""

    words: str = ""
    rubrics: frozenset[Rubric] = frozenset()
    days: frozenset[int] = frozenset()
    step_free: bool = False


QUESTIONS: Final[Mapping[MissingKind, Question]] = {
    MissingKind.QUIET_PLACE: Question("ruhiger Ort Lesen Bücherei Garten"),
    MissingKind.YOUTH_PLACE: Question("Jugendtreff Jugendhaus offene Tür"),
    MissingKind.WEEKEND: Question("offen Treff Samstag Sonntag Wochenende", days=WEEKEND),
    MissingKind.HOMEWORK: Question("Hausaufgaben Nachhilfe", frozenset({Rubric.LEARNING})),
    MissingKind.SWIMMING: Question("Schwimmen lernen Schwimmkurs"),
    MissingKind.SPORT: Question("Sport Verein Training", frozenset({Rubric.SPORT})),
    MissingKind.PLAY: Question("Spielplatz draußen spielen Abenteuerspielplatz"),
    MissingKind.MUSIC: Question("Musik Werkstatt basteln", frozenset({Rubric.MUSIC, Rubric.ART})),
    MissingKind.DAY_CARE: Question("Kinderbetreuung Kita Hort Randzeiten", frozenset({Rubric.CHILD_CARE})),
    MissingKind.FATHERS: Question("Väter Vätertreff"),
    MissingKind.PARENTS: Question("Eltern Elterncafé Familientreff"),
    MissingKind.COMPANY: Question("begleiten Begleitung Pate", frozenset({Rubric.COMPANY})),
    MissingKind.NIGHT: Question("Telefonseelsorge nachts Nottelefon Krisendienst"),
    MissingKind.ADVICE: Question("Beratung Sprechstunde", frozenset({Rubric.ADVICE})),
    MissingKind.LANGUAGE: Question("Dolmetschen Sprachmittlung übersetzen", frozenset({Rubric.LANGUAGE})),
    MissingKind.WAY: Question("Fahrdienst Begleitung Schulweg", frozenset({Rubric.GETTING_AROUND})),
    MissingKind.HOLIDAYS: Question("Ferien Ferienprogramm Freizeit"),
    MissingKind.FOOD: Question("Mittagstisch gemeinsam kochen essen", frozenset({Rubric.COOKING})),
    MissingKind.BARRIER_FREE: Question(step_free=True),
}


def need_for(
    gap: MissingKind, *, area_code: str, age: int | None = None, results: Collection[UUID] = ()
) -> Need:
    """The need behind a gap, as the rule of matching takes it.

    ``results`` are entries that came of themes about just this gap: they are shown whatever their words say, as long
    as age and way in fit.

    >>> need_for(MissingKind.SWIMMING, area_code="0301", age=9).words
    'Schwimmen lernen Schwimmkurs'
    """
    asked = QUESTIONS[gap]
    return Need(
        rubrics=asked.rubrics, words=asked.words, days=asked.days, step_free=asked.step_free, age=age,
        area_code=area_code, results=frozenset(str(each) for each in results),
    )  # fmt: skip
