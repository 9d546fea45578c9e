"""How a goal is worded (DOMAIN 2.3): questions beside the words, never a lock and never another wording."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from sozialraum.individual.enums import GoalLevel

FARTHEST: Final = timedelta(weeks=12)
NEGATIONS: Final = re.compile(
    r"\b(nicht|nichts|nie|niemals|kein\w*|weniger|ohne|aufhör\w*|no|not|never|less|without|stop)\b",
    re.IGNORECASE,
)
LATER: Final = re.compile(
    r"\b(werde|wird|werden|möchte\w*|soll|sollen|sollte\w*|will|wollen|müssen|muss|shall|should|would)\b",
    re.IGNORECASE,
)
SENTENCE_ENDS: Final = re.compile(r"[.!?]+(?=\s|$)")
FIRST_PERSON: Final = re.compile(r"\b(ich|wir|I|we)\b", re.IGNORECASE)


class GoalHint(StrEnum):
    """What a goal could still say."""

    OWN_WORDS = "own_words"
    ONE_SENTENCE = "one_sentence"
    POSITIVE = "positive"
    AS_IF_TODAY = "as_if_today"
    SOMEBODY_ACTS = "somebody_acts"
    DAY = "day"
    NEAR = "near"
    SIGN = "sign"
    AGREED = "agreed"


@dataclass(frozen=True, slots=True)
class GoalWords:
    """What the hints look at; ``names`` are those of the family."""

    level: GoalLevel
    words: str
    verbatim: bool
    sign: str = ""
    who: str = ""
    reach_by: date | None = None
    agreed_on: date | None = None
    names: tuple[str, ...] = ()


def goal_hints(goal: GoalWords, *, today: date) -> tuple[GoalHint, ...]:
    """What could make a goal clearer, in the order in which one asks; nothing is refused and nothing reworded.

    >>> words = "Ich komme mit Emre in der Schule an und bleibe bis zur Pause."
    >>> goal_hints(GoalWords(GoalLevel.ACTION, words, True, sign="Emre sieht mich.", reach_by=date(2026, 12, 18),
    ...     agreed_on=date(2026, 11, 17)), today=date(2026, 11, 24))
    ()
    >>> goal_hints(GoalWords(GoalLevel.DIRECTION, "Nicht mehr so viel Streit.", True), today=date(2026, 11, 24))
    (<GoalHint.POSITIVE: 'positive'>,)
    """
    return tuple(hint for hint, asked in _asked(goal, today) if asked)


def _asked(goal: GoalWords, today: date) -> list[tuple[GoalHint, bool]]:
    reached_by_acting = goal.level is GoalLevel.ACTION
    named = [*goal.names, goal.who] if goal.level is GoalLevel.STEP else goal.names
    somebody = (
        FIRST_PERSON.search(goal.words) or any(name and name in goal.words for name in named) or goal.who
    )
    return [
        (GoalHint.OWN_WORDS, not goal.verbatim and goal.level is not GoalLevel.STEP),
        (GoalHint.ONE_SENTENCE, goal.level is GoalLevel.DIRECTION and _sentences(goal.words) > 1),
        (GoalHint.POSITIVE, bool(NEGATIONS.search(goal.words)) and goal.level is not GoalLevel.STEP),
        (GoalHint.AS_IF_TODAY, reached_by_acting and bool(LATER.search(goal.words))),
        (GoalHint.SOMEBODY_ACTS, goal.level is not GoalLevel.DIRECTION and not somebody),
        (GoalHint.DAY, goal.level is not GoalLevel.DIRECTION and goal.reach_by is None),
        (GoalHint.NEAR, reached_by_acting and goal.reach_by is not None and goal.reach_by - today > FARTHEST),
        (GoalHint.SIGN, reached_by_acting and not goal.sign.strip()),
        (GoalHint.AGREED, reached_by_acting and goal.agreed_on is None),
    ]


def _sentences(words: str) -> int:
    return len([part for part in SENTENCE_ENDS.split(words) if part.strip()])
