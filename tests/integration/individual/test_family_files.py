"""Whole files of families from another system: all or none, by the rules of every record, behind the gate."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest

from factories.cases import Family, grant_for, make_family
from factories.people import AT, make_actor
from sozialraum.foundation.privacy import gate
from sozialraum.foundation.privacy.actors import Role
from sozialraum.foundation.vocabulary import Action
from sozialraum.individual import services
from sozialraum.individual.enums import (
    AdviceTopic,
    CaseState,
    ComponentKind,
    ConsultationForm,
    MemberKind,
    Ring,
    StatementKind,
)
from sozialraum.individual.family_files import (
    FamilyFile,
    NewConsultation,
    NewGoal,
    NewMember,
    NewPart,
    NewStep,
    NewWords,
)
from sozialraum.individual.queries import case_file, case_process
from sozialraum.individual.services import Refused

pytestmark = pytest.mark.django_db(databases=["default", "audit"])
DAY = AT.date()


def _file(case_id: UUID) -> FamilyFile:
    return FamilyFile(
        case_id=case_id,
        members=(NewMember("child", MemberKind.YOUNG_PERSON, "Mila Brandt", "Mila", DAY - timedelta(days=3_300)),),
        words=(
            NewWords("Ich will wieder tanzen.", DAY, by="child", acts_oneself=True, own_action="Ich frage Nele."),
            NewWords("Mila findet den Weg allein.", DAY, StatementKind.PROFESSIONAL_VIEW),
        ),
        consultations=(NewConsultation(DAY, ConsultationForm.TALK, (AdviceTopic.SITUATION,), ("child",)),),
        steps=(
            NewStep(CaseState.CONCERN, DAY), NewStep(CaseState.COUNSELING, DAY), NewStep(CaseState.EXPLORATION, DAY),
        ),
        goals=(NewGoal("goal", "child", "Ich tanze freitags.", DAY),),
        parts=(NewPart(ComponentKind.OWN, "Mila", "packt die Tasche", DAY, member="child", goals=("goal",)),),
    )  # fmt: skip


def test_a_file_is_stored_with_its_words_goals_and_steps() -> None:
    family = make_family()
    grant = grant_for(family.worker, family.case_id, Action.WRITE)
    services.take_over_files(grant, [_file(family.case_id)])
    file = case_file(grant)
    assert {each.text for each in file.words} >= {"Ich will wieder tanzen.", "Mila findet den Weg allein."}
    will = next(each for each in file.words if each.text == "Ich will wieder tanzen.")
    assert will.kind is StatementKind.WILL
    process = case_process(grant, today=DAY)
    assert [step.state for step in process.steps][:1] == [CaseState.EXPLORATION]


@pytest.mark.parametrize(
    "broken",
    [
        lambda file: replace(file, steps=(NewStep(CaseState.CONCERN, DAY), NewStep(CaseState.PLAN, DAY))),
        lambda file: replace(file, words=(NewWords("Er sagt nichts.", DAY, StatementKind.WISH),)),
        lambda file: replace(file, consultations=()),
        lambda file: replace(file, parts=(replace(file.parts[0], goals=("another",)),)),
        lambda file: replace(file, parts=(NewPart(ComponentKind.PROFESSIONAL_HOURS, "Wegwarte", "kommt", DAY),)),
        lambda file: replace(file, parts=(replace(file.parts[0], times=("montags",)),)),
    ],
    ids=["step", "speaker", "advice", "goal", "ring", "time"],
)  # fmt: skip
def test_a_file_that_breaks_a_rule_leaves_nothing_behind(broken: object) -> None:
    family = make_family()
    grant = grant_for(family.worker, family.case_id, Action.WRITE)
    before = case_file(grant)
    sound = _file(family.case_id)
    with pytest.raises(Refused):
        services.take_over_files(grant, [sound, broken(sound)])  # type: ignore[operator]  # a function of a file
    assert case_file(grant) == before


def test_a_skipped_ring_needs_its_sentence_and_then_holds() -> None:
    family = make_family()
    grant = grant_for(family.worker, family.case_id, Action.WRITE)
    file = _file(family.case_id)
    rings = tuple(
        (ring, "Wir haben gefragt.", DAY) for ring in Ring if ring not in (Ring.OWN, Ring.PROFESSIONAL)
    )
    hours = NewPart(ComponentKind.PROFESSIONAL_HOURS, "Wegwarte", "kommt am Abend", DAY, minutes=120)
    services.take_over_files(grant, [replace(file, parts=(*file.parts, hours), skipped=rings)])
    assert len(rings) == 4


def test_nobody_brings_in_a_file_of_a_family_that_is_not_hers(family_of_another: Family) -> None:
    mine = make_family()
    grant = grant_for(mine.worker, mine.case_id, Action.WRITE)
    with pytest.raises(gate.Denied):
        services.take_over_files(grant, [_file(family_of_another.case_id)])


def test_the_family_itself_brings_in_no_files() -> None:
    family = make_family()
    with pytest.raises(gate.Denied):
        services.take_over_files(
            grant_for(family.mother, family.case_id, Action.WRITE), [_file(family.case_id)]
        )


@pytest.fixture
def family_of_another() -> Family:
    return make_family(worker=make_actor(Role.CASE_WORKER))
