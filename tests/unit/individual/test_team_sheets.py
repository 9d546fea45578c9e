"""The scrub of team sheets: what is known never stays, whatever stands around it."""

from __future__ import annotations

from hypothesis import assume, given
from hypothesis import strategies as st

from sozialraum.individual.rules.team_sheets import Known, may_close_advice, scrub

NAMES = st.text(alphabet="abcdefghijklmnopqrstuvwxyzäöü", min_size=3, max_size=10).map(str.capitalize)


@given(
    NAMES,
    st.text(alphabet="xyz ,.;:!?()„“\n", max_size=30),
    st.text(alphabet="xyz ,.;:!?()„“\n", max_size=30),
)
def test_a_known_name_is_gone_wherever_it_stands_alone(name: str, before: str, after: str) -> None:
    assume(name.casefold() not in f"{before} {after} haus".casefold())
    text = scrub(f"{before} {name} {after} {name}s Haus, {name.upper()}!", [Known((name,), "[1]")])
    assert name.casefold() not in text.casefold()
    assert text.count("[1]") == 3


@given(st.text(max_size=80))
def test_scrubbing_twice_changes_nothing_more(text: str) -> None:
    known = [Known(("Jonas", "Jonas Kessler"), "[Kind 1]")]
    once = scrub(text, known)
    assert scrub(once, known) == once


def test_advice_of_one_professional_alone_is_none() -> None:
    assert not may_close_advice(ideas=5, alternatives=3, professionals=1)
    assert may_close_advice(ideas=3, alternatives=2, professionals=2)
