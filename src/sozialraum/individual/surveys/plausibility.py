"""What is missing or contradictory in the survey of a help: pure rules, each with a name that the docs list."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from sozialraum.individual.rules import years_old
from sozialraum.individual.surveys.code_lists import Question, Survey
from sozialraum.individual.surveys.facts import NO, TYPES_OF, HelpFacts, answer_to, asked_of, known_answers

PLACES_OF: Final[Mapping[str, frozenset[str]]] = {
    "31": frozenset({"01", "02", "10", "12"}), "32": frozenset({"03", "07"}), "33": frozenset({"02", "03", "11"}),
    "34": frozenset({"08", "09", "10", "11"}),
}  # fmt: skip
"""Places where a help of a kind can take place; other kinds take place anywhere."""
DANGER: Final = "12"
FROM_18: Final = frozenset({"28", "35a", "41"})
OF_AGE, TOO_OLD = 18, 27
FILLED_AT_EXPORT: Final = frozenset({"after_assessment", "after_care", "beside"})


class Lack(StrEnum):
    """Why a record is not ready."""

    MISSING = "missing"
    NO_PERSON = "no_person"
    NO_BIRTHDAY = "no_birthday"
    BORN_AFTER_BEGIN = "born_after_begin"
    TOO_OLD = "too_old"
    OF_AGE = "of_age"
    UNDER_AGE = "under_age"
    NO_SUCH_CODE = "no_such_code"
    OTHER_TYPE = "other_type"
    OTHER_PLACE = "other_place"
    TWICE = "twice"
    TOO_MANY = "too_many"
    STILL_RUNS = "still_runs"
    ENDS_LATER = "ends_later"
    DANGER_UNCHECKED = "danger_unchecked"


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding of the check; ``question`` where it is about one."""

    lack: Lack
    question: Question | None = None


def findings_of(facts: HelpFacts, survey: Survey, *, today: date) -> list[Finding]:
    """Everything that is missing or does not fit, in the order of the survey; empty where the record is ready.

    >>> from sozialraum.individual.surveys.code_lists import survey_of
    >>> ready = HelpFacts("a1", "31", False, date(2025, 3, 1), born=(date(2025, 6, 1),), sexes=("2",))
    >>> [found.lack.value for found in findings_of(ready, survey_of(2025), today=date(2026, 1, 5))][:2]
    ['born_after_begin', 'missing']
    """
    return [*_of_people(facts), *_of_days(facts, today), *_of_answers(facts, survey)]


def _of_people(facts: HelpFacts) -> Iterator[Finding]:
    if not facts.born:
        yield Finding(Lack.NO_PERSON)
    if any(each is None for each in facts.born):
        yield Finding(Lack.NO_BIRTHDAY)
    if facts.for_family:
        return
    for born in filter(None, facts.born):
        age = years_old(born, today=facts.begun_on)
        if born > facts.begun_on:
            yield Finding(Lack.BORN_AFTER_BEGIN)
        elif age >= TOO_OLD:
            yield Finding(Lack.TOO_OLD)
        elif age >= OF_AGE and facts.help_kind not in FROM_18:
            yield Finding(Lack.OF_AGE)
        elif age < OF_AGE and facts.help_kind == "41":
            yield Finding(Lack.UNDER_AGE)


def _of_days(facts: HelpFacts, today: date) -> Iterator[Finding]:
    if facts.ended_on and facts.ended_on > today:
        yield Finding(Lack.ENDS_LATER)


def _of_answers(facts: HelpFacts, survey: Survey) -> Iterator[Finding]:
    known = known_answers(facts, survey)
    given = {each.key: answer_to(each, facts, known) for each in survey.questions}
    for question in asked_of(facts, survey):
        codes = given[question.key]
        if question.each and not codes:
            continue  # without a person there is nobody to ask it of, which is said already
        if not codes or not all(codes):
            if question.key not in FILLED_AT_EXPORT:
                yield Finding(Lack.MISSING, question)
            continue
        yield from _of_codes(question, list(codes), survey)
    if facts.ended_on is None and given.get("end_reason"):
        yield Finding(Lack.STILL_RUNS, survey.question("end_reason"))
    yield from _of_the_whole(facts, given, survey)


def _of_codes(question: Question, codes: list[str], survey: Survey) -> Iterator[Finding]:
    if question.list and any(code not in survey.codes(question) for code in codes):
        yield Finding(Lack.NO_SUCH_CODE, question)
    if not question.each and len(set(codes)) < len(codes):
        yield Finding(Lack.TWICE, question)
    if not question.each and len(codes) > question.most:
        yield Finding(Lack.TOO_MANY, question)


def _of_the_whole(facts: HelpFacts, given: Mapping[str, object], survey: Survey) -> Iterator[Finding]:
    for key, fits, lack in (
        ("help_type", TYPES_OF.get(facts.help_kind, ()), Lack.OTHER_TYPE),
        ("place", PLACES_OF.get(facts.help_kind, ()), Lack.OTHER_PLACE),
    ):
        codes = given.get(key)
        if isinstance(codes, list) and codes and fits and codes[0] not in fits:
            yield Finding(lack, survey.question(key))
    reasons, assessed = given.get("reasons"), given.get("after_assessment")
    if isinstance(reasons, list) and DANGER in reasons and assessed == [NO]:
        yield Finding(Lack.DANGER_UNCHECKED, survey.question("reasons"))
