"""A released wheel carries what set-up fetches and compiles, although none of it is committed."""

from __future__ import annotations

import tomllib
from fnmatch import fnmatch
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_what_git_leaves_out_of_the_program_is_in_the_wheel() -> None:
    build = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["hatch"]["build"]
    left_out = [
        line.lstrip("/")
        for line in (ROOT / ".gitignore").read_text("utf-8").splitlines()
        if "src/sozialraum/" in line
    ]
    assert any("fonts" in each for each in left_out)
    missing = [
        folder
        for folder in left_out
        if not any(fnmatch(f"{folder.rstrip('/')}/one.mo", pattern) for pattern in build["artifacts"])
    ]
    assert missing == []
