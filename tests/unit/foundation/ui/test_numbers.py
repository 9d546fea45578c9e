from __future__ import annotations

import pytest
from django.utils.translation import override

from sozialraum.foundation.ui.drawing import number
from sozialraum.foundation.ui.tables import shown_value


@pytest.mark.parametrize(
    ("value", "decimals", "shown"),
    [
        (42.857, 1, "42,9"),
        (23.3996, 1, "23,4"),
        (0.05, 1, "0,1"),
        (-2.46, 1, "−2,5"),
        (-0.04, 1, "0,0"),
        (1069.5, 0, "1.070"),
    ],
)
def test_numbers_are_rounded_and_never_cut(value: float, decimals: int, shown: str) -> None:
    with override("de"):
        assert number(value, decimals) == shown


def test_numbers_of_a_table_are_rounded_too() -> None:
    with override("de"):
        assert shown_value(42.857, decimals=1) == "42,9"
        assert shown_value(None) == "fehlt"
