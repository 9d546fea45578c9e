"""The order of the rounds: every way through it, and no way around a record."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sozialraum.participation.rounds.enums import Position, Stage
from sozialraum.participation.rounds.rules import (
    WHOLE,
    Schedule,
    Standing,
    can_close,
    can_propose,
    fits,
    fits_reserve,
    is_agreed,
    missing_records,
)

DAYS = Schedule(*(date(2026, 11, day) for day in (2, 9, 16, 23, 30)))
AREAS = ("a", "b")
BEGUN = Standing(Stage.CONSENT, date(2026, 11, 10), DAYS, AREAS, frozenset({WHOLE}), 1, 2, {}, 1)
YES = dict.fromkeys(AREAS, Position.CONSENT)
AGAINST = {**YES, "b": Position.OBJECTION}


@pytest.mark.parametrize(
    ("changes", "closes"),
    [
        ({"voices": YES}, True), ({"voices": YES, "recorded": frozenset()}, False), ({"voices": AGAINST}, False),
        ({"voices": AGAINST, "loop": 2}, True), ({"voices": {"a": Position.CONSENT}}, False), ({"loop": 0}, False),
        ({"loop": 0, "submitted": 0}, True), ({"voices": YES, "reopened": True}, False), ({"stage": Stage.COMMITTEE}, False),
        ({"stage": Stage.DECIDED}, False), ({"stage": Stage.PUBLISHED, "today": date(2026, 11, 1)}, False),
        ({"stage": Stage.PUBLISHED}, True), ({"stage": Stage.REQUESTS, "recorded": frozenset("a")}, False),
        ({"stage": Stage.REQUESTS, "recorded": frozenset(AREAS)}, True),
    ],
)  # fmt: skip
def test_when_a_round_closes(changes: dict[str, object], closes: bool) -> None:
    assert bool(can_close(replace(BEGUN, **changes))) is closes  # type: ignore[arg-type]  # values by name


@given(
    st.sampled_from(Stage), st.frozensets(st.sampled_from(("", *AREAS))), st.integers(0, 3), st.integers(1, 3),
    st.dictionaries(st.sampled_from(AREAS), st.sampled_from(Position)), st.integers(0, 2), st.booleans(),
)  # fmt: skip
def test_no_round_closes_with_a_record_missing_and_none_both_closes_agreed_and_proposes(
    stage: Stage, recorded: frozenset[str], loop: int, loops: int, voices: dict[str, Position], submitted: int, reopened: bool
) -> None:  # fmt: skip
    standing = Standing(
        stage, date(2026, 11, 10), DAYS, AREAS, recorded, loop, loops, voices, submitted, reopened
    )
    if missing_records(standing):
        assert not can_close(standing)
    if is_agreed(standing):
        assert not can_propose(standing)


def test_days_follow_each_other_and_leave_time_for_requests() -> None:
    assert fits(DAYS, after=date(2026, 11, 1))
    assert not fits(DAYS, after=date(2026, 11, 3))
    assert not fits(replace(DAYS, consent_until=date(2026, 11, 24)), after=date(2026, 11, 1))
    assert not fits(replace(DAYS, requests_until=DAYS.requests_from), after=date(2026, 11, 1))


@given(st.dictionaries(st.sampled_from("abc"), st.integers(0, 100), min_size=1), st.integers(0, 300))
def test_what_fits_the_reserve_is_never_more_than_it(asked: dict[str, int], reserve: int) -> None:
    assert bool(fits_reserve(asked, asked, reserve)) is (sum(asked.values()) <= reserve)
    assert not fits_reserve({key: value + 1 for key, value in asked.items()}, asked, 10**6)
