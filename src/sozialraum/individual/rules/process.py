"""The way of a case from the first concern to aftercare (DOMAIN 2.1): which step may follow, and what the law asks first.

Every state asks for its own requirements and for those of all states before it, so no detour leads around one. The
protection of a child (§ 8a SGB VIII) runs beside this way, begins in every state, and moves nothing on it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from sozialraum.foundation.privacy.decisions import Decision
from sozialraum.individual.enums import AdviceTopic, CaseState, Requirement

ORDER: Final = tuple(CaseState)
"""The states in the order of the law's steps; the family council is voluntary and may be left out."""

OPTIONAL: Final = frozenset({CaseState.FAMILY_COUNCIL})
BEFORE_DECISION: Final = ORDER[: ORDER.index(CaseState.PLAN)]

TOPICS_OF_ADVICE: Final = frozenset(AdviceTopic) - {AdviceTopic.CHOICE, AdviceTopic.OMBUDS}
"""The seven topics of § 10a (2) SGB VIII."""

_ASKED: Final[Mapping[CaseState, tuple[Requirement, ...]]] = {
    CaseState.EXPLORATION: (Requirement.ADVICE_BEGUN,),
    CaseState.FAMILY_COUNCIL: (Requirement.OWN_WORDS,),
    CaseState.TEAM: (Requirement.OWN_WORDS,),
    CaseState.OFFER: (Requirement.TEAM_ADVICE, Requirement.CHOICE_EXPLAINED),
    CaseState.DECISION: (
        Requirement.ADVICE_COMPLETE, Requirement.OMBUDS_NAMED, Requirement.YOUNG_HEARD, Requirement.OPTIONS_SHOWN,
        Requirement.CHOICE_MADE,
    ),
    CaseState.PLAN: (Requirement.GRANTED, Requirement.LETTER_SENT),
    CaseState.RUNNING: (Requirement.PLAN_AGREED,),
}  # fmt: skip

_FORWARD: Final[Mapping[CaseState, tuple[CaseState, ...]]] = {
    CaseState.CONCERN: (CaseState.COUNSELING,),
    CaseState.COUNSELING: (CaseState.EXPLORATION,),
    CaseState.EXPLORATION: (CaseState.WILL_AND_GOALS,),
    CaseState.WILL_AND_GOALS: (CaseState.TEAM, CaseState.FAMILY_COUNCIL, CaseState.OFFER),
    CaseState.FAMILY_COUNCIL: (CaseState.TEAM, CaseState.OFFER),
    CaseState.TEAM: (CaseState.OFFER,),
    CaseState.OFFER: (CaseState.DECISION,),
    CaseState.DECISION: (CaseState.PLAN,),
    CaseState.PLAN: (CaseState.RUNNING,),
    CaseState.RUNNING: (CaseState.REVIEW,),
    CaseState.REVIEW: (CaseState.RUNNING, CaseState.TRANSITION),
    CaseState.TRANSITION: (CaseState.RUNNING,),
    CaseState.ENDED: (CaseState.AFTERCARE,),
    CaseState.AFTERCARE: (CaseState.ENDED,),
}


@dataclass(frozen=True, slots=True)
class ProcessFacts:
    """What is on record in a case: the state, and everything that a requirement asks for.

    ``begun_in`` is the state in which the case came to this house: what the law asks before it was another's to see to.
    """

    state: CaseState
    begun_in: CaseState = CaseState.CONCERN
    topics: frozenset[AdviceTopic] = frozenset()
    own_words: bool = False
    young_heard: bool = False
    team_advised: bool = False
    short_term: bool = False
    options_shown: bool = False
    choice_made: bool = False
    granted: bool = False
    letter_sent: bool = False
    plan_agreed: bool = False
    reviewed: bool = False


def met(requirement: Requirement, facts: ProcessFacts) -> bool:
    """Whether the record holds what a requirement asks for.

    The advice of several professionals is asked for where the help is likely to be needed for long (§ 36 (2) S. 1).

    >>> met(Requirement.TEAM_ADVICE, ProcessFacts(CaseState.TEAM, short_term=True))
    True
    """
    return {
        Requirement.ADVICE_BEGUN: bool(facts.topics & TOPICS_OF_ADVICE),
        Requirement.ADVICE_COMPLETE: facts.topics >= TOPICS_OF_ADVICE,
        Requirement.CHOICE_EXPLAINED: AdviceTopic.CHOICE in facts.topics,
        Requirement.OMBUDS_NAMED: AdviceTopic.OMBUDS in facts.topics,
        Requirement.OWN_WORDS: facts.own_words,
        Requirement.YOUNG_HEARD: facts.young_heard,
        Requirement.TEAM_ADVICE: facts.team_advised or facts.short_term,
        Requirement.OPTIONS_SHOWN: facts.options_shown,
        Requirement.CHOICE_MADE: facts.choice_made,
        Requirement.GRANTED: facts.granted,
        Requirement.LETTER_SENT: facts.letter_sent,
        Requirement.PLAN_AGREED: facts.plan_agreed,
        Requirement.REVIEWED: facts.reviewed,
    }[requirement]


