from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sozialraum.foundation.confirmation import Freshness, freshness_of
from sozialraum.foundation.revisions import Clash, FieldConflict, join, plain

TODAY = date(2026, 11, 24)
entries = st.fixed_dictionaries({"a": st.integers(0, 3), "b": st.integers(0, 3), "c": st.integers(0, 3)})


@given(base=entries, theirs=entries, mine=entries)
def test_nothing_that_anybody_wrote_is_lost(base: dict, theirs: dict, mine: dict) -> None:
    found = join(base=base, theirs=theirs, mine=mine)
    clashing = {each.field for each in found.clashes}
    for name, before in base.items():
        if mine[name] not in {before, theirs[name]}:
            assert name in found.changes or name in clashing
        if theirs[name] != before:
            assert name not in found.changes
            assert name in clashing or found.taken.get(name) == theirs[name] or mine[name] == theirs[name]


@given(theirs=entries, mine=entries)
def test_without_a_base_every_difference_is_shown(theirs: dict, mine: dict) -> None:
    found = join(base=None, theirs=theirs, mine=mine)
    assert {each.field for each in found.clashes} == {name for name in mine if mine[name] != theirs[name]}
    assert not found.changes


def test_the_same_change_by_both_is_no_clash() -> None:
    assert not join(base={"a": 1}, theirs={"a": 2}, mine={"a": 2}).clashes


def test_a_conflict_tells_both_contents() -> None:
    told = FieldConflict((Clash("name", "Treff", "Treffpunkt"),), taken={}, version=4)
    assert (told.theirs, told.mine, told.version) == ("name: Treff", "name: Treffpunkt", 4)


def test_only_plain_values_are_kept() -> None:
    with pytest.raises(TypeError):
        plain(object())


@pytest.mark.parametrize(
    ("confirmed_on", "expected"),
    [
        (None, Freshness.NEVER),
        (TODAY, Freshness.CONFIRMED),
        (TODAY - timedelta(days=365), Freshness.CONFIRMED),
        (TODAY - timedelta(days=366), Freshness.STALE),
    ],
)
def test_an_entry_is_fresh_for_a_year(confirmed_on: date | None, expected: Freshness) -> None:
    assert freshness_of(confirmed_on, today=TODAY) is expected
