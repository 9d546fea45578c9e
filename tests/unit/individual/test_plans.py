"""The help plan's rules: who receives which part, what must be said before it is fixed, what has changed."""

from __future__ import annotations

from dataclasses import fields, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sozialraum.individual.enums import Audience, PlanPart
from sozialraum.individual.rules.plan_lines import (
    participant_lines,
    participants_of,
    service_lines,
    services_of,
)
from sozialraum.individual.rules.plans import (
    PARTS,
    Dissent,
    Missing,
    Participant,
    PlanContent,
    PlanGoal,
    Service,
    Step,
    Voice,
    compared,
    is_agreed,
    missing_to_fix,
    part_of,
    plan_for,
    same_place,
)

WHOLE = PlanContent(
    plan_for="Jonas Kessler", meeting_on="2026-11-17", place="zu Hause", participants=(Participant("Jonas"),),
    absent="Herr Vogt war krank.",
    voices=(
        Voice("Jonas", "will", "2026-09-24", "Ich will zur Schule.", own=True, agreed_with_provider=True),
        Voice("Mama", "wish", "2026-09-24", "Der Morgen soll ruhig sein.", own=True),
        Voice("Katrin Ahlers", "professional_view", "2026-11-17", "Jonas braucht einen Weg.", own=False),
    ),
    need="Jonas braucht einen Weg.", help_kind="31",
    services=(Service("Brücke e. V.", "begleitet", "4 Stunden", "", "P01"), Service("Hort Süd", "isst mit", "", "", "P07")),
    siblings="Lotte frühstückt mit.", out_of_home=True, perspective="zu Hause", with_parents="jede Woche",
    parents_counseling="monatlich", goals=(PlanGoal("g1", "Jonas", "Ich komme an.", steps=(Step("Jonas", "packt"),)),),
    resources=("Opa ist früh wach.",), dissent=(Dissent("Jonas", "Zu viel.", own=True),), review_on="2027-04-20",
    exit_when="acht Wochen Schule", afterwards="drei Monate erreichbar", summary="Jonas kommt zurück.",
    reviews=("noch geeignet",),
)  # fmt: skip


def test_every_field_belongs_to_one_part_so_that_no_output_can_forget_one() -> None:
    named = [name for names in PARTS.values() for name in names]
    assert len(named) == len(set(named))
    assert {each.name for each in fields(PlanContent)} - set(named) == {"plan_for"}
    assert part_of("need") is PlanPart.NEED


def test_h8_the_court_receives_need_help_and_reviews_and_nothing_else() -> None:
    expected = PlanContent(
        plan_for=WHOLE.plan_for,
        need=WHOLE.need,
        help_kind=WHOLE.help_kind,
        services=WHOLE.services,
        reviews=WHOLE.reviews,
    )
    assert plan_for(Audience.COURT, WHOLE) == expected


@given(st.builds(PlanContent, **{name: st.text(max_size=20) for name in ("plan_for", "need", "summary", "siblings", "exit_when")},
                 resources=st.lists(st.text(max_size=20)).map(tuple)))  # fmt: skip
def test_h8_holds_for_every_plan(content: PlanContent) -> None:
    court = plan_for(Audience.COURT, content)
    assert (court.resources, court.voices, court.goals, court.dissent, court.siblings, court.summary) == (
        (),
        (),
        (),
        (),
        "",
        "",
    )
    assert court.need == content.need


def test_the_provider_receives_what_was_agreed_for_it_and_its_own_services() -> None:
    shown = plan_for(Audience.PROVIDER, WHOLE, providers={"P01"})
    assert [each.name for each in shown.voices] == ["Jonas"]
    assert [each.who for each in shown.services] == ["Brücke e. V."]
    assert (shown.need, shown.resources, shown.dissent, shown.siblings) == ("", (), (), "")
    assert shown.goals == WHOLE.goals


def test_a_plan_comes_back_from_storage_as_it_was() -> None:
    assert PlanContent.from_json(WHOLE.as_json()) == WHOLE
    assert PlanContent.from_json({"plan_for": "Jonas", "unknown_then": 1}) == PlanContent(plan_for="Jonas")


def test_a_whole_plan_lacks_nothing_and_an_empty_one_may_still_be_a_draft() -> None:
    assert missing_to_fix(WHOLE) == ()
    assert Missing.SIBLINGS in missing_to_fix(PlanContent())


@pytest.mark.parametrize("name", ["perspective", "with_parents", "parents_counseling"])
def test_out_of_home_asks_for_more(name: str) -> None:
    assert missing_to_fix(replace(WHOLE, **{name: " "})) == (Missing(name),)
    assert missing_to_fix(replace(WHOLE, out_of_home=False, **{name: ""})) == ()


@given(st.text(alphabet="ab \n", max_size=60), st.text(alphabet="ab \n", max_size=60))
def test_what_is_kept_and_new_gives_the_present_text_word_by_word(before: str, now: str) -> None:
    pieces = compared(before, now)
    assert " ".join(each.text for each in pieces if each.change != "struck").split() == now.split()
    assert " ".join(each.text for each in pieces if each.change != "new").split() == before.split()


def test_steps_are_matched_by_who_does_them_and_struck_ones_stay_visible() -> None:
    before = [Step("Opa", "kommt montags"), Step("Mama", "kocht")]
    now = [Step("Opa", "kommt freitags"), Step("Jonas", "packt")]
    assert same_place(now, before) == [
        (now[0], before[0]), (now[1], None), (None, before[1]),
    ]  # fmt: skip


def test_a_plan_carries_when_worker_and_claimant_have_signed_a_fixed_version() -> None:
    assert is_agreed(fixed=True, by_worker=True, by_claimant=True)
    assert not is_agreed(fixed=True, by_worker=True, by_claimant=False)
    assert not is_agreed(fixed=False, by_worker=True, by_claimant=True)


NAMES = st.text(alphabet="abcÄ .", min_size=1, max_size=12).map(str.strip).filter(bool)


@given(st.lists(st.builds(Participant, NAMES, NAMES, NAMES), max_size=4).map(tuple))
def test_people_typed_as_lines_come_back(people: tuple[Participant, ...]) -> None:
    assert participants_of(participant_lines(people)) == people


@given(
    st.lists(st.builds(Service, NAMES, NAMES, NAMES, NAMES, st.sampled_from(["", "P01"])), max_size=4).map(
        tuple
    )
)
def test_services_typed_as_lines_come_back(services: tuple[Service, ...]) -> None:
    assert services_of(service_lines(services)) == services