def required_for(
    state: CaseState, *, coming_from: CaseState | None = None, begun_in: CaseState = CaseState.CONCERN
) -> tuple[Requirement, ...]:
    """Everything that must be on record before a case is in this state: its own requirements and all before it.

    Ending asks for nothing, since a family may stop at any time; out of a review the review itself must be on record.

    >>> Requirement.CHOICE_EXPLAINED in required_for(CaseState.RUNNING)
    True
    >>> required_for(CaseState.ENDED)
    ()
    """
    if state in (CaseState.ENDED, CaseState.AFTERCARE):
        return ()
    asked: dict[Requirement, None] = {}
    for each in ORDER[ORDER.index(begun_in) + 1 : ORDER.index(state) + 1]:
        if each not in OPTIONAL or each is state:
            asked.update(dict.fromkeys(_ASKED.get(each, ())))
    if coming_from is CaseState.REVIEW:
        asked[Requirement.REVIEWED] = None
    return tuple(asked)


def missing_for(state: CaseState, facts: ProcessFacts) -> tuple[Requirement, ...]:
    """What is not on record yet and must be before this state."""
    return tuple(
        each
        for each in required_for(state, coming_from=facts.state, begun_in=facts.begun_in)
        if not met(each, facts)
    )


def states_after(state: CaseState) -> tuple[CaseState, ...]:
    """Where a case can go from here: onward, back while nothing is decided, and to its end.

    >>> CaseState.PLAN in states_after(CaseState.OFFER)
    False
    """
    onward = _FORWARD[state]
    if state in (CaseState.ENDED, CaseState.AFTERCARE):
        return onward
    back = BEFORE_DECISION[1 : BEFORE_DECISION.index(state)] if state in BEFORE_DECISION else ()
    return (*onward, *(each for each in reversed(back) if each not in onward), CaseState.ENDED)


def may_go_to(state: CaseState, facts: ProcessFacts) -> Decision:
    """Whether a case may go to this state now; the reason names the kind of obstacle."""
    if state not in states_after(facts.state):
        return Decision.no("This step does not follow from where the case is.")
    if missing_for(state, facts):
        return Decision.no("Something that the law asks for is not on record yet.")
    return Decision.yes()


def may_begin_protection(state: CaseState) -> Decision:
    """The protection of a child begins beside every state, the ended ones included, and changes none of them."""
    return Decision.yes(f"beside {state.value}")


FIRST_TALK: Final = timedelta(days=7)
LETTER: Final = timedelta(days=14)
PLAN: Final = timedelta(weeks=6)
REVIEW: Final = timedelta(days=182)
REVIEW_UNDER_3: Final = timedelta(days=91)

_WAITS: Final[Mapping[CaseState, timedelta]] = {
    CaseState.CONCERN: FIRST_TALK,
    CaseState.DECISION: LETTER,
    CaseState.PLAN: PLAN,
}


def step_due_on(state: CaseState, since: date) -> date | None:
    """Until when a family may expect the next step, where a period is set (DOMAIN 2.1); ``None`` elsewhere.

    >>> step_due_on(CaseState.DECISION, date(2026, 11, 13))
    datetime.date(2026, 11, 27)
    """
    period = _WAITS.get(state)
    return since + period if period else None


def review_due_on(agreed_on: date, *, youngest_born_on: date | None) -> date:
    """When a help plan is looked at together again, unless the plan says another day: half a year, a quarter for
    children under three.

    >>> review_due_on(date(2026, 10, 20), youngest_born_on=date(2018, 6, 21))
    datetime.date(2027, 4, 20)
    """
    small = youngest_born_on is not None and (agreed_on - youngest_born_on).days < 3 * 365
    return agreed_on + (REVIEW_UNDER_3 if small else REVIEW)
