"""The families that the demo tells in full: no sentence twice, ages that fit, and every rule of the field."""

from __future__ import annotations

import re
import uuid
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date

import pytest

from sozialraum.demo.city.plan import City
from sozialraum.demo.families import tellings
from sozialraum.demo.families.casting import CROWDED, Part, parts
from sozialraum.demo.families.filing import file_of
from sozialraum.demo.families.situations import helpers, situations
from sozialraum.demo.people import Crowd
from sozialraum.individual.enums import CaseState, GoalLevel, MemberKind
from sozialraum.individual.family_files import FamilyFile
from sozialraum.individual.rules import years_old
from sozialraum.individual.rules.goals import GoalWords, goal_hints
from sozialraum.individual.services.family_files.checks import check_file

OFFERED = ("27-2", "28", "29", "30", "31", "32", "33", "34", "35", "35a", "35a-ambulatory", "41", "19")
SHORT = 25
TODAY = date(2026, 11, 20)


@pytest.fixture(scope="module")
def told(city: City) -> list[tuple[Part, FamilyFile]]:
    cast = parts(city, {*OFFERED, "27"})
    crowd = Crowd(staff=defaultdict(uuid.uuid4), personas={})
    return [(each.part, file_of(each, uuid.uuid4())) for each in tellings(city, crowd, cast)]


def _texts(file: FamilyFile) -> Iterator[str]:
    for words in file.words:
        yield from (words.text, words.own_action)
    for goal in file.goals:
        yield from (goal.words, goal.sign)
    for part in file.parts:
        yield part.content
    for plan in file.plans:
        content = plan.content
        yield from (content.need, content.summary, content.siblings, content.exit_when, content.afterwards)
        yield from (content.perspective, content.with_parents, content.parents_counseling)


def test_no_sentence_is_told_of_two_families(told: list[tuple[Part, FamilyFile]]) -> None:
    counted = Counter(
        text for _part, file in told for text in {text for text in _texts(file) if len(text) > SHORT}
    )
    assert len(counted) > 4_000
    assert [text for text, families in counted.items() if families > 1] == []


def test_every_slot_and_choice_is_filled_in(told: list[tuple[Part, FamilyFile]]) -> None:
    left = re.compile(
        r"[\[\]{}<>|]|  |\b(?i:für|mit|von|bei|zu|zwischen) (?:Frau \w+ und )?Herr [A-ZÄÖÜ]|, dass dass| ,|[?!]\."
        r"|\b(?:ohne|und|oder|als|außer), dass"
    )
    assert [text for _part, file in told for text in _texts(file) if left.search(text)] == []


def test_a_family_keeps_every_rule_that_holds_for_its_records(told: list[tuple[Part, FamilyFile]]) -> None:
    for _part, file in told:
        check_file(file)


def test_ages_fit_the_situation_and_each_other(told: list[tuple[Part, FamilyFile]]) -> None:
    for part, file in told:
        born = {each.key: each.born_on for each in file.members if each.born_on}
        low, high = part.situation.ages
        assert low <= years_old(born["child"], today=part.row["opened_on"]) <= high
        for each in file.members:
            if each.kind is MemberKind.PARENT and each.born_on:
                children = [born[key] for key in born if key == "child" or key.startswith("sibling")]
                assert all(years_old(each.born_on, today=child) >= 16 for child in children), (
                    part.situation.key
                )
        speakers = {words.by for words in file.words if words.by}
        assert all(years_old(born[key], today=TODAY) >= 3 for key in speakers), part.situation.key


def test_most_goals_are_worded_so_that_no_hint_is_left(told: list[tuple[Part, FamilyFile]]) -> None:
    goals = [goal for _part, file in told for goal in file.goals if goal.level is GoalLevel.ACTION]
    clear = [
        goal
        for goal in goals
        if not goal_hints(
            GoalWords(goal.level, goal.words, goal.verbatim, goal.sign, goal.who, goal.reach_by, goal.agreed_on), today=TODAY
        )
    ]  # fmt: skip
    assert len(clear) / len(goals) > 0.6


def test_families_stand_all_over_the_way(told: list[tuple[Part, FamilyFile]]) -> None:
    states = {file.steps[-1].state for _part, file in told}
    assert set(CaseState) - states <= {CaseState.FAMILY_COUNCIL}


def test_three_hundred_families_are_told_from_sixty_situations(
    city: City, told: list[tuple[Part, FamilyFile]]
) -> None:
    families = Counter(part.situation.key for part, _file in told)
    assert len(told) + len(city.stories) >= 300
    assert len([file for _part, file in told if len(file.words) >= 3]) >= 290
    assert len(situations()) >= 60
    assert families.keys() == {each.key for each in situations()}
    assert max(families.values()) <= CROWDED
    assert len(helpers()) >= 20


def test_words_in_another_language_are_marked_as_such(told: list[tuple[Part, FamilyFile]]) -> None:
    foreign = re.compile(r"[\u0400-\u04ff\u0600-\u06ff]")
    spoken = [words for _part, file in told for words in file.words if foreign.search(words.text)]
    assert {words.language for words in spoken} == {"uk", "ar"}


def test_no_worker_has_one_situation_twice(told: list[tuple[Part, FamilyFile]]) -> None:
    pairs = Counter((part.row["worker_code"], part.situation.key) for part, _file in told)
    assert max(pairs.values()) == 1


def test_a_small_city_tells_few_families(small: City) -> None:
    assert len(parts(small, {*OFFERED, "27"})) <= 6


def test_what_helps_was_said_in_the_year_that_is_over(told: list[tuple[Part, FamilyFile]]) -> None:
    """Enough answers for counts that are rounded to fives, and nobody speaks of her own contribution."""
    answers = Counter(
        part.kind
        for _part, file in told
        for part in file.parts
        for use in part.uses
        if use.on.year == TODAY.year - 1
    )
    assert sum(count >= 10 for count in answers.values()) >= 4, answers
    assert all(
        use.by != part.member and part.valid_from < use.on <= (part.valid_until or TODAY)
        for _part, file in told
        for part in file.parts
        for use in part.uses
    )
