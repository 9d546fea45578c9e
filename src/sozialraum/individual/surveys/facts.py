"""What is known about one help, and which answers follow from it. No names, no words, no case number."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from sozialraum.individual.surveys.code_lists import Question, Survey

YES, NO = "1", "2"
_YES_NO: Final[Mapping[bool | None, str]] = {None: "", True: YES, False: NO}

TYPES_OF: Final[Mapping[str, tuple[str, ...]]] = {
    "27": ("14", "15", "16"), "28": ("01", "02", "03"), "29": ("04",), "30": ("05", "06"), "31": ("07",), "32": ("08",),
    "33": ("09", "10"), "34": ("11",), "35": ("12",), "35a": ("13",),
    "41": ("01", "02", "03", "04", "05", "06", "09", "10", "11", "12", "13"),
}  # fmt: skip
"""The kinds of help that the survey counts, by paragraph, with the codes that each may have."""

WITH_SCHOOL: Final = frozenset({"29", "30", "32", "33", "34", "35", "35a", "41"})
"""§ 99 (1) Nr. 4: helps out of home, and §§ 29, 30, 32 to 35a, 41."""

FOR_FAMILIES: Final = frozenset({"27", "31"})
"""§ 99 (1) Nr. 3: one record stands for the whole family."""

_ASSOCIATIONS: Final = (
    ("21", ("awo", "arbeiterwohlfahrt")), ("22", ("paritätisch", "dpwv")), ("23", ("rotes kreuz", "drk")),
    ("24", ("diakon", "evangelisch")), ("25", ("caritas",)), ("26", ("zentralwohlfahrtsstelle", "zwst", "jüdisch")),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class HelpFacts:
    """One help as the survey sees it.

    ``born`` and ``sexes`` belong to the young people it is for, in the same order; ``None`` where it is not on record.
    ``assessed``, ``in_care`` and ``beside`` are ``None`` where the one who looks may not know it.
    """

    record: str
    help_kind: str
    for_family: bool
    begun_on: date
    ended_on: date | None = None
    born: tuple[date | None, ...] = ()
    sexes: tuple[str | None, ...] = ()
    answers: Mapping[str, Any] = field(default_factory=dict)
    provider_code: str = ""
    provider_kind: str = ""
    weekly_minutes: int | None = None
    assessed: bool | None = None
    in_care: bool | None = None
    beside: bool | None = None


def survey_kinds() -> frozenset[str]:
    """The paragraphs whose helps are counted (§ 99 (1) SGB VIII)."""
    return frozenset(TYPES_OF)


def provider_kind_code(kind: str, association: str, *, recognized: bool) -> str:
    """The code of a provider's kind, empty where it cannot be told from the directory.

    >>> provider_kind_code("independent", "Diakonisches Werk", recognized=True)
    '24'
    >>> provider_kind_code("commercial", "", recognized=False), provider_kind_code("independent", "", recognized=False)
    ('30', '')
    """
    if kind == "public":
        return "10"
    if kind == "commercial":
        return "30"
    named = association.casefold()
    for code, words in _ASSOCIATIONS:
        if any(word in named for word in words):
            return code
    return "28" if recognized else ""


def known_answers(facts: HelpFacts, survey: Survey) -> dict[str, str]:
    """The answers that follow from what is on record; a question is missing here where nothing is known."""
    types = TYPES_OF.get(facts.help_kind, ())
    found = {
        "provider_kind": facts.provider_kind,
        "help_type": types[0] if len(types) == 1 else "",
        "intensity": f"{facts.weekly_minutes / 60:.1f}".rstrip("0").rstrip(".") if facts.weekly_minutes else "",
        "after_assessment": _YES_NO[facts.assessed],
        "after_care": _YES_NO[facts.in_care],
        "beside": _YES_NO[facts.beside],
    }  # fmt: skip
    return {key: value for key, value in found.items() if value and survey.question(key)}


def asked_of(facts: HelpFacts, survey: Survey, *, ended: bool | None = None) -> tuple[Question, ...]:
    """The questions that the survey asks of this help; ``ended`` overrides whether it has ended."""
    over = facts.ended_on is not None if ended is None else ended
    return tuple(each for each in survey.questions if _applies(each, facts, over=over))


def _applies(question: Question, facts: HelpFacts, *, over: bool) -> bool:
    if question.when == "ended":
        return over and not (facts.for_family and question.key == "residence")
    if question.when == "out":
        return facts.help_kind in WITH_SCHOOL
    if question.when == "family":
        return facts.for_family
    return True


def answer_to(question: Question, facts: HelpFacts, known: Mapping[str, str]) -> Sequence[str]:
    """What answers a question, as codes in order; empty where nothing does."""
    if question.each:
        return [each or "" for each in facts.sexes]
    given = facts.answers.get(question.key) or known.get(question.key) or ""
    return [str(each) for each in given] if isinstance(given, list) else [str(given)] if given else []
