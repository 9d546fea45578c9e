"""The families told from end to end: every step on a day that can be, every rule kept, everything there that belongs to it."""

from __future__ import annotations

import uuid
from datetime import date

import pytest

from sozialraum.demo.calendar import NOW
from sozialraum.demo.city.stories import read_stories
from sozialraum.demo.ways.ombuds import LET_IN_ON, OBJECTED_ON
from sozialraum.demo.ways.reading import Way, ways
from sozialraum.individual.enums import CaseState, GoalState, MemberKind, Outcome, ReviewResult, StatementKind
from sozialraum.individual.family_files import FamilyFile
from sozialraum.individual.rules.arrangements import slot_of
from sozialraum.individual.services.family_files.checks import check_file

TOLD = {each.family_name: each for each in ways()}
TO_AFTERCARE = ("Brinkmann", "Sarpong", "Hoang")
BEFORE_THE_HELP = [
    CaseState.CONCERN, CaseState.COUNSELING, CaseState.EXPLORATION, CaseState.WILL_AND_GOALS, CaseState.TEAM,
    CaseState.OFFER, CaseState.DECISION, CaseState.PLAN,
]  # fmt: skip


def _file(way: Way) -> FamilyFile:
    story = next((each for each in read_stories() if each.family_name == way.family_name), None)
    return way.file(uuid.uuid4(), worker="Katrin Ahlers", story=story)


def _days(file: FamilyFile) -> list[date]:
    days = [each.said_on for each in file.words] + [each.on for each in file.steps]
    days += [each.on for each in file.resources] + [each.held_on for each in file.consultations]
    for plan in file.plans:
        days += [plan.begun_on, *(each.on for each in plan.signatures), *(each.on for each in plan.ratings)]
        days += [each.held_on for each in plan.reviews]
    return days


@pytest.mark.parametrize("name", TOLD)
def test_a_way_keeps_every_rule_and_lies_in_the_past(name: str) -> None:
    file = _file(TOLD[name])
    check_file(file)
    assert max(_days(file)) <= NOW.date()
    assert min(_days(file)) == file.steps[0].on
    assert [each.state for each in file.steps][:8] == BEFORE_THE_HELP
    assert all(each.on.weekday() < 5 for each in file.steps)
    assert all(slot_of(time) for part in file.parts for time in part.times)


@pytest.mark.parametrize("name", TOLD)
def test_everything_that_belongs_to_a_way_is_told(name: str) -> None:
    file = _file(TOLD[name])
    assert {each.kind for each in file.words} >= {StatementKind.OPEN, StatementKind.PROFESSIONAL_VIEW}
    young = {each.key for each in file.members if each.kind is MemberKind.YOUNG_PERSON}
    assert young & {each.by for each in file.words}
    assert len(file.consultations) == 2
    assert file.sheet
    assert file.choice
    assert len(file.resources) >= 2
    assert len(file.parts) >= 5
    assert {each.kind.value for each in file.parts} > {"own", "family_friends", "professional_hours"}
    for plan in file.plans[:-1]:
        assert plan.reviews
        raters = {each.by for each in plan.ratings}
        assert "" in raters
        assert raters & young


@pytest.mark.parametrize("name", TO_AFTERCARE)
def test_three_are_told_from_the_first_concern_to_aftercare(name: str) -> None:
    file = _file(TOLD[name])
    states = [each.state for each in file.steps]
    assert states[-3:] == [CaseState.TRANSITION, CaseState.ENDED, CaseState.AFTERCARE]
    assert states.count(CaseState.REVIEW) >= 2
    last = file.plans[-1].reviews[-1]
    assert last.result is ReviewResult.TRANSITION
    assert last.exit_reached
    assert all(each.state is GoalState.REACHED for each in file.goals)


def test_one_was_refused_objected_and_granted_after_all() -> None:
    file = _file(TOLD["Vogel"])
    refused = TOLD["Vogel"].told["refused"]
    assert file.decision
    assert file.decision.outcome is Outcome.GRANTED
    assert file.decision.decided_on
    assert refused["decided_on"] < OBJECTED_ON < LET_IN_ON < file.decision.decided_on
    assert refused["explained_on"] < refused["shown_on"] < refused["chosen_on"] < refused["prepared_on"]
    assert any("Ombudsstelle" in each.text for each in file.words)


def test_one_has_a_mandate_to_protect_beside_the_help() -> None:
    file = _file(TOLD["Wulf"])
    assert any(each.kind is StatementKind.MANDATE for each in file.words)
    assert file.steps[-1].state is CaseState.PLAN


def test_no_sentence_of_a_way_stands_in_another() -> None:
    said = [
        text
        for way in ways()
        for text in {each.text for each in _file(way).words} | {each.content for each in _file(way).parts}
    ]
    assert len(said) == len(set(said))
