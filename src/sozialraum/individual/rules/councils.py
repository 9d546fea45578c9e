"""The family council (DOMAIN 2.7): what is asked before each phase, and on what an office may answer a family's plan."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from sozialraum.analytics.messages import gettext_noop
from sozialraum.foundation.privacy.decisions import Decision
from sozialraum.individual.enums import ComponentKind, CouncilAnswer, CouncilRole
from sozialraum.individual.rules.arrangements import PROFESSIONAL

PROFESSIONALS: Final = frozenset({CouncilRole.EXPERT, CouncilRole.COORDINATOR, CouncilRole.COMMISSIONER})
"""Who leaves before the family talks among itself; a professional advocate of a child comes as an expert."""

SENTENCES: Final = 5
EARLIEST, LATEST = timedelta(weeks=6), timedelta(weeks=13)
"""When a follow-up council takes place: six weeks to three months after the decision."""

_END: Final = re.compile(r"[.!?…]+[\"“”»’)]*(?=\s+[\"„“«(]*[A-ZÄÖÜ]|\s*$)")
_SHORT: Final = re.compile(r"\b(?:z\.\s?B|d\.\s?h|u\.\s?a|Nr|Dr|ca|bzw|St|Str|\d+)\.")
_DIAGNOSIS: Final = re.compile(
    r"\b(?:[FGZ]\d\d(?:\.\d+)?|AD[H]?S|PTBS|\w*(?:diagnos|depress|borderline|schizo|psychot|autis|neurot|traumatisier)\w*|\w+störung(?:en)?"
    r"|alkoholik\w+|alkoholkrank\w*|suchtkrank\w*|süchtig\w*|bindungsgestört\w*|erziehungsunfähig\w*|psychisch krank\w*)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class CouncilFacts:
    """What is prepared of a council."""

    concern: str
    question: str
    requirements: Sequence[str]
    coordinator: str
    independent: bool
    staff: Collection[str]
    meets_on: date | None
    place: str
    roles: Collection[CouncilRole]


def count_sentences(text: str) -> int:
    """How many sentences a text has; a usual abbreviation or a day's number ends none.

    >>> count_sentences("Finn kommt z. B. am 3. Mai zur Schule. Wer entscheidet dann was?")
    2
    """
    bare = _SHORT.sub(lambda found: found.group().replace(".", ""), text.strip())
    ends = len(_END.findall(bare))
    return ends if not bare or re.search(r"[.!?…][\"“”»’)]*$", bare) else ends + 1


def diagnoses_in(text: str) -> tuple[str, ...]:
    """Words of a concern that say what somebody has instead of what others worry about.

    >>> diagnoses_in("Die Mutter hat eine Depression und kommt morgens nicht aus dem Bett.")
    ('Depression',)
    """
    return tuple(dict.fromkeys(_DIAGNOSIS.findall(text)))


def asked_before_information(facts: CouncilFacts) -> list[str]:
    """What is still missing before a council can come together, as sentences; empty where all is prepared."""
    asked = [
        (not facts.concern.strip(), gettext_noop("Say in at most five sentences what you worry about.")),
        (count_sentences(facts.concern) > SENTENCES, gettext_noop("The concern has more than five sentences.")),
        (bool(diagnoses_in(facts.concern)),
         gettext_noop("The concern names a diagnosis. Say what you see and worry about, in everyday words.")),
        (not facts.question.strip(), gettext_noop("Ask the family the question that it is to answer.")),
        (not any(each.strip() for each in facts.requirements),
         gettext_noop("Say what the plan must meet at least, so that the family knows before.")),
        (not facts.coordinator.strip(), gettext_noop("Name who coordinates.")),
        (facts.coordinator.strip().casefold() in {each.casefold() for each in facts.staff} or not facts.independent,
         gettext_noop("Whoever coordinates has no function in this case. Confirm it.")),
        (facts.meets_on is None or not facts.place.strip(), gettext_noop("Say when and where you meet.")),
        (not {CouncilRole.FAMILY, CouncilRole.NETWORK} & set(facts.roles),
         gettext_noop("Nobody of the family and its network is invited yet.")),
    ]  # fmt: skip
    return [sentence for missing, sentence in asked if missing]


def may_stay(roles: Collection[CouncilRole]) -> Decision:
    """Whether these may be there while the family talks among itself: no professional, not even who coordinates."""
    if PROFESSIONALS & set(roles):
        return Decision.no(
            gettext_noop("All professionals leave the room, also whoever coordinates and the experts.")
        )
    if not roles:
        return Decision.no(gettext_noop("Say who of the family and its network is there."))
    return Decision.yes("among themselves")


def may_hand_over(kinds: Collection[ComponentKind]) -> Decision:
    """Whether a plan can be handed over: at least one part of it is carried by no professional.

    >>> bool(may_hand_over([ComponentKind.PROFESSIONAL_HOURS]))
    False
    """
    if not kinds:
        return Decision.no(gettext_noop("The plan is still empty."))
    if set(kinds) <= PROFESSIONAL:
        return Decision.no(gettext_noop("At least one part of the plan is carried by somebody who is no professional."))  # fmt: skip
    return Decision.yes("own part")


def may_take_down(role: CouncilRole | None, *, stayed: bool, kinds: Collection[ComponentKind]) -> Decision:
    """Whether a plan on paper may be taken down: by leave of somebody who stayed among the family, never of a professional.

    >>> bool(may_take_down(CouncilRole.FAMILY, stayed=True, kinds=[ComponentKind.OWN]))
    True
    >>> bool(may_take_down(CouncilRole.COORDINATOR, stayed=True, kinds=[ComponentKind.OWN]))
    False
    """
    if role is None or role in PROFESSIONALS or not stayed:
        return Decision.no(gettext_noop("Somebody who stayed among the family gives the leave."))
    return may_hand_over(kinds)


def may_answer(answer: CouncilAnswer, *, clear: bool, safe: bool, lawful: bool, words: str) -> Decision:
    """On what an office may answer: only whether a plan is clear, safe and lawful, never what it costs (H1)."""
    whole = clear and safe and lawful
    if answer is CouncilAnswer.YES:
        return (
            Decision.yes("clear, safe, lawful") if whole
            else Decision.no(gettext_noop("Yes is said to a plan that is clear, safe and lawful."))
        )  # fmt: skip
    if answer is CouncilAnswer.NO and whole:
        return Decision.no(
            gettext_noop("A plan that is clear, safe and lawful is accepted. Only one of these three is a reason.")
        )  # fmt: skip
    if not words.strip():
        return Decision.no(gettext_noop("Say to the family what is missing, so that it can go on."))
    return Decision.yes("with words")


def followup_in_time(day: date, *, today: date) -> bool:
    """Whether a follow-up council is six weeks to three months ahead."""
    return today + EARLIEST <= day <= today + LATEST
