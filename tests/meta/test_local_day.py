"""The day of a moment is that of the municipality: half an hour after midnight it is tomorrow, though not in UTC.

Moments come with the zone of whoever made them. What makes a day or an hour of one goes through ``localdate`` or
``localtime``; what an office promises "until the 30th" ends at its own midnight.
"""

from __future__ import annotations

import ast

import pytest
from meta.modules import lines_with

PARTS = {"date", "year", "month", "day", "hour", "minute", "weekday", "isocalendar"}
OF_A_TIME_OF_DAY = {"network/schedules.py"}


def days_of_any_zone(code: str) -> list[int]:
    """The lines of a module in which a part is taken of something called ``at`` or ``…_at`` as it comes."""
    found = []
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Attribute) and node.attr in PARTS:
            of = node.value
            name = of.attr if isinstance(of, ast.Attribute) else getattr(of, "id", "")
            if name == "at" or name.endswith("_at"):
                found.append(node.lineno)
    return found


@pytest.mark.parametrize(
    ("code", "wrong"),
    [
        ("today = grant.at.date()", True),
        ("year = run.created_at.year", True),
        ("today = timezone.localdate(grant.at)", False),
        ("year = timezone.localtime(run.created_at).year", False),
    ],
)
def test_the_check_tells_them_apart(code: str, *, wrong: bool) -> None:
    assert bool(days_of_any_zone(code)) is wrong


def test_days_are_those_of_the_municipality() -> None:
    assert lines_with(days_of_any_zone, leaving_out=OF_A_TIME_OF_DAY) == []
