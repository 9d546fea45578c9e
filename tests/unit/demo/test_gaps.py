"""What is missing in a quarter: the same at every building, whatever the key looks like."""

from __future__ import annotations

import pytest

from sozialraum.demo.gaps import KINDS, gaps_of


@pytest.mark.parametrize("area_code", ["0109", "0301", "1016", "A0109", "C1216"])
def test_every_quarter_misses_three_or_four_things(area_code: str) -> None:
    found = gaps_of(area_code)
    assert 2 <= len(set(found)) == len(found) <= 4
    assert set(found) <= set(KINDS)
    assert gaps_of(area_code) == found
