"""Where the program asks a check to look away, it says why beside it."""

from __future__ import annotations

import re
from pathlib import Path

SOURCES = Path(__file__).parents[2] / "src" / "sozialraum"
WITHOUT_REASON = re.compile(r"#\s*(?:noqa: [A-Z0-9, ]+|noqa|type: ignore(?:\[[a-z\-, ]+\])?)\s*$")


def test_every_exception_from_a_check_says_why() -> None:
    silent = [
        f"{path.relative_to(SOURCES)}:{number}"
        for path in sorted(SOURCES.rglob("*.py"))
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if WITHOUT_REASON.search(line)
    ]
    assert silent == []
