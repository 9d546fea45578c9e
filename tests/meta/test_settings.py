"""Every setting is documented, and nothing is documented that does not exist."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
NAME = re.compile(r"\b(?:SOZIALRAUM|DATABASE)_[A-Z]+(?:_[A-Z]+)*\b")
# set by our own processes for each other, not by people
INSIDE = {"SOZIALRAUM_PARENT"}


def test_settings_and_their_page_agree() -> None:
    literal = re.compile(r"[\"'](?P<name>(?:SOZIALRAUM|DATABASE)_[A-Z]+(?:_[A-Z]+)*)[\"']")
    read = {
        found["name"]
        for path in (ROOT / "src" / "sozialraum").rglob("*.py")
        for found in literal.finditer(path.read_text("utf-8"))
    }
    told = set(NAME.findall((ROOT / "docs" / "reference" / "settings.md").read_text("utf-8")))
    assert read - INSIDE == told
