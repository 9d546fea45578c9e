"""States of a theme."""

from __future__ import annotations

from enum import StrEnum


class ThemeState(StrEnum):
    """The way of a theme in five steps; a resting one is taken up again or not."""

    HINT = "hint"
    CHECKED = "checked"
    IN_WORK = "in_work"
    POLITICS = "politics"
    SOLVED = "solved"
    RESTING = "resting"
