"""The command-line program in a process of its own, as people start it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

SOURCE = Path(__file__).resolve().parents[2] / "src"
FOREIGN = ("DATABASE_", "SOZIALRAUM_", "DJANGO_", "PYTEST_")


def environment(**more: str) -> dict[str, str]:
    """What a shell hands to the program, without what was set for this run of tests."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith(FOREIGN)}
    return {**kept, "PYTHONPATH": str(SOURCE), "LANG": "C", "LC_ALL": "C", "COLUMNS": "200", **more}


def sozialraum(*arguments: str | Path, patience: int = 120, **more: str) -> subprocess.CompletedProcess[str]:
    """Run the program to its end; ``more`` are variables of its shell."""
    return subprocess.run(
        [sys.executable, "-m", "sozialraum", *map(str, arguments)],
        capture_output=True, text=True, env=environment(**more), timeout=patience, check=False, stdin=subprocess.DEVNULL,
    )  # fmt: skip


def copied(installation: Path, place: Path) -> Path:
    """A second installation like the first, which must not be running; files keep their owners."""
    subprocess.run(["cp", "-a", str(installation), str(place)], check=True)
    return place
