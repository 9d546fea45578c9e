"""What the survey asks in a reporting year, and the codes that answer: read from the files beside this one."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any, Final

FIRST_YEAR: Final = 2007


@dataclass(frozen=True, slots=True)
class CodeList:
    """One list of codes with the official German words; ``checked`` where it was compared with a code sheet."""

    key: str
    title: str
    codes: Mapping[str, str]
    checked: bool
    since: int


@dataclass(frozen=True, slots=True)
class Question:
    """One thing the survey asks: its place in § 99 (1), its list of codes or its unit, and of which helps it is asked.

    ``most`` answers may be given, in order; ``each`` asks it of every young person the help is for. ``known`` questions
    are filled from what is on record and asked only where nothing is.
    """

    key: str
    letter: str
    german: str
    english: str
    list: str = ""
    number: str = ""
    known: bool = False
    most: int = 1
    each: bool = False
    when: str = "always"
    since: int = FIRST_YEAR


@dataclass(frozen=True, slots=True)
class Survey:
    """The survey of one reporting year: its questions in the order of the statute, and the lists in force."""

    year: int
    version: int
    law: str
    sources: tuple[str, ...]
    lists: Mapping[str, CodeList]
    questions: tuple[Question, ...] = field(default=())

    def codes(self, question: Question) -> Mapping[str, str]:
        """The codes that answer a question; none where it asks for a number."""
        return self.lists[question.list].codes if question.list else {}

    def question(self, key: str) -> Question | None:
        """The question with this key, where this year asks it."""
        return next((each for each in self.questions if each.key == key), None)

    @property
    def unchecked(self) -> tuple[str, ...]:
        """The titles of lists that nobody has compared with a published code sheet."""
        return tuple(each.title for each in self.lists.values() if not each.checked)


@cache
def survey_of(year: int) -> Survey:
    """The survey of a reporting year, from all files up to this year; the first year for anything before it.

    >>> survey_of(2021).question("after_assessment") is None, survey_of(2025).version
    (True, 2022)
    >>> survey_of(2025).lists["end_reason"].codes["10"]
    'gemäß Hilfeplan, Beratungszielen'
    """
    stored = [each for each in _stored() if each["year"] <= max(year, FIRST_YEAR)]
    lists: dict[str, CodeList] = {}
    questions: dict[str, Question] = {}
    for each in stored:
        for key, found in each.get("lists", {}).items():
            lists[key] = CodeList(key, found["de"], found["codes"], found["checked"], each["year"])
        for asked in each.get("questions", ()):
            questions[asked["key"]] = _question(asked, each["year"])
    last = stored[-1]
    return Survey(
        year, last["year"], last["law"], tuple(each["source"] for each in stored), lists, tuple(questions.values())
    )  # fmt: skip


def _question(asked: Mapping[str, Any], since: int) -> Question:
    values = {name: value for name, value in asked.items() if name not in {"de", "en"}}
    return Question(german=asked["de"], english=asked["en"], since=since, **values)


@cache
def _stored() -> tuple[Mapping[str, Any], ...]:
    found = (each for each in files(__package__).iterdir() if each.name.endswith(".toml"))
    return tuple(
        sorted((tomllib.loads(each.read_text("utf-8")) for each in found), key=lambda one: one["year"])
    )
