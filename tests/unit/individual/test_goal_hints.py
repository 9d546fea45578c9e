"""The questions beside a goal: they name what is open, refuse nothing and change no word."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from sozialraum.individual.enums import GoalLevel
from sozialraum.individual.rules.goals import FARTHEST, GoalHint, GoalWords, goal_hints

TODAY = date(2026, 11, 24)


def hints(words: str, level: GoalLevel = GoalLevel.ACTION, **known: object) -> set[GoalHint]:
    complete = {
        "sign": "Man sieht es.",
        "reach_by": TODAY + timedelta(weeks=3),
        "agreed_on": TODAY,
        "verbatim": True,
    }
    return set(goal_hints(GoalWords(level, words, **{**complete, **known}), today=TODAY))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("words", "known", "asked"),
    [
        ("Ich bleibe bis zur Pause.", {}, set()),
        ("Ich streite weniger.", {}, {GoalHint.POSITIVE}),
        ("Ich werde pünktlich sein.", {}, {GoalHint.AS_IF_TODAY}),
        ("Die Lehrer sind freundlich.", {}, {GoalHint.SOMEBODY_ACTS}),
        ("Lotte schläft im eigenen Bett.", {"names": ("Lotte",)}, set()),
        ("Ich bleibe.", {"reach_by": None}, {GoalHint.DAY}),
        ("Ich bleibe.", {"reach_by": TODAY + FARTHEST}, set()),
        ("Ich bleibe.", {"reach_by": TODAY + FARTHEST + timedelta(days=1)}, {GoalHint.NEAR}),
        ("Ich bleibe.", {"sign": " "}, {GoalHint.SIGN}),
        ("Ich bleibe.", {"agreed_on": None}, {GoalHint.AGREED}),
        ("Ich bleibe.", {"verbatim": False}, {GoalHint.OWN_WORDS}),
    ],
)
def test_each_question_is_asked_for_its_own_reason(
    words: str, known: dict[str, object], asked: set[GoalHint]
) -> None:
    assert hints(words, **known) == asked


def test_a_direction_is_one_sentence_and_needs_no_day() -> None:
    assert hints("Ich gehe gern hin.", GoalLevel.DIRECTION, reach_by=None, sign="", agreed_on=None) == set()
    assert hints("Ich gehe hin. Und ich bleibe.", GoalLevel.DIRECTION) == {GoalHint.ONE_SENTENCE}


def test_a_step_says_who_and_until_when() -> None:
    assert hints("Mit der Klasse reden", GoalLevel.STEP, reach_by=None) == {
        GoalHint.SOMEBODY_ACTS,
        GoalHint.DAY,
    }
    assert hints("Mit der Klasse reden", GoalLevel.STEP, who="Herr Okafor") == set()
