from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sozialraum.network.enums import Audience, ResourceLevel, Rubric
from sozialraum.network.matching import LEVELS, Candidate, Need, Reason, Source, rank
from sozialraum.network.schedules import PartOfDay, asked_bits

SWIM = Need(rubrics=frozenset({Rubric.SPORT}), age=9, area_code="0301", minutes=25)


def candidate(name: str, level: ResourceLevel = ResourceLevel.MAINSTREAM, **facts: object) -> Candidate:
    plain = Candidate(
        Source.PLACE, name, name, level, frozenset({Rubric.SPORT}), area_code="0301", minutes=10.0
    )
    return replace(plain, **facts)  # type: ignore[arg-type]


def names(need: Need, *found: Candidate) -> list[str]:
    return [match.candidate.name for match in rank(need, found)]


def test_what_is_closer_to_everyday_life_comes_first_however_far() -> None:
    levels = [
        candidate(level.value, level, minutes=25.0 - 3 * LEVELS[level]) for level in reversed(ResourceLevel)
    ]
    assert names(SWIM, *levels) == [level.value for level in ResourceLevel]


def test_then_the_way_then_the_fit_decide() -> None:
    found = [candidate("far", minutes=20.0), candidate("near"), candidate("fits", words=1.0)]
    assert names(SWIM, *found) == ["fits", "near", "far"]


@pytest.mark.parametrize(
    ("need", "refused"),
    [
        (SWIM, {"age_from": 12}),
        (SWIM, {"age_to": 6}),
        (replace(SWIM, languages=frozenset({"tr"})), {"languages": frozenset({"de"})}),
        (replace(SWIM, step_free=True), {"step_free": None}),
        (replace(SWIM, audience=Audience.BOYS_AND_MEN), {"audience": Audience.GIRLS_AND_WOMEN}),
        (SWIM, {"rubrics": frozenset({Rubric.MUSIC})}),
    ],
)
def test_hard_conditions_are_never_eased(need: Need, refused: dict[str, object]) -> None:
    assert names(need, candidate("one", **refused)) == []


def test_three_are_found_by_easing_the_way_and_then_the_time_and_each_says_so() -> None:
    need = replace(SWIM, days=frozenset({2}))
    tuesday, friday = asked_bits({2}, PartOfDay(0)), asked_bits({5}, PartOfDay(0))
    found = rank(
        need,
        [
            candidate("fits", times=tuesday),
            candidate("far", times=tuesday, minutes=40.0),
            candidate("friday", times=friday),
        ],
    )
    assert [match.candidate.name for match in found] == ["fits", "far", "friday"]
    assert [match.widened for match in found] == [False, True, True]
    assert Reason.FARTHER_THAN_WISHED in found[1].reasons
    assert Reason.OTHER_TIME in found[2].reasons


def test_h3_one_of_those_shown_lies_outside_the_area() -> None:
    here = [candidate(str(number), minutes=float(number)) for number in range(1, 10)]
    beyond = candidate("beyond", ResourceLevel.PROFESSIONAL, area_code="0402", minutes=24.0)
    found = rank(SWIM, [*here, beyond])
    assert found[-1].candidate.name == "beyond"
    assert Reason.OUTSIDE_AREA in found[-1].reasons
    assert len(found) == 6


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.builds(
            Candidate, st.just(Source.PLACE), st.uuids().map(str), st.text(min_size=1, max_size=5),
            st.sampled_from(ResourceLevel), st.just(frozenset({Rubric.SPORT})), area_code=st.sampled_from(["0301", "0402", ""]),
            minutes=st.none() | st.floats(0, 90), age_from=st.none() | st.integers(0, 18),
        ),
        max_size=15,
        unique_by=lambda each: each.id,
    ),
    st.randoms(),
)  # fmt: skip
def test_the_order_does_not_depend_on_the_order_of_the_directory(
    found: list[Candidate], chance: object
) -> None:
    mixed = list(found)
    chance.shuffle(mixed)  # type: ignore[attr-defined]
    first = rank(SWIM, found)
    assert first == rank(SWIM, mixed)
    fitting = [each for each in found if each.age_from is None or each.age_from <= 9]
    assert len(first) >= min(3, len(fitting))
    if any(each.area_code == "0402" for each in fitting):
        assert any(match.outside for match in first) or (
            len(fitting) > 3
            and not any(each.area_code == "0402" and not (each.minutes or 0) <= 25 for each in fitting)
        )
