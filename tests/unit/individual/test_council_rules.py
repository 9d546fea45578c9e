"""No professional in the private phase, an own part in every plan, and three reasons but never the cost (DOMAIN 2.7, H1)."""

from __future__ import annotations

import inspect
from dataclasses import replace
from datetime import date, timedelta

import pytest

from sozialraum.individual.enums import ComponentKind, CouncilAnswer, CouncilRole
from sozialraum.individual.rules.councils import (
    PROFESSIONALS,
    CouncilFacts,
    asked_before_information,
    count_sentences,
    diagnoses_in,
    followup_in_time,
    may_answer,
    may_hand_over,
    may_stay,
)

READY = CouncilFacts(
    concern="Finn kommt 2026 in die Schule. Zwei entscheiden, und er hört beides.", question="Wer entscheidet was?",
    requirements=["Finn weiß, wer ihn abholt."], coordinator="Astrid Behn", independent=True, staff=["Katrin Ahlers"],
    meets_on=date(2026, 11, 14), place="Gemeindehaus", roles=[CouncilRole.FAMILY],
)  # fmt: skip


def test_a_prepared_council_asks_for_nothing_more() -> None:
    assert asked_before_information(READY) == []


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"concern": "Eins. Zwei. Drei. Vier. Fünf. Sechs."}, "more than five"),
        ({"concern": "Frau Riedel hat eine Borderline-Störung."}, "diagnosis"),
        ({"requirements": [" "]}, "at least"),
        ({"coordinator": "katrin ahlers"}, "no function"),
        ({"independent": False}, "no function"),
        ({"meets_on": None}, "when and where"),
        ({"roles": [CouncilRole.EXPERT]}, "invited"),
    ],
)
def test_what_is_missing_is_named(change: dict[str, object], said: str) -> None:
    (sentence,) = asked_before_information(replace(READY, **change))  # type: ignore[arg-type]
    assert said in sentence


@pytest.mark.parametrize(
    ("text", "count"),
    [("", 0), ("Ein Satz ohne Punkt", 1), ("Um 7.30 Uhr z. B. Dr. Beck. Und dann?", 2), ("Er sagt: „Nein!“ Sie geht.", 2)],
)  # fmt: skip
def test_sentences_are_counted_as_people_do(text: str, count: int) -> None:
    assert count_sentences(text) == count


def test_everyday_words_are_no_diagnosis() -> None:
    assert diagnoses_in("Er ist traurig, sie trinkt abends, und die Nachbarn fühlen sich gestört.") == ()
    assert diagnoses_in("Diagnose F90.0, ADHS") == ("Diagnose", "F90.0", "ADHS")


@pytest.mark.parametrize("role", sorted(PROFESSIONALS))
def test_no_professional_stays(role: CouncilRole) -> None:
    assert not may_stay([CouncilRole.FAMILY, role])
    assert not may_stay([])
    assert may_stay([CouncilRole.FAMILY, CouncilRole.NETWORK, CouncilRole.ADVOCATE])


def test_at_least_one_part_is_carried_by_no_professional() -> None:
    paid = [ComponentKind.PROFESSIONAL_HOURS, ComponentKind.PROFESSIONAL_PLACE]
    assert not may_hand_over([])
    assert not may_hand_over(paid)
    assert may_hand_over([*paid, ComponentKind.NEIGHBORHOOD])


def test_h1_a_plan_is_answered_by_clear_safe_lawful_and_never_by_its_cost() -> None:
    assert set(inspect.signature(may_answer).parameters) == {"answer", "clear", "safe", "lawful", "words"}
    whole = {"clear": True, "safe": True, "lawful": True}
    assert may_answer(CouncilAnswer.YES, **whole, words="")
    assert not may_answer(CouncilAnswer.NO, **whole, words="Das wird zu teuer.")
    for missing in whole:
        assert not may_answer(CouncilAnswer.YES, **{**whole, missing: False}, words="")
        assert may_answer(CouncilAnswer.NO, **{**whole, missing: False}, words="Wer holt Finn am Freitag?")
    assert not may_answer(CouncilAnswer.CONDITIONS, **whole, words=" ")


def test_all_meet_again_in_six_weeks_to_three_months() -> None:
    today = date(2026, 11, 14)
    assert not followup_in_time(today + timedelta(weeks=5), today=today)
    assert followup_in_time(today + timedelta(weeks=6), today=today)
    assert followup_in_time(today + timedelta(weeks=13), today=today)
    assert not followup_in_time(today + timedelta(weeks=14), today=today)
