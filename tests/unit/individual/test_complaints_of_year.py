"""What the committee is told of complaints: multiples of five, and no way to tell nobody from one."""

from __future__ import annotations

import pytest
from django.utils.translation import override

from sozialraum.individual.presentation.complaints import complaints_of_year


@pytest.mark.parametrize("received", [0, 1, 2])
def test_nobody_and_one_or_two_are_told_alike(received: int) -> None:
    with override("de"):
        told = complaints_of_year(received, 0, 0, received, year=2026)
    assert told == "Im Jahr 2026 waren es zu wenige Beschwerden, um eine Zahl zu nennen."


def test_every_number_is_a_multiple_of_five() -> None:
    with override("en"):
        told = complaints_of_year(13, 8, 6, 5, year=2026)
    assert told == ("Complaints in 2026: 15 came in, 10 were answered, 5 of them within 14 days; 5 wait.")
