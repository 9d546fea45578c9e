"""The way of a case: there is no way around a step that the law asks for."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sozialraum.individual.enums import AdviceTopic, CaseState, Requirement
from sozialraum.individual.rules.likeness import alike, sound_of
from sozialraum.individual.rules.process import (
    ORDER,
    TOPICS_OF_ADVICE,
    ProcessFacts,
    may_begin_protection,
    may_go_to,
    met,
    missing_for,
    required_for,
    review_due_on,
    states_after,
)

FLAGS = [each.name for each in fields(ProcessFacts) if each.type == "bool"]
ALL = ProcessFacts(
    CaseState.CONCERN, topics=frozenset(AdviceTopic), **{name: True for name in FLAGS if name != "short_term"}
)  # type: ignore[arg-type]

records = st.builds(
    lambda topics, flags: (frozenset(topics), dict(zip(FLAGS, flags, strict=True))),
    st.sets(st.sampled_from(list(AdviceTopic))),
    st.lists(st.booleans(), min_size=len(FLAGS), max_size=len(FLAGS)),
)


@given(st.lists(st.tuples(records, st.sampled_from(list(CaseState))), max_size=40))
def test_no_walk_reaches_a_state_without_everything_the_law_asks_before_it(
    tries: list[tuple[tuple[frozenset[AdviceTopic], dict[str, bool]], CaseState]],
) -> None:
    facts = ProcessFacts(CaseState.CONCERN)
    for (topics, flags), wanted in tries:
        facts = replace(facts, topics=topics, **flags)  # type: ignore[arg-type]
        if not may_go_to(wanted, facts):
            continue
        assert wanted in states_after(facts.state)
        if wanted not in (CaseState.ENDED, CaseState.AFTERCARE):
            assert all(met(each, facts) for each in required_for(wanted))
        facts = replace(facts, state=wanted)


def test_h5_nothing_is_granted_before_the_choice_was_explained() -> None:
    for state in (CaseState.OFFER, CaseState.DECISION, CaseState.PLAN, CaseState.RUNNING, CaseState.REVIEW):
        assert Requirement.CHOICE_EXPLAINED in required_for(state)
    unexplained = replace(ALL, topics=frozenset(TOPICS_OF_ADVICE | {AdviceTopic.OMBUDS}))
    assert missing_for(CaseState.DECISION, replace(unexplained, state=CaseState.OFFER)) == (
        Requirement.CHOICE_EXPLAINED,
    )


@pytest.mark.parametrize("topic", sorted(TOPICS_OF_ADVICE))
def test_each_of_the_seven_topics_is_needed_before_a_decision(topic: AdviceTopic) -> None:
    facts = replace(ALL, state=CaseState.OFFER, topics=ALL.topics - {topic})
    assert missing_for(CaseState.DECISION, facts) == (Requirement.ADVICE_COMPLETE,)


def test_everything_on_record_leads_from_the_concern_to_a_running_help_and_back_from_a_review() -> None:
    facts, way = ALL, [CaseState.CONCERN]
    while facts.state is not CaseState.REVIEW:
        onward = next(
            each for each in states_after(facts.state) if ORDER.index(each) > ORDER.index(facts.state)
        )
        assert may_go_to(onward, facts)
        facts = replace(facts, state=onward)
        way.append(onward)
    assert CaseState.FAMILY_COUNCIL not in way
    assert may_go_to(CaseState.RUNNING, facts)
    assert not may_go_to(CaseState.RUNNING, replace(facts, reviewed=False))


def test_the_family_council_is_voluntary_and_leads_on_like_the_way_without_it() -> None:
    with_council = set(states_after(CaseState.FAMILY_COUNCIL))
    assert {CaseState.TEAM, CaseState.OFFER} <= with_council
    for state in ORDER[ORDER.index(CaseState.TEAM) : ORDER.index(CaseState.ENDED)]:
        assert set(required_for(state)) >= set(required_for(CaseState.FAMILY_COUNCIL))


@pytest.mark.parametrize("state", [state for state in CaseState if state is not CaseState.ENDED])
def test_a_family_may_stop_in_every_state(state: CaseState) -> None:
    assert may_go_to(CaseState.ENDED, ProcessFacts(state))


@pytest.mark.parametrize("state", list(CaseState))
def test_protection_begins_beside_every_state(state: CaseState) -> None:
    assert may_begin_protection(state)


def test_a_case_taken_over_is_asked_for_what_lies_ahead_alone() -> None:
    taken_over = ProcessFacts(CaseState.RUNNING, begun_in=CaseState.RUNNING)
    assert may_go_to(CaseState.REVIEW, taken_over)
    assert missing_for(CaseState.PLAN, ProcessFacts(CaseState.DECISION, begun_in=CaseState.DECISION)) == (
        Requirement.GRANTED, Requirement.LETTER_SENT,
    )  # fmt: skip


def test_small_children_are_looked_at_together_again_sooner() -> None:
    agreed = date(2026, 10, 20)
    assert review_due_on(agreed, youngest_born_on=date(2024, 12, 1)) == date(2027, 1, 19)
    assert review_due_on(agreed, youngest_born_on=None) == date(2027, 4, 20)


@pytest.mark.parametrize(
    ("one", "other"),
    [("Meyer", "Maier"), ("Schmidt", "Schmitt"), ("Kowalski", "Kowalsky"), ("Yılmaz", "Yilmaz")],
)
def test_names_that_sound_alike_are_alike(one: str, other: str) -> None:
    assert alike(one, other)


@pytest.mark.parametrize(
    ("one", "other"), [("Kessler", "Nowak"), ("", ""), ("---", "!!!"), ("Haddad", "Hartmann")]
)
def test_names_that_do_not_are_not(one: str, other: str) -> None:
    assert not alike(one, other)


@given(st.text(max_size=40))
def test_every_name_has_a_sound_of_digits(name: str) -> None:
    assert set(sound_of(name)) <= set("012345678")
