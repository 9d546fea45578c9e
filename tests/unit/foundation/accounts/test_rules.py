"""Codes, limits and waiting times."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sozialraum.foundation.accounts.rules import (
    CODE_ALPHABET,
    SECOND_FACTOR_ROLES,
    SessionLimits,
    code_digest,
    needs_second_factor,
    new_code,
    read_code,
    session_ended,
    wait_seconds,
)
from sozialraum.foundation.privacy.actors import NOBODY, Actor, Role, ScopedRole

AT = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
LIMITS = SessionLimits(idle=timedelta(minutes=30), absolute=timedelta(hours=10))


def test_codes_have_no_look_alikes_and_differ() -> None:
    assert len(CODE_ALPHABET) == len(set(CODE_ALPHABET)) == 32
    assert not set(CODE_ALPHABET) & set("01OI")
    codes = {new_code() for _ in range(200)}
    assert len(codes) == 200
    assert all(read_code(code) == code.replace("-", "") for code in codes)


@given(st.text(max_size=40))
def test_reading_never_fails_and_gives_twelve_signs_or_none(typed: str) -> None:
    assert len(read_code(typed)) in {0, 12}


@given(st.text(alphabet=CODE_ALPHABET, min_size=12, max_size=12), st.sampled_from([" ", "-", "", "  "]))
def test_case_blanks_and_hyphens_do_not_matter(code: str, between: str) -> None:
    assert read_code(between.join([code[:4], code[4:8], code[8:]]).lower()) == code


def test_a_digest_needs_the_key() -> None:
    code = new_code()
    assert code_digest(code, key="a") == code_digest(code.lower(), key="a") != code_digest(code, key="b")


@pytest.mark.parametrize("role", Role)
def test_who_needs_a_second_factor(role: Role) -> None:
    actor = Actor(None, (ScopedRole(role),))
    assert needs_second_factor(actor) is (role in SECOND_FACTOR_ROLES)
    assert not needs_second_factor(Actor(None, (ScopedRole(role),), second_factor=True))
    assert not needs_second_factor(NOBODY)


def test_one_role_among_many_is_enough() -> None:
    assert needs_second_factor(Actor(None, (ScopedRole(Role.PARENT), ScopedRole(Role.OMBUDSPERSON))))


@given(st.integers(0, 36_100), st.integers(0, 36_100))
def test_an_ended_session_stays_ended(first: int, more: int) -> None:
    def ended(seconds: int) -> bool:
        now = AT + timedelta(seconds=seconds)
        return session_ended(signed_in_at=AT, seen_at=AT, now=now, limits=LIMITS, idles=True)

    assert ended(first + more) or not ended(first)


@given(st.lists(st.floats(0, 1000), max_size=20), st.integers(1, 6))
def test_after_the_told_wait_one_may_try(times: list[float], allowed: int) -> None:
    attempts = sorted(times, reverse=True)
    wait = wait_seconds(attempts, now=1000, allowed=allowed, window=300)
    assert wait_seconds(attempts, now=1000 + wait + 1, allowed=allowed, window=300) == 0
    assert wait <= 300
